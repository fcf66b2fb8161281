"""Walks from the oldest update to the newest, and gives each its instant.

Rules: docs/stories.md, "From stamps to one chronology", rules 1, 2 and 4 to 7.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from backfile.story import messages
from backfile.story.model import Inference, Phrase, Precision, Trouble, inferred
from backfile.story.opening import CORRECTING
from backfile.story.printed_days import whole_day
from backfile.story.stated_zones import zone_inferences
from backfile.story.wall_time import UntellableError, resolve, utc_near

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo

    from backfile.story.model import Dateline, Section, Settled
    from backfile.story.printed_days import RunEntry
    from backfile.story.stamp import Clock, PartialDate, Stamp

# Printed this much earlier than the latest or less, an update is out of order, not a day on.
TOLERANCE = timedelta(hours=2)
# A step longer than this may as well be a short one back over midnight.
LONG_STEP = timedelta(hours=22)
# A step longer than this, and undated, is one that a coverage seldom takes.
IRREGULAR_STEP = timedelta(hours=16)
START = datetime.min.replace(tzinfo=UTC)
_NO_TIME = timedelta(0)


class WalkMark(NamedTuple):
    """Where the walk stands: an instant in UTC and its day in the story's zone.

    `words` says for a reader what the mark is ("the update before it was at 11:57 p.m.").
    `is_publication` is true for the story's own date, `is_day` where only the day is known.
    """

    instant: datetime
    day: date
    words: Phrase
    is_publication: bool = False
    is_day: bool = False


class PlacedSection(NamedTuple):
    """One section with its place in time; `key` sorts it among the others of the story.

    `is_irregular` says that the step to it is one that a story told in the right direction seldom
    takes, `goes_back` that the step goes back in time.
    """

    source: int
    section: Section
    precision: Precision
    key: datetime
    instant: datetime | None = None
    day: date | None = None
    inferences: tuple[Inference, ...] = ()
    is_irregular: bool = False
    goes_back: bool = False
    trouble: Trouble | None = None
    after: int | None = None

    @property
    def is_mark(self) -> bool:
        """Return whether updates beside it are placed by it, unlike corrections and notes."""
        return self.day is not None and self.section.opening.kind not in CORRECTING

    def has(self, code: str) -> bool:
        """Return whether it has an inference *code*."""
        return any(inference.code == code for inference in self.inferences)


@dataclass(frozen=True, slots=True)
class Walk:
    """One run of sections, walked from oldest to newest: the entries and their places."""

    entries: tuple[RunEntry, ...]
    placed: tuple[PlacedSection, ...]

    @property
    def irregular(self) -> int:
        """Return how many steps are irregular."""
        return sum(one.is_irregular for one in self.placed)

    @property
    def steps_back(self) -> int:
        """Return how many steps go back in time."""
        return sum(one.goes_back for one in self.placed)

    @property
    def timed(self) -> list[datetime]:
        """Return the instants of the updates, in UTC and in the order of the walk."""
        return [one.key for one in self.placed if one.instant and one.is_mark]

    @property
    def span(self) -> timedelta:
        """Return the time that all the updates take."""
        instants = self.timed
        return max(instants) - min(instants) if instants else _NO_TIME


class _Step(NamedTuple):
    """One step of a walk.

    `before` is the mark of the update before it and `latest` the latest one so far; `base` is the
    day of one that has none before it. `key` is that of its forerunner. `grace` is by how much
    it may be earlier than the story's own date and stay on that day.
    """

    entry: RunEntry
    before: WalkMark | None
    latest: WalkMark | None
    base: date | None
    key: datetime
    grace: timedelta

    def at_rank(self) -> PlacedSection:
        """Return the section placed by its rank alone, right after the one before it."""
        return PlacedSection(self.entry.source, self.entry.section, Precision.ORDER, self.key)

    def base_day(self, zone: tzinfo) -> date | None:
        return self.base if self.before is None else self.before.instant.astimezone(zone).date()

    def late_by(self, moment: datetime) -> timedelta:
        """Return by how much *moment* is before the latest so far, negative where it is later."""
        return _NO_TIME if self.latest is None else self.latest.instant - moment


class Walker:
    """Walks runs of one story."""

    def __init__(self, dateline: Dateline, *, twenty_four_hour: bool) -> None:
        self.dateline = dateline
        self.twenty_four_hour = twenty_four_hour

    def walk(
        self,
        run: Sequence[RunEntry],
        start: WalkMark | None,
        starts: Mapping[int, WalkMark] | None = None,
        grace: timedelta = _NO_TIME,
    ) -> Walk:
        """Walk *run*, oldest first, from the mark *start* or, without one, the story's day on.

        *starts* are marks, by places in the run, at which the walk begins again. A first update
        that is before the story's time of day by no more than *grace* stays on its day.
        """
        placed: list[PlacedSection] = []
        before = latest = start
        key = START
        for at, entry in enumerate(run):
            is_update = entry.section.opening.kind not in CORRECTING
            fresh = starts.get(at) if starts else None
            if fresh is not None and is_update:
                before = latest = fresh
            mark, last = (fresh, fresh) if fresh is not None else (before, latest)
            one = self._place(_Step(entry, mark, last, self.dateline.day, key, grace))
            placed.append(one)
            if is_update:
                key = one.key
            if one.is_mark:
                before = mark_of(one)
                latest = _latest(before, latest, is_dated=entry.is_dated)
        return Walk(tuple(run), tuple(placed))

    def is_open_half(self, entry: RunEntry) -> bool:
        """Return whether neither a.m. nor p.m. is printed for *entry*, and either may be meant."""
        stamp = entry.section.opening.stamp
        clock = stamp.clock if stamp else None
        return clock is not None and clock.twelve_hour and not self.twenty_four_hour

    def _place(self, step: _Step) -> PlacedSection:
        section, stamp = step.entry.section, step.entry.section.opening.stamp
        try:
            if section.settled is not None:
                placed = self._settled(step, section.settled)
            elif stamp is None:
                return step.at_rank()
            elif stamp.clock is None:
                placed = self._on_printed_day(step, stamp)
            else:
                placed = self._at_clock(step, stamp, stamp.clock)
        except (UntellableError, OverflowError) as error:
            told = isinstance(error, UntellableError)
            reason = str(error) if told else "falls outside the calendar"
            trouble = Trouble(section.line, "no-such-time", f'"{section.opening.printed}" {reason}')
            return step.at_rank()._replace(trouble=trouble, is_irregular=True)
        return _with_regularity(placed, step)

    def _settled(self, step: _Step, settled: Settled) -> PlacedSection:
        when = settled.when
        if not isinstance(when, datetime):
            return self._at_day(step, when, self.dateline.zone, ())
        own = when.astimezone(self.dateline.zone)
        return self._at_instant(step, own if own.utcoffset() == when.utcoffset() else when, ())

    def _on_printed_day(self, step: _Step, stamp: Stamp) -> PlacedSection:
        zone = self._zone_of(stamp)
        found = self._printed_day(step, stamp, zone)
        return self._at_day(step, found[0], zone, found[1]) if found else step.at_rank()

    def _at_clock(self, step: _Step, stamp: Stamp, clock: Clock) -> PlacedSection:
        zone = self._zone_of(stamp)
        found = self._printed_day(step, stamp, zone)
        day, inferences = found or (step.base_day(zone), [])
        if day is None or (found is None and step.entry.day is not None):
            return step.at_rank()
        local, told = self._local_time(step, stamp, clock, day, zone)
        since = step.before.instant if step.before else None
        instant, checked = resolve(local, zone, stamp.zone, since)
        inferences = [*inferences, *told, *checked, *zone_inferences(stamp)]
        placed = self._at_instant(step, instant, tuple(inferences))
        if stamp.zone is not None and stamp.zone.is_unknown:
            return placed._replace(precision=Precision.DAY, instant=None)
        return placed

    def _at_instant(
        self, step: _Step, instant: datetime, inferences: tuple[Inference, ...]
    ) -> PlacedSection:
        return PlacedSection(
            step.entry.source,
            step.entry.section,
            Precision.MINUTE,
            instant.astimezone(UTC),
            instant,
            instant.astimezone(self.dateline.zone).date(),
            inferences,
        )

    def _at_day(
        self, step: _Step, day: date, zone: tzinfo, inferences: Iterable[Inference]
    ) -> PlacedSection:
        key = datetime.combine(day, time.min, zone).astimezone(UTC)
        # A day among the updates of that same day keeps its place between its neighbours.
        if step.before is not None and step.base_day(zone) == day:
            key = step.before.instant
        source, section = step.entry.source, step.entry.section
        told = tuple(inferences)
        return PlacedSection(source, section, Precision.DAY, key, day=day, inferences=told)

    def _zone_of(self, stamp: Stamp) -> tzinfo:
        """Return the zone that *stamp* is told in: the printed one, else the story's."""
        printed = stamp.zone
        if printed is None or printed.zone is None:
            return self.dateline.zone
        if printed.clocks_say and self.dateline.day is not None:
            # Panama's EST is Panama's: an abbreviation that the story's clocks show is its own.
            noon = datetime.combine(self.dateline.day, time(12), self.dateline.zone)
            if noon.tzname() == printed.clocks_say:
                return self.dateline.zone
        return printed.zone

    def _printed_day(
        self, step: _Step, stamp: Stamp, zone: tzinfo
    ) -> tuple[date, list[Inference]] | None:
        """Return the day that is printed for a stamp and what had to be inferred of it, or None."""
        entry = step.entry
        if entry.day is None:
            return None
        base = step.base_day(zone)
        if entry.day.month is None:
            found = _weekday(step, stamp, entry.day, base, zone) if base else None
        else:
            found = whole_day(entry.said, entry.day, self.dateline.day or base)
        if found and stamp.day is None:
            day, told = found
            reason = messages.DAY_ABOVE if entry.is_above else messages.DAY_HEADER
            facts = (stamp.printed, day) if entry.is_above else (stamp.printed, day, entry.said)
            return day, [*told, inferred("date-inferred", reason, *facts)]
        return found

    def _local_time(
        self, step: _Step, stamp: Stamp, clock: Clock, day: date, zone: tzinfo
    ) -> tuple[datetime, list[Inference]]:
        """Return the wall time that *stamp* means, and what had to be inferred.

        *day* is the printed one, or that of the update before it where none was printed.
        """
        is_dated = step.entry.day is not None
        if self.is_open_half(step.entry):
            return _smallest_step(step, stamp, clock, day, zone)
        local = datetime.combine(day, clock.time)
        return (local, []) if is_dated else _dateless(step, stamp, local, zone)


