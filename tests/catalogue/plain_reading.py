"""Every question of a listing answered by going through all cards, to hold the catalogue against.

What is here is slow and plain: it looks at each card for each answer.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backfile.catalogue.rows import Card, Term


@dataclass(frozen=True)
class PlainArchive:
    """The listed cards of an archive."""

    cards: tuple[Card, ...]

    def by_day(self) -> list[Card]:
        return sorted(self.cards, key=lambda one: (one.day, one.place))

    def by_instant(self) -> list[Card]:
        return sorted(self.cards, key=lambda one: one.place)

    def within(self, num: tuple[int, ...]) -> list[Card]:
        return [one for one in self.by_day() if _num(one)[: len(num)] == num]

    def counts(self, length: int) -> list[tuple[tuple[int, ...], int]]:
        return sorted(Counter(_num(one)[:length] for one in self.cards).items())

    def around(self, num: tuple[int, ...]) -> tuple[tuple[int, ...] | None, ...]:
        nums = {_num(one)[: len(num)] for one in self.cards}
        before, after = [one for one in nums if one < num], [one for one in nums if one > num]
        return max(before, default=None), min(after, default=None)

    def longest(self, count: int) -> list[Card]:
        added_to = [one for one in self.cards if one.updates and one.lasted]
        return sorted(added_to, key=_by_length)[:count]

    def of_day_of_year(self, month: int, day: int) -> list[Card]:
        return [one for one in self.by_day() if (one.day.month, one.day.day) == (month, day)]

    def days_of_year(self) -> list[tuple[tuple[int, ...], int]]:
        return sorted(Counter(_num(one)[1:] for one in self.cards).items())

    def greatest(self) -> list[Card]:
        return sorted(self.cards, key=_by_updates)

    def most_filed(self, kind: str) -> list[tuple[str, int]]:
        slugs = Counter(slug for one in self.cards for slug in set(_slugs(one, kind)))
        return sorted(slugs.items(), key=lambda one: (-one[1], one[0]))

    def running_stories(self) -> list[tuple[str, int]]:
        """Return the first part of each running story that goes in no circle, and its parts."""
        by_url = {one.url: one for one in self.cards}
        heads: Counter[str] = Counter()
        for one in self.cards:
            head, seen = one, {one.url}
            while head.continues in by_url and head.continues not in seen:
                head = by_url[head.continues]
                seen.add(head.url)
            if one.continues and not head.continues:
                heads[head.url] += 1
        found = [(url, n + 1) for url, n in heads.items()]
        return sorted(found, key=lambda head: (head[1], head[0]), reverse=True)

    def shelf(self, kind: str, slug: str) -> PlainArchive:
        return PlainArchive(tuple(one for one in self.cards if slug in _slugs(one, kind)))

    def terms(self, kind: str) -> dict[str, Term]:
        """Return the terms by slug, each as the first of its stories calls it last."""
        found: dict[str, Term] = {}
        for one in self.by_day():
            called = {term.slug: term for of, term in one.terms if of == kind and term.slug}
            found = called | found
        return found

    def beside(self, own: Card) -> tuple[Card | None, Card | None]:
        before = [one for one in self.by_instant() if one.place < own.place]
        after = [one for one in self.by_instant() if one.place > own.place]
        return (before[-1] if before else None, after[0] if after else None)

    def nearest(self, own: Card) -> list[Card]:
        before = [one for one in self.by_instant()[::-1] if one.place < own.place]
        after = [one for one in self.by_instant() if one.place > own.place]
        return sorted(before + after, key=lambda one: abs(_seconds(one) - _seconds(own)))

    def parts(self, own: Card) -> list[Card]:
        links = {frozenset((one.url, one.continues)) for one in self.cards}
        found = {own.url}
        while more := {
            one.url
            for one in self.cards
            if one.url not in found and any(frozenset((one.url, url)) in links for url in found)
        }:
            found |= more
        return [one for one in self.by_instant() if one.url in found] if len(found) > 1 else []

    def related(self, own: Card) -> tuple[list[Card], list[tuple[Term, list[Card]]]]:
        """Return the nearest of the partner, and of the topics, none of them named before."""
        named = {own, *self.beside(own), *self.parts(own)}
        slug = own.partner.slug if own.partner else ""
        from_partner = self.shelf("partners", slug).others(own, named, 4)
        named |= set(from_partner)
        by_topic: list[tuple[Term, list[Card]]] = []
        shelves = [(one, self.shelf("tags", one.slug)) for one in own.topics]
        for topic, shelf in sorted(shelves, key=lambda one: (len(one[1].cards), one[0].slug)):
            near = shelf.others(own, named, 3)
            named |= set(near)
            by_topic += [(topic, near)] if near else []
        return from_partner, by_topic[:3]

    def others(self, own: Card, named: Iterable[Card | None], count: int) -> list[Card]:
        others = [one for one in self.nearest(own) if one not in named]
        return sorted(others[:count], key=lambda one: one.place)


def _num(card: Card) -> tuple[int, ...]:
    return card.day.year, card.day.month, card.day.day


def _seconds(card: Card) -> float:
    # The difference of two moments of one zone would be that of its clocks.
    return card.moment.timestamp()


def _slugs(card: Card, kind: str) -> Sequence[str]:
    return [term.slug for of, term in card.terms if of == kind and term.slug]


def _by_updates(card: Card) -> tuple[int, timedelta, object]:
    return -card.updates, -(card.lasted or timedelta()), card.place


def _by_length(card: Card) -> tuple[timedelta, int, object]:
    assert card.lasted is not None
    return -card.lasted, -card.updates, card.place
