"""Numbers that labels print: "Update 2", "UPDATE III", "Third update".

Rules: docs/stories.md, "From stamps to one chronology", rule 3.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from backfile.story.model import Order
from backfile.story.opening import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backfile.story.opening import Opening

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_LAST = ("final", "last", "latest")
_END = 1000
_ROMAN = {"I": 1, "V": 5, "X": 10}
_NUMBER = re.compile(r"\d+")
_ROMAN_NUMBER = re.compile(r"[IVX]+", re.IGNORECASE)


def number_of(opening: Opening) -> int | None:
    """Return the number that the label of an update prints, None where it prints none."""
    if opening.kind is not Kind.UPDATE or not opening.label:
        return None
    if digits := _NUMBER.search(opening.label):
        return int(digits.group())
    for word in opening.label.lower().replace(",", " ").split():
        if word in _ORDINALS:
            return _ORDINALS.index(word) + 1
        if word in _LAST:
            return _END
    last = opening.label.split()[-1]
    return _roman(last) if _ROMAN_NUMBER.fullmatch(last) else None


def numbers_of(openings: Sequence[Opening]) -> list[int | None]:
    """Return the number of each of the *openings*; "Update" beside numbered ones is number 1."""
    found = [number_of(one) for one in openings]
    if all(one is None for one in found):
        return found
    return [
        1 if number is None and _is_plain(opening) else number
        for number, opening in zip(found, openings, strict=True)
    ]


def numbered_order(openings: Sequence[Opening]) -> Order | None:
    """Return the order in which numbered updates stand in the file, None where numbers say none."""
    steps = [(b > a) - (b < a) for a, b in pairwise(known(numbers_of(openings)))]
    if sum(steps) == 0:
        return None
    return Order.OLDEST_FIRST if sum(steps) > 0 else Order.NEWEST_FIRST


def known(numbers: Iterable[int | None]) -> list[int]:
    """Return the *numbers* that are printed."""
    return [one for one in numbers if one is not None]


def _is_plain(opening: Opening) -> bool:
    plain = opening.label or opening.printed
    return opening.labelled and opening.kind is Kind.UPDATE and plain.lower().startswith("update")


def _roman(letters: str) -> int:
    values = [_ROMAN[one] for one in letters.upper()]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))
