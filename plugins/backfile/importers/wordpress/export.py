"""Splits a WordPress export into its items without parsing it, in little memory.

Real exports are often no well-formed XML. A fault in one item must cost that item, never the file,
so the bytes are only searched for the few marks that say where an item begins and ends.
"""

from __future__ import annotations

import mmap
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# How much is read before its memory is given back.
_STRIDE = 16 * 1024 * 1024
_LONGEST_MARK = 64
# What other files than XML in UTF-8 begin with.
_OTHERS = {
    b"\xff\xfe": "it is UTF-16; convert it to UTF-8 first",
    b"\xfe\xff": "it is UTF-16; convert it to UTF-8 first",
    b"\x1f\x8b": "it is compressed; unpack it first",
    b"PK": "it is compressed; unpack it first",
}

_CLOSED_BY = {"cdata": re.compile(rb"\]\]>"), "comment": re.compile(rb"-->")}


@dataclass(frozen=True, slots=True)
class Marks:
    """What an export is searched for: `mark` is all that says where an item begins and ends.

    `seam` is one item's end and the next one's beginning, with nothing between.
    """

    mark: re.Pattern[bytes]
    seam: re.Pattern[bytes]
    begin: re.Pattern[bytes]


def marks_of(name: bytes) -> Marks:
    """Return the marks of items that are elements called *name*, a pattern."""
    return Marks(
        re.compile(
            rb"<(?:(?P<cdata>!\[CDATA\[)|(?P<comment>!--)|(?P<doctype>!DOCTYPE|!ENTITY)"
            rb"|(?P<item>%b[\s>])|(?P<end>/%b\s{0,16}>))" % (name, name)
        ),
        re.compile(rb"</%b\s{0,16}>(?P<between>\s*)(?=<%b[\s>])" % (name, name)),
        re.compile(rb"<%b[\s>]" % name),
    )


WORDPRESS = marks_of(b"item")


@dataclass(frozen=True, slots=True)
class Slice:
    """One item as it stands in the file: its number from 1, and where; `fault` says what is wrong.

    The file's head, up to the first item, has number 0.
    """

    number: int
    offset: int
    length: int
    fault: str = ""

    @property
    def place(self) -> str:
        """Say for people where the item stands."""
        return f"item {self.number}, byte {self.offset}"


class Export:
    """An export that is open for reading."""

    def __init__(self, data: mmap.mmap, marks: Marks = WORDPRESS) -> None:
        self._data = data
        self._marks_of = marks
        self._released = 0

    def read(self, part: Slice) -> bytes:
        """Return the bytes of *part*."""
        return self._data[part.offset : part.offset + part.length]

    def head(self) -> Slice:
        """Return all that stands before the first item. Raises RefusedError for a DTD in it."""
        for mark in self._marks():
            if mark.lastgroup == "item":
                return Slice(0, 0, mark.start())
            if mark.lastgroup == "doctype":
                raise RefusedError(_DTD)
        return Slice(0, 0, len(self._data))

    def items(self) -> Iterator[Slice]:
        """Go through the items. Raises RefusedError at a document type declaration."""
        begun = -1
        number = 0
        for mark in self._marks():
            kind, at = mark.lastgroup, mark.start()
            if kind == "doctype" and begun < 0:
                raise RefusedError(_DTD)
            if kind == "item":
                if begun >= 0:
                    yield Slice(number, begun, at - begun, "it has no end")
                number, begun = number + 1, at
            elif kind == "end" and begun >= 0:
                for part in self._parted(number, begun, mark.end()):
                    number = part.number
                    yield part
                begun = -1
                self._release(mark.end())
        if begun >= 0:
            yield Slice(number, begun, len(self._data) - begun, "the file ends within it")

    def _marks(self) -> Iterator[re.Match[bytes]]:
        """Go through the marks that are markup: not in a comment, nor in a CDATA section."""
        found = self._find(self._marks_of.mark, 0)
        while found:
            closed_by = _CLOSED_BY.get(found.lastgroup or "")
            if closed_by is None:
                yield found
            else:
                found = self._find(closed_by, found.end())
            found = found and self._find(self._marks_of.mark, found.end())

    def _find(self, pattern: re.Pattern[bytes], position: int) -> re.Match[bytes] | None:
        """Search from *position* on, and give back the memory of what was searched."""
        while position < len(self._data):
            found = pattern.search(self._data, position, position + _STRIDE)
            if found:
                return found
            position += _STRIDE - _LONGEST_MARK
            self._release(position)
        return None

    def _parted(self, number: int, begun: int, end: int) -> Iterator[Slice]:
        """Cut what runs over the end of its item, because a CDATA section in it is not closed.

        A text *about* exports may hold whole items; it would name the beginning of one first.
        """
        while seam := self._marks_of.seam.search(self._data, begun, end):
            if self._marks_of.begin.search(self._data, begun + 5, seam.start()):
                break
            length = seam.start("between") - begun
            yield Slice(number, begun, length, "a CDATA section in it is not closed")
            begun = seam.end()
            number += 1
        yield Slice(number, begun, end - begun)

    def _release(self, position: int) -> None:
        """Give back the memory of what was read; the system would keep it counted as ours."""
        whole = position - position % mmap.PAGESIZE
        if whole < self._released:  # the file is gone through once more
            self._released = 0
        if whole - self._released >= _STRIDE and hasattr(self._data, "madvise"):
            self._data.madvise(mmap.MADV_DONTNEED, self._released, whole - self._released)
            self._released = whole


_DTD = (
    "it declares a document type or entities, as no export does; take out the "
    "<!DOCTYPE …> if you trust the file"
)


@contextmanager
def open_export(path: Path, marks: Marks = WORDPRESS) -> Iterator[Export]:
    """Open the export *path*, whose items *marks* find.

    Raises RefusedError for a file that cannot be one.
    """
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            if data[:2] in _OTHERS:
                raise RefusedError(_OTHERS[data[:2]])
            yield Export(data, marks)
    except ValueError:
        raise RefusedError("the file is empty") from None
    except OSError as error:
        raise RefusedError(f"it cannot be read: {error.strerror}") from None
