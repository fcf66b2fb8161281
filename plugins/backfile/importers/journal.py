"""Records which items an import has converted, so that it can continue after an interruption."""

from __future__ import annotations

import os
import sqlite3
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# A stop between two of these costs so many seconds of conversions, and no story.
EVERY = 2.0


class Journal:
    """The journal of one import, named after all that its conversions depend on.

    Kept in *folder*, which may be thrown away at any time: then all is converted anew, into the
    same bytes.
    """

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(folder / f"{name}.sqlite")
        self._db.execute("CREATE TABLE IF NOT EXISTS done (digest BLOB PRIMARY KEY) WITHOUT ROWID")
        self._saved = time.monotonic()

    def has(self, digest: str) -> bool:
        """Tell whether the item with SHA-256 *digest* was converted."""
        query = "SELECT 1 FROM done WHERE digest = ?"
        return self._db.execute(query, (bytes.fromhex(digest),)).fetchone() is not None

    def add(self, digest: str) -> None:
        """Note that an item was converted and its story written."""
        row = (bytes.fromhex(digest),)
        self._db.execute("INSERT OR IGNORE INTO done VALUES (?)", row)
        if time.monotonic() - self._saved > EVERY:
            self.save()

    def save(self) -> None:
        """Keep what was noted, once the stories themselves are safe from a stop of the machine."""
        if self._db.in_transaction:
            os.sync()
        self._db.commit()
        self._saved = time.monotonic()

    def close(self) -> None:
        """Save, and let go of the file."""
        self.save()
        self._db.close()
