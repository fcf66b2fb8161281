"""The plan of an import: the file of each story, and the story that was at each old address.

Kept in SQLite, so that a dump of any size is planned in the same memory, and every worker can look
things up.
"""

from __future__ import annotations

import hashlib
import pickle
import sqlite3
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backfile.errors import RefusedError
from backfile.fidelity.ledger import find_ledger, ledgers
from backfile.importers.destination import standing_stories
from backfile.importers.dump_items import Facts, Locator, NoStoryError
from backfile.importers.story_writer import StoryPlace
from backfile.text.web_addresses import address_key

if TYPE_CHECKING:
    from pathlib import Path

    from backfile.importers.destination import ImportTarget

_TABLES = """
CREATE TABLE before (identity TEXT PRIMARY KEY, digest TEXT, story TEXT) WITHOUT ROWID;
CREATE TABLE standing (digest TEXT PRIMARY KEY, story TEXT) WITHOUT ROWID;
CREATE TABLE stories (number INTEGER PRIMARY KEY, digest TEXT, place BLOB, facts BLOB);
CREATE TABLE claims (claim TEXT PRIMARY KEY, shown TEXT) WITHOUT ROWID;
CREATE TABLE taken (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE earlier (key TEXT PRIMARY KEY, path TEXT) WITHOUT ROWID;
CREATE TABLE addresses (key TEXT PRIMARY KEY, path TEXT) WITHOUT ROWID;
CREATE TABLE files (key TEXT PRIMARY KEY, path TEXT, member TEXT, offset INTEGER) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Planned:
    """An item's place and facts, and the SHA-256 of the bytes that they were made for."""

    digest: str
    place: StoryPlace
    facts: Facts


