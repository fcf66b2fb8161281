"""What is odd about the dates that a file states, though each can be read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from backfile.reading.dateline import moment_of
from backfile.story.dates import MetadataError, stated_date
from backfile.story.model import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from backfile.reading.source import Field, Source

# The code of the remark that will be out of date.
FUTURE = "future-date"


def date_remarks(source: Source, zone: ZoneInfo, now: datetime | None = None) -> Iterator[Trouble]:
    """Go through what a person should look at in the dates of *source*, told in *zone*.

    A date after tomorrow, a weekday that the date contradicts, a time that happened twice. *now* is
    the present moment, with its zone. Dates that cannot be read are left to others.
    """
    for name in ("date", "modified", "withdrawn"):
        field = source.fields.get(name)
        if field is None or not field.value:
            continue
        try:
            yield from _remarks(field, zone, now or datetime.now(UTC))
        except MetadataError:
            continue


def _remarks(field: Field, zone: ZoneInfo, now: datetime) -> Iterator[Trouble]:
    stated = stated_date(field.value)
    moment, _ = moment_of(field.name.lower(), field.value, zone)
    if stated.contradiction:
        message = f'{field.name} "{field.value}": {stated.contradiction}; correct one of them'
        yield Trouble(field.line, "weekday-contradiction", message)
    if moment.date() > now.astimezone(zone).date() + timedelta(days=1):
        message = (
            f'{field.name} "{field.value}" is in the future; correct it unless that is intended'
        )
        yield Trouble(field.line, FUTURE, message)
    other = moment.replace(fold=1 - moment.fold)
    if stated.has_time and stated.moment.tzinfo is None and _later(moment, other):
        message = (
            f'{field.name} "{field.value}" happened twice, as the clocks of {zone.key} went back; '
            f"taken as the first; write an offset to state which: {_with_offset(moment)} or "
            f"{_with_offset(other)}"
        )
        yield Trouble(field.line, "clock-change", message)


def _later(first: datetime, second: datetime) -> bool:
    one, other = first.utcoffset(), second.utcoffset()
    return one is not None and other is not None and other < one


def _with_offset(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}{moment.isoformat()[-6:]}"
