"""Reads printed update times (stamps), and infers nothing that is not printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from backfile.errors import BackfileError
from backfile.story.languages import (
    ENGLISH,
    MONTH_FIRST,
    folded,
    halves_of,
    language_of,
    month_names,
    weekday_names,
    words_of,
)
from backfile.story.zones import OffsetError, PrintedZone, read_zone

if TYPE_CHECKING:
    from backfile.story.languages import Halves, TimeWords

__all__ = [
    "MONTHS",
    "SPACE",
    "WEEKDAYS",
    "Clock",
    "PartialDate",
    "PrintedZone",
    "Stamp",
    "StampError",
    "parse_stamp",
    "spoken_date",
]

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

SPACE = r"(?:[ \t\u00a0\u2009\u202f]|&nbsp;)"
# A stamp is never longer.
LONGEST = 200


class StampError(BackfileError):
    """A stamp that cannot be true, such as 25:10 or 31 June; `printed` is the stamp."""

    def __init__(self, printed: str, reason: str) -> None:
        super().__init__(f'"{printed}" {reason}')
        self.printed = printed


@dataclass(frozen=True, slots=True)
class Clock:
    """A printed time of day.

    `twelve_hour` is true where neither a.m. nor p.m. was printed and the hour could be either;
    `twenty_four_hour` is true where the time is sure without a.m. or p.m. (18:20, 00:05, 1726,
    18h20, 6 Uhr abends). `is_dotted` is true for a 6.20 without a.m. or p.m., which may be any
    number.
    """

    time: time
    twelve_hour: bool = False
    twenty_four_hour: bool = False
    is_dotted: bool = False


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
class Stamp:
    """One printed stamp. `clock` is None where only a date was printed, `day` where only a time.

    `until` is where a printed range of time ends, which begins with `clock`.
    """

    printed: str
    clock: Clock | None = None
    day: PartialDate | None = None
    zone: PrintedZone | None = None
    until: time | None = None


def parse_stamp(
    text: str, *, day_first: bool | None = None, lang: str = ENGLISH
) -> tuple[Stamp, str] | None:
    """Read the stamp at the start of *text*.

    Returns the stamp and what follows it, or None where *text* does not begin with one. *lang* is
    the language of the story, whose words are read besides English ones. *day_first* reads 4/5 as
    4 May; None leaves that to the language, and 13/4 can only be read one way and is.
    Raises StampError for a stamp that cannot be true (25:10, 31 June).
    Rules: docs/stories.md, "The stamp".
    """
    language = language_of(lang)
    if day_first is None:
        day_first = language not in MONTH_FIRST
    reader = _Reader(text, folded(text[:LONGEST]), _grammar(language))
    try:
        found = reader.read()
    except OffsetError as error:
        offset = str(error)
        printed = text[: text.find(offset) + len(offset)]
        raise StampError(printed, f"ends in {offset}, which is not an offset from UTC") from None
    if found is None:
        return None
    printed = unescape(text[: found.end]).strip()
    is_iso = found.dated is not None and found.dated.is_iso
    stamp = Stamp(
        printed=printed,
        clock=found.timed.clock(printed, is_iso=is_iso, language=language) if found.timed else None,
        day=_day(found.dated, printed, day_first=day_first) if found.dated else None,
        zone=found.timed.zone if found.timed else None,
        until=found.timed.until(printed, language) if found.timed else None,
    )
    return stamp, text[found.end :]


def spoken_date(day: date) -> str:
    """Return *day* in words that no locale changes: `15 August 2009`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


# What is looked for, in small letters and without accents


class _Grammar(NamedTuple):
    time: re.Pattern[str]
    calendar: re.Pattern[str]
    weekday: re.Pattern[str]
    short_weekday: re.Pattern[str]
    joint: re.Pattern[str]
    months: dict[str, int]
    weekdays: dict[str, int]
    language: str


_NO_LETTER = r"(?![^\W\d_])"
_ENGLISH_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_ENGLISH_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_ENGLISH_SHORT = r"(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)"
_HALF = rf"(?:[ap]\.{SPACE}?m\.?|[ap]m){_NO_LETTER}"
_YEAR = r"(?P<{}>[12]\d{{3}})(?!\d)"
_OPTIONS = re.VERBOSE
# The hour from which a night is that of an evening.
_EVENING = 6
_EAST_HALF = "午前|午後|上午|下午|오전|오후"


