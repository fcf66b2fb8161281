"""Reads dates as people and programs write them: a day, perhaps a time, perhaps an offset.

Rules: docs/stories.md, "Dates and zones". Words and the order of the parts are left to dateutil.
Three things are not, because dateutil guesses at them: which number of a date is its day, the
century of a year, and what an offset behind a name means (it reads `GMT-5` as POSIX does, turned
around).
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil import parser as dateutil_parser

from backfile.errors import FieldError
from backfile.story.stamp import WEEKDAYS, spoken_date
from backfile.story.zones import REGIONS
from backfile.text.timezones import places_called

EARLIEST_OFFSET, LATEST_OFFSET = timedelta(hours=-12), timedelta(hours=14)
_WRITE = "write 2014-06-16 or 2014-06-16 18:20"
# Two fillings for what a date leaves out: where they show, it was left out.
_GAPS = (datetime.fromisoformat("2001-02-03"), datetime.fromisoformat("2004-05-06T07:08"))

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?")
_MONTH = re.compile(r"(?i)(?<![a-z])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*")
_WEEKDAY = re.compile(
    r"(?i)(?<![a-z])(?P<name>(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)(?![a-z])\.?,?"
)
_BEFORE_YEAR_1 = re.compile(r"^[-\u2212]\d|\bB\.?C\.?(?:E\.?)?(?![A-Za-z])|^0{3,4}[-/. ]")
_NUMERIC = re.compile(
    r"(?<![\d:.])(?P<first>\d{1,4})\s*(?P<mark>[-/.,]|(?<=\d)\s(?=\d))\s*(?P<second>\d{1,2})"
    r"\s*(?:[-/.,]|(?<=\d)\s(?=\d))\s*(?P<third>\d{1,4})(?![\d:])"
)
_HALF = r"[ap]\.?\s?m(?![a-z])\.?"
_CLOCK = re.compile(
    rf"(?i)(?:(?<=\d)t|(?<![\d.:/-]))(?P<hour>\d{{1,2}})[:.](?P<minute>\d{{2}})"
    rf"(?::(?P<second>\d{{2}})(?:[.,]\d+)?)?(?![\d./])(?:\s*{_HALF})?"
    rf"|(?<![\d.:/-])(?P<bare>\d{{1,2}})\s*{_HALF}"
    r"|(?<=\d)t\d{2}(?:\d{2}(?:\d{2}(?:[.,]\d+)?)?)?(?!\d)"
)
_OFFSET = (
    r"(?:(?:GMT|UTC|UT|Z)\s*)?(?P<offset>(?P<sign>[+\-\u2212])"
    r"(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?P<more>:?\d+)?)(?![\d:])"
)
_ZONE = re.compile(
    rf"(?i)\s*,?\s*(?P<open>[(\[])?(?:{_OFFSET}"
    r"|(?P<name>[a-z]+/[a-z_/+-]+|[a-z]+(?:\s(?:standard|daylight|summer))?\stime"
    r"|[a-z]{1,5})(?![a-z]))(?(open)[)\]])"
)
# What programs print behind an offset, to say whose it is: (CEST), (Atlantic Time), EST.
_WHOSE = re.compile(r"\s*\([^()]*\)|\s+[A-Z]{2,5}(?![A-Za-z])")
# An offset right behind a day, as XML writes it.
_DAY_ZONE = re.compile(r"^(?P<day>\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})$")
_NO_ZONE = re.compile(r"(?i)(?:on|at|of|and|the|uhr|h|hrs?|am|pm)$")
_UTC_NAMES = frozenset({"GMT", "UTC", "UT", "Z"})
# Behind a day, a time of day or an offset.
_SIGNED = re.compile(r"[-\u2212]\d")
# 18, 1820 or 182030, as ISO 8601 writes a time of day.
_DIGITS = re.compile(r"(\d{2})(\d{2})?(\d{2})?")
_BETWEEN = re.compile(
    r"(?i)^(?:\s|,|;|\||•|·|t(?=\d)|at\b|on\b|-(?=\s))+|[\s,;|•·-]+$|\s+(?:on|at)$"
)


class MetadataError(FieldError):
    """A metadata field that cannot stand, and the code of the fault."""

    def __init__(self, field: str, code: str, message: str) -> None:
        super().__init__(field, message)
        self.code = code


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date read: `moment`, with the offset or zone that it states, else naive.

    `has_time` is whether it states a time of day, `weekday` the day of the week that it names
    (Monday is 0), None where it names none.
    """

    moment: datetime
    has_time: bool
    weekday: int | None = None

    @property
    def contradiction(self) -> str:
        """Return what is wrong with the weekday that was named, empty where nothing is."""
        true = self.moment.weekday()
        if self.weekday in (None, true):
            return ""
        assert self.weekday is not None  # noqa: S101 (told apart above)
        day = spoken_date(self.moment.date())
        return f"{day} was a {WEEKDAYS[true]}, not a {WEEKDAYS[self.weekday]}"


