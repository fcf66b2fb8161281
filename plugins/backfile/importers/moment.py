"""A day, with a time of day where it is known, as dumps of every format state it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the time of day where one was stated; both in the zone of the story."""

    day: date
    clock: time | None = None

    @classmethod
    def at(cls, when: datetime) -> Moment:
        """Return *when*, which is told in the zone of the story, to the minute."""
        return cls(when.date(), time(when.hour, when.minute, fold=when.fold))

    def __str__(self) -> str:
        """Return it as a story file has it: `2014-06-16 18:20`."""
        return f"{self.day.isoformat()} {self.clock:%H:%M}" if self.clock else self.day.isoformat()


def date_of_mail(printed: str) -> datetime | None:
    """Return a date as feeds have it (RFC 822, 5), with its zone if that is known; else None."""
    try:
        return parsedate_to_datetime(printed)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