@cache
def _grammar(language: str) -> _Grammar:
    months, weekdays = _english(MONTHS, 1), _english(WEEKDAYS, 0)
    month, weekday, short = _ENGLISH_MONTH, _ENGLISH_WEEKDAY, _ENGLISH_SHORT
    if language != ENGLISH:
        own, own_days = month_names(language), weekday_names(language)
        month = f"(?:{_any_of(own)}|{month})" if own else month
        shorter = [name for name in own_days if len(name) < 4]
        short = f"(?:{_any_of(shorter)}|{short})" if shorter else short
        months, weekdays = {**months, **own}, {**weekdays, **own_days}
        own_full = [name for name in own_days if len(name) >= 4]
        weekday = f"(?:{_any_of(own_full)}|{_ENGLISH_WEEKDAY})" if own_full else _ENGLISH_WEEKDAY
    return _Grammar(
        time=re.compile(_time_pattern(language), _OPTIONS),
        calendar=re.compile(_calendar_pattern(language, month), _OPTIONS),
        weekday=re.compile(rf"(?P<weekday>{weekday}){_NO_LETTER}|(?P<dotted>{short})\.", _OPTIONS),
        short_weekday=re.compile(rf"(?P<weekday>{short}){_NO_LETTER}", _OPTIONS),
        joint=re.compile(rf"(?:(?:{_phrases(words_of(language).joining)})\.?{SPACE}+)?", _OPTIONS),
        months=months,
        weekdays=weekdays,
        language=language,
    )


def _english(names: tuple[str, ...], first: int) -> dict[str, int]:
    full = {name.lower(): number for number, name in enumerate(names, first)}
    return full | {name[:3]: number for name, number in full.items()}


def _any_of(names: object) -> str:
    """Return an alternative of *names*, the longest first, as a pattern."""
    ordered = sorted(map(str, names), key=len, reverse=True)  # type: ignore[call-overload]
    return "|".join(re.escape(name).replace("\\ ", f"{SPACE}+") for name in ordered)


def _phrases(phrases: tuple[str, ...]) -> str:
    return _any_of(phrases) or "(?!)"


def _time_pattern(language: str) -> str:
    words = words_of(language)
    units = f"(?:{_phrases(words.after)}){_NO_LETTER}"
    minute = "[0-5]\\d"
    before = f"(?P<before>(?:{_phrases(words.before)})\\.?{SPACE}*(?=\\d))" if words.before else ""
    halves = halves_of(language)
    whole = _phrases((*halves.noon, *halves.midnight))
    forms = [
        rf"(?:12(?::00)?{SPACE}*)?(?P<word>{whole}){_NO_LETTER}",
        *_in_words(words, halves),
        (
            rf"(?P<hour_r>\d{{1,2}})(?:[:.](?P<minute_r>\d{{2}}))?{SPACE}*[-–—]{SPACE}*"
            rf"(?P<end_hour>\d{{1,2}})(?:[:.](?P<end_minute>\d{{2}}))?{SPACE}*(?P<half_r>{_HALF})"
        ),
        (
            rf"(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d{{2}}))?(?::(?P<second>\d{{2}}))?"
            rf"{SPACE}*(?P<half>{_HALF})"
        ),
        (
            rf"(?P<half_e>{_EAST_HALF})?{SPACE}*(?P<hour_e>\d{{1,2}}){SPACE}*[時时点點시]"
            rf"(?:{SPACE}*(?P<minute_e>\d{{1,2}}){SPACE}*[分분])?(?![間间간])"
        ),
    ]
    if letters := [one for one in words.after if len(one) == 1 and one.isascii()]:
        forms.append(
            rf"(?:(?:{_phrases(words.before)}){SPACE}+)?(?P<hour_h>\d{{1,2}}){SPACE}?"
            rf"[{''.join(letters)}]{SPACE}?(?P<minute_h>{minute})?(?!\w)"
        )
    if before:
        forms.append(
            rf"{before}(?P<hour_b>\d{{1,2}})(?:[:.](?P<minute_b>{minute}))?(?::\d{{2}})?(?![\d:]\d|\d)"
            rf"(?:{SPACE}*{units})?"
        )
    forms += [
        rf"(?P<hour_u>\d{{1,2}})(?:[:.]?(?P<minute_u>{minute}))?(?::\d{{2}})?{SPACE}*{units}",
        (
            r"(?P<hour24>\d{1,2}):(?P<minute24>\d{2})(?::(?P<second24>\d{2})(?:\.\d{3,6})?)?"
            r"(?![\d:.]\d|\d|,\d{3})"
        ),
        rf"(?P<hour_d>\d{{1,2}})\.(?P<minute_d>{minute})(?![\d%]|[.,]\d)",
        r"(?P<compact>(?:[01]\d|2[0-3])[0-5]\d)(?!\d|[-/.,]\d|['’]?s\b)",
    ]
    return "|".join(forms)


