"""Inserts the rows of stories into the tables of the catalogue, and removes them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from backfile.catalogue.encoding import (
    card_of,
    card_text,
    day_number,
    instant,
    microseconds,
    month_day_number,
    updates_of,
    updates_text,
)
from backfile.catalogue.rows import StoryRow, Term

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from backfile.catalogue.rows import Card

_COLUMNS = "source, listed, corrected, latest, changed, versions, canonical, card, updates"
# What follows from the card, for the indexes.
_OF_CARD = "url, continues, month_day, pictured, update_count, lasted, began"
ALL = Term("", "", "")  # the term of every published story, of no kind
# The terms whose stories may be of one event.
TOPICS = "tags"


def fill(database: sqlite3.Connection, rows: Iterable[StoryRow]) -> None:
    """Replace all rows by *rows*; rows that have not changed stay."""
    database.execute("CREATE TEMP TABLE kept (source TEXT PRIMARY KEY) WITHOUT ROWID")
    for row in rows:
        put(database, row)
        database.execute("INSERT OR IGNORE INTO kept VALUES (?)", (row.source,))
    stale = database.execute("SELECT source FROM stories WHERE source NOT IN kept")
    for (source,) in stale.fetchall():
        remove(database, source)
    database.execute("DROP TABLE kept")


def put(database: sqlite3.Connection, row: StoryRow) -> None:
    """Insert *row*, or replace the one with its `source` if that differs."""
    values = (
        *(row.source, row.is_listed, row.corrected and instant(row.corrected), row.latest),
        *(row.changed and instant(row.changed), json.dumps(row.versions), row.is_canonical),
        *(card_text(row.card), updates_text(row.updates)),
    )
    query = f"SELECT {_COLUMNS} FROM stories WHERE source = ?"
    if database.execute(query, (row.source,)).fetchone() == values:
        return
    remove(database, row.source)
    story = database.execute(
        f"INSERT INTO stories ({_COLUMNS}, {_OF_CARD}) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*values, *_of_card(row.card)),
    ).lastrowid
    _file(database, row, story)


def _of_card(card: Card) -> tuple[object, ...]:
    """Return the values of the columns that follow from *card*."""
    lasted = microseconds(card.lasted) if card.lasted else 0
    place = card.url, card.continues, month_day_number(card.day)
    return *place, bool(card.pictures), card.updates, lasted, instant(card.moment)


def remove(database: sqlite3.Connection, source: str) -> None:
    """Remove the row of the file *source*, if there is one."""
    query = "SELECT id, listed, card, updates FROM stories WHERE source = ?"
    stored = database.execute(query, (source,)).fetchone()
    if not stored:
        return
    story, listed, text, updates = stored
    card = card_of(text)
    row = StoryRow(source, card, is_listed=bool(listed), updates=updates_of(updates))
    place = day_number(card.day), instant(card.moment), card.url, story
    for kind, term in _filed(card):
        shelf = _shelf(database, kind, term.slug, listed=bool(listed))
        database.execute(
            "DELETE FROM filings WHERE (shelf, day, instant, url, story) = (?, ?, ?, ?, ?)",
            (shelf, *place),
        )
        for values in _covered(row, kind, shelf, story):
            database.execute(
                "DELETE FROM covered WHERE (shelf, day, partner, story) = (?, ?, ?, ?)", values
            )
        left = database.execute("SELECT 1 FROM filings WHERE shelf = ? LIMIT 1", (shelf,))
        if not left.fetchone():
            database.execute("DELETE FROM terms WHERE shelf = ?", (shelf,))
            database.execute("DELETE FROM shelves WHERE id = ?", (shelf,))
    database.execute("DELETE FROM stories WHERE id = ?", (story,))


def _file(database: sqlite3.Connection, row: StoryRow, story: int | None) -> None:
    """Put the story on the shelves of its terms."""
    card = row.card
    place = day_number(card.day), instant(card.moment), card.url, story
    ran = microseconds(card.lasted) if card.updates and card.lasted else None
    for kind, term in _filed(card):
        shelf = _shelf(database, kind, term.slug, listed=row.is_listed)
        values = (shelf, *place, _term(database, shelf, term), ran, card.updates)
        database.execute("INSERT INTO filings VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
        covered = _covered(row, kind, shelf, story)
        database.executemany("INSERT INTO covered VALUES (?, ?, ?, ?)", covered)


def _covered(
    row: StoryRow, kind: str, shelf: int, story: int | None
) -> list[tuple[int, int, str, int | None]]:
    """Return the rows of the days that the story of *row* covers on the *shelf* of a topic."""
    if kind != TOPICS or not row.is_listed or row.card.partner is None:
        return []
    partner = row.card.partner.slug
    return [(shelf, day_number(day), partner, story) for day in row.timed_days]


def _filed(card: Card) -> Iterable[tuple[str, Term]]:
    """Return the terms of *card* that have a shelf, each shelf once, and the term of all stories.

    A term whose slug is empty, such as a topic called "!!!", has no page and no shelf.
    """
    by_shelf = {(kind, term.slug): (kind, term) for kind, term in card.terms if term.slug}
    return [("", ALL), *by_shelf.values()]


def _shelf(database: sqlite3.Connection, kind: str, slug: str, *, listed: bool) -> int:
    key = kind, listed, slug
    query = "SELECT id FROM shelves WHERE (kind, listed, slug) = (?, ?, ?)"
    return _known_or_new(database, query, "INSERT INTO shelves VALUES (NULL, ?, ?, ?)", key)


def _term(database: sqlite3.Connection, shelf: int, term: Term) -> int:
    key = shelf, term.name, term.url
    query = "SELECT id FROM terms WHERE (shelf, name, url) = (?, ?, ?)"
    return _known_or_new(database, query, "INSERT INTO terms VALUES (NULL, ?, ?, ?)", key)


def _known_or_new(
    database: sqlite3.Connection, query: str, insert: str, key: tuple[object, ...]
) -> int:
    """Return the number of the row that has *key*, which is inserted where there is none."""
    if stored := database.execute(query, key).fetchone():
        number: int = stored[0]
        return number
    return database.execute(insert, key).lastrowid or 0
