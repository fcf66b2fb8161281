"""The archive as data, for researchers: each story as JSON, and those of each year as tables.

What there is, and what is promised of it: docs/data.md.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import sqlite3
from collections import defaultdict
from contextlib import closing, suppress
from functools import partial
from itertools import groupby
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO

from backfile.outputs.artifacts import PageFile, artifact
from backfile.outputs.data.kept_tables import KeptTables
from backfile.outputs.data.story_json import (
    SCHEMA,
    as_json,
    data_url,
    json_bytes,
    read_schema,
    schema,
)
from backfile.outputs.data.tables import (
    PACKAGE,
    STORIES,
    UPDATES,
    TablePart,
    YearTables,
    package_description,
    schema_path,
)
from backfile.outputs.story_digests import record_digest
from backfile.reading.cards import plain
from backfile.reading.record import record_of
from backfile.reading.scope import NotARevisionError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pelican.contents import Article

    from backfile.config.settings import Settings
    from backfile.outputs.artifacts import Artifact
    from backfile.outputs.listings.output import Listings
    from backfile.partners.registry import Partner

FOLDER = "data"  # of the tables, below SITEURL
_NOT_IN_NAMES = re.compile("[^a-z0-9]+")


def data_files(
    published: Iterable[Article],
    partners: Iterable[Partner],
    settings: Settings,
    *,
    has_page: bool,
) -> Iterator[Artifact | PageFile]:
    """Go through all data of the *published* articles, year by year.

    What describes the tables, and the page that leads to them where it *has_page*, comes last.
    *partners* are those whom the articles may have, in the order in which they are to be named.
    """
    parts: list[TablePart] = []
    # By the story's own day: its moment may be in another year.
    in_order = sorted(published, key=lambda one: (one.card.day.year, one.card.place))
    for year, articles in groupby(in_order, lambda one: one.card.day.year):
        parts += yield from year_files(year, articles, settings.address)
    _keep(in_order, parts, settings.cache)
    package = read_schema(PACKAGE)
    yield _json(SCHEMA, settings.address, schema(settings.address))
    for table in package["resources"]:
        yield _json(f"{FOLDER}/{schema_path(table['name'])}", (), table["schema"])
    if parts:  # a data package has one or more
        yield package_file(parts, partners, settings)
    if has_page:
        yield data_page(parts, settings)


def tables_of(year: int) -> list[str]:
    """Return the files of the tables of a *year*, in the output."""
    return [f"{FOLDER}/{TablePart(one, year, 0, 0, '').path}" for one in (STORIES, UPDATES)]


def _keep(published: Iterable[Article], parts: Iterable[TablePart], cache: Path) -> None:
    """Keep what a revision needs to know; where that cannot be, there will be none."""
    with suppress(OSError, sqlite3.Error), closing(KeptTables.anew(cache)) as kept:
        kept.put_digests((one.url, record_digest(one)) for one in published)
        kept.put_parts(parts)
        kept.commit()


def revised_data(
    edited: Iterable[Article],
    listings: Listings,
    partners: Iterable[Partner],
    settings: Settings,
    site: Path,
) -> Iterator[Artifact | PageFile]:
    """Go through the data that change with what is revised in *listings*.

    The *edited* articles are those that changed and are still there. *site* is the folder of the
    site as it was, whose tables have the others. Raises NotARevisionError where these are not as
    they were written, and sqlite3.Error.
    """
    now: dict[str, dict[str, Any]] = {}
    with closing(KeptTables.kept(settings.cache)) as kept:
        for article in edited:
            data, made_of = as_json(record_of(article), settings.address), record_digest(article)
            yield _json(data_url(article), (made_of, settings.address), data)
            kept.put_digests([(article.url, made_of)])
            now[data["story"]] = data
        for year in listings.revised.years if listings.revised else ():
            urls = [row.card.url for row in listings.catalogue.of_year(year)]
            before = [one for one in kept.parts() if one.year == year]
            made_of_year = kept.digests(urls)
            kept.remove_parts(year)
            if urls:
                told = [(digest, settings.address) for digest in made_of_year]
                others = _Rows(before, site / FOLDER)
                kept.put_parts((yield from _revised_year(year, urls, now, others, told)))
        parts = kept.parts()
        if not parts:
            raise NotARevisionError("no story is left")
        yield package_file(parts, partners, settings)
        yield data_page(parts, settings)
        kept.commit()


def _revised_year(
    year: int,
    urls: Iterable[str],
    now: Mapping[str, dict[str, Any]],
    others: _Rows,
    made_of: object,
) -> Generator[Artifact, None, list[TablePart]]:
    """Go through the tables of the stories at *urls*, of which some are as they are *now*.

    The rows of the *others* are as they were. Returns what is to be kept of the tables.
    """
    with TemporaryFile() as stories_file, TemporaryFile() as updates_file:
        files = {STORIES: stories_file, UPDATES: updates_file}
        tables = YearTables(year, files, read_schema(PACKAGE))
        for url in urls:
            if url in now:
                tables.add(now[url])
            else:
                tables.add_rows(*others.of(url))
        for part in tables.parts:
            make = partial(_from_the_start, files[part.table])
            yield artifact(f"{FOLDER}/{part.path}", made_of, make)
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


def year_files(
    year: int, articles: Iterable[Article], address: str
) -> Generator[Artifact, None, list[TablePart]]:
    """Go through the data of the *articles* of one *year*: each as JSON, then the tables.

    *address* is the site's. Returns what is to be kept of the tables.
    """
    made_of = []
    with TemporaryFile() as stories, TemporaryFile() as updates:
        files = {STORIES: stories, UPDATES: updates}
        tables = YearTables(year, files, read_schema(PACKAGE))
        for article in articles:
            data = as_json(record_of(article), address)
            made_of.append((record_digest(article), address))
            yield _json(data_url(article), made_of[-1], data)
            tables.add(data)
        for part in tables.parts:
            make = partial(_from_the_start, files[part.table])
            yield artifact(f"{FOLDER}/{part.path}", made_of, make)
        return tables.parts


def package_file(
    parts: Sequence[TablePart], partners: Iterable[Partner], settings: Settings
) -> Artifact:
    """Return the description of the *parts*; *partners* as in `data_files`."""
    slugs = {slug for part in parts for slug in part.partners}
    named = [partner for partner in partners if partner.slug in slugs]
    site = _site(settings)
    made = package_description(read_schema(PACKAGE), parts, named, site)
    return _json(f"{FOLDER}/{PACKAGE}", (parts, named, site), made)


def data_page(parts: Sequence[TablePart], settings: Settings) -> PageFile:
    """Return the page that leads to the *parts*; of their sizes it shows sums, in thousands."""
    package, tables = read_schema(PACKAGE), []
    for table in package["resources"]:
        of_table = [part for part in parts if part.table == table["name"]]
        tables.append(
            {
                "name": table["name"],
                "fields": table["schema"]["fields"],
                "parts": [_shown(part) for part in of_table],
                "rows": sum(part.rows for part in of_table),
                "kilobytes": sum(part.bytes for part in of_table) // 1000,
            }
        )
    names = {
        "data_tables": tables,
        "data_folder": FOLDER,
        "data_schema": SCHEMA,
        "data_format": package["format"],
    }
    place = settings.data_page
    return PageFile(place.save_as, place.url, "data", names, names)


def _shown(part: TablePart) -> dict[str, str]:
    return {"year": f"{part.year:04}", "path": f"{FOLDER}/{part.path}"}


def _json(path: str, made_of: object, data: dict[str, Any]) -> Artifact:
    return artifact(path, made_of, lambda: [json_bytes(data)])


def _from_the_start(file: BinaryIO) -> BinaryIO:
    file.seek(0)
    return file


def _site(settings: Settings) -> dict[str, str]:
    title = plain(settings.name)
    name = _NOT_IN_NAMES.sub("-", title.lower()).strip("-") or "archive"
    home = {"homepage": settings.url()} if settings.has_address else {}
    return {"name": name, "title": title, **home}
