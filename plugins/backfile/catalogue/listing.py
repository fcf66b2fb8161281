"""A listing: the stories of a shelf between two days, and the queries of pages about them.

The shelf is the whole archive or that of one term. A listing holds no stories: each answer is one
query with an index, and stories are read one by one while a page lists them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, overload

from backfile.catalogue.encoding import card_of, day_of, instant, updates_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator
    from datetime import date

    from backfile.catalogue.rows import Card, UpdateRow
    from backfile.catalogue.schema import Database

YEAR, MONTH, DAY = 1, 2, 3
_UNITS = {YEAR: 10_000, MONTH: 100, DAY: 1}  # of the numbers of days, see `day_number`
_FIRST, _LAST = 0, 99_999_999
_CARD = "SELECT stories.card FROM filings JOIN stories ON stories.id = filings.story"


class ListingOrder(Enum):
    """How a listing is sorted: by the stories' own days, as pages list them, or by instants."""

    BY_DAY = "ORDER BY day, instant, filings.url, story"
    BY_DAY_TURNED = "ORDER BY day DESC, instant DESC, filings.url DESC, story DESC"
    BY_INSTANT = "ORDER BY instant, filings.url, story"
    BY_INSTANT_TURNED = "ORDER BY instant DESC, filings.url DESC, story DESC"


class Count(NamedTuple):
    """How many stories a period has; `num` is its year, then its month, then its day."""

    num: tuple[int, ...]
    stories: int


class DayCount(NamedTuple):
    """How many stories of a day were added to, and how many updates they have together.

    `num` is the year, the month and the day.
    """

    num: tuple[int, ...]
    stories: int
    updates: int


