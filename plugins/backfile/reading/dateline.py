"""What a story's metadata say of its time: date, zone, orders."""

from __future__ import annotations

import warnings
from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from dateutil import parser as dateutil_parser

from backfile.errors import BackfileError, did_you_mean
from backfile.settings import unknown_zone, zone_called
from backfile.story.model import Dateline, Limit, Order

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backfile.settings import Settings


_UTC = ZoneInfo("UTC")
_LAST_MINUTE = time(23, 59)
# Two fillings for what a date leaves out: where they show, it was left out.
_GAPS = (datetime.fromisoformat("2001-02-03"), datetime.fromisoformat("2004-05-06T07:08"))


class MetadataError(BackfileError):
    """A metadata field that cannot stand; `field` is its name in lower case."""

    def __init__(self, field: str, code: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.code = code


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
        moment, has_time = _moment(stated)
        if moment.tzinfo is not None:
            moment = _in_zone(moment, zone, str(stated))
        day, clock = moment.date(), moment.time() if has_time else None
        # Whatever is told of a moment is told in UTC as well.
        _in_zone(datetime.combine(day, clock or time(), zone), _UTC, str(stated))
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
            moment, has_time = _moment(stated)
            local = moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
        except (MetadataError, OverflowError):
            continue
        whole = local if has_time else datetime.combine(local.date(), _LAST_MINUTE, zone)
        found.append(Limit(field, whole))
    return tuple(found)


def _in_zone(moment: datetime, zone: ZoneInfo, stated: str) -> datetime:
    try:
        return moment.astimezone(zone)
    except OverflowError:
        message = f'"{stated}" falls outside the calendar in {zone.key}'
        raise MetadataError("date", "bad-date", message) from None


def _moment(stated: object) -> tuple[datetime, bool]:
    if isinstance(stated, datetime):
        return stated, stated.time() != time()
    return parse_date(str(stated))


def parse_date(text: str) -> tuple[datetime, bool]:
    """Read a date as Pelican does; return it, and whether it states a time of day.

    Raises MetadataError for what is no date, for one that leaves out its day or year, which
    Pelican would fill in with today's, and for a zone that has to be guessed.
    """
    plain = text.replace("_", " ").strip()
    try:
        return datetime.fromisoformat(plain), len(plain) > len("2014-06-16")
    except ValueError:
        pass
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", dateutil_parser.UnknownTimezoneWarning)
            one, other = (dateutil_parser.parse(plain, default=gaps) for gaps in _GAPS)
    except dateutil_parser.UnknownTimezoneWarning:
        message = f'"{text}" names a zone that may be many; state it as Timezone, or as +02:00'
        raise MetadataError("date", "bad-date", message) from None
    except (ValueError, OverflowError, TypeError):
        message = f'"{text}" is not a date; write 2014-06-16 or 2014-06-16 18:20'
        raise MetadataError("date", "bad-date", message) from None
    if one.date() != other.date():
        message = f'"{text}" names no single day; write 2014-06-16 or 2014-06-16 18:20'
        raise MetadataError("date", "bad-date", message)
    return one, one.hour == other.hour


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
    above = _order("source_order", parts[0])
    below = _order("source_order", parts[1]) if len(parts) > 1 else above
    return above, below
