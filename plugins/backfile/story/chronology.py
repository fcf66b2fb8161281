"""From stamps to one chronology: the walk from oldest to newest.

Rules: docs/stories.md, "From stamps to one chronology".
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from backfile.story import reasons
from backfile.story.model import (
    Dateline,
    Inference,
    Order,
    Phrase,
    Precision,
    Section,
    Settled,
    Story,
    Trouble,
    Update,
    Weekday,
)
from backfile.story.opening import CORRECTING, Kind
from backfile.story.stamp import Clock, PartialDate, PrintedZone, Stamp, spoken_date
from backfile.story.told_zones import located, said_in_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import tzinfo

# Printed this much earlier than its predecessor or less, an update is out of order, not a day on.
TOLERANCE = timedelta(hours=2)
# A step longer than this may as well be a short one back over midnight.
LONG_STEP = timedelta(hours=22)
_START = datetime.min.replace(tzinfo=UTC)


def tell(sections: Sequence[Section], dateline: Dateline) -> Story:
    """Put *sections*, given as they stand in the source, into one chronology.

    Never raises: a stamp that cannot be true becomes a Trouble of the returned story.
    """
    sections = located(sections, dateline.zone)
    teller = _Teller(sections, dateline)
    updates = _with_anchors(teller.in_order(), dateline)
    return Story(
        dateline=dateline,
        updates=updates,
        directions=teller.directions,
        doubts=tuple(teller.doubts),
        troubles=tuple(teller.troubles),
    )


class _UntellableError(Exception):
    """A printed time that its day did not have, or a day past the calendar's end."""


class _Mark(NamedTuple):
    """Where the walk stands: an instant in UTC, and whether it was printed or is the story's own.

    `words` says for a reader what the mark is ("the update before it was at 11:57 p.m.").
    """

    instant: datetime
    words: Phrase
    is_publication: bool = False


class _Step(NamedTuple):
    """One step of a walk: the section to place, the mark before it, the key of its forerunner."""

    source: int
    section: Section
    before: _Mark | None
    key: datetime

    def at_rank(self) -> _Placed:
        """Return the section placed by its rank alone, right after the one before it."""
        return _Placed(self.source, self.section, Precision.ORDER, self.key)


class _Placed(NamedTuple):
    """One section with its place in time; `key` sorts it among the others of the story.

    `days_on` is by how many days the inference of its date moved on from the one before it;
    `steps_back` tells that its printed date goes back behind that one.
    """

    source: int
    section: Section
    precision: Precision
    key: datetime
    instant: datetime | None = None
    day: date | None = None
    inferences: tuple[Inference, ...] = ()
    days_on: int = 0
    steps_back: bool = False
    trouble: Trouble | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class _Walk:
    """One run of sections walked in one direction."""

    placed: tuple[_Placed, ...]

    @property
    def day_changes(self) -> int:
        return sum(one.days_on + one.steps_back + bool(one.trouble) for one in self.placed)

    @property
    def disorder(self) -> tuple[int, timedelta]:
        """Return how many updates are out of order, and the time that all of them take."""
        keys = [placed.key for placed in self.placed if placed.instant]
        span = max(keys) - min(keys) if keys else timedelta(0)
        return sum(_has(placed, "out-of-order") for placed in self.placed), span


