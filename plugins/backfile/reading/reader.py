"""Pelican's Markdown readers for stories and pages: one pass through Markdown, faults as data."""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from pelican.contents import Article, Page
from pelican.readers import (
    MarkdownReader,
    default_metadata,
    parse_path_metadata,
    path_metadata,
)
from pelican.utils import SafeDatetime, posixize_path, slugify

from backfile.errors import Fault
from backfile.files.containment import printable
from backfile.partners.original import Original, OriginalError, original_from_fields
from backfile.reading.apostrophes import with_apostrophes
from backfile.reading.bodies import SHOWN_AS_HTML, look_at_body, raw_html
from backfile.reading.concerns import CONCERNS, STORY_CONCERNS, StoryFile, troubles_of
from backfile.reading.date_remarks import date_remarks
from backfile.reading.dateline import dateline
from backfile.reading.document import Document, document_of
from backfile.reading.fields import Fields, read_fields
from backfile.reading.names import PAGE_FIELDS, STORY_FIELDS
from backfile.reading.sections import MARKER, PROCESSOR, StoryExtension
from backfile.reading.source import Source, parse_source, read_text
from backfile.story.dates import MetadataError, parse_date
from backfile.story.model import Dateline, Story, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from backfile.config.settings import Settings

# What Pelican and this plugin set on a story or page; metadata of that name would overwrite it.
_TAKEN = frozenset(
    {*dir(Article), *dir(Page), "settings", "metadata", "translations", "author_name", "reader"}
    | {
        "document",
        "record",
        "story",
        "original",
        "unread",
        "faults",
        "remarks",
        "stated_summary",
        "override_url",
        "source_path",
    }
)
# What neither Pelican nor the story's address depends on: the other checks go on with the story.
HARMLESS = frozenset({"bad-order", "bad-original"})


@dataclass(frozen=True, slots=True)
class Converted:
    """A story file converted: its HTML, the story told, its original, and what is wrong.

    In the HTML `marked`, the elements that the reader made are marked, so that it can be cut.
    `fields` are its metadata by lower-case name, those that Pelican adds included. What is wrong
    with them is in `field_troubles`, what is wrong with the body in `story.troubles`; `remarks` are
    what a person should look at in the fields.
    """

    marked: str
    story: Story
    original: Original | None
    fields: dict[str, Any]
    field_troubles: tuple[Trouble, ...]
    remarks: tuple[Trouble, ...]

    @property
    def document(self) -> Document:
        """Return the story as parts, as typogrify has not seen them."""
        return document_of(self.marked, self.story)

    @property
    def html(self) -> str:
        """Return the content of the page, without a credit line."""
        return self.document.html

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """Return all that is wrong with the file."""
        return (*self.field_troubles, *self.story.troubles)


@dataclass(frozen=True, slots=True)
class Unread:
    """A story or page with a fault that leaves it without an address.

    `path` is the file, `faults` are those of the file alone; `partner`, `continues` and `template`
    are what it states of others, which can only be checked later, as are the links of its `html`.
    `story` has nothing but its remarks.
    """

    path: str
    faults: tuple[Fault, ...]
    partner: str = ""
    continues: str = ""
    template: str = ""
    html: str = ""
    story: Story | None = None


