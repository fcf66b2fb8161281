"""Decides whether a page is a story or only links to stories, for saved pages and crawls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from backfile.importers.html.metadata.title import squeezed
from backfile.text.web_addresses import address_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backfile.importers.html.metadata.declared_metadata import Stated

# A month or a day before a name: `/2014/06/bridge`, `/news/20140616/bridge`.
_DATED_PATH = re.compile(r"/(?:19|20)\d\d[/-]?[01]\d(?:[/-]?[0-3]\d)?(?:/|-|_)(?=[^/]*[A-Za-z])")
_SAYS_NOTHING = (
    "it has no date and does not say that it is an article: a home page or a list; if it is a "
    "story, name its day with --date 2014-06-16, or its place in the recipe"
)
_LATER_PAGE = re.compile(r"/page/\d+/?$")
_ARTICLES = ("article", "story", "news")


def is_home(address: str) -> bool:
    """Tell the address of a site's home page."""
    return address_key(address).endswith("/")


def is_article(stated: Stated) -> bool:
    """Tell a page that says it is an article: in its Open Graph type, or in JSON-LD.

    JSON-LD that describes several articles describes a list of them.
    """
    kinds = (kind.lower() for kind in stated.meta.get("og:type", ()))
    if any(kind.endswith(_ARTICLES) for kind in kinds):
        return True
    articles = stated.statements.articles()
    titles = {_title(one) for one in articles}
    return len(articles) == 1 or (len(titles) == 1 and "" not in titles)


def why_no_story(stated: Stated, found_at: str, addresses: Iterable[str], *, dated: bool) -> str:
    """Return why a page is no story but a home page, a list of stories or the like; else nothing.

    A story says that it is an article, or *dated* tells that the page states the day of its text,
    or one of its *addresses* has a date before a name. What was *found_at* the address of a home
    page never is one; *found_at* is empty where that is not known.
    """
    if is_home(found_at):
        return "it stands at the address of a home page"
    if is_article(stated):
        return ""
    if len(stated.statements.articles()) > 1:
        return "it is a list: its JSON-LD describes several articles"
    return "" if dated or any(map(_has_dated_path, addresses)) else _SAYS_NOTHING


def _has_dated_path(address: str) -> bool:
    path = urlsplit(address).path
    return bool(_DATED_PATH.search(path)) and not _LATER_PAGE.search(path)


def _title(article: object) -> str:
    title = article.get("headline") or article.get("name") if isinstance(article, dict) else ""
    return squeezed(title) if isinstance(title, str) else ""
