"""The archive as tables: for each year a row for each story, a row for each update.

schema/datapackage.json lists the columns in their order; docs/data.md describes them. A column has
the name of its property in a story's JSON, with an underscore for each level: `partner_name`. A
story is in the tables of the year of its own day, with all of its updates.
"""

from __future__ import annotations

import csv
import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from backfile.outputs.data.dublin_core import YearRecords
from backfile.outputs.data.story_json import read_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from backfile.outputs.data.dublin_core import Repository
    from backfile.partners.registry import Partner

STORIES = "stories"
UPDATES = "updates"
PACKAGE = "datapackage.json"
_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class TablePart:
    """What is kept of the `table` of one `year`: enough to describe it without its rows.

    `bytes` and `hash` are those of its file, as a data package states them. `partners` are the
    slugs of the partners of the year's stories, sorted; the archive's own stories have an empty
    one.
    """

    table: str
    year: int
    rows: int
    bytes: int
    hash: str
    partners: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return the part of which *stored* are the fields, as JSON holds them."""
        return cls(**{**stored, "partners": tuple(stored["partners"])})

    @property
    def name(self) -> str:
        """Return the name of its resource in the data package: `stories-1912`."""
        return f"{self.table}-{self.year:04}"

    @property
    def path(self) -> str:
        """Return its file, in the folder of the data package: `stories-1912.csv`."""
        return f"{self.name}.csv"


class Table:
    """A CSV file (RFC 4180), written row by row into *file*; counts rows and bytes.

    A row is a mapping of cells by column; a missing cell or None is empty. True and
    False are `true` and `false`, a list is a JSON array.
    """

    def __init__(self, file: BinaryIO, columns: Sequence[str]) -> None:
        self._file = file
        self._columns = columns
        self._hash = hashlib.sha256()
        self.rows = 0
        self.bytes = 0
        self._writer = csv.writer(self)
        self._writer.writerow(columns)

    def add(self, row: Mapping[str, Any]) -> None:
        """Write the cells of *row* that have a column."""
        self._writer.writerow(self.cells(row).values())
        self.rows += 1

    def cells(self, row: Mapping[str, Any]) -> dict[str, str]:
        """Return the cells of *row* as they are written, by their columns."""
        return {column: _cell(row.get(column)) for column in self._columns}

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


class YearTables:
    """The tables of one *year*, written story by story into the *files* of that name.

    *package* describes the tables. *records* gets the same stories; `year` and `records` are read
    by those who write the files of the site.
    """

    def __init__(
        self,
        year: int,
        files: Mapping[str, BinaryIO],
        package: Mapping[str, Any],
        records: YearRecords | None = None,
    ) -> None:
        self.year, self.records, self._files = year, records, files
        self._tables = {
            name: Table(file, columns_of(package, name)) for name, file in files.items()
        }
        self._partners: set[str] = set()

    def add(self, data: Mapping[str, Any]) -> None:
        """Write the rows of a story of which *data* is the JSON."""
        cells = self._tables[STORIES].cells(story_row(data))
        self.add_rows(cells, update_rows(data))

    def add_rows(self, story: Mapping[str, str], updates: Iterable[Mapping[str, Any]]) -> None:
        """Write the rows of a story, its own with the cells that it has in older tables."""
        self._tables[STORIES].add(story)
        if self.records:
            self.records.add(story)
        for row in updates:
            self._tables[UPDATES].add(row)
        self._partners.add(story["partner_slug"])

    def read(self, table: str) -> BinaryIO:
        """Return the file of a *table*, at its beginning."""
        file = self._files[table]
        file.seek(0)
        return file

    @property
    def parts(self) -> list[TablePart]:
        """Return what is to be kept of the tables as they were written."""
        partners = tuple(sorted(self._partners))
        return [
            TablePart(name, self.year, table.rows, table.bytes, table.hash, partners)
            for name, table in self._tables.items()
        ]


@contextmanager
def new_tables(year: int, repository: Repository) -> Iterator[YearTables]:
    """Yield empty tables of a *year*, whose files are gone after the block.

    The stories also become records of the *repository*, if it can name them.
    """
    with TemporaryFile() as stories, TemporaryFile() as updates, TemporaryFile() as file:
        files = {STORIES: stories, UPDATES: updates}
        records = YearRecords(file, repository) if repository.can_name else None
        yield YearTables(year, files, read_schema(PACKAGE), records)


def story_row(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of a story of which *data* is the JSON, which alone has the provenance."""
    data = {name: value for name, value in data.items() if name != "provenance"}
    updates = data["updates"]
    words = _words(data["lead"]) + sum(_words(update["text"]) for update in updates)
    return {**dict(_flat(data)), "updates": len(updates), "words": words}


def update_rows(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Go through the rows of a story's updates, the oldest first; *data* is the story's JSON."""
    for rank, update in enumerate(data["updates"], start=1):
        yield {**update, "story": data["story"], "rank": rank, "words": _words(update["text"])}


def columns_of(package: Mapping[str, Any], table: str) -> list[str]:
    """Return the names of the columns of *table* in the data *package*."""
    resource = next(each for each in package["resources"] if each["name"] == table)
    return [field["name"] for field in resource["schema"]["fields"]]


def package_description(
    package: Mapping[str, Any],
    parts: Sequence[TablePart],
    partners: Sequence[Partner],
    site: Mapping[str, str],
) -> dict[str, Any]:
    """Return the data *package* completed with its *parts*, each a resource.

    *partners* are those of the stories in them, in the order in which the package names them.
    *site* has `name`, `title` and, where the site has an address, `homepage`.
    """
    has_own = any("" in part.partners for part in parts)
    stated = {partner.license for partner in partners} | ({""} if has_own else set())
    origins = {"sources": _named(partners), "licenses": _licenses(stated)}
    tables = {table["name"]: table for table in package["resources"]}
    return {
        **package,
        **site,
        **{name: value for name, value in origins.items() if value},
        "resources": [_resource(tables[part.table], part) for part in parts],
    }


def schema_path(table: str) -> str:
    """Return the file that has the schema of *table*, in the folder of the data package."""
    return f"{table}.schema.json"


def _licenses(stated: set[str]) -> list[dict[str, str]]:
    """Return the one license *stated*, if every story has the same and it is an address.

    A data package cannot state a license for some rows alone; each row states its own.
    """
    if len(stated) != 1:
        return []
    (license_,) = stated
    return [{"path": license_}] if license_.startswith(("http://", "https://")) else []


def _resource(table: Mapping[str, Any], part: TablePart) -> dict[str, Any]:
    return {
        **table,
        "name": part.name,
        "path": part.path,
        "title": f"{table['title']}, {part.year:04}",
        "schema": schema_path(part.table),
        "bytes": part.bytes,
        "hash": part.hash,
    }


def _named(partners: Iterable[Partner]) -> list[dict[str, str]]:
    return [
        {"title": one.title, **({"path": one.homepage} if one.homepage else {})} for one in partners
    ]


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
