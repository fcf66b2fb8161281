"""The body of a source with its code blanked out, so that what is left can be looked at as markup.

Blanked text keeps its length and its line breaks: a place in it is a place in the file.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from markdown.inlinepatterns import AUTOLINK_RE, AUTOMAIL_RE

from backfile.reading.source import fenced_lines

if TYPE_CHECKING:
    from backfile.reading.source import Source

_CODE_SPAN = re.compile(
    r"(?<![\\`])(?P<fence>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=fence)(?!`)", re.DOTALL
)
_ESCAPE = re.compile(r"\\[\\`*_{}\[\]()>#+\-.!]")
_ADDRESS = re.compile(rf"{AUTOLINK_RE}|{AUTOMAIL_RE}")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# Below one of these, indented lines are the rest of a list item, a note or a definition.
_HOLDS_INDENTED = re.compile(r"\s{0,3}(?:[*+-]|\d+\.)\s|\s{0,3}\[\^[^\]]*\]:|\s{0,3}:\s")
_ANY = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class BodyText:
    """The body of a story file: `text` without code, and the file's line on which it begins."""

    text: str
    first_line: int

    def line(self, place: int) -> int:
        """Return the file's line, from 1, on which *place* in the text stands."""
        return self.first_line + bisect_left(_line_ends(self.text), place)

    def without_comments(self) -> BodyText:
        """Return the body with its comments blanked out too."""
        return BodyText(_COMMENT.sub(_blank, self.text), self.first_line)


def body_of(source: Source, *, escapes: bool = True) -> BodyText:
    """Return the body of *source* with its code blanked out.

    With *escapes*, automatic links and what a backslash escapes are blanked out too.
    """
    start = source.body_line - 1
    fenced = fenced_lines(source.lines)
    lines = _without_indented(
        ["" if start + at in fenced else line for at, line in enumerate(source.lines[start:])]
    )
    # Lines that were blanked lose their length, which counts lines only.
    text = "\n".join(lines)
    if "`" in text:
        text = _CODE_SPAN.sub(_blank, text)
    for pattern in (_ESCAPE, _ADDRESS) if escapes else ():
        text = pattern.sub(_blank, text)
    return BodyText(text, source.body_line)


def _without_indented(lines: list[str]) -> list[str]:
    """Leave indented code out of *lines*; the indented text of lists and notes stays."""
    kept: list[str] = []
    is_code, holds, after_blank = False, False, True
    for line in lines:
        if not line.strip():
            after_blank = True
        elif line.startswith(("    ", "\t")):
            is_code = (is_code or after_blank) and not holds
            after_blank = False
        else:
            holds = bool(_HOLDS_INDENTED.match(line)) or (holds and not after_blank)
            is_code = after_blank = False
        kept.append("" if is_code else line)
    return kept


@lru_cache(maxsize=4)
def _line_ends(text: str) -> tuple[int, ...]:
    return tuple(place for place, character in enumerate(text) if character == "\n")


def _blank(found: re.Match[str]) -> str:
    return _ANY.sub(" ", found.group())
