"""How long a story was covered: its first and its last moment, and the time between them.

Corrections and notes do not count: they may come long after the coverage. Moments are
compared, and lengths counted, in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from backfile.story.opening import COVERAGE

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from backfile.story.model import Dateline, Story, Update

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The first and the last known moment of a story's coverage, and its first and last day.

    A moment is None where a day without an hour may lie beyond it, or where no hour is known.
    Days are those of `zone`; None where nothing is dated.
    """

    zone: ZoneInfo
    first: datetime | None = None
    last: datetime | None = None
    first_day: date | None = None
    last_day: date | None = None

    @property
    def lasted(self) -> timedelta | None:
        """Return how long the story was added to, None where that is not known or was no time.

        Exact where both moments are known, else in whole days.
        """
        if self.first is not None and self.last is not None:
            return self.last.astimezone(UTC) - self.first.astimezone(UTC) or None
        if self.first_day is None or self.last_day is None:
            return None
        # A day that the zone skipped takes no time; one with a clock change is a day.
        length = _begin(self.last_day, self.zone) - _begin(self.first_day, self.zone)
        return _DAY * round(length / _DAY) or None


def coverage_of(story: Story) -> Coverage:
    """Return the coverage of *story*: its updates, its Original Post, and its own date."""
    zone = story.dateline.zone
    dated: list[Dateline | Update] = [update for update in story.updates if update.kind in COVERAGE]
    dated.append(story.dateline)
    instants = [each.instant for each in dated if each.instant]
    vague = [each.day for each in dated if each.day and not each.instant]
    first = min(instants, key=_in_utc, default=None)
    last = max(instants, key=_in_utc, default=None)
    days = vague + [moment.astimezone(zone).date() for moment in (first, last) if moment]
    if not days:
        return Coverage(zone)
    begins_before = first is not None and min(days) < first.astimezone(zone).date()
    ends_after = last is not None and max(days) > last.astimezone(zone).date()
    return Coverage(
        zone,
        None if begins_before else first,
        None if ends_after else last,
        min(days),
        max(days),
    )


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _begin(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
