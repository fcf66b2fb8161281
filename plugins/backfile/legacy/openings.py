"""Which lines of a received story open updates, and how much of such a line is its headline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.story.opening import Opening, parse_opening
from backfile.story.stamp import StampError

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCE_END = re.compile(r"[.!?…:;][\"'”’)\]]*$|[\"”’]$")
LONGEST_HEADLINE = 15
_BULLET = re.compile(r"[•·‣▪◦*+–—-]\s*(?=\S)")
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


def opening_of(line: str, *, day_first: bool) -> tuple[str, Opening | None]:
    """Return the list mark before the opening of an update, and the opening itself, else None."""
    bullet = _BULLET.match(line)
    mark = bullet.group() if bullet else ""
    try:
        return mark.strip(), parse_opening(line[len(mark) :], day_first=day_first)
    except StampError:
        return "", None


def openings_among(found: Mapping[int, Opening]) -> frozenset[int]:
    """Return which of the openings *found*, by their places in the text, are those of updates.

    A bare date, a number that may be a year or a bare 24-hour time opens one only beside sure
    ones. A lone date before the first of those is the dateline of the whole story, unless it
    parts the first from the text above.
    """
    sure = {at for at, opening in found.items() if opening.opens_paragraph}
    bare = {at for at, opening in found.items() if _bare_time(opening)}
    if len(bare) > 1 or sure:
        sure |= bare
    if any(found[at].is_bare_number for at in sure):
        sure |= {at for at, opening in found.items() if opening.may_be_a_year}
    days = {at for at, opening in found.items() if _bare_day(opening)}
    first = min(sure, default=0)
    parting = {first - 1} if first > 1 and _has_time(found[first]) else set()
    days = {at for at in days if sure and (at > first or len(days) > 1 or at in parting)}
    return frozenset(sure | days)


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


def _bare_day(opening: Opening) -> bool:
    """Tell whether *opening* is a date alone on its line: "9/11: a day of mourning" is prose."""
    dated = opening.stamp is not None and opening.stamp.clock is None
    return opening.doubtful_in_prose and dated and not opening.rest


def _has_time(opening: Opening) -> bool:
    return opening.stamp is not None and opening.stamp.clock is not None


def _bare_time(opening: Opening) -> bool:
    """Tell whether *opening* is a bare 18:20 before a capital letter."""
    bare = opening.doubtful_in_prose and opening.stamp is not None and opening.stamp.clock
    return bool(bare) and not opening.may_be_a_year and not opening.rest[:1].islower()


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
