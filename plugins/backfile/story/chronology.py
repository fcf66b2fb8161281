"""From stamps to one chronology: the updates of a story in order, each with its anchor.

Rules: docs/stories.md, "From stamps to one chronology".
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from backfile.story.direction import DirectionHints, walk_in_direction
from backfile.story.model import (
    Dateline,
    Inference,
    Order,
    Precision,
    Section,
    Story,
    Trouble,
    Update,
)
from backfile.story.numbers import number_of
from backfile.story.opening import CORRECTING, Kind
from backfile.story.placement import limit, place_walk
from backfile.story.printed_days import entries
from backfile.story.stamp import spoken_date
from backfile.story.stated_zones import with_known_zones
from backfile.story.walk import START, PlacedSection, Walk, Walker, mark_of, publication

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backfile.story.walk import WalkMark


# Fewer times are no history of a day.
_LEAST_HISTORY = 3


def order_updates(
    sections: Sequence[Section], dateline: Dateline, *, has_lead: bool = False
) -> Story:
    """Put *sections*, given as they stand in the source, into one chronology.

    *has_lead* says that the text of the story stands above them. Never raises: a stamp that cannot
    be true becomes a Trouble of the returned story.
    """
    if not sections:
        return Story(dateline)
    sections = with_known_zones(sections, dateline.zone)
    ordering = _Ordering(sections, dateline, has_lead=has_lead)
    placed = ordering.in_order()
    return Story(
        dateline=dateline,
        updates=_with_anchors(placed, dateline),
        directions=ordering.directions,
        doubts=tuple(ordering.doubts),
        troubles=tuple(ordering.troubles),
        remarks=(
            *_after_the_limit(placed, dateline),
            *_against_the_numbers(placed),
            *(_told_afterwards(placed, dateline) if has_lead else ()),
        ),
    )


class _Ordering:
    """Puts the sections of one story in order, and gathers its doubts and troubles."""

    def __init__(self, sections: Sequence[Section], dateline: Dateline, *, has_lead: bool) -> None:
        self.sections = sections
        self.dateline = dateline
        self.has_lead = has_lead
        self.doubts: list[Inference] = []
        self.troubles: list[Trouble] = []
        self.directions: tuple[Order | None, Order | None] = (None, None)
        stamps = [one.opening.stamp for one in sections]
        twenty_four_hour = any(
            one.clock.twenty_four_hour
            for one in stamps
            if one is not None and one.clock is not None
        )
        self.walker = Walker(dateline, twenty_four_hour=twenty_four_hour)
        self.may_be_last = not any(map(_shows_a_first_version, sections))

    def in_order(self) -> list[PlacedSection]:
        """Return the updates from oldest to newest, each correction with what it follows."""
        hosts = self._hosts()
        own = [index for index in range(len(self.sections)) if index not in hosts]
        pivot = next((i for i in own if self._kind(i) is Kind.ORIGINAL), None)
        originals = [i for i in own if self._kind(i) is Kind.ORIGINAL]
        above = [i for i in own if i not in originals and (pivot is None or i < pivot)]
        below = [i for i in own if i not in originals and pivot is not None and i > pivot]

        placed = [self._walk_original(index) for index in originals]
        start = publication(self.dateline)
        if placed and placed[0].instant and (start is None or placed[0].key > start.instant):
            start = mark_of(placed[0])
        stands = None if pivot is None else Order.NEWEST_FIRST
        upper = self._run(above, start, 0, stands)
        lower = self._run(below, start, 1, Order.OLDEST_FIRST)
        timed = sorted(upper.placed + lower.placed, key=lambda one: one.key)

        everything = [*placed, *timed]
        self.troubles = sorted(
            (one.trouble for one in everything if one.trouble), key=lambda trouble: trouble.line
        )
        return self._with_followers(everything, hosts)

    def _kind(self, index: int) -> Kind:
        return self.sections[index].opening.kind

    def _hosts(self) -> dict[int, int]:
        """Return for each unstamped correction or note the section it follows, -1 for the lead."""
        hosts: dict[int, int] = {}
        host = -1
        for index, section in enumerate(self.sections):
            unstamped = section.opening.stamp is None and section.settled is None
            if unstamped and section.opening.kind in CORRECTING:
                hosts[index] = host
            else:
                host = index
        return hosts

    def _with_followers(
        self, placed: Iterable[PlacedSection], hosts: dict[int, int]
    ) -> list[PlacedSection]:
        followers: dict[int, list[PlacedSection]] = {}
        for index, host in hosts.items():
            follower = PlacedSection(
                index, self.sections[index], Precision.ORDER, START, after=host
            )
            followers.setdefault(host, []).append(follower)
        ordered = followers.get(-1, [])
        for section in placed:
            ordered.append(section)
            ordered.extend(followers.get(section.source, []))
        return ordered

    def _walk_original(self, index: int) -> PlacedSection:
        return self.walker.walk(entries([index], self.sections), None).placed[0]

    def _run(self, run: list[int], start: WalkMark | None, side: int, stands: Order | None) -> Walk:
        """Walk the run above (*side* 0) or below (1) the Original Post in its direction."""
        if not run:
            return Walk((), ())
        hints = DirectionHints(
            stated=self.dateline.source_order[side],
            stands=stands,
            default=self.dateline.default_source_order,
            is_below=self.has_lead,
        )
        directed = walk_in_direction(entries(run, self.sections), start, hints, self.walker)
        self.doubts += directed.doubts
        above, below = self.directions
        self.directions = (above, directed.order) if side else (directed.order, below)
        return place_walk(directed.walk, start, self.walker, may_be_last=self.may_be_last)


def _shows_a_first_version(section: Section) -> bool:
    """Return whether *section* shows that something stood on the page before it."""
    kind = section.opening.kind
    return kind is Kind.ORIGINAL or (kind is Kind.UPDATE and section.opening.labelled)


def _after_the_limit(placed: Iterable[PlacedSection], dateline: Dateline) -> Iterator[Trouble]:
    """Go through the updates that are later than the page's last change, or its copy."""
    until = limit(dateline)
    if until is None:
        return
    last_day = until.moment.astimezone(dateline.zone).date()
    for one in placed:
        if one.day is None or (one.key <= until.moment if one.instant else one.day <= last_day):
            continue
        message = (
            f'"{one.section.opening.printed}" is of {spoken_date(one.day)}, '
            f"although {until.words}; correct one of the two"
        )
        yield Trouble(one.section.line, "after-modified", message)


