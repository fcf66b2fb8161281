"""How an update opens: a label, a stamp, or both, and the headline after them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from backfile.story.labels import LABELS, Labels
from backfile.story.languages import (
    ENGLISH,
    TIMES,
    folded,
    halves_of,
    language_of,
    month_names,
    weekday_names,
    words_of,
)
from backfile.story.stamp import LONGEST, MONTHS, SPACE, WEEKDAYS, Stamp, StampError, parse_stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


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

    `printed` is all of it as it was printed, label and wrapping included, without the marks and
    the emphasis around it. `label` is what the label says beyond a plain "Update" ("Update #2",
    "Correction", "Original Post"), else empty. `rest` is what follows: in a heading the update's
    own headline. `separated` says that a separator (`:`, `—`, `--`, `.` …) or the end of the line
    stood between the two. `is_named` says that a writer's name stands before the stamp, `is_dated`
    that the label says when something was published or updated, and not that this is an update.
    `mark` is the list mark before the opening; `closing` is what closes, at the end of the line, a
    bracket or a mark that was opened before it.
    """

    printed: str
    kind: Kind
    label: str
    stamp: Stamp | None
    rest: str
    separated: bool
    labelled: bool
    is_named: bool = False
    is_dated: bool = False
    mark: str = ""
    closing: str = ""

    @property
    def may_be_a_year(self) -> bool:
        """Return whether a bare 1914 may be a year; it opens an update only beside another."""
        return self.is_bare_number and self.stamp is not None and _is_year(self.stamp.printed)

    @property
    def is_bare_number(self) -> bool:
        """Return whether a bare 1726 was printed for the time."""
        return not self.labelled and self.stamp is not None and self.stamp.printed.isdigit()

    @property
    def may_be_a_number(self) -> bool:
        """Return whether a 6.20 was printed, which opens an update only beside another."""
        clock = self.stamp.clock if self.stamp else None
        dated = self.stamp is not None and self.stamp.day is not None
        return clock is not None and clock.is_dotted and not (self.labelled or dated)

    @property
    def doubtful_in_prose(self) -> bool:
        """Return whether a paragraph that begins so may be plain prose ("June 17: a fine day")."""
        if self.is_named:
            return True
        if self.labelled or self.stamp is None:
            return False
        clock, said = self.stamp.clock, self.stamp.zone or self.stamp.day
        bare = clock is not None and (clock.twelve_hour or clock.twenty_four_hour) and not said
        unsure = clock is None or self.may_be_a_year or self.may_be_a_number
        return unsure or (bare and not self.separated)

    @property
    def opens_paragraph(self) -> bool:
        """Return whether a paragraph that begins so is surely an update.

        "6 p.m. curfew was imposed" is a sentence; "12:23 a.m. The curfew" and "6 p.m.: curfew"
        are updates. In "Update 2018 3 ships" nobody knows what the numbers are.
        """
        digits = self.stamp is not None and self.stamp.printed.isdigit()
        goes_on = self.rest[:1].islower() or (digits and self.rest[:1].isdigit())
        return not self.doubtful_in_prose and (self.separated or not goes_on)


def update_openings(openings: Mapping[int, Opening], lang: str = ENGLISH) -> frozenset[int]:
    """Return the places of those *openings* that begin updates; keys are places in a story file.

    Years, in English a 6.20, and a name before a stamp begin one only beside other openings.
    """
    if all(one.may_be_a_year for one in openings.values()):
        return frozenset()
    names = [at for at, one in openings.items() if one.is_named]
    left = openings.keys() - (names if len(names) == 1 else [])
    if len(left) == 1 and language_of(lang) == ENGLISH:
        left = {at for at in left if not openings[at].may_be_a_number}
    return frozenset(left)


def parse_opening(
    text: str, *, day_first: bool | None = None, lang: str = ENGLISH
) -> Opening | None:
    """Read the label and the stamp at the start of the one-line *text*.

    Returns the opening, or None where *text* does not begin with one. *lang* is the language of
    the story, whose labels and stamps are read besides English ones; *day_first* reads 4/5 as
    4 May, and None leaves that to the language. A date, a number or a label alone counts only if a
    separator or the end follows it: "Earlier reports" and "June 17 was hot" are words.
    Raises StampError for a stamp that cannot be true.
    Rules: docs/stories.md, "Updates".
    """
    grammar = _grammar(language_of(lang))
    first = text[:1]
    start = 0 if first.isalnum() else _end(_FRONT, text, 0)
    if not (text[start : start + 1].isdigit() or grammar.may_begin(text, start)):
        return _named(text, day_first=day_first, lang=lang)
    # Stamps and headings are asked for again and again; whole paragraphs are not kept.
    if len(text) <= LONGEST:
        return _read_short(text, day_first=day_first, lang=lang)
    return _read(text, day_first=day_first, lang=lang)


