"""Converts the contents of a post to plain HTML without shortcodes or meaningful line ends.

What a reader could see in the contents is seen in the result, sign for sign; where that cannot be
kept, they stay as they were written.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from backfile.fidelity.ledger import Dropped
from backfile.importers.draft import Notes
from backfile.importers.html.body.elements import ADDED, LEFT_OUT
from backfile.importers.html.depth_guard import check_depth
from backfile.importers.wordpress.embeds import linked_lines
from backfile.importers.wordpress.html_segments import pieces
from backfile.importers.wordpress.paragraphs import paragraphs
from backfile.importers.wordpress.shortcodes import without_shortcodes
from backfile.text.html_text import parse, visible_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from selectolax.lexbor import LexborNode

    from backfile.importers.wordpress.attachments import Attachment

_OURS = re.compile(r"</?backfile-[^<>]*+>", re.IGNORECASE)
# Pieces within which browsers read no tags.
_TEXT = re.compile(r"!?|iframe|noembed|noframes|script|style|textarea|title|xmp")
_BLOCK = re.compile(r"<!--\s*+/?wp:(?P<name>[a-z][\w/-]*+)(?P<rest>.*+)", re.DOTALL)
_MARK = re.compile(r"<!--\s*+(?:more|nextpage|noteaser)\b")


def prepared(
    contents: str, attached: Mapping[str, Attachment], kept: Sequence[str] = ()
) -> tuple[str, Notes]:
    """Return *contents* as HTML, and what is not in it.

    *attached* are the files, by number, that its galleries may show, *kept* the HTML that was kept
    of what it embeds. Raises RefusedError for HTML that costs more to read than it is worth.
    """
    check_depth(contents)
    own = _cut_ours(contents)
    notes = Notes(dropped=tuple(_dropped(contents)))
    if own is None:
        own = _words_alone(contents)
        notes += Notes(inferred=("contents: the markup is broken; the words are kept without it",))
    html = linked_lines(without_shortcodes(own, attached), kept)
    if "<!-- wp:" not in contents:
        html = paragraphs(html.replace("\r\n", "\n"))
    if visible_signs(html) == _signs(parse(contents)):
        check_depth(html)
        return html, notes
    why = "the markup is broken; its shortcodes and line endings are kept as they were written"
    return own, notes + Notes(inferred=(f"contents: {why}",))


def without_ours(html: str) -> str:
    """Return *html* without the tags that only we may write; text may speak of them.

    Where its markup is too broken to tell the two apart, its words come back without it.
    """
    cut = _cut_ours(html)
    return _words_alone(html) if cut is None else cut


def _cut_ours(html: str) -> str | None:
    """Return *html* without the tags that only we may write; None if that takes words along.

    Pieces are cut by rule; a browser may see other elements in broken markup. In `<svg><p>
    <textarea>` it ends the `svg` at the `<p>`, so that the `textarea` holds text and not tags.
    """
    if "backfile-" not in html.lower():
        return html
    made = "".join(
        piece.source if _TEXT.fullmatch(piece.name) else _OURS.sub(" ", piece.source)
        for piece in pieces(html)
    )
    root = parse(made)
    left = root.css_first(f"{ADDED}, {LEFT_OUT}")
    return made if left is None and _signs(root) == _signs(parse(html)) else None


def _words_alone(html: str) -> str:
    """Return the words that a reader sees of *html*, in paragraphs."""
    lines = visible_text(parse(html)).splitlines()
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line.strip())


def visible_signs(html: str) -> str:
    """Return what a reader sees of *html*, without white space and what was added to it."""
    root = parse(html)
    if "<backfile-added" in html:
        for added in root.css("backfile-added"):
            added.decompose()
    return _signs(root)


def _signs(root: LexborNode) -> str:
    return "".join(visible_text(root).split())


def _dropped(contents: str) -> Iterator[Dropped]:
    """Go through the comments in *contents* that told WordPress, or a person, something."""
    for piece in pieces(contents) if "<!" in contents else ():
        if piece.name != "!" or not piece.source.startswith("<!--"):
            continue
        block = _BLOCK.match(piece.source)
        if block is None:
            kind, why = "comment in the markup", "no page showed it"
            if _MARK.match(piece.source):
                kind, why = "page mark", "a story is one page, whole"
            yield Dropped(kind, why, piece.source)
        elif block["rest"].rstrip("-> \n").endswith("/"):
            why = "WordPress made it when the page was shown; the export does not have it"
            yield Dropped(f"block {block['name']}", why, piece.source)
