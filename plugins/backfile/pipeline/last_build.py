"""What a build leaves for the next one, in a database in the cache: `last-build.db`.

These are the files of the site with their keys, the inputs that they were made of, and of each
story what the rest of the site depends on. A build that begins to change the site takes the mark
away that says that all this is so; it sets the mark again at its end. Without the mark, only the
files count, each of which is compared before it is used.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from zlib import crc32

from backfile.outputs.keys import made_by
from backfile.outputs.site_manifest.format import list_of
from backfile.pipeline.inputs import Input

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

_LOG = logging.getLogger(__name__)
FILE = "last-build.db"
LAST = "_BACKFILE_LAST_BUILD"  # Pelican's setting that has it
_LAYOUT = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, key TEXT NOT NULL, digest TEXT NOT NULL,
  size INTEGER NOT NULL, changed INTEGER NOT NULL, list TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX files_by_list ON files (list);
CREATE TABLE inputs (path TEXT PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL,
  noted INTEGER NOT NULL, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE stories (source TEXT PRIMARY KEY, url TEXT NOT NULL, status TEXT NOT NULL,
  slug TEXT NOT NULL, place TEXT NOT NULL, ties TEXT NOT NULL, lang TEXT NOT NULL,
  is_free INTEGER NOT NULL, files TEXT NOT NULL, needs TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX stories_by_url ON stories (url);
CREATE INDEX stories_by_slug ON stories (slug);
CREATE INDEX stories_by_status ON stories (status)
  WHERE status NOT IN ('published', 'withdrawn');
CREATE TABLE links (target TEXT, source TEXT, PRIMARY KEY (target, source)) WITHOUT ROWID;
CREATE TABLE redirects (url TEXT, path TEXT, PRIMARY KEY (url, path)) WITHOUT ROWID;
CREATE TABLE claims (place TEXT, source TEXT, PRIMARY KEY (place, source)) WITHOUT ROWID;
CREATE TABLE said (stage TEXT NOT NULL, message TEXT NOT NULL);
"""
_TABLES = ("claims", "facts", "files", "inputs", "links", "redirects", "stories", "said")
_VERSION = crc32(_LAYOUT.encode()) >> 1
_FILE = "key, digest, size, changed"  # the columns of a MadeFile
WITHDRAWN = "withdrawn"  # the status of stories of which only a tombstone is left
TEMPLATES = "templates"  # the fact that tells what templates ask for
_COMPLETE = "complete"  # the name of the mark; its value is the digest of the program
JOURNAL = "journal"  # the fact that tells of a revision that is being put in place


class MadeFile(NamedTuple):
    """A file that a build has made: its key, the SHA-256 of its bytes, and what the system says.

    `digest` is in hexadecimal digits, `size` in bytes, `changed` is the time of its last change in
    nanoseconds.
    """

    key: str
    digest: str
    size: int
    changed: int


class NotedStory(NamedTuple):
    """What the rest of the site depends on in a story, beside its card.

    `source` is its file below the content folder, `url` the address of its page, `status` that of
    Pelican, `slug` its name in links. `place` is the digest of what decides where it is listed,
    `ties` that of what leads to it or comes with it: other languages, old addresses, pictures, an
    original. It `is_free` without any of these. `files` are those that are made of it alone.
    `needs` are the sources of the stories without which it cannot be made: its other languages, and
    the one that it continues. `links` are the files to which it links, stories and others; `claims`
    the places of its old addresses on the site.
    """

    source: str
    url: str
    status: str
    slug: str
    place: str
    ties: str
    lang: str
    is_free: bool
    files: tuple[str, ...]
    needs: tuple[str, ...]
    links: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


