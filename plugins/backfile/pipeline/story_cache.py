"""Keeps what was read of each story from build to build, so that only changed files are read again.

Markdown takes a good third of a build. What it makes of a file is kept under the digest of the
file's bytes and of everything else that the reader depends on; the times of files count for
nothing, so that it holds after a fresh checkout.
"""

from __future__ import annotations

import io
import json
import logging
import pickle
import sqlite3
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.outputs.keys import (
    PLACES,
    NoDigestError,
    digest,
    digest_of_bytes,
    made_by,
    settings_without,
)
from backfile.pipeline.watching import watch_of
from backfile.reading.date_remarks import FUTURE
from backfile.reading.reader import StoryReader, shown_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pelican.generators import ArticlesGenerator

_LOG = logging.getLogger(__name__)
FILE = "stories.db"
_FAST = 1  # zlib's level
_OF_MARKDOWN = "markdown.extensions."
_LAYOUT = "CREATE TABLE stories (path TEXT PRIMARY KEY, key TEXT, digest TEXT, data BLOB)"


def keep_stories(generator: ArticlesGenerator, cache: Path, *, are_all: bool) -> StoryCache | None:
    """Let *generator* take stories from the *cache* that were read before, and keep the others.

    Return the cache, None where it cannot be used: every story is read where Pelican's own cache is
    on, or a setting can change what is read without being seen here. Where the generator reads them
    all (*are_all*), those that it does not ask for are removed.
    """
    settings = generator.settings
    # DEFAULT_DATE = "fs" dates a story by the time of its file.
    is_off = settings["CACHE_CONTENT"] or settings.get("DEFAULT_DATE") == "fs"
    ground = "" if is_off else ground_of(settings)
    database = _opened(cache / FILE) if ground else None
    if database is None:
        return None
    readers = generator.readers
    ours = [one for one, reader in readers.readers.items() if type(reader) is StoryReader]
    kept = StoryCache(database, ground, settings, tuple(f".{one}" for one in ours))
    readers.get_cached_data, readers.cache_data = kept.get, kept.put
    readers.save_cache = kept.keep_these if are_all else kept.keep
    return kept


class StoryCache:
    """What was read of stories, in a *database*: the HTML of each, and its metadata.

    *ground* is the digest of all that this depends on beside the file of the story. Only files with
    the *endings* are kept, which our reader reads: others may read what they like. What is damaged
    counts as missing.
    """

    def __init__(
        self,
        database: sqlite3.Connection,
        ground: str,
        settings: Mapping[str, Any],
        endings: tuple[str, ...],
    ) -> None:
        self._database, self._ground, self._settings = database, ground, settings
        self._endings = endings
        self._keys: dict[str, str] = {}
        self._seen: set[str] = set()
        self._watch = watch_of(settings)

    def get(self, path: str, default: Any = None) -> Any:
        """Return what was read of the file at *path* as it is now, or *default*."""
        if not path.endswith(self._endings):
            return default
        name = shown_path(path)
        key = self._keys[name] = self._keys.get(name) or self._key_now(path)
        self._seen.add(name)
        self._watch("stories", len(self._seen), None)
        with suppress(sqlite3.Error, *_BROKEN):
            found = self._database.execute(
                "SELECT digest, data FROM stories WHERE path = ? AND key = ?", (name, key)
            ).fetchone()
            if found and digest_of_bytes(found[1]) == found[0]:
                return _Unpickler(zlib.decompress(found[1]), self._settings).load()
        return default

    def put(self, path: str, data: Any) -> None:
        """Keep *data*, which was read of the file at *path* after it was asked for."""
        key = self._keys.get(shown_path(path))
        if not key or key != self._key_now(path):
            return  # of a file that was changed meanwhile, nobody knows which version was read
        with suppress(*_BROKEN):
            self.add(path, key, packed_story(data, self._settings))

    def add(self, path: str, key: str, packed: bytes) -> None:
        """Keep what was read of the file at *path* when it had the *key*, packed by `packed_story`.

        While another build writes, nothing is kept.
        """
        row = (shown_path(path), key, digest_of_bytes(packed), packed)
        with suppress(sqlite3.Error):
            if packed:
                self._database.execute("INSERT OR REPLACE INTO stories VALUES (?, ?, ?, ?)", row)

    def lacks(self, path: str, key: str) -> bool:
        """Tell whether the file at *path* is to be kept, and nothing is known of it by *key*.

        `get` then returns what is known by this key: the file has just been read.
        """
        query, name = "SELECT 1 FROM stories WHERE path = ? AND key = ?", shown_path(path)
        with suppress(sqlite3.Error):
            known = self._database.execute(query, (name, key)).fetchone()
            self._keys[name] = key
            return known is None and path.endswith(self._endings)
        return False

    def key(self, path: str, data: bytes) -> str:
        """Return the key of the file at *path*, which has the bytes *data*."""
        return digest(self._ground, shown_path(path), data)

    def keep_these(self) -> None:
        """Write what is new, and remove the stories that this build has not asked for."""
        with suppress(sqlite3.Error):
            known = [name for (name,) in self._database.execute("SELECT path FROM stories")]
            gone = [(name,) for name in known if name not in self._seen]
            self._database.executemany("DELETE FROM stories WHERE path = ?", gone)
        self.keep()

    def keep(self) -> None:
        """Write what is new."""
        try:
            self._database.commit()
        except sqlite3.Error as error:
            _LOG.info("the stories that were read could not be kept: %s", error)
        self._database.close()

    def _key_now(self, path: str) -> str:
        """Return the key of the file at *path* as it is, empty where it cannot be read."""
        try:
            return self.key(path, Path(path).read_bytes())
        except OSError:
            return ""


