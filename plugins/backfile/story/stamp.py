"""Printed update times: what they say, never what we wish they said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, time, timedelta, timezone, tzinfo
from html import unescape
from zoneinfo import ZoneInfo

from backfile.errors import BackfileError

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

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
}

SPACE = r"(?:[ \t\u00a0\u2009\u202f]|&nbsp;)"


class StampError(BackfileError):
    """A stamp that cannot be true, such as 25:10 or 31 June; `printed` is the stamp."""

    def __init__(self, printed: str, reason: str) -> None:
        super().__init__(f'"{printed}" {reason}')
        self.printed = printed


@dataclass(frozen=True, slots=True)
class Clock:
    """A printed time of day.

    `twelve_hour` is true where neither a.m. nor p.m. was printed and the hour could be either;
    `twenty_four_hour` is true where only a 24-hour clock prints such a time (18:20, 00:05, 1726).
    """

    time: time
    twelve_hour: bool = False
    twenty_four_hour: bool = False


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A printed date with what was left out as None.

    `year` below 100 is a year printed with two digits. `either_way` is true for a numeric date
    such as 4/5 that reads both month first and day first. A lone weekday has no month or day.
    """

    month: int | None = None
    day: int | None = None
    year: int | None = None
    weekday: int | None = None
    either_way: bool = False


@dataclass(frozen=True, slots=True)
class PrintedZone:
    """A printed zone, `zone` None for "local time".

    `clocks_say` is the abbreviation that the region's clocks must show for the printed one to be
    true, empty where nothing is claimed.
    """

    name: str
    zone: tzinfo | None
    clocks_say: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """One printed stamp. `clock` is None where only a date was printed, `day` where only a time."""

    printed: str
    clock: Clock | None = None
    day: PartialDate | None = None
    zone: PrintedZone | None = None


def parse_stamp(text: str, *, day_first: bool = False) -> tuple[Stamp, str] | None:
    """Read the stamp at the start of *text*.

    Returns the stamp and what follows it, or None where *text* does not begin with one.
    *day_first* reads 4/5 as 4 May; 13/4 can only be read one way and is.
    Raises StampError for a stamp that cannot be true (25:10, 31 June).
    Rules: docs/stories.md, "The stamp".
    """
    match = _TIME_DATE.match(text) or _ISO.match(text) or _DATE_TIME.match(text)
    if match is None:
        return None
    found = match.groupdict("")
    printed = unescape(match.group()).strip()
    stamp = Stamp(
        printed=printed,
        clock=_clock(found, printed),
        day=_day(found, printed, day_first=day_first),
        zone=_zone(found, printed),
    )
    return stamp, text[match.end() :]


