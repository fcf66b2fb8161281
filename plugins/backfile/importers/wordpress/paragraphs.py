"""Makes HTML of the classic editor's line ends: blank lines part paragraphs, others break lines.

What WordPress did whenever it showed a post (wp-includes/formatting.php, wpautop).
"""

from __future__ import annotations

import re

from backfile.importers.wordpress.html_segments import is_block, neighbours

# Those that hold lines and no paragraphs.
_OF_LINES = re.compile(r"h[1-6]|button|caption|dt|figcaption|legend|summary")
_LINE_END = re.compile(r"\n\s*+")


def paragraphs(html: str) -> str:
    """Return *html*, contents of the classic editor, with its paragraphs and lines marked up."""
    made: list[str] = []
    depth = 0
    for before, piece, after in neighbours(html):
        name = piece.name.removeprefix("/")
        if _OF_LINES.fullmatch(name):
            depth = max(0, depth + (-1 if piece.name[0] == "/" else 1))
        if piece.name:
            made.append(piece.source)
            continue
        text = piece.source
        start = len(text) - len(text.lstrip()) if is_block(before) else 0
        end = len(text.rstrip()) if is_block(after) else len(text)
        middle = _LINE_END.sub(_line_break if depth else _break, text[start:end])
        made += text[:start], middle, text[max(start, end) :]
    return "".join(made)


def _break(found: re.Match[str]) -> str:
    return "<p>" if found.group().count("\n") > 1 else "<br>"


def _line_break(_found: re.Match[str]) -> str:
    return "<br>"
