"""The catalogue of an archive: stores a row for each story and answers queries about them."""

from __future__ import annotations

import json
import sqlite3
import weakref
from collections import Counter
from contextlib import suppress
from functools import lru_cache
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Self

from backfile.catalogue import writing
from backfile.catalogue.encoding import card_of, day_number, day_of, updates_of
from backfile.catalogue.listing import Count, Listing, ListingOrder
from backfile.catalogue.rows import StoryChange, StoryRow, Term
from backfile.catalogue.schema import Database, open_copy, open_database
from backfile.catalogue.writing import TOPICS
from backfile.errors import BackfileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from backfile.catalogue.rows import Card, UpdateRow

    Coverage = Iterator[tuple[Card, tuple[UpdateRow, ...]]]
    Opened = Callable[[Path], sqlite3.Connection]

_TERMS_AT_HAND = 1000
_EMPTY = 0  # the id of a shelf without stories

# The listed stories that a story continues, directly or not, and those that continue it.
_PARTS = """
WITH RECURSIVE parts (url) AS (
    SELECT :url
    UNION
    SELECT other.url FROM parts
    JOIN stories AS own ON own.url = parts.url AND own.listed = 1
    JOIN stories AS other ON other.url = own.continues AND other.listed = 1
    UNION
    SELECT other.url FROM parts
    JOIN stories AS other ON other.continues = parts.url
    WHERE other.continues <> '' AND other.listed = 1
)
SELECT stories.card FROM parts JOIN stories ON stories.url = parts.url AND stories.listed = 1
"""
# The shelves of a kind, each with the name of the term in its first story.
_TERMS = """
SELECT shelves.id, shelves.slug, terms.name, terms.url
FROM shelves JOIN terms ON terms.id = (
    SELECT term FROM filings WHERE shelf = shelves.id {order} LIMIT 1
)
WHERE shelves.kind = ? AND shelves.listed = 1 ORDER BY shelves.slug
"""


class CatalogueError(BackfileError):
    """A catalogue that cannot be written."""


