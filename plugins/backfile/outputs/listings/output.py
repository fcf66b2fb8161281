"""The listings of an archive: the catalogue of its stories, and the pages of a term's years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backfile.catalogue.archives import Archive, around
from backfile.catalogue.calendars import first_weekday
from backfile.catalogue.catalogue import Catalogue
from backfile.catalogue.related import Relations, among, leading_to
from backfile.outputs.artifacts import PageFile
from backfile.outputs.listings.story_rows import story_rows
from backfile.outputs.pages import lists
from backfile.reading.cards import CardMaker
from backfile.reading.scope import NotARevisionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pelican.contents import Article

    from backfile.catalogue.archives import Period, Shelf
    from backfile.catalogue.rows import StoryRow
    from backfile.config.settings import PageAddress, Settings
    from backfile.reading.cards import Card
    from backfile.reading.scope import Scope
    from backfile.reading.site import Site

FILE = "catalogue.db"


@dataclass(frozen=True, slots=True)
class Listings:
    """The listed stories: their `cards` by date, the `archive` that cuts them, and `related`.

    `related` tells where an article leads. Templates know each by its name here. `catalogue` is
    what all three ask. `had_corrections` tells whether a story had any that a revision edits.
    """

    cards: Sequence[Card]
    archive: Archive
    related: Callable[[Any], Relations]
    catalogue: Catalogue
    had_corrections: bool = False


def list_stories(site: Site, listed: Iterable[Article]) -> Listings:
    """Give each article of *site* its `card`; return the listings of those that are *listed*."""
    settings = site.settings
    make_card = CardMaker(settings)
    for article in site.articles:
        article.card = make_card(article)
    catalogue = Catalogue(settings.cache / FILE, newest_first=settings.newest_first)
    site.catalogue = catalogue
    rows = story_rows(site.published, listed)
    had_corrections = False
    if site.scope:
        edited = [one for one in rows if one.source in site.scope.edited]
        had_corrections = any(catalogue.is_corrected(one.card.url) for one in edited)
        _revise(catalogue, edited, site.scope)
    else:
        catalogue.fill(rows)
    archive = Archive(catalogue, first_weekday=first_weekday(settings.lang))
    cards = catalogue.listed.by_instant()
    return Listings(cards, archive, among(catalogue), catalogue, had_corrections)


def _revise(catalogue: Catalogue, rows: Iterable[StoryRow], scope: Scope) -> None:
    """Put *rows* into the *catalogue*.

    Raises NotARevisionError where it cannot be written, StoriesNeededError where a headline has
    changed that pages of stories outside of the *scope* show.
    """
    if not catalogue.is_shared:
        raise NotARevisionError("another program uses the catalogue")
    for row in rows:
        before = catalogue.card(row.card.url)
        catalogue.revise([row])
        # The page of such a term has the name that its first story has, which may not be read.
        if any(catalogue.has_names(kind, term.slug) for kind, term in row.card.terms):
            raise NotARevisionError("a term of the story is spelled in several ways")
        if before and before.title != row.card.title:
            scope.need(leading_to(row.card, catalogue))


def year_pages(archive: Archive, settings: Settings) -> Iterator[PageFile]:
    """Go through the pages of each year of each term."""
    for kind, place in settings.term_years.items():
        for shelf in archive.shelves(kind) if place.save_as else ():
            for year in shelf.years:
                yield _year_page(kind, shelf, year, place)


def year_pages_with(
    cards: Iterable[Card], archive: Archive, settings: Settings
) -> Iterator[PageFile]:
    """Go through the pages of a year of a term that show one of *cards*."""
    shown = {(kind, one.slug, card.day.year) for card in cards for kind, one in card.terms}
    for kind, slug, number in sorted(shown):
        place, shelf = settings.term_years[kind], archive.shelf(kind, slug)
        for year in shelf.years if place.save_as and shelf else ():
            if shelf and year.num == (number,):
                yield _year_page(kind, shelf, year, place)


def _year_page(kind: str, shelf: Shelf, year: Period, place: PageAddress) -> PageFile:
    page = place.of(slug=shelf.term.slug, year=year.num[0])
    near = around(shelf.cards, year.num)
    names = {"kind": kind, "term": shelf.term, "year": year, "neighbours": near}
    shown = kind, shelf.term, year.num, lists.year(year, near)
    return PageFile(page.save_as, page.url, "term_year", shown, names)
