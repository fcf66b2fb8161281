"""What is kept of the tables of the last build: a revision writes those of a few years anew."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from typing import TYPE_CHECKING, Self

from backfile.outputs.data.tables import TablePart

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILE = "data.db"
_LAYOUT = """
CREATE TABLE stories (url TEXT PRIMARY KEY, year INTEGER NOT NULL, rank INTEGER NOT NULL,
  digest TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX stories_by_year ON stories (year, rank);
CREATE TABLE parts (year INTEGER, name TEXT, part TEXT NOT NULL, PRIMARY KEY (year, name))
  WITHOUT ROWID;
"""


class KeptTables:
    """The stories of each year, with the digests of their records, and the parts of the tables.

    Nothing is kept of a change until `commit`. Each method raises sqlite3.Error.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    @classmethod
    def anew(cls, cache: Path) -> Self:
        """Return what is kept of a build of everything, nothing yet. Raises OSError as well."""
        cache.mkdir(parents=True, exist_ok=True)
        (cache / FILE).unlink(missing_ok=True)
        database = sqlite3.connect(cache / FILE)
        database.executescript(_LAYOUT)
        return cls(database)

    @classmethod
    def kept(cls, cache: Path) -> Self:
        """Return what is kept in *cache*."""
        return cls(sqlite3.connect(cache / FILE))

    def close(self) -> None:
        """Let the file go."""
        self._database.close()

    def commit(self) -> None:
        """Keep what was put."""
        self._database.commit()

    def put_year(self, year: int, digests: Iterable[tuple[str, str]]) -> None:
        """Put the stories of a *year*, in their order: the address, the digest of the record."""
        rows = ((url, year, rank, digest) for rank, (url, digest) in enumerate(digests))
        self._database.executemany("INSERT INTO stories VALUES (?, ?, ?, ?)", rows)

    def put_parts(self, parts: Iterable[TablePart]) -> None:
        """Put the *parts* of tables, in the place of those of their years."""
        rows = ((one.year, one.table, json.dumps(asdict(one))) for one in parts)
        self._database.executemany("INSERT OR REPLACE INTO parts VALUES (?, ?, ?)", rows)

    def change(self, url: str, digest: str) -> int | None:
        """Let the record of the story at *url* have a *digest*; return its year if that is new."""
        found = self._database.execute(
            "UPDATE stories SET digest = ? WHERE url = ? AND digest <> ? RETURNING year",
            [digest, url, digest],
        ).fetchone()
        return found[0] if found else None

    def digests(self, year: int) -> list[str]:
        """Return the digests of the records of a *year*, in the order of its stories."""
        query = "SELECT digest FROM stories WHERE year = ? ORDER BY rank"
        return [digest for (digest,) in self._database.execute(query, [year])]

    def parts(self) -> list[TablePart]:
        """Return the parts of all years, in their order."""
        rows = self._database.execute("SELECT part FROM parts ORDER BY year, name")
        return [TablePart.from_json(json.loads(part)) for (part,) in rows]
