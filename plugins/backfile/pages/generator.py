"""The listings of an archive: cards of its stories, and the pages that Pelican has not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backfile.artifacts import PageFile
from backfile.pages.calendars import first_weekday
from backfile.pages.cards import CardMaker
from backfile.pages.related import Relations, among
from backfile.pages.shelves import Archive, with_neighbours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pelican.contents import Article

    from backfile.config import Settings
    from backfile.pages.cards import Card


@dataclass(frozen=True, slots=True)
class Listings:
    """The listed stories: their `cards` by date, the `archive` that cuts them, and `related`.

    `related` tells where an article leads. Templates know each by its name here.
    """

    cards: Sequence[Card]
    archive: Archive
    related: Callable[[Any], Relations]


def list_stories(
    articles: Iterable[Article], listed: Iterable[Article], settings: Settings
) -> Listings:
    """Give each of *articles* its `card`; return the listings of those that are *listed*."""
    make_card = CardMaker(settings)
    for article in articles:
        article.card = make_card(article)
    cards = sorted((article.card for article in listed), key=lambda card: card.place)
    archive = Archive(
        cards, newest_first=settings.newest_first, first_weekday=first_weekday(settings.lang)
    )
    return Listings(cards, archive, among(cards))


def year_pages(archive: Archive, settings: Settings) -> Iterator[PageFile]:
    """Go through the pages of each year of each term."""
    for kind, place in settings.term_years.items():
        for shelf in archive.shelves[kind].values() if place.save_as else ():
            for year, neighbours in with_neighbours(shelf.years):
                page = place.of(slug=shelf.term.slug, year=year.num[0])
                names = {"kind": kind, "term": shelf.term, "year": year, "neighbours": neighbours}
                yield PageFile(page.save_as, page.url, "term_year", names)
