"""The archive as data, for researchers: each story as JSON, and those of each year as tables.

What there is, and what is promised of it: docs/data.md.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from backfile.outputs.artifacts import PageFile, artifact
from backfile.outputs.data.dublin_core import Repository, record_path
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
    new_tables,
    package_description,
    schema_path,
)
from backfile.outputs.provenance.provenance import provenance_of
from backfile.outputs.story_digests import record_digest
from backfile.reading.cards import plain
from backfile.reading.record import record_of
from backfile.text.addresses import in_full

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence
    from pathlib import Path

    from pelican.contents import Article

    from backfile.config.settings import Settings
    from backfile.outputs.artifacts import Artifact
    from backfile.outputs.data.tables import YearTables
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
        parts += yield from year_files(year, articles, settings)
    _keep(in_order, parts, settings.cache)
    package = read_schema(PACKAGE)
    yield json_file(SCHEMA, settings.address, schema(settings.address))
    for table in package["resources"]:
        yield json_file(f"{FOLDER}/{schema_path(table['name'])}", (), table["schema"])
    if parts:  # a data package has one or more
        yield package_file(parts, partners, settings)
    if has_page:
        yield data_page(parts, settings)


def tables_of(year: int) -> list[str]:
    """Return the files of the tables and the records of a *year*, in the output."""
    tables = [TablePart(one, year, 0, 0, "").path for one in (STORIES, UPDATES)]
    return [f"{FOLDER}/{one}" for one in (*tables, record_path(year))]


def _keep(published: Iterable[Article], parts: Iterable[TablePart], cache: Path) -> None:
    """Keep what a revision needs to know; where that cannot be, there will be none."""
    with suppress(OSError, sqlite3.Error), closing(KeptTables.anew(cache)) as kept:
        kept.put_digests((one.url, record_digest(one)) for one in published)
        kept.put_parts(parts)
        kept.commit()


def year_files(
    year: int, articles: Iterable[Article], settings: Settings
) -> Generator[Artifact, None, list[TablePart]]:
    """Go through the data of the *articles* of one *year*: each as JSON, then the tables.

    Returns what is to be kept of the tables.
    """
    made_of, repository = [], repository_of(settings)
    with new_tables(year, repository) as tables:
        for article in articles:
            data, file = story_data(article, settings)
            made_of.append((record_digest(article), settings.address))
            yield file
            tables.add(data)
        yield from table_files(tables, made_of, repository)
        return tables.parts


def story_data(article: Article, settings: Settings) -> tuple[dict[str, Any], Artifact]:
    """Return the JSON of *article*, and the file of it."""
    provenance = provenance_of(article, settings.content)
    data = as_json(record_of(article), settings.address, provenance)
    made_of = record_digest(article), settings.address, provenance
    return data, json_file(data_url(article), made_of, data)


def table_files(tables: YearTables, made_of: object, repository: Repository) -> Iterator[Artifact]:
    """Go through the files of *tables*, which are *made_of* that, and of their records.

    *repository* is the site.
    """
    for part in tables.parts:
        make = partial(tables.read, part.table)
        yield artifact(f"{FOLDER}/{part.path}", made_of, make)
    if tables.records:
        path, records = f"{FOLDER}/{record_path(tables.year)}", tables.records
        address = in_full(repository.address, path)
        yield artifact(path, (records.digest, address), partial(records.read, address))


def repository_of(settings: Settings) -> Repository:
    """Return whose records the data of a site are."""
    return Repository(plain(settings.name), settings.address, settings.tag_authority)


def package_file(
    parts: Sequence[TablePart], partners: Iterable[Partner], settings: Settings
) -> Artifact:
    """Return the description of the *parts*; *partners* as in `data_files`."""
    slugs = {slug for part in parts for slug in part.partners}
    named = [partner for partner in partners if partner.slug in slugs]
    site = _site(settings)
    made = package_description(read_schema(PACKAGE), parts, named, site)
    return json_file(f"{FOLDER}/{PACKAGE}", (parts, named, site), made)


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
        "data_records": _records(parts) if repository_of(settings).can_name else [],
    }
    place = settings.data_page
    return PageFile(place.save_as, place.url, "data", names, names)


def _records(parts: Iterable[TablePart]) -> list[dict[str, str]]:
    """Return the files of Dublin Core records, a year each, of which *parts* are the tables."""
    years = dict.fromkeys(part.year for part in parts)
    return [{"year": f"{one:04}", "path": f"{FOLDER}/{record_path(one)}"} for one in years]


def _shown(part: TablePart) -> dict[str, str]:
    return {"year": f"{part.year:04}", "path": f"{FOLDER}/{part.path}"}


def json_file(path: str, made_of: object, data: dict[str, Any]) -> Artifact:
    """Return the artifact at *path* of *data*, which are *made_of* that."""
    return artifact(path, made_of, lambda: [json_bytes(data)])


def _site(settings: Settings) -> dict[str, str]:
    title = plain(settings.name)
    name = _NOT_IN_NAMES.sub("-", title.lower()).strip("-") or "archive"
    home = {"homepage": settings.url()} if settings.has_address else {}
    return {"name": name, "title": title, **home}
