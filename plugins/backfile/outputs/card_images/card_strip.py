"""The bar chart on a card image: how many stories the archive has in each period.

All cards of a site share one time axis, so that partners can be compared. Lengths are in pixels.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

STRIP_WIDTH, STRIP_HEIGHT = 1040, 100
STEPS = (1, 3, 12, 60, 120)  # months that a bar may stand for
MOST_BARS = 180
WIDEST = 12
LOWEST = 6  # of one story, beside however many


@dataclass(frozen=True, slots=True)
class Bar:
    """One period that has stories: the height for all of them, and for those of the card."""

    x: int
    width: int
    height: int
    own: int


@dataclass(frozen=True, slots=True)
class Strip:
    """The bars from left to right, and the years at the two ends of their axis."""

    since: str
    until: str
    bars: tuple[Bar, ...]


class Axis:
    """The axis of an archive's time, with the number of stories in each period.

    Made of the *days* of all listed stories, of which there must be one.
    """

    def __init__(self, days: Sequence[date]) -> None:
        first, last = min(days), max(days)
        self.since, self.until = str(first.year), str(last.year)
        months = _month(last) - _month(first) + 1
        self._step = next((step for step in STEPS if months <= step * MOST_BARS), STEPS[-1])
        self._first = _month(first) // self._step
        self._pitch = STRIP_WIDTH / (_month(last) // self._step - self._first + 1)
        self._counts = self._count(days)
        self._most = max(self._counts.values())

    def strip(self, own: Iterable[date]) -> Strip:
        """Return the strip of a card whose *own* stories have these days."""
        mine = self._count(own)
        width = max(1, min(WIDEST, round(0.6 * self._pitch)))
        bars = (
            Bar(
                x=round((period + 0.5) * self._pitch - width / 2),
                width=width,
                height=self._height(count),
                own=self._height(mine[period]),
            )
            for period, count in sorted(self._counts.items())
        )
        return Strip(self.since, self.until, tuple(bars))

    def _count(self, days: Iterable[date]) -> Counter[int]:
        return Counter(_month(day) // self._step - self._first for day in days)

    def _height(self, count: int) -> int:
        return max(LOWEST, round(count / self._most * STRIP_HEIGHT)) if count else 0


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
