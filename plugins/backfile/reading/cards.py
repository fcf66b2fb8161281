"""Cards: what a listing needs of a story, made of Pelican's articles."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from backfile.catalogue.rows import Card, Term
from backfile.reading.story_pictures import picture_links
from backfile.story.coverage import coverage_of
from backfile.story.opening import Kind
from backfile.text.addresses import encoded

if TYPE_CHECKING:
    from backfile.config.settings import Settings
    from backfile.partners.registry import Partner

__all__ = ["Card", "CardMaker", "Term", "plain"]
_TAG = re.compile(r"<[^>]*>")


class CardMaker:
    """Makes the cards of one build; thousands of stories share a term, which is made once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._partner_page = settings.partner_page
        self._terms: dict[tuple[str, str], Term] = {}

    def __call__(self, article: Any) -> Card:
        """Make the card of a Pelican *article* that Backfile has finished."""
        return Card(
            url=article.url,
            title=article.title,
            lang=article.lang,
            day=article.date.date(),
            moment=article.date,
            # Pelican would keep `article.summary` as it is now, its links unresolved.
            summary=plain(article.metadata["summary"]),
            updates=sum(one.kind is not Kind.ORIGINAL for one in article.story.updates),
            lasted=coverage_of(article.story).lasted,
            partner=article.partner and self._partner(article.partner),
            section=self._term(article.category) if hasattr(article, "category") else None,
            topics=tuple(map(self._term, getattr(article, "tags", ()))),
            authors=tuple(map(self._term, getattr(article, "authors", ()))),
            continues=_listed_url(article.continues),
            pictures=picture_links(article, self._settings),
        )

    def _term(self, one: Any) -> Term:
        key = type(one).__name__, one.name
        if key not in self._terms:
            self._terms[key] = Term(one.name, one.slug, encoded(one.url))
        return self._terms[key]

    def _partner(self, partner: Partner) -> Term:
        key = "Partner", partner.slug
        if key not in self._terms:
            url = encoded(self._partner_page.of(slug=partner.slug).url)
            self._terms[key] = Term(partner.title, partner.slug, url)
        return self._terms[key]


def _listed_url(article: Any) -> str:
    """Return the address of *article*, empty for none, and for a draft or hidden one."""
    return article.url if article and article.status == "published" else ""


def plain(html: str) -> str:
    """Return the text of *html* without its tags, white space as single spaces."""
    return " ".join(unescape(_TAG.sub("", html)).split())
