"""How an update opens: a label, a stamp, or both, and the headline after them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from html import unescape

from backfile.story.stamp import SPACE, Stamp, StampError, parse_stamp


class Kind(StrEnum):
    """What a section is to its story; the values stand in the page as `data-kind`."""

    UPDATE = "update"
    CORRECTION = "correction"
    NOTE = "note"
    ORIGINAL = "original"


# What tells the story as it came in, and what may come when that is long over.
COVERAGE = (Kind.UPDATE, Kind.ORIGINAL)
CORRECTING = (Kind.CORRECTION, Kind.NOTE)


@dataclass(frozen=True, slots=True)
class Opening:
    """The opening of an update, taken apart.

    `printed` is all of it as it was printed, label and wrapping included. `label` is what the
    label says beyond a plain "Update" ("Update #2", "Correction", "Original Post"), else empty.
    `rest` is what follows: in a heading the update's own headline. `separated` tells that a
    separator (`:`, `—`, `--`, `.` …) or the end of the line stood between the two.
    """

    printed: str
    kind: Kind
    label: str
    stamp: Stamp | None
    rest: str
    separated: bool
    labelled: bool

    @property
    def may_be_a_year(self) -> bool:
        """Tell whether a bare 1914 may be a year; it opens an update only beside another."""
        return self.is_bare_number and self.stamp is not None and _is_year(self.stamp.printed)

    @property
    def is_bare_number(self) -> bool:
        """Tell whether a bare 1726 was printed for the time."""
        return not self.labelled and self.stamp is not None and self.stamp.printed.isdigit()

    @property
    def doubtful_in_prose(self) -> bool:
        """Tell whether a paragraph that begins so may be plain prose ("June 17: a fine day")."""
        if self.labelled or self.stamp is None:
            return False
        clock, said = self.stamp.clock, self.stamp.zone or self.stamp.day
        bare = clock is not None and (clock.twelve_hour or clock.twenty_four_hour) and not said
        return clock is None or self.may_be_a_year or (bare and not self.separated)

    @property
    def opens_paragraph(self) -> bool:
        """Tell whether a paragraph that begins so is surely an update.

        "6 p.m. curfew was imposed" is a sentence; "12:23 a.m. The curfew" and "6 p.m.: curfew"
        are updates.
        """
        sentence = not self.separated and self.rest[:1].islower()
        return not self.doubtful_in_prose and not sentence


# What an opening can begin with: most paragraphs are told from updates by their first letters.
_FIRST = re.compile(
    r"(?:\s|&nbsp;|[\[(|])*(?:\d|upd|orig|edit|corr|clar|earl|post|noon|midn"
    r"|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
_SPACES = re.compile(rf"{SPACE}*")
_LABEL = re.compile(
    rf"""(?P<original>original{SPACE}+(?:post|story|report))(?![A-Za-z])
       | (?P<note>editor(?:s['’]|['’]s|s){SPACE}+note)(?![A-Za-z])
       | (?P<correction>correction|clarification)(?![A-Za-z])
       | (?P<numbered>updated?{SPACE}*
           (?: \#{SPACE}*\d+
             | (?:no\.?{SPACE}*)?\d{{1,2}}(?![\d/]|[:.]\d|{SPACE}*[ap]\.?m|(?:st|nd|rd|th)\b
                 |{SPACE}+(?:of{SPACE}+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))
             | [IVX]+(?![A-Za-z])))
       | (?P<update>updated?|posted)(?![A-Za-z])
       | (?P<earlier>earlier)(?![A-Za-z])""",
    re.IGNORECASE | re.VERBOSE,
)
_AFTER_LABEL = re.compile(rf"{SPACE}*[:,|—–]?{SPACE}*(?:(?:at|on){SPACE}+)?", re.IGNORECASE)
_SEPARATOR = re.compile(rf"{SPACE}*(?::|—|–|--+|\.(?!\d)|\||[-,;](?={SPACE}|$)){SPACE}*")
_PLAIN_SEPARATOR = re.compile(rf"{SPACE}*(?::|—|–|--+|\.(?!\d)|\||-(?={SPACE}|$)){SPACE}*")
_BAR = re.compile(rf"\|{SPACE}*")
_CLOSING = {"[": "]", "(": ")"}


def parse_opening(text: str, *, day_first: bool = False) -> Opening | None:
    """Read the label and the stamp at the start of the one-line *text*.

    Returns the opening, or None where *text* does not begin with one. A date, a number or a
    label alone counts only if a separator or the end follows it: "Earlier reports" and
    "June 17 was hot" are words.
    Raises StampError for a stamp that cannot be true.
    Rules: docs/stories.md, "Updates".
    """
    if _FIRST.match(text) is None:
        return None
    start = _end(_SPACES, text, 0)
    outer = text[start : start + 1] if text[start : start + 1] in _CLOSING else ""
    position = _end(_SPACES, text, start + len(outer))
    position = _end(_BAR, text, position)
    label = None if text[position : position + 1].isdigit() else _LABEL.match(text, position)
    if label is not None:
        position = _end(_AFTER_LABEL, text, label.end())
    begun = _Begun(text, start, outer, label)
    stamped = _stamped(begun, position, day_first=day_first)
    return stamped if stamped or label is None else _labelled(begun, label)


@dataclass(frozen=True, slots=True)
class _Begun:
    """An opening read as far as its label: where it starts, the bracket around it, the label."""

    text: str
    start: int
    bracket: str
    label: re.Match[str] | None


def _stamped(begun: _Begun, position: int, *, day_first: bool) -> Opening | None:
    """Read a stamp at *position*, and what closes it; None where there is none."""
    text, label = begun.text, begun.label
    inner = text[position : position + 1] if text[position : position + 1] in _CLOSING else ""
    try:
        parsed = parse_stamp(text[position + len(inner) :], day_first=day_first)
    except StampError as error:
        after = text[position:].partition(error.printed)[2].lstrip(")]")
        if _rest(after, _PLAIN_SEPARATOR)[1]:
            raise
        return None
    if parsed is None:
        return None
    stamp, remainder = parsed
    end = _close(text, len(text) - len(remainder), inner + begun.bracket)
    if end is None:
        return None
    rest, separated = _rest(text[end:], _SEPARATOR if stamp.clock else _PLAIN_SEPARATOR)
    if not (separated or _stands(stamp, text[end:], labelled=label is not None)):
        return None
    return Opening(
        printed=unescape(text[begun.start : end]).strip(),
        kind=_kind(label),
        label=_label_words(label),
        stamp=stamp,
        rest=rest,
        separated=separated,
        labelled=label is not None,
    )


def _labelled(begun: _Begun, label: re.Match[str]) -> Opening | None:
    """Read a label without a stamp; None where it is the first word of something else."""
    text = begun.text
    end = _close(text, label.end(), begun.bracket)
    if end is None:
        return None
    rest, separated = _rest(text[end:], _PLAIN_SEPARATOR)
    if not separated or (label["update"] or "").lower() == "posted":
        return None
    return Opening(
        printed=unescape(text[begun.start : end]).strip(),
        kind=_kind(label),
        label=_trim(unescape(label.group())),
        stamp=None,
        rest=rest,
        separated=separated,
        labelled=True,
    )


def _stands(stamp: Stamp, after: str, *, labelled: bool) -> bool:
    """Tell whether *stamp*, with no separator after it, is one and not the words of a sentence."""
    bare_number = stamp.printed.isdigit() and not labelled
    word = stamp.printed.lower() in ("noon", "midnight")
    return not (stamp.clock is None or bare_number or word or after[:1].isalnum())


def _is_year(printed: str) -> bool:
    return printed.isdigit() and 1800 <= int(printed) < 2100


def _rest(text: str, separator: re.Pattern[str]) -> tuple[str, bool]:
    """Return what follows an opening, and whether a separator or the end stood before it."""
    found = separator.match(text)
    rest = text[found.end() :] if found else text
    return _trim(rest), bool(found) or not _trim(text)


def _close(text: str, position: int, opened: str) -> int | None:
    """Return the place after the brackets that close *opened*, None where one is missing."""
    for bracket in opened:
        position = _end(_SPACES, text, position)
        if text[position : position + 1] != _CLOSING[bracket]:
            return None
        position += 1
        if bracket == "[" and text[position : position + 1] in ("(", "["):
            return None  # a link, whose address would become words
    return position


def _kind(label: re.Match[str] | None) -> Kind:
    if label is None:
        return Kind.UPDATE
    if label["original"]:
        return Kind.ORIGINAL
    if label["note"]:
        return Kind.NOTE
    return Kind.CORRECTION if label["correction"] else Kind.UPDATE


def _label_words(label: re.Match[str] | None) -> str:
    """Return the label where it says more than that this is an update."""
    return "" if label is None or label["update"] else _trim(unescape(label.group()))


def _trim(text: str) -> str:
    return text.strip(" \t\r\n\u00a0\u2009\u202f")


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position
