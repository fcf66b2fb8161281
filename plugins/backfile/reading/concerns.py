"""What the fields of one story or page must say, one function for each concern.

A concern takes a `StoryFile` and yields a `Trouble` (line, code, message) for each thing that is
wrong. To add one, write such a function and put it into `CONCERNS`, or into `STORY_CONCERNS` if it
is none of a page's: the readers run them all on each file, so that no fault hides another. Give its
code a phrase in reading/codes.py and a heading in docs/check.md.

Which lines are fields, and how their names are spelled, is in reading/fields.py.

What can be known only once all files were read (partners, addresses, templates) is in
pipeline/faults.py; warnings and notices, which stop no build, are in checking/check.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backfile.errors import did_you_mean
from backfile.reading.dateline import moment_of
from backfile.reading.fields import PAGE_STATUSES, STATUSES
from backfile.story.dates import MetadataError
from backfile.story.model import Trouble
from backfile.story.withdrawal import withdrawal_faults
from backfile.text.identifiers import IdentifierError, read_identifiers
from backfile.text.language_tags import nearest_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from zoneinfo import ZoneInfo

    from backfile.reading.source import Source

    Concern = Callable[["StoryFile"], Iterator[Trouble]]

# The shape of a language tag: it becomes a part of addresses and of markup. BCP 47 allows for tags
# that begin with four letters or more, and there are none (2.2.1).
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


# What `Robots` can say: that search engines may list the page, as without the field, or not.
ROBOTS = ("index", "noindex")


@dataclass(frozen=True, slots=True)
class StoryFile:
    """A file whose fields are to be checked; `kind` is "story" or "page".

    `fields` are its own and those that Pelican adds from its settings and from the file's path,
    by lower-case name; its times are told in `zone`.
    """

    kind: str
    source: Source
    fields: Mapping[str, Any]
    zone: ZoneInfo

    def value(self, field: str) -> str:
        """Return the text of a field, empty where it is not stated."""
        return str(self.fields.get(field) or "").strip()

    def lacks(self, field: str) -> bool:
        """Say whether a field is missing; one without a value is reported as `empty-field`."""
        return not self.value(field) and field not in self.source.fields

    def trouble(self, field: str, code: str, message: str) -> Trouble:
        """Return what is wrong with a field, with its line."""
        return Trouble(self.source.line_of(field), code, message)


def status(file: StoryFile) -> Iterator[Trouble]:
    """`Status` is one that a file of this kind can have."""
    stated = file.value("status").lower()
    known = STATUSES if file.kind == "story" else PAGE_STATUSES
    if stated and stated not in known:
        hint = did_you_mean(stated, known) or f"; use one of {', '.join(known)}"
        yield file.trouble("status", "bad-status", f'unknown Status "{stated}"{hint}')


def is_language_tag(text: str) -> bool:
    """Tell whether *text* has the shape of a language tag (BCP 47)."""
    return _LANGUAGE.fullmatch(text) is not None


def language(file: StoryFile) -> Iterator[Trouble]:
    """`Lang` has the shape of a language tag."""
    stated = file.value("lang")
    if stated and not is_language_tag(stated):
        tag = stated.replace("_", "-")
        if not is_language_tag(tag) and stated.isalpha():
            tag = nearest_language(stated)
        hint = f'"{tag}"' if is_language_tag(tag) else "one such as en or pt-BR"
        message = f'Lang "{stated}" is no language tag; write {hint}'
        yield file.trouble("lang", "bad-lang", message)


def translation(file: StoryFile) -> Iterator[Trouble]:
    """`Translation` is true or false."""
    stated = file.value("translation").lower()
    if stated not in ("", "true", "false"):
        message = f'Translation "{stated}" is neither true nor false; write one of them'
        yield file.trouble("translation", "bad-translation", message)


def title(file: StoryFile) -> Iterator[Trouble]:
    """There is a title."""
    if file.lacks("title"):
        message = f'this {file.kind} has no title; begin the file with "Title: …"'
        yield file.trouble("title", "missing-title", message)


def date(file: StoryFile) -> Iterator[Trouble]:
    """There is a date, unless the story is a draft. `dateline` reads what it says."""
    if file.lacks("date") and file.value("status").lower() != "draft":
        message = 'this story has no date; add "Date: 2014-06-16 18:20" below its title'
        yield file.trouble("date", "missing-date", message)


def other_dates(file: StoryFile) -> Iterator[Trouble]:
    """`Modified`, `Captured` and `Withdrawn` are dates that happened."""
    for field in ("modified", "captured", "withdrawn"):
        if stated := file.fields.get(field):
            try:
                moment_of(field, stated, file.zone)
            except MetadataError as error:
                yield file.trouble(field, error.code, str(error))


def robots(file: StoryFile) -> Iterator[Trouble]:
    """`Robots` is a rule for search engines that the page can state."""
    stated = file.value("robots").lower()
    if stated and stated not in ROBOTS:
        hint = did_you_mean(stated, ROBOTS) or f"; use {' or '.join(ROBOTS)}"
        yield file.trouble("robots", "bad-robots", f'unknown Robots "{stated}"{hint}')


def identifier(file: StoryFile) -> Iterator[Trouble]:
    """`Identifier` has identifiers of known forms."""
    try:
        read_identifiers(file.value("identifier"))
    except IdentifierError as error:
        yield file.trouble("identifier", "bad-identifier", str(error))


def withdrawal(file: StoryFile) -> Iterator[Trouble]:
    """A withdrawn story says when and why, and no other story does."""
    for error in withdrawal_faults(file.fields):
        yield file.trouble(error.field, "bad-withdrawal", str(error))


def withdrawal_day(file: StoryFile) -> Iterator[Trouble]:
    """`Withdrawn` is not before the story's own date."""
    stated = [file.fields.get(field) for field in ("date", "withdrawn")]
    if not all(stated):
        return
    try:
        published, withdrawn = (moment_of("", one, file.zone)[0].date() for one in stated)
    except MetadataError:
        return  # another concern says so
    if withdrawn < published:
        message = (
            f'Withdrawn "{file.value("withdrawn")}" is before Date "{file.value("date")}"; '
            "correct one of the two"
        )
        yield file.trouble("withdrawn", "bad-withdrawal", message)


CONCERNS: tuple[Concern, ...] = (status, language, translation, title, other_dates)
STORY_CONCERNS: tuple[Concern, ...] = (
    *CONCERNS,
    date,
    identifier,
    robots,
    withdrawal,
    withdrawal_day,
)


def troubles_of(file: StoryFile, concerns: Iterable[Concern]) -> list[Trouble]:
    """Return everything that is wrong with the fields of *file*, as far as *concerns* find it."""
    return [trouble for concern in concerns for trouble in concern(file)]