class _Teller:
    """Tells one story: holds its sections and gathers what is to be said of them."""

    def __init__(self, sections: Sequence[Section], dateline: Dateline) -> None:
        self.sections = sections
        self.dateline = dateline
        self.doubts: list[Inference] = []
        self.troubles: list[Trouble] = []
        self.directions: tuple[Order | None, Order | None] = (None, None)
        self.twenty_four_hour = any(
            clock.twenty_four_hour for clock in map(_clock, sections) if clock is not None
        )

    def in_order(self) -> list[_Placed]:
        """Return the updates from oldest to newest, each correction with what it follows."""
        hosts = self._hosts()
        own = [index for index in range(len(self.sections)) if index not in hosts]
        pivot = next((i for i in own if self._kind(i) is Kind.ORIGINAL), None)
        originals = [i for i in own if self._kind(i) is Kind.ORIGINAL]
        above = [i for i in own if i not in originals and (pivot is None or i < pivot)]
        below = [i for i in own if i not in originals and pivot is not None and i > pivot]

        placed = [self._walk([index], None).placed[0] for index in originals]
        start = self._publication()
        if placed and placed[0].instant and (start is None or placed[0].key > start.instant):
            start = _mark(placed[0])
        stands = None if pivot is None else Order.NEWEST_FIRST
        upper = self._best_walk(above, start, 0, stands)
        lower = self._best_walk(below, start, 1, Order.OLDEST_FIRST)
        self.directions = (upper[1], lower[1])
        timed = sorted(upper[0].placed + lower[0].placed, key=lambda one: one.key)

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

    def _with_followers(self, placed: Iterable[_Placed], hosts: dict[int, int]) -> list[_Placed]:
        followers: dict[int, list[_Placed]] = {}
        for index, host in hosts.items():
            follower = _Placed(index, self.sections[index], Precision.ORDER, _START, after=host)
            followers.setdefault(host, []).append(follower)
        told = followers.get(-1, [])
        for one in placed:
            told.append(one)
            told.extend(followers.get(one.source, []))
        return told

    def _publication(self) -> _Mark | None:
        """Return the story's own time as the mark that the first update is not before."""
        instant = self.dateline.instant
        if instant is None:
            return None
        try:
            utc = instant.astimezone(UTC)
        except OverflowError:  # the calendar's first and last day
            return None
        words = Phrase(reasons.PUBLISHED, (instant.time(), instant.date()))
        return _Mark(utc, words, is_publication=True)

    def _best_walk(
        self, run: list[int], start: _Mark | None, side: int, stands: Order | None
    ) -> tuple[_Walk, Order | None]:
        """Walk *run* in the direction that needs fewer day-changes.

        A tie goes to *stands*, the direction that the Original Post's place tells; without one,
        to the direction that leaves fewer updates out of order or, a.m. and p.m. being open, takes
        less time, then to the site's default.
        """
        if len(run) < 2:
            return self._walk(run, start), None
        stated = self.dateline.source_order[side]
        if stated is not None:
            return self._walk_in(stated, run, start), stated
        default = self.dateline.default_source_order
        likely = stands or default
        walk = self._walk_in(likely, run, start)
        if stands is not None and not walk.day_changes:
            # No direction can need fewer, and a tie goes to this one.
            other = walk
        else:
            other = self._walk_in(_opposite(likely), run, start)
        wins, code, because = _compared(walk, other, told_by_original=stands is not None)
        order, best = (likely, walk) if wins else (_opposite(likely), other)
        if _direction_matters(best):
            words = order.value.replace("-", " ")
            self.doubts.append(_told(code, reasons.DIRECTION, words, because))
        return best, order

    def _walk_in(self, order: Order, run: list[int], start: _Mark | None) -> _Walk:
        return self._walk(run[::-1] if order is Order.NEWEST_FIRST else run, start)

    def _walk(self, run: Sequence[int], start: _Mark | None) -> _Walk:
        placed: list[_Placed] = []
        before, key = start, _START
        for index in run:
            one = self._place(_Step(index, self.sections[index], before, key))
            placed.append(one)
            key = one.key
            if one.day is not None:
                before = _mark(one)
        return _Walk(tuple(placed))

    def _place(self, step: _Step) -> _Placed:
        section, stamp = step.section, step.section.opening.stamp
        try:
            if section.settled is not None:
                return self._place_settled(step, section.settled)
            if stamp is None:
                return step.at_rank()
            if stamp.clock is None:
                return self._place_day(step, stamp)
            return self._place_clock(step, stamp, stamp.clock)
        except (_UntellableError, OverflowError) as error:
            told = isinstance(error, _UntellableError)
            reason = str(error) if told else "falls outside the calendar"
            trouble = Trouble(section.line, "no-such-time", f'"{section.opening.printed}" {reason}')
            return step.at_rank()._replace(trouble=trouble)

    def _place_settled(self, step: _Step, settled: Settled) -> _Placed:
        when = settled.when
        if not isinstance(when, datetime):
            return self._on_day(step, when, self.dateline.zone, ())
        own = when.astimezone(self.dateline.zone)
        return self._at_instant(
            step, own if own.utcoffset() == when.utcoffset() else when, (), dated=True
        )

    def _place_day(self, step: _Step, stamp: Stamp) -> _Placed:
        zone = self._zone_of(stamp)
        found = self._printed_day(stamp, step.before, zone)
        if found is None:
            return step.at_rank()
        day, inferences = found
        days_on = _days_on(stamp, self._base_day(step.before, zone), day)
        return self._on_day(step, day, zone, inferences)._replace(days_on=days_on)

    def _place_clock(self, step: _Step, stamp: Stamp, clock: Clock) -> _Placed:
        zone = self._zone_of(stamp)
        found = self._printed_day(stamp, step.before, zone)
        base = self._base_day(step.before, zone)
        day, inferences = found or (base, [])
        if day is None or (found is None and stamp.day is not None):
            return step.at_rank()
        local, told = self._local_time(stamp, clock, day, step.before, zone)
        instant, checked = _resolve(local, zone, stamp.zone, step.before)
        inferences = [*inferences, *told, *checked, *said_in_text(stamp)]
        days_on = _days_on(stamp, base, local.date())
        placed = self._at_instant(
            step, instant, inferences, dated=stamp.day is not None, days_on=days_on
        )
        if stamp.zone is not None and stamp.zone.is_unknown:
            return placed._replace(precision=Precision.DAY, instant=None)
        return placed

    def _at_instant(
        self,
        step: _Step,
        instant: datetime,
        inferences: Iterable[Inference],
        *,
        dated: bool,
        days_on: int = 0,
    ) -> _Placed:
        utc = instant.astimezone(UTC)
        return _Placed(
            step.source,
            step.section,
            Precision.MINUTE,
            utc,
            instant,
            instant.astimezone(self.dateline.zone).date(),
            inferences=tuple(inferences),
            days_on=days_on,
            steps_back=dated and step.before is not None and utc < step.before.instant,
        )

    def _on_day(
        self, step: _Step, day: date, zone: tzinfo, inferences: Iterable[Inference]
    ) -> _Placed:
        key = datetime.combine(day, time.min, zone).astimezone(UTC)
        # A day among the updates of that same day keeps its place between its neighbours.
        if step.before is not None and self._local_day(step.before, zone) == day:
            key = step.before.instant
        told = tuple(inferences)
        back = step.before is not None and day < self._local_day(step.before, zone)
        return _Placed(
            step.source,
            step.section,
            Precision.DAY,
            key,
            day=day,
            inferences=told,
            steps_back=back,
        )

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

    def _base_day(self, before: _Mark | None, zone: tzinfo) -> date | None:
        if before is None:
            return self.dateline.day
        return self._local_day(before, zone)

    def _local_day(self, mark: _Mark, zone: tzinfo) -> date:
        return mark.instant.astimezone(zone).date()

    def _printed_day(
        self, stamp: Stamp, before: _Mark | None, zone: tzinfo
    ) -> tuple[date, list[Inference]] | None:
        """Return the day that *stamp* prints and what had to be inferred of it, else None."""
        partial = stamp.day
        if partial is None:
            return None
        base = self._base_day(before, zone)
        if partial.month is None:
            return None if base is None else self._weekday(stamp, partial, base, before, zone)
        inferences = _numeric_doubt(stamp, partial)
        day = _with_year(partial, self.dateline.day or base)
        if day is None:
            return None
        if partial.year is None or partial.year < 100:
            inferences.append(_told("year-inferred", reasons.YEAR_NEAREST, stamp.printed, day.year))
        if partial.weekday is not None and day.weekday() != partial.weekday:
            said, was = Weekday(partial.weekday), Weekday(day.weekday())
            facts = (stamp.printed, day, was, said)
            inferences.append(_told("weekday-contradiction", reasons.OTHER_WEEKDAY, *facts))
        return day, inferences

    def _weekday(
        self, stamp: Stamp, partial: PartialDate, base: date, before: _Mark | None, zone: tzinfo
    ) -> tuple[date, list[Inference]]:
        """Return the nearest day of that name that keeps the order, if there is one to keep."""
        ahead = ((partial.weekday or 0) - base.weekday()) % 7
        day = base + timedelta(days=ahead if before is not None or ahead <= 3 else ahead - 7)
        if stamp.clock is not None and before is not None and day == base:
            moment = datetime.combine(day, stamp.clock.time, zone).astimezone(UTC)
            latest = moment if not stamp.clock.twelve_hour else moment + timedelta(hours=12)
            late_by = before.instant - latest
            if late_by > (timedelta(0) if before.is_publication else TOLERANCE):
                day += timedelta(days=7)
            elif late_by > timedelta(0):
                return day, [
                    _told("out-of-order", reasons.OUT_OF_ORDER, stamp.printed, before.words)
                ]
        return day, [_told("weekday-inferred", reasons.NEAREST_WEEKDAY, stamp.printed, day)]

    def _local_time(
        self,
        stamp: Stamp,
        clock: Clock,
        day: date,
        before: _Mark | None,
        zone: tzinfo,
    ) -> tuple[datetime, list[Inference]]:
        """Return the wall time that *stamp* means, and what had to be inferred.

        *day* is the printed one, or that of the update before it where none was printed.
        """
        if clock.twelve_hour and not self.twenty_four_hour:
            return self._smallest_step(stamp, clock, day, before, zone)
        local = datetime.combine(day, clock.time)
        return (local, []) if stamp.day else self._dateless(stamp, local, before, zone)

    def _dateless(
        self, stamp: Stamp, local: datetime, before: _Mark | None, zone: tzinfo
    ) -> tuple[datetime, list[Inference]]:
        """Place a time without a date on the day of the one before it, or on the next."""
        base = local.date()
        printed = stamp.printed
        if before is None:
            return local, [_told("date-inferred", reasons.STORYS_DATE, printed, base)]
        says = stamp.zone.clocks_say if stamp.zone else ""
        late_by = before.instant - _utc_near(local, zone, before.instant, says)
        if late_by <= timedelta(0):
            told = [_told("date-inferred", reasons.PLACED, printed, base, before.words)]
            if -late_by > LONG_STEP and not before.is_publication:
                eve = base - timedelta(days=1)
                told.append(_told("ambiguous-day", reasons.OR_ANOTHER_DAY, printed, base, eve))
            return local, told
        if late_by <= TOLERANCE and not before.is_publication:
            return local, [_told("out-of-order", reasons.OUT_OF_ORDER, printed, before.words)]
        local += timedelta(days=1)
        return local, [_told("next-day", reasons.PLACED, printed, local.date(), before.words)]

    def _smallest_step(
        self,
        stamp: Stamp,
        clock: Clock,
        day: date,
        before: _Mark | None,
        zone: tzinfo,
    ) -> tuple[datetime, list[Inference]]:
        """Choose between a.m. and p.m. by the smallest step forward."""
        morning = datetime.combine(day, clock.time.replace(hour=clock.time.hour % 12))
        half = timedelta(hours=12)
        steps = [morning, morning + half]
        if stamp.day is None:
            steps += [morning + 2 * half, morning + 3 * half]
        since = before.instant if before else _START
        forward = [step for step in steps if _utc_near(step, zone, since) >= since]
        local = forward[0] if forward else steps[-1]
        said = "a.m." if local.hour < 12 else "p.m."
        because = before.words if before else Phrase(reasons.OPENS_THE_STORY)
        told = [_told("meridiem-inferred", reasons.SMALLEST_STEP, stamp.printed, said, because)]
        if stamp.day is None and local.date() != day:
            told.append(
                _told("next-day", reasons.PLACED_BY_STEP, stamp.printed, local.date(), because)
            )
        return local, told