def publication(dateline: Dateline) -> WalkMark | None:
    """Return the story's own time as the mark that the first update is not before."""
    instant = dateline.instant
    if instant is None:
        return None
    try:
        utc = instant.astimezone(UTC)
    except OverflowError:  # the calendar's first and last day
        return None
    words = Phrase(messages.PUBLISHED, (instant.time(), instant.date()))
    return WalkMark(utc, instant.date(), words, is_publication=True)


def mark_of(placed: PlacedSection) -> WalkMark:
    """Return *placed* as the mark from which the next one is told."""
    stamp, day = placed.section.opening.stamp, placed.day or date.min
    printed = stamp.printed if stamp else placed.section.opening.printed
    is_vague = placed.instant is None
    # A stamp that prints its day says it once.
    says_day = is_vague or (stamp is not None and stamp.day is not None)
    words = Phrase(messages.BEFORE_OF, (printed,))
    if not says_day:
        words = Phrase(messages.BEFORE_AT, (printed, day))
    return WalkMark(placed.key, day, words, is_day=is_vague)


def _latest(mark: WalkMark, latest: WalkMark | None, *, is_dated: bool) -> WalkMark:
    """Return the latest mark so far, *mark* being the last one.

    A printed day that goes back begins anew, and so does the first update after the story's date.
    """
    if latest is None or latest.is_publication or mark.instant >= latest.instant:
        return mark
    return mark if is_dated and mark.instant < latest.instant - TOLERANCE else latest


