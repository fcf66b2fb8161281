"""What the lists of an archive are made of, as the templates of our theme ask the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backfile.catalogue.listing import MONTH
from backfile.outputs.pages.texts import feed_of, text_of
from backfile.render.listed_pictures import listed_picture

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backfile.catalogue.archives import Archive, Neighbours, Period, Shelf
    from backfile.catalogue.listing import Listing
    from backfile.catalogue.rows import Card
    from backfile.outputs.listings.lead_story import LeadStory

    Context = Mapping[str, Any]

# The settings of the files of a term's years, empty where there are no such pages.
_YEAR_PAGES = {
    "partners": "BACKFILE_PARTNER_YEAR_SAVE_AS",
    "categories": "BACKFILE_CATEGORY_YEAR_SAVE_AS",
    "tags": "BACKFILE_TAG_YEAR_SAVE_AS",
    "authors": "BACKFILE_AUTHOR_YEAR_SAVE_AS",
}


def first_page(context: Context) -> object:
    """Return what the first page shows: the lead story, the ways into the archive, its years."""
    archive: Archive = context["archive"]
    lead: LeadStory | None = context["lead_story"](context)
    return (
        _figures(archive.cards),
        lead and (_rows([lead.card]), lead.picture, lead.strip),
        partners(context),
        [archive.most_filed(kind) for kind in ("categories", "tags")],
        [(_rows([card]), parts) for card, parts in archive.running_stories],
        shown(archive.longest, context),
    )


def partners(context: Context) -> object:
    """Return what is told of all partners."""
    archive: Archive = context["archive"]
    pages = context["partners"]
    shelves = (archive.shelf("partners", one.partner.slug) for one in pages)
    return [
        (one.partner, one.url, _extent(shelf) if shelf else None)
        for one, shelf in zip(pages, shelves, strict=True)
    ]


def partner(page: Any, context: Context, path: str) -> object:
    """Return what the *page* of a partner shows: the record, its text, the stories."""
    slug = page.partner.slug
    return (
        page.partner,
        text_of(page, context, path),
        page.url,
        page.credit,
        shelf_of("partners", slug, context),
    )


def shelf_of(kind: str, slug: str, context: Context) -> object:
    """Return what the page of a term shows: its stories while they are few, else figures."""
    shelf: Shelf | None = context["archive"].shelf(kind, slug)
    if shelf is None:
        return None
    has_years = context[_YEAR_PAGES[kind]]
    cards = shelf.cards if shelf.few or not has_years else shelf.longest
    timelines = context.get("timelines")
    timeline = timelines.of(kind, slug) if timelines else ""
    listed = shown(cards, context)
    return shelf.term, _figures(shelf.cards), listed, feed_of(context, kind, slug), timeline


def terms(kind: str, context: Context) -> object:
    """Return what the list of all terms of *kind* shows."""
    archive: Archive = context["archive"]
    return [(shelf.term, _extent(shelf)) for shelf in archive.shelves(kind)]


def period(num: tuple[int, ...], context: Context) -> object:
    """Return what the page of a year, a month or a day shows: its stories, and what is beside."""
    archive: Archive = context["archive"]
    beside = [one.num if one else None for one in archive.around(*num)]
    here = archive.period(*num)
    # A year of many stories names all of them in its calendars, and shows few.
    is_cut = len(num) == 1 and not here.few and context["MONTH_ARCHIVE_SAVE_AS"]
    in_full = [one.longest for one in here.months if one.longest] if is_cut else here.cards
    return num, archive.first_weekday, _rows(here.cards), _pictures(in_full, context), beside


def year(one: Period, beside: Neighbours, context: Context) -> object:
    """Return what the page of a term's year shows: its stories, and the years beside it."""
    return shown(one.cards, context), [other.num if other else None for other in beside]


def shown(cards: Iterable[Card], context: Context) -> object:
    """Return what a list shows of its stories, with their pictures."""
    cards = list(cards)
    return _rows(cards), _pictures(cards, context)


def _pictures(cards: Iterable[Card], context: Context) -> list[object]:
    """Return the pictures of those of *cards* that have one."""
    return [listed_picture(context, card) for card in cards if card.pictures]


def _rows(cards: Iterable[Card]) -> list[object]:
    """Return what a list shows of its stories."""
    return [
        (
            *headline(card),
            card.summary,
            card.updates,
            card.lasted,
            card.partner and card.partner.name,
        )
        for card in cards
    ]


def headline(card: Card) -> tuple[object, ...]:
    """Return what is shown of a story where its headline and its date stand alone."""
    return card.url, card.title, card.lang, card.day


def _figures(cards: Listing) -> object:
    return len(cards), cards.counts(MONTH)


def _extent(shelf: Shelf) -> tuple[int, tuple[int, int]]:
    return len(shelf.cards), shelf.span
