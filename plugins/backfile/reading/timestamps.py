"""The moment of a time of which only the day may be known, for feeds and sorting."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from backfile.story.model import machine_time


def moment_of(known: str, zone: str) -> datetime:
    """Return the moment *known*, an instant or a day as a StoryRecord has it; of a day, its start.

    *zone* is the IANA name of the zone whose day it is. The moment has an offset of its own, in
    whole minutes (RFC 3339, section 5.6).
    """
    when = datetime.fromisoformat(known)
    placed = when if when.tzinfo else when.replace(tzinfo=ZoneInfo(zone))
    return datetime.fromisoformat(machine_time(placed))
