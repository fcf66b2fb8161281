"""Finds the lines of a received story that open updates, and where their headlines end.

One decision for texts and pages, for headings, paragraphs and list items: `updates_among`.
Rules: docs/stories.md, "Updates".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from backfile.story.languages import ENGLISH
from backfile.story.opening import Opening, parse_opening
from backfile.story.stamp import StampError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SENTENCE_END = re.compile(r"[.!?…:;。！？][\"'”’)\]]*$|[\"”’]$")
LONGEST_HEADLINE = 15
_BULLET = re.compile(r"[•·‣▪◦*+–—-]\s*(?=\S)")
_STARRED = re.compile(r"\*{1,3}(?=\S)")
_RUN_IN = re.compile(r"(?P<phrase>[^.:!?]{2,60}?)(?P<end>[:.])\s+(?=\S)")
# fmt: off
_ABBREVIATIONS = frozenset(
    [
        "mr", "mrs", "ms", "dr", "gov", "sen", "rep", "gen", "capt", "lt", "col", "sgt",
        "prof", "rev", "st", "adm", "maj", "supt", "insp", "pres", "hon", "jr", "sr", "no",
        "mt", "ft", "vs", "etc", "inc", "corp", "co", "jan", "feb", "mar", "apr", "jun",
        "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    ]
)
# fmt: on
# Behind a time, "PILOT: We are turning" is what somebody said, in a transcript, and "Source: The
# Wharf" stands below a video.
_SPEAKER = re.compile(
    r"[A-Z][A-Z .'’-]{1,30}:\s"
    r"|(?:Sources?|Credits?|Photos?|Video|Audio|Duration|Length)\s?[:|—–-]"
)
_WORD_FOR_TIME = re.compile(r"(noon|midnight)\s+(?=[A-Z])", re.IGNORECASE)
# A 67:30 among bare times says that they count minutes and seconds.
_MINUTES = re.compile(r"\W*(?P<minutes>\d{2,3}):[0-5]\d(?![:\d])")
_HOURS = 24
# Times further apart are the hours at which a house is open.
_LONGEST_RANGE = timedelta(hours=3)
# A programme has at least so many lines, in a list fewer, and none is longer.
_PROGRAMME = 3
_LISTED = 2
_LONGEST_ITEM = 8
# An agency prints the newest stamp behind "(all times local):", or behind the dateline.
_LEADING_STAMP = re.compile(
    r"(?P<lead>.{0,400}?\(\s*[Aa]ll times[^()]{1,40}\)\s*[:.—–-]?|"
    r"[A-Z][A-Z .,'’-]{2,60}(?:\([A-Za-z .]{2,30}\)\s*)?(?:--|[—–-]))\s+(?=\S)"
)


@dataclass(frozen=True, slots=True)
class FirstLine:
    """The first line of a block of a received story.

    `may_open` says that the block is of a kind that can open an update, `has_more` that it has
    other lines, `parts` that it only parts other blocks (a rule).
    """

    text: str
    may_open: bool = True
    has_more: bool = False
    parts: bool = False


def opening_of(line: str, *, day_first: bool | None = None, lang: str = ENGLISH) -> Opening | None:
    """Return the opening of an update with which *line* begins, else None."""
    bullet = None if _STARRED.match(line) else _BULLET.match(line)
    mark = bullet.group() if bullet and not line.startswith("+++") else ""
    try:
        opening = parse_opening(line[len(mark) :], day_first=day_first, lang=lang)
    except StampError:
        return None
    return replace(opening, mark=mark.strip()) if opening and mark.strip() else opening


def updates_among(
    lines: Sequence[FirstLine], *, day_first: bool | None = None, lang: str = ENGLISH
) -> dict[int, Opening]:
    """Return which of the *lines* of a story open updates: their openings by place.

    *lines* are the first lines of all blocks of the body, in their order.
    """
    found = {
        at: opening
        for at, line in enumerate(lines)
        if line.may_open
        and (opening := opening_of(_parted(line.text, lines[:at]), day_first=day_first, lang=lang))
    }
    openings = found
    if any(_counts_minutes(line.text) for line in lines if line.may_open):
        openings = {at: one for at, one in openings.items() if not _is_bare(one)}
    openings = _without_programme(openings, lines)
    chosen = set(openings_among(openings))
    if len(chosen) == 1 and _is_length(min(chosen), openings, lines):
        return {}
    chosen -= _date_lines({at: openings[at] for at in chosen}, lines)
    if chosen and _says_nothing(max(chosen), openings, lines):
        chosen.discard(max(chosen))
    return {at: found[at] for at in sorted(chosen)}


def openings_among(found: Mapping[int, Opening]) -> frozenset[int]:
    """Return which of the openings *found*, by their places in the text, are those of updates.

    A bare date, a number that may be a year or a bare 24-hour time opens one only beside sure
    ones. A lone date before the first of those is the dateline of the whole story, unless it
    parts the first from the text above.
    """
    found = {at: one for at, one in found.items() if not (_is_spoken(one) or _is_hours(one))}
    sure = {at for at, opening in found.items() if opening.opens_paragraph}
    halves = any(_prints_half(found[at]) for at in sure)
    bare = {at for at, one in found.items() if _bare_time(one) and not (halves and _is_half(one))}
    if len(bare) > 1 or sure:
        sure |= bare
    named = {at for at, opening in found.items() if opening.is_named}
    if len(named) > 1:
        sure |= named
    if any(found[at].is_bare_number for at in sure):
        sure |= {at for at, opening in found.items() if opening.may_be_a_year}
    days = {at for at, opening in found.items() if _bare_day(opening)}
    first = min(sure, default=0)
    parting = {first - 1} if first > 1 and _has_time(found[first]) else set()
    days = {at for at in days if sure and (at > first or len(days) > 1 or at in parting)}
    return frozenset(sure | days)


def stamp_in_lead(line: str, *, day_first: bool | None = None, lang: str = ENGLISH) -> int | None:
    """Return where in *line* the stamp of the newest update begins, behind the words of a lead.

    Agencies print it so: "The latest on the storm (all times local): 2:45 p.m." None where there
    is no such stamp.
    """
    found = _LEADING_STAMP.match(line)
    if found is None:
        return None
    opening = opening_of(line[found.end() :], day_first=day_first, lang=lang)
    if opening is None or opening.stamp is None or opening.stamp.clock is None:
        return None
    is_alone = not opening.rest
    has_times = "all times" in found["lead"].lower()
    return found.end() if is_alone or (has_times and opening.opens_paragraph) else None


def headline_end(rest: str, separator: str, *, more: bool) -> int:
    """Return where in *rest*, the line after an opening and its *separator*, the headline ends.

    0 where there is none. A line that is no sentence is one, if *more* text follows it; so is a
    phrase before a colon or a full stop that its capitals set apart.
    """
    alone = not SENTENCE_END.search(rest) and len(rest.split()) <= LONGEST_HEADLINE
    if not rest or (alone and more and not rest[0].islower()):
        return len(rest)
    run_in = _RUN_IN.match(rest)
    return run_in.end("end") if run_in and _is_run_in(run_in, separator) else 0


def is_programme(texts: Sequence[str], openings: Mapping[int, Opening]) -> bool:
    """Tell whether the items *texts* of a list, with their *openings*, are a programme.

    Each has a time and a few words that are no sentence, and none says that it is an update.
    """
    items = [one for one in openings.values() if _is_item(one)]
    return len(items) >= _LISTED and len(items) == len(texts)


def _parted(line: str, above: Sequence[FirstLine]) -> str:
    """Return *line* with the colon that it lacks behind "Noon", where a rule stands above it."""
    word = _WORD_FOR_TIME.match(line) if above and above[-1].parts else None
    return f"{word[1]}: {line[word.end() :]}" if word else line


# What is no update


def _counts_minutes(line: str) -> bool:
    found = _MINUTES.match(line)
    return found is not None and int(found["minutes"]) >= _HOURS


def _is_bare(opening: Opening) -> bool:
    """Tell whether *opening* is a time without a.m. or p.m., day, zone and label."""
    stamp = opening.stamp
    if opening.labelled or stamp is None or stamp.clock is None or stamp.zone or stamp.day:
        return False
    return stamp.clock.twelve_hour or (stamp.clock.twenty_four_hour and ":" in stamp.printed)


def _is_spoken(opening: Opening) -> bool:
    return _is_bare(opening) and not opening.separated and bool(_SPEAKER.match(opening.rest))


def _is_hours(opening: Opening) -> bool:
    """Tell whether a range is too long for the time in which something was seen."""
    stamp = opening.stamp
    if opening.labelled or stamp is None or stamp.clock is None or stamp.until is None:
        return False
    start, end = stamp.clock.time, stamp.until
    minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
    return timedelta(minutes=minutes % (_HOURS * 60)) > _LONGEST_RANGE


def _prints_half(opening: Opening) -> bool:
    clock = opening.stamp.clock if opening.stamp else None
    return clock is not None and not clock.twelve_hour and not clock.twenty_four_hour


def _is_half(opening: Opening) -> bool:
    """Tell whether *opening* is a 9:15 without a.m. or p.m., with words right behind it."""
    clock = opening.stamp.clock if opening.stamp else None
    return clock is not None and clock.twelve_hour and not opening.separated


def _is_item(opening: Opening) -> bool:
    stamp = opening.stamp
    if opening.labelled or stamp is None or stamp.clock is None or stamp.day is not None:
        return False
    rest = opening.rest
    short = 0 < len(rest.split()) <= _LONGEST_ITEM and not SENTENCE_END.search(rest)
    return short and not opening.separated


def _is_length(at: int, openings: Mapping[int, Opening], lines: Sequence[FirstLine]) -> bool:
    """Tell whether the only time of a story, bare on its line, is the length of a recording.

    A caption is no sentence: "12:40", "Listen to the whole evening".
    """
    opening = openings[at]
    if not _is_bare(opening) or opening.rest or at + 1 >= len(lines):
        return False
    below = lines[at + 1].text
    return 0 < len(below.split()) <= _LONGEST_ITEM and not SENTENCE_END.search(below)


def _without_programme(
    openings: Mapping[int, Opening], lines: Sequence[FirstLine]
) -> dict[int, Opening]:
    """Leave out the times of a programme: lines of a time and few words, with no text between."""
    kept = dict(openings)
    run: list[int] = []
    for at in [*sorted(openings), len(lines) + 1]:
        is_item = at in openings and _is_item(openings[at]) and not lines[at].has_more
        if is_item and (not run or at == run[-1] + 1):
            run.append(at)
            continue
        if len(run) >= _PROGRAMME:
            for one in run:
                del kept[one]
        run = [at] if is_item else []
    return kept


def _date_lines(chosen: Mapping[int, Opening], lines: Sequence[FirstLine]) -> set[int]:
    """Return which of the *chosen* lines are the page's own dates, above all text.

    "Updated Nov. 20, 2019, 9:10 a.m." says when the whole page was.
    """
    found: set[int] = set()
    for at, line in enumerate(lines):
        opening = chosen.get(at)
        if opening is None or line.has_more or not _is_date_line(opening):
            break
        found.add(at)
    others = [one for at, one in chosen.items() if at not in found]
    if not found or not others:
        return found
    return {at for at in found if _has_year(chosen[at]) and not any(map(_has_year, others))}


def _is_date_line(opening: Opening) -> bool:
    stamp = opening.stamp
    if stamp is None:
        return False
    says_when = (
        opening.is_dated or opening.is_named or (not opening.labelled and _has_year(opening))
    )
    another = opening.rest[:1] in ("/", "|", "·", "•")
    return says_when and (not opening.rest or another)


def _has_year(opening: Opening) -> bool:
    day = opening.stamp.day if opening.stamp else None
    return day is not None and day.year is not None


def _says_nothing(at: int, openings: Mapping[int, Opening], lines: Sequence[FirstLine]) -> bool:
    """Tell whether the update that opens *at*, the last one, has no words at all."""
    following = any(not line.parts for line in lines[at + 1 :])
    opening = openings[at]
    return not (opening.rest or lines[at].has_more or following) and opening.stamp is not None


# What may be one


def _bare_day(opening: Opening) -> bool:
    """Tell whether *opening* is a date alone on its line: "9/11: a day of mourning" is prose."""
    dated = opening.stamp is not None and opening.stamp.clock is None
    return opening.doubtful_in_prose and dated and not opening.rest


def _has_time(opening: Opening) -> bool:
    return opening.stamp is not None and opening.stamp.clock is not None


def _bare_time(opening: Opening) -> bool:
    """Tell whether *opening* is a bare 18:20 before a capital letter."""
    bare = opening.doubtful_in_prose and opening.stamp is not None and opening.stamp.clock
    is_prose = opening.may_be_a_year or opening.is_named or opening.rest[:1].islower()
    return bool(bare) and not is_prose


def _is_run_in(found: re.Match[str], separator: str) -> bool:
    """Tell whether a phrase at the start of an update is its headline.

    Capitals say so ("GOOD NEWS: …"); after a dash or a full stop, capitalised words do as well
    ("11:05 PM ET -- Solidarity. …", "10:24 a.m. ET. The Lede: …").
    """
    words = found["phrase"].split()
    if not words or len(words) > 8 or words[-1].lower() in _ABBREVIATIONS:
        return False
    letters = [sign for sign in found["phrase"] if sign.isalpha()]
    if len(letters) > 3 and all(sign.isupper() for sign in letters):
        return True
    titled = all(word[0].isupper() for word in words if len(word) > 3) and words[0][0].isupper()
    return titled and separator in ("--", "—", "–", ".") and len(letters) > 3
