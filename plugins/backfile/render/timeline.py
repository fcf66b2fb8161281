"""The rhythm of a coverage: the times of its updates on a small timeline.

Lengths are SVG user units. The axis runs from left to right, from a whole hour to a whole hour of
the story's own clock. It is even in elapsed time: an hour that the clocks skip takes no space.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from statistics import median_low
from typing import TYPE_CHECKING, Literal

from backfile.story.opening import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pelican.generators import Generator

    from backfile.story.model import Story

WIDTH, HEIGHT = 300, 46
MARGIN = 4  # so that no mark is cut in half
LABEL = 44  # from tick to tick at least: room for a short label, such as "Aug 15"

# A gap is longer than this share of the coverage, this length, and this multiple of the median.
GAP_SHARE = 0.25
GAP_LENGTH = timedelta(hours=2)
GAP_TIMES = 2

# The steps from tick to tick. Weeks begin on Monday.
HOURS = (1, 2, 3, 6, 12)
DAYS = (1, 2, 4, 7, 14)
MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_Kind = Literal["hour", "day"]
# What has an instant, and the rest of its mark: the anchor, the kind, the source.
Moment = tuple[datetime, tuple[str, Kind, int]]


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """One update on the axis: its `source` and anchor, as in the story.

    An Original Post without a time of its own stands at that of the first publication.
    """

    x: float
    anchor: str
    kind: Kind
    source: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A round time of the story's own clock; of kind "day" where a day begins."""

    x: float
    when: datetime
    kind: _Kind


@dataclass(frozen=True, slots=True)
class TimelineGap:
    """A stretch without an update, much longer than usual."""

    x: float
    width: float
    length: timedelta


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The strip: its size, its marks from oldest to newest, its two to seven ticks, its gaps.

    `first` and `last` are the moments of the first and the last mark, in the story's zone. There
    are no ticks on a coverage of many centuries.
    """

    width: int
    height: int
    first: datetime
    last: datetime
    marks: tuple[TimelineMark, ...]
    ticks: tuple[Tick, ...]
    gaps: tuple[TimelineGap, ...]

    @property
    def longest_gap(self) -> TimelineGap | None:
        """Return the longest gap, the first of several, None where there is none."""
        return max(self.gaps, key=lambda gap: gap.length, default=None)


def rhythm(story: Story) -> Rhythm | None:
    """Draw the rhythm of *story*; None where fewer than two different instants are known."""
    return strip_of(_moments(story), story.dateline.zone)


def connect(generator: Generator) -> None:
    """Give the templates of *generator* the global `rhythm(story)` (generator_init)."""
    generator.env.globals["rhythm"] = rhythm


def strip_of(moments: Iterable[Moment], zone: tzinfo) -> Rhythm | None:
    """Draw *moments* as a strip by the clock of *zone*; None where fewer than two differ."""
    try:
        return _drawn(moments, zone)
    except OverflowError:  # the calendar's first and last days
        return None


def _drawn(told: Iterable[Moment], zone: tzinfo) -> Rhythm | None:
    moments = sorted(((when.astimezone(UTC), rest) for when, rest in told), key=lambda one: one[0])
    instants = [when for when, _ in moments]
    if len(set(instants)) < 2:
        return None
    axis = _Axis(*_whole_hours_around(instants[0], instants[-1], zone))
    return Rhythm(
        width=WIDTH,
        height=HEIGHT,
        first=instants[0].astimezone(zone),
        last=instants[-1].astimezone(zone),
        marks=tuple(TimelineMark(axis.x(when), *rest) for when, rest in moments),
        ticks=_ticks(axis, zone),
        gaps=tuple(_gaps(instants, axis)),
    )


def _moments(story: Story) -> Iterator[Moment]:
    """Go through what has an instant: in UTC, with the rest of its mark."""
    originals = [one for one in story.updates if one.kind is Kind.ORIGINAL]
    published = story.dateline.instant
    if published is not None and originals and not any(one.instant for one in originals):
        first = originals[0]
        yield published.astimezone(UTC), (first.anchor, first.kind, first.source)
    for one in story.updates:
        if one.instant is not None:
            yield one.instant.astimezone(UTC), (one.anchor, one.kind, one.source)


@dataclass(frozen=True, slots=True)
class _Axis:
    """The axis from `start` to `end`, in UTC."""

    start: datetime
    end: datetime

    def x(self, when: datetime) -> float:
        share = (when - self.start) / (self.end - self.start)
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)


def gaps_between(instants: Sequence[datetime]) -> list[timedelta | None]:
    """Return for each of *instants* but the first the time since the one before, if it is a gap.

    They are in order and of one zone. None stands where the time is no longer than usual.
    """
    steps = [later - earlier for earlier, later in pairwise(instants)]
    if not steps:
        return []
    least = max(GAP_LENGTH, GAP_SHARE * (instants[-1] - instants[0]), GAP_TIMES * median_low(steps))
    return [step if step > least else None for step in steps]


def _gaps(instants: Sequence[datetime], axis: _Axis) -> Iterator[TimelineGap]:
    for (earlier, later), gap in zip(pairwise(instants), gaps_between(instants), strict=True):
        if gap:
            x = axis.x(earlier)
            yield TimelineGap(x, round(axis.x(later) - x, 1), gap)


def _ticks(axis: _Axis, zone: tzinfo) -> tuple[Tick, ...]:
    """Return the ticks of the smallest step that leaves room for their labels."""
    for times in _round_times(axis, zone):
        ticks = tuple(
            Tick(axis.x(when), when.astimezone(zone), kind)
            for when, kind in times.items()
            if axis.start <= when <= axis.end
        )
        if all(right.x - left.x >= LABEL for left, right in pairwise(ticks)):
            return ticks
    return ()


def _round_times(axis: _Axis, zone: tzinfo) -> Iterator[dict[datetime, _Kind]]:
    """Go through the steps that may have room, the smallest first: the kind of each instant.

    Each step is at most three times as long as the one before it, so that two ticks are left.
    """
    most = (axis.end - axis.start) / ((WIDTH - 2 * MARGIN) / LABEL + 1)
    first, last = (when.astimezone(zone).date() for when in (axis.start, axis.end))
    for step in HOURS:
        if step * _HOUR >= most:
            yield _hours(first, last, zone, step)
    for step in DAYS:
        if step * _DAY >= most:
            days = (one for one in _days(first, last) if (one.toordinal() - 1) % step == 0)
            yield {_begin(day, zone): "day" for day in days}
    for step in MONTHS:
        if step * 28 * _DAY >= most:
            yield {_begin(day, zone): "day" for day in _months(first, last, step)}


def _whole_hours_around(first: datetime, last: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the last whole hour of the clocks in *zone* up to *first*, the next from *last*."""
    day, end = (when.astimezone(zone).date() for when in (first, last))
    before = [when for when in _hours(day, day, zone, 1) if when <= first]
    after = [when for when in _hours(end, end + _DAY, zone, 1) if when >= last]
    return max(before), min(after)