class _FieldsReader(MarkdownReader):
    """Reads a Markdown file whose fields are checked, joined and dated as docs/stories.md says.

    What `read` returns is plain data, so that Pelican's content cache can keep it: the metadata
    gain `remarks` (a tuple of Fault). Where a fault leaves a file without an address, Pelican is to
    skip it, and the metadata have nothing else but `unread` (an Unread). The build is stopped once
    all faults are gathered.
    """

    known: tuple[str, ...] = ()

    def __init__(self, settings: dict[str, Any], backfile: Settings) -> None:
        super().__init__(settings)
        self.backfile = backfile
        self.base = os.path.realpath(backfile.content)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML of the file at *source_path* and its metadata."""
        try:
            text = read_text(Path(source_path))
        except OSError as error:
            trouble = _unreadable(1, f"{error.strerror}; restore it, or let it be read")
            return _skipped(Unread(source_path, _faults(source_path, [trouble])))
        except UnicodeDecodeError as error:
            trouble = _not_utf8(source_path, error)
            return _skipped(Unread(source_path, _faults(source_path, [trouble])))
        return self.read_source(source_path, text)

    def read_source(self, source_path: str, text: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML of the file *text*, standing at *source_path*, and its metadata."""
        self._source_path = source_path  # for Pelican's messages
        return self.read_fields(source_path, text)

    def read_fields(self, source_path: str, text: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML of the file *text*, standing at *source_path*, and its metadata."""
        raise NotImplementedError

    def fields_of(self, text: str) -> Fields:
        """Return the fields of the file *text*."""
        return read_fields(text, self.known, self.backfile.own_fields, _TAKEN)

    def process_metadata(self, name: str, value: Any) -> Any:
        """Return what Pelican makes of the field *name*, dates read as `parse_date` does."""
        if name in ("date", "modified"):
            try:
                return _safe(parse_date(str(value))[0])
            except MetadataError:
                pass  # a date of the file's name or a setting, which is Pelican's to refuse
        return super().process_metadata(name, value)

    def stated_metadata(self, source: Source) -> dict[str, Any]:
        """Return the metadata of *source* as Pelican has them, each field joined."""
        formatted = self.backfile.formatted_fields
        meta = {
            name: list(field.parts) if name in formatted else [field.value]
            for name, field in source.fields.items()
        }
        stated: dict[str, Any] = self._parse_metadata(meta)
        return stated

    def _known_metadata(self, source_path: str) -> dict[str, Any]:
        """Return what Pelican's settings and the file's path say, as Pelican merges it."""
        relative = posixize_path(os.path.relpath(source_path, self.base))
        known = default_metadata(self.settings)
        known.update(path_metadata(source_path, relative, self.settings))
        known.update(parse_path_metadata(relative, self.settings))
        return {name.lower(): value for name, value in known.items()}


class StoryReader(_FieldsReader):
    """Reads one story file.

    The HTML that `read` returns is marked, to be cut into a Document once typogrify has gone over
    it. The metadata gain `story` (the Story), `original` (the Original, if one is stated) and, of a
    file at fault, `faults` (a tuple of Fault).
    """

    known = STORY_FIELDS

    def read_fields(self, source_path: str, text: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML of the story *text*, standing at *source_path*, and its metadata."""
        converted = self.convert(source_path, text)
        faults = _faults(source_path, converted.troubles)
        remarks = _faults(source_path, converted.remarks)
        story = _remarks_only(converted.story) if faults else converted.story
        if any(one.code not in HARMLESS for one in converted.field_troubles):
            others = {
                name: str(converted.fields.get(name) or "").strip()
                for name in ("partner", "continues", "template")
            }
            unread = Unread(source_path, faults, html=converted.html, story=story, **others)
            return _skipped(unread, remarks)
        # What follows converts single fields, which are no stories.
        self._md.treeprocessors.deregister(PROCESSOR)
        self._md.treeprocessors.deregister(MARKER)
        metadata = self.stated_metadata(parse_source(text))
        metadata["story"] = story
        metadata["original"] = converted.original
        metadata["remarks"] = remarks
        if faults:
            metadata["faults"] = faults
        if "date" in metadata:
            metadata["date"] = _in_zone(metadata["date"], converted.story.dateline.zone)
        if not self.backfile.typogrify:
            return converted.marked, metadata
        for name in SHOWN_AS_HTML:
            if name in metadata:
                metadata[name] = with_apostrophes(metadata[name])
        return with_apostrophes(converted.marked), metadata

    def convert(self, source_path: str, text: str) -> Converted:
        """Return what the story file *text*, standing at *source_path*, becomes."""
        stated = self.fields_of(text)
        source = stated.source
        fields = {**self._known_metadata(source_path), **source.values()}
        reading = _Metadata(source, fields)
        told = reading.dateline(self.backfile)
        original = reading.original()
        file = StoryFile("story", source, fields, told.zone)
        troubles = (*stated.faults, *reading.troubles, *troubles_of(file, STORY_CONCERNS))
        lang = str(fields.get("lang") or self.backfile.lang or "en").strip()
        extension = StoryExtension(source, told, lang)
        # The extensions of the settings come first, so that ours sees the tree they leave.
        self._md = Markdown(**self.backfile.markdown)
        self._md.registerExtensions([extension], {})
        marked: str = self._md.convert(text)
        story = _with_body(extension.story, *look_at_body(source, raw_html(self._md)))
        remarks = (*stated.remarks, *date_remarks(source, told.zone))
        return Converted(marked, story, original, fields, troubles, remarks)


class PageReader(_FieldsReader):
    """Reads one page, as Pelican does; its fields are checked as a story's are."""

    known = PAGE_FIELDS

    def read_fields(self, source_path: str, text: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML of the page *text*, standing at *source_path*, and its metadata."""
        stated = self.fields_of(text)
        source = stated.source
        fields = {**self._known_metadata(source_path), **source.values()}
        reading = _Metadata(source, fields)
        zone = reading.dateline(self.backfile).zone
        file = StoryFile("page", source, fields, zone)
        troubles = (*stated.faults, *reading.troubles, *troubles_of(file, CONCERNS))
        remarks = _faults(source_path, (*stated.remarks, *date_remarks(source, zone)))
        self._md = Markdown(**self.backfile.markdown)
        html: str = self._md.convert(text)
        if faults := _faults(source_path, troubles):
            unread = Unread(source_path, faults, template=file.value("template"), html=html)
            return _skipped(unread, remarks)
        metadata = self.stated_metadata(source)
        metadata["remarks"] = remarks
        return html, metadata


class _Metadata:
    """The metadata of a file, its own and what Pelican adds; `troubles` gathers what is wrong."""

    def __init__(self, source: Source, fields: dict[str, Any]) -> None:
        self.source = source
        self.fields = fields
        self.troubles: list[Trouble] = []

    def dateline(self, settings: Settings) -> Dateline:
        fields = dict(self.fields)
        while True:
            try:
                return dateline(fields, settings)
            except MetadataError as error:
                self._add(error.field, error.code, str(error))
                # Without it, the next fault of the same file comes to light as well.
                del fields[error.field]

    def original(self) -> Original | None:
        fields = dict(self.fields)
        while True:
            try:
                return original_from_fields(fields)
            except OriginalError as error:
                self._add(error.field, "bad-original", str(error))
                del fields[error.field]

    def _add(self, field: str, code: str, message: str) -> None:
        self.troubles.append(Trouble(self.source.line_of(field), code, message))


# The folder from which paths are shown; empty for the current one.
_HERE: ContextVar[str] = ContextVar("here", default="")


@contextmanager
def shown_from(folder: str) -> Iterator[None]:
    """Show paths in the block as seen from *folder*, which may be one of another machine."""
    before = _HERE.set(folder)
    try:
        yield
    finally:
        _HERE.reset(before)


def shown_path(path: str | Path) -> str:
    """Return *path* as a person would type it from the current folder."""
    relative = os.path.relpath(path, _HERE.get() or os.curdir)
    return printable(Path(path if relative.startswith("..") else relative).as_posix())


def field_fault(path: str, field: str, code: str, message: str) -> Fault:
    """Return the fault of the metadata *field* in the story file at *path*, with its line.

    A field whose name is mistyped counts as the one that was meant.
    """
    line = read_fields(read_text(Path(path)), STORY_FIELDS).source.line_of(field)
    return Fault(shown_path(path), line, code, message)


def file_names(path: str, rules: Sequence[tuple[str, str]]) -> set[str]:
    """Return what other stories may call the story at *path*, which cannot be read whole."""
    names = {Path(path).name.partition(".")[0]}
    try:
        fields = parse_source(read_text(Path(path))).values()
    except (OSError, UnicodeDecodeError):
        return names
    headline = slugify(fields.get("title", ""), rules)
    stated = (fields.get("slug", ""), headline)
    return names | {name for name in stated if name}


def unreadable_file(path: str, error: UnicodeDecodeError) -> Fault:
    """Return the fault of a file that is not in UTF-8, with the line of the first wrong byte."""
    return _faults(path, [_not_utf8(path, error)])[0]


def _skipped(unread: Unread, remarks: tuple[Fault, ...] = ()) -> tuple[str, dict[str, Any]]:
    return "", {"status": "skip", "unread": unread, "remarks": remarks}


def _faults(source_path: str, troubles: Sequence[Trouble]) -> tuple[Fault, ...]:
    shown = shown_path(source_path) if troubles else ""
    return tuple(Fault(shown, one.line, one.code, one.message) for one in troubles)


def _with_body(story: Story, errors: Sequence[Trouble], doubts: Sequence[Trouble]) -> Story:
    """Return *story* with the *errors* and the *doubts* of its body as a whole."""
    remarks = sorted([*story.remarks, *doubts], key=lambda one: one.line)
    return replace(story, remarks=tuple(remarks), troubles=(*story.troubles, *errors))


def _remarks_only(story: Story) -> Story:
    """Return *story* without its updates: what was inferred of them hangs on what is at fault."""
    return Story(story.dateline, remarks=story.remarks)


def _unreadable(line: int, why: str) -> Trouble:
    return Trouble(line, "unreadable", f"cannot be read: {why}")


def _not_utf8(source_path: str, error: UnicodeDecodeError) -> Trouble:
    before = Path(source_path).read_bytes()[: error.start]
    why = f"byte {error.start + 1} is not UTF-8; save the file as UTF-8 or import it again"
    return _unreadable(before.count(b"\n") + 1, why)


def _in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    """Tell a date that states an offset in the story's own zone, which its address goes by."""
    plain = datetime.combine(moment.date(), moment.timetz())
    local = plain if plain.tzinfo is None else plain.astimezone(zone)
    return _safe(local.replace(tzinfo=zone))


def _safe(moment: datetime) -> datetime:
    """Return *moment* as Pelican's own kind of datetime, which formats years before 1900.

    That forgets which of two equal hours it is in, unless it is made like this.
    """
    day, clock = moment.date(), moment.time()
    safe: datetime = SafeDatetime(
        day.year,
        day.month,
        day.day,
        clock.hour,
        clock.minute,
        clock.second,
        clock.microsecond,
        moment.tzinfo,
        fold=moment.fold,
    )
    return safe
