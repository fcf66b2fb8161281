"""The archive as data, for researchers: each story as JSON, all of them as tables.

What there is, and what is promised of it: docs/data.md.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from functools import partial
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO

from backfile.outputs.artifacts import PageFile, artifact
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
    Sources,
    Table,
    columns_of,
    package_description,
    story_row,
    update_rows,
)
from backfile.outputs.story_digests import record_digest
from backfile.reading.cards import plain
from backfile.reading.record import record_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pelican.contents import Article

    from backfile.config.settings import Settings
    from backfile.outputs.artifacts import Artifact

FOLDER = "data"  # of the tables, below SITEURL
_NOT_IN_NAMES = re.compile("[^a-z0-9]+")


def data_files(
    published: Iterable[Article], settings: Settings, *, has_page: bool
) -> Iterator[Artifact | PageFile]:
    """Go through all data of the *published* articles, in one pass by date, then by address.

    The tables, which are of all stories, come last, with what describes them and the page that
    leads to them, where it *has_page*.
    """
    sources, package, digests = Sources(), read_schema(PACKAGE), []
    with ExitStack() as stack:
        files = {name: stack.enter_context(TemporaryFile()) for name in (STORIES, UPDATES)}
        tables = {name: Table(file, columns_of(package, name)) for name, file in files.items()}
        for article in sorted(published, key=lambda one: one.card.place):
            record = record_of(article)
            data = as_json(record, settings.address)
            digests.append(record_digest(article))
            yield _json(data_url(record), (digests[-1], settings.address), data)
            tables[STORIES].add(story_row(data))
            for row in update_rows(data):
                tables[UPDATES].add(row)
            sources.add(record.partner)
        made_of = digests, settings.address, _site(settings)
        for name, file in files.items():
            yield artifact(f"{FOLDER}/{name}", made_of, partial(_from_the_start, file))
    package = package_description(package, tables, sources, _site(settings))
    yield _json(f"{FOLDER}/{PACKAGE}", made_of, package)
    yield _json(SCHEMA, settings.address, schema(settings.address))
    if has_page:
        names = {"data_package": package, "data_folder": FOLDER, "data_schema": SCHEMA}
        place = settings.data_page
        yield PageFile(place.save_as, place.url, "data", _shown(package), names)


def _shown(package: dict[str, Any]) -> dict[str, Any]:
    """Return what the page shows of the *package*: of the tables' sizes, the thousands alone."""
    tables = [{**one, "bytes": one["bytes"] // 1000, "hash": ""} for one in package["resources"]]
    return {**package, "resources": tables}


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
