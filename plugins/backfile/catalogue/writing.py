"""Inserts the rows of stories into the tables of the catalogue, and removes them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from backfile.catalogue.encoding import card_of, card_text, day_number, instant, microseconds
from backfile.catalogue.rows import Term
from backfile.text.addresses import served_as

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from backfile.catalogue.rows import Card, StoryRow

ALL = Term("", "", "")  # the term of every published story, of no kind


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
    card = card_text(row.card)
    digest = _digest(row, card)
    stored = database.execute("SELECT row_digest FROM stories WHERE source = ?", (row.source,))
    if stored.fetchone() == (digest,):
        return
    remove(database, row.source)
    values = {
        "source": row.source,
        "row_digest": digest,
        "file_digest": row.digest,
        "url": row.card.url,
        "save_as": row.save_as,
        "address": served_as(row.save_as),
        "slug": row.slug,
        "month": f"{row.card.day.year:04}/{row.card.day.month:02}",
        "status": row.status,
        "listed": row.is_listed,
        "version_of": row.version_of,
        "continues": row.card.continues,
        "latest": row.latest.text,
        "corrected": instant(row.corrected.moment) if row.corrected else None,
        "card": card,
    }
    story = database.execute(
        f"INSERT INTO stories ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
        tuple(values.values()),
    ).lastrowid
    database.execute("INSERT INTO records VALUES (?, ?)", (story, row.record))
    for table, texts in (("old_addresses", row.old_addresses), ("media", row.media)):
        pairs = [(text, story) for text in dict.fromkeys(texts)]
        database.executemany(f"INSERT INTO {table} VALUES (?, ?)", pairs)
    if row.status == "published":
        _file(database, row, story)


def remove(database: sqlite3.Connection, source: str) -> None:
    """Remove the row of the file *source*, if there is one."""
    query = "SELECT id, listed, card FROM stories WHERE source = ?"
    stored = database.execute(query, (source,)).fetchone()
    if not stored:
        return
    story, listed, text = stored
    card = card_of(text)
    place = day_number(card.day), instant(card.moment), card.url, story
    for kind, term in _filed(card):
        shelf = _shelf(database, kind, term.slug, listed=bool(listed))
        database.execute(
            "DELETE FROM filings WHERE (shelf, day, instant, url, story) = (?, ?, ?, ?, ?)",
            (shelf, *place),
        )
        left = database.execute("SELECT 1 FROM filings WHERE shelf = ? LIMIT 1", (shelf,))
        if not left.fetchone():
            database.execute("DELETE FROM terms WHERE shelf = ?", (shelf,))
            database.execute("DELETE FROM shelves WHERE id = ?", (shelf,))
    database.execute("DELETE FROM records WHERE story = ?", (story,))
    database.execute("DELETE FROM old_addresses WHERE story = ?", (story,))
    database.execute("DELETE FROM media WHERE story = ?", (story,))
    database.execute("DELETE FROM stories WHERE id = ?", (story,))


def _file(database: sqlite3.Connection, row: StoryRow, story: int | None) -> None:
    """Put the story on the shelves of its terms."""
    card = row.card
    place = day_number(card.day), instant(card.moment), card.url, story
    ran = microseconds(card.lasted) if card.updates and card.lasted else None
    facts = instant(row.latest.moment), ran, card.updates
    for kind, term in _filed(card):
        shelf = _shelf(database, kind, term.slug, listed=row.is_listed)
        values = (shelf, *place, _term(database, shelf, term), *facts)
        database.execute("INSERT INTO filings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)


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


def _digest(row: StoryRow, card: str) -> str:
    """Return the digest of the content of *row*; *card* is its card as it is stored."""
    corrected = row.corrected and (row.corrected.text, instant(row.corrected.moment))
    content = (
        row.source,
        row.digest,
        row.save_as,
        row.slug,
        card,
        (row.latest.text, instant(row.latest.moment)),
        corrected,
        row.status,
        row.is_listed,
        row.version_of,
        row.old_addresses,
        row.media,
    )
    return hashlib.sha256(json.dumps(content).encode() + row.record).hexdigest()
