"""Where timelines and the hours of days are: below the page of their term, or of a story.

The timeline of a running story is below its first part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from backfile.catalogue.writing import TOPICS
from backfile.config.settings import PageAddress

if TYPE_CHECKING:
    from datetime import date

    from backfile.catalogue.rows import Card, Term
    from backfile.config.settings import Settings

# Pelican's names of the kinds of terms that have timelines.
KINDS = ("partners", "categories", TOPICS)
_INDEX = "index.html"


def base_of_term(kind: str, term: Term, settings: Settings) -> PageAddress | None:
    """Return the folder of a *term*: its address and its path; None where it has no page."""
    if kind == "partners":
        page = settings.partner_page.of(slug=term.slug)
    else:
        page = settings.term_pages[kind].of(slug=term.slug, name=term.name)
    return _folder(page) if page.save_as else None


def base_of_story(first: Card) -> PageAddress:
    """Return the folder of the running story of which *first* is the first part."""
    return _folder(PageAddress(first.url, unquote(first.url)))


def timeline_page(base: PageAddress, num: tuple[int, ...] = ()) -> PageAddress:
    """Return where the timeline of the folder *base* is, or its page of the period *num*."""
    return _page(base, "timeline", *_numbers(num))


def hours_page(base: PageAddress, day: date) -> PageAddress:
    """Return where the hours of a *day* are, below the folder *base*."""
    return _page(base, "hours", day.isoformat())


def _folder(page: PageAddress) -> PageAddress:
    return PageAddress(_as_folder(page.url), _as_folder(page.save_as))


def _as_folder(path: str) -> str:
    path = path.removesuffix(_INDEX).removesuffix(".html")
    return path if not path or path.endswith("/") else f"{path}/"


def _numbers(num: tuple[int, ...]) -> list[str]:
    """Return the names of the folders of a period, as years and months have them."""
    return [f"{number:0{4 if at == 0 else 2}}" for at, number in enumerate(num)]


def _page(base: PageAddress, *names: str) -> PageAddress:
    below = "".join(f"{name}/" for name in names)
    return PageAddress(f"{base.url}{below}", f"{base.save_as}{below}{_INDEX}")