def _compared(walk: _Walk, other: _Walk, *, told_by_original: bool) -> tuple[bool, str, str]:
    """Return whether *walk* is the better one, the code of that inference and its reason."""
    if walk.day_changes != other.day_changes:
        because = "that way the updates change the day least often"
        return walk.day_changes < other.day_changes, "direction-inferred", because
    if told_by_original:
        return True, "direction-inferred", "the Original Post stands at its older end"
    if walk.disorder != other.disorder:
        because = "that way the updates follow each other best"
        return walk.disorder < other.disorder, "direction-inferred", because
    because = "nothing tells, and that is the site's default; state Source_Order"
    return True, "ambiguous-direction", because


def _opposite(order: Order) -> Order:
    newest_first = order is Order.NEWEST_FIRST
    return Order.OLDEST_FIRST if newest_first else Order.NEWEST_FIRST


def _direction_matters(walk: _Walk) -> bool:
    """Tell whether the direction decides the order, as among ties, days and untimed updates."""
    keys = [placed.key for placed in walk.placed]
    vague = any(placed.precision is not Precision.MINUTE for placed in walk.placed)
    return vague or len(set(keys)) < len(keys)


def _told(code: str, pattern: str, *facts: object) -> Inference:
    return Inference(code, Phrase(pattern, facts))


