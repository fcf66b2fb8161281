"""Tables (CSV): a header, and one story a row."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from backfile.errors import RefusedError
from backfile.fidelity.ledger import Dropped
from backfile.importers.columns import columns
from backfile.importers.draft import Notes
from backfile.importers.dump_items import Item, Quarantined
from backfile.importers.formats.format import Format
from backfile.importers.formats.jsonl import entry_draft, entry_facts, entry_text
from backfile.importers.json_record import JsonRecord
from backfile.importers.recipe import OWN_NAMES
from backfile.importers.table import Form, form_of, rows, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from backfile.importers.draft import Draft
    from backfile.importers.dump_items import Facts, LeftOutItem
    from backfile.importers.options import Call, LinkResolver
    from backfile.importers.table import TableRow

_SUFFIX = ".csv"
_NO_BYTES = re.compile("[\udc80-\udcff]")
_BLOCKS = re.compile(r"</?(?:p|br|div|h[1-6]|ul|ol|li|blockquote|table|figure|img)\b[^<>]*>")
_INLINE = re.compile(r"</?(?:a|b|em|i|span|strong)\b[^<>]*>|&(?:[a-z]{2,8}|#\d{1,6});")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_PARTS = {"authors": re.compile("[;\n]"), "tags": re.compile("[,;|\n]")}
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})\b(.*)", re.DOTALL)
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?", re.IGNORECASE)
_MONTHS = 12
_LONGEST_NOTE = 2_000


def items(path: Path, call: Call) -> Iterator[Item | LeftOutItem | Quarantined]:
    """Go through the rows of the table *path*. Each is kept with the header above it."""
    try:
        form = form_of(path, call.encoding or call.recipe.encoding, call.recipe.csv.delimiter)
        yield from _items(path, form, call)
    except RefusedError as error:
        yield Quarantined(str(path), "", str(error), suffix=_SUFFIX)
    except UnicodeError as error:
        yield Quarantined(str(path), "", f"it cannot be decoded: {error}", suffix=_SUFFIX)
    except OSError as error:
        yield Quarantined(str(path), "", f"it cannot be read: {error.strerror}", suffix=_SUFFIX)


def facts(item: Item, call: Call) -> Facts:
    """Return what the row says of itself. Raises RefusedError, NoStoryError as `entry_facts`."""
    return entry_facts(_cells_of(item, call).entry(call), call)


def draft(item: Item, call: Call, ground: LinkResolver) -> Draft:
    """Return the row as a draft. Raises RefusedError."""
    cells = _cells_of(item, call)
    entry = cells.entry(call)
    how = {
        "format": "csv",
        "encoding": item.extra["encoding"],
        "delimiter": item.extra["delimiter"],
        "columns": {name: cells.columns[name] for name in _SEEN if name in cells.columns},
        "body_format": entry.paths.body_format,
    }
    made = entry_draft(entry, call, ground, how)
    return replace(made, notes=made.notes + Notes(dropped=tuple(cells.others())))


def text_of(data: bytes, how: Mapping[str, Any]) -> str:
    """Return the title, the summary and the body of the row *data*, as a reader saw them."""
    _, row = rows_of(data, Form(str(how["encoding"]), str(how["delimiter"])))
    value = {name: row.cells[number] for name, number in how["columns"].items()}
    return entry_text(
        JsonRecord(value, replace(OWN_NAMES, body_format=str(how["body_format"])), "csv")
    )


_SEEN = ("title", "summary", "body")


def _items(path: Path, form: Form, call: Call) -> Iterator[Item | Quarantined]:
    source = str(path)
    header: TableRow | None = None
    extra = {"encoding": form.codec, "delimiter": form.delimiter}
    for row in rows(path, form):
        place = f"row {row.number}"
        if header is None:
            if row.fault:
                raise RefusedError(f"the header: {row.fault}")
            columns(row.cells, call.recipe.csv, has_day=call.day is not None)
            header = row
            continue
        fault = row.fault or _fault(row, header, form)
        if fault:
            data = form.encoded(row.lines) or None
            yield Quarantined(source, place, fault, data, _SUFFIX, row.offset, row.length)
            continue
        data = form.encoded(_ended(header.lines) + row.lines)
        yield Item(source, place, "csv", _SUFFIX, data, path.name, extra)


def _ended(lines: str) -> str:
    return lines if lines.endswith(("\n", "\r")) else f"{lines}\n"


def _fault(row: TableRow, header: TableRow, form: Form) -> str:
    """Say what is wrong with *row*, if anything is."""
    if _NO_BYTES.search(row.lines):
        return f"a byte in it is not {form.codec}; mend it, or name the encoding with --encoding"
    if len(row.cells) != len(header.cells):
        return f"it has {len(row.cells)} cells, and the header {len(header.cells)}"
    return ""


@dataclass(frozen=True, slots=True)
class _Cells:
    """A row and its header, and which column of it is which field."""

    header: tuple[str, ...]
    row: tuple[str, ...]
    columns: Mapping[str, int]

    def entry(self, call: Call) -> JsonRecord:
        """Return the row as the object that JSON Lines would have."""
        value: dict[str, Any] = {name: self.row[number] for name, number in self.columns.items()}
        clock = value.pop("time", "").strip()
        for name, parts in _PARTS.items():
            value[name] = [one.strip() for one in parts.split(value.get(name, ""))]
        for name in ("date", "modified"):
            value[name] = _date(value.get(name, ""), call)
        if self._has_clock:
            value["date"] = f"{value['date']} {clock}"
        form = call.recipe.csv.body_format
        if not form:
            form = "html" if _is_html(value["body"]) else "text"
        return JsonRecord(value, replace(OWN_NAMES, body_format=form), "csv")

    @property
    def _has_clock(self) -> bool:
        """Whether the row has a time of day in a cell of its own, and none in its date."""
        cells = [self.row[self.columns[name]] for name in ("date", "time") if name in self.columns]
        return len(cells) == 2 and ":" not in cells[0] and bool(_CLOCK.fullmatch(cells[1].strip()))

    def others(self) -> Iterator[Dropped]:
        """Go through the cells of columns that are no field."""
        used = {number for name, number in self.columns.items() if name != "time"}
        if self._has_clock:
            used.add(self.columns["time"])
        for number, (name, cell) in enumerate(zip(self.header, self.row, strict=True)):
            if number not in used and cell.strip():
                why = "the recipe names no place for it"
                yield Dropped(f"column {name[:80]}", why, cell[:_LONGEST_NOTE])


def _is_html(text: str) -> bool:
    """Tell HTML by its tags; a text whose paragraphs stand apart may have some as words."""
    apart = _BLANK_LINE.search(text.strip())
    return bool(_BLOCKS.search(text) or (not apart and _INLINE.search(text)))


def _cells_of(item: Item, call: Call) -> _Cells:
    header, row = rows_of(item.data, Form(item.extra["encoding"], item.extra["delimiter"]))
    found = columns(header.cells, call.recipe.csv, has_day=call.day is not None)
    return _Cells(header.cells, row.cells, found)


def _date(stated: str, call: Call) -> str:
    """Return a date of numbers with its year first; the call decides about 3/4/2011."""
    found = _NUMBERS.fullmatch(stated.strip())
    if found is None:
        return stated
    one, between, other, year, rest = found.groups()
    day_first = (
        between == "." or int(one) > _MONTHS or (call.dates_day_first and int(other) <= _MONTHS)
    )
    day, month = (one, other) if day_first else (other, one)
    return f"{year}-{month:0>2}-{day:0>2}{rest}"


FORMAT = Format(items, facts, draft, text_of)