def _in_words(words: TimeWords, halves: Halves) -> list[str]:
    """Return the form of a time with its half of the day in words: 6 Uhr abends."""
    if not halves.behind:
        return []
    before = f"(?:(?:{_phrases(words.before)})\\.?{SPACE}+)?" if words.before else ""
    units, behind = _phrases(words.after), _phrases(halves.behind)
    hour = r"(?P<hour_w>\d{1,2})"
    minute = rf"(?:{SPACE}?[h:.]{SPACE}?(?P<minute_w>[0-5]\d))?"
    half = rf"{SPACE}+(?P<half_w>{behind}){_NO_LETTER}"
    return [rf"{before}{hour}{minute}(?:{SPACE}*(?:{units})\.?)?{half}"]


def _calendar_pattern(language: str, month: str) -> str:
    words = words_of(language)
    between = f"(?:(?:{_phrases(words.in_dates)}){SPACE}*)?"
    ordinal = r"(?:st|nd|rd|th)?"
    gap = f"{SPACE}+"
    if language != ENGLISH:
        ordinal = r"(?:\.|º|°|ª|er\b|ere\b|:?e\b|st|nd|rd|th)?"
        gap = f"{SPACE}*"
    year = rf"(?:,?{SPACE}*{between}{_YEAR})?(?:{SPACE}*(?:г|р)\.)?"
    forms = [
        rf"(?P<month1>{month}){_NO_LETTER}\.?{SPACE}*(?P<day1>\d{{1,2}}){ordinal}"
        rf"(?![\d:.]\d|\d|{SPACE}*[ap]\.?m)" + year.format("year1"),
        rf"(?P<day2>\d{{1,2}}){ordinal}{gap}{between}(?P<month2>{month}){_NO_LETTER}\.?"
        + year.format("year2"),
        r"(?P<year4>\d{4})(?P<mark>[-/.])(?P<month4>\d{1,2})(?P=mark)(?P<day4>\d{1,2})(?!\d)",
        (
            r"(?:(?P<year6>\d{4})[年년]\s?)?(?P<month6>\d{1,2})[月월]\s?(?P<day6>\d{1,2})[日일]"
            r"(?:[(（][^()（）]{1,3}[)）])?"
        ),
        r"(?P<day5>\d{1,2})(?P<dots>[.-])(?P<month5>\d{1,2})(?P=dots)(?P<year5>\d{4})(?!\d)",
        r"(?P<first>\d{1,2})/(?P<second>\d{1,2})(?:/(?P<year3>\d{4}|\d{2}))?(?![\d/])",
    ]
    if language != ENGLISH:
        forms.insert(
            -1, rf"(?P<day7>\d{{1,2}})\.(?P<month7>\d{{1,2}})\.(?P<year7>\d{{2}})?(?=,?{SPACE}*\D)"
        )
    return "|".join(forms)


# Where a stamp's parts stand


