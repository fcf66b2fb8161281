"""The tags of a page and their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.publish.gates.html_reader import read_tags
from backfile.text.html_text import parse

if TYPE_CHECKING:
    from tests.publish.gates.conftest import Archive


def told(html: str) -> list[tuple[str, dict[str, str], int]]:
    return [
        (f"/{tag.name}" if tag.is_end else tag.name, dict(tag.attributes), tag.line)
        for tag in read_tags(html)
    ]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", []),
        ("no tag, 1 < 2", []),
        ("<p>a</p>", [("p", {}, 1), ("/p", {}, 1)]),
        ("a\n\n<P Class='b'\nid=c>\n</P >", [("p", {"class": "b", "id": "c"}, 3), ("/p", {}, 5)]),
        ('<a href="?a=1&amp;b=2">', [("a", {"href": "?a=1&b=2"}, 1)]),
        ('<a title="a > b">', [("a", {"title": "a > b"}, 1)]),
        ("<input disabled>", [("input", {"disabled": ""}, 1)]),
        ('<p id="a" id="b">', [("p", {"id": "a"}, 1)]),
        ("<br/>", [("br", {}, 1)]),
        ("<!doctype html>\n<html>", [("!doctype", {}, 1), ("html", {}, 2)]),
        ("<!-- <p> -->\n<b>", [("!comment", {}, 1), ("b", {}, 2)]),
        ("<!-- never closed <p>", [("!comment", {}, 1)]),
        ('<script>a = "<p>";\n</script><p>', [("script", {}, 1), ("/script", {}, 2), ("p", {}, 2)]),
        ("<style>p > b { }</STYLE>", [("style", {}, 1), ("/style", {}, 1)]),
        ("<title>a <b> c</title>", [("title", {}, 1), ("/title", {}, 1)]),
        ("<script>never closed <p>", [("script", {}, 1)]),
        ("</ p><p>", [("p", {}, 1)]),
    ],
)
def test_tags_are_read_as_browsers_read_them(html: str, expected: list[object]) -> None:
    assert told(html) == expected


def test_what_holds_no_tags_keeps_its_text() -> None:
    tags = read_tags("<!-- story --><title>a &amp; b</title><script>x < y</script>")

    assert [tag.text for tag in tags if tag.text] == [" story ", "a &amp; b", "x < y"]


def test_repeated_attributes_are_named() -> None:
    (tag,) = read_tags('<p class="a" CLASS="b">')

    assert tag.repeated == ("class",)


@given(st.text(alphabet="<>/!-=\"' \nabp&;"))
def test_any_text_is_read_to_its_end_with_rising_lines(text: str) -> None:
    lines = [tag.line for tag in read_tags(text)]

    assert lines == sorted(lines)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)


def test_the_ids_of_all_pages_are_those_that_a_parser_of_browsers_finds(archive: Archive) -> None:
    pages = sorted(archive.site.rglob("*.html"))
    assert pages
    for page in pages:
        html = page.read_text("utf-8")
        found = [tag.attributes["id"] for tag in read_tags(html) if "id" in tag.attributes]
        assert found == [node.attributes["id"] for node in parse(html).css("[id]")], page
