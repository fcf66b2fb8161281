"""The instants that pages state for programs: `datetime`, `data-…` attributes, Unix times."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backfile.importers.moment import Moment
from backfile.story.dates import MetadataError, received_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode

# Words of the names of attributes that hold a time: the best first, that of a change last.
_WORDS = (
    ("publish", "published", "posted", "post", "created", "sort"),
    ("timestamp", "datetime", "time", "date", "utc", "epoch", "unix", "ts"),
    ("updated", "update", "modified"),
)
_RANKS = {word: rank for rank, words in enumerate(_WORDS) for word in words}
# `title` is that of `abbr`, where the microformat hAtom has its times.
_NAMES = ("datetime", "content")
_DIGIT = re.compile(r"\d")
_UNIX = re.compile(r"\d{9,10}|\d{12,13}")
_EARLIEST, _LATEST = 1990, 2100
# A date in words has a month and a year; nothing that is longer is one.
_IN_WORDS = re.compile(r"(?=.*[^\W\d_]{3}).*\b(?:19|20)\d\d\b.*")
_LONGEST = 80
_UTC = ZoneInfo("UTC")


def stated_time(node: LexborNode) -> str:
    """Return the time that *node* states in an attribute as it is written, empty for none."""
    given = node.attributes
    if not given:
        return ""
    names = [name for name in given if name in _NAMES or name[:5] == "data-"]
    if node.tag == "abbr" and "title" in given:
        names.append("title")
    if not names:
        return ""
    ranked = sorted((rank, name) for name in names if (rank := _rank(name)) is not None)
    values = ((given[name] or "").strip() for _, name in ranked if _states(given, name))
    return next((value for value in values if is_time(value)), "")


def _states(given: Mapping[str, str | None], name: str) -> bool:
    """Tell whether the attribute *name* among those *given* is about when, and not about what."""
    return name != "content" or "publish" in (given.get("itemprop") or "").lower()


@lru_cache(maxsize=4096)
def _rank(name: str) -> int | None:
    """Return how much the attribute *name* is trusted, None where it names no time."""
    if name in (*_NAMES, "title"):
        return -1
    words = name[len("data-") :].replace("_", "-").split("-")
    ranks = [_RANKS[word] for word in words if word in _RANKS]
    return max(ranks, key=lambda rank: (rank == len(_WORDS) - 1, -rank)) if ranks else None


def is_time(value: str) -> bool:
    """Tell whether *value* is a day or an instant, as programs write them."""
    return _read(value, _UTC) is not None


def moment(machine: str, zone: ZoneInfo) -> tuple[str, str]:
    """Read the time *machine* that an element states.

    Returns it as a stamp that can be printed, in *zone* where it has an offset, and the `datetime`
    of the heading, empty where there is no offset; both empty for what is no time.
    """
    when = _read(machine, zone)
    if when is None:
        return "", ""
    if not isinstance(when, datetime):
        return when.isoformat(), ""
    if when.utcoffset() is None:
        return str(Moment.at(when)), ""
    told = when.astimezone(zone)
    return str(Moment.at(told)), when.isoformat(timespec="seconds")


def _read(machine: str, zone: ZoneInfo) -> datetime | date | None:
    text = machine.strip()
    if _DIGIT.search(text) is None:
        return None
    try:
        when = _parsed(text, zone)
    except (MetadataError, ValueError, OverflowError, OSError, TypeError):
        return None
    return when if _EARLIEST <= when.year < _LATEST or not _UNIX.fullmatch(text) else None


def _parsed(text: str, zone: ZoneInfo) -> datetime | date:
    """Read seconds or milliseconds since 1970, ISO 8601, or a date in words with its time.

    The name of a time zone means what it does in *zone* where it has several meanings.
    """
    if text.isascii() and text.isdigit():
        if not _UNIX.fullmatch(text):
            raise ValueError(text)
        return datetime.fromtimestamp(int(text) // (1000 if len(text) > 10 else 1), UTC)
    if len(text) == len("2014-06-16"):
        return date.fromisoformat(text)
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        if len(text) > _LONGEST or not _IN_WORDS.fullmatch(text):
            raise
        read = received_date(text, zone, day_first=False)
        if not read.has_time:
            return read.moment.date()
        when = read.moment
    return when.replace(microsecond=0)
