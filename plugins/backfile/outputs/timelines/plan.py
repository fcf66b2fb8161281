"""Which pages a timeline has: one while it is short, else one for each year, month or day.

Stories are on the pages of the period in which they were published, with all their updates, as they
are in listings. So a page changes with the stories of its period alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backfile.catalogue.listing import DayCount

LONGEST = 240  # entries up to which a page lists them itself; a page of a day always does
FEWEST = 2  # stories with updates below which a timeline would say nothing new


class PeriodCount(NamedTuple):
    """A shorter period that a page leads to: its stories and their updates.

    `num` is its year, then its month, then its day.
    """

    num: tuple[int, ...]
    stories: int
    updates: int


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A page of a timeline: its period `num`, empty for that of all, and what it has.

    It lists entries where it leads to no shorter `periods`. `earlier` and `later` are the periods
    beside it that have pages, None where there are none.
    """

    num: tuple[int, ...]
    periods: tuple[PeriodCount, ...] = ()
    earlier: tuple[int, ...] | None = None
    later: tuple[int, ...] | None = None


def first_day(num: tuple[int, ...]) -> date:
    """Return the first day of the period *num*: a year, with its month, with its day."""
    year, month, day = (*num, 1, 1)[:3]
    return date(year, month, day)


def plan_pages(counts: Sequence[DayCount]) -> tuple[PlannedPage, ...]:
    """Return the pages of a timeline, each before the shorter ones that it leads to.

    *counts* are the days of its stories, in order. There are none where it would say nothing.
    """
    if sum(one.stories for one in counts) < FEWEST:
        return ()
    return tuple(_planned(PlannedPage(()), counts))


def _planned(page: PlannedPage, counts: Sequence[DayCount]) -> Iterator[PlannedPage]:
    length = len(page.num)
    if length == 3 or sum(map(_entries, counts)) <= LONGEST:
        yield page
        return
    shorter = [
        (num, list(days)) for num, days in groupby(counts, lambda one: one.num[: length + 1])
    ]
    periods = tuple(_counted(num, days) for num, days in shorter)
    yield PlannedPage(page.num, periods, page.earlier, page.later)
    nums = [None, *(num for num, _ in shorter), None]
    for at, (num, days) in enumerate(shorter):
        yield from _planned(PlannedPage(num, (), nums[at], nums[at + 2]), days)


def _entries(count: DayCount) -> int:
    """Return how many entries the stories of a day have: their updates and their first reports."""
    return count.updates + count.stories


def _counted(num: tuple[int, ...], days: Iterable[DayCount]) -> PeriodCount:
    found = list(days)
    return PeriodCount(num, sum(one.stories for one in found), sum(one.updates for one in found))
