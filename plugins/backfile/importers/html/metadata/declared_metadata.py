"""What a page states for programs, the most trusted first: JSON-LD, Open Graph, other `<meta>`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from backfile.importers.html.metadata.jsonld import Statements, plain
from backfile.text.web_addresses import web_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from selectolax.lexbor import LexborNode

# The names under which sites state a thing: Open Graph's own, then those of other systems.
_NAMES = {
    "title": ("og:title", "twitter:title parsely-title sailthru.title dc.title headline"),
    "date": (
        "article:published_time og:article:published_time og:published_time",
        """parsely-pub-date sailthru.date dcterms.created dc.date.issued dc.date.created
        datepublished cxenseparse:publishtime dcsext.articlefirstpublished pubdate publishdate
        publish-date publish_date publication_date published_date originalpublicationdate
        citation_publication_date article:published dcterms.issued cxenseparse:recs:publishtime
        dc.date dcterms.date date""",
    ),
    "modified": (
        "article:modified_time og:article:modified_time og:updated_time",
        "datemodified dcterms.modified dc.date.modified last-modified",
    ),
    "authors": (
        "article:author og:article:author",
        "parsely-author sailthru.author cxenseparse:author byl dc.creator dcterms.creator author",
    ),
    "section": ("article:section og:article:section", "parsely-section section dc.subject"),
    "tags": ("article:tag og:article:tag", "news_keywords parsely-tags sailthru.tags"),
    "summary": ("og:description", "description dc.description twitter:description"),
    "site": ("og:site_name", "application-name dc.publisher"),
    "image": ("og:image og:image:url og:image:secure_url", "twitter:image parsely-image-url"),
}
# Fields of a form that no reader fills in, in which some sites keep the dates of a page.
_HIDDEN = ("published_date", "publish_date", "publishdate", "pubdate", "datepublished")
_LD = {
    "title": ("headline", "name"),
    "date": ("datePublished", "dateCreated"),
    "modified": ("dateModified",),
    "authors": ("author", "creator"),
    "section": ("articleSection",),
    "tags": ("keywords",),
    "summary": ("description",),
    "site": ("publisher",),
    "image": ("image", "thumbnailUrl"),
}
# Where the text of a thing stands that is itself an object.
_INNER = ("name", "headline", "url", "@value", "contentUrl")


class Fact(NamedTuple):
    """A text that a page states, and where it states it (`JSON-LD`)."""

    value: str
    where: str


class Stated:
    """What the page below *root* states; `meta` has its `<meta>` by name, in small letters."""

    def __init__(self, root: LexborNode) -> None:
        self.statements = Statements(root)
        self.meta = _meta(root)
        self.root = root

    def of(self, name: str) -> Iterator[Fact]:
        """Go through what is stated of *name*, the most trusted first."""
        properties = _LD.get(name, ())
        for kind, objects in (("", self.statements.articles()), (" page", self.statements.page())):
            for one in objects:
                key = next((key for key in properties if one.get(key)), "")
                values = self.statements.texts(one.get(key), *_INNER)
                yield from (Fact(value, f"JSON-LD{kind}") for value in values)
            if name == "authors":
                break  # the author of the site, not of the story
        for where, names in zip(("Open Graph", "meta"), _NAMES[name], strict=True):
            for key in names.split():
                yield from (Fact(value, where) for value in self.meta.get(key, ()))

    def addresses(self, given: str) -> tuple[str, ...]:
        """Return the story's addresses: its canonical one, where it was found, others it states."""
        stated = [
            link.attributes.get("href") or "" for link in self.root.css('link[rel~="canonical" i]')
        ]
        stated += self.meta.get("og:url", ())
        stated += [
            text
            for one in self.statements.articles()
            for key in ("url", "mainEntityOfPage")
            for text in self.statements.texts(one.get(key), "url", "@id")
        ]
        own = [one for one in (web_address(address, given) for address in stated) if one]
        # A site that calls its front page canonical for all pages says nothing.
        deep = [one for one in own if urlsplit(one).path.strip("/") or urlsplit(one).query]
        return tuple(dict.fromkeys([*deep[:1], *([given] if given else []), *deep[1:]]))


def _meta(root: LexborNode) -> Mapping[str, tuple[str, ...]]:
    """Return the contents of the page's `<meta>` by their names in small letters."""
    found: dict[str, tuple[str, ...]] = {}
    for node in root.css("meta[content]"):
        given = node.attributes
        content = plain(given.get("content") or "")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            for name in (given.get(attribute) or "").lower().split():
                if content and content not in found.get(name, ()):
                    found[name] = (*found.get(name, ()), content)
    for node in root.css('input[type="hidden" i][value]'):
        given = node.attributes
        content = plain(given.get("value") or "")
        for name in f"{given.get('name') or ''} {given.get('class') or ''}".lower().split():
            if content and name in _HIDDEN:
                found.setdefault(name, (content,))
    return found
