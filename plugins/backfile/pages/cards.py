"""Cards: what a listing needs of a story. Listings, maps and feeds are made from these alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

from backfile.addresses import encoded
from backfile.story.coverage import coverage_of
from backfile.story.opening import Kind

if TYPE_CHECKING:
    from datetime import date, datetime, timedelta

    from backfile.config import Settings
    from backfile.partners.registry import Partner

_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Term:
    """What a story is filed under: a partner, section, topic or author. `url` is below SITEURL."""

    name: str
    slug: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """One story in a listing.

    `title` is HTML as Pelican has it, `summary` plain text, `url` below SITEURL. `day` is the
    story's date in its own zone, by which it is listed; `moment` its date as an instant, by which
    it is sorted. `updates` counts what was added to the first report; `lasted` is how long that
    went on, None where it is not known. `continues` is the
    `url` of the listed story that this one continues, if it does.
    """

    url: str
    title: str
    lang: str
    day: date
    moment: datetime
    summary: str = ""
    updates: int = 0
    lasted: timedelta | None = None
    partner: Term | None = None
    section: Term | None = None
    topics: tuple[Term, ...] = ()
    authors: tuple[Term, ...] = ()
    continues: str = ""

    @property
    def place(self) -> tuple[datetime, str]:
        """Return what stories are sorted by: their date, then their address."""
        return self.moment, self.url


class CardMaker:
    """Makes the cards of one build; thousands of stories share a term, which is made once."""

    def __init__(self, settings: Settings) -> None:
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
