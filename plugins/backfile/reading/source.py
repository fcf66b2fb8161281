"""A story file as text: its metadata and its lines, so that a fault can name its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The same lines that Python-Markdown's meta extension takes for metadata.
_FIELD = re.compile(r"^ {0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)")
_MORE = re.compile(r"^ {4,}(?P<value>.*)")
_BEGIN = re.compile(r"-{3}")
_END = re.compile(r"-{3}|\.{3}")

_HEADING = re.compile(r"^(?P<level>#{1,6})(?P<text>.*?)#*\s*$")
_UNDERLINE = re.compile(r"^(?:-+|=+) *$")
# What may stand before the first words of a list item.
_ITEM = re.compile(r"^(?:(?:[*+-]|\d+\.)\s+)+")
_FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Field:
    """One metadata field: its value, continuation lines joined by spaces, and its line from 1.

    `name` is as the file has it; `parts` are the value's lines.
    """

    value: str
    line: int
    name: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A story file taken apart: `fields` by lower-case name, `lines` as they stand.

    `repeated` are the fields that were stated before under the same name.
    """

    lines: tuple[str, ...]
    fields: dict[str, Field] = field(default_factory=dict)
    body_line: int = 1
    repeated: tuple[Field, ...] = ()

    def line_of(self, name: str) -> int:
        """Return the line of the metadata field *name*, or 1 where the file has none."""
        found = self.fields.get(name)
        return found.line if found else 1

    def values(self) -> dict[str, str]:
        """Return the metadata as plain text by lower-case name."""
        return {name: found.value for name, found in self.fields.items()}


def parse_source(text: str) -> Source:
    """Take the text of a story file apart. A field given twice keeps its first value."""
    return take_apart(lines_of(text))


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of *text*, whatever ends them."""
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def take_apart(lines: tuple[str, ...], start: int = 0) -> Source:
    """Take a story file of *lines* apart whose metadata begin at the position *start*."""
    stated: list[Field] = []
    number = start + 1 if lines[start:] and _BEGIN.match(lines[start]) else start
    while number < len(lines):
        line = lines[number].expandtabs(4)
        if not line.strip() or _END.match(line):
            number += 1
            break
        if found := _FIELD.match(line):
            value = found["value"].strip()
            stated.append(Field(value, number + 1, found["key"], (value,)))
        elif (more := _MORE.match(line)) and stated:
            stated[-1] = _continued(stated[-1], more["value"].strip())
        else:
            break
        number += 1
    fields: dict[str, Field] = {}
    for one in stated:
        fields.setdefault(one.name.lower(), one)
    repeated = (one for one in stated if fields[one.name.lower()] is not one)
    return Source(lines, fields, number + 1, tuple(repeated))


def _continued(begun: Field, more: str) -> Field:
    value = f"{begun.value} {more}".strip()
    return Field(value, begun.line, begun.name, (*begun.parts, more))


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file without its byte-order mark.

    Raises OSError or UnicodeDecodeError.
    """
    return text_of(path.read_bytes())


def text_of(data: bytes) -> str:
    """Return the text of a file in UTF-8, whose lines end as Python has them.

    Raises UnicodeDecodeError.
    """
    return TextIOWrapper(BytesIO(data), encoding="utf-8-sig").read()


class LineFinder:
    """Finds headings and paragraphs of a source one after the other, past fenced code."""

    def __init__(self, source: Source) -> None:
        self._lines = source.lines
        self._next = source.body_line - 1
        self._next_paragraph = self._next
        self._fenced = fenced_lines(source.lines)
        self._headings = [
            heading
            for heading in _headings(source.lines, self._next)
            if heading[0] not in self._fenced
        ]

    def heading(self, text: str, level: int = 2) -> int:
        """Return the line, from 1, of the next heading of *level* that says *text*."""
        wanted = (level, text.strip())
        for index, *said in self._headings:
            if index >= self._next and tuple(said) == wanted:
                self._next = index + 1
                break
        return min(max(self._next, 1), len(self._lines))

    def paragraph(self, first_line: str) -> int:
        """Return the line, from 1, of the next paragraph or item that begins with *first_line*."""
        wanted = first_line.strip()
        for index in range(max(self._next, self._next_paragraph), len(self._lines)):
            line = self._lines[index].strip()
            if index not in self._fenced and wanted in (line, _ITEM.sub("", line)):
                self._next_paragraph = index + 1
                return index + 1
        return min(max(self._next, 1), len(self._lines))


def _headings(lines: tuple[str, ...], start: int) -> Iterator[tuple[int, int, str]]:
    """Go through the headings from the line at *start*: place, level and text of each."""
    for index in range(start, len(lines)):
        line = lines[index]
        if line.startswith("#"):
            if found := _HEADING.match(line):
                yield index, len(found["level"]), found["text"].strip()
        elif line.startswith(("-", "=")) and index > start and _UNDERLINE.match(line):
            yield index - 1, 1 if line.startswith("=") else 2, lines[index - 1].strip()


def fenced_lines(lines: tuple[str, ...]) -> frozenset[int]:
    """Return the positions of the lines in fenced code."""
    inside: set[int] = set()
    start, fence = 0, ""
    for index, line in enumerate(lines):
        found = _FENCE.match(line) if line.startswith(("`", "~")) else None
        if fence and found and found["fence"].startswith(fence):
            inside.update(range(start, index + 1))
            fence = ""
        elif found and not fence:
            start, fence = index, found["fence"]
    return frozenset(inside)
