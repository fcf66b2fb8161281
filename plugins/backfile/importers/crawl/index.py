"""An index of a crawl's records, kept on disk so that it needs little memory."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from backfile.errors import RefusedError
from backfile.importers.crawl.files import crawl_files, members, opened
from backfile.importers.crawl.records import Broken, Record, records
from backfile.importers.dump_items import Locator
from backfile.importers.media import is_media
from backfile.importers.wayback import capture
from backfile.text.web_addresses import address_key, safe_link

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backfile.importers.crawl.records import RecordHead

# Kinds of records that are looked for later; all others are names for people.
PAGE, FILE, REDIRECT, REVISIT = "page", "file", "redirect", "repeated capture"

_ANSWERS = ("response", "resource", "revisit")
_PAGES = ("text/html", "application/xhtml+xml")
_FILES = re.compile(r"(?:image|audio|video)/.*|application/(?:pdf|ogg)")
_UNSAID = ("", "application/octet-stream", "binary/octet-stream", "application/force-download")
# Chains of redirects longer than browsers follow lead nowhere.
_LONGEST_CHAIN = 20
_MOST_ADDRESSES = 100

_TABLES = """
CREATE TABLE records (number INTEGER PRIMARY KEY, kind TEXT, key TEXT, target TEXT, date TEXT,
    status INTEGER, toward TEXT, whole INTEGER, path TEXT, member TEXT, offset INTEGER,
    length INTEGER, size INTEGER);
CREATE TABLE broken (path TEXT, member TEXT, offset INTEGER, length INTEGER, why TEXT);
"""
# Of several captures the best: not cut off by the crawler, the last, the last in the file.
_BEST = """
CREATE TABLE best AS SELECT max(whole || date || printf('%012d', number)) AS rank, *
    FROM records WHERE kind IN ('page', 'file') GROUP BY kind, key;
CREATE INDEX best_key ON best (key, kind);
CREATE INDEX best_number ON best (number);
CREATE TABLE leads AS SELECT max(date || printf('%012d', number)) AS rank, key, target, toward
    FROM records AS one WHERE kind IN ('redirect', 'repeated capture') AND toward != key
    AND NOT EXISTS (SELECT 1 FROM best WHERE best.key = one.key) GROUP BY key;
CREATE INDEX leads_toward ON leads (toward);
CREATE INDEX records_key ON records (key);
"""
_CHAIN = """
WITH RECURSIVE chain(key, target, depth) AS (
    SELECT key, target, 1 FROM leads WHERE toward = ?
    UNION
    SELECT leads.key, leads.target, depth + 1 FROM leads JOIN chain ON leads.toward = chain.key
    WHERE depth < ?)
SELECT DISTINCT target FROM chain WHERE key != ? LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class FoundCapture:
    """A capture of the address `target`: where it stands, how long it is there and unpacked."""

    target: str
    key: str
    date: str
    where: Locator
    length: int
    size: int


