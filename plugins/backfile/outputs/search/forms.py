"""The search pages: one for each language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.core import Locale, UnknownLocaleError

from backfile.outputs.artifacts import PageFile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from backfile.config.settings import Settings

SEARCH_INDEX = "search-index"  # the folder of the index below SITEURL; templates get its name


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The page that searches the stories in language `lang`, whose own name is `name`.

    `url` is below SITEURL, `save_as` its file in the output. The folder of the language's index is
    its tag in small letters.
    """

    lang: str
    name: str
    url: str
    save_as: str


def form_pages(pages: Mapping[str, SearchPage]) -> Iterator[PageFile]:
    """Go through the *pages* that search, as the theme makes them."""
    for one in pages.values():
        yield PageFile(one.save_as, one.url, "search", one, {"reading_lang": one.lang})


def search_pages(languages: Collection[str], settings: Settings) -> dict[str, SearchPage]:
    """Return the search page for each of the stories' *languages*, the site's own first.

    Languages are searched separately, since each has its own rules for the forms of a word. The
    site's own is at BACKFILE_SEARCH_URL, another below its tag: `es/search/`. None without stories.
    Tags that differ in case alone are one language, and the keys are in small letters; a page has
    the tag as the settings spell it, or else the first spelling of the stories.
    """
    if not languages:
        return {}
    own, place = settings.lang, settings.search_page
    spelled = {lang.lower(): lang for lang in sorted(languages, reverse=True)}
    pages = {own.lower(): SearchPage(own, _own_name(own), place.url, place.save_as)}
    for key in sorted(spelled.keys() - pages.keys()):
        lang = spelled[key]
        url, save_as = f"{key}/{place.url}", f"{key}/{place.save_as}"
        pages[key] = SearchPage(lang, _own_name(lang), url, save_as)
    return pages


def _own_name(lang: str) -> str:
    """Return the name of a language in itself, such as `español`; its tag where it is not known."""
    try:
        return Locale.parse(lang, sep="-").get_display_name() or lang
    except (UnknownLocaleError, ValueError):
        return lang
