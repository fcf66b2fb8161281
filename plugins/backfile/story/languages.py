"""What newspapers print around a time, by language: words before and after it, months, weekdays.

Source of the names of months and weekdays: CLDR, by Babel. Rules: docs/stories.md, "Languages".
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple

ENGLISH = "en"


class TimeWords(NamedTuple):
    """Words around a time, in small letters and without accents.

    `before` stand before a time on a 24-hour clock and `after` behind one; `joining` lead from a
    label, or a day, to a time or a day. `in_dates` stand between a day and its month or year.
    """

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    joining: tuple[str, ...] = ()
    in_dates: tuple[str, ...] = ()


_ENGLISH = TimeWords(
    after=("hours", "hrs", "hr", "hours local", "hrs local"),
    joining=("at", "@", "on", "as of", "around", "about", "by", "of", "from"),
    in_dates=("of",),
)
_NORDIC = ("kl", "klockan", "klokka", "klokken", "klukkan")
WORDS = {
    "en": _ENGLISH,
    "de": TimeWords(("um", "gegen"), ("uhr",), ("um", "vom", "am", "von", "gegen", "stand")),
    "fr": TimeWords(("a", "vers"), ("heures", "heure", "h"), ("a", "le", "de", "du", "vers"), ()),
    "es": TimeWords(
        ("a las", "las"),
        ("horas", "hrs", "hs", "h"),
        ("a las", "las", "del", "el", "de", "a la"),
        ("de", "del"),
    ),
    "ca": TimeWords(
        ("a les", "les"), ("hores", "h"), ("a les", "les", "del", "el"), ("de", "d’", "d'")
    ),
    "gl": TimeWords(("as",), ("horas", "h"), ("as", "o", "do"), ("de",)),
    "pt": TimeWords(("as",), ("horas", "hs", "h"), ("as", "em", "de", "do", "a"), ("de",)),
    "it": TimeWords(
        ("ore", "alle ore", "alle"), (), ("alle ore", "ore", "alle", "delle", "dalle", "del", "il")
    ),
    "nl": TimeWords(("om",), ("uur", "u"), ("om", "op", "van"), ()),
    "sv": TimeWords(_NORDIC, (), (*_NORDIC, "den", "av"), ()),
    "da": TimeWords(_NORDIC, (), (*_NORDIC, "den", "d"), ()),
    "nb": TimeWords(_NORDIC, (), (*_NORDIC, "den"), ()),
    "is": TimeWords(_NORDIC, (), (*_NORDIC,), ()),
    "fi": TimeWords(("klo", "kello"), (), ("klo", "kello"), ()),
    "et": TimeWords(("kell",), (), ("kell",), ()),
    "pl": TimeWords(
        ("o godz", "godz", "o godzinie", "godzina", "g"),
        (),
        ("o godz", "godz", "o godzinie", "godzina", "o", "z dnia", "dnia", "z"),
        (),
    ),
    "cs": TimeWords(("v", "ve"), ("hodin", "hod", "h"), ("v", "ve", "z", "dne"), ()),
    "sk": TimeWords(("o",), ("hodin", "hod", "h"), ("o", "z", "dna"), ()),
    "ru": TimeWords(("в",), ("ч", "час", "часов"), ("в", "от"), ("г", "года")),
    "uk": TimeWords(("о", "об"), ("год",), ("о", "об", "від"), ("р", "року")),
    "tr": TimeWords(("saat",), (), ("saat",), ()),
    "hu": TimeWords((), ("ora", "orakor"), (), ()),
    "ro": TimeWords(("ora", "la ora"), (), ("ora", "la ora", "la"), ()),
    "el": TimeWords(("στισ", "ωρα"), (), ("στισ", "ωρα"), ()),
}
_SAME = {"no": "nb", "nn": "nb"}
# Languages that write month, day and year in that order in figures.
MONTH_FIRST = frozenset({ENGLISH})


class Halves(NamedTuple):
    """What says in words which time of a 12-hour clock is meant, folded.

    `noon` and `midnight` are times by themselves. A time with a word of `morning` behind it is the
    one printed, with one of `evening` the later of the two; with one of `night` it is before 6 in
    the morning or from 6 in the evening on, 12 being midnight.
    """

    noon: tuple[str, ...] = ()
    midnight: tuple[str, ...] = ()
    morning: tuple[str, ...] = ()
    evening: tuple[str, ...] = ()
    night: tuple[str, ...] = ()

    @property
    def behind(self) -> tuple[str, ...]:
        """Return the words that stand behind a time."""
        return (*self.morning, *self.evening, *self.night)


HALVES = {
    "en": Halves(("noon",), ("midnight",)),
    "de": Halves(
        ("mittag",),
        ("mitternacht",),
        ("morgens", "fruh", "vormittags"),
        ("mittags", "nachmittags", "abends"),
        ("nachts",),
    ),
    "fr": Halves(
        ("midi",),
        ("minuit",),
        ("du matin",),
        ("de l'apres-midi", "de l’apres-midi", "du soir"),
        ("de la nuit",),
    ),
    "es": Halves(
        ("mediodia",),
        ("medianoche",),
        ("de la manana", "de la madrugada"),
        ("del mediodia", "de la tarde"),
        ("de la noche",),
    ),
    "ca": Halves(
        ("migdia",),
        ("mitjanit",),
        ("del mati", "de la matinada"),
        ("del migdia", "de la tarda"),
        ("de la nit", "del vespre"),
    ),
    "pt": Halves(
        ("meio-dia", "meio dia"),
        ("meia-noite", "meia noite"),
        ("da manha", "da madrugada"),
        ("da tarde",),
        ("da noite",),
    ),
    "it": Halves(
        ("mezzogiorno",),
        ("mezzanotte",),
        ("di mattina", "del mattino"),
        ("del pomeriggio", "di sera", "della sera"),
        ("di notte", "della notte"),
    ),
    "nl": Halves(
        (),
        ("middernacht",),
        tuple(f"{mark}s {one}" for mark in ("'", "’", "‘", "") for one in ("ochtends", "morgens")),
        tuple(f"{mark}s {one}" for mark in ("'", "’", "‘", "") for one in ("middags", "avonds")),
        tuple(f"{mark}s nachts" for mark in ("'", "’", "‘", "")),
    ),
    "sv": Halves(
        (),
        ("midnatt",),
        ("pa morgonen", "pa formiddagen"),
        ("pa eftermiddagen", "pa kvallen"),
        ("pa natten",),
    ),
    "da": Halves(
        (),
        ("midnat",),
        ("om morgenen", "om formiddagen"),
        ("om eftermiddagen", "om aftenen"),
        ("om natten",),
    ),
    "nb": Halves(
        (),
        ("midnatt",),
        ("om morgenen", "om formiddagen"),
        ("om ettermiddagen", "om kvelden"),
        ("om natten",),
    ),
    "fi": Halves(
        ("keskipaiva", "keskipaivalla"),
        ("keskiyo", "keskiyolla"),
        ("aamulla", "aamupaivalla"),
        ("iltapaivalla", "illalla"),
        ("yolla",),
    ),
    "pl": Halves((), (), ("rano", "przed poludniem"), ("po poludniu", "wieczorem"), ("w nocy",)),
    "cs": Halves(
        ("poledne",),
        ("pulnoc",),
        ("rano", "dopoledne"),
        ("odpoledne", "vecer"),
        ("v noci",),
    ),
    "ru": Halves(("полдень",), ("полночь",), ("утра",), ("дня", "вечера"), ("ночи",)),
    "uk": Halves(("полудень",), ("північ",), ("ранку",), ("дня", "вечора"), ("ночі",)),
}
# Words for a day that hang on when they are read, folded: how many days on they are.
RELATIVE = {
    "en": {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1},
    "de": {"heute": 0, "gestern": -1, "morgen": 1},
    "fr": {"aujourd'hui": 0, "aujourd’hui": 0, "hier": -1, "demain": 1},
    "es": {"hoy": 0, "ayer": -1, "manana": 1},
    "ca": {"avui": 0, "ahir": -1, "dema": 1},
    "pt": {"hoje": 0, "ontem": -1, "amanha": 1},
    "it": {"oggi": 0, "ieri": -1, "domani": 1},
    "nl": {"vandaag": 0, "gisteren": -1, "morgen": 1},
    "sv": {"idag": 0, "i dag": 0, "igar": -1, "i gar": -1, "imorgon": 1, "i morgon": 1},
    "da": {"i dag": 0, "i gar": -1, "i morgen": 1},
    "nb": {"i dag": 0, "i gar": -1, "i morgen": 1},
    "fi": {"tanaan": 0, "eilen": -1, "huomenna": 1},
    "pl": {"dzis": 0, "dzisiaj": 0, "wczoraj": -1, "jutro": 1},
    "cs": {"dnes": 0, "vcera": -1, "zitra": 1},
    "ru": {"сегодня": 0, "вчера": -1, "завтра": 1},
    "uk": {"сьогодні": 0, "вчора": -1, "завтра": 1},
}
# Every word that is a time by itself.
TIMES = frozenset(one for halves in HALVES.values() for one in (*halves.noon, *halves.midnight))


@cache
def language_of(tag: str) -> str:
    """Return the language of the tag (BCP 47) *tag*, in small letters, "en" where it is empty."""
    language = tag.replace("_", "-").partition("-")[0].strip().lower()
    return _SAME.get(language, language) or ENGLISH


def is_english(tag: str) -> bool:
    """Return whether *tag* is a tag of English."""
    return language_of(tag) == ENGLISH


def words_of(language: str) -> TimeWords:
    """Return the words around times in *language*, and in English."""
    if language == ENGLISH or language not in WORDS:
        return _ENGLISH
    return TimeWords(
        *(own + english for own, english in zip(WORDS[language], _ENGLISH, strict=True))
    )


def halves_of(language: str) -> Halves:
    """Return the words for noon, midnight and the halves of a day in *language*, and in English."""
    if language == ENGLISH or language not in HALVES:
        return HALVES[ENGLISH]
    own = HALVES[language]
    return Halves(*(mine + english for mine, english in zip(own, HALVES[ENGLISH], strict=True)))


def folded(text: str) -> str:
    """Return *text* in small letters and without accents, each character still in its place."""
    return text.lower() if text.isascii() else "".join(map(_folded, text))


@cache
def _folded(character: str) -> str:
    apart = unicodedata.normalize("NFD", character)
    base, marks = apart[:1], apart[1:]
    plain = base if all(unicodedata.category(one) == "Mn" for one in marks) else character
    return plain.lower()[:1] if plain != "İ" else "i"


_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@cache
def month_names(language: str) -> dict[str, int]:
    """Return the months, January being 1, by their names, folded and without full stops."""
    return _in_english(_MONTHS, 1) if language == ENGLISH else _names(language, "months")


@cache
def weekday_names(language: str) -> dict[str, int]:
    """Return the weekdays, Monday being 0, by their names, folded."""
    return _in_english(_DAYS, 0) if language == ENGLISH else _names(language, "days")


def _in_english(names: tuple[str, ...], first: int) -> dict[str, int]:
    """Return the numbers of *names*, and of what they are abbreviated to, from *first* on."""
    numbered = {name: number for number, name in enumerate(names, first)}
    return {**numbered, **{name[:3]: number for name, number in numbered.items()}}


def _names(language: str, kind: str) -> dict[str, int]:
    from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415 (slow, and not for English)

    try:
        contexts = getattr(Locale.parse(language), kind)
    except (ValueError, UnknownLocaleError):
        return {}
    found: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in contexts[context][width].items():
                said = folded(str(name)).rstrip(".")
                for article in ("de ", "d’", "yom "):
                    said = said.removeprefix(article)
                if said and not said[0].isdigit() and not said[-1].isdigit():
                    found.setdefault(said, int(number))
    return found
