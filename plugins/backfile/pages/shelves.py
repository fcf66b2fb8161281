"""Shelves: the listed stories cut by year and month, for the whole archive and for each term.

A page cut by period changes only when a story of that period does; one cut by number would change
with every story before it. Everything here counts in one pass over the cards.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from heapq import nsmallest
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from backfile.pages.calendars import (
    Decade,
    Gap,
    HeatMap,
    MonthCalendar,
    by_decade,
    calendars,
    heat_map,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from backfile.pages.cards import Card, Term

YEAR, MONTH, DAY = 1, 2, 3
ROWS = 60  # up to so many stories a page of years or months has rows; above, it has the periods
LONGEST = 8
LETTERED = 60  # terms above so many are listed under their letters


@dataclass(frozen=True, slots=True)
class Period:
    """A year, a month or a day and its stories in the order of listings.

    `num` is Pelican's `period_num`: the year, then the month, then the day.
    """

    num: tuple[int, ...]
    cards: tuple[Card, ...]

    @property
    def first(self) -> date:
        """Return the first day of the period, which its address is made of."""
        year, month, day = (*self.num, 1, 1)[:3]
        return date(year, month, day)

    @property
    def few(self) -> bool:
        """Tell whether the stories have rows on a page that is cut further."""
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
        """Return the story that was added to for the longest time, None where none was."""
        return next(iter(longest(self.cards, 1)), None)


class Neighbours(NamedTuple):
    """The periods with stories before and after one, in time; None at either end."""

    earlier: Period | None
    later: Period | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The stories of one term, a partner, section, topic or author, in the order of listings."""

    term: Term
    cards: tuple[Card, ...]

    @property
    def few(self) -> bool:
        """Tell whether the stories have rows on the term's own page."""
        return len(self.cards) <= ROWS

    @property
    def longest(self) -> tuple[Card, ...]:
        """Return the stories that were added to for the longest time, the longest first."""
        return longest(self.cards, LONGEST)

    @property
    def span(self) -> tuple[int, int]:
        """Return the first and the last year that has stories of the term."""
        return span(self.cards)

    @property
    def years(self) -> tuple[Period, ...]:
        """Return the years that have stories of the term."""
        return cut(self.cards, YEAR)

    @property
    def decades(self) -> tuple[Decade | Gap, ...]:
        """Return the decades and years with the number of the term's stories in each."""
        return by_decade(card.day for card in self.cards)


class Letter(NamedTuple):
    """The shelves whose names begin with one letter; an empty `letter` for all other signs."""

    letter: str
    shelves: tuple[Shelf, ...]


class Archive:
    """All listed stories and every way in which they are cut, made when a page first asks.

    *newest_first* is Pelican's NEWEST_FIRST_ARCHIVES. *first_weekday* is the day on which a week
    begins, 0 for Monday.
    """

    def __init__(self, cards: Iterable[Card], *, newest_first: bool, first_weekday: int) -> None:
        # By the stories' own days: two of one instant may have two days, in two zones.
        self.cards = tuple(
            sorted(cards, key=lambda card: (card.day, card.place), reverse=newest_first)
        )
        self.first_weekday = first_weekday

    @cached_property
    def years(self) -> tuple[Period, ...]:
        """Return the years that have stories."""
        return cut(self.cards, YEAR)

    @property
    def span(self) -> tuple[int, int]:
        """Return the first and the last year that has stories; there must be one."""
        return span(self.cards)

    @cached_property
    def longest(self) -> tuple[Card, ...]:
        """Return the stories that were added to for the longest time, the longest first."""
        return longest(self.cards, LONGEST)

    @cached_property
    def heat_map(self) -> HeatMap:
        """Return the archive's years and months with the number of stories in each."""
        return heat_map(card.day for card in self.cards)

    @cached_property
    def shelves(self) -> dict[str, dict[str, Shelf]]:
        """Return the shelves by slug of each kind of term, under Pelican's name for the kind."""
        return {
            kind: shelve((card, terms(card)) for card in self.cards)
            for kind, terms in _TERMS.items()
        }

    def shelf(self, kind: str, slug: str) -> Shelf | None:
        """Return the shelf of a term, None where no listed story has the term."""
        return self.shelves[kind].get(slug)

    def letters(self, kind: str) -> tuple[Letter, ...]:
        """Return the shelves of *kind* by name, under their letters where they are many."""
        return by_letter(self.shelves[kind].values())

    def period(self, *num: int) -> Period:
        """Return the period of Pelican's *num*; without stories where there are none."""
        return self._periods[len(num)].get(num, (Period(num, ()), _ALONE))[0]

    def around(self, *num: int) -> Neighbours:
        """Return the periods of the same length before and after that of *num*."""
        return self._periods[len(num)].get(num, (None, _ALONE))[1]

    def calendars(self, period: Period) -> tuple[MonthCalendar, ...]:
        """Return a calendar for each month of *period* that has stories."""
        return calendars(period.cards, self.first_weekday)

    @cached_property
    def _periods(self) -> dict[int, dict[tuple[int, ...], tuple[Period, Neighbours]]]:
        return {
            length: {one.num: (one, near) for one, near in with_neighbours(cut(self.cards, length))}
            for length in (YEAR, MONTH, DAY)
        }