@dataclass(frozen=True)
class Listing(Sequence["Card"]):
    """The stories of `shelf` from the day `since` to the day `until`, in `order`.

    Days are numbers: see `day_number`. The rows must not change while a listing is in use.
    """

    database: Database
    shelf: int
    order: ListingOrder = ListingOrder.BY_DAY
    since: int = _FIRST
    until: int = _LAST

    def __len__(self) -> int:
        return self._count

    @cached_property
    def _count(self) -> int:
        count: int = self._ask(f"SELECT count(*) FROM filings {self._here}").fetchone()[0]
        return count

    def __iter__(self) -> Iterator[Card]:
        return self._cards(f"{_CARD} {self._here} {self.order.value}")

    @overload
    def __getitem__(self, at: int) -> Card: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Card, ...]: ...
    def __getitem__(self, at: int | slice) -> Card | tuple[Card, ...]:
        """Return the story at a position, or those of a slice. Raises IndexError."""
        if isinstance(at, int):
            return next(self._from(range(len(self))[at]))
        first, end, step = at.indices(len(self))
        if step != 1:
            return tuple(self)[at]
        return tuple(islice(self._from(first), max(end - first, 0)))

    def _from(self, place: int) -> Iterator[Card]:
        query = f"{_CARD} {self._here} {self.order.value} LIMIT -1 OFFSET :place"
        return self._cards(query, place=place)

    def within(self, num: tuple[int, ...]) -> Listing:
        """Return the stories of a period; *num* is its year, then its month, then its day."""
        since, until = _ends(num)
        return replace(self, since=max(since, self.since), until=min(until, self.until))

    def counts(self, length: int) -> list[Count]:
        """Return the periods of *length*, YEAR, MONTH or DAY, that have stories, in its order."""
        query = f"SELECT day / :unit, count(*) FROM filings {self._here} GROUP BY 1 ORDER BY 1"
        unit = _UNITS[length]
        rows = self._ask(query, unit=unit)
        counts = [Count(_num(number * unit, length), stories) for number, stories in rows]
        return counts[::-1] if self.order is ListingOrder.BY_DAY_TURNED else counts

    def days(self) -> Iterator[date]:
        """Yield the day of each story, from the first to the last."""
        rows = self._ask(f"SELECT day FROM filings {self._here} ORDER BY day")
        return (day_of(number) for (number,) in rows)

    def urls(self) -> list[str]:
        """Return the addresses of the stories, in the order of the listing."""
        rows = self._ask(f"SELECT url FROM filings {self._here} {self.order.value}")
        return [url for (url,) in rows]

    def span(self) -> tuple[date, date]:
        """Return the first and the last day that has stories. Raises ValueError for none."""
        first, last = self._day("min"), self._day("max")
        if first is None or last is None:
            raise ValueError("a listing without stories has no days")
        return day_of(first), day_of(last)

    def around(self, num: tuple[int, ...]) -> tuple[tuple[int, ...] | None, tuple[int, ...] | None]:
        """Return the periods as long as *num* that have stories, before and after it in time."""
        since, until = _ends(num)
        before = replace(self, until=min(since - 1, self.until))._day("max")  # noqa: SLF001
        after = replace(self, since=max(until + 1, self.since))._day("min")  # noqa: SLF001
        earlier, later = (None if day is None else _num(day, len(num)) for day in (before, after))
        return earlier, later

    def _day(self, end: str) -> int | None:
        day: int | None = self._ask(f"SELECT {end}(day) FROM filings {self._here}").fetchone()[0]
        return day

    def by_instant(self) -> Listing:
        """Return the same stories by their dates as instants, oldest first."""
        return replace(self, order=ListingOrder.BY_INSTANT)

    def last_change(self) -> str:
        """Return when one of the stories changed last, as far as it is known, empty for none."""
        row = self._ask(
            "SELECT latest FROM filings JOIN stories ON stories.id = filings.story "
            f"{self._here} ORDER BY changed DESC, filings.url LIMIT 1"
        ).fetchone()
        return row[0] if row else ""

    def update_counts(self) -> list[DayCount]:
        """Return the days that have stories which were added to, in order of time."""
        rows = self._ask(
            f"SELECT day, count(*), sum(updates) FROM filings {self._here} AND updates > 0 "
            "GROUP BY day ORDER BY day"
        )
        return [DayCount(_num(day, DAY), stories, updates) for day, stories, updates in rows]

    def has_updates_of(self, count: int) -> bool:
        """Tell whether at least *count* of the stories were added to."""
        query = f"SELECT 1 FROM filings {self._here} AND updates > 0 LIMIT :count"
        return len(self._ask(query, count=count).fetchall()) == count

    def coverage(self) -> Iterator[tuple[Card, tuple[UpdateRow, ...]]]:
        """Yield the stories that were added to, by their dates as instants, with their updates."""
        rows = self._ask(
            "SELECT stories.card, stories.updates "
            f"FROM filings JOIN stories ON stories.id = filings.story {self._here} "
            "AND filings.updates > 0 ORDER BY instant, filings.url, story"
        )
        return ((card_of(card), updates_of(updates)) for card, updates in rows)

    def longest(self, count: int) -> tuple[Card, ...]:
        """Return the *count* stories that were updated for the longest time, the longest first."""
        query = (
            f"{_CARD} {self._here} AND ran IS NOT NULL "
            "ORDER BY ran DESC, filings.updates DESC, instant, filings.url LIMIT :count"
        )
        return tuple(self._cards(query, count=count))

    def before(self, card: Card) -> Card | None:
        """Return the story before *card* in time, None for the first."""
        return next(self.earlier(card), None)

    def after(self, card: Card) -> Card | None:
        """Return the story after *card* in time, None for the last."""
        return next(self.later(card), None)

    def earlier(self, card: Card) -> Iterator[Card]:
        """Yield the stories before *card* in time, the nearest first."""
        return map(_card, self._beside(card, "<", ListingOrder.BY_INSTANT_TURNED))

    def later(self, card: Card) -> Iterator[Card]:
        """Yield the stories after *card* in time, the nearest first."""
        return map(_card, self._beside(card, ">", ListingOrder.BY_INSTANT))

    def nearest(self, card: Card, without: Collection[str] = ()) -> Iterator[Card]:
        """Yield all other stories by their distance from *card* in time, of two the earlier first.

        Stories at the addresses *without* are left out. Stories are read only as they are needed.
        """
        at = instant(card.moment)
        earlier = self._beside(card, "<", ListingOrder.BY_INSTANT_TURNED)
        later = self._beside(card, ">", ListingOrder.BY_INSTANT)
        rows = merge(earlier, later, key=lambda row: abs(row[1] - at))
        return (_card(row) for row in rows if row[0] not in without)

    def _beside(self, card: Card, side: str, order: ListingOrder) -> sqlite3.Cursor:
        query = (
            "SELECT filings.url, instant, stories.card "
            f"FROM filings JOIN stories ON stories.id = filings.story {self._here} "
            f"AND (instant, filings.url) {side} (:instant, :url) {order.value}"
        )
        return self._ask(query, instant=instant(card.moment), url=card.url)

    @property
    def _here(self) -> str:
        """Return the condition of the listing; a range of all days would hide other indexes."""
        if (self.since, self.until) == (_FIRST, _LAST):
            return "WHERE shelf = :shelf"
        return "WHERE shelf = :shelf AND day BETWEEN :since AND :until"

    def _cards(self, query: str, **values: object) -> Iterator[Card]:
        return (card_of(text) for (text,) in self._ask(query, **values))

    def _ask(self, query: str, **values: object) -> sqlite3.Cursor:
        bounds = {"shelf": self.shelf, "since": self.since, "until": self.until}
        return self.database.execute(query, bounds | values)


def _card(row: tuple[str, int, str]) -> Card:
    return card_of(row[2])


def _ends(num: tuple[int, ...]) -> tuple[int, int]:
    """Return the numbers of a period's days, the first and the last that there may be."""
    year, month, day = (*num, 0, 0)[:3]
    first = (year * 100 + month) * 100 + day
    return first, first + _UNITS[len(num)] - 1


def _num(day: int, length: int) -> tuple[int, ...]:
    """Return the period of *length* that has the day of this number."""
    return (day // 10_000, day // 100 % 100, day % 100)[:length]
