"""The listings of an archive: the catalogue of its stories, and the pages of a term's years."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from backfile.catalogue.archives import Archive, around
from backfile.catalogue.calendars import first_weekday
from backfile.catalogue.catalogue import Catalogue
from backfile.catalogue.related import Relations, among
from backfile.catalogue.schema import open_database, open_unchecked
from backfile.outputs.artifacts import PageFile
from backfile.outputs.listings.revising import revise_catalogue
from backfile.outputs.listings.story_rows import story_rows
from backfile.outputs.pages import lists
from backfile.reading.cards import CardMaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pelican.contents import Article

    from backfile.catalogue.archives import Period, Shelf
    from backfile.config.settings import PageAddress, Settings
    from backfile.outputs.listings.revising import Revised
    from backfile.reading.cards import Card
    from backfile.reading.site import Site

FILE = "catalogue.db"


@dataclass(frozen=True, slots=True)
class Listings:
    """The listed stories: their `cards` by date, the `archive` that cuts them, and `related`.

    `related` tells where an article leads. Templates know each by its name here. `catalogue` is
    what all three ask. `revised` is what a revision changes, None in a build of everything.
    """

    cards: Sequence[Card]
    archive: Archive
    related: Callable[[Any], Relations]
    catalogue: Catalogue
    revised: Revised | None = None


def list_stories(site: Site, listed: Iterable[Article]) -> Listings:
    """Give each article of *site* its `card`; return the listings of those that are *listed*."""
    settings = site.settings
    make_card = CardMaker(settings)
    for article in site.articles:
        article.card = make_card(article)
    opened = open_unchecked if site.scope else open_database
    path, newest_first = settings.cache / FILE, settings.newest_first
    catalogue = Catalogue(path, newest_first=newest_first, opened=opened)
    site.catalogue = catalogue
    rows = story_rows(site.published, listed)
    revised = revise_catalogue(catalogue, rows, site.scope, settings) if site.scope else None
    site.revised = revised
    if revised is None:
        catalogue.fill(rows)
    archive = Archive(catalogue, first_weekday=first_weekday(settings.lang))
    cards = catalogue.listed.by_instant()
    return Listings(cards, archive, among(catalogue), catalogue, revised)


def year_pages(archive: Archive, settings: Settings, context: Any) -> Iterator[PageFile]:
    """Go through the pages of each year of each term; *context* is that of any page."""
    for kind, place in settings.term_years.items():
        for shelf in archive.shelves(kind) if place.save_as else ():
            for year in shelf.years:
                yield _year_page(kind, shelf, year, place, context)


def revised_year_pages(
    revised: Revised, archive: Archive, settings: Settings, context: Any
) -> Iterator[PageFile]:
    """Go through the pages of a year of a term that show what is *revised*, and those beside them.

    A page leads to the years before and after it, which may come and go.
    """
    for kind, slug in sorted(revised.terms):
        place, shelf = settings.term_years[kind], archive.shelf(kind, slug)
        if not place.save_as or shelf is None:
            continue
        shown = revised.years_of(kind, slug)
        years = sorted(shelf.years, key=attrgetter("num"))
        numbers = [0, *(one.num[0] for one in years), 10_000]
        for at, year in enumerate(years):
            if any(numbers[at] <= one <= numbers[at + 2] for one in shown):
                yield _year_page(kind, shelf, year, place, context)


def _year_page(kind: str, shelf: Shelf, year: Period, place: PageAddress, context: Any) -> PageFile:
    page = place.of(slug=shelf.term.slug, year=year.num[0])
    near = around(shelf.cards, year.num)
    names = {"kind": kind, "term": shelf.term, "year": year, "neighbours": near}
    shown = kind, shelf.term, year.num, lists.year(year, near, context)
    return PageFile(page.save_as, page.url, "term_year", shown, names)
