"""The search: what is indexed of each story, and the pages that ask the index."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.core import Locale, UnknownLocaleError
from pelican.generators import Generator

from backfile.build.search.shards import Page, write_index
from backfile.pages.theme import has_template
from backfile.reading.site import site_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pelican.contents import Article
    from pelican.writers import Writer

    from backfile.pages.cards import Card
    from backfile.reading.document import Document, SectionHtml

FOLDER = "pagefind"  # of the index, below SITEURL; search.html names it too
CACHE = "search"
_TAG = re.compile(r"<[a-z][^<>]*>")
_ADDRESS = re.compile(r' (?:href|src|srcset)="[^"]*"')


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The page that searches the stories of language `lang`; `name` is what it calls itself.

    `url` is below SITEURL, `save_as` its file in the output.
    """

    lang: str
    name: str
    url: str
    save_as: str


class SearchGenerator(Generator):
    """Makes the index of the published stories, and a page to search them in each language."""

    def generate_context(self) -> None:
        """Give the templates `search_pages`: a SearchPage by language, the site's own first."""
        stories = site_of(self.settings).published if has_template(self, "search") else []
        self.stories = stories
        self.search_pages = search_pages({one.lang for one in self.stories}, self.settings)
        self.context["search_pages"] = self.search_pages

    def generate_output(self, writer: Writer) -> None:
        """Write the index and the search pages, if anything is published and the theme can ask."""
        if not self.stories:
            return
        # Beside the caches of the stories, which are kept apart by Backfile's settings.
        cache = Path(self.settings["CACHE_PATH"]).parent / CACHE
        index = Path(self.output_path) / FOLDER
        write_index(map(page_of, self.stories), index, cache, langs=self.search_pages)
        for page in self.search_pages.values():
            writer.write_file(
                page.save_as,
                self.get_template("search"),
                self.context,
                reading_lang=page.lang,
                relative_urls=self.settings["RELATIVE_URLS"],
                url=page.url,
            )


def search_pages(languages: set[str], settings: Mapping[str, Any]) -> dict[str, SearchPage]:
    """Return the search page for each of the stories' *languages*, the site's own first.

    Languages are searched apart, since each has its own rules of which words are forms of one. The
    site's own is at BACKFILE_SEARCH_URL, another below its tag: `es/search/`. None without stories.
    """
    own: str = settings["DEFAULT_LANG"]
    pages = {}
    for lang in [own, *sorted(languages - {own})] if languages else []:
        below = "" if lang == own else f"{lang}/"
        url, save_as = (
            below + settings[name] for name in ("BACKFILE_SEARCH_URL", "BACKFILE_SEARCH_SAVE_AS")
        )
        pages[lang] = SearchPage(lang, _own_name(lang), url, save_as)
    return pages


def _own_name(lang: str) -> str:
    """Return what a language calls itself: `español`; its tag where that is not known."""
    try:
        return Locale.parse(lang, sep="-").get_display_name() or lang
    except (UnknownLocaleError, ValueError):
        return lang


def page_of(story: Article) -> Page:
    """Return what the index is to know of *story*, which has its card."""
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
    # Links are not searched, and are others at home than where the site is published.
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
