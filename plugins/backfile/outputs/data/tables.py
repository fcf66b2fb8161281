"""The archive as tables: a row for each story, a row for each update, and what describes them.

The columns stand in schema/datapackage.json, in their order, and in docs/data.md. One is
called as the property of a story's JSON is, with an underscore for each level: `partner_name`.
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
    """A CSV file (RFC 4180), written row by row into *file*; counts what it writes.

    A row is a mapping of cells by column; what it lacks or has as None is an empty cell. True and
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
        """Write *row*, whose cells are those of the columns and others."""
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
    words = _words(data["lead"]) + sum(_words(one["text"]) for one in updates)
    return {**dict(_flat(data)), "updates": len(updates), "words": words}


def update_rows(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Go through the rows of a story's updates, the oldest first; *data* is the story's JSON."""
    for rank, one in enumerate(data["updates"], start=1):
        yield {**one, "story": data["story"], "rank": rank, "words": _words(one["text"])}


def columns_of(package: Mapping[str, Any], table: str) -> list[str]:
    """Return the names of the columns of *table* in the data *package*."""
    resource = next(one for one in package["resources"] if one["path"] == table)
    return [field["name"] for field in resource["schema"]["fields"]]


class Sources:
    """Whose stories an archive's are: the partners, and the licenses that they state."""

    def __init__(self) -> None:
        self._partners: dict[str, Partner] = {}
        self._licenses: set[str] = set()

    def add(self, partner: Partner | None) -> None:
        """Count in a story of *partner*."""
        if partner:
            self._partners[partner.slug] = partner
        self._licenses.add(partner.license if partner else "")

    @property
    def named(self) -> list[dict[str, str]]:
        """Return the partners by title, as a data package names its sources."""
        by_title = sorted(self._partners.values(), key=lambda one: (one.title.lower(), one.slug))
        return [
            {"title": one.title, **({"path": one.homepage} if one.homepage else {})}
            for one in by_title
        ]

    @property
    def licenses(self) -> list[dict[str, str]]:
        """Return the license, if every story has the same and it is an address; else nothing.

        A data package has no way to say that it holds for some rows alone; those say so themselves.
        """
        if len(self._licenses) != 1:
            return []
        (license_,) = self._licenses
        return [{"path": license_}] if license_.startswith(("http://", "https://")) else []


def described(
    package: Mapping[str, Any],
    tables: Mapping[str, Table],
    sources: Sources,
    site: Mapping[str, str],
) -> dict[str, Any]:
    """Return the data *package* with what is known once its *tables* are written.

    *site* has `name`, `title` and, where the site has an address, `homepage`.
    """
    told = {"sources": sources.named, "licenses": sources.licenses}
    resources = [
        {**one, "bytes": tables[one["path"]].bytes, "hash": tables[one["path"]].hash}
        for one in package["resources"]
    ]
    return {
        **package,
        **site,
        **{name: value for name, value in told.items() if value},
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