class ImportPlan:
    """A plan that grows while a dump is surveyed. `path` is its file."""

    def __init__(self, path: Path, archive: ImportTarget) -> None:
        self.path = path
        self._archive = archive
        self._db = sqlite3.connect(path, isolation_level=None)
        # It is made anew by every import: nothing is lost with it.
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _TABLES)
        self._db.execute("BEGIN")
        rows = (
            (ledger.identity, ledger.sha256, ledger.story)
            for ledger in ledgers(archive.content)
            if ledger.identity and not ledger.superseded_by
        )
        self._db.executemany("INSERT OR REPLACE INTO before VALUES (?, ?, ?)", rows)
        for story in standing_stories(archive):
            row = (story.digest, story.place)
            self._db.execute("INSERT OR IGNORE INTO standing VALUES (?, ?)", row)
            earlier = ((address_key(one), story.place) for one in story.addresses)
            self._db.executemany("INSERT OR IGNORE INTO earlier VALUES (?, ?)", earlier)

    def add_file(self, address: str, where: Locator) -> None:
        """Note where the bytes of the file at an old *address* are; the first to come is kept."""
        row = (address_key(address), where.path, where.member, where.offset)
        self._db.execute("INSERT OR IGNORE INTO files VALUES (?, ?, ?, ?)", row)

    def add_story(self, number: int, digest: str, facts: Facts, shown: str) -> None:
        """Find the place of the item *number*.

        *shown* is what a person calls it. Raises NoStoryError for one that came before, to the
        byte, and RefusedError for another of the same identity.
        """
        facts = self._claimed(digest, facts, shown)
        place = self._place(digest, facts)
        self._db.execute("INSERT INTO taken VALUES (?)", (place.path,))
        # What links to a draft keeps the old address: its new one would be on no published site.
        addresses = facts.addresses if facts.is_public else ()
        keys = ((address_key(one), place.path) for one in addresses)
        self._db.executemany("INSERT OR IGNORE INTO addresses VALUES (?, ?)", keys)
        row = (number, digest, pickle.dumps(place), pickle.dumps(facts))
        self._db.execute("INSERT INTO stories VALUES (?, ?, ?, ?)", row)

    def finish(self) -> None:
        """End the survey, so that workers can look things up: also what came with other dumps."""
        self._db.execute("INSERT OR IGNORE INTO addresses SELECT key, path FROM earlier")
        self._db.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def planned(self, number: int) -> Planned | None:
        """Return what was planned for item *number*, None where it is to become no story."""
        query = "SELECT digest, place, facts FROM stories WHERE number = ?"
        row = self._db.execute(query, (number,)).fetchone()
        if row is None:
            return None
        return Planned(row[0], pickle.loads(row[1]), pickle.loads(row[2]))  # noqa: S301 (our own)

    def count(self) -> int:
        """Return how many items are to become stories."""
        row = self._db.execute("SELECT count(*) FROM stories").fetchone()
        return int(row[0])

    def addresses(self) -> str:
        """Return a SHA-256 of all addresses and places: links change only if it does."""
        told = hashlib.sha256()
        for row in self._db.execute("SELECT key, path FROM addresses ORDER BY key"):
            told.update("\0".join([*row, ""]).encode("utf-8", "surrogatepass"))
        return told.hexdigest()

    def _claimed(self, digest: str, facts: Facts, shown: str) -> Facts:
        """Return *facts* with an identity of their own: no two items become one story.

        Two of one identity and different names are two stories, the second known by its name.
        """
        first = self._first(digest, shown)
        if first:
            raise NoStoryError(f"it is the same as {first}, to the byte")
        by_name = facts.identity_by_name
        first = self._first(f"identity {by_name}", shown) if by_name else ""
        known = bool(by_name) and self._is_known(by_name)
        if not first and not known:
            first = self._first(f"identity {facts.identity}", shown)
            known = bool(by_name and first)
            first = "" if known else first
        if first:
            raise RefusedError(
                f"{first} is the same story in another version; import one of the two"
            )
        return replace(facts, identity=by_name) if known else facts

    def _is_known(self, identity: str) -> bool:
        query = "SELECT 1 FROM before WHERE identity = ?"
        return self._db.execute(query, (identity,)).fetchone() is not None

    def _first(self, claim: str, shown: str) -> str:
        """Return who made *claim* before, empty where nobody did."""
        add = "INSERT OR IGNORE INTO claims VALUES (?, ?)"
        if self._db.execute(add, (claim, shown)).rowcount:
            return ""
        row = self._db.execute("SELECT shown FROM claims WHERE claim = ?", (claim,)).fetchone()
        return str(row[0])

    def _place(self, digest: str, facts: Facts) -> StoryPlace:
        """Return where the story stands, from this original or an older one, else a free place."""
        content = self._archive.content
        known = find_ledger(content, digest)
        if known and known.identity == facts.identity:
            before, story = digest, known.story
        else:
            query = "SELECT digest, story FROM before WHERE identity = ?"
            before, story = self._db.execute(query, (facts.identity,)).fetchone() or ("", "")
        if not story or not (content / story).exists():
            query = "SELECT story FROM standing WHERE digest = ?"
            moved = self._db.execute(query, (before or digest,)).fetchone()
            before, story = (before or digest, moved[0]) if moved else (before, "")
        if story and not self._is_taken(story):
            return StoryPlace(story, before)
        wanted = self._archive.wanted(facts.folder, facts.day, facts.slug or facts.title, digest)
        free = (one for one in wanted if not self._is_taken(one) and not (content / one).exists())
        return StoryPlace(next(free), before)

    def _is_taken(self, path: str) -> bool:
        query = "SELECT 1 FROM taken WHERE path = ?"
        return self._db.execute(query, (path,)).fetchone() is not None


class Lookup:
    """What a worker looks up in the finished plan at *path*."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    def story(self, address: str) -> str | None:
        """Return the place of the story that stood at *address*, below the content folder."""
        query = "SELECT path FROM addresses WHERE key = ?"
        row = self._db.execute(query, (address_key(address),)).fetchone()
        return row[0] if row else None

    def file(self, key: str) -> Locator | None:
        """Return where the bytes of the file are whose address has this *key*."""
        query = "SELECT path, member, offset FROM files WHERE key = ?"
        row = self._db.execute(query, (key,)).fetchone()
        return Locator(*row) if row else None

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