def parse_date(text: str) -> tuple[datetime, bool]:
    """Read the date of a story file or of a command; return it, and whether it has a time of day.

    Raises MetadataError (`bad-date`) for all that `stated_date` refuses.
    """
    stated = stated_date(text)
    return stated.moment, stated.has_time


@lru_cache(maxsize=4096)
def stated_date(text: str) -> StatedDate:
    """Read a date that is ISO-like or spelled out, with or without time of day and offset.

    An offset counts as it is printed. Raises MetadataError (`bad-date`) for what is no date, for a
    numeric date that reads two ways, a year of two digits or before the year 1, a date that leaves
    out its day or year, an offset beyond -12:00 and +14:00, and a zone by another name than UTC.
    """
    if _ISO.fullmatch(text):  # as importers write it: a tenth of the time
        with suppress(ValueError):
            return StatedDate(datetime.fromisoformat(text), has_time=len(text) > len("2014-06-16"))
    reading = _Reading(text)
    if reading.zone_name:
        raise _bad(text, _about_zone(reading.zone_name))
    return reading.stated(None)


def received_date(text: str, zone: ZoneInfo, *, day_first: bool) -> StatedDate:
    """Read a date that something received prints or states.

    As `stated_date`, but a numeric date is read: with dots day first, else as *day_first* says.
    The abbreviation of a zone means the wall time of *zone*, where its clocks print that, else of
    the place that `REGIONS` has. Raises MetadataError.
    """
    reading = _Reading(text)
    stated = reading.stated(day_first)
    name = " ".join(reading.zone_name.upper().split())
    if not name or name == "LOCAL TIME" or not stated.has_time:
        return stated
    place = _meant(name, stated.moment, zone)
    if place is None:
        raise _bad(text, _about_zone(reading.zone_name))
    return StatedDate(stated.moment.replace(tzinfo=place), has_time=True, weekday=stated.weekday)


def _meant(name: str, local: datetime, zone: ZoneInfo) -> ZoneInfo | None:
    """Return the zone that the abbreviation *name* means in a story of *zone*."""
    if local.replace(tzinfo=zone).tzname() == name:
        return zone
    if name in REGIONS:
        return ZoneInfo(REGIONS[name][0])
    places = places_called(name)
    return ZoneInfo(places[0]) if len(places) == 1 else None


def happened(local: datetime, zone: ZoneInfo) -> bool:
    """Return whether the clocks of *zone* ever showed the naive time *local*.

    Raises OverflowError at the ends of the calendar.
    """
    there = local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return there.replace(tzinfo=None) == local


def offset_needed(local: datetime) -> str:
    """Return the offset of *local*, in its zone, where it is the second of two equal times.

    Without it a story file would mean the first. It is empty everywhere else.
    """
    ahead = local.utcoffset()
    if ahead is None or not local.fold or ahead == local.replace(fold=0).utcoffset():
        return ""
    return local.isoformat()[-len("-05:00") :]


