"""Pelican's Markdown reader for stories: one pass through Markdown, faults as data."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from pelican.readers import (
    MarkdownReader,
    default_metadata,
    parse_path_metadata,
    path_metadata,
)
from pelican.utils import posixize_path, set_date_tzinfo

from backfile.errors import Fault, did_you_mean
from backfile.partners.original import Original, OriginalError, original_from_fields
from backfile.reading.apostrophes import with_apostrophes
from backfile.reading.bodies import look_at_body, raw_html
from backfile.reading.dateline import MetadataError, dateline, parse_date
from backfile.reading.sections import PROCESSOR, TIGHTENER, StoryExtension
from backfile.reading.source import Source, parse_source, read_text
from backfile.story.model import Dateline, Story, Trouble

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.settings import Settings

# Metadata to which Pelican applies typogrify.
_SHOWN_AS_HTML = ("title", "summary")
STATUSES = ("published", "draft", "hidden", "skip")
# The shape of a language tag (BCP 47): it becomes a part of addresses and of markup.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Converted:
    """A story file converted: its HTML, the story told, its original, and what is wrong."""

    html: str
    story: Story
    original: Original | None
    troubles: tuple[Trouble, ...]


class StoryReader(MarkdownReader):
    """Reads one story file.

    What it returns is plain data, so that Pelican's content cache can keep it: the metadata gain
    `story` (the Story), `original` (the Original, if one is stated) and `faults` (a tuple of
    Fault). A file at fault is returned as one to skip, and the build is stopped where the faults
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
            return _skipped(
                source_path,
                [_unreadable(1, f"{error.strerror}; restore it, or let it be read")],
            )
        except UnicodeDecodeError as error:
            return _skipped(source_path, [_not_utf8(source_path, error)])
        converted = self.convert(source_path, text)
        if converted.troubles:
            skipped, metadata = _skipped(source_path, converted.troubles)
            metadata["doubts"] = _faults(source_path, converted.story.remarks)
            metadata["unread"] = ((source_path, converted.html),)
            return skipped, metadata
        # What follows converts single fields, which are no stories.
        self._md.treeprocessors.deregister(PROCESSOR)
        self._md.treeprocessors.deregister(TIGHTENER)
        metadata = self._parse_metadata(getattr(self._md, "Meta", {}))
        metadata["story"] = converted.story
        metadata["original"] = converted.original
        if "date" in metadata:
            metadata["date"] = _in_story_zone(metadata["date"], converted.story)
        if not self.settings.get("TYPOGRIFY"):
            return converted.html, metadata
        for name in _SHOWN_AS_HTML:
            if name in metadata:
                metadata[name] = with_apostrophes(metadata[name])
        return with_apostrophes(converted.html), metadata

    def convert(self, source_path: str, text: str) -> Converted:
        """Return what the story file *text*, standing at *source_path*, becomes."""
        source = parse_source(text)
        fields = {**self._known_metadata(source_path), **source.values()}
        reading = _Metadata(source, fields)
        told = reading.dateline(self.backfile)
        original = reading.original()
        reading.check()
        lang = str(fields.get("lang") or self.settings.get("DEFAULT_LANG") or "en").strip()
        extension = StoryExtension(source, told, lang)
        # The extensions of the settings come first, so that ours sees the tree they leave.
        self._md = Markdown(**self.settings["MARKDOWN"])
        self._md.registerExtensions([extension], {})
        html: str = self._md.convert(text)
        story = extension.story
        errors, doubts = look_at_body(source, raw_html(self._md))
        remarks = sorted([*story.remarks, *doubts], key=lambda one: one.line)
        story = replace(story, remarks=tuple(remarks))
        return Converted(html, story, original, (*reading.troubles, *story.troubles, *errors))

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
        try:
            return original_from_fields(self.fields)
        except OriginalError as error:
            self._add(error.field, "bad-original", str(error))
            return None

    def check(self) -> None:
        """Look for what a story must state: a title, a date, a status that Pelican knows."""
        status = str(self.fields.get("status") or "published").strip().lower()
        if status not in STATUSES:
            hint = did_you_mean(status, STATUSES) or f"; use one of {', '.join(STATUSES)}"
            self._add("status", "bad-status", f'unknown Status "{status}"{hint}')
        lang = str(self.fields.get("lang") or "").strip()
        if lang and not is_language_tag(lang):
            message = f'Lang "{lang}" is no language tag; write one such as en or pt-BR'
            self._add("lang", "bad-lang", message)
        if not str(self.fields.get("title", "")).strip():
            message = 'this story has no title; begin the file with "Title: …"'
            self._add("title", "missing-title", message)
        if not self.fields.get("date") and status != "draft":
            message = 'this story has no date; add "Date: 2014-06-16 18:20" below its title'
            self._add("date", "missing-date", message)
        if modified := self.fields.get("modified"):
            try:
                parse_date(str(modified))
            except MetadataError as error:
                self._add("modified", error.code, str(error))

    def _add(self, field: str, code: str, message: str) -> None:
        self.troubles.append(Trouble(self.source.line_of(field), code, message))


def is_language_tag(text: str) -> bool:
    """Tell whether *text* has the shape of a language tag (BCP 47)."""
    return _LANGUAGE.fullmatch(text) is not None


def shown_path(path: str | Path) -> str:
    """Return *path* as a person would type it from the current folder."""
    relative = os.path.relpath(path)
    return Path(path if relative.startswith("..") else relative).as_posix()


def field_fault(path: str, field: str, code: str, message: str) -> Fault:
    """Return the fault of the metadata *field* in the story file at *path*, with its line."""
    line = parse_source(read_text(Path(path))).line_of(field)
    return Fault(shown_path(path), line, code, message)


def _skipped(source_path: str, troubles: Sequence[Trouble]) -> tuple[str, dict[str, Any]]:
    return "", {"status": "skip", "faults": _faults(source_path, troubles)}


def _faults(source_path: str, troubles: Sequence[Trouble]) -> tuple[Fault, ...]:
    shown = shown_path(source_path)
    return tuple(Fault(shown, one.line, one.code, one.message) for one in troubles)


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
