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
CREATE TABLE records (url TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE parts (year INTEGER, name TEXT, part TEXT NOT NULL, PRIMARY KEY (year, name))
  WITHOUT ROWID;
"""


class KeptTables:
    """The digests of the records of stories, and the parts of the tables.

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

    def put_digests(self, digests: Iterable[tuple[str, str]]) -> None:
        """Put the digests of records, each after the address of its story."""
        self._database.executemany("INSERT OR REPLACE INTO records VALUES (?, ?)", digests)

    def digests(self, urls: Iterable[str]) -> list[str]:
        """Return the digests of the records of the stories at *urls*, empty where none is known."""
        query = "SELECT digest FROM records WHERE url = ?"
        found = (self._database.execute(query, [url]).fetchone() for url in urls)
        return [row[0] if row else "" for row in found]

    def put_parts(self, parts: Iterable[TablePart]) -> None:
        """Put *parts* of tables."""
        rows = ((one.year, one.table, json.dumps(asdict(one))) for one in parts)
        self._database.executemany("INSERT INTO parts VALUES (?, ?, ?)", rows)

    def remove_parts(self, year: int) -> None:
        """Remove the parts of a *year*."""
        self._database.execute("DELETE FROM parts WHERE year = ?", [year])

    def parts(self) -> list[TablePart]:
        """Return the parts of all years, in their order."""
        rows = self._database.execute("SELECT part FROM parts ORDER BY year, name")
        return [TablePart.from_json(json.loads(part)) for (part,) in rows]
