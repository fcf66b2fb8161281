"""Headings that are nearly the opening of an update, and what was probably meant by them.

A heading is near if a small repair makes it an opening: invisible characters and markup taken out,
a label spelled right or put into English, a clock or a date written as stamps are.
Rules: docs/check.md, "near-miss-opening".
"""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from functools import cache, lru_cache
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from backfile.story.labels import (
    ANNOUNCING,
    ANNOUNCING_CORRECTIONS,
    LABELS,
    OTHER_WORDS,
    Labels,
)
from backfile.story.languages import ENGLISH, RELATIVE, WORDS, folded, language_of
from backfile.story.opening import COVERAGE, Kind, Opening, parse_opening
from backfile.story.stamp import MONTHS, WEEKDAYS, StampError
from backfile.text.spelling import distance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

# Languages whose names of months and weekdays are known in every story.
_LANGUAGES = ("fr", "de", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "pl", "cs", "ru", "uk")
_LONGEST_PHRASE = 4
# A word in which another letter may be wrong, if a time follows it.
_LONG = 6
_SHORT = 4

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_MARKUP = re.compile(r"[*`~]+|(?<!\w)_+|_+(?!\w)|\\(?=[^\w\s])")
_PLAIN_MARKUP = re.compile(r"[*`~]+")  # of a text without the other signs, for a tenth of the time
# Text without any of these is seen as it is written.
_UNSEEN = re.compile(r"[<&\[*`~_\\]|[^ -~]")
_BRACKETS = re.compile(r"[\[\]【】「」]|^['‘\"“]|['’\"”]$|^\(|(?<=[\d.mM])\)\s*$")
_MARKS = re.compile(r"^[^\w(]+|^\(?\d{1,2}[.)]\s+(?=\S)")
_WORD = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*['’]?\.?")
_AFTER = re.compile(r"[\s:,;|.—–-]*")

_AT = (
    r"as\s+of|as\s+at|at|around|about|approx(?:imately|\.)?|circa|ca?\.|~|kl\.?|klo|klokka|klokken|um"
    r"|gegen|às|à|a\s+las?|alle|ore|om|o\s+godz\.?|о|в|le|el|il|am|den|op"
)
_PREPOSITION = re.compile(
    rf"(?:{_AT})(?:\s+|(?<=[.~]))(?=\d|[A-Za-z]+[.,]?\s*\d)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf"(?<=[\w.]),?\s+(?:{_AT})\s*(?=\d{{1,2}}[:.]\d\d)", re.IGNORECASE)
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{2})(?=\s*(?:$|[:—–|]))")
_MAY_BE_A_DAY = re.compile(r"\W*(?:[^\W\d]+\W+){0,3}\d")
_HAS_A_TIME = re.compile(r"\d[:.]\d|\d\s*[ap]\.?\s?m|\d{4}", re.IGNORECASE)
_HALF = r"[ap]\.?\s?m\b\.?"
_NUMBER_WORDS = "one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = _NUMBER_WORDS.split()
# What may stand between a label and its time in a heading.
_AFTER_LABEL = " .…:,;–—-"
_LABEL_AND_COLON = re.compile(r"[^\W\d_]{5,14}(?:\s+#?\w+){0,2}\s*[:：]")
# Labels that say more than that something was added.
_TELLING = ("earlier", "previous", "edit")
# Labels of other languages that are English words.
_ENGLISH_WORDS = frozenset({"precision"})
# A word of letters and full stops in two scripts, and the letters that look alike in them.
_MIXED = re.compile(r"(?=[A-Za-z.]*[А-я])(?=[А-я.]*[A-Za-z])[A-Za-zА-я]+(?:\.[A-Za-zА-я]+)*")
_LATIN = str.maketrans("аеорсухАВЕКМНОРСТХмнкт", "aeopcyxABEKMHOPCTXmhkt")
_UNITS = r"(?:Uhr|uur|heures?|horas?|tuntia|hrs?|h|godz|час\w*|ч)\b\.?"


# An archive prints the same few thousand headings over and over.
@lru_cache(maxsize=4096)
def near_opening(
    text: str,
    *,
    level: int = 2,
    lang: str = ENGLISH,
    day_first: bool | None = None,
    published: date | None = None,
) -> str | None:
    """Return the heading that was probably meant by the one that says *text*, or None.

    *text* is Markdown, without the number signs and the attribute list; *level* is the heading's
    own. *lang* is the story's language, whose names of months and weekdays are known too, and
    *published* the story's day, from which "yesterday" is counted. None means that the heading is
    an opening as it stands, or nothing of the kind.
    """
    if level != 2:
        return _at_another_level(text, lang, day_first=day_first)
    as_it_stands = _read(text, day_first=day_first, lang=lang)
    if isinstance(as_it_stands, StampError):
        return None  # an error of its own
    if as_it_stands is not None:
        told = _with_its_day_told(as_it_stands, lang, published)
        return told or _with_its_time(as_it_stands, text, lang, day_first=day_first)
    for candidate in _candidates(text, lang, published):
        opening = _read(candidate.text, day_first=day_first, lang=lang)
        if isinstance(opening, Opening) and _is_meant(opening, candidate):
            has_stamp = opening.stamp is not None
            timed = None if has_stamp else _with_its_time(opening, text, lang, day_first=day_first)
            return timed or f"## {candidate.text}"
    return None


def languages_of(text: str, lang: str) -> tuple[str, ...]:
    """Return the languages (tags) in which *text* is an opening, none if it is one in *lang*."""
    if _read(text, day_first=None, lang=lang) is not None:
        return ()
    known = dict.fromkeys((*WORDS, *LABELS))
    return tuple(one for one in known if _is_whole(_read(text, day_first=None, lang=one)))


def _is_whole(opening: Opening | StampError | None) -> bool:
    return isinstance(opening, Opening) and opening.separated


def paragraph_opening(text: str, *, lang: str = ENGLISH, day_first: bool | None = None) -> str:
    """Return the opening of an update with which a paragraph of a story file begins, or nothing.

    *text* is the first line of the paragraph, in Markdown. A misspelt label counts where a colon
    follows it. What is returned is what a heading should say.
    """
    said = visible(text).lstrip("#•· ")
    opening = _read(said, day_first=day_first, lang=lang)
    if isinstance(opening, Opening):
        return opening.printed if opens_like_an_update(opening) or _announces(opening) else ""
    if opening is not None or not _LABEL_AND_COLON.match(said):
        return ""
    meant = near_opening(said, lang=lang, day_first=day_first)
    corrected = _read(meant.removeprefix("## "), day_first=day_first, lang=lang) if meant else None
    if not isinstance(corrected, Opening) or corrected.kind is not Kind.UPDATE:
        return ""
    return corrected.printed if corrected.labelled else ""


def _announces(opening: Opening) -> bool:
    """Return whether a label alone opens a paragraph as it would an update: "UPDATE: Ashore"."""
    is_update = opening.kind in COVERAGE and not opening.label.lower().startswith(_TELLING)
    return opening.labelled and opening.stamp is None and opening.separated and is_update


def opens_like_an_update(opening: Opening) -> bool:
    """Return whether a paragraph or a list item that begins with *opening* looks like an update.

    Wider than `Opening.opens_paragraph`, by which an importer converts: "12:15 Nothing." counts.
    """
    if opening.stamp is None:
        return False
    if opening.opens_paragraph:
        return True
    clock = opening.stamp.clock
    is_sentence = not opening.separated and not opening.rest[:1].isupper()
    return clock is not None and not opening.is_bare_number and not is_sentence


def visible(text: str) -> str:
    """Return what a reader sees of *text* in one line, markup and invisible characters left out."""
    if not _UNSEEN.search(text):
        return " ".join(text.split())
    # Each pattern tries every character, and most texts have a mark or two.
    text = _TAG.sub("", text) if "<" in text else text
    text = unescape(text)
    text = _LINK.sub(r"\1", text) if "[" in text else text
    markup = _MARKUP if "_" in text or "\\" in text else _PLAIN_MARKUP
    text = unicodedata.normalize("NFKC", markup.sub("", text))
    if not (text.isascii() and text.isprintable()):
        text = "".join(one for one in text if unicodedata.category(one) not in ("Cf", "Mn", "Cc"))
    return " ".join(text.split())


class _Candidate(NamedTuple):
    """A heading repaired. `guessed` tells that more than markup was touched."""

    text: str
    guessed: bool
    labelled: bool = False


def _with_its_day_told(opening: Opening, lang: str, published: date | None) -> str | None:
    """Return the heading for a time whose "tomorrow" was taken for a headline, else None."""
    if opening.stamp is None or opening.stamp.clock is None or opening.stamp.day is not None:
        return None
    found = _relative(lang).match(visible(opening.rest))
    if found is None:
        return None
    day = _told(found["day"], lang, published)
    headline = visible(opening.rest)[found.end() :]
    return f"## {opening.printed}{f', {day}' if day else ''}{f': {headline}' if headline else ''}"


def _told(said: str, lang: str, published: date | None) -> str:
    """Return the date of "yesterday" or "tomorrow", nothing for "today" or without *published*."""
    shift = RELATIVE[ENGLISH] | RELATIVE.get(language_of(lang), {})
    days = shift[" ".join(folded(said).split())]
    try:
        return (published + timedelta(days=days)).isoformat() if published and days else ""
    except OverflowError:
        return ""


@cache
def _relative(lang: str) -> re.Pattern[str]:
    known = RELATIVE[ENGLISH] | RELATIVE.get(language_of(lang), {})
    words = "|".join(sorted((re.escape(one) for one in known), key=len, reverse=True))
    return re.compile(rf"[(\[]?(?P<day>{words})[)\]]?(?:\s*(?:$|[:.—–|]|--|-\s))\s*", re.IGNORECASE)


def _at_another_level(text: str, lang: str, *, day_first: bool | None) -> str | None:
    """Return the level-2 heading for one of another level that opens like an update.

    A weekday or a year may head anything; so may the word "Earlier".
    """
    plain = visible(text)
    for said in (text, plain, _MARKS.sub("", plain)):
        opening = _read(said, day_first=day_first, lang=lang)
        if not isinstance(opening, Opening) or (opening.is_bare_number and said[:1] != "0"):
            continue
        stamp = opening.stamp
        if stamp is None:
            return None if opening.label.lower() == "earlier" else f"## {said.strip()}"
        if stamp.clock or opening.labelled or (stamp.day and stamp.day.month):
            return f"## {said.strip()}"
    meant = near_opening(text, lang=lang, day_first=day_first)
    return meant if meant and languages_of(text, lang) else None


def _with_its_time(opening: Opening, text: str, lang: str, *, day_first: bool | None) -> str | None:
    """Return the heading for an opening whose time was taken for a headline, else None."""
    if not opening.rest:
        return None
    if opening.stamp is not None:
        return _with_its_half(opening, visible(text), lang, day_first=day_first) or _with_its_day(
            opening, lang, day_first=day_first
        )
    for stamp in _stamps(visible(opening.rest).lstrip(_AFTER_LABEL), lang):
        found = _read(stamp, day_first=day_first)
        if isinstance(found, Opening) and found.stamp and found.stamp.clock and found.separated:
            return f"## {opening.printed}, {stamp}"
    return None


def _with_its_half(opening: Opening, text: str, lang: str, *, day_first: bool | None) -> str | None:
    """Return the heading for an opening whose "p.m." is misspelt, else None."""
    clock = opening.stamp.clock if opening.stamp else None
    if clock is None or not clock.twelve_hour or opening.separated:
        return None
    repaired = next(_stamps(text, lang))
    found = _read(repaired, day_first=day_first)
    if isinstance(found, Opening) and found.stamp and found.stamp.clock:
        return None if found.stamp.clock.twelve_hour else f"## {repaired}"
    return None


def _with_its_day(opening: Opening, lang: str, *, day_first: bool | None) -> str | None:
    """Return the heading for a time whose day was taken for a headline, else None."""
    if opening.stamp is None or opening.stamp.day is not None:
        return None
    if not _MAY_BE_A_DAY.match(opening.rest):
        return None
    rest = visible(opening.rest)
    said = _with_dates(rest, lang)
    found = _read(said, day_first=day_first)
    if said == rest or not isinstance(found, Opening) or found.stamp is None:
        return None
    is_day = found.stamp.day is not None and found.stamp.clock is None and found.separated
    return f"## {opening.printed}, {said}" if is_day else None


def _is_meant(opening: Opening, candidate: _Candidate) -> bool:
    if not candidate.guessed:
        return True
    stamp = opening.stamp
    if stamp is None:
        return candidate.labelled
    if candidate.labelled:
        return True
    goes_on = opening.rest[:1].islower() and not opening.rest.startswith("(")
    return opening.separated and not goes_on and not opening.is_bare_number


def _read(text: str, *, day_first: bool | None, lang: str = ENGLISH) -> Opening | StampError | None:
    try:
        return parse_opening(text, day_first=day_first, lang=lang)
    except StampError as error:
        return error


def _candidates(text: str, lang: str, published: date | None) -> Iterator[_Candidate]:
    """Go through the repaired forms of a heading, the one nearest to it first."""
    plain = _with_date(_in_one_script(visible(text)), lang, published)
    bare = " ".join(_BRACKETS.sub(" ", _MARKS.sub("", plain)).split())
    for said in (plain, _MARKS.sub("", plain), bare):
        yield _Candidate(said, guessed=False)
    language = language_of(lang)
    is_english = language == ENGLISH
    for said in () if is_english else (plain, bare):
        yield _Candidate(_with_own_names(said, language), guessed=True)
    for label, rest, is_sure in _labels(bare, language):
        for stamp in _stamps(rest, lang) if is_english else (rest, *_stamps(rest, lang)):
            if _opens_with_a_time(stamp, lang):
                yield _Candidate(f"{label}, {stamp}", guessed=True, labelled=True)
        if is_sure:
            separator = _separator(bare, rest)
            yield _Candidate(f"{label}{separator}{rest}", guessed=True, labelled=True)
    for said in (plain, bare):
        for stamp in _stamps(said, lang):
            yield _Candidate(stamp, guessed=True)


def _in_one_script(text: str) -> str:
    """Return *text* with the Cyrillic letters replaced that stand for Latin ones: 9 а.m."""
    return _MIXED.sub(lambda found: found.group().translate(_LATIN), text)


def _with_date(text: str, lang: str, published: date | None) -> str:
    """Return *text* with the date for a "yesterday" before a time, where it can be told."""
    known = "|".join(re.escape(one) for one, days in RELATIVE[ENGLISH].items() if days)
    found = re.match(rf"(?P<day>{known})\b[\s,:]*(?:at\s+)?(?=\d)", text, re.IGNORECASE)
    day = _told(found["day"], lang, published) if found else ""
    return f"{day}, {text[found.end() :]}" if found and day else text


def _with_own_names(text: str, language: str) -> str:
    """Return *text* with the first misspelt month or weekday of *language* spelled right."""
    for found in _WORD.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        name = _own_name(found.group(), before, after, language)
        if name:
            return f"{before}{name}{after}"
    return text


def _own_name(word: str, before: str, after: str, language: str) -> str:
    """Return the month or weekday of *language* that *word* nearly is, or nothing."""
    said = _folded(word)
    has_number = bool(re.search(r"\d\W*(?:d[aeio]\s+)?$", before) or re.match(r"[\s,.]*\d", after))
    for name, is_month in _own_names(language):
        wanted = _folded(name)
        if said == wanted:
            return ""
        if is_month and not has_number:
            continue
        if len(wanted) < (_SHORT + 1 if has_number else _LONG) or distance(said, wanted) != 1:
            continue
        # "Marte" and "Montage" are words; a letter that is left out or added within one is a slip.
        is_slip = len(said) != len(wanted) or sorted(said) == sorted(wanted)
        if has_number or (is_slip and not said.startswith(wanted) and not wanted.startswith(said)):
            return name.capitalize() if word[:1].isupper() else name
    return ""


@cache
def _own_names(language: str) -> tuple[tuple[str, bool], ...]:
    """Return the full names of weekdays and months in *language* (CLDR), months marked as such."""
    from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415 (needed only for a doubt)

    try:
        locale = Locale.parse(language)
    except (ValueError, UnknownLocaleError):
        return ()
    named = ((locale.days, False), (locale.months, True))
    return tuple(
        (str(name), is_month)
        for names, is_month in named
        for name in names["format"]["wide"].values()
    )


def _opens_with_a_time(text: str, lang: str) -> bool:
    found = _read(text, day_first=None, lang=lang)
    return isinstance(found, Opening) and found.stamp is not None


def _separator(text: str, rest: str) -> str:
    """Return what stands between the label of *text* and its *rest*."""
    gap = text[: len(text) - len(rest)] if rest else ""
    found = re.search(r"[\s:,;|.—–-]*$", gap)
    return found.group() if found else ""


def _folded(word: str) -> str:
    """Return *word* in small letters, without accents, apostrophes and full stops."""
    apart = unicodedata.normalize("NFD", word.casefold())
    kept = (one for one in apart if unicodedata.category(one) != "Mn" and one not in "'’.")
    return unicodedata.normalize("NFC", "".join(kept))


def _labels(text: str, language: str) -> Iterator[tuple[str, str, bool]]:
    """Go through the labels that *text* may begin with, the longest phrase first.

    Yields the label of a story file, the rest of *text*, and whether the phrase is sure to be a
    label where no time follows it.
    """
    words = list(_leading_words(text))
    for count in range(len(words), 0, -1):
        said = [_folded(one.group()) for one in words[:count]]
        rest = text[words[count - 1].end() :]
        rest = rest[_end_of(_AFTER, rest) :]
        # A typing error leaves one of the first two letters; most phrases need no other look.
        begins = set(said[0][:2])
        phrases = [
            one
            for one in _phrases(language)
            if len(one.words) == count and begins & set(one.words[0][:2])
        ]
        for one in phrases:
            if tuple(said) == one.words:
                yield one.label, rest, one.is_sure
            elif _is_near(said, one.words, more=0):
                yield one.label, rest, one.is_sure and one.is_own
        for one in phrases:
            if said[0][0] in one.words[0][:2] and _is_near(said, one.words, more=1):
                yield one.label, rest, False


def _leading_words(text: str) -> Iterator[re.Match[str]]:
    at = 0
    for found in _WORD.finditer(text):
        if text[at : found.start()].strip(" -") or len(text[: found.start()]) > 60:
            return
        yield found
        at = found.end()
        if text[: found.end()].count(" ") + 1 >= _LONGEST_PHRASE:
            return


def _is_near(said: list[str], known: tuple[str, ...], *, more: int) -> bool:
    """Return whether *said* is a misspelt phrase; *more* letters may be wrong in each word."""
    total = 0
    for one, wanted in zip(said, known, strict=True):
        if one == wanted:
            continue
        allowed = _allowed(wanted) + (more if len(wanted) >= _LONG else 0)
        is_other = one in OTHER_WORDS and sorted(one) != sorted(wanted)
        if not allowed or abs(len(one) - len(wanted)) > allowed or is_other:
            return False
        far = distance(one, wanted)
        if far > allowed:
            return False
        total += far
    return total <= 2 + more


def _allowed(word: str) -> int:
    """Return how many letters of *word* may be wrong: one in four."""
    return min(len(word) // 4, 2)


class _Phrase(NamedTuple):
    """A label that is known: what a heading should say for it, and its words, folded.

    `is_sure` says that it is a label without a time as well, `is_own` that it is one of the
    story's language or of English, in which people misspell.
    """

    label: str
    words: tuple[str, ...]
    is_sure: bool
    is_own: bool = False


@cache
def _phrases(language: str) -> tuple[_Phrase, ...]:
    """Return the phrases that are known, those of *language* and of English first."""
    own = dict.fromkeys((language, ENGLISH))
    others = [one for one in LABELS if one not in own]
    found = [
        _Phrase(
            _printed(phrase, label, lang if lang in own else ENGLISH),
            _words(phrase),
            is_sure=True,
            is_own=lang in own,
        )
        for lang in (*own, *others)
        for label, phrase in _alone(lang, LABELS.get(lang, Labels()))
        if lang in own or _folded(phrase) not in _ENGLISH_WORDS
    ]
    dated = [("Update", one) for labels in LABELS.values() for one in labels.dated]
    dated += [("Update", one) for one in (*ANNOUNCING, "maj", "earlier")]
    dated += [("Correction", one) for one in ANNOUNCING_CORRECTIONS]
    return (
        *found,
        *(
            _Phrase(_printed(one, label, ENGLISH), _words(one), is_sure=False)
            for label, one in dated
        ),
    )


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(_folded(one) for one in phrase.split())


def _alone(language: str, labels: Labels) -> Iterator[tuple[str, str]]:
    """Go through the labels of *language* that say enough without a time, with what they mean."""
    updates = ("update", "updated") if language == ENGLISH else labels.update
    for label, phrases in (
        ("Update", (*updates, *labels.near)),
        ("Correction", labels.correction),
        ("Editor's note", labels.note),
        ("Original Post", labels.original),
    ):
        # A short word is one letter away from many others.
        yield from ((label, one) for one in phrases if len(one) > _SHORT or not one.isascii())


def _printed(phrase: str, label: str, language: str) -> str:
    """Return *phrase* where a story of *language* may say it, else *label*."""
    is_english = language == ENGLISH
    if (is_english and label == "Editor's note") or parse_opening(phrase, lang=language) is None:
        return label
    return phrase.title() if is_english else phrase.capitalize()


def _stamps(text: str, lang: str) -> Iterator[str]:
    """Go through the forms of *text* in which a stamp at its start is written as stamps are."""
    repaired = _with_dates(text, lang)
    for repair in _CLOCKS:
        repaired = repair(repaired)
    without = _BETWEEN.sub(", ", repaired[_end_of(_PREPOSITION, repaired) :])
    if without != repaired or lang.partition("-")[0].lower() != "en":
        without = _DOTTED.sub(r"\1:\2", without)
    yield _in_order(repaired)
    if _HAS_A_TIME.search(without):
        yield _in_order(without)


def _in_order(text: str) -> str:
    """Return *text* with "today" and parts of a day before the time left out."""
    return re.sub(
        r"^(?:(?:today|yesterday|tonight|this|last|late|early|morning|afternoon|evening|night)\b"
        r"[\s,]*)+(?:at\s+)?(?=\d)|(?<=day)\s+(?:morning|afternoon|evening|night)(?=,?\s*\d)",
        "",
        text,
        flags=re.IGNORECASE,
    )


def _sub(pattern: str, replacement: str | Callable[[re.Match[str]], str]) -> Callable[[str], str]:
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda text: compiled.sub(replacement, text, count=1)


def _with_digits(found: re.Match[str]) -> str:
    """Return a time with the digits for which letters were typed."""
    written = found.group()
    if not re.search(r"[\dlI|]", written):
        return written
    return written.translate(str.maketrans("OoОоlI|", "0000111"))


def _clock_words(found: re.Match[str]) -> str:
    hour, minute = found["hour"], found["minute"] or "00"
    return f"{int(hour)}:{minute}" if not hour.startswith("0") else f"{hour}:{minute}"


def _half_day(found: re.Match[str]) -> str:
    half = "a.m." if found["half"] in ("午前", "오전", "上午") else "p.m."
    minute = f":{int(found['minute']):02}" if found["minute"] else ""
    return f"{int(found['hour'])}{minute} {half}"


def _number(found: re.Match[str]) -> str:
    return str(_NUMBERS.index(found.group().lower()) + 1)


_CLOCKS: tuple[Callable[[str], str], ...] = (
    # 9 a..m.
    _sub(r"(?<=\d)(\s*)([ap])\.{2,}\s?m\b\.?", r"\1\2.m."),
    # 9:5 a.m.
    _sub(rf"\b(\d{{1,2}})[:.](\d)(?=\s*{_HALF})", r"\1:0\2"),
    # Noonn, midnigth
    _sub(r"^(?:no{3,}n+|n{2,}o+n+|noon{2,})\b", "noon"),
    _sub(r"^(?:mid(?:nigth|ngiht|nihgt|nght|niht|nigt|nigh|nightt)|minight)\b", "midnight"),
    # Cyrillic letters that look like "a.m." and "p.m.".
    _sub(r"(?<=\d)(\s*)[рР]\.?[мМ]\.?", r"\1p.m."),
    _sub(r"(?<=\d)(\s*)[аА]\.?[мМ]\.?(?![а-я])", r"\1a.m."),
    # 6:2O p.m., l0 a.m.
    _sub(
        rf"(?<![^\W\d])[\dlIOoОо|]{{1,2}}[:.][\dlIOoОо]{{2}}(?=\s*{_HALF}|\s*(?:$|[:—–|,]))",
        _with_digits,
    ),
    _sub(rf"(?<![^\W\d])(?:\d[Ool|I]|[lI|][\dOolI])(?=\s*{_HALF})", _with_digits),
    # 6:20 p.n., 6:20 pn, 6:20 p,m.
    _sub(
        r"(?<=\d)(\s*)([ap])(?:\.\s*n\b\.?|n\b\.?|\s?,\s?m\b\.?|\s*\.?\s+m\b\.?|\.?mm+\b\.?)",
        r"\1\2.m.",
    ),
    # 6;20 p.m., 6,20 p.m., 6 20 p.m.
    _sub(rf"\b(\d{{1,2}})(?:\s?[;,·'’]\s?|\s)([0-5]\d)(?=\s*(?:{_HALF}|{_UNITS}))", r"\1:\2"),
    _sub(r"\b(\d{1,2});([0-5]\d)\b", r"\1:\2"),
    _sub(rf"\b(\d{{1,2}})::([0-5]\d)(?=\s*{_HALF})", r"\1:\2"),
    # 18.20 Uhr, 18 h 20, 18h, 1820 hrs
    _sub(rf"\b(?P<hour>\d{{1,2}})[:.](?P<minute>[0-5]\d)\s*{_UNITS}", _clock_words),
    _sub(r"\b(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)\s*(?:hrs?|h|Uhr)\b\.?", _clock_words),
    _sub(
        r"\b(?P<hour>\d{1,2})\s?(?:heures?|horas?|час\w*|h|ч)\.?\s?(?P<minute>[0-5]\d)(?!\d)"
        r"(?:\s*(?:min\w*|м\w*)\b\.?)?",
        _clock_words,
    ),
    _sub(r"\b(?P<hour>\d{1,2})\s?(?:Uhr|uur)\s?(?P<minute>[0-5]\d)?\b", _clock_words),
    _sub(r"\b(?P<hour>[01]?\d|2[0-3])(?P<minute>)\s?h(?=\s*(?:$|[:—–|]))", _clock_words),
    # 午後6時20分, 오후 6시 20분
    _sub(
        r"(?P<half>午前|午後|오전|오후|上午|下午)\s*(?P<hour>\d{1,2})\s*[時时시点點]\s*"
        r"(?:(?P<minute>\d{1,2})\s*[分분])?",
        _half_day,
    ),
    _sub(r"(?P<hour>\d{1,2})\s*[時时시点點]\s*(?:(?P<minute>\d{2})\s*[分분])?", _clock_words),
    # 620 p.m., kl. 18
    _sub(rf"(?<![\d:.])(\d{{1,2}})([0-5]\d)(?=\s*{_HALF})", r"\1:\2"),
    _sub(r"\b(kl\.?|klo|klokka|klokken)\s+(\d{1,2})(?=\s*(?:$|[:—–|](?!\d)))", r"\1 \2:00"),
    # 6 o'clock, six p.m.
    _sub(rf"^(?:{'|'.join(_NUMBERS)})(?=\s+(?:{_HALF}|o['’]?\s?clock))", _number),
    _sub(r"\b(\d{1,2})\s*o['’]?\s?clock\b", r"\1:00"),
    _sub(r"^(?:midday|mid-day|noontime)\b", "noon"),
    _sub(r"^(?:midnite|mid-night)\b", "midnight"),
)


def _with_dates(text: str, lang: str) -> str:
    """Return *text* with its dates in English and their words spelled right."""
    text = re.sub(
        r"(?:(\d{4})\s*[年년]\s*)?(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]\s*", _of_east, text
    )
    made: list[str] = []
    at = 0
    for count, found in enumerate(_WORD.finditer(text)):
        if count == 6:
            break
        name = _calendar_word(found.group(), text[: found.start()], text[found.end() :], lang)
        if name:
            made += [text[at : found.start()], name]
            at = found.end()
    text = "".join([*made, text[at:]])
    named = "|".join(MONTHS)
    return re.sub(
        rf"\b(\d{{1,2}})(?:\.|º|er|\.?ª)?\s+(?:de\s+|d['’]\s?|di\s+)?({named})\.?(?:\s+(?:de\s+)?(\d{{4}})(?:\s?г\b\.?)?)?",
        lambda found: " ".join(part for part in found.groups() if part),
        text,
        count=1,
    )


def _of_east(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    if not 1 <= int(month) <= len(MONTHS):
        return found.group()
    return f"{int(day)} {MONTHS[int(month) - 1]}{f' {year}' if year else ''}, "


def _calendar_word(word: str, before: str, after: str, lang: str) -> str:
    """Return the English name of the month or weekday that *word* is or nearly is, or nothing."""
    said = _folded(word)
    if word.rstrip(".") in (*MONTHS, *WEEKDAYS):
        return ""
    has_number = bool(re.search(r"\d\W*(?:de\s+|di\s+)?$", before) or re.match(r"[\s,]*\d", after))
    if has_number and (name := _names(lang).get(said)):
        return name
    if said in ("sundae", "sundry", "augusta"):
        return ""
    for name in (*MONTHS, *WEEKDAYS):
        wanted = name.lower()
        if len(wanted) >= 6 and set(said[:2]) & set(wanted[:2]) and not said.startswith(wanted):
            allowed = 2 if len(wanted) >= 8 and has_number else 1
            if abs(len(said) - len(wanted)) <= allowed and distance(said, wanted) <= allowed:
                return name
        is_swapped = has_number and sorted(said) == sorted(wanted)
        if is_swapped and distance(said, wanted) == 1:
            return name
    return ""


@cache
def _names(lang: str) -> dict[str, str]:
    """Return the English names of months and weekdays by those of other languages (CLDR)."""
    from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415 (needed only for a doubt)

    found: dict[str, str] = {}
    for tag in (lang.replace("-", "_"), *_LANGUAGES, "en"):
        try:
            locale = Locale.parse(tag)
        except (ValueError, UnknownLocaleError):
            continue
        for names, english, shift in ((locale.months, MONTHS, -1), (locale.days, WEEKDAYS, 0)):
            for context in ("format", "stand-alone"):
                for width in ("wide", "abbreviated"):
                    for number, name in names[context][width].items():
                        folded = _folded(name)
                        if len(folded) > 2 or not folded.isascii():
                            found.setdefault(folded, english[number + shift])
    return found


def _end_of(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0
