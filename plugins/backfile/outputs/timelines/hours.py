"""What each partner had at each moment of a day, side by side, where several covered one event.

An event is a topic or a running story on one day: stories of two or more partners that have updates
with a time on that day, each by its own clock. What a partner had at a moment is its last update at
or before it. Rules: docs/stories.md, "The hours of a day".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from backfile.outputs.timelines.entries import clock_of, entries_of, in_order, undated_of
from backfile.story.model import machine_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime, tzinfo

    from backfile.catalogue.rows import Card, Term
    from backfile.outputs.timelines.entries import Coverage, TimelineEntry


@dataclass(frozen=True, slots=True)
class HourCell:
    """What a partner had from the moment of a row on, for so many `rows`.

    Several `entries` are of one moment; none where the partner had nothing yet.
    """

    entries: tuple[TimelineEntry, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class HourRow:
    """A moment at which something new came, on the clock of the page.

    It is None for what there was before the day. `minute` counts from the beginning of the page, -1
    before it. A cell is None where the one above it goes on.
    """

    when: datetime | None
    minute: int
    cells: tuple[HourCell | None, ...]

    @property
    def machine_time(self) -> str:
        """Return the HTML `datetime` of the moment, empty for what there was before."""
        return machine_time(self.when)


@dataclass(frozen=True, slots=True)
class HoursOfDay:
    """A day of an event: a column for each of the `partners`, a row for each moment.

    It goes from the whole hour `begins` on for so many `minutes`, to the next whole hour. `clock`
    is the zone of the rows; `is_one_clock` tells whether all stories go by it. `of_day` are the
    entries of the day of which the hour is not known, `undated` those of the same stories of which
    only the order is known.
    """

    day: date
    clock: tzinfo
    is_one_clock: bool
    partners: tuple[Term, ...]
    rows: tuple[HourRow, ...]
    begins: datetime
    minutes: int
    of_day: tuple[TimelineEntry, ...] = ()
    undated: tuple[tuple[Card, tuple[TimelineEntry, ...]], ...] = ()


def hours_of(coverage: Coverage, day: date) -> HoursOfDay | None:
    """Return the hours of a *day* of an event from the *coverage* of its stories.

    None where fewer than two partners have updates with a time on that day. Stories without any, or
    without a partner, do not count.
    """
    entries = [one for one in entries_of(coverage) if one.card.partner]
    covering = {one.card.url for one in entries if one.when and one.update.day == day}
    entries = [one for one in entries if one.card.url in covering]
    on_day = [one for one in in_order(entries) if one.update.day == day]
    partners = _partners(on_day)
    if len(partners) < 2:
        return None
    clock = clock_of(on_day)
    zones = {str(one.card.moment.tzinfo) for one in on_day}
    begins = _hour_of(_instant(on_day[0]).astimezone(clock))
    rows = _rows(_moments(entries, on_day, clock), list(partners), begins)
    return HoursOfDay(
        day,
        clock,
        len(zones) == 1,
        tuple(partners.values()),
        rows,
        begins,
        (rows[-1].minute // 60 + 1) * 60,
        tuple(one for one in entries if one.when is None and one.update.day == day),
        undated_of(entries),
    )


def shared_days(coverage: Coverage) -> tuple[date, ...]:
    """Return the days, in order, of which `hours_of` the *coverage* tells something."""
    partners: dict[date, set[str]] = {}
    for card, updates in coverage:
        for one in updates:
            if card.partner and one.instant and one.day:
                partners.setdefault(one.day, set()).add(card.partner.slug)
    return tuple(sorted(day for day, slugs in partners.items() if len(slugs) > 1))


def _partners(entries: Sequence[TimelineEntry]) -> dict[str, Term]:
    """Return the partners of *entries* by slug, in the order in which they came."""
    return {one.card.partner.slug: one.card.partner for one in entries if one.card.partner}


def _moments(
    entries: Sequence[TimelineEntry], on_day: Sequence[TimelineEntry], clock: tzinfo
) -> list[tuple[datetime | None, dict[str, tuple[TimelineEntry, ...]]]]:
    """Return the moments of the day, in order, each with what the partners added, by their slugs.

    The first has no time: it has what each partner had last before the day, if anything.
    """
    begins = _instant(on_day[0])
    earlier = [one for one in in_order(entries) if _instant(one) < begins]
    had = _by_partner(earlier)
    last = {slug: _of_last_moment(ones) for slug, ones in had.items()}
    before: list[tuple[datetime | None, dict[str, tuple[TimelineEntry, ...]]]] = [(None, last)]
    return before + [
        (when.astimezone(clock), _by_partner(group)) for when, group in groupby(on_day, _instant)
    ]


def _instant(entry: TimelineEntry) -> datetime:
    """Return the instant, in UTC, of an *entry* that has one."""
    return (entry.when or entry.card.moment).astimezone(UTC)


def _by_partner(entries: Iterable[TimelineEntry]) -> dict[str, tuple[TimelineEntry, ...]]:
    found: dict[str, tuple[TimelineEntry, ...]] = {}
    for one in entries:
        slug = one.card.partner.slug if one.card.partner else ""
        found[slug] = (*found.get(slug, ()), one)
    return found


def _of_last_moment(entries: Sequence[TimelineEntry]) -> tuple[TimelineEntry, ...]:
    return tuple(one for one in entries if _instant(one) == _instant(entries[-1]))


def _hour_of(when: datetime) -> datetime:
    """Return the whole hour of the clock at or before *when*, as an instant."""
    return when - timedelta(minutes=when.minute, seconds=when.second)


def _rows(
    moments: Sequence[tuple[datetime | None, dict[str, tuple[TimelineEntry, ...]]]],
    slugs: Sequence[str],
    begins: datetime,
) -> tuple[HourRow, ...]:
    columns = [_column([added.get(slug, ()) for _, added in moments]) for slug in slugs]
    return tuple(
        HourRow(when, _minutes(begins, when), tuple(column.get(at) for column in columns))
        for at, (when, _) in enumerate(moments)
    )


def _minutes(begins: datetime, when: datetime | None) -> int:
    if when is None:
        return -1
    return int((when.astimezone(UTC) - begins.astimezone(UTC)) / timedelta(minutes=1))


def _column(added: Sequence[tuple[TimelineEntry, ...]]) -> dict[int, HourCell]:
    """Return the cells of a partner by their rows; *added* is what each row brought."""
    begins = sorted({0, *(at for at, ones in enumerate(added) if ones)})
    return {
        at: HourCell(added[at], following - at) for at, following in pairwise([*begins, len(added)])
    }
