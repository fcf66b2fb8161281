"""Whether a page is valid HTML: examples for each rule, and what HTML allows."""

from __future__ import annotations

import pytest

from backfile.publish.gates.html_reader import read_tags
from backfile.publish.gates.html_validity import validity_flaws
from tests.publish.gates.invalid_pages import FLAWS, PAGE


def codes(html: str) -> list[str]:
    return [flaw.code for flaw in validity_flaws(list(read_tags(html)))]


@pytest.mark.parametrize(
    "body",
    [
        "<p>one<p>two",
        "<p>one</p><ul><li>a<li>b</ul>",
        "<ul><li><ul><li>a</ul><li>b</ul>",
        "<dl><dt>a<dd>b<dt>c<dd>d</dl>",
        "<table><caption>a<tr><th>a<td>b<tr><td>c</table>",
        "<table><thead><tr><th>a<tbody><tr><td><p>b<tfoot><tr><td>c</table>",
        "<table><colgroup><col><col><tbody><tr><td>a</table>",
        "<select><optgroup label=a><option>b<option>c<optgroup label=d><option>e</select>",
        "<p>a<br>b<img src=a alt=''><hr>",
        "<p>a<div>b</div>",
        "<ruby>a<rp>(<rt>b<rp>)</ruby>",
        "<svg><path d='M0'/><g><circle/></g></svg>",
        "<svg><title>a</title><a href='#b'><use href='#c'/></a></svg>",
        "<math><mi>x</mi><mspace/></math>",
        "<p><svg><foreignObject><div>a</div></foreignObject></svg></p>",
        "<p><button><div>a</div></button></p>",
        "<a href='#'>a</a><a href='#'>b</a>",
        "<label for=a>x</label><input id=a>",
        "<table><tr><th id=a>x<td headers=a>y</table>",
        "<template><p>a</p></template>",
    ],
)
def test_what_html_allows_is_no_flaw(body: str) -> None:
    assert codes(PAGE.format(body)) == []


@pytest.mark.parametrize(("body", "expected"), FLAWS)
def test_a_flaw_is_found_once(body: str, expected: list[str]) -> None:
    assert codes(PAGE.format(body)) == expected


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<!DOCTYPE html>", "", "no-doctype"),
        (' lang="en"', "", "no-lang"),
        (' lang="en"', ' lang=" "', "no-lang"),
        ("<title>a</title>", "", "no-title"),
        ("<title>a</title>", "<title> </title>", "no-title"),
        ("<title>a</title>", "<title></title><svg><title>a</title></svg>", "no-title"),
        ('<meta charset="utf-8">', "", "no-charset"),
        ('charset="utf-8"', 'charset="latin-1"', "no-charset"),
    ],
)
def test_a_page_states_what_it_is(old: str, new: str, code: str) -> None:
    assert codes(PAGE.format("").replace(old, new)) == [code]


def test_the_encoding_may_be_stated_in_the_old_way() -> None:
    old = '<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">'

    assert codes(PAGE.format("").replace('<meta charset="utf-8">', old)) == []


def test_deep_nesting_takes_no_longer_than_flat() -> None:
    assert codes(PAGE.format("<div>" * 20_000 + "</div>" * 20_000)) == []


def test_a_message_says_where_and_what_to_do() -> None:
    page = PAGE.format("\n<p>\n<b>a\n</p>")
    (flaw,) = validity_flaws(list(read_tags(page)))

    assert (flaw.line, flaw.message) == (
        3,
        "<b> is still open where </p> stands on line 4; close </b> before it",
    )
