"""Works out what a table changes in the story files, and what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backfile.errors import Fault, did_you_mean
from backfile.partners.registry import PartnerError
from backfile.reading.reader import StoryReader, shown_path
from backfile.reading.source import parse_source, text_of
from backfile.spreadsheet.cells import damage, read_cell
from backfile.spreadsheet.csv_table import DIGEST, FILE, REMARK, FieldTable, TableError
from backfile.spreadsheet.export import digest_of_story, known_fields
from backfile.spreadsheet.field_lines import field_values, with_fields
from backfile.text.addresses import slug_problem
from backfile.text.identifiers import known_identifiers
from backfile.text.slugs import better_slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from backfile.config.settings import Settings
    from backfile.partners.registry import Registry
    from backfile.spreadsheet.csv_table import SpreadsheetRow

_IDENTIFIER = "identifier"
_WRONG = "table"  # the code of the faults of a table
# The fields on which the reading of updates depends; with another value, these may be at fault.
_OF_UPDATES = frozenset(
    {"date", "timezone", "lang", "order", "source_order", "modified", "captured"}
)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that changes; `before` or `after` is empty where the story has no such field."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class StoryEdit:
    """A story file that changes: its path, its bytes before and after, and its fields."""

    path: Path
    before: bytes
    after: bytes
    fields: tuple[FieldChange, ...]

    def __str__(self) -> str:
        """Return a line for each field, as people read it."""
        path = shown_path(self.path)
        return "\n".join(
            f"{path}: {one.field}: {_shown(one.before)} → {_shown(one.after)}"
            for one in self.fields
        )


@dataclass(frozen=True, slots=True)
class TablePlan:
    """The changes that a table asks for, and its faults; where there is one, nothing is done."""

    changes: tuple[StoryEdit, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class TabledStories:
    """The stories that a table is about, and what they must comply with.

    `files` are their bytes by their paths below `content`; `fields` those that they may have, by
    their names in lower case; `troubles` returns what is wrong with a story of this text. `lang` is
    the language of those that state none.
    """

    content: Path
    files: Mapping[str, bytes]
    fields: Mapping[str, str]
    registry: Registry
    troubles: Callable[[Path, str], list[str]]
    lang: str


def tabled_stories(
    settings: Settings,
    pelican_settings: dict[str, Any],
    registry: Registry,
    files: Mapping[str, bytes],
) -> TabledStories:
    """Return the stories of an archive, which are checked as `check` does."""
    reader = StoryReader(pelican_settings, settings)

    def troubles(path: Path, text: str) -> list[str]:
        return [one.message for one in reader.convert(str(path), text).troubles]

    return TabledStories(
        settings.content, files, known_fields(settings), registry, troubles, settings.lang
    )


@dataclass(frozen=True, slots=True)
class _Columns:
    """The places of the columns, and how many there are."""

    file: int
    digest: int
    fields: Mapping[int, str]
    number: int


def plan_changes(table: FieldTable, name: str, stories: TabledStories) -> TablePlan:
    """Return what the *table* in the file *name* changes in the *stories*, and its faults.

    Raises TableError for columns that are unknown or stated twice.
    """
    columns = _columns_of(table, stories.fields)
    seen: dict[str, int] = {}
    changes: list[StoryEdit] = []
    faults: list[Fault] = []
    for row in table.rows:
        found, wrong = _planned(row, columns, seen, stories)
        faults += [Fault(name, row.line, _WRONG, one) for one in wrong]
        changes += [found] if found and not wrong else []
    lines = {stories.content / path: line for path, line in seen.items()}
    faults += [Fault(name, lines[path], _WRONG, one) for path, one in _shared(changes, stories)]
    return TablePlan(tuple(changes), tuple(sorted(faults)))


def _shared(changes: Iterable[StoryEdit], stories: TabledStories) -> Iterator[tuple[Path, str]]:
    """Go through the stories that get an identifier of another one in the same language."""
    changed = {one.path: one.after for one in changes}
    given = {
        edit.path
        for edit in changes
        if any(one.field.lower() == _IDENTIFIER for one in edit.fields)
    }
    if not given:
        return
    files = {stories.content / path: data for path, data in stories.files.items()} | changed
    owners: dict[tuple[str, str], Path] = {}
    for path in sorted(files, key=lambda one: (one in given, one)):
        for key, text in _identifiers(files[path], stories.lang):
            other = owners.setdefault(key, path)
            if other != path and path in given:
                yield (
                    path,
                    (
                        f'{shown_path(other)} has the identifier "{text}" as well; an identifier '
                        "belongs to one story"
                    ),
                )


def _identifiers(data: bytes, lang: str) -> Iterator[tuple[tuple[str, str], str]]:
    """Go through the identifiers of a story, each with its language; *lang* is that of the site.

    The languages of one story may share an identifier.
    """
    values = field_values(parse_source(text_of(data)))
    own = values.get("lang") or lang
    for one in known_identifiers(values.get(_IDENTIFIER, "")):
        yield (one.key, own.lower()), one.text


def _columns_of(table: FieldTable, known: Mapping[str, str]) -> _Columns:
    """Return the places of the columns. Raises TableError."""
    places: dict[int, str] = {}
    for place, column in enumerate(table.columns):
        if table.columns.count(column) > 1:
            raise TableError(f'line 1: there are two columns "{column}"; remove one')
        if column in {FILE, DIGEST, REMARK}:
            continue
        if column.lower() not in known:
            hint = did_you_mean(column, known.values()) or "; remove the column"
            raise TableError(f'line 1: there is no field "{column}"{hint}')
        places[place] = known[column.lower()]
    names = table.columns
    return _Columns(names.index(FILE), names.index(DIGEST), places, len(names))


def _planned(
    row: SpreadsheetRow, columns: _Columns, seen: dict[str, int], stories: TabledStories
) -> tuple[StoryEdit | None, list[str]]:
    """Return the change that a *row* asks for, and what is wrong with the row."""
    if len(row.cells) != columns.number:
        cells = f"{len(row.cells)} cell{'s' if len(row.cells) != 1 else ''}"
        return None, [f"it has {cells}, and the first line has {columns.number}"]
    path = read_cell(row.cells[columns.file])
    if path not in stories.files:
        hint = did_you_mean(path, stories.files) or "; write the table again"
        return None, [f'there is no story "{path}"{hint}']
    if path in seen:
        return None, [f"{path} is in line {seen[path]} already; remove one of the two rows"]
    seen[path] = row.line
    before = stories.files[path]
    change, wrong = _changed(row, columns.fields, stories.content / path, before)
    if change is None or wrong:
        return None, wrong
    if read_cell(row.cells[columns.digest]) != digest_of_story(before):
        return None, [f"{path} has changed since the table was written; write the table again"]
    return change, list(_against(change, stories))


def _changed(
    row: SpreadsheetRow, fields: Mapping[int, str], path: Path, before: bytes
) -> tuple[StoryEdit | None, list[str]]:
    """Return how the story file at *path* would change, None where it would not."""
    source = parse_source(text_of(before))
    values = field_values(source)
    repeated = {one.name.lower() for one in source.repeated}
    wrong: list[str] = []
    changed: list[FieldChange] = []
    for place, field in fields.items():
        old, cell = values.get(field.lower(), ""), row.cells[place]
        if read_cell(cell) == old:
            continue
        if problem := damage(field.lower(), old, cell):
            wrong.append(f"{field}: {problem}")
        elif field.lower() in repeated:
            wrong.append(f"{field}: {shown_path(path)} states it twice; correct that first")
        changed.append(FieldChange(field, old, read_cell(cell)))
    if not changed:
        return None, []
    after = with_fields(before, {one.field: one.after for one in changed})
    return StoryEdit(path, before, after, tuple(changed)), wrong


def _against(change: StoryEdit, stories: TabledStories) -> Iterator[str]:
    """Go through what `check` would say of the changed story and does not say of it now."""
    values = {one.field.lower(): one.after for one in change.fields}
    if partner := values.get("partner"):
        try:
            stories.registry[partner]
        except PartnerError as error:
            yield str(error)
    if (slug := values.get("slug")) and (problem := slug_problem(slug)):
        yield f'Slug "{slug}" {problem}; write Slug: {better_slug(slug, "story")}'
    text = text_of(change.after)
    shorten = _fields_alone if _OF_UPDATES.isdisjoint(values) else str
    known, found = (
        stories.troubles(change.path, shorten(one)) for one in (text_of(change.before), text)
    )
    yield from (one for one in found if one not in known)
    written = field_values(parse_source(text))
    for field, value in values.items():
        if written.get(field, "") != value:
            yield f'"{value}" cannot be written as a field of a story'


def _fields_alone(text: str) -> str:
    """Return the fields of the story *text* without its body, which takes long to read."""
    source = parse_source(text)
    return "\n".join(source.lines[: source.body_line - 1]) + "\n"


def _shown(value: str) -> str:
    return f'"{value}"' if value else "nothing"
