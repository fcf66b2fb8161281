"""Completes printed days: the year that was left out, the day printed beside another update.

Rules: docs/stories.md, "From stamps to one chronology", rule 2 and "Day headers".
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from backfile.story import messages
from backfile.story.model import Inference, Section, Weekday, inferred
from backfile.story.opening import CORRECTING
from backfile.story.stamp import PartialDate, spoken_date
from backfile.story.wall_time import UntellableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# A date without its year that is farther from the story's can only be a 29 February.
HALF_A_YEAR = 183
_NOON = 12


class RunEntry(NamedTuple):
    """One section of a run, with the day that is printed for it: on it, above it, or nowhere.

    `source` is its place in the file and `said` the words that print the day. `is_above` is true
    where these belong to the update above it in the file.
    """

    source: int
    section: Section
    day: PartialDate | None = None
    said: str = ""
    is_above: bool = False

    @property
    def is_dated(self) -> bool:
        """Return whether the day is known without the update before it; a weekday alone is not."""
        return self.section.settled is not None or (
            self.day is not None and self.day.month is not None
        )


def entries(run: Iterable[int], sections: Sequence[Section]) -> list[RunEntry]:
    """Return the entries of the *sections* at the places *run*, with the days printed for each."""
    return [_entry(index, sections[index]) for index in run]


def _entry(source: int, section: Section) -> RunEntry:
    stamp, header = section.opening.stamp, section.under
    if stamp is None:
        return RunEntry(source, section)
    if stamp.day is not None:
        return RunEntry(source, section, stamp.day, stamp.printed)
    if header is not None:
        return RunEntry(source, section, header.day, header.printed)
    return RunEntry(source, section)


def newest_first(run: Sequence[RunEntry]) -> list[RunEntry]:
    """Return *run*, which stands newest first, from oldest to newest.

    Between two printed days a time belongs to the day printed above it while times go back.
    """
    updates = [at for at, one in enumerate(run) if one.section.opening.kind not in CORRECTING]
    dated = [at for at in updates if _printed(run[at]) is not None]
    if len(dated) < 2:
        return [*reversed(run)]
    given = list(run)
    above: RunEntry | None = None
    last: time | None = None
    for at in updates[: updates.index(dated[-1])]:
        one = run[at]
        day, stamp = _printed(one), one.section.opening.stamp
        if day is not None:
            above, last = one._replace(day=day), _clock_of(one)
        elif above is not None and stamp is not None and stamp.clock is not None:
            clock = _not_after(stamp.clock.time, last, either_half=stamp.clock.twelve_hour)
            if clock is None:
                above = None
                continue
            last = clock
            said = above.said or above.section.opening.printed
            given[at] = one._replace(day=above.day, said=said, is_above=True)
    given.reverse()
    return given


def _printed(one: RunEntry) -> PartialDate | None:
    settled = one.section.settled
    if settled is None:
        return one.day
    return PartialDate(settled.when.month, settled.when.day, settled.when.year)


def _clock_of(one: RunEntry) -> time | None:
    settled, stamp = one.section.settled, one.section.opening.stamp
    if settled is not None:
        return settled.when.time() if isinstance(settled.when, datetime) else None
    return stamp.clock.time if stamp and stamp.clock and not stamp.clock.twelve_hour else None


def _not_after(clock: time, last: time | None, *, either_half: bool) -> time | None:
    """Return the latest reading of *clock* that is not after *last*, None where there is none."""
    readings = [clock]
    if either_half:
        readings = [clock.replace(hour=clock.hour % _NOON + half) for half in (_NOON, 0)]
    return next((one for one in readings if last is None or one <= last), None)


def whole_day(
    said: str, partial: PartialDate, near: date | None
) -> tuple[date, list[Inference]] | None:
    """Return the day of *partial*, printed as *said*, and what had to be inferred of it.

    A year that was left out is the one nearest to the day *near*; None where that is needed and
    not known. Raises UntellableError for a day that no such year had.
    """
    day = _with_year(partial, near)
    if day is None:
        return None
    found = _numeric_doubt(said, partial)
    if partial.year is None or partial.year < 100:
        far = partial.year is None and near is not None and abs((day - near).days) > HALF_A_YEAR
        code, reason = (
            ("leap-day", messages.LEAP_DAY) if far else ("year-inferred", messages.YEAR_NEAREST)
        )
        found.append(inferred(code, reason, said, day.year))
    if partial.weekday is not None and day.weekday() != partial.weekday:
        facts = (said, day, Weekday(day.weekday()), Weekday(partial.weekday))
        found.append(inferred("weekday-contradiction", messages.OTHER_WEEKDAY, *facts))
    return day, found


def _numeric_doubt(said: str, partial: PartialDate) -> list[Inference]:
    if not partial.either_way:
        return []
    month_day = date(2000, partial.month or 1, partial.day or 1)
    read = spoken_date(month_day).rsplit(" ", 1)[0]
    return [inferred("numeric-date", messages.EITHER_WAY, said, read)]


def _with_year(partial: PartialDate, near: date | None) -> date | None:
    month, day = partial.month or 1, partial.day or 1
    if partial.year is not None and partial.year >= 100:
        try:
            return date(partial.year, month, day)
        except ValueError:
            raise UntellableError(f"names a day that {partial.year} did not have") from None
    if near is None:
        return None
    if partial.year is None:
        # Eight years reach the next 29 February even over 1900 and 2100.
        years = list(range(near.year - 8, near.year + 9))
    else:
        century = near.year // 100 * 100
        years = [century + shift + partial.year for shift in (-100, 0, 100)]
    days = [date(year, month, day) for year in years if _exists(year, month, day)]
    if not days:
        raise UntellableError("names a day that no such year had; correct the stamp")
    return min(days, key=lambda one: (abs((one - near).days), -one.toordinal()))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
