"""The fields of a file as a person typed them: what is wrong with them, and what was meant.

Rules: docs/stories.md, "The source file". The lines that count as fields are those that
Python-Markdown takes for metadata; a line that only looks like one is text to it, and with that
line all that follow it. So it is looked for here what was meant as a field, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.reading.names import HIDING, OF_UPDATES, meant, same_name
from backfile.reading.source import Field, Source, lines_of, take_apart
from backfile.story.model import Trouble
from backfile.text.surnames import stands_after_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_LIKE_A_FIELD = re.compile(
    r"^[\s>*#\-\u200b\ufeff]*(?P<name>[^\W\d][\w \u00a0\u200b\-]{0,30}?)"
    r"[\s*\u200b]*(?P<mark>[:;=\u2013\u2014\uff1a\ufe55\ua789\ufe13])\**\s*(?P<value>.*)$"
)
_PLAIN_FIELD = re.compile(r"^ {0,3}(?P<name>[A-Za-z][A-Za-z _-]{0,30}):")
_NAMED_ALONE = re.compile(r"^(?P<name>[A-Za-z]+)\s+(?P<value>.*)$")
_BEGIN = "---"
# Stands for a line of YAML that is part of no field, so that each line keeps its number.
_YAML = "_"
_QUOTED = re.compile(r"""^(?P<mark>["'])(?P<value>.*)(?P=mark)$""")
_FLOW = re.compile(r"^\[(?P<items>.*)\]$")
_ITEM = re.compile(r"^\s*-\s+(?P<value>.*)$")
_KEY = re.compile(r"^(?P<indent>\s*)(?P<name>[\w -]+?)\s*:(?:\s+(?P<value>.*))?$")
_BLOCK = re.compile(r"^[|>][+-]?\d?$")
_SENTENCE = re.compile(r"^//|(?:\S+\s+){3,}\S+|[.!?][\"'”’]?$")
_SCHEME = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]*:|[/\\])")
# A field that cannot be empty, and how its line is written.
_NEVER_EMPTY = {
    "title": "Title: The ferry is adrift",
    "date": "Date: 2014-06-16 18:20",
    "modified": "Modified: 2014-06-16 18:20",
    "captured": "Captured: 2014-06-16 18:20",
    "timezone": "Timezone: America/New_York",
    "status": "Status: draft",
    "lang": "Lang: en",
    "withdrawn": "Withdrawn: 2026-03-05",
    "reason": "Reason: The person concerned asked for it.",
    "robots": "Robots: noindex",
    "identifier": "Identifier: ark:/12345/x6np1wh8k",
    "credit": "Credit: From the archive of {partner}.",
}
# Fields of which there is one for each language: `Credit_de`.
_FOR_LANGUAGES = ("credit_", "credit-")
# Names of fields that also begin sentences, so that a line with one is no field by its looks.
_WORDS = frozenset(
    {
        *("closed", "credit", "founded", "logo", "order", "reason", "template", "translation"),
        *("url", "withdrawn"),
    }
)
PAGE_STATUSES = ("published", "draft", "hidden", "skip")
STATUSES = (*PAGE_STATUSES, "withdrawn")


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one file, those included that only look like one.

    `faults` are errors, `remarks` what a person should look at. Where there are faults, `source` is
    the file as it was probably meant, with every line in its place.
    """

    source: Source
    faults: tuple[Trouble, ...] = ()
    remarks: tuple[Trouble, ...] = ()


def read_fields(
    text: str, known: Collection[str], own: Collection[str] = (), taken: Collection[str] = ()
) -> Fields:
    """Read the fields of the file *text*.

    *known* are the names of fields that somebody reads, as they are written; *own* those that the
    site adds; *taken* names in lower case that no field can have.
    """
    reading = _Reading(text, known, own, taken)
    return Fields(
        reading.source, tuple(sorted(reading.faults, key=_by_line)), tuple(reading.remarks)
    )


def _by_line(trouble: Trouble) -> int:
    return trouble.line


def is_field(line: str, known: Collection[str]) -> bool:
    """Tell whether a *line* of text is written just like one of the fields that are *known*.

    Names that are words of the language as well are left out.
    """
    found = _PLAIN_FIELD.match(line)
    names = {same_name(one) for one in known} - _WORDS
    return found is not None and same_name(found["name"]) in names


class _Reading:
    """One file's fields while they are read."""

    def __init__(
        self, text: str, known: Collection[str], own: Collection[str], taken: Collection[str]
    ) -> None:
        self.known = known
        self.lower = {one.lower() for one in known}
        self.own = {same_name(one) for one in own}
        self.taken = taken
        self.faults: list[Trouble] = []
        self.remarks: list[Trouble] = []
        self.lines = list(lines_of(text))
        self._mend_front_matter()
        self.source = self._mended(self._first_line())
        self._check_end()
        for field in tuple(self.source.fields.values()):
            self._check(field)
        for field in self.source.repeated:
            if field.name == _YAML:
                continue
            first = self.source.fields[field.name.lower()]
            message = (
                f"{field.name} is stated twice, in lines {first.line} and {field.line}; keep one"
            )
            self._fault(field.line, "field-twice", message)

    def _fault(self, line: int, code: str, message: str) -> None:
        self.faults.append(Trouble(line, code, message))

    def _remark(self, line: int, code: str, message: str) -> None:
        self.remarks.append(Trouble(line, code, message))

    # Lines that were meant as fields.

    def _first_line(self) -> int:
        """Return the position at which the fields begin; an empty line above them is a fault."""
        first = next((n for n, line in enumerate(self.lines) if line.strip()), 0)
        if not first or self._looks_like(self.lines[first]) is None:
            return 0
        message = (
            "a blank line stands above the fields, so they are read as text; "
            "begin the file with the first field"
        )
        self._fault(first + 1, "bad-field", message)
        return first

    def _mended(self, start: int) -> Source:
        """Take the lines apart, each that was meant as a field written as one."""
        while True:
            source = take_apart(tuple(self.lines), start)
            at = source.body_line - 1
            if self._is_after_fields(source, start) or at >= len(self.lines):
                return source
            line = self.lines[at]
            if found := self._looks_like(line) or self._named_alone(line, source):
                name, value = found
                self.lines[at] = f"{name}: {value}".strip()
                message = f'"{line.strip()}" is read as text; write "{self.lines[at]}"'
            elif why := self._goes_on(at, source):
                self.lines[at] = f"    {line.strip()}"
                message = f'"{line.strip()}" is read as text{why}'
            else:
                return source
            self._fault(at + 1, "bad-field", message)

    def _goes_on(self, at: int, source: Source) -> str:
        """Say why the line at *at* was probably meant to go on with the field above it."""
        if not source.fields:
            return ""
        last = list(source.fields.values())[-1].name
        below = [n for n in self._paragraph(at + 1) if self._is_field(self.lines[n])]
        if below:
            return (
                f', and with it "{self.lines[below[0]].strip()}" in line {below[0] + 1}; begin it '
                f"with four spaces if it continues {last}"
            )
        if self.lines[at][0].isspace():
            return (
                f"; begin it with four spaces if it continues {last}, or put a blank line above it"
            )
        return ""

    def _is_after_fields(self, source: Source, start: int) -> bool:
        """Tell whether what ended the fields of *source* is a blank line or a mark."""
        before = source.body_line - 2
        if before < start:
            return False
        line = self.lines[before].strip()
        return not line or (before > start and line in ("---", "..."))

    def _looks_like(self, line: str) -> tuple[str, str] | None:
        """Return the field that *line* was meant to be, and its value."""
        found = _LIKE_A_FIELD.match(line)
        if found is None:
            return None
        name, near = meant(found["name"], self.known)
        return (name, found["value"].strip()) if near else None

    def _named_alone(self, line: str, source: Source) -> tuple[str, str] | None:
        """Return the field of a line that lacks its colon: `Status draft`."""
        found = _NAMED_ALONE.match(line)
        if found is None or not source.fields or found["name"] != "Status":
            return None
        value = found["value"].strip()
        return ("Status", value) if value.lower() in STATUSES else None

    def _check_end(self) -> None:
        """Look at the line below the fields: the text should begin there, after a blank line."""
        source = self.source
        at = source.body_line - 1
        if not source.fields or at >= len(self.lines):
            return
        if self._is_after_fields(source, 0):
            self._check_text(at)
            return
        last = list(source.fields.values())[-1].name
        message = (
            f"the text begins right below the fields; put a blank line above it, or begin the line "
            f"with four spaces if it continues {last}"
        )
        self._remark(at + 1, "field-in-text", message)

    def _check_text(self, start: int) -> None:
        """Look for fields at the beginning of the text: a blank line has cut them off."""
        first = next((n for n in range(start, len(self.lines)) if self.lines[n].strip()), start)
        for at in self._paragraph(first):
            line = self.lines[at]
            if not self._is_field(line):
                return
            message = (
                f'"{line.strip()}" is read as text, because a blank line stands above it; move it '
                "up to the other fields, or write its colon as &#58; if it is text"
            )
            if _hides(line):
                self._fault(at + 1, "bad-field", message)
            else:
                self._remark(at + 1, "field-in-text", message)

    def _paragraph(self, start: int) -> Iterator[int]:
        for at in range(start, len(self.lines)):
            if not self.lines[at].strip():
                return
            yield at

    def _is_field(self, line: str) -> bool:
        return is_field(line, self.known)

    # Front matter of other programs.

    def _mend_front_matter(self) -> None:
        if self.lines[0].strip() in ("+++", ";;;", "{"):
            message = (
                f'"{self.lines[0].strip()}" starts the fields of another program; begin the '
                'file with lines such as "Title: The ferry is adrift"'
            )
            self._fault(1, "front-matter", message)
        if self.lines[0].rstrip() != _BEGIN:
            return
        key, block = 0, False
        for at in range(1, len(self.lines)):
            line = self.lines[at]
            if not line.strip() or line.rstrip() in ("---", "..."):
                return
            if (item := _ITEM.match(line)) or line.lstrip().startswith("#"):
                self._mend_item(at, key, _unquoted(item["value"]) if item else "")
            elif block and line.startswith(" "):
                self.lines[at] = f"    {line.strip()}"
            elif found := _KEY.match(line):
                block = bool(_BLOCK.match(found["value"] or ""))
                if found["indent"] and key:
                    self._mend_item(at, key, _unquoted(found["value"] or ""))
                else:
                    key = at
                    self._mend_value(at, found["name"], found["value"] or "")

    def _mend_item(self, at: int, key: int, value: str) -> None:
        """Turn one item of a YAML list into a further line of the field in line *key*."""
        name, near = meant(self.lines[key].partition(":")[0], self.known)
        written = name if near else self.lines[key].partition(":")[0].strip()
        if value:
            example = f"{self.lines[key]}, {value}" if self.lines[key].partition(":")[2] else ""
            example = example or f"{written}: {value}"
            self.lines[key] = example
            message = (
                f'"{self.lines[at].strip()}" is YAML; a story file wants "{example}" in one line'
            )
        else:
            message = f'"{self.lines[at].strip()}" is YAML; delete the line'
        self._fault(at + 1, "front-matter", message)
        self.lines[at] = f"{_YAML}: {at}"

    def _mend_value(self, at: int, stated: str, value: str) -> None:
        """Write a value that has marks of YAML as a story file has it."""
        plain = value
        if flow := _FLOW.match(value):
            plain = ", ".join(map(_unquoted, flow["items"].split(",")))
        elif _BLOCK.match(value):
            plain = "…"
        else:
            plain = _unquoted(value)
        if plain == value:
            return
        name, near = meant(stated, self.known)
        example = f"{name if near else stated}: {plain}"
        message = f'"{self.lines[at].strip()}" is YAML; a story file wants "{example.strip()}"'
        self._fault(at + 1, "front-matter", message)
        self.lines[at] = example.removesuffix("…")

    # Each field by itself.

    def _check(self, field: Field) -> None:
        name = field.name.lower()
        if name == _YAML:
            return
        if name not in self.lower:
            self._check_unknown(field)
            return
        if not field.value and (example := _example_of(field.name)):
            message = f'{field.name} has no value; write one, such as "{example}"'
            self._fault(field.line, "empty-field", message)
        self._check_parts(field)
        if name in ("author", "authors"):
            self._check_names(field)
        if name == "save_as" or (name == "url" and "Save_As" in self.known):
            self._check_address(field)

    def _check_parts(self, field: Field) -> None:
        """Look for fields among the lines that continue *field*: four spaces hide them in it."""
        for at, part in enumerate(field.parts[1:], field.line + 1):
            if not self._is_field(part):
                continue
            message = (
                f'"{part}" is read as part of {field.name}, because it begins with four spaces; '
                f'write "{part}" without them, or write its colon as &#58; if it is text'
            )
            if _hides(part):
                self._fault(at, "bad-field", message)
            elif not _SENTENCE.search(part):
                self._remark(at, "field-in-text", message)

    def _check_unknown(self, field: Field) -> None:
        if same_name(field.name) in self.own:
            return
        name, near = meant(field.name, self.known)
        hides = same_name(field.name) in HIDING
        hint = f'; did you mean "{name}"?' if name else ""
        is_text = self._is_last(field) and bool(_SENTENCE.search(field.value))
        if near or hides:
            if near:
                self.source.fields.setdefault(name.lower(), field)
            if hides and not near:
                hint = '; write "Status: draft" to keep the story unpublished'
            if is_text:
                hint += " If it is text, put a blank line above it"
            self._fault(field.line, "unknown-field", f'unknown field "{field.name}"{hint}')
        elif field.name.lower() in self.taken:
            message = f'no field can be called "{field.name}", a name that Pelican uses itself'
            self._fault(field.line, "unknown-field", f"{message}; choose another")
        elif is_text:
            message = (
                f'"{field.name}: {field.value}" is read as a field, and shown nowhere; if it is '
                f"text, put a blank line above it{hint}"
            )
            self._remark(field.line, "unknown-field", message)
        else:
            hint = self._hint_for_unknown(field, hint)
            self._remark(field.line, "unknown-field", f'unknown field "{field.name}"{hint}')

    def _hint_for_unknown(self, field: Field, hint: str) -> str:
        """Return what to do about a *field* that is like none, or has the *hint* of a far one."""
        if of_updates := OF_UPDATES.get(field.name.lower()):
            return f"; write {of_updates} at the end of an update's heading"
        if hint:
            return hint
        own = "; list it in BACKFILE_STORY_FIELDS if your site uses it"
        return f"{own}, or put a blank line above it if it is text" if self._is_last(field) else own

    def _is_last(self, field: Field) -> bool:
        """Tell whether only unknown fields, which may be text as well, follow *field*."""
        return all(
            one.name.lower() not in self.lower
            for one in self.source.fields.values()
            if one.line > field.line
        )

    def _check_names(self, field: Field) -> None:
        if ";" in field.value:
            return
        names = [one.strip() for one in field.value.split(",")]
        after = [n for n, name in enumerate(names) if n and stands_after_names(name)]
        if after:
            whole: list[str] = []
            for n, name in enumerate(names):
                if n in after:
                    whole[-1] += f", {name}"
                else:
                    whole.append(name)
            written = (
                f"{field.name}: {'; '.join(filter(None, whole))}{';' if len(whole) == 1 else ''}"
            )
            message = f'"{names[after[0]]}" is read as a name of its own; write "{written}"'
            self._remark(field.line, "author-name", message)
        elif "" in names[:-1] or (len(names) > 1 and not names[-1]):
            message = f'"{field.value}" has a comma with no name beside it; is a name missing?'
            self._remark(field.line, "author-name", message)
        elif len(names) == 2 and not any(" " in name for name in names):
            message = (
                f'"{field.value}" are read as two authors; if this is one, write '
                f'"{field.name}: {field.value};"'
            )
            self._remark(field.line, "author-name", message)

    def _check_address(self, field: Field) -> None:
        parts = re.split(r"[/\\]", field.value)
        if ".." in parts or _SCHEME.match(field.value):
            example = "2014/06/ferry/"
            if field.name.lower() == "save_as":
                example += "index.html"
            message = (
                f'{field.name} "{field.value}" points outside the site; write a path below it, '
                f"such as {example}"
            )
            self._fault(field.line, "bad-address", message)


def _hides(line: str) -> bool:
    """Tell whether *line* is a known Status, most of which hide the story."""
    name, _, value = line.partition(":")
    return same_name(name) == "status" and value.strip().lower() in STATUSES


def _example_of(name: str) -> str:
    """Return the line of a field that cannot be empty; nothing for one that can."""
    if name.lower().startswith(_FOR_LANGUAGES):
        return f"{name}: {_NEVER_EMPTY['credit'].partition(': ')[2]}"
    return _NEVER_EMPTY.get(name.lower(), "")


def _unquoted(value: str) -> str:
    found = _QUOTED.match(value.strip())
    return found["value"] if found else value.strip()
