"""The moment of a time that may be known to the day alone, for what wants moments: feeds, maps."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backfile.reading.record import modified
from backfile.story.model import machine_time

if TYPE_CHECKING:
    from backfile.story.model import Story


def moment_of(known: str, zone: str) -> datetime:
    """Return the moment *known*, an instant or a day as a StoryRecord has it; of a day, its start.

    *zone* is the IANA name of the zone whose day it is. The moment has an offset of its own, in
    whole minutes (RFC 3339, section 5.6).
    """
    when = datetime.fromisoformat(known)
    placed = when if when.tzinfo else when.replace(tzinfo=ZoneInfo(zone))
    return datetime.fromisoformat(machine_time(placed))


def latest(story: Story) -> str:
    """Return when *story* was last added to, or else published, as its StoryRecord has it."""
    return modified(story) or story.dateline.machine_time
