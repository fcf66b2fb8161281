"""Compares one story place by place: its original, and what its page shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from backfile.fidelity.account import LEAD, SUMMARY, TITLE, apportion, by, key, section, stamp
from backfile.fidelity.compare import DifferenceKind, differences, stamp_differences
from backfile.fidelity.ledger import LedgerError, edited
from backfile.fidelity.sections import SectionWords, pairs
from backfile.text.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from backfile.fidelity.account import Span
    from backfile.fidelity.compare import Difference
    from backfile.fidelity.ledger import Edit
    from backfile.fidelity.page import Shown, ShownSection
    from backfile.story.model import Story

# Fewer words than this may stand in two places by chance.
FEWEST_TOLD = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a story: what the original has there, and what the page shows.

    `number` is that of the original's update, from 1, and `anchor` the one of the page's; both are
    empty for what stands in none.
    """

    name: str
    original: list[str]
    shown: list[str]
    number: int = 0
    anchor: str = ""

    @property
    def is_stamp(self) -> bool:
        """Say whether it is an update's opening, of which the page need not repeat all."""
        return self.name.startswith("stamp")


def places(text: str, spans: Sequence[Span], shown: Shown, story: Story) -> list[Place]:
    """Lay the original's *text* beside what is *shown*, in the order of the original.

    A headline or a summary that was no part of the text is none of its places. An update that the
    original does not have is one called `added 1` …. Raises AccountError.
    """
    expected = {name: words(said) for name, said in apportion(text, spans).items()}
    made = [
        Place(name, expected[name], said)
        for name, said in ((TITLE, shown.title), (SUMMARY, shown.summary))
        if name in expected
    ]
    made.append(Place(LEAD, expected.get(LEAD, []), shown.lead))
    found = _in_order_of_file(shown, story)
    updates = list(_of_updates(_originals(expected), found))
    return [*made, *updates, *_of_signatures(expected, updates, found)]


def _of_signatures(
    expected: Mapping[str, list[str]], updates: Iterable[Place], found: Sequence[ShownSection]
) -> Iterator[Place]:
    """Go through the authors and the key marks that the original or the page has of an update."""
    shown_by = {one.anchor: one for one in found}
    for place in updates:
        one = shown_by.get(place.anchor)
        if place.is_stamp or not place.number:
            continue
        for name, said in (
            (by(place.number), one.by if one else []),
            (key(place.number), one.key if one else []),
        ):
            if said or expected.get(name):
                yield Place(name, expected.get(name, []), said, place.number, place.anchor)


def _of_updates(
    originals: Sequence[SectionWords], found: Sequence[ShownSection]
) -> Iterator[Place]:
    added = 0
    for ours, theirs in pairs(originals, [SectionWords(one.stamp, one.text) for one in found]):
        there = found[theirs].anchor if theirs is not None else ""
        said = found[theirs].stamp if theirs is not None else []
        follows = found[theirs].text if theirs is not None else []
        if ours is None:
            added += 1
            signed = [*found[theirs].key, *found[theirs].by] if theirs is not None else []
            yield Place(f"added {added}", [], [*said, *signed, *follows], 0, there)
        else:
            number = ours + 1
            yield Place(stamp(number), originals[ours].stamp, said, number, there)
            yield Place(section(number), originals[ours].text, follows, number, there)


def _originals(expected: Mapping[str, list[str]]) -> list[SectionWords]:
    numbers = [int(name.partition(" ")[2]) for name in expected if " " in name]
    return [
        SectionWords(expected.get(stamp(number), []), expected.get(section(number), []))
        for number in range(1, max(numbers, default=0) + 1)
    ]


def _in_order_of_file(shown: Shown, story: Story) -> list[ShownSection]:
    rank = {one.anchor: one.source for one in story.updates}
    return sorted(shown.sections, key=lambda one: rank.get(one.anchor, len(rank)))


def unexplained(made: Sequence[Place], edits: Iterable[Edit] = ()) -> list[Difference]:
    """Return all that is shown otherwise than the original and the *edits* of an editor have it.

    Raises LedgerError where an edit does not fit its place.
    """
    by_place: dict[str, list[Edit]] = defaultdict(list)
    for one in edits:
        by_place[one.place].append(one)
    if unknown := by_place.keys() - {place.name for place in made}:
        message = f"it accepts a change in {min(unknown)}, which the story does not have"
        raise LedgerError(f"{message}; accept the story's changes again")
    found: list[Difference] = []
    for place in made:
        mine = by_place.get(place.name)
        expected = edited(place.original, mine) if mine else place.original
        compare = differences if mine or not place.is_stamp else stamp_differences
        found += compare(place.name, expected, place.shown) if expected != place.shown else []
    return _told_apart(found, made) if found else []


def _told_apart(found: list[Difference], made: Sequence[Place]) -> list[Difference]:
    """Tell what was moved or doubled from what was lost or added."""
    lost = {one.before for one in found if one.kind is DifferenceKind.LOST}
    added = {one.after for one in found if one.kind is DifferenceKind.ADDED}
    told = []
    for one in found:
        said = one.before or one.after
        kind = one.kind
        if len(said) >= FEWEST_TOLD and kind in (DifferenceKind.LOST, DifferenceKind.ADDED):
            if said in lost and said in added:
                kind = DifferenceKind.MOVED
            elif kind is DifferenceKind.ADDED and _is_doubled(said, made):
                kind = DifferenceKind.DOUBLED
        told.append(replace(one, kind=kind))
    return told


def _is_doubled(said: Sequence[str], made: Sequence[Place]) -> bool:
    """Say whether the original has the words *said* somewhere, or another update shows them."""
    wanted = f" {' '.join(said)} "
    updates = [[*one.shown, *other.shown] for one, other in pairwise(made) if one.is_stamp]
    texts = [*(place.original for place in made), *updates]
    return any(wanted in f" {' '.join(text)} " for text in texts)
