"""The listings of an archive: the catalogue of its stories, and the pages of a term's years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backfile.catalogue.archives import Archive, around
from backfile.catalogue.calendars import first_weekday
from backfile.catalogue.catalogue import Catalogue
from backfile.catalogue.related import Relations, among
from backfile.outputs.artifacts import PageFile
from backfile.outputs.listings.story_rows import story_rows
from backfile.outputs.pages import lists
from backfile.reading.cards import CardMaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pelican.contents import Article

    from backfile.config.settings import Settings
    from backfile.reading.cards import Card
    from backfile.reading.site import Site

FILE = "catalogue.db"


@dataclass(frozen=True, slots=True)
class Listings:
    """The listed stories: their `cards` by date, the `archive` that cuts them, and `related`.

    `related` tells where an article leads. Templates know each by its name here. `catalogue` is
    what all three ask.
    """

    cards: Sequence[Card]
    archive: Archive
    related: Callable[[Any], Relations]
    catalogue: Catalogue


def list_stories(site: Site, listed: Iterable[Article]) -> Listings:
    """Give each article of *site* its `card`; return the listings of those that are *listed*."""
    settings = site.settings
    make_card = CardMaker(settings)
    for article in site.articles:
        article.card = make_card(article)
    catalogue = Catalogue(settings.cache / FILE, newest_first=settings.newest_first)
    catalogue.fill(story_rows(site.published, listed))
    archive = Archive(catalogue, first_weekday=first_weekday(settings.lang))
    return Listings(catalogue.listed.by_instant(), archive, among(catalogue), catalogue)


def year_pages(archive: Archive, settings: Settings) -> Iterator[PageFile]:
    """Go through the pages of each year of each term."""
    for kind, place in settings.term_years.items():
        for shelf in archive.shelves(kind) if place.save_as else ():
            for year in shelf.years:
                page = place.of(slug=shelf.term.slug, year=year.num[0])
                near = around(shelf.cards, year.num)
                names = {"kind": kind, "term": shelf.term, "year": year, "neighbours": near}
                shown = kind, shelf.term, year.num, lists.year(year, near)
                yield PageFile(page.save_as, page.url, "term_year", shown, names)
