"""Saved pages, singly and in folders, become items, facts and drafts."""

from __future__ import annotations

import hashlib
from datetime import date, time

import pytest

from backfile.errors import RefusedError
from backfile.fidelity.account import apportion
from backfile.importers import dump_items
from backfile.importers.dump_items import Item, Quarantined
from backfile.importers.formats import html
from tests.importers.html.pages import CALL, GROUND, TEXT, TITLE, page, paragraphs

PAGE = page(f"<article><h1>{TITLE}</h1>{paragraphs()}</article>")


@pytest.fixture
def folder(tmp_path):
    names = ["b.html", "a.HTM", "deep/c.xhtml", "plain", "b_files/ad.html", ".git/x.html", "n.txt"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PAGE, "utf-8")
    (tmp_path / "picture").write_bytes(b"\xff\xd8\xff\xe0")
    return tmp_path


def test_goes_through_a_folder_by_name_without_what_browsers_put_beside_pages(folder):
    names = [one.name for one in html.items(folder, CALL)]
    assert names == ["a.HTM", "b.html", "deep/c.xhtml", "plain"]


def test_an_item_is_the_file_as_it_is(folder):
    (item,) = html.items(folder / "b.html", CALL)
    assert isinstance(item, Item)
    assert hashlib.sha256(item.data).digest() == hashlib.sha256(PAGE.encode()).digest()
    assert (item.name, item.suffix, item.extra["folder"]) == ("b.html", ".html", str(folder))


def test_a_page_that_is_too_large_is_set_aside_unread(folder, monkeypatch):
    monkeypatch.setattr(dump_items, "LARGEST_ITEM", 10)
    (item,) = html.items(folder / "b.html", CALL)
    assert isinstance(item, Quarantined)
    assert item.data is None
    assert "no story has more than 10" in item.why


def test_a_page_that_cannot_be_read_is_set_aside(tmp_path):
    (tmp_path / "x.html").symlink_to(tmp_path / "nowhere")
    (item,) = html.items(tmp_path / "x.html", CALL)
    assert isinstance(item, Quarantined)
    assert "cannot be read" in item.why


def item(text: str, **extra: str) -> Item:
    return Item("x.html", "", "html", ".html", text.encode(), "x.html", extra)


def test_says_what_it_knows_before_anything_is_written():
    facts = html.facts(item(PAGE, address="https://amity.example/bridge"), CALL)
    assert facts.identity == "https://amity.example/bridge"
    assert (facts.title, facts.day, facts.clock) == (TITLE, date(2011, 3, 4), time(18, 30))


def test_a_page_without_an_address_is_known_by_its_name():
    assert html.facts(item(PAGE), CALL).identity == "file:x.html"


def test_a_draft_can_be_checked_against_the_bytes_alone():
    made = html.draft(item(PAGE), CALL, GROUND)
    places = apportion(html.text_of(PAGE.encode(), made.how), made.body.spans)
    assert places["title"] == made.title == TITLE
    assert places["lead"].split() == " ".join(TEXT).split()
    assert made.fields == {"Date": "2011-03-04 18:30", "Authors": "A. Writer", "Lang": "en"}
    assert made.how == {"format": "html", "encoding": "utf-8"}


def test_the_same_page_makes_the_same_draft():
    assert html.draft(item(PAGE), CALL, GROUND) == html.draft(item(PAGE), CALL, GROUND)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<div>" * 100_000, id="deep"),
        pytest.param("<p " + " ".join(f"a{n}" for n in range(99_999)), id="a long tag"),
        pytest.param("\0" * 100, id="NUL"),
    ],
)
def test_hostile_pages_are_refused_before_they_are_parsed(text):
    with pytest.raises(RefusedError):
        html.facts(item(text), CALL)
    with pytest.raises(RefusedError):
        html.draft(item(text), CALL, GROUND)


@pytest.mark.parametrize(
    ("body", "modified"),
    [("<p>All is quiet.</p>", None), ("<p>6:20 p.m.: Shut.</p><p>More.</p>", "2011-03-04 18:30")],
)
def test_a_last_change_at_the_moment_of_publication_limits_the_updates_alone(body, modified):
    moment = "2011-03-04T18:30:00-04:00"
    names = ("published", "modified")
    head = "".join(f'<meta property="article:{one}_time" content="{moment}">' for one in names)
    text = "<p>The ferries stay in the harbour until the wind has turned at last.</p>" * 4
    page = (
        f"<html><head>{head}</head><body><article><h1>Ice</h1>{text}{body}</article></body></html>"
    )

    assert html.draft(item(page), CALL, GROUND).fields.get("Modified") == modified
