"""Feeds and their entries as data, made from the stories' records and independent of a format.

Rules: docs/feeds.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.reading.timestamps import moment_of
from backfile.text.addresses import as_named, in_full
from backfile.text.tag_uri import tag_uri

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from backfile.reading.cards import Term
    from backfile.reading.record import StoryRecord

FOLDER = "feeds"  # of the site's feeds, below SITEURL: an address that many keep
PAGE = f"{FOLDER}/"  # of the page about the feeds
ATOM, JSON = ".atom.xml", ".json"
# No XML can hold these (XML 1.0, section 2.2).
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Person:
    """Who made something: a name and, unless it is empty, the address of a page about them."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """What a story is filed under: `term` in the list of terms named `scheme`; `label` for people.

    `scheme` is a tag URI.
    """

    term: str
    scheme: str
    label: str


@dataclass(frozen=True, slots=True)
class Translation:
    """The same story in another language: its address and the language's tag."""

    url: str
    lang: str


@dataclass(frozen=True, slots=True)
class StoryEntry:
    """One story in a feed. Addresses are in full, as far as the site has one.

    `id` is a tag URI. `title`, `summary` and `text` are plain, `content` is HTML; `summary` is
    empty where the page has no standfirst. `via` is where the story first stood and `archived` a
    copy of that, each empty where there is none that may be linked. `day` is the day of
    `published` in the story's own zone, and `identifiers` are what the story is known by elsewhere.
    """

    id: str
    url: str
    lang: str
    title: str
    summary: str
    content: str
    text: str
    published: datetime
    updated: datetime
    authors: tuple[Person, ...]
    contributors: tuple[Person, ...]
    rights: str
    license: str
    categories: tuple[Category, ...]
    tags: tuple[str, ...]
    via: str
    archived: str
    translations: tuple[Translation, ...]
    day: date
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself, and its entries, of which there is at least one.

    `path` is its own below the site's, without the ending of a format; `site` is the site's
    address, `page` that of the page that it belongs to, `about` that of the page about feeds,
    below `site` and perhaps empty. `title` and `subtitle` are plain; `note` tells people that this
    is a feed.
    """

    path: str
    site: str
    page: str
    about: str
    lang: str
    title: str
    subtitle: str
    note: str
    author: str
    authority: str
    entries: tuple[StoryEntry, ...]

    def id_in(self, ending: str) -> str:
        """Return the id of the feed in the format with *ending*: a tag URI."""
        return tag_uri(self.authority, f"{self.path}{ending}")

    def address(self, path: str) -> str:
        """Return the address of *path* of the site."""
        return in_full(self.site, path)


@dataclass(frozen=True, slots=True)
class EntryMaker:
    """Makes the entries of one site.

    `site` is its address without a slash at the end, empty while one writes. `authority` begins
    its tag URIs. `with_pages` are the slugs of the authors that have pages.
    """

    site: str
    authority: str
    with_pages: frozenset[str]

    def story(
        self, record: StoryRecord, content: str, translations: Iterable[Translation] = ()
    ) -> StoryEntry:
        """Return the entry of the story of *record*, whose page has *content*, fit for a feed."""
        card, partner, original = record.card, record.partner, record.original
        published = moment_of(record.published, record.timezone)
        owner = (Person(clean(partner.title), self._below(card.partner)),) if partner else ()
        authors = tuple(
            Person(clean(one.name), self._below(one) if one.slug in self.with_pages else "")
            for one in card.authors
        )
        return StoryEntry(
            id=tag_uri(self.authority, as_named(record.url)),
            url=in_full(self.site, record.url),
            lang=record.lang,
            title=clean(record.title),
            summary=clean(record.summary) if record.summary_stated else "",
            content=clean(content),
            text=clean(record.text),
            published=published,
            # A day may have begun before the hour at which the story was published.
            updated=max(published, moment_of(record.latest, record.timezone)),
            authors=authors or owner,
            contributors=owner if authors else (),
            rights=_rights(record),
            license=_license(record),
            categories=(
                *self._filed("sections", [card.section] if card.section else []),
                *self._filed("topics", card.topics),
            ),
            tags=tuple(clean(one.name) for one in card.topics),
            via=original.href if original else "",
            archived=original.archived_url if original else "",
            translations=tuple(translations),
            day=card.day,
            identifiers=tuple(clean(one.text) for one in record.identifiers),
        )

    def _below(self, term: Term | None) -> str:
        return in_full(self.site, term.url) if term and term.slug else ""

    def _filed(self, scheme: str, terms: Iterable[Term]) -> tuple[Category, ...]:
        name = tag_uri(self.authority, scheme)
        return tuple(Category(clean(one.slug or one.name), name, clean(one.name)) for one in terms)


def clean(text: str) -> str:
    """Return *text* without the characters that no XML can hold."""
    return _NOT_IN_XML.sub("", text)


def _rights(record: StoryRecord) -> str:
    """Return the rights that the partner's record states; the host never holds any."""
    holder = record.partner.copyright_holder if record.partner else ""
    return clean(f"© {holder}") if holder else ""


def _license(record: StoryRecord) -> str:
    """Return the address of the license, where it is stated as one."""
    stated = record.partner.license if record.partner else ""
    return stated if stated.startswith(("http://", "https://")) else ""