def _with_regularity(one: PlacedSection, step: _Step) -> PlacedSection:
    before, entry = step.before, step.entry
    if before is None or one.day is None or not one.is_mark:
        return one
    is_vague = one.instant is None or before.is_day
    back = one.day < before.day if is_vague else one.key < before.instant
    irregular = back
    if entry.day is None and entry.section.settled is None:
        moved = one.day != before.day
        far = not is_vague and one.key - before.instant > IRREGULAR_STEP
        irregular = back or moved or far
    elif entry.day is not None and entry.day.month is None:
        # Its own weekday had to be passed over.
        irregular = back or (one.day - before.day).days >= 7
    return one._replace(is_irregular=irregular, goes_back=back) if irregular else one


def _weekday(
    step: _Step, stamp: Stamp, partial: PartialDate, base: date, zone: tzinfo
) -> tuple[date, list[Inference]]:
    """Return the nearest day of that name that keeps the order, if there is one to keep."""
    before, said = step.before, step.entry.said
    ahead = ((partial.weekday or 0) - base.weekday()) % 7
    day = base + timedelta(days=ahead if before is not None or ahead <= 3 else ahead - 7)
    if stamp.clock is None or before is None or day != base:
        return day, [inferred("weekday-inferred", messages.NEAREST_WEEKDAY, said, day)]
    moment = datetime.combine(day, stamp.clock.time, zone).astimezone(UTC)
    late_by = step.late_by(moment + timedelta(hours=12) * stamp.clock.twelve_hour)
    if late_by <= _NO_TIME:
        return day, [inferred("weekday-inferred", messages.NEAREST_WEEKDAY, said, day)]
    if before.is_publication and late_by <= step.grace:
        return day, [inferred("before-date", messages.BEFORE_DATE, said, day, before.words)]
    if not before.is_publication and late_by <= TOLERANCE:
        words = step.latest.words if step.latest else before.words
        return day, [inferred("out-of-order", messages.OUT_OF_ORDER, said, words)]
    later = day + timedelta(days=7)
    return later, [
        inferred("weekday-inferred", messages.NEAREST_WEEKDAY, said, later),
        inferred("ambiguous-day", messages.OR_ANOTHER_DAY, said, later, day),
    ]


