"""The data that a revision changes: of the edited stories, and the tables of their years."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from backfile.outputs.data.kept_tables import KeptTables
from backfile.outputs.data.output import (
    FOLDER,
    package_file,
    repository_of,
    story_data,
    table_files,
)
from backfile.outputs.data.tables import STORIES, UPDATES, new_tables
from backfile.outputs.story_digests import record_digest
from backfile.reading.scope import NotARevisionError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping
    from pathlib import Path

    from backfile.outputs.artifacts import Artifact
    from backfile.outputs.data.dublin_core import Repository
    from backfile.outputs.data.tables import TablePart
    from backfile.outputs.listings.output import Listings
    from backfile.reading.site import Site


def revised_data(
    site: Site, listings: Listings, folder: Path
) -> Generator[Artifact, None, list[TablePart]]:
    """Go through the data that change with what is revised in *listings*; return all tables.

    *folder* is that of the site as it was, whose tables have the stories that were not edited. What
    is kept of the tables for the next build is committed with the other caches of *site*. Raises
    NotARevisionError where the tables are not as they were written, and sqlite3.Error.
    """
    settings = site.settings
    now: dict[str, dict[str, Any]] = {}
    kept = site.caches.add(KeptTables.kept(settings.cache))
    for article in site.edited:
        data, file = story_data(article, settings)
        yield file
        kept.put_digests([(article.url, record_digest(article))])
        now[data["story"]] = data
    for year in listings.revised.years if listings.revised else ():
        urls = [row.card.url for row in listings.catalogue.of_year(year)]
        others = _Rows([one for one in kept.parts() if one.year == year], folder / FOLDER)
        told = [(digest, settings.address) for digest in kept.digests(urls)]
        kept.remove_parts(year)
        if urls:
            tables = _revised_year(year, urls, now, others, told, repository_of(settings))
            kept.put_parts((yield from tables))
    parts = kept.parts()
    if not parts:
        raise NotARevisionError("no story is left")
    yield package_file(parts, site.registry, settings)
    return parts


def _revised_year(  # noqa: PLR0913, PLR0917 (all that the tables are made of)
    year: int,
    urls: Iterable[str],
    now: Mapping[str, dict[str, Any]],
    others: _Rows,
    made_of: object,
    repository: Repository,
) -> Generator[Artifact, None, list[TablePart]]:
    """Go through the tables of the stories at *urls*, of which some are as they are *now*.

    The rows of the *others* are as they were. Returns what is to be kept of the tables.
    """
    with new_tables(year, repository) as tables:
        for url in urls:
            if url in now:
                tables.add(now[url])
            else:
                tables.add_rows(*others.of(url))
        yield from table_files(tables, made_of, repository)
        return tables.parts


class _Rows:
    """The rows of the tables of a year, of which *parts* are kept, in the *folder* of the site.

    Raises NotARevisionError where a table is not as it was written.
    """

    def __init__(self, parts: Iterable[TablePart], folder: Path) -> None:
        rows = {part.table: read_rows(folder / part.path, part.hash) for part in parts}
        self._stories = {row["story"]: row for row in rows.get(STORIES, ())}
        self._updates: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in rows.get(UPDATES, ()):
            self._updates[row["story"]].append(row)

    def of(self, url: str) -> tuple[dict[str, str], list[dict[str, str]]]:
        """Return the row of the story at *url*, and those of its updates."""
        if url not in self._stories:
            raise NotARevisionError(f"the tables have no {url}")
        return self._stories[url], self._updates[url]


def read_rows(path: Path, digest: str) -> list[dict[str, str]]:
    """Return the rows of the table at *path*, which has a *digest* as a data package states it.

    Raises NotARevisionError where it has another.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NotARevisionError(str(error)) from error
    if digest != f"sha256:{hashlib.sha256(data).hexdigest()}":
        raise NotARevisionError(f"{path} was changed")
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))
