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
    from backfile.outputs.data.tables import TablePart
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
    digests: dict[int, list[tuple[str, str]]] = {}
    # By the story's own day: its moment may be in another year.
    in_order = sorted(published, key=lambda one: (one.card.day.year, one.card.place))
    for year, grouped in groupby(in_order, lambda one: one.card.day.year):
        articles = list(grouped)
        parts += yield from year_files(year, articles, settings.address)
        digests[year] = [(one.url, record_digest(one)) for one in articles]
    _keep(digests, parts, settings.cache)
    package = read_schema(PACKAGE)
    yield _json(SCHEMA, settings.address, schema(settings.address))
    for table in package["resources"]:
        yield _json(f"{FOLDER}/{schema_path(table['name'])}", (), table["schema"])
    if parts:  # a data package has one or more
        yield package_file(parts, partners, settings)
    if has_page:
        yield _page(package, parts, settings)


def _keep(
    digests: Mapping[int, Iterable[tuple[str, str]]], parts: Iterable[TablePart], cache: Path
) -> None:
    """Keep what a revision needs to know; where that cannot be, there will be none."""
    with suppress(OSError, sqlite3.Error), closing(KeptTables.anew(cache)) as kept:
        for year, of_year in digests.items():
            kept.put_year(year, of_year)
        kept.put_parts(parts)
        kept.commit()


def revised_data(
    edited: Iterable[Article],
    partners: Iterable[Partner],
    settings: Settings,
    site: Path,
    *,
    has_page: bool,
) -> Iterator[Artifact | PageFile]:
    """Go through the data that change with the *edited* articles, which stand where they stood.

    *site* is the folder of the site as it was, whose tables have the other stories. Raises
    NotARevisionError where these are not as they were written, and sqlite3.Error.
    """
    with closing(KeptTables.kept(settings.cache)) as kept:
        changed: dict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
        for article in edited:
            data, made_of = as_json(record_of(article), settings.address), record_digest(article)
            yield _json(data_url(article), (made_of, settings.address), data)
            year = kept.change(article.url, made_of)
            if year is not None:
                changed[year][data["story"]] = data
        for year, stories in changed.items():
            before = [one for one in kept.parts() if one.year == year]
            made_of_year = [(one, settings.address) for one in kept.digests(year)]
            parts = yield from _revised_year(before, stories, made_of_year, site / FOLDER)
            kept.put_parts(parts)
        all_parts = kept.parts()
        yield package_file(all_parts, partners, settings)
        if has_page:
            yield _page(read_schema(PACKAGE), all_parts, settings)
        kept.commit()


def _revised_year(
    before: Sequence[TablePart],
    stories: Mapping[str, dict[str, Any]],
    made_of: object,
    folder: Path,
) -> Generator[Artifact, None, list[TablePart]]:
    """Go through the tables of a year, which are in *folder*, with *stories* as they are now.

    Returns what is to be kept of them.
    """
    rows = {part.table: read_rows(folder / part.path, part.hash) for part in before}
    updates: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows[UPDATES]:
        updates[row["story"]].append(row)
    with TemporaryFile() as stories_file, TemporaryFile() as updates_file:
        files = {STORIES: stories_file, UPDATES: updates_file}
        tables = YearTables(before[0].year, files, read_schema(PACKAGE))
        for row in rows[STORIES]:
            if data := stories.get(row["story"]):
                tables.add(data)
            else:
                tables.add_rows(row, updates[row["story"]])
        for part in tables.parts:
            make = partial(_from_the_start, files[part.table])
            yield artifact(f"{FOLDER}/{part.path}", made_of, make)
        return tables.parts


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


def _page(package: dict[str, Any], parts: Sequence[TablePart], settings: Settings) -> PageFile:
    """Return the page that leads to the *parts*; of their sizes it shows sums, in thousands."""
    tables = []
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