def _dateless(
    step: _Step, stamp: Stamp, local: datetime, zone: tzinfo
) -> tuple[datetime, list[Inference]]:
    """Place a time without a date on the day of the one before it, or on the next."""
    before, base, printed = step.before, local.date(), stamp.printed
    if before is None:
        return local, [inferred("date-inferred", messages.STORYS_DATE, printed, base)]
    says = stamp.zone.clocks_say if stamp.zone else ""
    moment = utc_near(local, zone, before.instant, says)
    late_by = step.late_by(moment)
    if late_by <= _NO_TIME:
        told = [inferred("date-inferred", messages.PLACED, printed, base, before.words)]
        if moment - before.instant > LONG_STEP and not before.is_publication:
            eve = base - timedelta(days=1)
            told.append(inferred("ambiguous-day", messages.OR_ANOTHER_DAY, printed, base, eve))
        return local, told
    if before.is_publication and late_by <= step.grace:
        return local, [inferred("before-date", messages.BEFORE_DATE, printed, base, before.words)]
    words = step.latest.words if step.latest else before.words
    if not before.is_publication and late_by <= TOLERANCE:
        return local, [inferred("out-of-order", messages.OUT_OF_ORDER, printed, words)]
    local += timedelta(days=1)
    return local, [inferred("next-day", messages.PLACED, printed, local.date(), words)]


def _smallest_step(
    step: _Step, stamp: Stamp, clock: Clock, day: date, zone: tzinfo
) -> tuple[datetime, list[Inference]]:
    """Choose between a.m. and p.m. by the smallest step forward."""
    before, is_dated = step.before, step.entry.day is not None
    morning = datetime.combine(day, clock.time.replace(hour=clock.time.hour % 12))
    half = timedelta(hours=12)
    steps = [morning, morning + half]
    if not is_dated:
        steps += [morning + 2 * half, morning + 3 * half]
    since = before.instant if before else START
    forward = [one for one in steps if utc_near(one, zone, since) >= since]
    local = forward[0] if forward else steps[-1]
    said = "a.m." if local.hour < 12 else "p.m."
    because = before.words if before else Phrase(messages.OPENS_THE_STORY)
    told = [inferred("meridiem-inferred", messages.SMALLEST_STEP, stamp.printed, said, because)]
    if not is_dated and local.date() != day:
        moved = (stamp.printed, local.date(), because)
        told.append(inferred("next-day", messages.PLACED_BY_STEP, *moved))
    return local, told