def _hours(first: date, last: date, zone: tzinfo, step: int) -> dict[datetime, _Kind]:
    """Return every *step*th hour of the days from *first* to *last*, in UTC.

    An hour that the clocks skipped is left out. One that they showed twice counts twice, if every
    hour is wanted.
    """
    found: dict[datetime, _Kind] = {}
    for day in _days(first, last):
        begin = _begin(day, zone)
        found[begin] = "day"
        if day < date.max and _begin(day + _DAY, zone) - begin == _DAY:
            # No clock changes. To ask the zone for each hour would take as long as all the rest.
            found |= {begin + hour * _HOUR: "hour" for hour in range(step, 24, step)}
            continue
        for hour in range(0, 24, step):
            local = datetime.combine(day, time(hour), zone)
            when = local.astimezone(UTC)
            if when.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
                found.setdefault(when, "hour")
            again = local.replace(fold=1).astimezone(UTC)
            if step == 1 and again - when == _HOUR:
                found.setdefault(again, "hour")
    return dict(sorted(found.items()))


def _begin(day: date, zone: tzinfo) -> datetime:
    """Return the first moment of *day*, also where the clocks skip midnight, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + count * _DAY for count in range((last - first).days + 1))


def _months(first: date, last: date, step: int) -> Iterator[date]:
    """Go through the first day of every *step*th month, counted from January of year 0."""
    begin, end = (one.year * 12 + one.month - 1 for one in (first, last))
    for month in range(begin, end + 1):
        if month % step == 0:
            yield date(month // 12, month % 12 + 1, 1)