def _clock(section: Section) -> Clock | None:
    return section.opening.stamp.clock if section.opening.stamp else None


def _days_on(stamp: Stamp, base: date | None, day: date) -> int:
    """Return by how many days the inference of *day* moved on from *base*: 0 for a printed one."""
    printed = stamp.day is not None and stamp.day.month is not None
    return 0 if printed or base is None else max((day - base).days, 0)


def _has(placed: _Placed, code: str) -> bool:
    return any(inference.code == code for inference in placed.inferences)


def _mark(placed: _Placed) -> _Mark:
    """Return *placed* as the mark from which the next one is told."""
    stamp = placed.section.opening.stamp
    printed = stamp.printed if stamp else placed.section.opening.printed
    if placed.instant is None:
        return _Mark(placed.key, Phrase(reasons.BEFORE_OF, (printed,)))
    words = Phrase(reasons.BEFORE_AT, (printed, placed.day))
    return _Mark(placed.key, words)


def _numeric_doubt(stamp: Stamp, partial: PartialDate) -> list[Inference]:
    if not partial.either_way:
        return []
    month_day = date(2000, partial.month or 1, partial.day or 1)
    read = spoken_date(month_day).rsplit(" ", 1)[0]
    return [_told("numeric-date", reasons.EITHER_WAY, stamp.printed, read)]


