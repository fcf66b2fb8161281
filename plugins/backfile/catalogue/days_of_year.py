"""The days of the year: the stories that began on a date, in whatever year.

A year has 366 days here. February 29 is one of them, between February 28 and March 1.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from backfile.catalogue.calendars import level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from backfile.catalogue.listing import Count
    from backfile.catalogue.rows import Card

LEAP_YEAR = 2000
HANDFUL = 4  # stories of a day that the first page shows


@dataclass(frozen=True, slots=True)
class YearStories:
    """The stories of a day of the year that began in one `year`."""

    year: int
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A day of the year with stories: `num` is its month and its day, `cards` its stories.

    `earlier` and `later` are the nearest days with stories before and after it, the year being a
    circle; None where no other day has any.
    """

    num: tuple[int, ...]
    cards: tuple[Card, ...]
    earlier: tuple[int, ...] | None = None
    later: tuple[int, ...] | None = None

    @property
    def first(self) -> date:
        """Return the day in a leap year, for what writes dates."""
        return in_leap_year(self.num)

    @property
    def years(self) -> tuple[YearStories, ...]:
        """Return the years that have stories of the day, in the order of the stories."""
        grouped = groupby(self.cards, lambda card: card.day.year)
        return tuple(YearStories(year, tuple(cards)) for year, cards in grouped)

    @property
    def greatest(self) -> tuple[Card, ...]:
        """Return the few stories of the greatest coverage, in the order of `cards`."""
        best = set(sorted(self.cards, key=lambda card: card.rank)[:HANDFUL])
        return tuple(card for card in self.cards if card in best)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of the calendar: how many stories it has, and on which of five levels that is."""

    date: date
    count: int
    level: int


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    """A month (1 to 12) and all its days; February has 29."""

    number: int
    days: tuple[CalendarDay, ...]


def in_leap_year(num: Sequence[int]) -> date:
    """Return the day of the year with this month and day, in a leap year."""
    month, day = num
    return date(LEAP_YEAR, month, day)


def calendar(counts: Iterable[Count]) -> tuple[CalendarMonth, ...]:
    """Return the twelve months with the number of stories of each day."""
    stories: Mapping[tuple[int, ...], int] = dict(counts)
    most = max(stories.values(), default=0)

    def day(month: int, number: int) -> CalendarDay:
        count = stories.get((month, number), 0)
        return CalendarDay(date(LEAP_YEAR, month, number), count, level(count, most))

    return tuple(
        CalendarMonth(
            month, tuple(day(month, one + 1) for one in range(monthrange(LEAP_YEAR, month)[1]))
        )
        for month in range(1, 13)
    )


def around(
    num: tuple[int, ...], days: Sequence[tuple[int, ...]]
) -> tuple[tuple[int, ...] | None, tuple[int, ...] | None]:
    """Return the nearest of *days*, which are in order, before and after the day *num*.

    Before the first comes the last, and after the last the first; None where there is no other.
    """
    if not any(one != num for one in days):
        return None, None
    return days[bisect_left(days, num) - 1], days[bisect_right(days, num) % len(days)]
