"""The table as a CSV file: written for spreadsheets, and read as they save it.

It is written as RFC 4180 has it, in UTF-8 with a byte-order mark, without which Excel takes the
file for Windows-1252; LibreOffice and programs that know `utf-8-sig` pass over the mark. It is read
with commas, semicolons or tabs, in UTF-8, or in UTF-16 with its mark, as Excel's "Unicode Text" is.
"""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.errors import BackfileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FILE, DIGEST = "File", "Digest"
REMARK = "Why?"  # a column for people alone, whose name no field can have
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class TableError(BackfileError):
    """A file that is no table of fields: what is wrong with it as a whole."""


@dataclass(frozen=True, slots=True)
class SpreadsheetRow:
    """A row as it was read: the `line` on which it begins, from 1, and its `cells` in order."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldTable:
    """A table as it was read: the names of its columns, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[SpreadsheetRow, ...]


def written_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str = ","
) -> bytes:
    """Return the CSV file of *rows*, whose cells are written as they are."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def read_table(data: bytes) -> FieldTable:
    """Read the table in the bytes of a file. Raises TableError for anything else."""
    text = _decoded(data)
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS.values(), key=first.count)
    rows = list(_rows(text, delimiter))
    if not rows:
        raise TableError("the table is empty")
    columns = tuple(one.strip() for one in rows[0].cells)
    for name in (FILE, DIGEST):
        if name not in columns:
            raise TableError(
                f'it has no column "{name}", by which a row belongs to a story; restore the '
                "column, or write the table again with `backfile table`"
            )
    return FieldTable(columns, tuple(row for row in rows[1:] if any(row.cells)))


def _rows(text: str, delimiter: str) -> Iterator[SpreadsheetRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield SpreadsheetRow(line, tuple(cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise TableError(f"line {line}: it is no CSV: {error}") from error


def _decoded(data: bytes) -> str:
    """Return the text of the file. Raises TableError."""
    try:
        return data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TableError(
            f'line {line}: it is not in UTF-8; save the table as "CSV UTF-8"'
        ) from error