@dataclass(frozen=True, slots=True)
class Other:
    """A record that is no story, by its `kind`, and the address that it is about."""

    kind: str
    target: str
    where: Locator


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of a crawl that are no record, and why."""

    where: Locator
    length: int
    why: str


class Index:
    """All records of the crawl in *files*, noted in one pass."""

    def __init__(self, files: list[Path]) -> None:
        # SQLite's own temporary file, which goes when it is closed.
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _TABLES)
        self._db.execute("BEGIN")
        for path in files:
            try:
                for member in members(path):
                    self._read(path, member)
            except RefusedError as error:
                size = path.stat().st_size if path.exists() else 0
                self._note_damage(Locator(str(path), "", 0), size, str(error))
        self._db.execute("COMMIT")
        self._db.executescript(_BEST)

    def __del__(self) -> None:
        self._db.close()

    def best(self, kind: str) -> Iterator[FoundCapture]:
        """Go through the best captures of *kind*, one an address, as they stand in the crawl."""
        query = "SELECT * FROM best WHERE kind = ? ORDER BY number"
        for row in self._rows(query, kind):
            where = Locator(row["path"], row["member"], row["offset"])
            yield FoundCapture(
                row["target"], row["key"], row["date"], where, row["length"], row["size"]
            )

    def others(self) -> Iterator[Other]:
        """Go through all records but the best captures of pages."""
        query = """SELECT * FROM records WHERE kind != 'page'
            OR NOT EXISTS (SELECT 1 FROM best WHERE best.number = records.number)"""
        for row in self._rows(query):
            kind = "another capture of a page" if row["kind"] == PAGE else row["kind"]
            yield Other(kind, row["target"], Locator(row["path"], row["member"], row["offset"]))

    def damaged(self) -> Iterator[Damage]:
        """Go through what could not be read."""
        for row in self._rows("SELECT * FROM broken"):
            where = Locator(row["path"], row["member"], row["offset"])
            yield Damage(where, row["length"], row["why"])

    def captures(self, key: str) -> list[tuple[str, int]]:
        """Return date and status of the answers of the address with this *key*, the first 100."""
        query = """SELECT date, status FROM records WHERE key = ? AND (status > 0 OR kind = 'page')
            ORDER BY date, number LIMIT ?"""
        return [(row["date"], row["status"]) for row in self._rows(query, key, _MOST_ADDRESSES)]

    def redirects(self, key: str) -> list[str]:
        """Return the addresses that led to the one with this *key*, the first 100."""
        rows = self._rows(_CHAIN, key, _LONGEST_CHAIN, key, _MOST_ADDRESSES)
        return [row["target"] for row in rows]

    def has_page(self, key: str) -> bool:
        """Tell whether there is a page at the address with this *key*."""
        query = "SELECT 1 FROM best WHERE key = ? AND kind = 'page'"
        return next(self._rows(query, key), None) is not None

    def _rows(self, query: str, *values: object) -> Iterator[sqlite3.Row]:
        cursor = self._db.cursor()
        cursor.row_factory = sqlite3.Row
        return iter(cursor.execute(query, values))

    def _read(self, path: Path, member: str) -> None:
        with opened(path, member) as file:
            for one in _joined(records(file)):
                where = Locator(str(path), member, one.offset)
                if isinstance(one, Broken):
                    self._note_damage(where, one.length, one.why)
                else:
                    self._note(where, one)

    def _note(self, where: Locator, record: Record) -> None:
        head = record.head
        key = address_key(head.target) if head.type in _ANSWERS else ""
        kind = kind_of(head, key)
        row = (
            kind,
            key,
            head.target,
            head.date,
            head.status,
            address_key(_toward(head)) if kind in (REDIRECT, REVISIT) else "",
            int(not head.truncated),
            where.path,
            where.member,
            where.offset,
            record.length,
            record.size,
        )
        query = f"INSERT INTO records VALUES (NULL{', ?' * len(row)})"  # noqa: S608 (no values)
        self._db.execute(query, row)

    def _note_damage(self, where: Locator, length: int, why: str) -> None:
        row = (where.path, where.member, where.offset, length, why)
        self._db.execute("INSERT INTO broken VALUES (?, ?, ?, ?, ?)", row)


def _joined(found: Iterator[Record | Broken]) -> Iterator[Record | Broken]:
    """Make one of damage that follows on damage: a ruined stretch is one thing, not thousands."""
    ruin: Broken | None = None
    for one in found:
        if isinstance(one, Broken):
            end = one.offset + one.length
            ruin = replace(ruin, length=end - ruin.offset) if ruin else one
            continue
        if ruin:
            yield ruin
            ruin = None
        yield one
    if ruin:
        yield ruin


def index_of(path: Path) -> Index:
    """Return the index of the crawl at *path*, a file or a folder of them.

    The last one is kept: what a crawl's stories are and which files it has is asked one after the
    other.
    """
    files = crawl_files(path)
    stamps = [(one.stat().st_size, one.stat().st_mtime_ns) for one in files if one.exists()]
    return _index(tuple(files), tuple(chain.from_iterable(stamps)))


@lru_cache(maxsize=1)
def _index(files: tuple[Path, ...], stamps: tuple[int, ...]) -> Index:
    del stamps  # they tell one version of the files from another
    return Index(list(files))


def kind_of(head: RecordHead, key: str) -> str:
    """Return what a record is: PAGE, FILE, REDIRECT, REVISIT, or a name for people.

    *key* is that of the address which it is about.
    """
    if head.type not in _ANSWERS:
        return head.type or "record without a type"
    if not key:
        return "record without a web address"
    if head.type == "revisit":
        return REVISIT
    if 300 <= head.status < 400:
        return REDIRECT
    if head.status not in (0, 200):
        return f"answer {head.status}"
    return _kind_of_answer(head, key)


def _kind_of_answer(head: RecordHead, key: str) -> str:
    if key.partition("/")[2] == "robots.txt":
        return "robots.txt"
    if head.starts >= head.ends:
        return "empty answer"
    unsaid = head.mime in _UNSAID
    if _FILES.fullmatch(head.mime) or (unsaid and is_media(head.target)):
        return FILE
    if head.mime in _PAGES or (not head.mime and head.status == 200):
        return PAGE
    return head.mime[:60] or "answer without a type"


def _toward(head: RecordHead) -> str:
    """Return the address at which what *head* is about stands in its turn, if it says so."""
    if head.type == "revisit":
        refers_to = capture(head.refers_to)
        return (refers_to.address if refers_to else head.refers_to) or head.target
    location = head.header.get("location", "")
    copied = capture(location)
    return safe_link(copied.address if copied else location, head.target)
