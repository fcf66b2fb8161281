"""What the fields of one story file must say, one function for each concern.

A concern takes a `StoryFile` and yields a `Trouble` (line, code, message) for each thing that is
wrong. To add one, write such a function and put it into `CONCERNS`: the reader runs them all on
each file, so that no fault hides another. Give its code a phrase in reading/codes.py and a heading
in docs/check.md.

What can be known only once all files were read (partners, addresses, templates) is in
reading/faults.py; warnings and notices, which stop no build, are in reading/check.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backfile.errors import did_you_mean
from backfile.reading.dateline import MetadataError, parse_date
from backfile.story.model import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from backfile.reading.source import Source
    from backfile.settings import Settings

STATUSES = ("published", "draft", "hidden", "skip")
# The shape of a language tag (BCP 47): it becomes a part of addresses and of markup.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class StoryFile:
    """A story file whose fields are to be checked.

    `fields` are its own and those that Pelican adds from its settings and from the file's path,
    by lower-case name; `settings` are the site's.
    """

    source: Source
    fields: Mapping[str, Any]
    settings: Settings

    def value(self, field: str) -> str:
        """Return the text of a field, empty where it is not stated."""
        return str(self.fields.get(field) or "").strip()

    def trouble(self, field: str, code: str, message: str) -> Trouble:
        """Return what is wrong with a field, with its line."""
        return Trouble(self.source.line_of(field), code, message)


def status(file: StoryFile) -> Iterator[Trouble]:
    """`Status` is one that Pelican knows."""
    stated = file.value("status").lower()
    if stated and stated not in STATUSES:
        hint = did_you_mean(stated, STATUSES) or f"; use one of {', '.join(STATUSES)}"
        yield file.trouble("status", "bad-status", f'unknown Status "{stated}"{hint}')


def language(file: StoryFile) -> Iterator[Trouble]:
    """`Lang` has the shape of a language tag."""
    stated = file.value("lang")
    if stated and not _LANGUAGE.fullmatch(stated):
        message = f'Lang "{stated}" is no language tag; write one such as en or pt-BR'
        yield file.trouble("lang", "bad-lang", message)


def title(file: StoryFile) -> Iterator[Trouble]:
    """There is a title."""
    if not file.value("title"):
        message = 'this story has no title; begin the file with "Title: …"'
        yield file.trouble("title", "missing-title", message)


def date(file: StoryFile) -> Iterator[Trouble]:
    """There is a date, unless the story is a draft. `dateline` reads what it says."""
    if not file.fields.get("date") and file.value("status").lower() != "draft":
        message = 'this story has no date; add "Date: 2014-06-16 18:20" below its title'
        yield file.trouble("date", "missing-date", message)


def modified(file: StoryFile) -> Iterator[Trouble]:
    """`Modified` is a date."""
    if stated := file.value("modified"):
        try:
            parse_date(stated)
        except MetadataError as error:
            yield file.trouble("modified", error.code, str(error))


CONCERNS: tuple[Callable[[StoryFile], Iterator[Trouble]], ...] = (
    status,
    language,
    title,
    date,
    modified,
)


def troubles_of(file: StoryFile) -> list[Trouble]:
    """Return everything that is wrong with the fields of *file*."""
    return [trouble for concern in CONCERNS for trouble in concern(file)]