def _read(text: str, *, day_first: bool | None, lang: str) -> Opening | None:
    """Read the opening of a line whose first letters may begin one."""
    grammar = _grammar(language_of(lang))
    found = _Reader(text, grammar, day_first=day_first, lang=lang).read()
    return found or _named(text, day_first=day_first, lang=lang)


_read_short = lru_cache(maxsize=4096)(_read)


# What openings begin with

_NO_LETTER = r"(?![^\W\d_])"
# Scripts of the East, which put no space between words.
_FIRST_EASTERN = "\u3000"
# What stands before the first word: white space, marks, brackets, emphasis.
_FRONT = re.compile(r"(?:&nbsp;|&gt;|[\W_])*")
_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "final", "latest", "another", "new", "further", "breaking", "news", "live"),
)


class _Grammar(NamedTuple):
    gap: re.Pattern[str]
    after: re.Pattern[str]
    first: frozenset[str]
    language: str

    def may_begin(self, text: str, at: int) -> bool:
        """Tell from the first letters whether an opening can begin at *at*: most text does not."""
        first = folded(text[at : at + 3])
        return first in self.first or first[:2] in self.first


@cache
def _grammar(language: str) -> _Grammar:
    labels = _labels_of(language)
    joining = _any_of(words_of(language).joining)
    said = _any_of((*labels.dated, *labels.update, "last updated"))
    gap = rf"{SPACE}*(?:[:：,|—–@]|--+|-(?={SPACE}))?{SPACE}*"
    return _Grammar(
        gap=re.compile(gap),
        after=re.compile(
            rf"{gap}(?:(?:{said}){_NO_LETTER}[:,]?{SPACE}+)?"
            rf"(?:(?:{joining})\.?(?:{SPACE}+|(?<=\.))){{0,2}}"
        ),
        first=_first_letters(labels, language),
        language=language,
    )


def _labels_of(language: str) -> Labels:
    own = LABELS.get(language, Labels()) if language != ENGLISH else Labels()
    return Labels(*(mine + english for mine, english in zip(own, LABELS[ENGLISH], strict=True)))


@cache
def _label_pattern(language: str, first: str) -> re.Pattern[str] | None:
    """Return the pattern of the labels that begin with the letter *first*; None where none does.

    Those of all letters together take longer to compile than most stories to import. A "0" stands
    for all digits.
    """
    labels = _labels_of(language)
    numbered = ("update", "updated", "edit", *labels.update[: labels.update.index("update")])
    kinds = {
        "original": labels.original,
        "note": labels.note,
        "correction": labels.correction,
        "numbered": numbered,
        "ordinal": ORDINALS,
        "plain": ("update", "updated"),
        "update": labels.update,
        "dated": labels.dated,
    }
    own = {name: [one for one in said if folded(one)[:1] == first] for name, said in kinds.items()}
    as_written = ("ordinal", "plain")
    patterns = {
        name: "|".join(said) if name in as_written else _any_of(said)
        for name, said in own.items()
        if said
    }
    if first == "0":
        patterns["ordinal"] = r"\d{1,2}(?:st|nd|rd|th)"
    behind = {"original": rf"(?:{SPACE}+(?:follows|below))?"}
    behind["ordinal"] = rf"(?:{SPACE}+news)?{SPACE}+update"
    behind["numbered"] = _number_pattern(language) if "numbered" in patterns else ""
    written = "|".join(
        f"(?P<{name}>(?:{said}){behind.get(name, '')})" for name, said in patterns.items()
    )
    return re.compile(f"(?:{written}){_NO_LETTER}", re.VERBOSE) if written else None


