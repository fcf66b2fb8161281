"""Converts a date that a page states to a day and a time in the story's zone, no more precise."""

from __future__ import annotations

import re
from datetime import date, time
from functools import lru_cache
from typing import TYPE_CHECKING

from backfile.importers.moment import Moment
from backfile.story.dates import MetadataError, happened, received_date

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_LONGEST = 80
# What sites print before and inside a date.
_AROUND = re.compile(
    r"^(?:first |last |originally )?(?:published|posted|created|updated|date|on|at)\b[\s:,]*"
    r"|\s*[•|·]\s*|\s+(?:uhr|h)$",
    re.IGNORECASE,
)
# 2014/06/16 and 2014/jun/16 in an address, between slashes.
_IN_ADDRESS = re.compile(
    r"/((?:18|19|20)\d\d)[/-](\d{1,2}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"[a-z]{0,6}[/-](\d{1,2})(?=[/-]|$)",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EARLIEST = 1600


def moment(stated: str, zone: ZoneInfo, *, day_first: bool = False) -> Moment | None:
    """Read a *stated* date, with an offset or in *zone*; None where it names no single day.

    *day_first* reads 4/5/2014 as 4 May.

    Midnight to the second is what programs write for a day without a time: it is the day alone,
    and no zone can move it to the day before.
    """
    if len(stated) > _LONGEST:
        return None
    text = _AROUND.sub(" ", " ".join(stated.split())).strip(" ,.-")
    if not any(sign.isdigit() for sign in text):
        return None
    return _moment(text, zone, day_first=day_first)


# One date is read in the survey and for the draft, and wherever the page shows it.
@lru_cache(maxsize=1024)
def _moment(text: str, zone: ZoneInfo, *, day_first: bool) -> Moment | None:
    try:
        read = received_date(text, zone, day_first=day_first)
        found = read.moment
        if not read.has_time or found.time() == time():
            return _sane(Moment(found.date()))
        if found.tzinfo is None and not happened(found, zone):
            # The clocks skipped that time, so the day is all it says.
            return _sane(Moment(found.date()))
        local = found.astimezone(zone) if found.tzinfo else found
    except (MetadataError, OverflowError, ValueError):
        return None
    return _sane(Moment.at(local))


def in_address(address: str) -> date | None:
    """Return the day that the path of *address* names, None where it names none."""
    path = address.partition("://")[2].partition("?")[0].partition("#")[0]
    found = _IN_ADDRESS.search(path)
    if found is None:
        return None
    year, named, day = found.groups()
    month = int(named) if named.isdigit() else 1 + _MONTHS.index(named.lower()[:3])
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def _sane(found: Moment) -> Moment | None:
    """Return the moment, unless it is the zero of some program's calendar."""
    return None if found.day == date(1970, 1, 1) or found.day.year < _EARLIEST else found
