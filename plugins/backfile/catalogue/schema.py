"""Opens the catalogue's file, or makes a new one where the old one cannot be used.

Everything in it can be worked out again, so that it may be deleted at any time.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import fields
from importlib import resources
from typing import TYPE_CHECKING, Any
from zlib import crc32

from backfile.catalogue.rows import Card, PictureLink, StoryRow, Term, UpdateRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SCHEMA = (resources.files("backfile.catalogue") / "schema.sql").read_text("utf-8")
# SQLite, "Pragma application_id" and "user_version": two numbers in the head of a file, which
# name its program and its version. Our version changes with the tables and with the rows.
APPLICATION = crc32(b"backfile.catalogue") >> 1
_ROWS = (Card, PictureLink, Term, StoryRow, UpdateRow)
VERSION = crc32(repr((SCHEMA, [one.name for row in _ROWS for one in fields(row)])).encode()) >> 1
_PRIVATE = ""  # SQLite's name for a file that it deletes when it is closed
_MEMORY = 16_000  # KiB of the file that SQLite keeps at hand, however long it is


class Database:
    """What asks the tables: a `connection`, which a copy of the process exchanges for its own."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def execute(self, query: str, values: Any = ()) -> sqlite3.Cursor:
        """Do what *query* says with *values*. Raises sqlite3.Error."""
        return self.connection.execute(query, values)


def open_copy(path: Path) -> sqlite3.Connection:
    """Open the copy of a catalogue at *path*, which nobody changes."""
    return sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)


def open_database(path: Path) -> sqlite3.Connection:
    """Open the catalogue at *path* and begin its one transaction.

    A file that is missing, broken, of another version or no catalogue at all is made anew. Where
    another process is at work on it, or where it can be neither read nor written, a private file
    takes its place, which ends with the connection.
    """
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
    for _ in range(2):
        try:
            return _begun(str(path))
        except sqlite3.OperationalError:
            break
        except sqlite3.DatabaseError:
            _remove(path)
    return _begun(_PRIVATE)


def open_unchecked(path: Path) -> sqlite3.Connection:
    """Open the catalogue at *path* in the same way, but do not look through all of it.

    For who knows that the last build has finished it. Raises sqlite3.Error for a file that is none
    of this version, or is in use.
    """
    return _begun(str(path), _is_ours)


def _begun(
    name: str, is_sound: Callable[[sqlite3.Connection], bool] | None = None
) -> sqlite3.Connection:
    """Return a connection in its transaction. Raises DatabaseError for a file not to be trusted."""
    database = sqlite3.connect(name, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        database.execute(f"PRAGMA cache_size = -{_MEMORY}")
        database.execute("BEGIN IMMEDIATE")
        if _is_new(database):
            _make(database)
        elif not (is_sound or _is_sound)(database):
            raise sqlite3.DatabaseError(f"{name} is no catalogue of this version")  # noqa: TRY301
    except BaseException:
        database.close()
        raise
    return database


def _is_new(database: sqlite3.Connection) -> bool:
    (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return not tables


def _is_sound(database: sqlite3.Connection) -> bool:
    return _is_ours(database) and _value_of(database, "quick_check(1)") == "ok"


def _is_ours(database: sqlite3.Connection) -> bool:
    marks = _value_of(database, "application_id"), _value_of(database, "user_version")
    return marks == (APPLICATION, VERSION)


def _value_of(database: sqlite3.Connection, pragma: str) -> object:
    return database.execute(f"PRAGMA {pragma}").fetchone()[0]


def _make(database: sqlite3.Connection) -> None:
    # `executescript` would end the transaction.
    for statement in SCHEMA.split(";"):
        database.execute(statement)
    database.execute(f"PRAGMA application_id = {APPLICATION}")
    database.execute(f"PRAGMA user_version = {VERSION}")


def _remove(path: Path) -> None:
    for ending in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink()
