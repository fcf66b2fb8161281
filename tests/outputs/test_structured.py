"""The text of a page's script element: harmless in HTML, and the same when it is read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from backfile.outputs.structured_data.json_ld import script

HOSTILE = [
    "</script><script>alert(1)</script>",
    "</SCRIPT ><img src=x onerror=alert(1)>",
    "<!-- <script>",
    "]]>",
    '"}]}</script>',
    "&lt;/script&gt; &amp; \\u003c",
    "one\u2028two\u2029three",
    "\x00\x1f\\",
    "Zürich, Αθήνα, 東京, 🚢",
]


def read(text: str) -> str:
    """Return the headline that a browser reads from a page with *text* in its script element."""
    page = f'<head><script type="application/ld+json">{text}</script></head><p>After it.</p>'
    html = LexborHTMLParser(page)
    (found,) = html.css("script")
    assert html.css_first("p").text() == "After it."
    return json.loads(found.text())["@graph"][0]["headline"]


@pytest.mark.parametrize("headline", HOSTILE)
def test_hostile_words_end_nothing_and_come_back_equal(headline: str) -> None:
    text = script([{"headline": headline}])
    assert not {*"<>&\u2028\u2029"} & {*text}
    assert read(text) == headline


SIGNS = st.sampled_from("<>&/!-]\"'\\script\u2028")


@given(st.text(SIGNS | st.characters(exclude_categories=["Cs"])))
def test_any_words_come_back_equal(headline: str) -> None:
    assert json.loads(script([{"headline": headline}]))["@graph"] == [{"headline": headline}]
    assert read(script([{"headline": headline}])) == headline


def test_words_stay_legible_and_keys_in_their_order() -> None:
    assert script([{"name": "Zürich", "@id": "/zurich/"}]) == (
        '{"@context":"https://schema.org","@graph":[{"name":"Zürich","@id":"/zurich/"}]}'
    )