def _number_pattern(language: str) -> str:
    """Return the pattern of the number of an update, which is none of a time or of a date."""
    months = _any_of((*month_names(language), *(name[:3].lower() for name in MONTHS)))
    units = _any_of((*words_of(language).after, "h"))
    between = _any_of(words_of(language).in_dates)
    follows = rf"(?={SPACE}*(?:$|[:：,;.()\[\]|—–-]))"
    return rf"""{SPACE}*(?: \#{SPACE}*\d+ | (?:(?:no|nr|n)[.°º]?{SPACE}*)?\d{{1,2}}
        (?! [\d/時时시点點] | [:.]\d | -\d | {SPACE}*[ap]\.?m | (?:st|nd|rd|th)\b
          | {SPACE}*(?:{units}){_NO_LETTER} | {SPACE}?h\d | {SPACE}*[月월]
          | \.?{SPACE}+(?:(?:{between}){SPACE}+)?(?:{months}) )
      | (?:[ivx]+|{"|".join(_NUMBERS)}){follows} )"""


def _any_of(phrases: Iterable[str]) -> str:
    """Return a pattern of *phrases*, the longest first, with apostrophes and full stops in them."""
    ordered = sorted(dict.fromkeys(map(folded, phrases)), key=len, reverse=True)
    return "|".join(map(_pattern, ordered)) or "(?!)"


def _pattern(phrase: str) -> str:
    words = ["['’.]?".join(re.escape(letter) for letter in word) for word in phrase.split()]
    return rf"['’.]?{SPACE}+".join(words)


def _first_letters(labels: Labels, language: str) -> frozenset[str]:
    """Return the first three letters that an opening can have."""
    said = [*labels.update, *labels.dated, *labels.correction, *labels.note, *labels.original]
    halves = halves_of(language)
    said += [*ORDINALS, *halves.noon, *halves.midnight, *words_of(language).before]
    said += [*MONTHS, *WEEKDAYS, *month_names(language), *weekday_names(language)]
    names = set(map(folded, said))
    short = {f"{name.partition(' ')[0]}{end}"[:3] for name in names for end in " .,"}
    east = {"午前", "午後", "上午", "下午", "오전", "오후"}
    whole = {name[:3] for name in names if len(name) > 2 or name >= _FIRST_EASTERN}
    return frozenset(whole | short | east)


# Labels that say more than that this is an update.
_TELLING = ("earlier", "previously", "edit")


# How an opening is read

_MARK = re.compile(
    r"(?:[•·‣▪◦►▶▸▹◆◇◊■□●○★☆»›→➤✦⏰]\ufe0e?\ufe0f?|>>+|(?:&gt;){2,}|\+\+\++"
    rf"|[>+*–—-](?={SPACE}))"
)
_EMPHASIS = re.compile(r"(?:\*{1,3}|_{1,3})(?=\S)")
_BRACKETS = {"[": "]", "(": ")", "【": "】", "「": "」"}
_BLANK = re.compile(rf"{SPACE}*")
_BAR = re.compile(rf"\|{SPACE}*")
_SEPARATOR = re.compile(rf"{SPACE}*(?:\.?[:：]|[—–|、]|--+|\.(?!\d)|\++|[-,;](?={SPACE}|$))")
_PLAIN_SEPARATOR = re.compile(rf"{SPACE}*(?:\.?[:：]|[—–|]|--+|\.(?!\d)|\+\++|-(?={SPACE}|$))")
_BEFORE_LABEL = re.compile(rf"{SPACE}*(?:(?:[:：—–|,]|--+|-(?={SPACE})){SPACE}*)?(?P<open>[\[(])?")
# A pair of numbers: a counter, a score, a share, a length; and one that is a time but for a slip.
_PAIR = re.compile(r"\d+[/:]\d+")
_SLIP = re.compile(r"2[4-9]:[0-5]\d|(?:[01]?\d|2[0-3]):6\d")
# Behind a time: "10 a.m. to 6 p.m. daily" says when a house is open.
_HOURS_GO_ON = re.compile(
    rf"{SPACE}*(?:to{SPACE}|until{SPACE}|till{SPACE}|[–-]){SPACE}*"
    rf"(?:\d{{1,2}}(?:[:.]\d\d)?{SPACE}*[ap]\.?m|\d{{1,2}}:\d\d|noon|midnight)"
)
_COLON = re.compile(rf"{SPACE}*[:：,—–-]")
_BY = re.compile(rf"{SPACE}*[:,]?{SPACE}*by{SPACE}+", re.IGNORECASE)
_NAME_WORD = re.compile(rf"[^\W\d_][\w.'’-]*(?:,?{SPACE}+|{SPACE}*[|—–-]{SPACE}*)")
_NAMED = re.compile(
    rf"(?P<name>[A-Z][\w'’-]+(?:{SPACE}[A-Z][\w.'’-]*){{1,3}}?)"
    rf"(?:(?P<parted>,{SPACE}*|{SPACE}*[|—–-]{SPACE}*)|{SPACE}+)"
    rf"(?=\d|[A-Z][a-z]{{2,8}}\.?{SPACE}\d)"
)
_LONGEST_NAME = 4