def _against_the_numbers(placed: Iterable[PlacedSection]) -> Iterator[Trouble]:
    """Go through the updates that come after one whose printed number is larger."""
    highest, said = 0, ""
    for one in placed:
        number = number_of(one.section.opening)
        if number is None:
            continue
        if number < highest:
            message = (
                f'"{one.section.opening.printed}" comes after "{said}", although its number is '
                "smaller; correct the stamp that is wrong, or state Source_Order"
            )
            yield Trouble(one.section.line, "number-order", message)
        else:
            highest, said = number, one.section.opening.printed


def _told_afterwards(placed: Sequence[PlacedSection], dateline: Dateline) -> Iterator[Trouble]:
    """Say of bare times that may be the history of a day: a text that was written when it was over.

    All are before the story's date and stand from the oldest to the newest, and nothing shows that
    the page was changed in between.
    """
    published = publication(dateline)
    if published is None or dateline.limits or len(placed) < _LEAST_HISTORY:
        return
    is_bare = all(_is_bare(one) and one.instant and one.key < published.instant for one in placed)
    steps = [after.source - one.source for one, after in pairwise(placed)]
    if is_bare and all(step > 0 for step in steps):
        first = placed[0].section
        message = (
            f'"{first.opening.printed}" and the times below it are all before the story\'s date, '
            "from the oldest to the newest; if they tell a day that was over when the story was "
            "written, they are no updates: write the times into the text"
        )
        yield Trouble(first.line, "told-afterwards", message)


def _is_bare(one: PlacedSection) -> bool:
    opening, settled = one.section.opening, one.section.settled
    is_plain = opening.kind is Kind.UPDATE and not opening.labelled and settled is None
    return is_plain and opening.stamp is not None and opening.stamp.zone is None


def _with_anchors(placed: Iterable[PlacedSection], dateline: Dateline) -> tuple[Update, ...]:
    """Make the updates, each named by its time in the story's zone, or by its rank without one."""
    seen: Counter[str] = Counter()
    rank = 0
    updates = []
    for one in placed:
        original = one.section.opening.kind is Kind.ORIGINAL
        rank += not original
        name = "original-post" if original else _anchor(one, dateline, rank)
        seen[name] += 1
        updates.append(
            Update(
                section=one.section,
                source=one.source,
                precision=one.precision,
                instant=one.instant,
                day=one.day,
                inferences=one.inferences,
                after=one.after,
                anchor=name if seen[name] == 1 else f"{name}-{seen[name]}",
            )
        )
    return tuple(updates)


def _anchor(placed: PlacedSection, dateline: Dateline, rank: int) -> str:
    if placed.instant is not None:
        local = placed.instant.astimezone(dateline.zone)
        return f"update-{local.date().isoformat()}-{local.hour:02}{local.minute:02}"
    if placed.day is not None:
        return f"update-{placed.day.isoformat()}"
    return f"update-{rank}"