class Catalogue:
    """The rows of an archive, in the file at *path*, and the queries about them.

    A build is one transaction, which `commit` ends; a build that stops before stores nothing.
    *newest_first* is the order of listings. `is_shared` tells whether the rows are those of the
    file, and not of a private one that takes its place.
    """

    def __init__(
        self, path: Path, *, newest_first: bool = False, opened: Opened = open_database
    ) -> None:
        self._path = path
        self._database = Database(opened(path))
        self.is_shared = bool(self._ask("PRAGMA database_list").fetchone()[2])
        self._order = ListingOrder.BY_DAY_TURNED if newest_first else ListingOrder.BY_DAY
        # Also closes the file where a build stops on a fault.
        self.close = weakref.finalize(self, self._database.connection.close)
        # Every page asks for its terms and their numbers of stories.
        self._term_at_hand = lru_cache(_TERMS_AT_HAND)(self._find_term)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def fill(self, rows: Iterable[StoryRow]) -> None:
        """Replace the content of the catalogue by *rows*; rows that have not changed stay.

        Raises CatalogueError where the disk is full.
        """
        try:
            writing.fill(self._database.connection, rows)
        except sqlite3.OperationalError as error:
            raise CatalogueError(
                f"{self._path}: the catalogue cannot be written: {error}; make room on its disk, "
                "or let CACHE_PATH name a folder on another one"
            ) from error
        self._term_at_hand.cache_clear()

    def revise(self, source: str, row: StoryRow | None) -> StoryChange:
        """Put the *row* of the file *source*, or remove it for None; return what that changes."""
        query = "SELECT card, corrected, latest FROM stories WHERE source = ?"
        stored = self._ask(query, source).fetchone()
        if row is None:
            writing.remove(self._database.connection, source)
        else:
            writing.put(self._database.connection, row)
        self._term_at_hand.cache_clear()
        text, corrected, latest = stored or (None, None, None)
        return StoryChange(
            card_of(text) if text else None,
            row.card if row else None,
            was_corrected=corrected is not None,
            is_later=latest != (row.latest if row else None),
        )

    def has_names(self, kind: str, slug: str) -> bool:
        """Tell whether stories spell the name of a term in several ways."""
        query = (
            "SELECT count(DISTINCT name) FROM terms JOIN shelves ON shelves.id = terms.shelf "
            "WHERE (kind, slug) = (?, ?)"
        )
        count: int = self._ask(query, kind, slug).fetchone()[0]
        return count > 1

    def longest_series(self) -> int:
        """Return how many parts a running story may have at most."""
        query = "SELECT count(*) FROM stories WHERE continues <> '' AND listed = 1"
        count: int = self._database.execute(query).fetchone()[0]
        return count + 1 if count else 0

    def commit(self) -> None:
        """Commit the transaction, so that the next build finds the rows.

        Where the file cannot be written, as while another program reads it, the old rows stay.
        """
        with suppress(sqlite3.OperationalError):
            self._database.execute("COMMIT")

    def keep(self) -> None:
        """Commit the transaction and close the file."""
        self.commit()
        self.close()

    def write_copy(self, path: Path) -> None:
        """Write the rows as they are now to the file at *path*. Raises OSError, sqlite3.Error."""
        path.write_bytes(self._database.connection.serialize())

    def read_copy(self, path: Path) -> None:
        """Ask the file at *path*, which `write_copy` has written, from here on.

        It is for copies of the process, which may neither read nor close the file of the original.
        """
        self._database.connection = open_copy(path)
        self._term_at_hand.cache_clear()

    @property
    def listed(self) -> Listing:
        """Return all listed stories."""
        return self._shelf("", "")

    def terms(self, kind: str) -> Iterator[tuple[Term, Listing]]:
        """Yield the terms of listed stories, by slug, each with its stories.

        *kind* is Pelican's name: partners, categories, tags or authors.
        """
        for shelf, slug, name, url in self._ask(_TERMS.format(order=self._order.value), kind):
            yield Term(name, slug, url), self._listing(shelf)

    def slugs(self, kind: str) -> list[str]:
        """Return the slugs of the terms of *kind* that listed stories have."""
        query = "SELECT slug FROM shelves WHERE kind = ? AND listed = 1"
        return [slug for (slug,) in self._ask(query, kind)]

    def term(self, kind: str, slug: str) -> tuple[Term, Listing] | None:
        """Return a term, named as in its first story, and its stories; None without stories."""
        return self._term_at_hand(kind, slug)

    def _find_term(self, kind: str, slug: str) -> tuple[Term, Listing] | None:
        stories = self._shelf(kind, slug)
        first = next(iter(stories), None)
        if first is None:
            return None
        terms = [term for of, term in first.terms if (of, term.slug) == (kind, slug)]
        return terms[-1], stories

    def newest(self, count: int | None, kind: str = "", slug: str = "") -> list[str]:
        """Return the addresses of the newest stories and translations of a term, or of all.

        There are up to *count* of them, None for all.
        """
        query = (
            "SELECT instant, filings.url FROM filings WHERE shelf = ? "
            "ORDER BY instant DESC, url DESC, story DESC"
        )
        shelves = (self._shelf(kind, slug, listed=one).shelf for one in (True, False))
        rows = merge(*(self._ask(query, shelf) for shelf in shelves), reverse=True)
        return [url for _, url in islice(rows, count)]

    def corrected(self, count: int | None) -> list[str]:
        """Return the addresses of the *count* stories that were corrected last."""
        query = (
            "SELECT url FROM stories WHERE corrected IS NOT NULL "
            "ORDER BY corrected DESC, url DESC LIMIT ?"
        )
        return [url for (url,) in self._ask(query, -1 if count is None else count)]

    def row(self, source: str) -> StoryRow | None:
        """Return what is known of the file *source*, but for its correction; None for nothing."""
        query = f"SELECT {_ROW} FROM stories WHERE source = ?"
        stored = self._ask(query, source).fetchone()
        return _row(stored) if stored else None

    def years(self) -> list[int]:
        """Return the years that have stories or translations, in order."""
        query = "SELECT DISTINCT day / 10000 FROM filings WHERE shelf = ?"
        shelves = (self._shelf("", "", listed=one).shelf for one in (True, False))
        return sorted({year for shelf in shelves for (year,) in self._ask(query, shelf)})

    def of_year(self, year: int) -> Iterator[StoryRow]:
        """Yield the rows of the stories and translations of a *year*, by date, then by address."""
        shelves = [self._shelf("", "", listed=one).shelf for one in (True, False)]
        query = (
            f"SELECT {_ROW} FROM filings JOIN stories ON stories.id = filings.story "
            "WHERE shelf IN (?, ?) AND day BETWEEN ? AND ? ORDER BY instant, filings.url"
        )
        rows = self._ask(query, *shelves, year * 10_000, year * 10_000 + 9_999)
        return map(_row, rows)

    def by_change(self) -> Iterator[tuple[Card, str]]:
        """Yield the listed stories, the one that changed last first, and when each did so."""
        query = "SELECT card, latest FROM stories WHERE listed = 1 ORDER BY changed DESC, url"
        return ((card_of(text), latest) for text, latest in self._ask(query))

    def last_change(self, kind: str, slug: str, num: tuple[int, ...]) -> str:
        """Return when the stories of a term and a period changed last, as far as it is known.

        Of all terms of the *kind* where *slug* is empty, of the archive where both are, and at any
        time where *num* is. Empty without stories.
        """
        if kind and not slug:
            return next((one for card, one in self.by_change() if _has_term(card, kind)), "")
        listing = self._shelf(kind, slug)
        return (listing.within(num) if num else listing).last_change()

    def last_change_of_day(self, month: int, day: int) -> str:
        """Return when the listed stories of a day of all years changed last, as far as is known."""
        query = (
            "SELECT latest FROM stories WHERE month_day = ? AND listed = 1 "
            "ORDER BY changed DESC, url LIMIT 1"
        )
        row = self._ask(query, month * 100 + day).fetchone()
        return row[0] if row else ""

    def card(self, url: str) -> Card | None:
        """Return the card of the listed story at *url*, None where there is none."""
        query = "SELECT card FROM stories WHERE url = ? AND listed = 1"
        row = self._ask(query, url).fetchone()
        return card_of(row[0]) if row else None

    def days_of_year(self) -> list[Count]:
        """Return the days of the year that have listed stories, from January to December.

        The `num` of each is its month and its day: stories of all years count together.
        """
        query = (
            "SELECT month_day, count(*) FROM stories WHERE listed = 1 GROUP BY month_day "
            "ORDER BY month_day"
        )
        return [Count(divmod(day, 100), stories) for day, stories in self._ask(query)]

    def of_day_of_year(self, month: int, day: int) -> tuple[Card, ...]:
        """Return the listed stories of a day of all years, in the order of listings."""
        query = "SELECT card FROM stories WHERE month_day = ? AND listed = 1"
        cards = [card_of(text) for (text,) in self._ask(query, month * 100 + day)]
        is_turned = self._order is ListingOrder.BY_DAY_TURNED
        return tuple(sorted(cards, key=lambda one: (one.day, one.place), reverse=is_turned))

    def pictured(self) -> Iterator[Card]:
        """Yield the listed stories that show a picture, by `Card.rank`."""
        return self._by_rank(pictured=1)

    def greatest(self) -> Iterator[Card]:
        """Yield all listed stories by `Card.rank`."""
        halves = (self._by_rank(pictured=one) for one in (0, 1))
        return merge(*halves, key=lambda card: card.rank)

    def _by_rank(self, *, pictured: int) -> Iterator[Card]:
        query = (
            "SELECT card FROM stories WHERE listed = 1 AND pictured = ? "
            "ORDER BY update_count DESC, lasted DESC, began, url"
        )
        return (card_of(text) for (text,) in self._ask(query, pictured))

    def most_filed(self, kind: str, count: int) -> list[tuple[Term, int]]:
        """Return the *count* terms of *kind* with the most listed stories, with their number."""
        query = (
            "SELECT slug, count(*) AS stories FROM shelves JOIN filings ON shelf = shelves.id "
            "WHERE kind = ? AND listed = 1 GROUP BY shelves.id ORDER BY stories DESC, slug LIMIT ?"
        )
        found = [(self.term(kind, slug), n) for slug, n in self._ask(query, kind, count).fetchall()]
        return [(term[0], n) for term, n in found if term]

    def running_stories(self, count: int) -> list[tuple[Card, int]]:
        """Return the first part of the *count* running stories with the most parts, and how many.

        Of two with as many, that with the later address comes first; addresses mostly begin with
        the date, and no story has to be read to compare them.
        """
        query = "SELECT url, continues FROM stories WHERE continues <> '' AND listed = 1"
        before = dict(self._ask(query))
        parts = Counter(_beginning(url, before) for url in before)
        heads = sorted(parts.items(), key=lambda head: (head[1], head[0]), reverse=True)
        cards = ((self.card(url), n + 1) for url, n in heads)
        return list(islice(((card, n) for card, n in cards if card), count))

    def parts(self, url: str) -> tuple[Card, ...]:
        """Return all parts of the running story that includes the listed story at *url*, by date.

        There are none where it continues no listed story and none continues it.
        """
        cards = [card_of(text) for (text,) in self._database.execute(_PARTS, {"url": url})]
        return tuple(sorted(cards, key=_place)) if len(cards) > 1 else ()

    def continuing(self) -> list[str]:
        """Return the addresses of the listed stories that continue another, in order."""
        query = "SELECT url FROM stories WHERE continues <> '' AND listed = 1 ORDER BY url"
        return [url for (url,) in self._ask(query)]

    def updates(self, url: str) -> tuple[UpdateRow, ...]:
        """Return the updates of the listed story at *url*; none where there is no such story."""
        query = "SELECT updates FROM stories WHERE url = ? AND listed = 1"
        row = self._ask(query, url).fetchone()
        return updates_of(row[0]) if row else ()

    def shared_days(self, slug: str) -> list[date]:
        """Return the days, in order, on which several partners have timed updates of a topic."""
        query = (
            "SELECT day FROM covered WHERE shelf = ? GROUP BY day "
            "HAVING count(DISTINCT partner) > 1 ORDER BY day"
        )
        return [day_of(day) for (day,) in self._ask(query, self._shelf(TOPICS, slug).shelf)]

    def is_shared_day(self, slug: str, day: date) -> bool:
        """Tell whether several partners have timed updates of a topic on a *day*."""
        query = "SELECT count(DISTINCT partner) FROM covered WHERE shelf = ? AND day = ?"
        shelf = self._shelf(TOPICS, slug).shelf
        count: int = self._ask(query, shelf, day_number(day)).fetchone()[0]
        return count > 1

    def covering(self, slug: str, day: date) -> Coverage:
        """Yield the stories of a topic that have timed updates on a *day*, with their updates.

        Stories without a partner are left out.
        """
        query = (
            "SELECT card, updates FROM covered JOIN stories ON stories.id = covered.story "
            "WHERE shelf = ? AND day = ? ORDER BY url"
        )
        rows = self._ask(query, self._shelf(TOPICS, slug).shelf, day_number(day))
        return ((card_of(card), updates_of(updates)) for card, updates in rows)

    def _shelf(self, kind: str, slug: str, *, listed: bool = True) -> Listing:
        query = "SELECT id FROM shelves WHERE (kind, listed, slug) = (?, ?, ?)"
        row = self._ask(query, kind, listed, slug).fetchone()
        return self._listing(row[0] if row else _EMPTY)

    def _listing(self, shelf: int) -> Listing:
        return Listing(self._database, shelf, self._order)

    def _ask(self, query: str, *values: object) -> sqlite3.Cursor:
        return self._database.execute(query, values)


_ROW = "source, card, listed, latest, versions, canonical, stories.updates"


def _row(stored: tuple[str, str, int, str, str, int, str]) -> StoryRow:
    source, card, listed, latest, versions, canonical, updates = stored
    return StoryRow(
        source,
        card_of(card),
        is_listed=bool(listed),
        latest=latest,
        versions=tuple((lang, url) for lang, url in json.loads(versions)),
        is_canonical=bool(canonical),
        updates=updates_of(updates),
    )


def _beginning(url: str, before: Mapping[str, str]) -> str:
    """Return the address of the first part of the running story that has *url*.

    *before* names the part before each. Parts that go in a circle have no first one: it is empty.
    """
    seen = {url}
    while url in before:
        url = before[url]
        if url in seen:
            return ""
        seen.add(url)
    return url


def _has_term(card: Card, kind: str) -> bool:
    return any(of == kind and term.slug for of, term in card.terms)


def _place(card: Card) -> tuple[object, ...]:
    return card.place