class _Reading:
    """A date taken apart: its weekday, its zone, and the text that is left."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.weekday: int | None = None
        self.offset: tzinfo | None = None
        self.zone_name = ""
        plain = " ".join(unicodedata.normalize("NFKC", text).split())
        plain = re.sub(r"(?<=\d)_(?=\d)", " ", plain)  # as Pelican does
        if _BEFORE_YEAR_1.search(plain):
            reason = "is before the year 1, where dates begin; state it in the text instead"
            raise _bad(text, reason)
        if day := _DAY_ZONE.match(plain):
            plain = day["day"]
        self.rest = self._without_zone(self._without_weekday(plain))

    def stated(self, day_first: bool | None) -> StatedDate:  # noqa: FBT001 (a third value is None)
        """Return the date; *day_first* None refuses one that reads two ways."""
        found = None if _MONTH.search(self.rest) else _NUMERIC.search(self.rest)
        if found:
            day = self._numeric(found, day_first)
            before, after = self.rest[: found.start()], self.rest[found.end() :]
            moment, has_time = self._with_time(day, f"{before} {_BETWEEN.sub('', after)}")
        else:
            moment, has_time = self._spelled()
        return StatedDate(moment.replace(tzinfo=self.offset), has_time, self.weekday)

    def _without_weekday(self, plain: str) -> str:
        found = _WEEKDAY.search(plain)
        if found is None:
            return plain
        start = found["name"][:3].lower()
        self.weekday = next(n for n, day in enumerate(WEEKDAYS) if day[:3].lower() == start)
        rest = f"{plain[: found.start()]} {plain[found.end() :]}".strip()
        return rest or plain

    def _without_zone(self, plain: str) -> str:
        clock = self._clock(plain)
        if clock is None:
            return plain
        zone = _ZONE.match(plain, clock.end())
        if zone is None or (zone["name"] and self._is_word(zone["name"])):
            return plain
        end = zone.end()
        if zone["offset"]:
            self.offset = self._offset(zone)
            whose = _WHOSE.match(plain, end)
            end = whose.end() if whose and not _MONTH.match(whose.group().strip()) else end
        elif zone["name"].upper() in _UTC_NAMES:
            self.offset = UTC
        else:
            self.zone_name = zone["name"]
        return f"{plain[: zone.start()]} {plain[end:]}".strip()

    def _clock(self, plain: str) -> re.Match[str] | None:
        found = _CLOCK.search(plain)
        if found and found["hour"] and (int(found["hour"]) > 23 or int(found["minute"]) > 59):
            printed = found.group().strip("Tt ")
            raise _bad(self.text, f"has the time {printed}; hours end at 23:59")
        return found

    def _is_word(self, name: str) -> bool:
        return bool(_NO_ZONE.match(name) or _MONTH.fullmatch(name) or _WEEKDAY.fullmatch(name))

    def _offset(self, found: re.Match[str]) -> tzinfo:
        hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
        ahead = timedelta(hours=hours, minutes=minutes)
        ahead = ahead if found["sign"] == "+" else -ahead
        if found["more"] or minutes > 59 or not EARLIEST_OFFSET <= ahead <= LATEST_OFFSET:
            reason = f"has the offset {found['offset']}; offsets lie between -12:00 and +14:00"
            raise _bad(self.text, reason)
        return timezone(ahead)

    def _numeric(self, found: re.Match[str], day_first: bool | None) -> date:  # noqa: FBT001
        first, second, third = (int(found[name]) for name in ("first", "second", "third"))
        if len(found["first"]) == len("2014"):
            return self._day(first, second, third)
        if len(found["third"]) != len("2014"):
            raise _bad(self.text, "has a year of two digits; write all four, as in 2014-06-16")
        if first > 12 or first == second:
            return self._day(third, second, first)
        if second > 12:
            return self._day(third, first, second)
        if day_first is None:
            one, other = self._day(third, second, first), self._day(third, first, second)
            raise _bad(
                self.text,
                f"reads two ways; write {one} for {spoken_date(one)} or {other} for "
                f"{spoken_date(other)}",
            )
        if day_first or found["mark"] == ".":
            return self._day(third, second, first)
        return self._day(third, first, second)

    def _day(self, year: int, month: int, day: int) -> date:
        try:
            return date(year, month, day)
        except ValueError:
            raise self._no_date() from None

    def _with_time(self, day: date, rest: str) -> tuple[datetime, bool]:
        rest = _BETWEEN.sub("", rest.strip())
        if _SIGNED.match(rest):
            raise self._no_date()
        if digits := _DIGITS.fullmatch(rest):
            rest = ":".join([*filter(None, digits.groups()), "00"][:3])
        if not rest:
            return datetime(day.year, day.month, day.day), False  # noqa: DTZ001 (told apart later)
        one, other = self._parsed(rest, [gaps.replace(2000, 1, 1) for gaps in _GAPS])
        if one.hour != other.hour or (one.year, one.month, one.day) != (2000, 1, 1):
            raise self._no_date()
        return one.replace(day.year, day.month, day.day), True

    def _spelled(self) -> tuple[datetime, bool]:
        one, other = self._parsed(self.rest, _GAPS)
        if one.date() != other.date():
            raise _bad(self.text, f"names no single day; {_WRITE}")
        if f"{one.year:04}" not in self.rest:
            raise _bad(self.text, "has a year of two digits; write all four, as in 2014-06-16")
        return one, one.hour == other.hour

    def _parsed(self, text: str, gaps: tuple[datetime, ...] | list[datetime]) -> list[datetime]:
        # A dot between hours and minutes is a decimal point to dateutil.
        plain = re.sub(r"(?<![\d.])(\d{1,2})\.(\d{2})(?![\d.])", r"\1:\2", text)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", dateutil_parser.UnknownTimezoneWarning)
                found = [dateutil_parser.parse(plain, default=one) for one in gaps]
        except dateutil_parser.UnknownTimezoneWarning:
            raise self._no_date() from None
        except (ValueError, OverflowError, TypeError):
            raise self._no_date() from None
        if any(one.tzinfo for one in found):
            raise self._no_date()
        return found

    def _no_date(self) -> MetadataError:
        return _bad(self.text, f"is not a date; {_WRITE}")


def _bad(text: str, reason: str) -> MetadataError:
    return MetadataError("date", "bad-date", f'"{text}" {reason}')


def _about_zone(name: str) -> str:
    places = (name,) if "/" in name else places_called(name)
    if not places:
        return f"gives its zone as {name}; give the place as Timezone, or an offset such as +02:00"
    return f'gives its zone as {name}; remove that and add "Timezone: {places[0]}"'
