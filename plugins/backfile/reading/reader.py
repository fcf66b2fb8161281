"""Pelican's Markdown reader for stories: one pass through Markdown, faults as data."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from pelican.readers import (
    MarkdownReader,
    default_metadata,
    parse_path_metadata,
    path_metadata,
)
from pelican.utils import posixize_path, set_date_tzinfo, slugify

from backfile.errors import Fault
from backfile.partners.original import Original, OriginalError, original_from_fields
from backfile.reading.concerns import StoryFile, troubles_of
from backfile.reading.dateline import MetadataError, dateline
from backfile.reading.sections import PROCESSOR, TIGHTENER, StoryExtension
from backfile.reading.source import Source, parse_source, read_text
from backfile.story.model import Dateline, Story, Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backfile.settings import Settings

# What neither Pelican nor the story's address depends on: the other checks go on with the story.
HARMLESS = frozenset({"bad-order", "bad-original"})


@dataclass(frozen=True, slots=True)
class Converted:
    """A story file converted: its HTML, the story told, its original, and what is wrong.

    `fields` are its metadata by lower-case name, those that Pelican adds included. What is wrong
    with them is in `field_troubles`, what is wrong with the body in `story.troubles`.
    """

    html: str
    story: Story
    original: Original | None
    fields: dict[str, Any]
    field_troubles: tuple[Trouble, ...]

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """Return all that is wrong with the file."""
        return (*self.field_troubles, *self.story.troubles)


@dataclass(frozen=True, slots=True)
class Unread:
    """A story file with a fault that leaves it without an address.

    `path` is the file, `faults` are those of the file alone; `partner`, `continues` and `template`
    are what it states of others, which can only be checked later. `story` has nothing but its
    remarks.
    """

    path: str
    faults: tuple[Fault, ...]
    partner: str = ""
    continues: str = ""
    template: str = ""
    story: Story | None = None


class StoryReader(MarkdownReader):
    """Reads one story file.

    What it returns is plain data, so that Pelican's content cache can keep it: the metadata gain
    `story` (the Story), `original` (the Original, if one is stated) and, of a file at fault,
    `faults` (a tuple of Fault). Where a fault leaves a file without an address, Pelican is to skip
    it, and the metadata have nothing but `unread` (an Unread). The build is stopped once all faults
    are gathered.
    """

    def __init__(self, settings: dict[str, Any], backfile: Settings) -> None:
        super().__init__(settings)
        self.backfile = backfile
        self.base = os.path.realpath(settings["PATH"])

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML of the story at *source_path* and its metadata."""
        self._source_path = source_path
        try:
            text = read_text(Path(source_path))
        except OSError as error:
            trouble = _unreadable(1, f"{error.strerror}; restore it, or let it be read")
            return _skipped(Unread(source_path, _faults(source_path, [trouble])))
        except UnicodeDecodeError as error:
            trouble = _not_utf8(source_path, error)
            return _skipped(Unread(source_path, _faults(source_path, [trouble])))
        converted = self.convert(source_path, text)
        faults = _faults(source_path, converted.troubles)
        story = _remarks_only(converted.story) if faults else converted.story
        if any(one.code not in HARMLESS for one in converted.field_troubles):
            others = {
                name: str(converted.fields.get(name) or "").strip()
                for name in ("partner", "continues", "template")
            }
            return _skipped(Unread(source_path, faults, story=story, **others))
        # What follows converts single fields, which are no stories.
        self._md.treeprocessors.deregister(PROCESSOR)
        self._md.treeprocessors.deregister(TIGHTENER)
        metadata = self._parse_metadata(getattr(self._md, "Meta", {}))
        metadata["story"] = story
        metadata["original"] = converted.original
        if faults:
            metadata["faults"] = faults
        if "date" in metadata:
            metadata["date"] = _in_story_zone(metadata["date"], converted.story)
        return converted.html, metadata

    def convert(self, source_path: str, text: str) -> Converted:
        """Return what the story file *text*, standing at *source_path*, becomes."""
        source = parse_source(text)
        fields = {**self._known_metadata(source_path), **source.values()}
        reading = _Metadata(source, fields)
        told = reading.dateline(self.backfile)
        original = reading.original()
        reading.troubles += troubles_of(StoryFile(source, fields, self.backfile))
        extension = StoryExtension(source, told)
        # The extensions of the settings come first, so that ours sees the tree they leave.
        self._md = Markdown(**self.settings["MARKDOWN"])
        self._md.registerExtensions([extension], {})
        html: str = self._md.convert(text)
        return Converted(html, extension.story, original, fields, tuple(reading.troubles))

    def _known_metadata(self, source_path: str) -> dict[str, Any]:
        """Return what Pelican's settings and the file's path say, as Pelican merges it."""
        relative = posixize_path(os.path.relpath(source_path, self.base))
        known = default_metadata(self.settings)
        known.update(path_metadata(source_path, relative, self.settings))
        known.update(parse_path_metadata(relative, self.settings))
        return {name.lower(): value for name, value in known.items()}


class _Metadata:
    """A story's metadata, its own and what Pelican adds; `troubles` gathers what is wrong."""

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


def shown_path(path: str | Path) -> str:
    """Return *path* as a person would type it from the current folder."""
    relative = os.path.relpath(path)
    return Path(path if relative.startswith("..") else relative).as_posix()


def field_fault(path: str, field: str, code: str, message: str) -> Fault:
    """Return the fault of the metadata *field* in the story file at *path*, with its line."""
    line = parse_source(read_text(Path(path))).line_of(field)
    return Fault(shown_path(path), line, code, message)


def file_names(path: str, settings: Mapping[str, Any]) -> set[str]:
    """Return what other stories may call the story at *path*, which cannot be read whole."""
    names = {Path(path).name.partition(".")[0]}
    try:
        fields = parse_source(read_text(Path(path))).values()
    except (OSError, UnicodeDecodeError):
        return names
    headline = slugify(fields.get("title", ""), settings["SLUG_REGEX_SUBSTITUTIONS"])
    stated = (fields.get("slug", ""), headline)
    return names | {name for name in stated if name}


def unreadable_file(path: str, error: UnicodeDecodeError) -> Fault:
    """Return the fault of a file that is not in UTF-8, with the line of the first wrong byte."""
    return _faults(path, [_not_utf8(path, error)])[0]


def _skipped(unread: Unread) -> tuple[str, dict[str, Any]]:
    return "", {"status": "skip", "unread": unread}


def _faults(source_path: str, troubles: Sequence[Trouble]) -> tuple[Fault, ...]:
    shown = shown_path(source_path)
    return tuple(Fault(shown, one.line, one.code, one.message) for one in troubles)


def _remarks_only(story: Story) -> Story:
    """Return *story* without its updates: what was inferred of them hangs on what is at fault."""
    return Story(story.dateline, remarks=story.remarks)


def _unreadable(line: int, why: str) -> Trouble:
    return Trouble(line, "unreadable", f"cannot be read: {why}")


def _not_utf8(source_path: str, error: UnicodeDecodeError) -> Trouble:
    before = Path(source_path).read_bytes()[: error.start]
    why = f"byte {error.start + 1} is not UTF-8; save the file as UTF-8 or import it anew"
    return _unreadable(before.count(b"\n") + 1, why)


def _in_story_zone(moment: Any, story: Story) -> Any:
    """Tell a date that states an offset in the story's own zone, which its address goes by."""
    if moment.tzinfo is None:
        return moment
    local = moment.astimezone(story.dateline.zone).replace(tzinfo=None)
    return set_date_tzinfo(local, story.dateline.zone.key)
