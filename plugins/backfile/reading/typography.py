"""Typogrify without the work that changes nothing: the same text for half the cost.

Pelican calls typogrify itself and offers no other place for this. Typogrify looks for quotation
marks, dashes and escapes, with twenty patterns that it makes anew each time, in every stretch of
text between two tags; most have none of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import smartypants
from typogrify import filters

if TYPE_CHECKING:
    from collections.abc import Callable

    _Change = Callable[[str], str]

# Without one of its marks, a function of smartypants returns a text as it is.
_MARKS = {
    "process_escapes": ("\\",),
    "convert_dashes": ("--",),
    "convert_ellipses": ("...", ". . ."),
    "convert_backticks": ("``", "''"),
    "convert_quotes": ("'", '"'),
}
# These functions, and that of the ampersands, as their makers publish them.
CHANGES: dict[str, _Change] = {name: getattr(smartypants, name) for name in _MARKS}
AMP: _Change = filters.amp
# The ampersands that typogrify puts into an element.
_AMPERSAND = re.compile(r"(?:\s|&nbsp;)(?:&|&amp;|&#38;)(?:\s|&nbsp;)")


def spare_typogrify() -> None:
    """Let typogrify pass over text that it would not change, in this process."""
    for name, change in CHANGES.items():
        setattr(smartypants, name, _where(_MARKS[name], change))
    filters.amp = _with_ampersands


def _where(marks: tuple[str, ...], change: _Change) -> _Change:
    return lambda text: change(text) if any(mark in text for mark in marks) else text


def _with_ampersands(text: str) -> str:
    return AMP(text) if _AMPERSAND.search(text) else text
