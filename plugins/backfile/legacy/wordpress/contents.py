"""The contents of a post made plain HTML: no shortcodes, no line ends that mean something.

What a reader could see in the contents is seen in the result, sign for sign; where that cannot be
kept, they stay as they were written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.fidelity.visible import parse, visible_text
from backfile.legacy.draft import Dropped, Notes
from backfile.legacy.html.guard import check_depth
from backfile.legacy.wordpress.embeds import linked_lines
from backfile.legacy.wordpress.paragraphs import paragraphs
from backfile.legacy.wordpress.pieces import pieces
from backfile.legacy.wordpress.shortcodes import without_shortcodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backfile.legacy.wordpress.attachments import Attachment

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
    own = without_ours(contents)
    html = linked_lines(without_shortcodes(own, attached), kept)
    if "<!-- wp:" not in contents:
        html = paragraphs(html.replace("\r\n", "\n"))
    notes = Notes(dropped=tuple(_dropped(contents)))
    if visible_signs(html) == "".join(visible_text(parse(contents)).split()):
        check_depth(html)
        return html, notes
    why = "contents: the markup is broken; its shortcodes and line ends stand as they were written"
    return own, notes + Notes(inferred=(why,))


def without_ours(html: str) -> str:
    """Return *html* without the tags that only we may write; text may speak of them."""
    return "".join(
        piece.source if _TEXT.fullmatch(piece.name) else _OURS.sub(" ", piece.source)
        for piece in pieces(html)
    )


def visible_signs(html: str) -> str:
    """Return what a reader sees of *html*, without white space and what was added to it."""
    root = parse(html)
    if "<backfile-added" in html:
        for added in root.css("backfile-added"):
            added.decompose()
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
