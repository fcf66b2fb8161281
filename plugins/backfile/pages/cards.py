"""Cards: what a listing needs of a story. Listings, maps and feeds are made from these alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

from backfile.story.opening import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime, timedelta

    from backfile.story.model import Story

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
    it is sorted. `updates` counts what was added to the first report; `lasted` is the time from
    the first known moment to the last, None where fewer than two are known. `continues` is the
    `url` of the story that this one continues, if it does.
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


def card_of(article: Any) -> Card:
    """Make the card of a Pelican *article* that Backfile has finished."""
    partner = article.partner
    settings = article.settings
    return Card(
        url=article.url,
        title=article.title,
        lang=article.lang,
        day=article.date.date(),
        moment=article.date,
        summary=plain(article.summary),
        updates=sum(one.kind is not Kind.ORIGINAL for one in article.story.updates),
        lasted=lasted(article.story),
        partner=partner
        and Term(partner.title, partner.slug, settings["PARTNER_URL"].format(slug=partner.slug)),
        section=_term(article.category) if hasattr(article, "category") else None,
        topics=_terms(getattr(article, "tags", ())),
        authors=_terms(getattr(article, "authors", ())),
        continues=article.continues.url if article.continues else "",
    )


def lasted(story: Story) -> timedelta | None:
    """Return how long *story* was added to, in minutes where they are known, else in days."""
    first = [story.dateline.instant] if story.dateline.instant else []
    instants = [*first, *story.instants]
    if len(instants) > 1 and max(instants) > min(instants):
        return max(instants) - min(instants)
    days = [one.day for one in story.updates if one.day]
    days += [story.dateline.day] if story.dateline.day else []
    return (max(days) - min(days) or None) if days else None


def plain(html: str) -> str:
    """Return the text of *html* without its tags, white space as single spaces."""
    return " ".join(unescape(_TAG.sub("", html)).split())


def _term(one: Any) -> Term:
    return Term(str(one), one.slug, one.url)


def _terms(some: Iterable[Any]) -> tuple[Term, ...]:
    return tuple(_term(one) for one in some)
