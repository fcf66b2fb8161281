"""Shelves: the listed stories by year and month, for the whole archive and for each term.

A page of a period changes only with a story of that period; a numbered page would change with every
story before it. The objects here hold no stories: they ask the catalogue when a page asks them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from backfile.catalogue.calendars import (
    Decade,
    HeatMap,
    MonthCalendar,
    YearGap,
    by_decade,
    calendars,
    heat_map,
)
from backfile.catalogue.days_of_year import CalendarMonth, DayOfYear, calendar
from backfile.catalogue.days_of_year import around as days_around
from backfile.catalogue.listing import DAY, MONTH, YEAR
from backfile.text.surnames import surname_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from backfile.catalogue.catalogue import Catalogue
    from backfile.catalogue.listing import Listing
    from backfile.catalogue.rows import Card, Term

ROWS = 60  # stories up to which a page of a year or month lists them; above, it lists periods
LONGEST = 8  # stories in a list of those that ran longest
MOST_FILED = 8  # terms of a kind to which the first page leads
RUNNING = 4  # running stories to which it leads
LETTERED = 60  # terms above which a list of terms is divided by letters


@dataclass(frozen=True, slots=True)
class Period:
    """A year, a month or a day and its stories in the order of listings.

    `num` is Pelican's `period_num`: the year, then the month, then the day.
    """

    num: tuple[int, ...]
    cards: Listing

    @property
    def first(self) -> date:
        """Return the first day of the period, from which its address is made."""
        year, month, day = (*self.num, 1, 1)[:3]
        return date(year, month, day)

    @property
    def few(self) -> bool:
        """Return whether a page lists the stories themselves rather than shorter periods."""
        return len(self.cards) <= ROWS

    @property
    def months(self) -> tuple[Period, ...]:
        """Return the months of a year that have stories."""
        return cut(self.cards, MONTH)

    @property
    def days(self) -> tuple[Period, ...]:
        """Return the days of a month that have stories."""
        return cut(self.cards, DAY)

    @property
    def longest(self) -> Card | None:
        """Return the story that was updated for the longest time, None where none was."""
        return next(iter(self.cards.longest(1)), None)


class Neighbours(NamedTuple):
    """The periods with stories before and after one, in time; None at either end."""

    earlier: Period | None
    later: Period | None


class Shelved:
    """Listed stories, `cards`, in the order of listings; what is asked of them in any number."""

    __slots__ = ()
    cards: Listing

    @property
    def longest(self) -> tuple[Card, ...]:
        """Return the stories that were updated for the longest time, the longest first."""
        return self.cards.longest(LONGEST)

    @property
    def span(self) -> tuple[int, int]:
        """Return the first and the last year that has stories; there must be one."""
        first, last = self.cards.span()
        return first.year, last.year


@dataclass(frozen=True, slots=True)
class Shelf(Shelved):
    """The stories of one term, a partner, section, topic or author."""

    term: Term
    cards: Listing

    @property
    def few(self) -> bool:
        """Return whether the term's own page lists the stories themselves."""
        return len(self.cards) <= ROWS

    @property
    def years(self) -> tuple[Period, ...]:
        """Return the years that have stories of the term."""
        return cut(self.cards, YEAR)

    @property
    def decades(self) -> tuple[Decade | YearGap, ...]:
        """Return the decades and years with the number of the term's stories in each."""
        return by_decade(self.cards.counts(MONTH))


class Letter(NamedTuple):
    """The shelves whose names begin with one letter; an empty `letter` for all others."""

    letter: str
    shelves: tuple[Shelf, ...]


