"""Stories related to a story: neighbours in time, parts, others of its partner and its topics.

The catalogue finds each by an index, so that a story costs no more among a hundred thousand than
among a hundred.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from backfile.catalogue.catalogue import Catalogue
    from backfile.catalogue.listing import Listing
    from backfile.catalogue.rows import Card, Term

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


def relations_of(card: Card, catalogue: Catalogue) -> Relations:
    """Return the relations of the listed *card*."""
    earlier, later = catalogue.listed.before(card), catalogue.listed.after(card)
    parts = catalogue.parts(card.url)
    named = {one.url for one in (earlier, later, *parts) if one}
    partner = catalogue.term("partners", card.partner.slug) if card.partner else None
    from_partner = _nearest(card, partner[1], named, FROM_PARTNER) if partner else ()
    named.update(one.url for one in from_partner)
    by_topic = tuple(_by_topic(card, catalogue, named))
    return Relations(earlier, later, parts, from_partner, by_topic)


def _by_topic(
    card: Card, catalogue: Catalogue, named: set[str]
) -> Iterator[tuple[Term, tuple[Card, ...]]]:
    """Go through the topics that lead to a story not yet *named*, the rarest first."""
    found = [(one, catalogue.term("tags", one.slug)) for one in card.topics]
    shared = [(topic, filed[1]) for topic, filed in found if filed]
    left = TOPICS
    for topic, stories in sorted(shared, key=lambda one: (len(one[1]), one[0].slug)):
        near = _nearest(card, stories, named, BY_TOPIC)
        if near:
            left -= 1
            named.update(one.url for one in near)
            yield topic, near
        if not left:
            break


def _nearest(card: Card, stories: Listing, named: Collection[str], count: int) -> tuple[Card, ...]:
    """Return up to *count* of *stories* that are nearest in time and not *named*, in order."""
    nearest = islice(stories.nearest(card, named), count)
    return tuple(sorted(nearest, key=lambda one: one.place))


def leading_to(card: Card, catalogue: Catalogue) -> set[str]:
    """Return the addresses of the listed stories of which the listed *card* is a relation.

    A story names its nearest ones, so that it is itself not many places away.
    """
    reach = 2 + FROM_PARTNER + TOPICS * BY_TOPIC + catalogue.longest_series()
    shelves = [catalogue.listed, *_shelves_of(card, catalogue)]
    near = {
        other.url: other
        for shelf in shelves
        for stories in (shelf.earlier(card), shelf.later(card))
        for other in islice(stories, reach)
    }
    near |= {part.url: part for part in catalogue.parts(card.url)}
    return {
        url
        for url, other in near.items()
        if card.url in _named_in(relations_of(other, catalogue)) and url != card.url
    }


def _shelves_of(card: Card, catalogue: Catalogue) -> Iterator[Listing]:
    terms = [("partners", card.partner)] if card.partner else []
    for kind, term in [*terms, *(("tags", topic) for topic in card.topics)]:
        if found := catalogue.term(kind, term.slug):
            yield found[1]


def _named_in(relations: Relations) -> set[str]:
    beside = [one for one in (relations.earlier, relations.later) if one]
    by_topic = [one for _, cards in relations.by_topic for one in cards]
    return {one.url for one in (*beside, *relations.parts, *relations.from_partner, *by_topic)}


def among(catalogue: Catalogue) -> Callable[[Any], Relations]:
    """Return what templates call for the relations of a Pelican article in the *catalogue*.

    A translation leads where its listed version leads; a draft or hidden article, nowhere.
    """
    # A page asks several times in a row, and nobody asks later.
    found = lru_cache(maxsize=1)(lambda card: relations_of(card, catalogue))

    def related(article: Any) -> Relations:
        versions = (catalogue.card(one.url) for one in (article, *article.translations))
        card = next(filter(None, versions), None)
        return found(card) if card else Relations()

    return related
