"""Which end of a walk the story's date fixes: it may be the time of the last version.

Rules: docs/stories.md, "From stamps to one chronology", rule 4a.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from backfile.story import messages
from backfile.story.model import Phrase, inferred
from backfile.story.opening import CORRECTING
from backfile.story.walk import TOLERANCE, Walk, WalkMark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backfile.story.model import Dateline
    from backfile.story.printed_days import RunEntry
    from backfile.story.walk import Walker

# The clocks of newsrooms, and of what writes "modified", differ by this much at most.
GRACE = timedelta(minutes=30)
_DAY = timedelta(days=1)
_NO_TIME = timedelta(0)
# A weekday finds its day only by whole weeks.
_MOST_TRIES = 9


class UpperLimit(NamedTuple):
    """The moment, in UTC, after which no inferred instant may lie, and what says so.

    `is_change` says that the page was changed then, and not only copied.
    """

    moment: datetime
    words: Phrase
    is_change: bool


def limit(dateline: Dateline) -> UpperLimit | None:
    """Return the limit of the inferred instants, thirty minutes of grace included, or None.

    One that is before the story's own date says nothing.
    """
    stated = [one for one in dateline.limits if not is_before_date(one.moment, dateline)]
    if not stated:
        return None
    field, moment = min(stated, key=lambda one: one.moment.astimezone(UTC))
    is_change = field != "Captured"
    pattern = messages.LAST_CHANGED if is_change else messages.SAVED
    try:
        local = moment.astimezone(dateline.zone)
        until = moment.astimezone(UTC) + GRACE
    except OverflowError:  # the calendar's last day
        return None
    return UpperLimit(until, Phrase(pattern, (local.time(), local.date())), is_change)


def is_before_date(moment: datetime, dateline: Dateline) -> bool:
    """Return whether *moment* is before the story's own date."""
    if dateline.day is None:
        return False
    published = dateline.instant
    try:
        if published is None:
            return moment.astimezone(dateline.zone).date() < dateline.day
        return moment.astimezone(UTC) + GRACE < published.astimezone(UTC)
    except OverflowError:
        return False


def place_walk(walk: Walk, start: WalkMark | None, walker: Walker, *, may_be_last: bool) -> Walk:
    """Return *walk*, begun at the mark *start*, or placed by its other end where rule 4a says so.

    *may_be_last* says that nothing on the page shows that the story's date is that of its first
    version: there is no Original Post, and no label such as "Update".
    """
    until = limit(walker.dateline)
    try:
        if until is not None and any(_exceeds(walk, at, until.moment) for at in _places(walk)):
            return _up_to_limit(walk, until, start, walker)
        first = _first(walk) if start is not None and start.is_publication else None
        if first is None or start is None:
            return walk
        open_half = walker.is_open_half(walk.entries[first])
        if may_be_last and not open_half and _ends_before(walk, walker.dateline):
            return _nearest(walk, start, walker, until)
        moved = walk.placed[first].has("next-day") or walk.placed[first].has("ambiguous-day")
        return walker.walk(walk.entries, start, grace=TOLERANCE) if moved else walk
    except OverflowError:  # the calendar's first days
        return walk


def _places(walk: Walk) -> range:
    return range(len(walk.entries))


def _exceeds(walk: Walk, at: int, until: datetime) -> bool:
    """Return whether the entry at *at* has an instant after *until* whose day was not printed."""
    one = walk.placed[at]
    return one.instant is not None and not walk.entries[at].is_dated and one.key > until


def _first(walk: Walk) -> int | None:
    """Return the place of the oldest update, None where it has no instant or a printed day."""
    at = next((at for at in _places(walk) if walk.placed[at].is_mark), None)
    if at is None or walk.placed[at].instant is None or walk.entries[at].is_dated:
        return None
    return at


# (i) A limit: what would go beyond it is counted back from its newer end.


def _up_to_limit(walk: Walk, until: UpperLimit, start: WalkMark | None, walker: Walker) -> Walk:
    """Place the stretches of *walk* that go beyond *until* by their newer ends."""
    starts: dict[int, WalkMark] = {}
    counted: set[int] = set()
    for first, end in _undated(walk.entries):
        updates = [at for at in range(first, end) if not _is_correction(walk.entries[at])]
        if not any(_exceeds(walk, at, until.moment) for at in updates):
            continue
        bound = until.moment
        if end < len(walk.placed) and walk.placed[end].day is not None:
            bound = min(bound, walk.placed[end].key + TOLERANCE)
        run = [walk.entries[at] for at in updates]
        starts[updates[0]] = _start_for(run, bound, walker)
        counted.update(range(first, end))
    again = walker.walk(walk.entries, start, starts)
    for at in _places(again):
        if _is_correction(again.entries[at]) and _exceeds(again, at, until.moment):
            starts[at] = _start_for(again.entries[at : at + 1], until.moment, walker)
            counted.add(at)
    return _counted_back(
        walker.walk(walk.entries, start, starts), counted, "dated-from-end", until.words
    )


def _undated(entries: Sequence[RunEntry]) -> Iterator[tuple[int, int]]:
    """Go through the stretches of *entries* between the updates whose days are printed."""
    first = 0
    for at, one in enumerate(entries):
        if one.is_dated and not _is_correction(one):
            if at > first:
                yield first, at
            first = at + 1
    if first < len(entries):
        yield first, len(entries)