_BLANK = re.compile(rf"{SPACE}*")
_TIGHT = re.compile(rf"{SPACE}*[,|·]{SPACE}*|{SPACE}+|(?<=[.日일)）]){SPACE}*")
_LOOSE = re.compile(rf"{SPACE}*(?:[:：|·,;–—]|-+){SPACE}*")
_MACHINE_T = re.compile(r"t(?=\d\d:\d\d)")
_RANGE = re.compile(rf"(?P<blank>{SPACE}*)(?:[-–—]|to{SPACE}|until{SPACE}){SPACE}*")
_GLUED = re.compile(r"-(?P<hours>\d{1,2}):(?P<minutes>\d{2})(?!\d)")
_ANOTHER = re.compile(rf"{SPACE}*(?:/|[,;·|]|(?P<wrapped>[(\[])){SPACE}*")
_ENDS = re.compile(rf"{SPACE}*(?:$|[:：;,.)\]】|–—*_]|-+(?:{SPACE}|$)|--)")
_NO_WORD = re.compile(r"(?![^\W_])")


class _Timed(NamedTuple):
    """A time of day where it stands: its match, its zone, the match of the range's end, its end."""

    found: re.Match[str]
    end: int
    zone: PrintedZone | None = None
    last: re.Match[str] | None = None

    def clock(self, printed: str, *, is_iso: bool, language: str) -> Clock:
        clock = _clock(self.found.groupdict(""), printed, language)
        if is_iso and clock.twelve_hour:  # Nobody writes an ISO date on a 12-hour clock.
            clock = replace(clock, twelve_hour=False, twenty_four_hour=True)
        return replace(clock, is_dotted=clock.is_dotted and self.zone is None)

    def until(self, printed: str, language: str) -> time | None:
        if self.last is not None:
            return _clock(self.last.groupdict(""), printed, language).time
        found = self.found.groupdict("")
        if not found["hour_r"]:
            return None
        return _half_day(found["end_hour"], found["end_minute"], "", found["half_r"], printed).time


class _Dated(NamedTuple):
    """A day where it stands: the match of its weekday, of its calendar date, and its end."""

    end: int
    weekday: int | None = None
    found: re.Match[str] | None = None
    months: dict[str, int] | None = None
    is_short: bool = False

    @property
    def is_iso(self) -> bool:
        """Return whether year, month and day stand in that order."""
        return self.found is not None and bool(self.found["year4"])


class _Found(NamedTuple):
    end: int
    timed: _Timed | None = None
    dated: _Dated | None = None