class _Label(NamedTuple):
    """A label where it ends: its kind, and what it says beyond "Update"."""

    end: int
    kind: Kind
    words: str
    is_plain: bool = False
    needs_stamp: bool = False
    is_update: bool = False


class _Reader:
    """Reads the opening of one line; *open* are the brackets and the emphasis not closed yet."""

    def __init__(self, text: str, grammar: _Grammar, *, day_first: bool | None, lang: str) -> None:
        self.text = text
        self.plain = folded(text[:LONGEST])
        self.grammar = grammar
        self.day_first = day_first
        self.lang = lang
        self.open: list[str] = []
        self.mark = ""

    def read(self) -> Opening | None:
        first = self._front()
        start = _end(_BAR, self.text, first)
        # A bracket that is closed behind the opening belongs to what was printed.
        if self.open and self.open[-1] in _BRACKETS:
            first = self.text.rfind(self.open[-1], 0, first)
        if self.text[start : start + 1].isdigit():
            ordinal = self._label(start)
            label = ordinal if ordinal and ordinal.is_update else None
        else:
            label = self._label(start)
        if label is None:
            return self._stamped(first, start, start, None)
        opened = list(self.open)
        after = self._close(label.end)
        if after is None:
            return None
        after = self._past_colon(after)
        # "kl. 17" is a time only with the word that leads up to it.
        for gap in (self.grammar.after, self.grammar.gap):
            at = _end(gap, self.plain, after)
            if stamped := self._stamped(first, start, at, label):
                return stamped
        if named := self._by(first, start, label):
            return named
        self.open = opened
        return self._labelled(first, start, label)

    def _past_colon(self, after: int) -> int:
        """Return the place past a colon that ends the emphasis of a label: **Update:** 6 p.m."""
        colon = _COLON.match(self.text, after)
        if not (colon and self.open and self.open[-1] not in _BRACKETS):
            return after
        closed = self._close(colon.end())
        return closed if closed is not None and closed > colon.end() else after

    def _front(self) -> int:
        """Read the marks, brackets and emphasis before the first word, and return where it is."""
        position = _end(_BLANK, self.text, 0)
        begins = position
        while found := _MARK.match(self.text, position):
            position = _end(_BLANK, self.text, found.end())
        self.mark = self.text[begins:position].strip()
        while True:
            emphasis = _EMPHASIS.match(self.text, position)
            bracket = self.text[position : position + 1]
            if emphasis and len(self.open) < 3:
                self.open.append(emphasis.group())
                position = emphasis.end()
            elif bracket in _BRACKETS and bracket not in self.open:
                self.open.append(bracket)
                position = _end(_BLANK, self.text, position + 1)
            else:
                return position

    def _label(self, position: int) -> _Label | None:
        first = self.plain[position : position + 1]
        pattern = _label_pattern(self.grammar.language, "0" if first.isdigit() else first)
        found = pattern.match(self.plain, position) if pattern else None
        if found is None:
            return None
        words = _trim(unescape(self.text[found.start() : found.end()]))
        group = found.lastgroup or ""
        kind = {"original": Kind.ORIGINAL, "note": Kind.NOTE, "correction": Kind.CORRECTION}
        earlier = group == "update" and found.group().startswith(_TELLING)
        return _Label(
            found.end(),
            kind.get(group, Kind.UPDATE),
            words,
            is_plain=group in ("plain", "update", "dated") and not earlier,
            needs_stamp=group == "dated",
            is_update=group in ("plain", "numbered", "ordinal"),
        )

    def _by(self, first: int, start: int, label: _Label) -> Opening | None:
        """Read a writer's name between the label and the stamp: Posted by Ann Lee at 5:31 p.m."""
        by = _BY.match(self.text, label.end)
        if by is None or label.kind is not Kind.UPDATE:
            return None
        position = by.end()
        for _ in range(_LONGEST_NAME):
            word = _NAME_WORD.match(self.text, position)
            if word is None:
                return None
            position = word.end()
            name = self.text[label.end : position].rstrip(" \t\u00a0,|—–-")
            said = label._replace(words=f"{label.words}{unescape(name)}", is_plain=False)
            at = _end(self.grammar.after, self.plain, position)
            if stamped := self._stamped(first, start, at, said):
                return stamped
        return None

    def _stamped(self, first: int, start: int, at: int, label: _Label | None) -> Opening | None:
        """Read a stamp at *at*, and what closes it; None where there is none."""
        opened = list(self.open)
        inner = self.text[at : at + 1]
        position = at
        if inner in _BRACKETS:
            self.open.append(inner)
            position = _end(_BLANK, self.text, at + 1)
        elif label is not None and (emphasis := _EMPHASIS.match(self.text, at)):
            self.open.append(emphasis.group())
            position = emphasis.end()
        opening = self._stamp_at(first, start, position, label)
        if opening is None:
            self.open = opened
        return opening

    def _stamp_at(
        self, first: int, start: int, position: int, label: _Label | None
    ) -> Opening | None:
        text = self.text
        try:
            parsed = parse_stamp(text[position:], day_first=self.day_first, lang=self.lang)
        except StampError as error:
            after = text[position:].partition(error.printed)[2].lstrip(")]】」*_")
            if label is None and _is_pair(error.printed):
                return None
            if _PLAIN_SEPARATOR.match(after) or not _trim(after):
                raise
            return None
        if parsed is None or self._is_counter(parsed[0], label):
            return None
        stamp, remainder = parsed
        end = self._close(len(text) - len(remainder))
        if end is None:
            return None
        if label is None and (behind := self._label_behind(end)):
            label, end = behind
        return self._finished(first, start, end, label, stamp)

    @staticmethod
    def _is_counter(stamp: Stamp, label: _Label | None) -> bool:
        """Return whether 1/3 counts pictures: no label, year or time says that it is a date."""
        day = stamp.day
        bare = day is not None and day.year is None and day.weekday is None
        return label is None and bare and stamp.clock is None and "/" in stamp.printed

    def _label_behind(self, end: int) -> tuple[_Label, int] | None:
        """Read a label that stands behind the stamp, as in 6:20 p.m. UPDATE: Ferry in."""
        gap = _BEFORE_LABEL.match(self.text, end)
        is_apart = gap is not None and (gap.end() > end or self._at_word(end))
        if gap is None or not (is_apart or self.text[end : end + 1] >= _FIRST_EASTERN):
            return None
        label = self._label(gap.end())
        if label is None or label.needs_stamp or label.words.lower() == "earlier":
            return None
        after = label.end
        if gap["open"]:
            if self.text[after : after + 1] != _BRACKETS[gap["open"]]:
                return None
            after += 1
        closed = self._close(after) or after
        stands = _PLAIN_SEPARATOR.match(self.text, closed) or not _trim(self.text[closed:])
        return (label, closed) if stands or gap["open"] or closed > after else None

    def _at_word(self, end: int) -> bool:
        return self.text[end - 1 : end] in _BRACKETS.values()

    def _labelled(self, first: int, start: int, label: _Label) -> Opening | None:
        """Read a label without a stamp; None where it is the first word of something else."""
        end = self._close(label.end)
        if end is None or label.needs_stamp:
            return None
        return self._finished(first, start, end, label, None)

    def _finished(
        self, first: int, start: int, end: int, label: _Label | None, stamp: Stamp | None
    ) -> Opening | None:
        """Read what parts the opening from its rest, and take off what closes it at the end."""
        text = self.text
        has_clock = stamp is not None and stamp.clock is not None
        plain = not has_clock or (label is None and _is_led(stamp))
        found = (_PLAIN_SEPARATOR if plain else _SEPARATOR).match(text, end)
        after = found.end() if found else end
        before = len(self.open)
        if has_clock and _HOURS_GO_ON.match(text, end):
            return None
        if found and self.open and self.open[-1] not in _BRACKETS:
            closed = self._close(after)
            after = after if closed is None else closed
        closers = ("*", "_") if stamp else ("*", "_", *_BRACKETS.values())
        emphasised = len(self.open) < before or text[end - 1 : end] in closers
        separated = bool(found) or emphasised or not _trim(text[end:])
        rest = _trim(text[_end(_BLANK, text, after) :])
        whole = self._without_end(rest)
        if whole is None:
            return None
        rest, closing = whole
        if label is not None and label.needs_stamp and not separated and rest and rest[0].islower():
            return None
        if not (separated or self._stands(stamp, text[end:], label)):
            return None
        if self.open and not separated:
            return None
        # What is open still is closed at the end of the line, and was not printed for the opening.
        printed = text[start if self.open else first : end]
        return Opening(
            printed=_printed(printed),
            kind=label.kind if label else Kind.UPDATE,
            label="" if label is None or (label.is_plain and stamp) else label.words,
            stamp=stamp,
            rest=rest,
            separated=separated,
            labelled=label is not None,
            is_dated=label is not None and label.is_plain and label.words.lower() != "update",
            mark=self.mark,
            closing=closing,
        )

    def _without_end(self, rest: str) -> tuple[str, str] | None:
        """Return *rest* without what closes the brackets that are open, None where that lacks."""
        whole = rest
        for opened in self.open:
            close = _BRACKETS.get(opened, opened)
            if not rest.endswith(close):
                return None
            inside = rest[: -len(close)]
            if opened in _BRACKETS and inside.count(opened) != inside.count(close):
                return None
            rest = _trim(inside)
        if self.mark.startswith("+++") and rest.endswith("+++"):
            rest = _trim(rest.rstrip("+"))
        return rest, _trim(whole[len(rest) :])

    def _stands(self, stamp: Stamp | None, after: str, label: _Label | None) -> bool:
        """Return whether *stamp*, with no separator after it, is one and not part of a sentence."""
        if stamp is None or stamp.clock is None or stamp.clock.is_dotted:
            return False
        bare_number = stamp.printed.isdigit() and label is None
        word = folded(stamp.printed) in TIMES
        if label is None and _is_led(stamp):
            return False
        return not (bare_number or word) and (self._is_bracketed(after) or not after[:1].isalnum())

    def _is_bracketed(self, after: str) -> bool:
        before = self.text[: len(self.text) - len(after)]
        return before[-1:] in _BRACKETS.values()

    def _close(self, position: int) -> int | None:
        """Return the place after what closes the last that was opened; None for a link's text."""
        while self.open:
            close = _BRACKETS.get(self.open[-1], self.open[-1])
            at = _end(_BLANK, self.text, position) if self.open[-1] in _BRACKETS else position
            if not self.text.startswith(close, at):
                return position
            position = at + len(close)
            if close == "]" and self.text[position : position + 1] in ("(", "["):
                return None  # a link, whose address would become words
            self.open.pop()
        return position


