"""What can be cited of a story, as data, whatever format it is written in.

A story has a citation of itself, one of each update, and one of each state: of the story as it
stood with an update. Rules: docs/citing.md.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from backfile.outputs.citations.text_digest import growing_digests, text_digest, texts_of
from backfile.story.opening import Kind
from backfile.text.addresses import in_full
from backfile.text.identifiers import Scheme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.reading.record import StoryRecord, UpdateRecord

# What BibTeX, LaTeX and pandoc all take in a key.
_NOT_IN_KEYS = re.compile(r"[^A-Za-z0-9._-]+")
_DIGITS_OF_DIGEST = 8


class Subject(StrEnum):
    """What is cited."""

    STORY = "story"
    UPDATE = "update"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Citation:
    """One thing that can be cited. Texts are plain; what is not known is empty.

    `key` names it in the files and never changes while the address of the story does not.
    `published` is its time in as many digits as are known (ISO 8601), `day` the same day in the
    story's own zone. `stands_at` is the time of a state, or the opening of its update where that
    has no time; empty for all others. `published_by` published the story first, `archive` is the
    site. `url` is where it is read, empty on a site without an address. `doi` is without `doi:`.
    `identifiers` are the story's other identifiers, `original` is its first address. `digest` is
    that of the text (text_digest.py). `note` says what has no field of its own.
    """

    key: str
    subject: Subject
    title: str
    lang: str
    authors: tuple[str, ...]
    published_by: str
    archive: str
    published: str
    day: str
    stands_at: str
    url: str
    doi: str
    identifiers: tuple[str, ...]
    original: str
    digest: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CitedSite:
    """The site on which stories are read: its plain `name`, and its `address` or an empty text."""

    name: str
    address: str


class NoteWriter(Protocol):
    """What puts into words what the formats have no field for, in a story's language."""

    def note(self, citation: Citation, update: UpdateRecord | None) -> str:
        """Return the note of *citation*, which is of that *update* or of the state with it."""


def citations_of(record: StoryRecord, site: CitedSite, words: NoteWriter) -> list[Citation]:
    """Return the citations of the story of *record* on *site*: of itself, its updates, its states.

    Updates and states come oldest first. States are those that the story's page shows: one for
    each update with a place of its own in time, if there are two updates or more.
    """
    story = _story(record, site)
    part, page = _part(story, record), _page(record, site)
    made = [(story, None), *_updates(record, part, page), *_states(record, part, page)]
    return [replace(one, note=words.note(one, update)) for one, update in made]


def story_key(url: str) -> str:
    """Return the key of the story at *url*, below SITEURL: `2009:08:ferry` for `2009/08/ferry/`.

    It has ASCII letters, digits and `.:_-` alone, which every format and program takes. Where other
    characters were left out, a digest of the address keeps it apart from others.
    """
    parts = unquote(url).strip("/").split("/")
    known = [_NOT_IN_KEYS.sub("-", part).strip("-") for part in parts]
    key = ":".join(part for part in known if part)
    if known == parts:
        return key
    digest = hashlib.sha256("/".join(parts).encode()).hexdigest()[:_DIGITS_OF_DIGEST]
    return f"{key}-{digest}"


def _story(record: StoryRecord, site: CitedSite) -> Citation:
    lasting = next((one.url for one in record.identifiers if one.url), "")
    dois = [one.value for one in record.identifiers if one.scheme is Scheme.DOI]
    others = [one.text for one in record.identifiers if one.scheme is not Scheme.DOI]
    return Citation(
        key=story_key(record.url),
        subject=Subject.STORY,
        title=record.title,
        lang=record.lang,
        authors=tuple(author.name for author in record.card.authors),
        published_by=record.partner.title if record.partner else site.name,
        archive=site.name,
        published=record.published,
        day=_day(record.published, record.timezone),
        stands_at="",
        url=lasting or _page(record, site),
        doi=dois[0] if dois else "",
        identifiers=(*others, *(f"doi:{one}" for one in dois[1:])),
        original=record.original.href if record.original else "",
        digest=text_digest(
            [record.lead, *(text for one in record.updates for text in texts_of(one))]
        ),
    )


def _updates(
    record: StoryRecord, story: Citation, page: str
) -> Iterator[tuple[Citation, UpdateRecord]]:
    """Go through the citations of the updates, each with its update.

    *story* is what they have in common, *page* the address of the story's page, if it has one.
    """
    for update in record.updates:
        published = _published(update, record)
        citation = replace(
            story,
            key=f"{story.key}.{update.anchor}",
            subject=Subject.UPDATE,
            title=f"{record.title}: {update.title}" if update.title else record.title,
            authors=update.authors or story.authors,
            published=published,
            day=_day(published, record.timezone),
            url=f"{page}#{update.anchor}" if page else "",
            digest=text_digest(texts_of(update)),
        )
        yield citation, update


def _states(
    record: StoryRecord, story: Citation, page: str
) -> Iterator[tuple[Citation, UpdateRecord]]:
    """Go through the states, each with the update that it ends with, as `_updates` does."""
    if len(record.updates) < 2:
        return
    timeline = [one for one in record.updates if not one.follows]
    for update, digest in zip(timeline, growing_digests(map(texts_of, timeline)), strict=True):
        published = _published(update, record)
        query = f"?as-of={update.anchor}#{update.anchor}"
        state = replace(
            story,
            key=f"{story.key}.as-of-{update.anchor}",
            subject=Subject.STATE,
            published=published,
            day=_day(published, record.timezone),
            stands_at=published or update.opening,
            url=f"{page}{query}" if page else "",
            digest=digest,
        )
        yield state, update


def _part(story: Citation, record: StoryRecord) -> Citation:
    """Return *story* as its parts are cited: a DOI leads to the whole, so it is named beside it."""
    return replace(story, doi="", identifiers=tuple(one.text for one in record.identifiers))


def _published(update: UpdateRecord, record: StoryRecord) -> str:
    """Return the time of *update*; that of the story for an Original Post without one."""
    return update.time or (record.published if update.kind is Kind.ORIGINAL else "")


def _page(record: StoryRecord, site: CitedSite) -> str:
    is_public = site.address.startswith("http")
    return in_full(site.address, record.url) if is_public else ""


def _day(time: str, zone: str) -> str:
    """Return the day of *time*, an instant or a day, in the *zone* of the story."""
    if "T" not in time:
        return time
    return datetime.fromisoformat(time).astimezone(ZoneInfo(zone)).date().isoformat()