def packed_story(data: tuple[str, dict[str, Any]], settings: Mapping[str, Any]) -> bytes:
    """Return *data*, which was read of a file with *settings*, as the cache keeps it.

    That is nothing where it cannot be kept.
    """
    return b"" if _will_change(data) else zlib.compress(_pickled(data, settings), _FAST)


def _will_change(data: tuple[str, Mapping[str, Any]]) -> bool:
    """Tell whether a remark on the story will be out of date: that a day is yet to come."""
    return any(one.code == FUTURE for one in data[1].get("remarks", ()))


def ground_of(settings: Mapping[str, Any]) -> str:
    """Return the digest of all that a story read depends on beside its file, empty if unknown."""
    extensions = settings["MARKDOWN"].get("extensions", ())
    try:
        json.dumps(settings["MARKDOWN"])  # what it cannot hold is a program
        if not all(one.startswith(_OF_MARKDOWN) for one in extensions):
            return ""
        return digest(made_by(), settings_without(settings, PLACES))
    except (NoDigestError, TypeError, ValueError, AttributeError):
        return ""


def _opened(path: Path) -> sqlite3.Connection | None:
    """Open the file at *path*, made anew where it is none of ours; None where that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _with_table(path)
    except (OSError, sqlite3.OperationalError):
        return None
    except sqlite3.DatabaseError:
        with suppress(OSError, sqlite3.Error):
            path.unlink()
            return _with_table(path)
        return None


def _with_table(path: Path) -> sqlite3.Connection:
    """Open the file at *path*, which has our table. Raises sqlite3.Error."""
    database = sqlite3.connect(path, timeout=0)
    found = database.execute("SELECT sql FROM sqlite_master WHERE type = 'table'").fetchall()
    if not found:
        database.execute(_LAYOUT)
    elif found != [(_LAYOUT,)]:
        database.close()
        raise sqlite3.DatabaseError("another table")
    return database


# What a pickle can raise that another program has made, or none.
_BROKEN = (
    *(pickle.PickleError, zlib.error, EOFError, AttributeError, ImportError, IndexError),
    *(KeyError, TypeError, ValueError),
)


class _Pickler(pickle.Pickler):
    """Pickles all but the settings, which each category and each topic of Pelican's refers to."""

    def __init__(self, file: io.BytesIO, settings: Mapping[str, Any]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._settings = settings

    def persistent_id(self, one: object) -> str | None:
        return "settings" if one is self._settings else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, data: bytes, settings: Mapping[str, Any]) -> None:
        super().__init__(io.BytesIO(data))
        self._settings = settings

    def persistent_load(self, _name: str) -> Mapping[str, Any]:
        return self._settings


def _pickled(data: Any, settings: Mapping[str, Any]) -> bytes:
    file = io.BytesIO()
    _Pickler(file, settings).dump(data)
    return file.getvalue()