def _named(text: str, *, day_first: bool | None, lang: str) -> Opening | None:
    """Read a writer's name before a stamp: Ann Lee, 5:31 p.m.; Ann Lee 4/21/2018 5:31 PM."""
    found = _NAMED.match(text) if text[:1].isupper() else None
    if found is None:
        return None
    try:
        parsed = parse_stamp(text[found.end() :], day_first=day_first, lang=lang)
    except StampError:
        return None
    if parsed is None or not _is_whole(parsed[0], is_parted=bool(found["parted"])):
        return None
    stamp, after = parsed
    separator = _PLAIN_SEPARATOR.match(after)
    if separator is None and _trim(after):
        return None
    return Opening(
        printed=_printed(text[: len(text) - len(after)]),
        kind=Kind.UPDATE,
        label=unescape(found["name"]),
        stamp=stamp,
        rest=_trim(after[separator.end() :]) if separator else "",
        separated=True,
        labelled=False,
        is_named=True,
    )


def _is_whole(stamp: Stamp, *, is_parted: bool) -> bool:
    """Return whether *stamp* says so much that a name can stand before it."""
    clock, day = stamp.clock, stamp.day
    if clock is None:
        return False
    if day is not None and day.year is not None:
        return True
    return is_parted and not (clock.twelve_hour or clock.twenty_four_hour)


def _printed(text: str) -> str:
    return re.sub(r"\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)", "", unescape(text)).strip()


def _is_pair(printed: str) -> bool:
    """Return whether two numbers that make no time or date were never meant as one."""
    return bool(_PAIR.fullmatch(printed)) and not _SLIP.fullmatch(printed)


def _is_led(stamp: Stamp | None) -> bool:
    """Return whether a word comes before the time ("kl. 18.20"); sentences begin so too."""
    if stamp is None or stamp.clock is None or stamp.day is not None:
        return False
    first = stamp.printed[:1]
    is_word = folded(stamp.printed) in TIMES
    return (
        first.isalpha() and first < _FIRST_EASTERN and not is_word and stamp.clock.twenty_four_hour
    )


def _is_year(printed: str) -> bool:
    return printed.isdigit() and 1800 <= int(printed) < 2100


def _trim(text: str) -> str:
    return text.strip(" \t\r\n\u00a0\u2009\u202f")


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position
