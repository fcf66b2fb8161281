"""The archive as tables: a row for each story, a row for each update, and their description.

schema/datapackage.json lists the columns in their order; docs/data.md describes them. A column has
the name of its property in a story's JSON, with an underscore for each level: `partner_name`.
"""

from __future__ import annotations

import csv
import hashlib
import json
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backfile.partners.registry import Partner

STORIES = "stories.csv"
UPDATES = "updates.csv"
PACKAGE = "datapackage.json"
_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode


class Table:
    """A CSV file (RFC 4180), written row by row into *file*; counts the bytes.

    A row is a mapping of cells by column; a missing cell or None is empty. True and
    False are `true` and `false`, a list is a JSON array.
    """

    def __init__(self, file: BinaryIO, columns: Sequence[str]) -> None:
        self._file = file
        self._columns = columns
        self._hash = hashlib.sha256()
        self.bytes = 0
        self._writer = csv.writer(self)
        self._writer.writerow(columns)

    def add(self, row: Mapping[str, Any]) -> None:
        """Write the cells of *row* that have a column."""
        self._writer.writerow([_cell(row.get(column)) for column in self._columns])

    def write(self, line: str) -> None:
        """Take a line from the CSV writer."""
        data = line.encode()
        self._file.write(data)
        self._hash.update(data)
        self.bytes += len(data)

    @property
    def hash(self) -> str:
        """Return the digest of all that was written, as a data package states it."""
        return f"sha256:{self._hash.hexdigest()}"


def story_row(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of a story of which *data* is the JSON."""
    updates = data["updates"]
    words = _words(data["lead"]) + sum(_words(update["text"]) for update in updates)
    return {**dict(_flat(data)), "updates": len(updates), "words": words}


def update_rows(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Go through the rows of a story's updates, the oldest first; *data* is the story's JSON."""
    for rank, update in enumerate(data["updates"], start=1):
        yield {**update, "story": data["story"], "rank": rank, "words": _words(update["text"])}


def columns_of(package: Mapping[str, Any], table: str) -> list[str]:
    """Return the names of the columns of *table* in the data *package*."""
    resource = next(each for each in package["resources"] if each["path"] == table)
    return [field["name"] for field in resource["schema"]["fields"]]


class Sources:
    """The sources of an archive's stories: the partners, and the licenses that they state."""

    def __init__(self) -> None:
        self._partners: dict[str, Partner] = {}
        self._licenses: set[str] = set()

    def add(self, partner: Partner | None) -> None:
        """Count a story of *partner*."""
        if partner:
            self._partners[partner.slug] = partner
        self._licenses.add(partner.license if partner else "")

    @property
    def named(self) -> list[dict[str, str]]:
        """Return the partners by title, as a data package names its sources."""
        by_title = sorted(
            self._partners.values(), key=lambda partner: (partner.title.lower(), partner.slug)
        )
        return [
            {"title": partner.title, **({"path": partner.homepage} if partner.homepage else {})}
            for partner in by_title
        ]

    @property
    def licenses(self) -> list[dict[str, str]]:
        """Return the license, if every story has the same and it is an address; else nothing.

        A data package cannot state a license for some rows alone; each row states its own.
        """
        if len(self._licenses) != 1:
            return []
        (license_,) = self._licenses
        return [{"path": license_}] if license_.startswith(("http://", "https://")) else []


def package_description(
    package: Mapping[str, Any],
    tables: Mapping[str, Table],
    sources: Sources,
    site: Mapping[str, str],
) -> dict[str, Any]:
    """Return the data *package* completed with the facts of its written *tables*.

    *site* has `name`, `title` and, where the site has an address, `homepage`.
    """
    origins = {"sources": sources.named, "licenses": sources.licenses}
    resources = [
        {**each, "bytes": tables[each["path"]].bytes, "hash": tables[each["path"]].hash}
        for each in package["resources"]
    ]
    return {
        **package,
        **site,
        **{name: value for name, value in origins.items() if value},
        "resources": resources,
    }


def _flat(data: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in data.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}_")
        else:
            yield prefix + name, value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return _AS_JSON(value) if isinstance(value, bool | list) else str(value)


def _words(text: str | None) -> int:
    return len((text or "").split())
