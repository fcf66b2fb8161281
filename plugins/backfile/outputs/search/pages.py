"""The content of each story that the search indexes."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from backfile.outputs.search.shards import Page, write_index

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pelican.contents import Article

    from backfile.config.settings import Settings
    from backfile.reading.cards import Card
    from backfile.reading.document import Document, SectionHtml

FOLDER = "pagefind"  # of the index, below SITEURL; search.html names it too
CACHE = "search"
_TAG = re.compile(r"<[a-z][^<>]*>")
_ADDRESS = re.compile(r' (?:href|src|srcset)="[^"]*"')


def index_stories(stories: Iterable[Article], langs: Iterable[str], settings: Settings) -> None:
    """Write the index of *stories*, in which one can search in all *langs*."""
    folder, cache = settings.output / FOLDER, settings.cache / CACHE
    write_index(map(page_of, stories), folder, cache, langs=langs)


def page_of(story: Article) -> Page:
    """Return the page to index for *story*, which has its card."""
    card: Card = story.card
    return Page(
        url=card.url,
        lang=card.lang,
        year=card.day.year,
        place=(card.day, *card.place),
        filters=filters_of(card),
        html=partial(page_to_index, story),
    )


def filters_of(card: Card) -> dict[str, list[str]]:
    """Return the names by which a story can be filtered, by kind, without kinds that it lacks.

    `updates` has one name, `yes`, where anything was added to the first report.
    """
    filters = {
        "author": [author.name for author in card.authors],
        "partner": [card.partner.name] if card.partner else [],
        "topic": [topic.name for topic in card.topics],
        "updates": ["yes"] if card.updates else [],
    }
    return {kind: names for kind, names in filters.items() if names}


def page_to_index(story: Article) -> str:
    """Return the HTML that is indexed of *story*: its headline and prose, and no theme around it.

    The day comes along for the list of results and can be searched, so that a year finds its
    stories. The names that it is filtered by cannot: a partner's would find all its stories. The
    heading of each update has the update's anchor, to which what is found in it leads.
    """
    filters = "".join(
        f'<meta data-pagefind-filter="{kind}[content]" content="{escape(name)}">'
        for kind, names in filters_of(story.card).items()
        for name in names
    )
    # Links are not searched, and differ between a local build and the published site.
    document: Document = story.document
    anchored = replace(document, sections=tuple(map(_anchored, document.sections)))
    prose = f"{story.summary if story.stated_summary else ''}{anchored.html}"
    prose = _TAG.sub(lambda tag: _ADDRESS.sub("", tag[0]), prose)
    return (
        f'<!DOCTYPE html><html lang="{escape(story.lang)}"><head>'
        f'<meta data-pagefind-meta="day[content]" content="{story.date.date().isoformat()}">'
        f'{filters}</head><body><h1 data-pagefind-ignore="index">{story.title}</h1>'
        f"{prose}</body></html>"
    )


def _anchored(section: SectionHtml) -> SectionHtml:
    """Return *section* with its anchor in the heading, before any that the author gave it."""
    heading = section.heading.replace("<h2", f'<h2 id="{section.anchor}"', 1)
    return replace(section, heading=heading)
