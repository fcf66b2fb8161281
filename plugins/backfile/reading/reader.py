"""Pelican's Markdown reader for stories: one pass through Markdown, faults as data."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
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
from pelican.utils import SafeDatetime, posixize_path

from backfile.errors import Fault, did_you_mean
from backfile.partners.original import Original, OriginalError, original_from_fields
from backfile.reading.date_remarks import date_remarks
from backfile.reading.dateline import dateline, moment_of
from backfile.reading.dates import MetadataError, parse_date
from backfile.reading.fields import STATUSES, Fields, read_fields
from backfile.reading.names import PAGE_FIELDS, STORY_FIELDS
from backfile.reading.sections import PROCESSOR, TIGHTENER, StoryExtension
from backfile.reading.source import Source, parse_source, read_text
from backfile.story.model import Dateline, Story, Trouble

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from backfile.settings import Settings

# What Pelican and this plugin set on a story or page; metadata of that name would overwrite it.
_TAKEN = frozenset(
    {*dir(Article), *dir(Page), "settings", "metadata", "translations", "author_name", "reader"}
    | {"story", "original", "faults", "remarks", "stated_summary", "override_url", "source_path"}
)
# The shape of a language tag (BCP 47): it becomes a part of addresses and of markup.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Converted:
    """A story file converted: its HTML, the story told, its original, and what is wrong.

    `remarks` are what a person should look at in its metadata.
    """

    html: str
    story: Story
    original: Original | None
    troubles: tuple[Trouble, ...]
    remarks: tuple[Trouble, ...] = ()


class _FieldsReader(MarkdownReader):
    """Reads a Markdown file whose fields are checked, joined and dated as docs/stories.md says.

    What `read` returns is plain data, so that Pelican's content cache can keep it: the metadata
    gain `faults` and `remarks` (tuples of Fault). A file at fault is returned as one to skip, and
    the build is stopped where the faults are gathered.
    """

    known: tuple[str, ...] = ()

    def __init__(self, settings: dict[str, Any], backfile: Settings) -> None:
        super().__init__(settings)
        self.backfile = backfile
        self.base = os.path.realpath(settings["PATH"])
        own = {*backfile.story_fields, *settings["FORMATTED_FIELDS"], *settings["DEFAULT_METADATA"]}
        self.own = frozenset(own)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML of the file at *source_path* and its metadata."""
        self._source_path = source_path
        try:
            text = read_text(Path(source_path))
        except OSError as error:
            return _skipped(
                source_path,
                [_unreadable(1, f"{error.strerror}; restore it, or let it be read")],
            )
        except UnicodeDecodeError as error:
            return _skipped(source_path, [_not_utf8(source_path, error)])
        return self.read_fields(source_path, text)

    def read_fields(self, source_path: str, text: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML of the file *text*, standing at *source_path*, and its metadata."""
        raise NotImplementedError

    def fields_of(self, text: str) -> Fields:
        """Return the fields of the file *text*."""
        return read_fields(text, self.known, self.own, _TAKEN)

    def process_metadata(self, name: str, value: Any) -> Any:
        """Return what Pelican makes of the field *name*, dates read as `parse_date` does.

        A status counts in any case; Pelican would stumble over `Skip`.
        """
        if name == "status":
            value = str(value).lower()
        if name in ("date", "modified"):
            try:
                return _safe(parse_date(str(value))[0])
            except MetadataError:
                pass  # a date of the file's name or a setting, which is Pelican's to refuse
        return super().process_metadata(name, value)

    def stated_metadata(self, source: Source) -> dict[str, Any]:
        """Return the metadata of *source* as Pelican has them, each field joined."""
        formatted = self.settings["FORMATTED_FIELDS"]
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

    The metadata gain `story` (the Story) and `original` (the Original, if one is stated).
    """

    known = STORY_FIELDS

    def read_fields(self, source_path: str, text: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML of the story *text*, standing at *source_path*, and its metadata."""
        converted = self.convert(source_path, text)
        if converted.troubles:
            return _skipped(source_path, converted.troubles, converted.remarks)
        # What follows converts single fields, which are no stories.
        self._md.treeprocessors.deregister(PROCESSOR)
        self._md.treeprocessors.deregister(TIGHTENER)
        metadata = self.stated_metadata(parse_source(text))
        metadata["story"] = converted.story
        metadata["original"] = converted.original
        metadata["remarks"] = _placed(source_path, converted.remarks)
        zone = converted.story.dateline.zone
        if "date" in metadata:
            metadata["date"] = _in_zone(metadata["date"], zone)
        return converted.html, metadata

    def convert(self, source_path: str, text: str) -> Converted:
        """Return what the story file *text*, standing at *source_path*, becomes."""
        stated = self.fields_of(text)
        source = stated.source
        fields = {**self._known_metadata(source_path), **source.values()}
        reading = _Metadata("story", source, fields)
        told = reading.dateline(self.backfile)
        original = reading.original()
        reading.check(told.zone)
        reading.check_story()
        extension = StoryExtension(source, told)
        # The extensions of the settings come first, so that ours sees the tree they leave.
        self._md = Markdown(**self.settings["MARKDOWN"])
        self._md.registerExtensions([extension], {})
        html: str = self._md.convert(text)
        story = extension.story
        troubles = _once((*stated.faults, *reading.troubles, *story.troubles))
        remarks = (*stated.remarks, *date_remarks(source, told.zone))
        return Converted(html, story, original, troubles, remarks)


class PageReader(_FieldsReader):
    """Reads one page, as Pelican does; its fields are checked as a story's are."""

    known = PAGE_FIELDS

    def read_fields(self, source_path: str, text: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML of the page *text*, standing at *source_path*, and its metadata."""
        stated = self.fields_of(text)
        fields = {**self._known_metadata(source_path), **stated.source.values()}
        reading = _Metadata("page", stated.source, fields)
        zone = reading.dateline(self.backfile).zone
        reading.check(zone)
        remarks = (*stated.remarks, *date_remarks(stated.source, zone))
        if troubles := _once((*stated.faults, *reading.troubles)):
            return _skipped(source_path, troubles, remarks)
        self._md = Markdown(**self.settings["MARKDOWN"])
        html: str = self._md.convert(text)
        metadata = self.stated_metadata(stated.source)
        metadata["remarks"] = _placed(source_path, remarks)
        return html, metadata


class _Metadata:
    """The metadata of a story or page, its own and what Pelican adds; `troubles` gathers faults."""

    def __init__(self, kind: str, source: Source, fields: dict[str, Any]) -> None:
        self.kind = kind
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

    def check(self, zone: ZoneInfo) -> None:
        """Look for what every file must state: a title, a status and a language that are known."""
        status = self._status()
        if status not in STATUSES:
            hint = did_you_mean(status, STATUSES) or f"; use one of {', '.join(STATUSES)}"
            self._add("status", "bad-status", f'unknown Status "{status}"{hint}')
        translation = str(self.fields.get("translation") or "false").strip().lower()
        if translation not in ("true", "false"):
            message = f'Translation "{translation}" is neither true nor false; write one of them'
            self._add("translation", "bad-translation", message)
        lang = str(self.fields.get("lang") or "").strip()
        if lang and not _LANGUAGE.fullmatch(lang):
            message = f'Lang "{lang}" is no language tag; write one such as en or pt-BR'
            self._add("lang", "bad-lang", message)
        if not str(self.fields.get("title", "")).strip():
            message = f'this {self.kind} has no title; begin the file with "Title: …"'
            self._add("title", "missing-title", message)
        for field in ("modified", "captured"):
            if stated := self.fields.get(field):
                try:
                    moment_of(field, stated, zone)
                except MetadataError as error:
                    self._add(field, error.code, str(error))

    def check_story(self) -> None:
        """Look for what only a story must state: a date, unless it is a draft."""
        if not self.fields.get("date") and self._status() != "draft":
            message = 'this story has no date; add "Date: 2014-06-16 18:20" below its title'
            self._add("date", "missing-date", message)

    def _status(self) -> str:
        return str(self.fields.get("status") or "published").strip().lower()

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


def _skipped(
    source_path: str, troubles: Sequence[Trouble], remarks: Sequence[Trouble] = ()
) -> tuple[str, dict[str, Any]]:
    faults = _placed(source_path, troubles)
    return "", {"status": "skip", "faults": faults, "remarks": _placed(source_path, remarks)}


def _placed(source_path: str, troubles: Sequence[Trouble]) -> tuple[Fault, ...]:
    shown = shown_path(source_path)
    return tuple(Fault(shown, one.line, one.code, one.message) for one in troubles)


def _once(troubles: Sequence[Trouble]) -> tuple[Trouble, ...]:
    """Return *troubles* without what only follows from another: a field without value is stated."""
    empty = {one.line for one in troubles if one.code == "empty-field"}
    follows = ("missing-title", "missing-date")
    return tuple(one for one in troubles if one.code not in follows or one.line not in empty)


def _unreadable(line: int, why: str) -> Trouble:
    return Trouble(line, "unreadable", f"cannot be read: {why}")


def _not_utf8(source_path: str, error: UnicodeDecodeError) -> Trouble:
    before = Path(source_path).read_bytes()[: error.start]
    why = f"byte {error.start + 1} is not UTF-8; save the file as UTF-8 or import it anew"
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
