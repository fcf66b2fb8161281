"""Printed time zones: abbreviations, names, offsets, and what each means in a story.

Source: the tz database, by zoneinfo, and CLDR, by Babel. Rules: docs/stories.md, "Zones".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from backfile.story.languages import ENGLISH
from backfile.story.spoken_zones import spoken_zone, zone_of_country

# An abbreviation means the wall time of its region; what follows the region is what its clocks
# must say for the abbreviation to be true ("" where it names both halves of the year).
REGIONS = {
    "ET": ("America/New_York", ""),
    "EST": ("America/New_York", "EST"),
    "EDT": ("America/New_York", "EDT"),
    "CT": ("America/Chicago", ""),
    "CST": ("America/Chicago", "CST"),
    "CDT": ("America/Chicago", "CDT"),
    "MT": ("America/Denver", ""),
    "MST": ("America/Denver", "MST"),
    "MDT": ("America/Denver", "MDT"),
    "PT": ("America/Los_Angeles", ""),
    "PST": ("America/Los_Angeles", "PST"),
    "PDT": ("America/Los_Angeles", "PDT"),
    "BST": ("Europe/London", "BST"),
    "CET": ("Europe/Paris", "CET"),
    "CEST": ("Europe/Paris", "CEST"),
    "MEZ": ("Europe/Berlin", "CET"),
    "MESZ": ("Europe/Berlin", "CEST"),
}
# Words for a region's clocks, printed with or without "time".
_REGION_WORDS = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "atlantic": "America/Halifax",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "greenwich mean": "UTC",
    "coordinated universal": "UTC",
    "universal": "UTC",
    "british": "Europe/London",
    "british summer": "Europe/London",
    "uk": "Europe/London",
    "irish": "Europe/Dublin",
}
# What the tz database no longer names by letters, in minutes from UTC; several where an
# abbreviation has several meanings. Source: the database as it was until 2016.
_FORMER = {
    "SGT": {"SG": 480},
    "MYT": {"MY": 480},
    "PHT": {"PH": 480},
    "ICT": {"TH": 420},
    "GST": {"AE": 240, "GS": -120},
    "NPT": {"NP": 345},
    "IRST": {"IR": 210},
    "IRDT": {"IR": 270},
    "AFT": {"AF": 270},
    "MMT": {"MM": 390},
    "BRT": {"BR": -180},
    "BRST": {"BR": -120},
    "COT": {"CO": -300},
    "CLT": {"CL": -240},
    "CLST": {"CL": -180},
    "UYT": {"UY": -180},
    "PYT": {"PY": -240},
    "BOT": {"BO": -240},
    "BDT": {"BD": 360, "BN": 480},
    "BST": {"BD": 360},
    "TRT": {"TR": 180},
    "AZT": {"AZ": 240},
    "AMT": {"AM": 240, "BR": -240},
    "UZT": {"UZ": 300},
    "KGT": {"KG": 360},
    "SAMT": {"RU": 240},
    "YEKT": {"RU": 300},
    "OMST": {"RU": 360},
    "NOVT": {"RU": 420},
    "KRAT": {"RU": 420},
    "IRKT": {"RU": 480},
    "VLAT": {"RU": 600},
    "FJT": {"FJ": 720},
    "PGT": {"PG": 600},
    "AZOT": {"PT": -60},
}
# Abbreviations that are words as well, which mean a zone only where nothing else follows, and
# those that are more often words than zones.
_WORDS = frozenset(["CAT", "EAT", "WAT", "WEST"])
_ONLY_WORDS = frozenset(["WET", "WIT"])
_LEAST, _MOST = timedelta(hours=-12), timedelta(hours=14)
_JANUARY, _JULY = (datetime(2016, month, 1, 12, tzinfo=UTC) for month in (1, 7))

_SPACES = r"(?:[ \t\u00a0\u2009\u202f]|&nbsp;)"
_SIGN = r"[+\-\u2212]"
_LISTED = re.compile(
    rf"(?P<name>{'|'.join(sorted(REGIONS, key=len, reverse=True))})(?![^\W\d_])", re.IGNORECASE
)
_UTC = re.compile(
    rf"(?P<name>GMT|UTC|UT)(?![^\W\d_])"
    rf"(?P<offset>(?P<apart>{_SPACES})?(?P<sign>{_SIGN})(?P<hours>\d{{1,2}})"
    rf"(?::?(?P<minutes>\d\d))?(?!\d)(?(apart)(?={_SPACES}*(?:$|[:,)\]—–]))))?",
    re.IGNORECASE,
)
_Z = re.compile(r"Z(?!\w)")
_OFFSET = re.compile(rf"(?P<sign>{_SIGN})(?P<hours>\d\d):?(?P<minutes>\d\d)(?!\d)")
_LOCAL = re.compile(
    rf"(?:local{_SPACES}+time|ortszeit|heure{_SPACES}+locale|hora{_SPACES}+local"
    rf"|ora{_SPACES}+locale|lokale{_SPACES}+tijd|lokal{_SPACES}+tid)(?![A-Za-z])",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"(?P<name>(?:[A-Z][A-Za-z]+{_SPACES}+){{1,4}}?)[Tt](?:ime|IME)(?![A-Za-z])",
)
_REGION_WORD = re.compile(r"(?P<name>eastern|central|mountain|pacific)(?![A-Za-z])", re.IGNORECASE)
_LETTERS = re.compile(r"(?P<name>Ch[SD]T|[A-Z]{2,5})(?!\w)")
# Letters that are no word and no name, and end as abbreviations of zones do.
_ONLY_A_ZONE = re.compile(r"[B-DF-HJ-NP-TV-Z]{2,4}T")
END = re.compile(rf"{_SPACES}*(?:$|[:;,.)\]|/—–]|--|-{_SPACES})")


@dataclass(frozen=True, slots=True)
class PrintedZone:
    """A printed zone, `zone` None for "local time".

    `clocks_say` is the abbreviation that the region's clocks must show for the printed one to be
    true, empty where nothing is claimed. `depends` says that the meaning depends on the story, so
    that `zone` is None until `in_story` has found it; `is_unknown` that none was found. `from_text`
    says that not the stamp but a sentence of the lead prints it.
    """

    name: str
    zone: tzinfo | None
    clocks_say: str = ""
    depends: bool = False
    is_unknown: bool = False
    from_text: bool = False


class OffsetError(ValueError):
    """A printed offset that no clock of the world has; the text is the offset."""


def read_zone(
    text: str, position: int = 0, language: str = ENGLISH
) -> tuple[PrintedZone, int] | None:
    """Read the zone that stands in *text* at *position*; return it and where it ends, or None.

    Words of *language* are read besides English ones.
    Raises OffsetError for an offset beyond -12:00 and +14:00.
    """
    if found := _UTC.match(text, position):
        return _from_utc(found), found.end()
    if found := _Z.match(text, position):
        return PrintedZone("Z", UTC), found.end()
    if found := _OFFSET.match(text, position):
        return PrintedZone(found.group(), _offset(found)), found.end()
    if found := _LISTED.match(text, position):
        name = found["name"].upper()
        region, says = REGIONS[name]
        return PrintedZone(name, ZoneInfo(region), says), found.end()
    if found := _LOCAL.match(text, position):
        return PrintedZone("local time", None), found.end()
    named = _in_words(text, position, language) or _by_name(text, position)
    return named or _by_letters(text, position)


def in_story(printed: PrintedZone, home: ZoneInfo) -> PrintedZone:
    """Return what *printed* means in a story whose own zone is *home*.

    An abbreviation means, in this order: the story's own clocks, the only meaning that it has in
    the story's country, the one in the list above, the only one that it has in the world.
    """
    name = printed.name
    if not printed.depends and name not in REGIONS:
        return printed
    if printed.depends and name in _names_of(home.key):
        return replace(printed, zone=home, clocks_say=name, depends=False)
    meanings = _meanings(name)
    in_country = {minutes for country, minutes in meanings if country == _country(home.key)}
    if not printed.depends:
        listed = {minutes for country, minutes in meanings if country == _country(_place(printed))}
        return _fixed(printed, in_country.pop()) if len(in_country - listed) == 1 else printed
    if len(in_country) == 1:
        return _fixed(printed, in_country.pop())
    anywhere = {minutes for _, minutes in meanings}
    if len(anywhere) == 1:
        return _fixed(printed, anywhere.pop())
    return replace(printed, depends=False, is_unknown=True)


def _place(printed: PrintedZone) -> str:
    return printed.zone.key if isinstance(printed.zone, ZoneInfo) else ""


def _fixed(printed: PrintedZone, minutes: int) -> PrintedZone:
    zone = timezone(timedelta(minutes=minutes), printed.name)
    return replace(printed, zone=zone, clocks_say="", depends=False)


def _from_utc(found: re.Match[str]) -> PrintedZone:
    name = found.group().upper()
    return PrintedZone(name, _offset(found) if found["offset"] else UTC)


def _offset(found: re.Match[str]) -> timezone:
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    ahead = timedelta(hours=hours, minutes=minutes) * (1 if found["sign"] == "+" else -1)
    if minutes > 59 or not _LEAST <= ahead <= _MOST:
        raise OffsetError(found.group())
    return timezone(ahead)


def _in_words(text: str, position: int, language: str) -> tuple[PrintedZone, int] | None:
    found = spoken_zone(text, position, language)
    if found is None:
        return None
    said, name, end = found
    zone = ZoneInfo(name) if name else None
    return PrintedZone(said, zone, is_unknown=name is None), end


def _by_name(text: str, position: int) -> tuple[PrintedZone, int] | None:
    """Read a zone in words: Eastern, Pacific Daylight Time, London time."""
    if found := _NAMED.match(text, position):
        said = " ".join(found["name"].replace("&nbsp;", " ").split())
        zone = _named(said.casefold())
        if zone is not None:
            return PrintedZone(" ".join(found.group().split()), *zone), found.end()
    found = _REGION_WORD.match(text, position)
    if found is None or not END.match(text, found.end()):
        return None
    return PrintedZone(found["name"], ZoneInfo(_REGION_WORDS[found["name"].lower()])), found.end()


def _by_letters(text: str, position: int) -> tuple[PrintedZone, int] | None:
    found = _LETTERS.match(text, position)
    if found is None:
        return None
    name = found["name"]
    if name in _ONLY_WORDS:
        return None
    if not _meanings(name):
        if not (_ONLY_A_ZONE.fullmatch(name) and END.match(text, found.end())):
            return None
    elif name in _WORDS and not END.match(text, found.end()):
        return None
    return PrintedZone(name, None, depends=True), found.end()


@cache
def _named(said: str) -> tuple[ZoneInfo, str] | None:
    """Return the zone of *said* time ("eastern daylight", "london"), and what its clocks say."""
    said = said.removeprefix("us ")
    if said in _REGION_WORDS:
        return ZoneInfo(_REGION_WORDS[said]), ""
    return _in_cldr().get(said) or _of_city(said) or _of_country(said)


@cache
def _in_cldr() -> dict[str, tuple[ZoneInfo, str]]:
    """Return the zones by their English names without "time", and what their clocks then say."""
    from babel.core import Locale, get_global  # noqa: PLC0415 (slow, and seldom needed)

    places: dict[str, str] = {}
    for place, meta in get_global("meta_zones").items():
        if meta not in places or place in _WELL_KNOWN:
            places[meta] = place
    found: dict[str, tuple[ZoneInfo, str]] = {}
    for meta, names in Locale("en").meta_zones.items():
        if meta not in places or "long" not in names:
            continue
        zone = ZoneInfo(places[meta])
        for kind, name in names["long"].items():
            moment = _JANUARY if kind == "standard" else _JULY
            says = moment.astimezone(zone).tzname() or ""
            is_half = kind in ("standard", "daylight") and says.isalpha() and _changes(zone)
            said = str(name).casefold().removesuffix(" time")
            found.setdefault(said, (zone, says if is_half else ""))
    return found


_WELL_KNOWN = frozenset(
    [
        *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
        *("America/Halifax", "Europe/Moscow", "Europe/Paris", "Europe/London"),
        *("Australia/Sydney", "Asia/Kolkata"),
    ]
)


def _changes(zone: ZoneInfo) -> bool:
    return _JANUARY.astimezone(zone).utcoffset() != _JULY.astimezone(zone).utcoffset()


@cache
def _of_city(said: str) -> tuple[ZoneInfo, str] | None:
    """Return the zone of the city *said* (London, New York), None where the database has none."""
    wanted = said.replace(" ", "_")
    for name in sorted(available_timezones()):
        if name.partition("/")[2].rpartition("/")[2].casefold() == wanted:
            return ZoneInfo(name), ""
    return None


def _of_country(said: str) -> tuple[ZoneInfo, str] | None:
    """Return the zone of the country *said* (India, Japan), None where it has several."""
    zone = zone_of_country(said, ENGLISH)
    return (ZoneInfo(zone), "") if zone else None


@cache
def _countries() -> dict[str, str]:
    """Return the country (ISO 3166) of each zone of the tz database. Source: CLDR, by Babel."""
    from babel.core import get_global  # noqa: PLC0415 (slow, and seldom needed)

    return {str(zone): str(land) for zone, land in get_global("zone_territories").items()}


def _country(zone: str) -> str:
    from babel.core import get_global  # noqa: PLC0415 (slow, and seldom needed)

    known = _countries()
    return known.get(zone) or known.get(str(get_global("zone_aliases").get(zone, "")), "")


@cache
def _names_of(zone: str) -> frozenset[str]:
    """Return the abbreviations that the clocks of *zone* show over a year."""
    return frozenset(
        moment.astimezone(ZoneInfo(zone)).tzname() or "" for moment in (_JANUARY, _JULY)
    )


@cache
def _meanings(name: str) -> tuple[tuple[str, int], ...]:
    """Return the meanings of an abbreviation: countries, and minutes from UTC."""
    found = _abbreviations().get(name, frozenset())
    return (*sorted(found), *_FORMER.get(name, {}).items())


@cache
def _abbreviations() -> dict[str, frozenset[tuple[str, int]]]:
    """Return the meanings of all the abbreviations of the tz database."""
    found: dict[str, set[tuple[str, int]]] = {}
    known = available_timezones()
    for zone, country in _countries().items():
        if zone not in known:
            continue
        for moment in (_JANUARY, _JULY):
            local = moment.astimezone(ZoneInfo(zone))
            name, ahead = local.tzname() or "", local.utcoffset() or timedelta()
            if name.isalpha():
                found.setdefault(name, set()).add((country, int(ahead.total_seconds()) // 60))
    return {name: frozenset(meanings) for name, meanings in found.items()}
