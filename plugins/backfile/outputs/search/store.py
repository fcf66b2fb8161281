"""The index as the cache keeps it: its files, and a database of what a change has to know of them.

The database holds the size and the digest of each file, so that one that is damaged is noticed, the
number, the place and the digest of each story, and counts: of names, of endings, of the files of
words. It also tells which files were changed since an edition, as each committed change is one.
"""

from __future__ import annotations

import json
import secrets
import shutil
import sqlite3
import sys
import unicodedata
from collections import defaultdict
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from backfile.outputs.keys import digest_of_bytes, digest_of_files
from backfile.outputs.search.entries import year_of
from backfile.outputs.search.numbers import Number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backfile.outputs.search.stories import Filed

FILES = "files"
DATABASE = "index.db"
_SCHEMA = """
create table made (by text not null);
create table editions (number integer primary key, name text not null);
create table files (path text primary key, size integer not null, digest text not null)
  without rowid;
create table changed (path text primary key, edition integer) without rowid;
create table stories (lang text, day integer, rank integer, instant integer, url text, digest text,
  primary key (lang, day, rank)) without rowid;
create index stories_by_url on stories (url);
create table lengths (lang text, year integer, length integer, stories integer,
  primary key (lang, year, length)) without rowid;
create table leaves (lang text, name text, size integer, primary key (lang, name)) without rowid;
create table tails (lang text, name text, size integer, primary key (lang, name)) without rowid;
create table endings (lang text, ending text, stems integer, primary key (lang, ending))
  without rowid;
create table filters (lang text, name text, stories integer, parts text, primary key (lang, name))
  without rowid;
create table filed (lang text, kind text, slug text, name text, url text, stories integer,
  primary key (lang, kind, slug, name, url)) without rowid;
"""


class DamagedIndexError(Exception):
    """The kept index is not as it was written: it is to be made again."""


@cache
def made_by() -> str:
    """Return what the program that makes an index is: an index that another made is not used."""
    folder = Path(__file__).parent
    versions = [version("pystemmer"), unicodedata.unidata_version, sys.version]
    return json.dumps([*versions, digest_of_files(folder.glob("*.py"), folder)])


class KeptStory(NamedTuple):
    """What the database keeps of a story, beside its number.

    Stories of a day are sorted by `instant`, in microseconds since 1970, and `url`; `digest` is
    that of all that the story is.
    """

    instant: int
    url: str
    digest: str


