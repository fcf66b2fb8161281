"""Calendars of an archive: years by months with the number of stories in each, months by days."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from babel.core import Locale, UnknownLocaleError, get_global

from backfile.catalogue.listing import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from backfile.catalogue.listing import Count, Listing
    from backfile.catalogue.rows import Card

UNFOLDED = 40  # years with stories up to which the map shows the months of all years
# Years with stories up to which it does so however far they lie apart.
SCATTERED = 6


@dataclass(frozen=True, slots=True)
class Cell:
    """A month (1 to 12) or a year of the map: how many stories, and on which of five levels.

    The level is 0 without stories, 4 near the most that any cell of the map has.
    """

    number: int
    count: int
    level: int


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year of the map and its twelve months."""

    year: int
    cells: tuple[Cell, ...]

    @property
    def count(self) -> int:
        """Return the number of the year's stories."""
        return sum(month.count for month in self.cells)

    @property
    def first(self) -> date:
        """Return the year's first day, which its address is made of."""
        return date(self.year, 1, 1)


@dataclass(frozen=True, slots=True)
class YearGap:
    """Years without stories that the map leaves out, both ends included."""

    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Decade:
    """Ten years of the map: each as a cell, and those with stories by months."""

    since: int
    count: int
    years: tuple[Cell, ...]
    rows: tuple[YearRow | YearGap, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The years of an archive by months, oldest first, with its gaps.

    They are in `rows`, in `decades` where they are many, or in `sparse` where most years have no
    stories: decades of which a map need not show the months. The other two are empty.
    """

    rows: tuple[YearRow | YearGap, ...] = ()
    decades: tuple[Decade | YearGap, ...] = ()
    sparse: tuple[Decade | YearGap, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month's calendar and its stories."""

    date: date
    cards: Sequence[Card]
    level: int


@dataclass(frozen=True, slots=True)
class MonthCalendar:
    """A month as weeks of seven days, None for those of other months; `weekdays` from 0, Monday."""

    first: date
    weekdays: tuple[int, ...]
    weeks: tuple[tuple[Day | None, ...], ...]


def level(count: int, most: int) -> int:
    """Return the level of *count*, from 0 to 4, where *most* is the highest count.

    Each level from the second up begins at twice the count of the one below it, or one story more.
    """
    if not count:
        return 0
    return 1 + sum(count > max(step, most / part) for step, part in ((1, 8), (2, 4), (3, 2)))


def heat_map(months: Iterable[Count]) -> HeatMap:
    """Return the map of these *months* with stories."""
    rows = _rows(months)
    if len(rows) > UNFOLDED:
        return HeatMap(decades=tuple(_decades(rows)))
    if _is_sparse(rows):
        return HeatMap(sparse=tuple(_decades(rows)))
    return HeatMap(rows=tuple(_with_gaps(rows)))


def by_decade(months: Iterable[Count]) -> tuple[Decade | YearGap, ...]:
    """Return the decades and years of these *months* with stories, however few they are."""
    return tuple(_decades(_rows(months)))


def _rows(months: Iterable[Count]) -> list[YearRow]:
    counts = dict(months)
    most = max(counts.values(), default=0)
    return [_row(year, counts, most) for year in sorted({year for year, _ in counts})]


def _row(year: int, months: Mapping[tuple[int, ...], int], most: int) -> YearRow:
    counts = [(month, months.get((year, month), 0)) for month in range(1, 13)]
    return YearRow(year, tuple(Cell(month, count, level(count, most)) for month, count in counts))


def _is_sparse(rows: list[YearRow]) -> bool:
    """Tell whether *rows* would stand among as many lines that say that there is nothing."""
    return len(rows) > SCATTERED and 2 * len(rows) < rows[-1].year - rows[0].year + 1


def _with_gaps(rows: Iterable[YearRow]) -> Iterator[YearRow | YearGap]:
    """Yield *rows* with a gap wherever years are missing between two of them."""
    for before, row in pairwise([None, *rows]):
        if row is None:
            continue
        if before and before.year + 1 < row.year:
            yield YearGap(before.year + 1, row.year - 1)
        yield row


def _decades(rows: list[YearRow]) -> Iterator[Decade | YearGap]:
    """Group *rows* by decades."""
    counts = {row.year: row.count for row in rows}
    most = max(counts.values(), default=0)
    until = None
    for since, group in groupby(rows, lambda row: row.year // 10 * 10):
        if until is not None and until < since:
            yield YearGap(until, since - 1)
        until = since + 10
        years = [(year, counts.get(year, 0)) for year in range(since, until)]
        yield Decade(
            since=since,
            count=sum(count for _, count in years),
            years=tuple(Cell(year, count, level(count, most)) for year, count in years),
            rows=tuple(_with_gaps(group)),
        )


def calendars(cards: Listing, first_weekday: int) -> tuple[MonthCalendar, ...]:
    """Return a calendar for each month that has *cards*, in their order.

    Weeks begin on *first_weekday*, 0 for Monday. Levels compare days of all these months.
    """
    counts = dict(cards.counts(DAY))
    most = max(counts.values(), default=0)
    weekdays = Calendar(first_weekday)

    def day(*num: int) -> Day | None:
        if not num[-1]:
            return None
        count = counts.get(num, 0)
        return Day(date(*num), cards.within(num) if count else (), level(count, most))

    return tuple(
        MonthCalendar(
            first=date(year, month, 1),
            weekdays=tuple(weekdays.iterweekdays()),
            weeks=tuple(
                tuple(day(year, month, number) for number in week)
                for week in weekdays.monthdayscalendar(year, month)
            ),
        )
        for year, month in dict.fromkeys(num[:2] for num in counts)
    )


def first_weekday(tag: str) -> int:
    """Return the first day of the week where language *tag* is spoken, 0 for Monday.

    Source: the Unicode locale data. A language without a region counts as in its likeliest one,
    English as in the United States; an unknown one begins on Monday.
    """
    likely = get_global("likely_subtags")
    for candidate in (tag, tag.partition("-")[0]):
        name = candidate.replace("-", "_")
        try:
            return Locale.parse(likely.get(name, name)).first_week_day
        except (UnknownLocaleError, ValueError):
            continue
    return 0
