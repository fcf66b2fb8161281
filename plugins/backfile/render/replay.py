"""The steps of a replay: when each update came, and its place on the slider.

Places are in thousandths of the slider, from left to right. A slider that was even in time would
leave no room to point at the updates of a busy hour beside a gap of days, so that an interval takes
between a quarter of the median interval and twice the median.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, pairwise
from statistics import median
from typing import TYPE_CHECKING

from backfile.story.opening import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pelican.generators import Generator

    from backfile.story.model import Story, Update

WHOLE = 1000  # the length of the slider
LEAST, MOST = 0.25, 2  # the share of the median interval that an interval takes
_SECOND = timedelta(seconds=1)
# Instants of one zone are subtracted by its clock, in which an hour may come twice.
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ReplayStep:
    """The moment at which an update appears.

    `when` is its instant on the story's own clock, or its day, or None where only its order is
    known; an Original Post without a stamp has the story's date. `elapsed` is the time since the
    first known instant in seconds, None where the instant is not known or is earlier than that of
    an update that comes before. `gap` is the time since the previous step, None where one of the
    two is not known. `place` is on the slider, from 0 to 1000.
    """

    update: Update
    when: datetime | date | None
    elapsed: int | None
    gap: timedelta | None
    place: int

    @property
    def clock(self) -> str:
        """Return the local date and time to the minute, as HTML writes them; empty if unknown."""
        if self.elapsed is None or not isinstance(self.when, datetime):
            return ""
        return self.when.replace(tzinfo=None).isoformat(timespec="minutes")


def replay_steps(story: Story) -> tuple[ReplayStep, ...]:
    """Return the steps of the updates of *story* that have a place in time, oldest first."""
    whens = [_when(update, story) for update in story.timeline]
    elapsed = _elapsed(whens)
    gaps = [
        None if earlier is None or later is None else later - earlier
        for earlier, later in pairwise(elapsed)
    ]
    return tuple(
        ReplayStep(update, when, seconds, None if gap is None else gap * _SECOND, place)
        for update, when, seconds, gap, place in zip(
            story.timeline, whens, elapsed, [None, *gaps], _places(gaps), strict=False
        )
    )


def connect(generator: Generator) -> None:
    """Give the templates of *generator* the global `replay(story)` (generator_init)."""
    generator.env.globals["replay"] = replay_steps


def _when(update: Update, story: Story) -> datetime | date | None:
    if update.instant is not None:
        return _on_the_clock_of(story, update.instant)
    if update.day is None and update.kind is Kind.ORIGINAL:
        return story.dateline.instant or story.dateline.day
    return update.day


def _on_the_clock_of(story: Story, instant: datetime) -> datetime:
    try:
        return instant.astimezone(story.dateline.zone)
    except OverflowError:  # the calendar's first and last days
        return instant


def _elapsed(whens: Iterable[datetime | date | None]) -> list[int | None]:
    """Return the seconds from the first instant; None for what is no instant, or runs back."""
    found: list[int | None] = []
    first = last = None
    for when in whens:
        since = when - _EPOCH if isinstance(when, datetime) else None
        if since is None or (last is not None and since < last):
            found.append(None)
            continue
        first, last = since if first is None else first, since
        found.append((since - first) // _SECOND)
    return found


def _places(gaps: Sequence[int | None]) -> list[int]:
    """Return the places of the steps that have these *gaps* in seconds between them.

    Steps that nothing is known of are placed as evenly as the median of the others.
    """
    usual = median([gap for gap in gaps if gap] or [1])
    room = [usual if gap is None else min(max(gap, LEAST * usual), MOST * usual) for gap in gaps]
    reached = list(accumulate(room, initial=0.0))
    return [round(WHOLE * one / (reached[-1] or 1)) for one in reached]