_ALONE = Neighbours(None, None)
_TERMS: dict[str, Callable[[Card], Iterable[Term]]] = {
    "partners": lambda card: (card.partner,) if card.partner else (),
    "categories": lambda card: (card.section,) if card.section else (),
    "tags": lambda card: card.topics,
    "authors": lambda card: card.authors,
}


def cut(cards: Iterable[Card], length: int) -> tuple[Period, ...]:
    """Cut *cards*, which are in the order of their days, into periods of YEAR, MONTH or DAY."""

    def num(card: Card) -> tuple[int, ...]:
        return (card.day.year, card.day.month, card.day.day)[:length]

    return tuple(Period(one, tuple(group)) for one, group in groupby(cards, num))


def span(cards: Sequence[Card]) -> tuple[int, int]:
    """Return the first and the last year of *cards*, which are by their days, in either order."""
    ends = cards[0].day.year, cards[-1].day.year
    return min(ends), max(ends)


def with_neighbours(periods: Iterable[Period]) -> Iterator[tuple[Period, Neighbours]]:
    """Return each of *periods* with those before and after it in time, in the order of time."""
    row = [None, *sorted(periods, key=lambda one: one.num), None]
    for (before, period), (_, after) in pairwise(pairwise(row)):
        if period is not None:
            yield period, Neighbours(before, after)


def shelve(filed: Iterable[tuple[Card, Iterable[Term]]]) -> dict[str, Shelf]:
    """Put each card on the shelf of each of its terms; return the shelves by slug.

    A term whose slug is empty, such as a topic called "!!!", has no page and no shelf.
    """
    gathered: dict[str, tuple[Term, list[Card]]] = {}
    for card, terms in filed:
        for slug, term in {term.slug: term for term in terms if term.slug}.items():
            gathered.setdefault(slug, (term, []))[1].append(card)
    return {slug: Shelf(term, tuple(cards)) for slug, (term, cards) in gathered.items()}


def longest(cards: Iterable[Card], count: int) -> tuple[Card, ...]:
    """Return the *count* stories that were added to for the longest time, the longest first."""
    added_to = (card for card in cards if card.updates and card.lasted)
    return tuple(nsmallest(count, added_to, key=_by_length))


def _by_length(card: Card) -> tuple[timedelta, int, tuple[datetime, str]]:
    return -(card.lasted or timedelta()), -card.updates, card.place


def by_letter(shelves: Iterable[Shelf]) -> tuple[Letter, ...]:
    """Sort *shelves* by name; under their first letters where they are more than LETTERED."""
    named = sorted(shelves, key=lambda one: (_plain(one.term.name), one.term.slug))
    if not named:
        return ()
    if len(named) <= LETTERED:
        return (Letter("", tuple(named)),)
    named.sort(key=lambda one: _letter(one.term.name))  # keeps the names' order within a letter
    grouped = groupby(named, lambda one: _letter(one.term.name))
    return tuple(Letter(letter, tuple(group)) for letter, group in grouped)


def _plain(name: str) -> str:
    """Return *name* as it is sorted: without case and accents."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _letter(name: str) -> str:
    first = _plain(name)[:1].upper()
    return first if first.isalpha() else ""
