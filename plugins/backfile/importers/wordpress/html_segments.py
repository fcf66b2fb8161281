"""Splits HTML into tags, comments and text, so that only the text is changed."""

from __future__ import annotations

import re
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

from backfile.text.html_text import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Iterator

# A tag as browsers end it (WHATWG HTML, "Tokenization"): an > in a quoted value does not.
_TAG = re.compile(
    r"""<(?P<name>/?[A-Za-z][^\s/>]*+)(?:[^=>]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])))*+>"""
)
_BOGUS = re.compile(r"<[!?/][^>]*+>")
_OPENING = re.compile(r"<(?=[A-Za-z!?/])")
# Elements whose text is not worked on: browsers read no tags in most of them, or lay it out as is.
_WHOLE = re.compile(
    r"iframe|noembed|noframes|pre|script|style|svg|textarea|title|xmp|backfile-left-out"
)

# The elements that are no part of a paragraph; a line end beside one is none of the text.
_BLOCKS = BLOCKS | {"col", "colgroup", "map", "script", "style"}


class HtmlSegment(NamedTuple):
    """A stretch of HTML as it is written; `name` is its tag's in small letters (`p`, `/p`).

    It is `!` for a comment and empty for text. An element whose text is to stay as it is, is one
    piece.
    """

    source: str
    name: str = ""


def pieces(html: str) -> Iterator[HtmlSegment]:
    """Cut *html* into pieces, which together are all of it."""
    position = 0
    while found := _OPENING.search(html, position):
        start = found.start()
        if start > position:
            yield HtmlSegment(html[position:start])
        piece = _piece(html, start)
        yield piece
        position = start + len(piece.source)
    if position < len(html):
        yield HtmlSegment(html[position:])


def _piece(html: str, start: int) -> HtmlSegment:
    """Return the tag or comment at *start*; one without an end takes all that is left."""
    if html.startswith("<!--", start):
        # Browsers take <!--> and <!---> for whole comments.
        end = html.find("-->", start + 2)
        return HtmlSegment(html[start : end + 3] if end >= 0 else html[start:], "!")
    tag = _TAG.match(html, start)
    if tag is None:
        bogus = _BOGUS.match(html, start)
        return HtmlSegment(bogus.group() if bogus else html[start:], "!")
    name = tag["name"].lower()
    if not _WHOLE.fullmatch(name):
        return HtmlSegment(tag.group(), name)
    closing = re.compile(rf"</{name}(?=[\s/>])[^>]*+>?", re.IGNORECASE).search(html, tag.end() - 1)
    return HtmlSegment(html[start : closing.end() if closing else len(html)], name)


def neighbours(html: str) -> Iterator[tuple[HtmlSegment | None, HtmlSegment, HtmlSegment | None]]:
    """Go through the pieces of *html*, each with those beside it."""
    before: HtmlSegment | None = None
    for piece, after in pairwise(chain[HtmlSegment | None](pieces(html), [None])):
        if piece is not None:
            yield before, piece, after
        before = piece


def is_block(piece: HtmlSegment | None) -> bool:
    """Tell whether no text goes on at *piece*: a block, or the end of it all."""
    return piece is None or piece.name.removeprefix("/") in _BLOCKS
