"""The dateline of a story, as its fields state it: date, zone, orders."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from backfile.errors import did_you_mean
from backfile.story.dates import MetadataError, parse_date
from backfile.story.model import Dateline, Limit, Order
from backfile.story.stamp import spoken_date
from backfile.text.timezones import unknown_zone, zone_called

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backfile.config.settings import Settings


_UTC = ZoneInfo("UTC")
_LAST_MINUTE = time(23, 59)


def dateline(fields: Mapping[str, Any], settings: Settings) -> Dateline:
    """Read the dateline from a story's merged metadata, names in lower case.

    `date` may be text or, from a Pelican setting, a datetime. A date with an offset of its own is
    told in the story's zone. Raises MetadataError.
    """
    zone = settings.timezone
    if name := str(fields.get("timezone", "")).strip():
        found = zone_called(name)
        if found is None:
            raise MetadataError("timezone", "bad-zone", f"Timezone {unknown_zone(name)}")
        zone = found
    day, clock = None, None
    if stated := fields.get("date"):
        moment, has_time = moment_of("date", stated, zone)
        day, clock = moment.date(), moment.timetz().replace(tzinfo=None) if has_time else None
    return Dateline(
        zone=zone,
        day=day,
        clock=clock,
        page_order=_order("order", fields.get("order")) or settings.update_order,
        default_source_order=settings.source_order,
        source_order=_source_order(str(fields.get("source_order", ""))),
        day_first=settings.stamp_day_first,
        limits=limits(fields, zone),
    )


def limits(fields: Mapping[str, Any], zone: ZoneInfo) -> tuple[Limit, ...]:
    """Return the moments, of Modified and Captured, after which nothing was added to the page.

    A day without a time is over with its last minute. What is no date gives none: it is an error
    of its own.
    """
    found = []
    for field in ("Modified", "Captured"):
        stated = fields.get(field.lower())
        if not stated:
            continue
        try:
            moment, has_time = moment_of(field.lower(), stated, zone)
        except MetadataError:
            continue
        whole = moment if has_time else datetime.combine(moment.date(), _LAST_MINUTE, zone)
        found.append(Limit(field, whole))
    return tuple(found)


def moment_of(field: str, stated: object, zone: ZoneInfo) -> tuple[datetime, bool]:
    """Read the date *stated* in *field* (`modified`), in *zone* unless it has an offset.

    Returns it in *zone*, and whether it states a time of day. Raises MetadataError, also for a time
    that the clocks of *zone* skipped.
    """
    try:
        moment, has_time = _read(stated)
    except MetadataError as error:
        raise MetadataError(field, error.code, str(error)) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
        # Whatever is told of a moment is told in UTC as well.
        _check_that_it_happened(field, moment, str(stated), has_time=has_time)
    else:
        moment = _in_zone(field, moment, zone, str(stated))
    return moment, has_time


def _read(stated: object) -> tuple[datetime, bool]:
    if isinstance(stated, datetime):
        return stated, stated.time() != time()
    return parse_date(str(stated))


def _in_zone(field: str, moment: datetime, zone: ZoneInfo, stated: str) -> datetime:
    try:
        _, here = moment.astimezone(_UTC), moment.astimezone(zone)
    except OverflowError:
        message = f'"{stated}" falls outside the calendar in {zone.key}'
        raise MetadataError(field, "bad-date", message) from None
    return here


def _check_that_it_happened(field: str, local: datetime, stated: str, *, has_time: bool) -> None:
    """Raise MetadataError where the clocks of its zone never showed the time *local*."""
    zone = local.tzinfo
    there = _in_zone(field, local, _UTC, stated).astimezone(zone)
    if there.date() == local.date() and (not has_time or there.time() == local.time()):
        return
    name = field.capitalize()
    message = (
        f'"{stated}" never happened: on {spoken_date(local.date())} the clocks of {zone} went '
        f"forward past it; correct {name} or Timezone"
    )
    raise MetadataError(field, "no-such-time", message)


def _order(field: str, stated: object) -> Order | None:
    if stated is None or not str(stated).strip():
        return None
    wanted = str(stated).strip().lower()
    known = [order.value for order in Order]
    if wanted not in known:
        hint = did_you_mean(wanted, known) or f"; use {' or '.join(known)}"
        raise MetadataError(field, "bad-order", f'unknown order "{wanted}"{hint}')
    return Order(wanted)


def _source_order(stated: str) -> tuple[Order | None, Order | None]:
    """Read `newest-first` or `newest-first, oldest-first` (above and below the Original Post)."""
    parts = [part.strip() for part in stated.split(",")]
    if len(parts) > 2:
        message = (
            f'"{stated}" has more than two orders; write one above and one below the Original Post'
        )
        raise MetadataError("source_order", "bad-order", message)
    above = _order("source_order", parts[0])
    below = _order("source_order", parts[1]) if len(parts) > 1 else above
    return above, below
