"""The index as the cache keeps it: its files, and a database of what a change has to know of them.

The database holds the size and the digest of each file, so that one that is damaged is noticed, the
number and the digest of each story, and counts: of names, of endings, of the files of words.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
import unicodedata
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.outputs.keys import digest_of_bytes, digest_of_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backfile.outputs.search.stories import Filed

FILES = "files"
DATABASE = "index.db"
_SCHEMA = """
create table made (by text not null);
create table files (path text primary key, size integer not null, digest text not null)
  without rowid;
create table stories (lang text, day integer, rank integer, url text, digest text, length integer,
  updates integer, primary key (lang, day, rank)) without rowid;
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


class Store:
    """The files of an index in a folder of the cache, and its database.

    Nothing is kept of a change until `commit`; files that were written before are then not those
    that the database knows, and the next build makes the index again.
    """

    def __init__(self, folder: Path, db: sqlite3.Connection) -> None:
        """Take the index in *folder*, whose database is *db*."""
        self.folder = folder
        self.db = db
        self._waiting: dict[str, tuple[int, str]] = {}
        self._folders: set[Path] = set()

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

    def commit(self) -> None:
        """Keep all that was written."""
        self._flush()
        self.db.execute("delete from made")
        self.db.execute("insert into made values (?)", [made_by()])
        self.db.commit()

    def put(self, path: str, text: str, size: int = 0) -> None:
        """Write the file *path*, whose JSON is *text*; its *size* is what trees ask."""
        data = f'found("{path}",{text})\n'.encode()
        file = self.folder / FILES / f"{path}.js"
        if file.parent not in self._folders:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(file.parent)
        file.write_bytes(data)
        self._waiting[path] = size, digest_of_bytes(data)
        if len(self._waiting) >= _MANY:
            self._flush()

    def put_changed(self, path: str, text: str, size: int = 0) -> None:
        """Write the file *path* where it is not as it should be."""
        data = f'found("{path}",{text})\n'.encode()
        if self._known(path) != (size, digest_of_bytes(data)):
            self.put(path, text, size)

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
            data = (self.folder / FILES / f"{path}.js").read_bytes()
        except OSError as error:
            raise DamagedIndexError(str(error)) from error
        known = self._known(path)
        if known is None or known[1] != digest_of_bytes(data):
            raise DamagedIndexError(f"{path} was changed")
        return data

    def remove(self, path: str) -> None:
        """Remove the file *path*, which may not be there."""
        if self.has(path):
            (self.folder / FILES / f"{path}.js").unlink(missing_ok=True)
            self._waiting.pop(path, None)
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
        return [one for (one,) in self.db.execute("select distinct lang from stories order by 1")]

    def heads(self) -> set[str]:
        """Return the languages that have a head."""
        self._flush()
        found = self.db.execute("select path from files where path glob '*/head'")
        return {path.removesuffix("/head") for (path,) in found}

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


_MANY = 2_000  # files, whose rows are written together


def _hurry(db: sqlite3.Connection) -> None:
    db.execute("pragma synchronous = off")  # what a stop of the machine spoils is made again
