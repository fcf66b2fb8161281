"""The sitemap of a build: which pages there are, when they last changed, and `robots.txt`.

Rules: docs/publishing.md, "The sitemap and robots.txt".
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from backfile.outputs.artifacts import text_file
from backfile.outputs.sitemap.formats import SitemapEntry, robots, sitemap_index, sitemaps
from backfile.outputs.sitemap.kept import KeptSitemaps, read_kept

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from pelican.contents import Page

    from backfile.catalogue.catalogue import Catalogue
    from backfile.config.settings import Settings
    from backfile.outputs.artifacts import Artifact
    from backfile.outputs.listings.partners import PartnerPage
    from backfile.outputs.listings.places import ListingPlaces
    from backfile.outputs.listings.revising import Revised

_LOG = logging.getLogger(__name__)
FOLDER = "sitemaps"
INDEX = "sitemap.xml"
ROBOTS = "robots.txt"
_STORIES = "stories-"  # how the names begin of those that have a year of stories


@dataclass(frozen=True, slots=True)
class Contents:
    """What is on a site beside its stories, as its sitemaps list it.

    `further` are the addresses of pages that are made of no one file, beside listings.
    """

    partners: Iterable[PartnerPage]
    pages: Iterable[Page]
    further: Sequence[str]


def sitemap_files(
    contents: Contents,
    catalogue: Catalogue,
    places: ListingPlaces,
    settings: Settings,
    own_files: Collection[str],
) -> Iterator[Artifact]:
    """Go through the sitemaps, their index and `robots.txt`, of a site that has an address.

    The stories are those of the *catalogue*, and in the listings that *places* tells. One of
    *own_files*, the files that the site brings, may be a `robots.txt`, which stays.
    """
    if not settings.has_address:
        _LOG.info("no sitemap is made without the address of the site; SITEURL states it")
        return
    kept = KeptSitemaps(_changes_of_listings(catalogue, places))
    yield from _sitemaps(catalogue.years(), contents, catalogue, kept, settings)
    with suppress(OSError):  # a revision will not find it, and not be one
        kept.write(settings.cache)
    # Robots ask for the file at the top of a host alone (RFC 9309, section 2.3).
    if ROBOTS not in own_files and not urlsplit(settings.address).path:
        yield _text(ROBOTS, settings.address, robots(settings.url))


def revised_sitemaps(
    revised: Revised,
    contents: Contents,
    catalogue: Catalogue,
    places: ListingPlaces,
    settings: Settings,
) -> Iterator[Artifact]:
    """Go through the sitemaps that may be others after what is *revised*.

    Raises OSError, ValueError or TypeError where those of the last build are not known.
    """
    if not settings.has_address:
        return
    kept = read_kept(settings.cache)
    for place in dict.fromkeys(place for card in revised.cards for place in places.of(card)):
        latest = place.last_change(catalogue)
        kept.listings.pop(place.url, None)
        if latest:
            kept.listings[place.url] = latest
    yield from _sitemaps(revised.years, contents, catalogue, kept, settings)
    kept.write(settings.cache)


def _sitemaps(
    years: Iterable[int],
    contents: Contents,
    catalogue: Catalogue,
    kept: KeptSitemaps,
    settings: Settings,
) -> Iterator[Artifact]:
    """Go through the sitemaps of *years* and of what is no story, then the index of all.

    The number of their files is put into *kept*.
    """
    entries: dict[str, Iterable[SitemapEntry]] = {
        f"{_STORIES}{year:04}": _stories(catalogue, year) for year in years
    }
    entries |= {"listings": _listings(kept.listings, contents), "pages": _pages(contents)}
    for name, of_name in entries.items():
        kept.files[name] = 0
        places = list(of_name)
        for number, text in enumerate(sitemaps(places, settings.url), 1):
            yield _text(_path(name, number), (places, settings.address), text)
            kept.files[name] = number
    # Those of stories come first, by year.
    names = sorted(kept.files, key=lambda name: (not name.startswith(_STORIES), name))
    paths = [_path(name, 1 + number) for name in names for number in range(kept.files[name])]
    yield _text(INDEX, (paths, settings.address), sitemap_index(paths, settings.url))


def sitemap_of(year: int) -> str:
    """Return the file of the sitemap of the stories of a *year*, the first if there are several."""
    return _path(f"{_STORIES}{year:04}", 1)


def _path(name: str, number: int) -> str:
    return f"{FOLDER}/{name}.xml" if number == 1 else f"{FOLDER}/{name}-{number}.xml"


def _text(path: str, made_of: object, text: str) -> Artifact:
    return text_file(path, made_of, lambda: text)


def _stories(catalogue: Catalogue, year: int) -> Iterator[SitemapEntry]:
    """Go through the stories of a *year*, but for those whose canonical address is elsewhere."""
    for row in catalogue.of_year(year):
        if row.is_canonical:
            yield SitemapEntry(row.card.url, row.latest, row.versions)


def _changes_of_listings(catalogue: Catalogue, places: ListingPlaces) -> dict[str, str]:
    """Return when each listing changed last, by its address."""
    found: dict[str, str] = {}
    for card, latest in catalogue.by_change():
        for place in places.of(card):
            found.setdefault(place.url, latest)
    return found


def _listings(changed: Mapping[str, str], contents: Contents) -> Iterator[SitemapEntry]:
    for url, latest in sorted(changed.items()):
        yield SitemapEntry(url, latest)
    for partner in contents.partners:
        if partner.url not in changed:  # nothing of theirs is listed
            yield SitemapEntry(partner.url)


def _pages(contents: Contents) -> Iterator[SitemapEntry]:
    """Go through the pages; nothing tells when one of them changed."""
    for own in sorted(contents.pages, key=attrgetter("url")):
        for page in (own, *own.translations):
            yield SitemapEntry(page.url, languages=_languages(page))
    yield from map(SitemapEntry, contents.further)


def _languages(page: Page) -> tuple[tuple[str, str], ...]:
    if not page.translations:
        return ()
    return tuple((one.lang, one.url) for one in (page, *page.translations))
