"""Which timelines a page leads to: that of its term, or those that have the story."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from backfile.catalogue.writing import TOPICS
from backfile.outputs.timelines.hours import shared_days
from backfile.outputs.timelines.places import (
    KINDS,
    base_of_story,
    base_of_term,
    hours_page,
    timeline_page,
)
from backfile.outputs.timelines.plan import FEWEST
from backfile.text.addresses import encoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from backfile.catalogue.catalogue import Catalogue
    from backfile.catalogue.rows import Card, Term, UpdateRow
    from backfile.config.settings import PageAddress, Settings

MOST_DAYS = 6  # of a story to which its page leads; the days of a timeline lead to all


@dataclass(frozen=True, slots=True)
class TimelineLink:
    """A timeline that has a story, and the days of that story of which there are hours.

    `term` is the topic, None for a running story. `url` is encoded, and so are those of `hours`.
    """

    term: Term | None
    url: str
    hours: tuple[tuple[date, str], ...] = ()


class Timelines:
    """The timelines of an archive, as templates ask for them."""

    def __init__(self, catalogue: Catalogue, settings: Settings) -> None:
        self._catalogue = catalogue
        self._settings = settings
        # A page and its key ask for the same, one after the other.
        self._at_hand = lru_cache(maxsize=1)(self._leading)

    def of(self, kind: str, slug: str) -> str:
        """Return the address of the timeline of a term, below SITEURL; empty for none.

        *kind* is Pelican's name of the kind.
        """
        found = self._catalogue.term(kind, slug) if kind in KINDS else None
        base = base_of_term(kind, found[0], self._settings) if found else None
        if found is None or base is None or not found[1].has_updates_of(FEWEST):
            return ""
        return encoded(timeline_page(base).url)

    def leading(self, article: Any) -> tuple[TimelineLink, ...]:
        """Return the timelines that have a Pelican *article*: of its running story, of its topics.

        A translation leads where its listed version leads. A story that was never added to is on
        no timeline.
        """
        versions = (self._catalogue.card(one.url) for one in (article, *article.translations))
        card = next(filter(None, versions), None)
        return self._at_hand(card) if card else ()

    def _leading(self, card: Card) -> tuple[TimelineLink, ...]:
        updates = self._catalogue.updates(card.url)
        if not updates:
            return ()
        days = sorted({one.day for one in updates if one.day and one.instant})
        topics = (self._of_topic(topic, days) for topic in card.topics if topic.slug)
        return tuple(link for link in (self._of_parts(card, days), *topics) if link)

    def _of_topic(self, topic: Term, days: Iterable[date]) -> TimelineLink | None:
        url = self.of(TOPICS, topic.slug)
        base = base_of_term(TOPICS, topic, self._settings)
        if not url or base is None:
            return None
        shared = [day for day in days if self._catalogue.is_shared_day(topic.slug, day)]
        return TimelineLink(topic, url, _hours(base, shared))

    def _of_parts(self, card: Card, days: Iterable[date]) -> TimelineLink | None:
        coverage = coverage_of_parts(card.url, self._catalogue)
        if len(coverage) < FEWEST:
            return None
        base = base_of_story(self._catalogue.parts(card.url)[0])
        shared = [day for day in shared_days(coverage) if day in {*days}]
        return TimelineLink(None, encoded(timeline_page(base).url), _hours(base, shared))


def coverage_of_parts(
    url: str, catalogue: Catalogue
) -> tuple[tuple[Card, tuple[UpdateRow, ...]], ...]:
    """Return the parts that were added to, with their updates.

    They are those of the running story that has the listed story at *url*.
    """
    return tuple(_covered(catalogue.parts(url), catalogue))


def _covered(
    parts: Iterable[Card], catalogue: Catalogue
) -> Iterator[tuple[Card, tuple[UpdateRow, ...]]]:
    for part in parts:
        if updates := catalogue.updates(part.url):
            yield part, updates


def _hours(base: PageAddress, days: list[date]) -> tuple[tuple[date, str], ...]:
    if len(days) > MOST_DAYS:
        return ()
    return tuple((day, encoded(hours_page(base, day).url)) for day in days)