class _Reader:
    """Reads a stamp at the start of *text*, of which *plain* is the folded beginning."""

    def __init__(self, text: str, plain: str, grammar: _Grammar) -> None:
        self.text = text
        self.plain = plain
        self.grammar = grammar

    def read(self) -> _Found | None:
        dated = self.date(0)
        if dated is not None:
            found = self._with_time(dated)
            return None if found.end < 0 or (dated.is_short and not found.timed) else found
        timed = self.time(0)
        return self._with_date(timed) if timed is not None else None

    def time(self, position: int) -> _Timed | None:
        """Read a time, the zone behind it, where it ends, and the same in another zone."""
        found = self.grammar.time.match(self.plain, position)
        if found is None:
            return None
        timed = _Timed(found, found.end())
        glued = _GLUED.match(self.plain, timed.end)
        if glued is None or not self._is_later(found, glued):
            timed = self._with_zone(timed)
        if timed.zone is None:
            timed = self._with_zone(self._with_last(timed))
        return self._with_another(timed)

    def _is_later(self, found: re.Match[str], glued: re.Match[str]) -> bool:
        """Tell a range from an offset: 18:20-19:00 from 18:20-05:00."""
        hour = int(found["hour24"] or 0)
        return bool(found["hour24"]) and int(glued["hours"]) > max(hour, 0)

    def _with_last(self, timed: _Timed) -> _Timed:
        between = _RANGE.match(self.plain, timed.end)
        last = self.grammar.time.match(self.plain, between.end()) if between else None
        if between is None or last is None or last["hour_r"] or last["compact"]:
            return timed
        is_apart = bool(between["blank"])
        if is_apart and not self._ends(self._with_zone(_Timed(last, last.end())).end):
            return timed
        return timed._replace(last=last, end=last.end())

    def _with_zone(self, timed: _Timed) -> _Timed:
        position = _end(_BLANK, self.plain, timed.end)
        wrapped = self.plain[position : position + 1] == "("
        read = read_zone(self.text, position + wrapped, self.grammar.language)
        if read is None and self.plain[position : position + 1] == ",":
            read = read_zone(
                self.text, _end(_BLANK, self.plain, position + 1), self.grammar.language
            )
            read = read if read and self._ends(read[1]) else None
        if read is None:
            return timed
        zone, end = read
        if wrapped:
            if self.plain[end : end + 1] != ")":
                return timed
            end += 1
        return timed._replace(zone=zone, end=end)

    def _with_another(self, timed: _Timed) -> _Timed:
        """Read on over the same moment in other zones: 6:15 a.m. ET / 3:15 a.m. PT."""
        while timed.zone is not None:
            between = _ANOTHER.match(self.plain, timed.end)
            if between is None:
                return timed
            other = self.grammar.time.match(self.plain, between.end())
            end = other.end() if other else between.end()
            zoned = read_zone(self.text, _end(_BLANK, self.plain, end), self.grammar.language)
            is_zone_alone = other is None and between.group().strip() == "/"
            if zoned is None or not (other or is_zone_alone):
                return timed
            end = zoned[1]
            if between["wrapped"]:
                if self.plain[end : end + 1] not in (")", "]"):
                    return timed
                end += 1
            timed = timed._replace(end=end)
        return timed

    def date(self, position: int) -> _Dated | None:
        weekday, is_short = self.grammar.weekday.match(self.plain, position), False
        if weekday is None:
            weekday = self.grammar.short_weekday.match(self.plain, position)
            is_short = weekday is not None
        after = position
        number = None
        if weekday is not None:
            said = weekday["weekday"] or weekday["dotted"]
            number = self._weekday(said)
            after = _end(_COMMA, self.plain, weekday.end())
            after = _end(self.grammar.joint, self.plain, after)
        found = self.grammar.calendar.match(self.plain, after)
        months = self.grammar.months
        if found is not None:
            return _Dated(found.end(), number, found, months)
        if weekday is None:
            return None
        return _Dated(weekday.end(), number, is_short=is_short)

    def _weekday(self, said: str) -> int | None:
        known = self.grammar.weekdays
        return known.get(said, known.get(said[:3]))

    def _with_time(self, dated: _Dated) -> _Found:
        """Read the time that follows a day; past a dash or a colon it must stand by itself."""
        if dated.is_iso and (t := _MACHINE_T.match(self.plain, dated.end)):
            timed = self.time(t.end())
            return _Found(timed.end, timed, dated) if timed else _Found(dated.end, dated=dated)
        for between, is_loose in ((_TIGHT, False), (_LOOSE, True)):
            gap = between.match(self.plain, dated.end)
            if gap is None:
                continue
            start = _end(self.grammar.joint, self.plain, gap.end())
            timed = self.time(start)
            if timed is None or (is_loose and not self._ends(timed.end)):
                continue
            if _NO_WORD.match(self.plain, timed.end):
                return _Found(timed.end, timed, dated)
        return _Found(dated.end if _NO_WORD.match(self.plain, dated.end) else -1, dated=dated)

    def _with_date(self, timed: _Timed) -> _Found:
        for between, is_loose in ((_TIGHT, False), (_LOOSE, True), (_OPENED, True)):
            gap = between.match(self.plain, timed.end)
            if gap is None:
                continue
            dated = self.date(_end(self.grammar.joint, self.plain, gap.end()))
            if dated is None or not _NO_WORD.match(self.plain, dated.end):
                continue
            end = dated.end
            if between is _OPENED:
                if self.plain[end : end + 1] not in (")", "]"):
                    continue
                end += 1
            is_alone = self._ends(end)
            if (is_loose or dated.is_short) and not is_alone:
                continue
            return _Found(end, timed, dated)
        return _Found(timed.end, timed)

    def _ends(self, position: int) -> bool:
        return _ENDS.match(self.plain, position) is not None


_COMMA = re.compile(rf",?{SPACE}*")
_OPENED = re.compile(rf"{SPACE}*[(\[]")


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position


# What the parts mean


def _clock(found: dict[str, str], printed: str, language: str) -> Clock:
    halves = halves_of(language)
    if found["word"]:
        return Clock(time(12) if found["word"] in halves.noon else time(0))
    if found.get("half_w"):
        return _in_half(found, halves, printed)
    if found["half"]:
        return _half_day(found["hour"], found["minute"], found["second"], found["half"], printed)
    if found["hour_r"]:
        return _range_start(found, printed)
    if found["half_e"]:
        said = "a" if found["half_e"] in ("午前", "上午", "오전") else "p"
        return _half_day(found["hour_e"], found["minute_e"], "", said, printed)
    return _certain_clock(found, printed) or _colon_clock(found, printed, language)