class Archive(Shelved):
    """All listed stories, and their division by period and by term.

    *first_weekday* is the day on which a week begins, 0 for Monday.
    """

    def __init__(self, catalogue: Catalogue, *, first_weekday: int) -> None:
        self._catalogue = catalogue
        self.cards = catalogue.listed
        self.first_weekday = first_weekday

    @cached_property
    def years(self) -> tuple[Period, ...]:
        """Return the years that have stories."""
        return cut(self.cards, YEAR)

    @property
    def heat_map(self) -> HeatMap:
        """Return the archive's years and months with the number of stories in each."""
        return heat_map(self.cards.counts(MONTH))

    @cached_property
    def days_of_year(self) -> tuple[tuple[int, ...], ...]:
        """Return the days of the year that have stories, each as its month and its day."""
        return tuple(one.num for one in self._catalogue.days_of_year())

    @property
    def calendar(self) -> tuple[CalendarMonth, ...]:
        """Return the days of the year with the number of stories of each."""
        return calendar(self._catalogue.days_of_year())

    def day_of_year(self, *num: int) -> DayOfYear:
        """Return a day of the year, by its month and its day; it may have no stories."""
        cards = self._catalogue.of_day_of_year(*num)
        return DayOfYear(num, cards, *days_around(num, self.days_of_year))

    def most_filed(self, kind: str) -> list[tuple[Term, int]]:
        """Return the few terms of *kind* with the most stories, with their number."""
        return self._catalogue.most_filed(kind, MOST_FILED)

    @property
    def running_stories(self) -> list[tuple[Card, int]]:
        """Return the first part of the few running stories with the most parts, and how many."""
        return self._catalogue.running_stories(RUNNING)

    def shelves(self, kind: str) -> Iterator[Shelf]:
        """Yield the shelves of *kind*, Pelican's name for a kind of terms."""
        return (Shelf(term, cards) for term, cards in self._catalogue.terms(kind))

    def shelf(self, kind: str, slug: str) -> Shelf | None:
        """Return the shelf of a term, None where no listed story has the term."""
        term_and_cards = self._catalogue.term(kind, slug)
        return Shelf(*term_and_cards) if term_and_cards else None

    def letters(self, kind: str) -> tuple[Letter, ...]:
        """Return the shelves of *kind* by name, under their letters where they are many.

        Authors are sorted by their surnames.
        """
        return by_letter(self.shelves(kind), surname_first if kind == "authors" else str)

    def period(self, *num: int) -> Period:
        """Return the period of Pelican's *num*; without stories where there are none."""
        return Period(num, self.cards.within(num))

    def around(self, *num: int) -> Neighbours:
        """Return the periods of the same length before and after that of *num*."""
        return around(self.cards, num)

    def calendars(self, period: Period) -> tuple[MonthCalendar, ...]:
        """Return a calendar for each month of *period* that has stories."""
        return calendars(period.cards, self.first_weekday)


def cut(cards: Listing, length: int) -> tuple[Period, ...]:
    """Divide *cards* into the periods of YEAR, MONTH or DAY that have stories, in their order."""
    return tuple(Period(count.num, cards.within(count.num)) for count in cards.counts(length))


def around(cards: Listing, num: tuple[int, ...]) -> Neighbours:
    """Return the periods as long as that of *num* before and after it that have *cards*."""
    earlier, later = cards.around(num)
    return Neighbours(
        Period(earlier, cards.within(earlier)) if earlier else None,
        Period(later, cards.within(later)) if later else None,
    )


def by_letter(
    shelves: Iterable[Shelf], sorted_as: Callable[[str], str] = str
) -> tuple[Letter, ...]:
    """Sort *shelves* by name; under their first letters where they are more than LETTERED.

    *sorted_as* returns what a name is sorted by.
    """

    def plain(shelf: Shelf) -> str:
        return _plain(sorted_as(shelf.term.name))

    named = sorted(shelves, key=lambda shelf: (plain(shelf), shelf.term.slug))
    if not named:
        return ()
    if len(named) <= LETTERED:
        return (Letter("", tuple(named)),)
    named.sort(key=lambda shelf: _letter(plain(shelf)))  # keeps the names' order within a letter
    grouped = groupby(named, lambda shelf: _letter(plain(shelf)))
    return tuple(Letter(letter, tuple(group)) for letter, group in grouped)


def _plain(name: str) -> str:
    """Return *name* as it is sorted: without case and accents."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _letter(plain: str) -> str:
    first = plain[:1].upper()
    return first if first.isalpha() else ""
