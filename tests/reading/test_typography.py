"""What typogrify makes of a text, with and without the work that changes nothing."""

from __future__ import annotations

import pytest
import smartypants
from hypothesis import given
from hypothesis import strategies as st
from typogrify import filters
from typogrify.filters import typogrify

from backfile.reading import typography

# What typogrify looks for, and what stands around it.
PIECES = ["<p>", "</p>", "<em>", "</em>", "<pre>", "</pre>", "<!-- -- -->", "&quot;", "&amp;"]
PIECES += ["&nbsp;", "&#38;", "&", "'", '"', "''", "``", "`", "--", "---", "-", "...", ". . .", "."]
PIECES += ["\\", "\\\\", " ", "\n", "a", "s", "’", "1990", "80s", "Ferry"]


def whole(html: str) -> str:
    """Return *html* as typogrify makes it by itself."""
    with pytest.MonkeyPatch.context() as patch:
        for name, change in typography.CHANGES.items():
            patch.setattr(smartypants, name, change)
        patch.setattr(filters, "amp", typography.AMP)
        return typogrify(html)


def spared(html: str) -> str:
    """Return *html* as typogrify makes it when it is spared what changes nothing."""
    with pytest.MonkeyPatch.context() as patch:
        for name in typography.CHANGES:
            patch.setattr(smartypants, name, getattr(smartypants, name))
        patch.setattr(filters, "amp", filters.amp)
        typography.spare_typogrify()
        return typogrify(html)


@pytest.mark.parametrize(
    "html",
    [
        "<p>Plain words.</p>",
        "<p>He said, \"It's 'now'\" -- and left...</p>",
        "<p>Coast Guard & NTSB, <em>AT&amp;T</em> &#38; others</p>",
        r"<p>6\" and ``quoted'' \-- \\</p>",
        "<p>\"</p><p>'</p>",
    ],
)
def test_examples_come_out_the_same(html: str) -> None:
    assert spared(html) == whole(html)


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_comes_out_the_same(html: str) -> None:
    assert spared(html) == whole(html)
