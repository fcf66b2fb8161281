"""The account of an original's text: where each of its characters went.

An original's text is cut into spans. Each goes to one place of the story (its title, its lead, its
third section) or is left out for a reason; what stands there instead, if anything, is a repair. A
place gets its spans in the order of the original, so that an account is a permutation of sections
and nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from backfile.errors import BackfileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

TITLE, SUMMARY, LEAD, CREDIT, FIELD, DROPPED = (
    "title",
    "summary",
    "lead",
    "credit",
    "field",
    "dropped",
)
_PLACE = re.compile(
    r"title|summary|lead|credit|field|dropped|(?:stamp|section|by|key) [1-9][0-9]{0,3}"
)
_WORD = re.compile(r"\S+")


def stamp(number: int) -> str:
    """Return the place of the opening of section *number*, from 1 in the order of the file."""
    return f"stamp {number}"


def section(number: int) -> str:
    """Return the place of the headline and the text of section *number*."""
    return f"section {number}"


def by(number: int) -> str:
    """Return the place of the author of section *number*."""
    return f"by {number}"


def key(number: int) -> str:
    """Return the place of the words that mark section *number* as a key event."""
    return f"key {number}"


class AccountError(BackfileError):
    """An account that does not fit its original."""


@dataclass(frozen=True, slots=True)
class Span:
    """*count* signs of an original, white space not counted, and where they went.

    `why` is the reason for which they were left out, or the kind of the repair; `after` is what
    stands in their place, None where they stand as they were. A span of no signs adds `after`.
    """

    count: int
    to: str
    why: str = ""
    after: str | None = None

    def row(self) -> list[Any]:
        """Return the span as JSON holds it: the count, the place, and what else there is."""
        if self.after is not None:
            return [self.count, self.to, self.why, self.after]
        return [self.count, self.to, self.why] if self.why else [self.count, self.to]

    @property
    def is_sound(self) -> bool:
        """Say whether the span goes to a place that there is, and says why it changes anything."""
        counted = type(self.count) is int and self.count >= 0
        worded = isinstance(self.why, str) and isinstance(self.after, str | None)
        placed = isinstance(self.to, str) and _PLACE.fullmatch(self.to) is not None
        needs_reason = self.after is not None or self.to in (FIELD, DROPPED)
        return counted and worded and placed and bool(self.why or not needs_reason)


def from_rows(rows: Iterable[Sequence[Any]]) -> tuple[Span, ...]:
    """Return the spans of JSON *rows*. Raises AccountError for what is none."""
    try:
        spans = tuple(Span(*row) for row in rows)
    except TypeError:
        spans = (Span(-1, ""),)
    if not all(one.is_sound for one in spans):
        raise AccountError("its account is damaged; import the original again")
    return spans


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return *spans* with neighbours that went the same way made one."""
    made: list[Span] = []
    for span in spans:
        last = made[-1] if made else None
        same = last and (last.to, last.why) == (span.to, span.why)
        if last and same and last.after is None and span.after is None:
            made[-1] = Span(last.count + span.count, span.to, span.why)
        elif span.count or span.after:
            made.append(span)
    return tuple(made)


def signs(text: str) -> int:
    """Return how many signs of *text* are no white space."""
    return len("".join(text.split()))


def apportion(text: str, spans: Sequence[Span]) -> dict[str, str]:
    """Return what each place of a story must show of the original's *text*.

    What was dropped shows nothing.
    White space that stood between two spans of one place parts them still, whatever was taken out
    between them. Raises AccountError where *spans* do not cover the text exactly.
    """
    shown: dict[str, list[str]] = defaultdict(list)
    spaces: dict[str, int] = {}
    number = 0
    for span, start, end in _stretches(text, spans):
        if span.to != DROPPED:
            # Where a sign stands, less its number, is the white space before it.
            if span.count and start - number > spaces.get(span.to, 0):
                shown[span.to].append(" ")
            if span.count:
                spaces[span.to] = end - (number + span.count)
            shown[span.to].append(text[start:end] if span.after is None else span.after)
        number += span.count
    return {place: "".join(parts).strip() for place, parts in shown.items()}


def changes(text: str, spans: Sequence[Span]) -> Iterator[tuple[Span, str]]:
    """Go through the *spans* of which not all is shown as it was, each with its stretch of *text*.

    Raises AccountError where they do not cover it exactly.
    """
    for span, start, end in _stretches(text, spans):
        if span.after is not None or span.to in (CREDIT, FIELD, DROPPED):
            yield span, text[start:end]


def _stretches(text: str, spans: Sequence[Span]) -> Iterator[tuple[Span, int, int]]:
    """Go through *spans* with where in *text* the first and after the last of their signs stand."""
    starts, numbers, total = _words_of(text)
    if sum(span.count for span in spans) != total:
        raise AccountError("its account does not cover the original; import the original again")

    def at(number: int) -> int:
        word = bisect_right(numbers, number) - 1
        return starts[word] + number - numbers[word]

    number = 0
    for span in spans:
        following = number + span.count
        yield (span, at(number), at(following - 1) + 1) if span.count else (span, 0, 0)
        number = following


@lru_cache(maxsize=1)
def _words_of(text: str) -> tuple[list[int], list[int], int]:
    """Return where the words of *text* begin, how many signs come before each, and of all signs.

    A text is asked for twice, one time after the other.
    """
    starts = list(map(re.Match.start, _WORD.finditer(text)))
    *numbers, total = accumulate(map(len, text.split()), initial=0)
    return starts, numbers, total
