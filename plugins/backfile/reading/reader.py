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
from pelican.utils import posixize_path, set_date_tzinfo

from backfile.errors import BackfileError, Fault, did_you_mean
from backfile.partners.original import OriginalError, original_from_fields
from backfile.reading.dateline import MetadataError, dateline, parse_date
from backfile.reading.sections import StoryExtension
from backfile.reading.source import Source, parse_source, read_text
from backfile.story.model import Dateline, Story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.settings import Settings

STATUSES = ("published", "draft", "hidden", "skip")


@dataclass(frozen=True, slots=True)
class Converted:
    """A story file converted: its HTML, the story told, and what is wrong with it."""

    html: str
    story: Story
    faults: tuple[Fault, ...]


class StoryReader(MarkdownReader):
    """Reads one story file.

    What it returns is plain data, so that Pelican's content cache can keep it: the metadata gain
    `story` (the Story) and `faults` (a tuple of Fault). A file at fault is returned as one to
    skip, and the build is stopped where the faults are gathered.
    """

    def __init__(self, settings: dict[str, Any], backfile: Settings) -> None:
        super().__init__(settings)
        self.backfile = backfile

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML of the story at *source_path* and its metadata."""
        self._source_path = source_path
        shown = shown_path(source_path)
        try:
            text = read_text(Path(source_path))
        except OSError as error:
            return _skipped([Fault(shown, 0, "unreadable", f"cannot be read: {error.strerror}")])
        except UnicodeDecodeError as error:
            return _skipped([_not_utf8(shown, source_path, error)])
        converted = self.convert(source_path, text)
        if converted.faults:
            return _skipped(converted.faults)
        metadata = self._parse_metadata(getattr(self._md, "Meta", {}))
        metadata["story"] = converted.story
        if "date" in metadata:
            metadata["date"] = _in_story_zone(metadata["date"], converted.story)
        return converted.html, metadata

    def convert(self, source_path: str, text: str) -> Converted:
        """Return what the story file *text*, standing at *source_path*, becomes."""
        shown = shown_path(source_path)
        source = parse_source(text)
        fields = {**self._known_metadata(source_path), **source.values()}
        faults = _faults_in_metadata(source, fields, shown)
        told = self._dateline(fields, source, shown, faults)
        extension = StoryExtension(source, told)
        # The extensions of the settings come first, so that ours sees the tree they leave.
        self._md = Markdown(**self.settings["MARKDOWN"])
        self._md.registerExtensions([extension], {})
        html: str = self._md.convert(text)
        story = extension.story
        faults += [Fault(shown, one.line, one.code, one.message) for one in story.troubles]
        return Converted(html, story, tuple(faults))

    def _known_metadata(self, source_path: str) -> dict[str, Any]:
        """Return what Pelican's settings and the file's path say, as Pelican merges it."""
        base = Path(self.settings["PATH"]).resolve()
        relative = posixize_path(os.path.relpath(source_path, base))
        known = default_metadata(self.settings)
        known.update(path_metadata(source_path, relative, self.settings))
        known.update(parse_path_metadata(relative, self.settings))
        return {name.lower(): value for name, value in known.items()}

    def _dateline(
        self, fields: dict[str, Any], source: Source, shown: str, faults: list[Fault]
    ) -> Dateline:
        try:
            return dateline(fields, self.backfile)
        except MetadataError as error:
            line = source.line_of(error.field)
            faults.append(Fault(shown, line, error.code, str(error)))
            return Dateline(self.backfile.timezone)


def shown_path(path: str | Path) -> str:
    """Return *path* as a person would type it from the current folder."""
    relative = os.path.relpath(path)
    return Path(path if relative.startswith("..") else relative).as_posix()


def _skipped(faults: Sequence[Fault]) -> tuple[str, dict[str, Any]]:
    return "", {"status": "skip", "faults": tuple(faults)}


def _not_utf8(shown: str, source_path: str, error: UnicodeDecodeError) -> Fault:
    before = Path(source_path).read_bytes()[: error.start]
    message = f"byte {error.start + 1} is not UTF-8; save the file as UTF-8 or import it anew"
    return Fault(shown, before.count(b"\n") + 1, "unreadable", message)


def _faults_in_metadata(source: Source, fields: dict[str, Any], shown: str) -> list[Fault]:
    """Return what is wrong with the story's metadata, its dateline excepted."""
    faults = []
    status = str(fields.get("status", "") or "published").strip().lower()
    if status not in STATUSES:
        hint = did_you_mean(status, STATUSES) or f"; use one of {', '.join(STATUSES)}"
        message = f'unknown Status "{status}"{hint}'
        faults.append(Fault(shown, source.line_of("status"), "bad-status", message))
    if not str(fields.get("title", "")).strip():
        message = 'this story has no title; begin the file with "Title: …"'
        faults.append(Fault(shown, source.line_of("title"), "missing-title", message))
    if not fields.get("date") and status != "draft":
        message = 'this story has no date; add "Date: 2014-06-16 18:20" below its title'
        faults.append(Fault(shown, source.line_of("date"), "missing-date", message))
    for check in (_check_modified, original_from_fields):
        try:
            check({name: str(value) for name, value in fields.items()})
        except (MetadataError, OriginalError) as error:
            code = error.code if isinstance(error, MetadataError) else "bad-original"
            faults.append(Fault(shown, source.line_of(error.field), code, str(error)))
    return faults


def _check_modified(fields: dict[str, str]) -> None:
    if not fields.get("modified"):
        return
    try:
        parse_date(fields["modified"])
    except BackfileError as error:
        raise MetadataError("modified", "bad-date", str(error)) from None


def _in_story_zone(moment: Any, story: Story) -> Any:
    """Tell a date that states an offset in the story's own zone, which its address goes by."""
    if moment.tzinfo is None:
        return moment
    local = moment.astimezone(story.dateline.zone).replace(tzinfo=None)
    return set_date_tzinfo(local, story.dateline.zone.key)
