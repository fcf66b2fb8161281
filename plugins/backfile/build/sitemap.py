"""The sitemap of a build: which pages there are, when they last changed, and `robots.txt`.

Rules: docs/publishing.md, "The sitemap and robots.txt".
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pelican.generators import Generator

from backfile.pages.moments import latest, moment_of
from backfile.pages.sitemap import Place, robots, sitemap_index, sitemaps
from backfile.pages.theme import has_template

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from pelican.contents import Article, Page
    from pelican.writers import Writer

_LOG = logging.getLogger(__name__)
FOLDER = "sitemaps"
INDEX = "sitemap.xml"
ROBOTS = "robots.txt"
# What templates know the addresses of pages by that are neither listings nor of Pelican's.
_PAGES_OF_OURS = ("fidelity_url", "data_page")


class SitemapGenerator(Generator):
    """Writes the sitemaps, their index and `robots.txt`, of a site that has an address."""

    def generate_output(self, _writer: Writer) -> None:
        """Write them, once it is known what is on the site."""
        site = self.settings["SITEURL"].rstrip("/")
        if not site.startswith(("http://", "https://")):
            _LOG.info("no sitemap is made without the address of the site; SITEURL states it")
            return
        paths = [path for name, places in self._files() for path in self._write(name, places, site)]
        self._put(INDEX, sitemap_index(paths, site))
        own = any(one.save_as == ROBOTS for one in self.context["staticfiles"])
        # Robots ask for the file at the top of a host alone (RFC 9309, section 2.3).
        if not own and not urlsplit(site).path:
            self._put(ROBOTS, robots(site))

    def _files(self) -> Iterator[tuple[str, Iterable[Place]]]:
        """Go through the names of sitemaps and what is in each; a year of stories has its own."""
        listed: list[Article] = self.context["articles"]
        stories = [one for article in listed for one in (article, *article.translations)]
        stories.sort(key=lambda one: (one.date.year, one.date, one.url))
        for year, of_year in groupby(stories, lambda one: one.date.year):
            yield f"stories-{year:04}", filter(None, map(_story, of_year))
        yield "listings", self._listings(listed)
        yield "pages", self._pages()

    def _listings(self, listed: Iterable[Article]) -> Iterator[Place]:
        newest = Newest()
        addresses = Listings(self.settings, has_years=has_template(self, "term_year"))
        for article in listed:
            known = latest(article.story)
            moment = moment_of(known, article.story.dateline.zone.key)
            for url in addresses.of(article):
                newest.see(url, moment, known)
        for url, (_, known) in sorted(newest.known.items()):
            yield Place(url, known)
        for partner in self.context["partners"]:
            if partner.url not in newest.known:  # nothing of theirs is listed
                yield Place(partner.url)

    def _pages(self) -> Iterator[Place]:
        """Go through the pages; nothing tells when one of them changed."""
        pages: list[Page] = self.context["pages"]
        for own in sorted(pages, key=attrgetter("url")):
            for page in (own, *own.translations):
                yield Place(page.url, languages=_languages(page))
        if feeds := self.context.get("feeds"):
            yield from [Place(feeds.page)] if feeds.page else []
        yield from (Place(url) for name in _PAGES_OF_OURS if (url := self.context.get(name)))

    def _write(self, name: str, places: Iterable[Place], site: str) -> Iterator[str]:
        """Write the sitemap *name*, or several; return their paths in the output."""
        for number, text in enumerate(sitemaps(places, site), 1):
            path = f"{FOLDER}/{name}.xml" if number == 1 else f"{FOLDER}/{name}-{number}.xml"
            self._put(path, text)
            yield path

    def _put(self, name: str, text: str) -> None:
        path = Path(self.output_path, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")


def _story(article: Article) -> Place | None:
    """Return the place of a story, None where its canonical address is elsewhere."""
    if article.original and article.original.canonical:
        return None
    return Place(article.url, latest(article.story), _languages(article))


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
class Listings:
    """The addresses of the listings that *settings* make; `has_years`: those of a year of a term.

    An address is that of the file, as the page itself states it.
    """

    settings: Mapping[str, Any]
    has_years: bool

    def of(self, article: Article) -> Iterator[str]:
        """Go through the listings that *article* is in."""
        yield from self._direct("index")
        for length in ("YEAR", "MONTH", "DAY"):
            if pattern := self.settings[f"{length}_ARCHIVE_SAVE_AS"]:
                yield _address(pattern.format(date=article.date))
        if article.partner:
            slug = article.partner.slug
            if pattern := self.settings["BACKFILE_PARTNERS_SAVE_AS"]:
                yield _address(pattern)
            yield _address(self.settings["BACKFILE_PARTNER_SAVE_AS"].format(slug=slug))
            yield from self._year("PARTNER", slug, article)
        category = [article.category] if hasattr(article, "category") else []
        yield from self._filed("CATEGORY", "categories", category, article)
        yield from self._filed("TAG", "tags", getattr(article, "tags", []), article)
        yield from self._filed("AUTHOR", "authors", getattr(article, "authors", []), article)

    def _filed(
        self, kind: str, template: str, terms: Iterable[Any], article: Article
    ) -> Iterator[str]:
        for term in terms:
            if term.slug:
                yield from self._direct(template)
                yield from [_address(term.save_as)] if term.save_as else []
                yield from self._year(kind, term.slug, article)

    def _year(self, kind: str, slug: str, article: Article) -> Iterator[str]:
        pattern = self.settings[f"BACKFILE_{kind}_YEAR_SAVE_AS"]
        if self.has_years and pattern:
            yield _address(pattern.format(slug=slug, year=article.date.year))

    def _direct(self, template: str) -> Iterator[str]:
        save_as = self.settings.get(f"{template.upper()}_SAVE_AS", f"{template}.html")
        if template in self.settings["DIRECT_TEMPLATES"] and save_as:
            yield _address(save_as)


def _address(save_as: str) -> str:
    folder, _, name = save_as.rpartition("/")
    return save_as if name != "index.html" else f"{folder}/" if folder else ""