def spoken_date(day: date) -> str:
    """Return *day* in words that no locale changes: `15 August 2009`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


_MONTH = (
    r"(?P<{0}>(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)(?![A-Za-z]))\.?"
)
_WEEKDAY = (
    r"(?P<{0}>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?![A-Za-z])"
    r"|(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.)"
)
_YEAR = rf"(?:,?{SPACE}*(?P<{{0}}>[12]\d{{{{3}}}})(?!\d))?"
_MONTH_DAY = (
    _MONTH.format("month1")
    + rf"{SPACE}*(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.]\d|\d|{SPACE}*[ap]\.?m)"
    + _YEAR.format("year1")
)
_DAY_MONTH = (
    rf"(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?{SPACE}+(?:of{SPACE}+)?"
    + _MONTH.format("month2")
    + _YEAR.format("year2")
)
_NUMERIC = r"(?P<first>\d{1,2})/(?P<second>\d{1,2})(?:/(?P<year3>\d{4}|\d{2}))?(?![\d/])"
_ISO_DAY = r"(?P<year4>\d{4})-(?P<month4>\d{2})-(?P<day4>\d{2})(?!\d)"
_CALENDAR = rf"(?:{_MONTH_DAY}|{_DAY_MONTH}|{_NUMERIC}|{_ISO_DAY})"
_DATE = (
    rf"(?:(?:{_WEEKDAY.format('weekday1')},?{SPACE}*)?{_CALENDAR}|{_WEEKDAY.format('weekday2')})"
)
_TIME = rf"""(?:
    (?:12(?::00)?{SPACE}*)?(?P<word>noon|midnight)(?![A-Za-z])
  | (?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d{{2}}))?(?::(?P<second_>\d{{2}}))?
      {SPACE}*(?P<half>[ap]\.{SPACE}?m\.?|[ap]m)(?![A-Za-z])
  | (?P<hour24>\d{{1,2}}):(?P<minute24>\d{{2}})(?::(?P<second24>\d{{2}}))?(?![\d:]\d|\d)
  | (?P<compact>(?:[01]\d|2[0-3])[0-5]\d)(?!\d|[-/.,]\d|['’]?s\b)
)"""
_ZONE = (
    rf"(?:{SPACE}*(?P<wrapped>\()?(?P<zone>(?:{'|'.join(sorted(REGIONS, key=len, reverse=True))}"
    rf"|GMT|UTC|local{SPACE}time)(?![A-Za-z])|[+-]\d{{2}}:?\d{{2}}(?!\d))(?(wrapped)\)))?"
)
_OPTIONS = re.IGNORECASE | re.VERBOSE


_ISO = re.compile(
    r"(?P<year4>\d{4})-(?P<month4>\d{2})-(?P<day4>\d{2})[Tt]"
    r"(?P<hour24>\d{2}):(?P<minute24>\d{2})(?::(?P<second24>\d{2})(?:\.\d+)?)?"
    rf"(?:(?P<z>Z(?![A-Za-z]))|{_ZONE})",
    _OPTIONS,
)
_DATE_TIME = re.compile(
    rf"{_DATE}(?:(?:{SPACE}*[,|]{SPACE}*|{SPACE}+|(?<=\.))(?:at{SPACE}+)?{_TIME}{_ZONE})?"
    r"(?![A-Za-z0-9])",
    _OPTIONS,
)
_TIME_DATE = re.compile(
    rf"{_TIME}{_ZONE}(?:(?:{SPACE}*,{SPACE}*|{SPACE}+)(?:on{SPACE}+)?{_DATE}(?![A-Za-z0-9]))?",
    _OPTIONS,
)


def _clock(found: dict[str, str], printed: str) -> Clock | None:
    if found.get("word"):
        return Clock(time(12) if found["word"].lower() == "noon" else time(0))
    if found.get("half"):
        return _half_day_clock(found, printed)
    if found.get("compact"):
        hour, minute = int(found["compact"][:2]), int(found["compact"][2:])
        return Clock(_time(hour, minute, 0, printed), twenty_four_hour=True)
    if found.get("hour24"):
        hour, minute = int(found["hour24"]), int(found["minute24"])
        of_day = _time(hour, minute, int(found.get("second24") or 0), printed)
        # Nobody writes 09:15, or an ISO date, on a 12-hour clock without a.m. or p.m.
        plain = hour > 12 or found["hour24"].startswith("0") or bool(found.get("year4"))
        return Clock(of_day, twelve_hour=not plain, twenty_four_hour=plain)
    return None


def _half_day_clock(found: dict[str, str], printed: str) -> Clock:
    hour, minute = int(found["hour"]), int(found.get("minute") or 0)
    afternoon = found["half"][0] in "pP"
    if hour > 12 and not afternoon:
        raise StampError(printed, 'is not a time of day; correct the hour or drop "a.m."')
    if hour <= 12:
        hour = hour % 12 + (12 if afternoon else 0)
    return Clock(_time(hour, minute, int(found.get("second_") or 0), printed))


def _time(hour: int, minute: int, second: int, printed: str) -> time:
    try:
        return time(hour, minute, second)
    except ValueError:
        raise StampError(printed, "is not a time of day; hours end at 23:59") from None


def _day(found: dict[str, str], printed: str, *, day_first: bool) -> PartialDate | None:
    named_weekday = found.get("weekday1") or found.get("weekday2")
    weekday = _index(WEEKDAYS, named_weekday) if named_weekday else None
    for kind in "124":
        if found.get(f"day{kind}"):
            named = found[f"month{kind}"]
            month = int(named) if named.isdigit() else _index(MONTHS, named) + 1
            year = int(found[f"year{kind}"]) if found.get(f"year{kind}") else None
            return _checked(PartialDate(month, int(found[f"day{kind}"]), year, weekday), printed)
    if found.get("first"):
        return _checked(_numeric_day(found, weekday, day_first=day_first), printed)
    return PartialDate(weekday=weekday) if weekday is not None else None


def _index(names: tuple[str, ...], printed: str) -> int:
    start = printed[:3].lower()
    return next(index for index, name in enumerate(names) if name.lower().startswith(start))


def _numeric_day(found: dict[str, str], weekday: int | None, *, day_first: bool) -> PartialDate:
    month, day = int(found["first"]), int(found["second"])
    either_way = month <= 12 and day <= 12 and month != day
    if month > 12 or (either_way and day_first):
        month, day = day, month
    year = int(found["year3"]) if found.get("year3") else None
    return PartialDate(month, day, year, weekday, either_way)


def _checked(partial: PartialDate, printed: str) -> PartialDate:
    """Return *partial*, or raise StampError where no calendar has such a day."""
    year = partial.year if partial.year is not None and partial.year >= 100 else 2000
    if partial.month is None or partial.day is None:
        return partial
    try:
        date(year, partial.month, partial.day)
    except ValueError:
        raise StampError(printed, "names a day that no calendar has") from None
    return partial


def _zone(found: dict[str, str], printed: str) -> PrintedZone | None:
    if found.get("z"):
        return PrintedZone("Z", UTC)
    if not found.get("zone"):
        return None
    name = found["zone"].upper()
    if name.startswith("LOCAL"):
        return PrintedZone("local time", None)
    if name in ("GMT", "UTC"):
        return PrintedZone(name, UTC)
    if name in REGIONS:
        region, clocks_say = REGIONS[name]
        return PrintedZone(name, ZoneInfo(region), clocks_say)
    sign = -1 if name[0] == "-" else 1
    hours, minutes = int(name[1:3]), int(name[-2:])
    if hours > 23 or minutes > 59:
        raise StampError(printed, f"ends in {name}, which is not an offset from UTC")
    return PrintedZone(name, timezone(sign * timedelta(hours=hours, minutes=minutes)))
