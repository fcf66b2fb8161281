"""Reads a spreadsheet saved as CSV: its header, and its rows with the lines they were read from."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.errors import RefusedError
from backfile.importers.dump_items import LARGEST_ITEM
from backfile.importers.html.depth_guard import LONGEST
from backfile.text.decoding import DecodeError, codec_name, codec_of, utf16_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import TextIO

DELIMITERS = (",", ";", "\t", "|")
# What Excel writes above the header.
_SEPARATOR = re.compile(r"\ufeff?sep=(.)\r?\n?", re.IGNORECASE)
_TOO_LONG = f"no story has more than {LONGEST:,} characters; is a quotation mark in it not closed?"
_PIECE = 1024 * 1024
_SAMPLE = 64 * 1024
_MOST_ROWS = 50


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its number, its cells, and its lines as they stand.

    Its bytes are `length` from byte `offset` of the file on. `fault` says why its cells cannot be
    told apart, empty for a row that is whole; of one without an end, `lines` are not held.
    """

    number: int
    cells: tuple[str, ...]
    lines: str
    offset: int
    length: int
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """How a table is written: the codec of its bytes, and what stands between two cells."""

    codec: str
    delimiter: str

    def encoded(self, lines: str) -> bytes:
        """Return *lines* as the bytes that they were read from."""
        return lines.encode(self.codec, "surrogateescape")


def form_of(path: Path, encoding: str = "", delimiter: str = "") -> Form:
    """Find out how the table *path* is written; *encoding* and *delimiter* override it.

    Raises RefusedError where it is no text or has no header, and OSError.
    """
    with path.open("rb") as file:
        data = file.read(LARGEST_ITEM)
        if file.read(1):
            data = data[: data.rfind(b"\n") + 1]
    try:
        named = codec_name(encoding) if encoding else codec_of(data)
    except DecodeError as error:
        raise RefusedError(str(error)) from None
    codec = {"utf-16": utf16_of(data) or "utf-16-le", "utf-8-sig": "utf-8"}
    codec_used = codec.get(named, named)
    sample = data[:_SAMPLE].decode(codec_used, "replace")
    if not sample.strip("\ufeff \r\n\t"):
        raise RefusedError("the file is empty; there is nothing to import")
    return Form(codec_used, delimiter or _sniffed(sample))


def _sniffed(sample: str) -> str:
    """Return the delimiter that parts most rows of *sample* into as many cells as its header."""
    stated = _SEPARATOR.match(sample)
    if stated:
        return stated[1]
    lines = sample.splitlines(keepends=True)
    best, most = "", (0, 0)
    for delimiter in DELIMITERS:
        try:
            rows = [
                len(row)
                for row, _ in zip(_cells(lines, delimiter), range(_MOST_ROWS), strict=False)
            ]
        except csv.Error:
            continue
        score = (sum(row == rows[0] for row in rows), rows[0]) if rows and rows[0] > 1 else (0, 0)
        if score > most:
            best, most = delimiter, score
    if not best:
        raise RefusedError(
            "this is no table: its first line has no two names with a comma, a semicolon or a tab "
            "between them"
        )
    return best


def _cells(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    return (row for row in csv.reader(lines, delimiter=delimiter) if any(row))


def rows(path: Path, form: Form) -> Iterator[TableRow]:
    """Go through the rows of the table *path* that hold anything, the header first.

    Memory is that of the longest row. Raises OSError.
    """
    with path.open(encoding=form.codec, errors="surrogateescape", newline="") as file:
        yield from _rows(file, form)


def rows_of(data: bytes, form: Form) -> tuple[TableRow, TableRow]:
    """Return the header and the one row in *data*. Raises RefusedError where it has others."""
    text = data.decode(form.codec, "surrogateescape")
    found = list(_rows(io.StringIO(text, newline=""), form))
    if len(found) != 2 or any(one.fault for one in found):
        raise RefusedError("it is no header with one row below it")
    return found[0], found[1]


def _rows(file: TextIO, form: Form) -> Iterator[TableRow]:
    lines = _Lines(file, form)
    number = 0
    while True:
        lines.begin()
        # A reader for each row: one that failed would go on in the middle of a cell.
        reader = csv.reader(lines, delimiter=form.delimiter, strict=True)
        csv.field_size_limit(LONGEST)
        fault, cells = "", []
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _TooLongError:
            fault = _TOO_LONG
            lines.skip()
        except csv.Error as error:
            fault = f"its cells cannot be told apart ({error}); mend its quotation marks"
        text = lines.taken()
        if not fault and not any(cells):
            continue
        if number == 0 and _SEPARATOR.fullmatch(text):
            continue
        number += 1
        yield TableRow(number, tuple(cells), text, lines.offset, lines.length, fault)


class _TooLongError(Exception):
    """A row that does not end."""


class _Lines:
    """The lines of a file, which remembers those of the row at hand.

    `offset` is the byte at which the row begins, `length` how many bytes of it were read.
    """

    def __init__(self, file: TextIO, form: Form) -> None:
        self._file = file
        self._form = form
        self._row: list[str] = []
        self._characters = 0
        self.offset = self.length = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._file.readline(LONGEST + 1)
        if not line:
            raise StopIteration
        self._count(line)
        self._row.append(line)
        self._characters += len(line)
        if self._characters > LONGEST:
            raise _TooLongError
        is_first = self.offset == 0 and len(self._row) == 1
        return line.removeprefix("\ufeff") if is_first else line

    def begin(self) -> None:
        """Begin a row."""
        self._row.clear()
        self._characters = 0
        self.offset += self.length
        self.length = 0

    def skip(self) -> None:
        """Pass over the rest of a line that is too long, and forget the row."""
        ended = self._row[-1].endswith(("\n", "\r"))
        self._row.clear()
        while not ended and (piece := self._file.readline(_PIECE)):
            self._count(piece)
            ended = piece.endswith(("\n", "\r"))

    def taken(self) -> str:
        """Return the lines of the row."""
        return "".join(self._row)

    def _count(self, line: str) -> None:
        self.length += len(self._form.encoded(line))
