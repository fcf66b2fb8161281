"""Where a story leads: its neighbours in time, its parts, its partner, its topics.

All of it is found on the cards of the listed stories. One index serves the whole archive, so that
a story costs no more among forty thousand than among forty.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from backfile.pages.cards import Card, Term

FROM_PARTNER = 4
TOPICS = 3
BY_TOPIC = 3


@dataclass(frozen=True, slots=True)
class Relations:
    """The stories that one story leads to; each list is in order of time.

    `earlier` and `later` are its neighbours among all listed stories. `parts` are all the files
    of a running story, itself included, empty where it stands alone. `from_partner` and `by_topic`
    are the nearest in time, without those that were named before; `by_topic` has the topic that
    the fewest stories share first.
    """

    earlier: Card | None = None
    later: Card | None = None
    parts: tuple[Card, ...] = ()
    from_partner: tuple[Card, ...] = ()
    by_topic: tuple[tuple[Term, tuple[Card, ...]], ...] = ()


class Related:
    """The index of the *listed* cards, which come sorted by their `place`.

    A card is known by its rank: its position among them.
    """

    def __init__(self, listed: Sequence[Card]) -> None:
        self._listed = listed
        self._rank = {card.url: rank for rank, card in enumerate(listed)}
        self._seconds = [card.moment.timestamp() for card in listed]
        self._of_partner: dict[str, list[int]] = defaultdict(list)
        self._of_topic: dict[str, list[int]] = defaultdict(list)
        for rank, card in enumerate(listed):
            if card.partner:
                self._of_partner[card.partner.slug].append(rank)
            for topic in card.topics:
                self._of_topic[topic.slug].append(rank)
        self._chains = _chains(listed, self._rank)

    def __contains__(self, card: Card) -> bool:
        """Tell whether *card* is listed."""
        return card.url in self._rank

    def of(self, card: Card) -> Relations:
        """Return the relations of the listed *card*. Raises KeyError for one that is not."""
        rank = self._rank[card.url]
        parts = sorted(self._chains.get(rank, ()))
        beside = [one for one in (rank - 1, rank + 1) if 0 <= one < len(self._listed)]
        named = {rank, *beside, *parts}
        partners = self._of_partner.get(card.partner.slug, ()) if card.partner else ()
        from_partner = self._nearest(rank, partners, named, FROM_PARTNER)
        named.update(from_partner)
        return Relations(
            earlier=self._listed[rank - 1] if rank - 1 in beside else None,
            later=self._listed[rank + 1] if rank + 1 in beside else None,
            parts=self._cards(parts),
            from_partner=self._cards(from_partner),
            by_topic=tuple(self._by_topic(rank, card.topics, named)),
        )

    def _by_topic(
        self, rank: int, topics: Iterable[Term], named: set[int]
    ) -> Iterator[tuple[Term, tuple[Card, ...]]]:
        """Go through the topics that lead to a story not yet *named*, the rarest first."""
        rarest = sorted(topics, key=lambda one: (len(self._of_topic[one.slug]), one.slug))
        left = TOPICS
        for topic in rarest:
            near = self._nearest(rank, self._of_topic[topic.slug], named, BY_TOPIC)
            if near:
                left -= 1
                named.update(near)
                yield topic, self._cards(near)
            if not left:
                break

    def _nearest(
        self, rank: int, ranks: Sequence[int], named: Collection[int], count: int
    ) -> list[int]:
        """Return up to *count* of *ranks* that are nearest in time and not *named*, in order."""
        right = bisect_left(ranks, rank)
        left = right - 1
        found: list[int] = []
        while len(found) < count and (left >= 0 or right < len(ranks)):
            if right == len(ranks) or (
                left >= 0 and self._apart(ranks[left], rank) <= self._apart(ranks[right], rank)
            ):
                one, left = ranks[left], left - 1
            else:
                one, right = ranks[right], right + 1
            if one not in named:
                found.append(one)
        return sorted(found)

    def _apart(self, one: int, other: int) -> float:
        """Return how many seconds lie between two stories."""
        return abs(self._seconds[one] - self._seconds[other])

    def _cards(self, ranks: Iterable[int]) -> tuple[Card, ...]:
        return tuple(self._listed[one] for one in ranks)


def among(listed: Sequence[Card]) -> Callable[[Any], Relations]:
    """Return what templates call for the relations of a Pelican article among the *listed* cards.

    A translation leads where its listed version leads; a draft or hidden article, nowhere. The
    index is made when a theme first asks.
    """
    index = cache(lambda: Related(listed))

    def related(article: Any) -> Relations:
        versions = (one.card for one in (article, *article.translations))
        card = next((one for one in versions if one in index()), None)
        return index().of(card) if card else Relations()

    return related


def _chains(listed: Iterable[Card], rank: dict[str, int]) -> dict[int, list[int]]:
    """Return for each part of a running story all its parts."""
    chains: dict[int, list[int]] = {}
    for card in listed:
        own, other = rank[card.url], rank.get(card.continues)
        if other is None or other == own:
            continue
        short, long = sorted((chains.get(own, [own]), chains.get(other, [other])), key=len)
        if short is not long:
            long += short
            chains |= dict.fromkeys((own, other, *short), long)
    return chains
