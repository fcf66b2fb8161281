"""Changes fields of a story file, and no other byte of it."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from backfile.reading.source import Source, parse_source

if TYPE_CHECKING:
    from collections.abc import Mapping

_BOM = b"\xef\xbb\xbf"
_NAME = re.compile(r"^ {0,3}[A-Za-z0-9_-]+:[ \t]*")
_INDENT = "    "  # of the further lines of a field


def field_values(source: Source) -> dict[str, str]:
    """Return the fields of a story file by their names in lower case, each with its lines."""
    return {name: "\n".join(field.parts).strip() for name, field in source.fields.items()}


def with_fields(data: bytes, values: Mapping[str, str]) -> bytes:
    """Return the story file *data* with other *values* of some fields.

    These are by the names that a new field gets; an empty one takes the field out. A value may have
    several lines. A field that is there keeps its place and the spelling of its name; a new one
    follows the last. Byte-order mark and line ends stay as they are. Raises UnicodeDecodeError.
    """
    mark = _BOM if data.startswith(_BOM) else b""
    text = data.removeprefix(_BOM).decode("utf-8")
    lines = io.StringIO(text, newline="").readlines()
    source = parse_source(text)
    end = max((field.line + len(field.parts) - 1 for field in source.fields.values()), default=0)
    if end and lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += _line_end(lines[0]) if end == len(lines) else ""
    ends = _line_end(lines[0]) if lines else "\n"
    changed: dict[int, tuple[int, list[str]]] = {}
    added: list[str] = []
    for name, value in values.items():
        field = source.fields.get(name.lower())
        if field is None:
            added += _written(f"{name}: ", value, ends) if value else []
            continue
        start = field.line - 1
        found = _NAME.match(lines[start])
        begin = found[0] if found else f"{field.name}: "
        begin = f"{begin} " if begin.endswith(":") else begin
        changed[start] = (start + len(field.parts), _written(begin, value, ends) if value else [])
    lines[end:end] = added
    for start, (stop, written) in sorted(changed.items(), reverse=True):
        lines[start:stop] = written
    return mark + "".join(lines).encode()


def _written(begin: str, value: str, end: str) -> list[str]:
    first, *more = value.split("\n")
    return [f"{begin}{first}{end}", *(f"{_INDENT}{line.strip()}{end}" for line in more)]


def _line_end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :] or "\n"
