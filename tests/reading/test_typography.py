"""What typogrify makes of a text, with and without the work that changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.reading.typography import AMP, SMARTYPANTS, WIDONT, amp, smartypants, widont

SPARED = pytest.mark.parametrize(
    ("spared", "whole"),
    [(smartypants, SMARTYPANTS), (amp, AMP), (widont, WIDONT)],
    ids=["smartypants", "amp", "widont"],
)
Change = Callable[[str], str]
# What typogrify looks for, and what stands around it.
PIECES = ["<p>", "</p>", "<em>", "</em>", "<a title=\"A & 'B'\">", '<i \x02="" class="c & d">']
PIECES += ["<pre>", "</pre>", "</code>", "<!-- -- -->", '<a title="b > &amp; c">', "<", ">"]
PIECES += ["&quot;", "&amp;", "&nbsp;", "&#38;", "&#8220;", "&", "'", '"', "''", "``", "`", "--"]
PIECES += ["<h2>", "</h2>", "</li>", "<a>", "</a>", "</b>", "</P>", "\n ", "\xa0", "\x1f", "word"]
PIECES += ["---", "-", "...", ". . .", ".", "\\", "\\\\", " ", "\n", "a", "s", "’", "1990", "80s"]


@SPARED
@pytest.mark.parametrize(
    "html",
    [
        "<p>Plain words.</p>",
        "<p>He said, \"It's 'now'\" -- and left...</p>",
        "<p>Coast Guard & NTSB, <em>AT&amp;T</em> &#38; others</p>",
        r"<p>6\" and ``quoted'' \-- \\</p>",
        "<p>\"</p><p>'</p><p>a<b>'</b></p>",
        "a<p>&quot;</p>",
        '<p title="A & B">A & B</p><code>a & "b"</code>',
        '<p title="a > & b">A & B</p>',
        '<p>a < b & "c"',
        "<p>The last word</p>\n<ul><li><em>two words</em> </li></ul><h2>Word</h2>tail end\n",
        "<p><a>a </a> link</p><p>a <b>bold</b></p><p>x <i>y</i> z</i> </b></p><p>a <br> b</p>",
        "<p>a <a </p> b</p>",
    ],
)
def test_examples_come_out_the_same(spared: Change, whole: Change, html: str) -> None:
    assert spared(html) == whole(html)


@SPARED
@given(html=st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_comes_out_the_same(spared: Change, whole: Change, html: str) -> None:
    assert spared(html) == whole(html)