def _in_half(found: dict[str, str], halves: Halves, printed: str) -> Clock:
    """Return the time whose half of the day stands behind it in words."""
    hour, half = int(found["hour_w"]), found["half_w"]
    is_late = half in halves.evening or (half in halves.night and hour >= _EVENING)
    if hour <= 12 and is_late:
        midnight = half in halves.night
        hour = hour % 12 + 12 if not (midnight and hour == 12) else 0
    return Clock(_time(str(hour), found["minute_w"], "", printed), twenty_four_hour=True)


def _certain_clock(found: dict[str, str], printed: str) -> Clock | None:
    """Return the time that only a 24-hour clock prints in such a way: 18h20, kl. 18.20, 1820."""
    hour, minute = found["compact"][:2], found["compact"][2:]
    for kind in "ehbu":
        if found.get(f"hour_{kind}"):
            hour, minute = found[f"hour_{kind}"], found[f"minute_{kind}"]
    return Clock(_time(hour, minute, "", printed), twenty_four_hour=True) if hour else None


def _colon_clock(found: dict[str, str], printed: str, language: str) -> Clock:
    hour = found["hour_d"] or found["hour24"]
    minute = found["minute_d"] or found["minute24"]
    of_day = _time(hour, minute, found["second24"], printed)
    # Nobody writes 09:15 on a 12-hour clock without a.m. or p.m., and few languages have one.
    plain = of_day.hour > 12 or hour.startswith("0") or language != ENGLISH
    is_dotted = bool(found["hour_d"])
    return Clock(of_day, twelve_hour=not plain, twenty_four_hour=plain, is_dotted=is_dotted)


def _half_day(hours: str, minutes: str, seconds: str, half: str, printed: str) -> Clock:
    hour, afternoon = int(hours), half[0] == "p"
    if hour > 12 and not afternoon:
        raise StampError(printed, 'is not a time of day; correct the hour or drop "a.m."')
    if hour <= 12:
        hour = hour % 12 + (12 if afternoon else 0)
    return Clock(_time(str(hour), minutes, seconds, printed))


def _range_start(found: dict[str, str], printed: str) -> Clock:
    """Return the beginning of a range whose a.m. or p.m. stands behind its end."""
    last = _half_day(found["end_hour"], found["end_minute"], "", found["half_r"], printed).time
    first = _half_day(found["hour_r"], found["minute_r"], "", found["half_r"], printed).time
    if first > last:
        first = first.replace(hour=(first.hour + 12) % 24)
    return Clock(first)


def _time(hour: str, minute: str, second: str, printed: str) -> time:
    try:
        return time(int(hour), int(minute or 0), int(second or 0))
    except ValueError:
        raise StampError(printed, "is not a time of day; hours end at 23:59") from None


def _day(dated: _Dated, printed: str, *, day_first: bool) -> PartialDate:
    if dated.found is None:
        return PartialDate(weekday=dated.weekday)
    found = {name: said for name, said in dated.found.groupdict().items() if said}
    if "first" in found:
        return _checked(_numeric_day(found, dated.weekday, day_first=day_first), printed)
    kind = next(one for one in "124567" if f"day{one}" in found)
    named = found[f"month{kind}"]
    month = int(named) if named.isdigit() else _month(named, dated.months or {})
    year = int(found[f"year{kind}"]) if f"year{kind}" in found else None
    return _checked(PartialDate(month, int(found[f"day{kind}"]), year, dated.weekday), printed)


def _month(said: str, months: dict[str, int]) -> int:
    return months.get(said) or months[said[:3]]


def _numeric_day(found: dict[str, str], weekday: int | None, *, day_first: bool) -> PartialDate:
    month, day = int(found["first"]), int(found["second"])
    either_way = month <= 12 and day <= 12 and month != day
    if month > 12 or (either_way and day_first):
        month, day = day, month
    year = int(found["year3"]) if "year3" in found else None
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