def _with_year(partial: PartialDate, published: date | None) -> date | None:
    """Return the full day; the year left out is the one nearest to *published*."""
    month, day = partial.month or 1, partial.day or 1
    if partial.year is not None and partial.year >= 100:
        try:
            return date(partial.year, month, day)
        except ValueError:
            raise _UntellableError(f"names a day that {partial.year} did not have") from None
    if published is None:
        return None
    if partial.year is None:
        # Eight years reach the next 29 February even over 1900 and 2100.
        years = list(range(published.year - 8, published.year + 9))
    else:
        century = published.year // 100 * 100
        years = [century + shift + partial.year for shift in (-100, 0, 100)]
    days = [date(year, month, day) for year in years if _exists(year, month, day)]
    if not days:
        raise _UntellableError("names a day that no such year had; correct the stamp")
    return min(days, key=lambda one: (abs((one - published).days), -one.toordinal()))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _utc_near(local: datetime, zone: tzinfo, since: datetime, says: str = "") -> datetime:
    """Return *local* in UTC.

    Of a time that happens twice it is the one that *says* names (EST, EDT), else the first that
    is not before *since*.
    """
    first = local.replace(tzinfo=zone)
    second = first.replace(fold=1)
    earlier = first.astimezone(UTC)
    if first.utcoffset() == second.utcoffset():
        return earlier
    later = second.astimezone(UTC)
    if says in (first.tzname(), second.tzname()):
        return earlier if says == first.tzname() else later
    return later if earlier < since <= later else earlier


def _resolve(
    local: datetime, zone: tzinfo, printed: PrintedZone | None, before: _Mark | None
) -> tuple[datetime, list[Inference]]:
    """Return the instant of the wall time *local*, and what its zone leaves to infer.

    Raises _UntellableError for a time that the clocks skipped.
    """
    first = local.replace(tzinfo=zone)
    second = first.replace(fold=1)
    says = printed.clocks_say if printed else ""
    if first.utcoffset() == second.utcoffset():
        return first, _zone_doubt(first, printed, says)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local:
        raise _UntellableError(
            f"never happened: on {spoken_date(local.date())} the clocks of {zone} went "
            "forward past it; correct the stamp or the story's date"
        )
    named = [one for one in (first, second) if says and one.tzname() == says]
    if named:
        return named[0], []
    needed = before is not None and first.astimezone(UTC) < before.instant
    instant = second if needed and before and second.astimezone(UTC) >= before.instant else first
    taken = reasons.TAKEN_AS_FIRST if instant is first else reasons.TAKEN_AS_SECOND
    change = _told("clock-change", taken, local.time(), local.date())
    return instant, [*_zone_doubt(instant, printed, says), change]


def _zone_doubt(instant: datetime, printed: PrintedZone | None, says: str) -> list[Inference]:
    if printed is None or not says or instant.tzname() == says:
        return []
    facts = (printed.name, instant.date(), instant.tzname())
    return [_told("zone-contradiction", reasons.OTHER_ZONE, *facts)]


def _with_anchors(placed: Iterable[_Placed], dateline: Dateline) -> tuple[Update, ...]:
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


def _anchor(placed: _Placed, dateline: Dateline, rank: int) -> str:
    if placed.instant is not None:
        local = placed.instant.astimezone(dateline.zone)
        return f"update-{local.date().isoformat()}-{local.hour:02}{local.minute:02}"
    if placed.day is not None:
        return f"update-{placed.day.isoformat()}"
    return f"update-{rank}"
