"""The entries of the last build's sitemaps, kept in the cache: a revision changes a few of them."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING, Self

from backfile.outputs.sitemap.formats import SitemapEntry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FILE = "sitemap.db"
_LAYOUT = """
CREATE TABLE stories (url TEXT PRIMARY KEY, year INTEGER NOT NULL, rank INTEGER NOT NULL,
  latest TEXT NOT NULL, languages TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX stories_by_year ON stories (year, rank);
CREATE TABLE listings (url TEXT PRIMARY KEY, moment TEXT NOT NULL, latest TEXT NOT NULL)
  WITHOUT ROWID;
"""


class KeptEntries:
    """The entries of stories by year, and when the newest of the stories in each listing changed.

    Nothing is kept of a change until `commit`. Each method raises sqlite3.Error.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    @classmethod
    def anew(cls, cache: Path) -> Self:
        """Return the entries of a build of everything, none yet. Raises OSError as well."""
        cache.mkdir(parents=True, exist_ok=True)
        (cache / FILE).unlink(missing_ok=True)
        database = sqlite3.connect(cache / FILE)
        database.executescript(_LAYOUT)
        return cls(database)

    @classmethod
    def kept(cls, cache: Path) -> Self:
        """Return the entries that are kept in *cache*."""
        return cls(sqlite3.connect(cache / FILE))

    def close(self) -> None:
        """Let the file go."""
        self._database.close()

    def commit(self) -> None:
        """Keep what was put."""
        self._database.commit()

    def put_year(self, year: int, entries: list[SitemapEntry]) -> None:
        """Put the *entries* of the stories of a *year*, in their order."""
        rows = (
            (one.url, year, rank, one.latest, json.dumps(one.languages))
            for rank, one in enumerate(entries)
        )
        self._database.executemany("INSERT INTO stories VALUES (?, ?, ?, ?, ?)", rows)

    def change(self, url: str, latest: str) -> tuple[int, str] | None:
        """Let the story at *url* have changed at *latest*; return its year, and when it had before.

        None where it has no entry, or this is what its entry says.
        """
        query = "SELECT year, latest FROM stories WHERE url = ? AND latest <> ?"
        found: tuple[int, str] | None = self._database.execute(query, [url, latest]).fetchone()
        self._database.execute("UPDATE stories SET latest = ? WHERE url = ?", [latest, url])
        return found

    def of_year(self, year: int) -> list[SitemapEntry]:
        """Return the entries of a *year*, in their order."""
        rows = self._database.execute(
            "SELECT url, latest, languages FROM stories WHERE year = ? ORDER BY rank", [year]
        )
        return [
            SitemapEntry(url, latest, tuple((lang, other) for lang, other in json.loads(languages)))
            for url, latest, languages in rows
        ]

    def put_listings(self, newest: Mapping[str, tuple[datetime, str]]) -> None:
        """Put of each listing the moment of the newest of its stories, and the time as known."""
        rows = ((url, moment.isoformat(), known) for url, (moment, known) in newest.items())
        self._database.executemany("INSERT OR REPLACE INTO listings VALUES (?, ?, ?)", rows)

    def listings(self) -> Iterator[tuple[str, tuple[datetime, str]]]:
        """Go through what was put of listings."""
        for url, moment, known in self._database.execute("SELECT * FROM listings"):
            yield url, (datetime.fromisoformat(moment), known)
