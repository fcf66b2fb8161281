"""Which pages of a crawl are stories, and which only lead to them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from backfile.legacy.addresses import address_key

if TYPE_CHECKING:
    from collections.abc import Iterator

# Tags longer than that are no publisher's; the bounds keep the search linear.
_META = re.compile(r"<meta\s([^<>]{1,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(property|name|itemprop|content)\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")
_LINKED_DATA = re.compile(
    r"""<script\b[^<>]{0,500}\bapplication/ld\+json\b[^<>]{0,500}>([^<]*(?:<(?!/script)[^<]*)*)""",
    re.IGNORECASE,
)
_LINK = re.compile(r"<link\s([^<>]{1,4000})>", re.IGNORECASE)
_REL = re.compile(r"""(rel|href)\s*=\s*(?:["']([^"']*)["']|([^\s"'>]+))""", re.IGNORECASE)
_MOST_TAGS = 500
_ARTICLE = re.compile(
    r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report|ReportageNewsArticle|SocialMediaPosting)"
)
# Which names of <meta> give the day of a text; none is used for lists.
_DATES = frozenset(
    (
        *("article:published_time", "article:published", "og:published_time", "date", "pubdate"),
        *("publishdate", "publish-date", "publication_date", "datepublished", "dc.date"),
        *("dc.date.issued", "dcterms.date", "dcterms.created", "dcterms.issued", "sailthru.date"),
        *("parsely-pub-date", "cxenseparse:recs:publishtime", "citation_publication_date"),
    )
)
_DATED_PATH = re.compile(r"/(?:19|20)\d\d[/-]?[01]\d(?:[/-]?[0-3]\d)?(?:/|-|_)(?=[^/]*[A-Za-z])")


def is_story(html: str, address: str) -> bool:
    """Tell a page that holds one story from a home page, a list of stories and the like.

    A page is one that says so: its Open Graph type is `article`, its linked data describe an
    article, its `<meta>` give a day, or its *address* has one before a name
    (`/2014/06/16/bridge`). A site's home page never is one.
    """
    if is_home(address):
        return False
    told = dict(_metas(html))
    return (
        told.get("og:type", "").strip().lower().endswith("article")
        or not _DATES.isdisjoint(told)
        or bool(_DATED_PATH.search(urlsplit(address).path))
        or any(map(_describes_article, _LINKED_DATA.findall(html)[:_MOST_TAGS]))
    )


def is_home(address: str) -> bool:
    """Tell the address of a site's home page."""
    return address_key(address).endswith("/")


def canonical(html: str) -> str:
    """Return the address that a page gives for its own, as it is written there, or nothing."""
    for tag in _LINK.findall(html)[:_MOST_TAGS]:
        said = {name.lower(): value or other for name, value, other in _REL.findall(tag)}
        if said.get("rel", "").lower() == "canonical":
            return str(said.get("href", ""))
    return ""


def _metas(html: str) -> Iterator[tuple[str, str]]:
    for number, tag in enumerate(_META.finditer(html)):
        if number == _MOST_TAGS:
            return
        said = {name.lower(): "".join(value) for name, *value in _ATTRIBUTE.findall(tag[1])}
        name = said.get("property") or said.get("name") or said.get("itemprop") or ""
        if said.get("content", "").strip():
            yield name.strip().lower(), said["content"]


def _describes_article(text: str) -> bool:
    """Tell whether linked data have an article at their top, not as one of a list."""
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError):
        return False
    things = data if isinstance(data, list) else [data]
    things = [one for one in things if isinstance(one, dict)]
    graphs = [one["@graph"] for one in things if isinstance(one.get("@graph"), list)]
    things += [one for graph in graphs for one in graph if isinstance(one, dict)]
    kinds = [kind for one in things for kind in _listed(one.get("@type"))]
    return sum(bool(_ARTICLE.fullmatch(str(kind))) for kind in kinds) == 1


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
