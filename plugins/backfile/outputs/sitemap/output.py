"""The sitemap of a build: which pages there are, when they last changed, and `robots.txt`.

Rules: docs/publishing.md, "The sitemap and robots.txt".
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from backfile.outputs.artifacts import text_file
from backfile.outputs.sitemap.formats import SitemapEntry, robots, sitemap_index, sitemaps
from backfile.outputs.sitemap.kept_entries import KeptEntries
from backfile.reading.scope import NotARevisionError
from backfile.reading.timestamps import moment_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from pelican.contents import Article, Page

    from backfile.config.settings import Settings
    from backfile.outputs.artifacts import Artifact
    from backfile.outputs.listings.partners import PartnerPage

_LOG = logging.getLogger(__name__)
FOLDER = "sitemaps"
INDEX = "sitemap.xml"
ROBOTS = "robots.txt"


@dataclass(frozen=True, slots=True)
class Contents:
    """What is on a site, as its sitemaps list it.

    `listed` are the stories that listings have. `further` are the addresses of pages that are made
    of no one file, beside listings. `has_years` tells whether terms have a page of each year.
    """

    listed: Sequence[Article]
    partners: Iterable[PartnerPage]
    pages: Iterable[Page]
    further: Sequence[str]
    has_years: bool


def sitemap_files(
    contents: Contents, settings: Settings, own_files: Collection[str]
) -> Iterator[Artifact]:
    """Go through the sitemaps, their index and `robots.txt`, of a site that has an address.

    One of *own_files*, the files that the site brings, may be a `robots.txt`, which stays.
    """
    if not settings.has_address:
        _LOG.info("no sitemap is made without the address of the site; SITEURL states it")
        return
    paths = []
    for name, entries in _sitemaps(contents, settings):
        for one in _parts(name, entries, settings):
            paths.append(one.path)
            yield one
    yield _text(INDEX, (paths, settings.address), sitemap_index(paths, settings.url))
    # Robots ask for the file at the top of a host alone (RFC 9309, section 2.3).
    if ROBOTS not in own_files and not urlsplit(settings.address).path:
        yield _text(ROBOTS, settings.address, robots(settings.url))


def revised_sitemaps(
    edited: Iterable[Article], contents: Contents, settings: Settings
) -> Iterator[Artifact]:
    """Go through the sitemaps that change with the *edited* articles, which stand where they stood.

    *contents* need not have any other story. Raises NotARevisionError, sqlite3.Error.
    """
    if not settings.has_address:
        return
    with closing(KeptEntries.kept(settings.cache)) as kept:
        found = [(one, kept.change(one.url, one.story.latest)) for one in edited]
        changed = [(one, *before) for one, before in found if before]
        for year in sorted({year for _, year, _ in changed}):
            yield from _parts(_name(year), kept.of_year(year), settings)
        newest = dict(kept.listings())
        addresses = ListingAddresses(settings, contents.has_years)
        for article, _, before in changed:
            if article in contents.listed:
                _see_again(article, before, newest, addresses)
        kept.put_listings(newest)
        yield from _parts("listings", list(_listings(newest, contents)), settings)
        kept.commit()


def _see_again(
    article: Article,
    before: str,
    newest: dict[str, tuple[datetime, str]],
    addresses: ListingAddresses,
) -> None:
    """Let *newest* have *article* as it is now; *before*, it had changed at another time.

    Raises NotARevisionError where another story may now be the newest of a listing.
    """
    zone, latest = article.story.dateline.zone.key, article.story.latest
    moment, moment_before = moment_of(latest, zone), moment_of(before, zone)
    for url in addresses.of(article):
        known = newest[url][0]
        if moment > known:
            newest[url] = moment, latest
        elif moment_before >= known or moment == known:
            raise NotARevisionError("another story is the newest of a listing now")


def _parts(name: str, entries: list[SitemapEntry], settings: Settings) -> Iterator[Artifact]:
    """Go through the files of the sitemap *name*, of which there is mostly one."""
    for number, text in enumerate(sitemaps(entries, settings.url), 1):
        path = f"{FOLDER}/{name}.xml" if number == 1 else f"{FOLDER}/{name}-{number}.xml"
        yield _text(path, (entries, settings.address), text)


def _text(path: str, made_of: object, text: str) -> Artifact:
    return text_file(path, made_of, lambda: text)


def _sitemaps(contents: Contents, settings: Settings) -> Iterator[tuple[str, list[SitemapEntry]]]:
    """Go through the names of sitemaps and what is in each; a year of stories has its own.

    What a revision changes of them is kept in the cache.
    """
    stories = [one for article in contents.listed for one in (article, *article.translations)]
    stories.sort(key=lambda one: (one.date.year, one.date, one.url))
    by_year = {
        year: list(filter(None, map(_story, of_year)))
        for year, of_year in groupby(stories, lambda one: one.date.year)
    }
    newest = _newest(contents, settings)
    _keep(by_year, newest, settings.cache)
    yield from ((_name(year), entries) for year, entries in by_year.items())
    yield "listings", list(_listings(newest, contents))
    yield "pages", list(_pages(contents))


def _keep(
    by_year: Mapping[int, list[SitemapEntry]],
    newest: Mapping[str, tuple[datetime, str]],
    cache: Path,
) -> None:
    """Keep entries for a revision; where that cannot be, there will be none."""
    with suppress(OSError, sqlite3.Error), closing(KeptEntries.anew(cache)) as kept:
        for year, entries in by_year.items():
            kept.put_year(year, entries)
        kept.put_listings(newest)
        kept.commit()


def _name(year: int) -> str:
    return f"stories-{year:04}"


def _newest(contents: Contents, settings: Settings) -> dict[str, tuple[datetime, str]]:
    """Return of each listing the moment when its newest story changed, and the time as known."""
    newest = Newest()
    addresses = ListingAddresses(settings, contents.has_years)
    for article in contents.listed:
        known = article.story.latest
        moment = moment_of(known, article.story.dateline.zone.key)
        for url in addresses.of(article):
            newest.see(url, moment, known)
    return newest.known


def _listings(
    newest: Mapping[str, tuple[datetime, str]], contents: Contents
) -> Iterator[SitemapEntry]:
    for url, (_, known) in sorted(newest.items()):
        yield SitemapEntry(url, known)
    for partner in contents.partners:
        if partner.url not in newest:  # nothing of theirs is listed
            yield SitemapEntry(partner.url)


def _pages(contents: Contents) -> Iterator[SitemapEntry]:
    """Go through the pages; nothing tells when one of them changed."""
    for own in sorted(contents.pages, key=attrgetter("url")):
        for page in (own, *own.translations):
            yield SitemapEntry(page.url, languages=_languages(page))
    yield from map(SitemapEntry, contents.further)


def _story(article: Article) -> SitemapEntry | None:
    """Return the place of a story, None where its canonical address is elsewhere."""
    if article.original and article.original.canonical:
        return None
    return SitemapEntry(article.url, article.story.latest, _languages(article))


def _languages(content: Article | Page) -> tuple[tuple[str, str], ...]:
    if not content.translations:
        return ()
    return tuple((one.lang, one.url) for one in (content, *content.translations))


@dataclass(slots=True)
class Newest:
    """The newest of the stories that each listing has: its moment, and the time as it is known."""

    known: dict[str, tuple[datetime, str]] = field(default_factory=dict)

    def see(self, url: str, moment: datetime, time: str) -> None:
        """Take notice of a story in the listing at *url*."""
        if url not in self.known or moment > self.known[url][0]:
            self.known[url] = moment, time


@dataclass(frozen=True, slots=True)
class ListingAddresses:
    """The addresses of the listings that *settings* make; `has_years`: those of a year of a term.

    An address is that of the file, as the page itself states it.
    """

    settings: Settings
    has_years: bool

    def of(self, article: Article) -> Iterator[str]:
        """Go through the listings that *article* is in."""
        yield from map(_address, filter(None, self._files(article)))

    def _files(self, article: Article) -> Iterator[str]:
        """Go through the files of those listings, empty where a setting makes none."""
        lists = self.settings.lists
        yield lists.get("index", "")
        yield from (pattern.format(date=article.date) for pattern in self.settings.periods)
        if article.partner:
            yield self.settings.partners_page.save_as
            yield self.settings.partner_page.of(slug=article.partner.slug).save_as
            yield self._year("partners", article.partner.slug, article)
        category = [article.category] if hasattr(article, "category") else []
        for kind, terms in (
            ("categories", category),
            ("tags", getattr(article, "tags", [])),
            ("authors", getattr(article, "authors", [])),
        ):
            for term in terms:
                if term.slug:
                    yield lists.get(kind, "")
                    yield term.save_as
                    yield self._year(kind, term.slug, article)

    def _year(self, kind: str, slug: str, article: Article) -> str:
        page = self.settings.term_years[kind].of(slug=slug, year=article.date.year)
        return page.save_as if self.has_years else ""


def _address(save_as: str) -> str:
    folder, _, name = save_as.rpartition("/")
    return save_as if name != "index.html" else f"{folder}/" if folder else ""
