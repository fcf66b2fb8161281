"""Time zones by the name of a place, and what was probably meant by any other name.

Rule: docs/stories.md, "Dates and zones". An abbreviation or an offset holds for half a year in most
places, and for many places at once; a place has one set of clocks, past and present.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from backfile.errors import did_you_mean

UTC_NAME = "UTC"
# The areas of the tz database whose names are places.
_AREAS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
# The places that are proposed for an abbreviation or an offset, in the order in which they are.
_WELL_KNOWN = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Phoenix",
    "America/Panama",
    "America/Halifax",
    "America/St_Johns",
    "America/Mexico_City",
    "America/Bogota",
    "America/Puerto_Rico",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "Atlantic/South_Georgia",
    "Atlantic/Azores",
    "Europe/London",
    "Europe/Paris",
    "Europe/Berlin",
    "Europe/Athens",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Europe/Istanbul",
    "Europe/Moscow",
    "Africa/Abidjan",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Africa/Cairo",
    "Africa/Nairobi",
    "Asia/Dubai",
    "Asia/Tehran",
    "Asia/Kabul",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Yangon",
    "Asia/Bangkok",
    "Asia/Jakarta",
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Singapore",
    "Asia/Manila",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Australia/Perth",
    "Australia/Darwin",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Sydney",
    "Pacific/Guam",
    "Pacific/Auckland",
    "Pacific/Pago_Pago",
    "Pacific/Kiritimati",
)
# What the tz database does not call by these names, though people do.
_ALSO = {
    "ET": ("America/New_York",),
    "CT": ("America/Chicago",),
    "MT": ("America/Denver",),
    "PT": ("America/Los_Angeles",),
    "AT": ("America/Halifax",),
    "EASTERN": ("America/New_York",),
    "CENTRAL": ("America/Chicago",),
    "MOUNTAIN": ("America/Denver",),
    "PACIFIC": ("America/Los_Angeles",),
    "ATLANTIC": ("America/Halifax",),
    "MET": ("Europe/Paris",),
    "SGT": ("Asia/Singapore",),
    "ICT": ("Asia/Bangkok",),
    "PHT": ("Asia/Manila",),
    "TRT": ("Europe/Istanbul",),
    "GST": ("Asia/Dubai",),
    "NPT": ("Asia/Kathmandu",),
    "IRST": ("Asia/Tehran",),
    "AFT": ("Asia/Kabul",),
    "MMT": ("Asia/Yangon",),
    "BRT": ("America/Sao_Paulo",),
    "ART": ("America/Argentina/Buenos_Aires",),
    "COT": ("America/Bogota",),
    "BDT": ("Asia/Dhaka",),
}
_MEANS_UTC = frozenset({"Z", "UT", "UTC", "UCT", "ZULU", "UNIVERSAL", "GREENWICH"})
_ABBREVIATION = re.compile(r"[A-Z]{1,5}")
_POSIX = re.compile(r"(?P<standard>[A-Z]{3,4})[+-]?\d{1,2}(?P<summer>[A-Z]{3,4})?")
_OFFSET = re.compile(
    r"(?P<etc>ETC/)?(?:GMT|UTC|UT|Z)?(?P<sign>[+\-\u2212])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?"
)
# Behind the name of a region: Eastern Daylight Time, Eastern Time (US & Canada).
_TIME = re.compile(r"(?i)\s+(?:standard |daylight |summer )?time\b.*$")
_JANUARY, _JULY = (datetime(2024, month, 1, 12, tzinfo=UTC) for month in (1, 7))
_MOST = 3


@lru_cache(maxsize=1024)
def zone_called(name: str) -> ZoneInfo | None:
    """Return the zone of the place called *name*, or of `UTC`; None where *name* is neither."""
    if name != UTC_NAME and name.partition("/")[0] not in _AREAS:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # OSError: "Europe" is a folder of the database
        return None


def unknown_zone(name: str) -> str:
    """Return the sentence for a *name* that is no place, with the places that it may mean."""
    said = " ".join(name.split())
    about = _from_windows(said) or _about_abbreviation(said) or _about_offset(said)
    return f'"{name}" {about or _about_posix(said) or _about_other(said)}'


def places_called(abbreviation: str) -> tuple[str, ...]:
    """Return the places, best known first, whose clocks print *abbreviation* (`EST`)."""
    return _abbreviated(abbreviation)


def _places() -> list[str]:
    names = available_timezones()
    return sorted(one for one in names if one == UTC_NAME or one.partition("/")[0] in _AREAS)


def _abbreviated(name: str) -> tuple[str, ...]:
    upper = _TIME.sub("", name).upper()
    if upper.removeprefix("ETC/") in _MEANS_UTC:
        return (UTC_NAME,)
    if upper in _ALSO:
        return _ALSO[upper]
    if not _ABBREVIATION.fullmatch(upper):
        return ()
    found = [
        one
        for one in _WELL_KNOWN
        if upper in {moment.astimezone(ZoneInfo(one)).tzname() for moment in (_JANUARY, _JULY)}
    ]
    if upper == "GMT":
        found = [UTC_NAME, *found]
    # What is different is more of a help than three cities with the same clocks.
    return tuple(_unlike(found)[:_MOST])


def _unlike(places: list[str]) -> list[str]:
    """Return *places* without those whose clocks say the same as those of an earlier one."""
    seen = set()
    kept = []
    for one in places:
        clocks = tuple(moment.astimezone(ZoneInfo(one)).utcoffset() for moment in (_JANUARY, _JULY))
        if clocks not in seen:
            seen.add(clocks)
            kept.append(one)
    return kept


def _about_abbreviation(said: str) -> str:
    places = _abbreviated(said)
    if places == (UTC_NAME,):
        return f"is not a place; write {UTC_NAME} or a name such as America/New_York"
    return f"is not a place; write one such as {_any_of(places)}" if places else ""


def _about_offset(said: str) -> str:
    found = _OFFSET.fullmatch(said.upper())
    if found is None:
        return ""
    # POSIX, and with it Etc/GMT+5, counts westward.
    sign = (1 if found["sign"] == "+" else -1) * (-1 if found["etc"] else 1)
    ahead = sign * timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    places = [
        one
        for one in _WELL_KNOWN
        if any(at.astimezone(ZoneInfo(one)).utcoffset() == ahead for at in (_JANUARY, _JULY))
    ]
    places = [*([] if ahead else [UTC_NAME]), *places]
    meant = tuple(_unlike(places)[:_MOST]) or _WELL_KNOWN[:1]
    return f"is an offset, and most places change theirs; write a place such as {_any_of(meant)}"


def _about_posix(said: str) -> str:
    found = _POSIX.fullmatch(said.upper())
    if found is None:
        return ""
    meant = _abbreviated(found["standard"]) or _abbreviated(found["summer"] or "")
    same = tuple(one for one in meant if _has_summer_time(one) == bool(found["summer"]))
    return f"is not a place; write one such as {_any_of(same or _WELL_KNOWN[:1])}"


def _about_other(said: str) -> str:
    if place := _other_name(said):
        return f'is not a time zone; did you mean "{place}"?'
    hint = did_you_mean(said.replace(" ", "_"), _places())
    return f"is not a time zone{hint or '; use a name such as America/New_York'}"


def _has_summer_time(place: str) -> bool:
    one, other = (moment.astimezone(ZoneInfo(place)).utcoffset() for moment in (_JANUARY, _JULY))
    return one != other


def _other_name(said: str) -> str:
    """Return the place that *said* means: another case, a city alone, an old or a Windows name."""
    plain = said.replace(" ", "_").casefold()
    places = _places()
    for one in places:
        if one.casefold() == plain:
            return one
    for one in (*_WELL_KNOWN, *places):
        if one.rpartition("/")[2].casefold() == plain:
            return one
    return _canonical(said)


def _from_windows(said: str) -> str:
    """Say which place a zone of Windows (`Eastern Standard Time`) is. Source: CLDR, by Babel."""
    from babel.core import get_global  # noqa: PLC0415 (slow, and needed only for a fault)

    mapping = get_global("windows_zone_mapping")
    names = {str(name).casefold(): str(place) for name, place in mapping.items()}
    place = names.get(said.casefold())
    if place is None or said.upper() in _MEANS_UTC:
        return ""
    return f'is not a time zone; did you mean "{place}"?'


def _canonical(said: str) -> str:
    """Return the place that an old name of the tz database (`US/Eastern`, `Japan`) stands for.

    Source: CLDR, by Babel.
    """
    from babel.core import get_global  # noqa: PLC0415 (slow, and needed only for a fault)

    plain = said.replace(" ", "_").casefold()
    old = next((one for one in available_timezones() if one.casefold() == plain), "")
    known = str(get_global("zone_aliases").get(old, ""))
    return known if known.partition("/")[0] in _AREAS else ""


def _any_of(places: tuple[str, ...]) -> str:
    first, *others = places
    *most, last = [first, *(f"{one}{_difference(first, one)}" for one in others)]
    return f"{', '.join(most)} or {last}" if most else last


def _difference(one: str, other: str) -> str:
    """Say of two places with the same standard time that only the first has summer time."""
    winter = (_JANUARY.astimezone(ZoneInfo(place)).utcoffset() for place in (one, other))
    same = len(set(winter)) == 1
    lacks = same and _has_summer_time(one) and not _has_summer_time(other)
    return " (no daylight saving time)" if lacks else ""