def _is_correction(entry: RunEntry) -> bool:
    return entry.section.opening.kind in CORRECTING


def _start_for(run: Sequence[RunEntry], bound: datetime, walker: Walker) -> WalkMark:
    """Return the mark from which the newest of *run* takes its latest day up to *bound*."""
    hours = (0, 12) if any(map(walker.is_open_half, run)) else (0,)
    found = [_start_at(run, bound, walker, time(hour)) for hour in hours]
    return max(found, key=lambda one: max(_instants(run, one, walker)))


def _start_at(run: Sequence[RunEntry], bound: datetime, walker: Walker, clock: time) -> WalkMark:
    base = bound.astimezone(walker.dateline.zone).date()
    mark = _begins(base, clock, walker)
    for _ in range(_MOST_TRIES):
        over = max(_instants(run, mark, walker)) - bound
        skips_an_hour = any(one.trouble for one in walker.walk(run, mark).placed)
        if over <= _NO_TIME and not skips_an_hour:
            break
        base -= timedelta(days=max(-(-over // _DAY), 1))
        mark = _begins(base, clock, walker)
    return mark


def _instants(run: Sequence[RunEntry], mark: WalkMark, walker: Walker) -> list[datetime]:
    walked = walker.walk(run, mark).placed
    return [one.key for one in walked if one.instant] or [datetime.min.replace(tzinfo=UTC)]


def _begins(day: date, clock: time, walker: Walker) -> WalkMark:
    moment = datetime.combine(day, clock, walker.dateline.zone).astimezone(UTC)
    return WalkMark(moment, day, Phrase(messages.OPENS_THE_STORY), is_publication=True)


def _counted_back(walk: Walk, counted: set[int], code: str, words: Phrase) -> Walk:
    """Return *walk* with a note at each of the places *counted* that its day was counted back."""
    placed = list(walk.placed)
    for at in counted:
        one, stamp = placed[at], placed[at].section.opening.stamp
        if one.instant is None or stamp is None or walk.entries[at].is_dated:
            continue
        kept = [two for two in one.inferences if two.code not in ("date-inferred", "next-day")]
        said = inferred(code, messages.FROM_END, stamp.printed, one.day, words)
        placed[at] = one._replace(inferences=(said, *kept))
    return Walk(walk.entries, tuple(placed))


# (ii) No limit decides: of three placements the one with an update nearest to the story's date.
# A placement that goes beyond a limit is none, and one that ends at the page's last change is sure.


def _ends_before(walk: Walk, dateline: Dateline) -> bool:
    """Return whether the oldest or the newest is earlier in the day than the story's date."""
    if dateline.clock is None:
        return False
    ends = (min(walk.timed), max(walk.timed))
    return any(one.astimezone(dateline.zone).time() < dateline.clock for one in ends)


def _nearest(walk: Walk, published: WalkMark, walker: Walker, until: UpperLimit | None) -> Walk:
    """Return the placement with an update nearest to the date, with a warning naming the others."""
    on_its_day = _first_day(walk) == published.day
    placements = [walk] if on_its_day else [walker.walk(walk.entries, None), walk]
    is_weekday = any(one.day is not None for one in walk.entries[:1])
    is_later_in_time = until is None or max(walk.timed) + _DAY <= until.moment
    days = {published.day + _DAY} if on_its_day and not is_weekday and is_later_in_time else set()
    if not any(one.is_dated and not _is_correction(one) for one in walk.entries):
        placements.append(_up_to_the_date(walk, published, walker))
    # Where the clocks skip an hour, a time may not exist on each of the days.
    placements = [one for one in placements if len(one.timed) == len(walk.timed)]
    best = min(placements, key=lambda one: _distance(one, published))
    if until is not None and until.is_change and until.moment - max(best.timed) <= 2 * GRACE:
        return best
    return _with_doubt(best, sorted({*days, *map(_first_day, placements)} - {_first_day(best)}))


def _up_to_the_date(walk: Walk, published: WalkMark, walker: Walker) -> Walk:
    """Place the newest update on the last day on which it is not after the date."""
    updates = [at for at in _places(walk) if not _is_correction(walk.entries[at])]
    mark = _start_for([walk.entries[at] for at in updates], published.instant, walker)
    placed = walker.walk(walk.entries, published, {updates[0]: mark})
    return _counted_back(placed, set(_places(walk)), "date-inferred", published.words)


def _first_day(walk: Walk) -> date:
    """Return the day of the oldest update with an instant."""
    return next((one.day for one in walk.placed if one.day and one.is_mark), date.min)


def _distance(walk: Walk, published: WalkMark) -> timedelta:
    return min(abs(one - published.instant) for one in walk.timed)


def _with_doubt(walk: Walk, others: Sequence[date]) -> Walk:
    at = _first(walk) or 0
    one, stamp = walk.placed[at], walk.placed[at].section.opening.stamp
    if stamp is None or not others:
        return walk
    pattern = messages.OR_ANOTHER_DAY if len(others) == 1 else messages.OR_OTHER_DAYS
    doubt = inferred("ambiguous-placement", pattern, stamp.printed, one.day, *others[:2])
    placed = list(walk.placed)
    placed[at] = one._replace(inferences=(*one.inferences, doubt))
    return Walk(walk.entries, tuple(placed))
