"""The updates of several stories on one line of time: entries by day, silences, what has no time.

Moments are compared as instants. A page tells its days by one clock, that of the zone in which most
of its entries were told; each entry keeps the clock of its own story. Nothing is placed by guess:
an update of which only the day is known stands below those of its day, one of which not even that
is known apart from all days. Rules: docs/stories.md, "Timelines".
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import groupby
from typing import TYPE_CHECKING

from backfile.render.timeline import gaps_between
from backfile.story.model import machine_time
from backfile.story.opening import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backfile.catalogue.rows import Card, UpdateRow

    Coverage = Iterable[tuple[Card, Sequence[UpdateRow]]]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One update of a story. `when` is its instant in the story's own zone, None for no hour."""

    card: Card
    update: UpdateRow
    when: datetime | None = None

    def is_by(self, clock: tzinfo) -> bool:
        """Tell whether the story goes by this *clock*."""
        return str(self.card.moment.tzinfo) == str(clock)

    @property
    def machine_time(self) -> str:
        """Return the HTML `datetime` in as many digits as are known, or an empty string."""
        return machine_time(self.when, self.update.day)

    @property
    def url(self) -> str:
        """Return the address of the update below SITEURL."""
        return f"{self.card.url}#{self.update.anchor}" if self.update.anchor else self.card.url


@dataclass(frozen=True, slots=True)
class TimedEntry:
    """An entry with an instant, and the silence before it where that is much longer than usual.

    `other_day` is its day on its story's own clock, where that is not the day that it stands under.
    """

    entry: TimelineEntry
    silence: timedelta | None = None
    other_day: date | None = None


@dataclass(frozen=True, slots=True)
class TimelineDay:
    """A day by the clock of the page: its entries in order, then those without an hour."""

    day: date
    timed: tuple[TimedEntry, ...]
    of_day: tuple[TimelineEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """The entries of a page. `clock` is the zone of its days; `is_one_clock` that of all stories.

    `undated` are the entries of which only the order in their story is known, story by story.
    """

    clock: tzinfo
    is_one_clock: bool
    days: tuple[TimelineDay, ...]
    undated: tuple[tuple[Card, tuple[TimelineEntry, ...]], ...] = ()

    @property
    def first(self) -> datetime | None:
        """Return the first instant by the clock of the page, None where none is known."""
        whens = (one.when for one in self.timed)
        return next((when.astimezone(self.clock) for when in whens if when), None)

    @property
    def stories(self) -> int:
        """Return how many stories have entries here."""
        return len({one.card.url for one in self._entries()})

    @property
    def updates(self) -> int:
        """Return how many entries were added to first reports."""
        return sum(one.update.kind != Kind.ORIGINAL for one in self._entries())

    def _entries(self) -> Iterator[TimelineEntry]:
        yield from self.timed
        yield from (one for day in self.days for one in day.of_day)
        yield from (one for _, ones in self.undated for one in ones)

    @property
    def timed(self) -> tuple[TimelineEntry, ...]:
        """Return the entries with an instant, in order."""
        return tuple(one.entry for day in self.days for one in day.timed)


def entries_of(coverage: Coverage) -> list[TimelineEntry]:
    """Return the entries of all updates in the *coverage* of some stories, story by story."""
    return [
        TimelineEntry(card, update, when and when.astimezone(card.moment.tzinfo))
        for card, updates in coverage
        for update in updates
        for when in [update.instant]
    ]


def timeline_of(coverage: Coverage) -> Timeline:
    """Return the timeline of the *coverage* of some stories: pairs of a card and its updates."""
    entries = entries_of(coverage)
    timed = in_order(entries)
    clock = clock_of(timed) if timed else UTC
    by_day = _by_day(timed, silences(timed), clock)
    vague = [one for one in entries if one.when is None and one.update.day]
    of_day = {day: tuple(ones) for day, ones in _grouped(vague).items()}
    days = tuple(
        TimelineDay(day, by_day.get(day, ()), of_day.get(day, ()))
        for day in sorted({*by_day, *of_day})
    )
    zones = {str(one.card.moment.tzinfo) for one in timed}
    return Timeline(clock, len(zones) < 2, days, undated_of(entries))


def in_order(entries: Iterable[TimelineEntry]) -> list[TimelineEntry]:
    """Return those of the *entries* that have an instant, oldest first.

    Those of one instant are in the order of their stories' addresses, of one story in its own.
    """
    timed = [(one.when.astimezone(UTC), one) for one in entries if one.when]
    return [one for _, one in sorted(timed, key=lambda pair: (pair[0], pair[1].card.url))]


def clock_of(timed: Sequence[TimelineEntry]) -> tzinfo:
    """Return the zone of most of the entries, which have instants; of several, the first's."""
    zones = [str(one.card.moment.tzinfo) for one in timed]
    most = Counter(zones).most_common(1)[0][0]  # equal counts keep the order of the entries
    zone = timed[zones.index(most)].card.moment.tzinfo
    return zone or UTC


def silences(timed: Sequence[TimelineEntry]) -> list[timedelta | None]:
    """Return for each entry the time since the one before it, where that is a gap.

    What a gap is, the strip of a story's page settles (render/timeline.py).
    """
    instants = [one.when.astimezone(UTC) for one in timed if one.when]
    return [None, *gaps_between(instants)] if instants else []


def _by_day(
    timed: Sequence[TimelineEntry], before: Sequence[timedelta | None], clock: tzinfo
) -> dict[date, tuple[TimedEntry, ...]]:
    placed = [
        (one.when.astimezone(clock).date(), one, silence)
        for one, silence in zip(timed, before, strict=True)
        if one.when
    ]
    return {
        day: tuple(
            TimedEntry(one, silence, one.update.day if one.update.day != day else None)
            for _, one, silence in group
        )
        for day, group in groupby(placed, key=lambda row: row[0])
    }


def _grouped(entries: Iterable[TimelineEntry]) -> dict[date, list[TimelineEntry]]:
    found: dict[date, list[TimelineEntry]] = {}
    for one in entries:
        if one.update.day:
            found.setdefault(one.update.day, []).append(one)
    return found


def undated_of(
    entries: Sequence[TimelineEntry],
) -> tuple[tuple[Card, tuple[TimelineEntry, ...]], ...]:
    """Return the entries of which nothing is known but their order, with their stories."""
    unknown = [one for one in entries if not one.update.time]
    return tuple(
        (group[0].card, tuple(group))
        for group in (list(ones) for _, ones in groupby(unknown, key=lambda one: one.card.url))
    )
