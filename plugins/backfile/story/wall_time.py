"""Converts local times to instants: clock changes, zones that contradict their date.

Rules: docs/stories.md, "From stamps to one chronology", rule 7.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from backfile.story import messages
from backfile.story.model import Inference, inferred
from backfile.story.stamp import PrintedZone, spoken_date

if TYPE_CHECKING:
    from datetime import tzinfo


class UntellableError(Exception):
    """A printed time that its day did not have, or a day that no calendar has."""


def utc_near(local: datetime, zone: tzinfo, since: datetime, says: str = "") -> datetime:
    """Return the wall time *local* in UTC.

    A time that happens twice is the one that *says* names (EST, EDT), else the first one that is
    not before *since*.
    """
    first = local.replace(tzinfo=zone)
    second = first.replace(fold=1)
    earlier = first.astimezone(UTC)
    if first.utcoffset() == second.utcoffset():
        return earlier
    later = second.astimezone(UTC)
    if says in (first.tzname(), second.tzname()):
        return earlier if says == first.tzname() else later
    return later if earlier < since <= later else earlier


def resolve(
    local: datetime, zone: tzinfo, printed: PrintedZone | None, since: datetime | None
) -> tuple[datetime, list[Inference]]:
    """Return the instant of the wall time *local*, and what its zone leaves to infer.

    *since* is the instant of the update before it, in UTC. Raises UntellableError for a time that
    the clocks skipped.
    """
    first = local.replace(tzinfo=zone)
    second = first.replace(fold=1)
    says = printed.clocks_say if printed else ""
    if first.utcoffset() == second.utcoffset():
        return first, _zone_doubt(first, printed, says)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local:
        raise UntellableError(
            f"never happened: on {spoken_date(local.date())} the clocks of {zone} went "
            "forward past it; correct the stamp or the story's date"
        )
    named = [one for one in (first, second) if says and one.tzname() == says]
    if named:
        return named[0], []
    needed = since is not None and first.astimezone(UTC) < since
    instant = second if needed and since and second.astimezone(UTC) >= since else first
    taken = messages.TAKEN_AS_FIRST if instant is first else messages.TAKEN_AS_SECOND
    change = inferred("clock-change", taken, local.time(), local.date())
    return instant, [*_zone_doubt(instant, printed, says), change]


def _zone_doubt(instant: datetime, printed: PrintedZone | None, says: str) -> list[Inference]:
    if printed is None or not says or instant.tzname() == says:
        return []
    facts = (printed.name, instant.date(), instant.tzname())
    return [inferred("zone-contradiction", messages.OTHER_ZONE, *facts)]