class LastBuild:
    """The database of the last build. Nothing is kept of a change until `commit`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self.is_noted = False  # whether the build that goes on has been

    def __reduce__(self) -> tuple[type, tuple[()]]:
        """Leave the database out of Pelican's cache, which pickles the settings with each story."""
        return type(None), ()

    @classmethod
    def opened(cls, cache: Path) -> Self:
        """Open the database in *cache*, empty where there is none of ours.

        Where none can be written it is one in memory, which nobody will read.
        """
        path = cache / FILE
        with suppress(OSError):
            cache.mkdir(parents=True, exist_ok=True)
        for _ in range(2):
            try:
                return cls(_with_tables(str(path)))
            except sqlite3.OperationalError:
                break
            except sqlite3.DatabaseError:
                with suppress(OSError):
                    path.unlink()
        return cls(_with_tables(":memory:"))

    def close(self) -> None:
        """Let the database go; what was not committed is lost."""
        self._database.close()

    def commit(self) -> None:
        """Keep what was put. Where the disk does not allow it, the old state stays."""
        with self.noting():
            self._database.commit()

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Let the block put what was built; where the database does not allow it, nothing is."""
        try:
            yield
        except sqlite3.Error as error:
            _LOG.info("what was built could not be noted: %s", error)
            self._database.rollback()

    @property
    def is_complete(self) -> bool:
        """Return whether the site is as the last build of this program noted it here."""
        return self.fact(_COMPLETE) == made_by()

    def begin(self) -> None:
        """Take the mark away, at once: from here on, the site may be another."""
        with suppress(sqlite3.Error):
            self._remove_facts(_COMPLETE, JOURNAL)
            self._database.commit()

    def complete(self) -> None:
        """Set the mark, and keep it with all that was put; nothing is left to be put in place."""
        self._remove_facts(JOURNAL)
        self.put_facts({_COMPLETE: made_by()})
        self.commit()

    def fact(self, name: str) -> str:
        """Return the value of a fact, empty where it is not known."""
        return next((value for (value,) in self._ask("facts", "value", "name", name)), "")

    def put_facts(self, facts: Mapping[str, str]) -> None:
        """Put the values of *facts* by their names."""
        self._many("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())

    def _remove_facts(self, *names: str) -> None:
        self._many("DELETE FROM facts WHERE name = ?", ((one,) for one in names))

    def get(self, path: str) -> MadeFile | None:
        """Return what is known of the file of the site at *path*."""
        rows = self._ask("files", _FILE, "path", path)
        return next((MadeFile(*row) for row in rows), None)

    def files(self) -> dict[str, MadeFile]:
        """Return all files of the site by their paths; some have no key."""
        rows = self._database.execute(f"SELECT path, {_FILE} FROM files")  # noqa: S608 (these columns)
        return {path: MadeFile(*row) for path, *row in rows}

    def in_list(self, name: str) -> dict[str, MadeFile]:
        """Return the files that a list of the manifest has, by their paths."""
        rows = self._ask("files", f"path, {_FILE}", "list", name)
        return {path: MadeFile(*row) for path, *row in rows}

    def put_files(self, made: Mapping[str, MadeFile]) -> None:
        """Put files that were made, by their paths."""
        rows = ((path, *one, list_of(path)) for path, one in made.items())
        self._many("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", rows)

    def inputs(self) -> dict[str, Input]:
        """Return the inputs of the build, by their paths."""
        rows = self._database.execute("SELECT * FROM inputs")
        return {path: Input(*row) for path, *row in rows}

    @property
    def has_inputs(self) -> bool:
        """Return whether the inputs of a build are known."""
        return self._database.execute("SELECT 1 FROM inputs").fetchone() is not None

    def put_inputs(self, inputs: Mapping[str, Input]) -> None:
        """Put *inputs* by their paths."""
        rows = ((path, *one) for path, one in inputs.items())
        self._many("INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, ?, ?)", rows)

    def story(self, source: str) -> NotedStory | None:
        """Return what is known of the story in the file *source*."""
        return self._story("source", source)

    def story_at(self, url: str) -> NotedStory | None:
        """Return what is known of the story whose page is at *url*."""
        return self._story("url", url)

    def put_stories(self, stories: Iterable[NotedStory]) -> None:
        """Put *stories*, and their links."""
        for one in stories:
            row = (*one[:8], json.dumps(one.files), json.dumps(one.needs))
            self._many(
                "INSERT OR REPLACE INTO stories VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [row]
            )
            self.put_links(one.source, one.links)
            self._put_claims(one.source, one.claims)

    def put_links(self, source: str, targets: Iterable[str]) -> None:
        """Put that the file *source* links to *targets*, and to nothing else."""
        self._database.execute("DELETE FROM links WHERE source = ?", [source])
        self._many("INSERT OR IGNORE INTO links VALUES (?, ?)", ((one, source) for one in targets))

    def _put_claims(self, source: str, places: Iterable[str]) -> None:
        self._database.execute("DELETE FROM claims WHERE source = ?", [source])
        self._many("INSERT OR IGNORE INTO claims VALUES (?, ?)", ((one, source) for one in places))

    def claimants(self, place: str) -> list[str]:
        """Return the files of the stories that were at a *place* once, as they state."""
        return [source for (source,) in self._ask("claims", "source", "place", place)]

    def redirects(self, url: str) -> list[str]:
        """Return the files of the pages at old addresses that lead to the story at *url*."""
        return [path for (path,) in self._ask("redirects", "path", "url", url)]

    def put_redirects(self, pages: Mapping[str, Iterable[str]]) -> None:
        """Put the files of such pages, by the addresses of their stories."""
        rows = ((url, path) for url, paths in pages.items() for path in paths)
        self._many("INSERT OR IGNORE INTO redirects VALUES (?, ?)", rows)

    def remove_story(self, source: str) -> None:
        """Remove the story in the file *source*, and its links."""
        self.put_links(source, ())
        self._put_claims(source, ())
        self._database.execute("DELETE FROM stories WHERE source = ?", [source])

    def remove_file(self, path: str) -> None:
        """Remove the file of the site at *path*."""
        self._database.execute("DELETE FROM files WHERE path = ?", [path])

    def remove_inputs(self, paths: Iterable[str]) -> None:
        """Remove inputs that are gone."""
        self._many("DELETE FROM inputs WHERE path = ?", ((one,) for one in paths))

    def is_linked(self, source: str) -> bool:
        """Tell whether another file links to the story in the file *source*, or continues it."""
        query = "SELECT 1 FROM links WHERE target = ? AND source <> ?"
        return self._database.execute(query, [source, source]).fetchone() is not None

    def called(self, slug: str) -> list[str]:
        """Return the files of the stories that have a *slug*."""
        return [source for (source,) in self._ask("stories", "source", "slug", slug)]

    def has_others_in(self, lang: str, without: Collection[str]) -> bool:
        """Tell whether stories in *lang* are published, beside those in the files *without*."""
        query = "SELECT source FROM stories WHERE lang = ? AND status = 'published'"
        return any(one not in without for (one,) in self._database.execute(query, [lang]))

    @property
    def has_unlisted(self) -> bool:
        """Return whether there are stories, such as hidden ones, that lists leave out.

        Withdrawn ones do not count: their pages show nothing of any other story.
        """
        query = "SELECT 1 FROM stories WHERE status NOT IN ('published', 'withdrawn')"
        return self._database.execute(query).fetchone() is not None

    def said(self, stage: str) -> list[str]:
        """Return the messages that the build had in a *stage*."""
        return [message for (message,) in self._ask("said", "message", "stage", stage)]

    def put_said(self, stage: str, messages: Iterable[str]) -> None:
        """Put the messages of a *stage*, in the place of those that it had."""
        self._database.execute("DELETE FROM said WHERE stage = ?", [stage])
        self._many("INSERT INTO said VALUES (?, ?)", ((stage, one) for one in messages))

    def clear(self) -> None:
        """Remove everything, for a build that makes everything."""
        for table in _TABLES:
            self._database.execute(f"DELETE FROM {table}")  # noqa: S608 (these tables)

    def _story(self, column: str, value: str) -> NotedStory | None:
        for *row, is_free, files, needs in self._ask("stories", "*", column, value):
            source, url, status, slug, place, ties, lang = row
            own, needed = tuple(json.loads(files)), tuple(json.loads(needs))
            return NotedStory(
                source, url, status, slug, place, ties, lang, bool(is_free), own, needed
            )
        return None

    def _ask(self, table: str, wanted: str, column: str, value: str) -> sqlite3.Cursor:
        query = f"SELECT {wanted} FROM {table} WHERE {column} = ?"  # noqa: S608 (none of a stranger)
        return self._database.execute(query, [value])

    def _many(self, statement: str, rows: Iterable[Iterable[object]]) -> None:
        self._database.executemany(statement, (tuple(row) for row in rows))


def begin_build(pelican_settings: dict[str, Any], cache: Path) -> LastBuild:
    """Return the database for the build of these settings, opened in *cache* if it has none yet."""
    if LAST not in pelican_settings:
        pelican_settings[LAST] = LastBuild.opened(cache)
    return last_build_of(pelican_settings)


def last_build_of(pelican_settings: Mapping[str, Any]) -> LastBuild:
    """Return the database of the build of these settings."""
    last: LastBuild = pelican_settings[LAST]
    return last


def _with_tables(name: str) -> sqlite3.Connection:
    """Open the file *name*, which has our tables. Raises sqlite3.Error."""
    database = sqlite3.connect(name, timeout=1)
    try:
        with closing(database.execute("PRAGMA user_version")) as found:
            (version,) = found.fetchone()
        if version != _VERSION:
            if database.execute("SELECT 1 FROM sqlite_master").fetchone():
                raise sqlite3.DatabaseError("other tables")  # noqa: TRY301 (closed below)
            database.executescript(f"{_LAYOUT}PRAGMA user_version = {_VERSION};")
    except BaseException:
        database.close()
        raise
    return database