class Store:
    """The files of an index in a folder of the cache, and its database.

    Nothing is kept of a change until `commit`, which also writes the changed files. Only if they
    are many does it write them before; if it is then stopped, they are not those that the database
    knows, and the next build makes the index again.
    """

    def __init__(self, folder: Path, db: sqlite3.Connection) -> None:
        """Take the index in *folder*, whose database is *db*."""
        self.folder = folder
        self.db = db
        (self._editions,) = db.execute("select count(*) from editions").fetchone()
        self._changed: set[str] = set()
        self._waiting: dict[str, tuple[int, str]] = {}
        self._folders: set[Path] = set()
        self._held: dict[str, bytes | None] = {}  # files to be written, None for one to be removed
        self._held_size = 0

    @classmethod
    def kept(cls, folder: Path) -> Store:
        """Return the index in *folder*. Raises DamagedIndexError where there is none of ours."""
        if not (folder / DATABASE).is_file():
            raise DamagedIndexError("there is none")
        db = sqlite3.connect(folder / DATABASE)
        try:
            _hurry(db)
            made = db.execute("select by from made").fetchall()
        except sqlite3.DatabaseError as error:
            db.close()
            raise DamagedIndexError(str(error)) from error
        if made != [(made_by(),)]:
            db.close()
            raise DamagedIndexError("another program made it, or did not finish it")
        return cls(folder, db)

    @classmethod
    def anew(cls, folder: Path) -> Store:
        """Return an index without files in *folder*, which is emptied."""
        if folder.is_dir():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        db = sqlite3.connect(folder / DATABASE)
        _hurry(db)
        db.executescript(_SCHEMA)
        return cls(folder, db)

    def close(self) -> None:
        """Let the database go; what was not committed is lost."""
        self.db.close()

    def finish(self) -> None:
        """Give all that was written the name of an edition of its own, if anything was."""
        self._flush()
        self.db.execute("delete from made")
        self.db.execute("insert into made values (?)", [made_by()])
        if self._changed or not self._editions:
            insert = "insert into editions (name) values (?)"
            self._editions = self.db.execute(insert, [secrets.token_hex(8)]).lastrowid
            self.db.executemany(
                "insert or replace into changed values (?, ?)",
                [(path, self._editions) for path in self._changed],
            )
            self._changed.clear()

    def commit(self) -> None:
        """Keep all that was written, and finished. Raises OSError, sqlite3.Error."""
        self._write_held()
        self.db.commit()

    @property
    def edition(self) -> str:
        """Return what names the files as they were last committed, and no others."""
        select = "select name from editions order by number desc limit 1"
        name: str = self.db.execute(select).fetchone()[0]
        return name

    def changed_since(self, edition: str) -> list[str] | None:
        """Return the paths of the files that were written or removed since *edition*, in order.

        None where this index did not come from that edition.
        """
        select = "select number from editions where name = ?"
        known = self.db.execute(select, [edition]).fetchone()
        if known is None:
            return None
        select = "select path from changed where edition > ? order by path"
        return [path for (path,) in self.db.execute(select, known)]

    def put(self, path: str, text: str, size: int = 0) -> None:
        """Write the file *path*, whose JSON is *text*; its *size* is what trees ask."""
        data = _file(path, text)
        self._write(path, data, (size, digest_of_bytes(data)))

    def put_changed(self, path: str, text: str, size: int = 0) -> None:
        """Write the file *path* where it is not as it should be."""
        data = _file(path, text)
        known = size, digest_of_bytes(data)
        if self._known(path) != known:
            self._write(path, data, known)

    def get(self, path: str) -> Any:
        """Return what the file *path* holds. Raises DamagedIndexError, as `data` does."""
        return json.loads(self.text(path))

    def text(self, path: str) -> str:
        """Return the JSON in the file *path*. Raises DamagedIndexError, as `data` does."""
        head, end = f'found("{path}",', ")\n"
        return self.data(path).decode()[len(head) : -len(end)]

    def data(self, path: str) -> bytes:
        """Return the bytes of the file *path*.

        Raises DamagedIndexError where it is not there, or not as it was written.
        """
        try:
            data = self._held.get(path) or self._file(path).read_bytes()
        except OSError as error:
            raise DamagedIndexError(str(error)) from error
        known = self._known(path)
        if known is None or known[1] != digest_of_bytes(data):
            raise DamagedIndexError(f"{path} was changed")
        return data

    def remove(self, path: str) -> None:
        """Remove the file *path*, which may not be there."""
        if self.has(path):
            self._hold(path, None)
            self._waiting.pop(path, None)
            self._note_change(path)
            self.db.execute("delete from files where path = ?", [path])

    def size(self, path: str) -> int:
        """Return the size that was kept of the file *path*."""
        known = self._known(path)
        return known[0] if known else 0

    def paths(self) -> Iterator[str]:
        """Go through the paths of all files, in order."""
        self._flush()
        for (path,) in self.db.execute("select path from files order by path"):
            yield path

    def has(self, path: str) -> bool:
        """Tell whether there is a file *path*."""
        return self._known(path) is not None

    def add_story(self, lang: str, number: Number, kept: KeptStory, length: int) -> None:
        """Note that the story *kept*, whose length is of this class, has the *number*."""
        row = [lang, *number, *kept]
        self.db.execute("insert into stories values (?, ?, ?, ?, ?, ?)", row)
        self._count_length(lang, number, length, 1)

    def drop_story(self, lang: str, number: Number, length: int) -> None:
        """Note that no story has the *number*; the length of the last was of this class."""
        key = [lang, *number]
        self.db.execute("delete from stories where lang = ? and day = ? and rank = ?", key)
        self._count_length(lang, number, length, -1)

    def stories(self) -> dict[str, dict[Number, KeptStory]]:
        """Return all stories by language and number."""
        found: dict[str, dict[Number, KeptStory]] = defaultdict(dict)
        for lang, day, rank, *kept in self.db.execute(
            "select lang, day, rank, instant, url, digest from stories"
        ):
            found[lang][Number(day, rank)] = KeptStory(*kept)
        return found

    def stories_of(self, lang: str, day: int) -> dict[Number, KeptStory]:
        """Return the stories in *lang* of a *day*, by number."""
        select = "select rank, instant, url, digest from stories where lang = ? and day = ?"
        return {
            Number(day, rank): KeptStory(*kept)
            for rank, *kept in self.db.execute(select, [lang, day])
        }

    def days_of(self, url: str) -> list[tuple[str, int]]:
        """Return the language and the day of the story at the address *url*, if there is one."""
        return self.db.execute("select lang, day from stories where url = ?", [url]).fetchall()

    def count_stories(self) -> int:
        """Return the number of all stories."""
        found: tuple[int] = self.db.execute("select total(stories) from lengths").fetchone()
        return int(found[0])

    def count_ending(self, lang: str, ending: str, more: int) -> None:
        """Add *more* to the stems that have words with this *ending*."""
        self.db.execute(
            "insert into endings values (?, ?, ?)"
            " on conflict do update set stems = stems + excluded.stems",
            [lang, ending, more],
        )
        self.db.execute(
            "delete from endings where lang = ? and ending = ? and stems = 0", [lang, ending]
        )

    def count_name(self, lang: str, name: Filed, more: int) -> None:
        """Add *more* to the stories that are filed under *name*."""
        self.db.execute(
            "insert into filed values (?, ?, ?, ?, ?, ?)"
            " on conflict do update set stories = stories + excluded.stories",
            [lang, *name, more],
        )
        self.db.execute(
            "delete from filed where lang = ? and kind = ? and slug = ? and stories = 0",
            [lang, name.kind, name.slug],
        )

    def languages(self) -> list[str]:
        """Return the languages of the stories, in order."""
        select = "select distinct lang from lengths where stories > 0 order by lang"
        return [lang for (lang,) in self.db.execute(select)]

    def heads(self) -> set[str]:
        """Return the languages that have a head."""
        self._flush()
        found = self.db.execute("select path from files where path glob '*/head'")
        return {path.removesuffix("/head") for (path,) in found}

    def _count_length(self, lang: str, number: Number, length: int, more: int) -> None:
        self.db.execute(
            "insert into lengths values (?, ?, ?, ?)"
            " on conflict do update set stories = stories + excluded.stories",
            [lang, year_of(number.day), length, more],
        )

    def _write(self, path: str, data: bytes, known: tuple[int, str]) -> None:
        if self._editions:
            self._hold(path, data)
        else:
            self._write_file(path, data)
        self._waiting[path] = known
        self._note_change(path)
        if len(self._waiting) >= _MANY:
            self._flush()

    def _hold(self, path: str, data: bytes | None) -> None:
        self._held_size += len(data or b"") - len(self._held.get(path) or b"")
        self._held[path] = data
        if self._held_size > _ROOM:
            self._write_held()

    def _write_held(self) -> None:
        for path, data in self._held.items():
            # A disk takes its time over a file that is emptied and written; not so over a new one.
            self._file(path).unlink(missing_ok=True)
            if data is not None:
                self._write_file(path, data)
        self._held.clear()
        self._held_size = 0

    def _write_file(self, path: str, data: bytes) -> None:
        file = self._file(path)
        if file.parent not in self._folders:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(file.parent)
        file.write_bytes(data)

    def _file(self, path: str) -> Path:
        return self.folder / FILES / f"{path}.js"

    def _note_change(self, path: str) -> None:
        if self._editions:  # to the first edition, nobody comes from another
            self._changed.add(path)

    def _known(self, path: str) -> tuple[int, str] | None:
        if path in self._waiting:
            return self._waiting[path]
        found: tuple[int, str] | None = self.db.execute(
            "select size, digest from files where path = ?", [path]
        ).fetchone()
        return found

    def _flush(self) -> None:
        rows: Iterable[tuple[str, int, str]] = (
            (path, size, digest) for path, (size, digest) in self._waiting.items()
        )
        self.db.executemany("insert or replace into files values (?, ?, ?)", rows)
        self._waiting.clear()


def _file(path: str, text: str) -> bytes:
    return f'found("{path}",{text})\n'.encode()


_MANY = 2_000  # files, whose rows are written together
_ROOM = 64 * 2**20  # bytes of changed files that are held until they are committed


def _hurry(db: sqlite3.Connection) -> None:
    db.execute("pragma synchronous = off")  # what a stop of the machine spoils is made again
