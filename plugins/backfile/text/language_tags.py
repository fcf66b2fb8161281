"""Language tags (BCP 47): which there are, and in which direction their languages are written."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from html import unescape

from babel.core import LOCALE_ALIASES, Locale, UnknownLocaleError

from backfile.errors import nearest

ENGLISH = "en"
_TAG = re.compile(r"<[^>]*>")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})  # the strong classes of Unicode's UAX #9, and "L"


@cache
def locale_of(tag: str) -> Locale:
    """Return the formats of *tag*, those of its language where its region is not known.

    They are those of English where the language is not known either.
    """
    for one in (tag, tag.partition("-")[0], ENGLISH):
        try:
            return Locale.parse(one, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError("Babel knows English")


@cache
def text_direction(tag: str) -> str:
    """Return `ltr` or `rtl`, the direction in which language *tag* is written."""
    return locale_of(tag).text_direction


def is_language(tag: str) -> bool:
    """Tell whether *tag* begins with a language that Unicode's locale data (CLDR) name."""
    return tag.lower().partition("-")[0] in _names()


def spelled_tag(tag: str) -> str:
    """Return *tag* as it is usually spelled: `pt-BR` for `pt_br` (BCP 47, 2.1.1)."""
    first, *more = tag.lower().replace("_", "-").split("-")
    spelled = (
        one.title() if len(one) == 4 else one.upper() if len(one) == 2 else one for one in more
    )
    return "-".join((first, *spelled))


def nearest_language(word: str) -> str:
    """Return the tag that *word* was probably meant to be, or an empty string.

    A language may be called by its English name (`german`) or its own (`deutsch`); a tag may have
    a letter too many (`dee`) or three of ISO 639-2 (`deu`).
    """
    first = word.lower().replace("_", "-").partition("-")[0]
    names = {name.lower(): tag for tag, name in _names().items() if "_" not in tag}
    own = {str(_own_name(tag)).lower(): tag for tag in LOCALE_ALIASES}
    for known in (names, own):
        if found := known.get(first):
            return found
    if first[:2] in LOCALE_ALIASES:
        return first[:2]
    if near := nearest(first, [*names, *own]):
        return names.get(near) or own[near]
    return nearest(first, LOCALE_ALIASES)


@cache
def _names() -> dict[str, str]:
    """Return the English names of languages by their tags."""
    return dict(Locale.parse(ENGLISH).languages)


def _own_name(tag: str) -> str | None:
    """Return what a language calls itself: `Deutsch`."""
    return Locale.parse(tag).get_language_name(tag)


def isolated(text: str, direction: str) -> str:
    """Return plain *text* so that it keeps its order within a sentence of *direction*.

    It stands between U+2068 and U+2069 where it has letters of the other direction: otherwise the
    marks and digits beside it would change sides (UAX #9, "Explicit Directional Isolates").
    """
    return (
        f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"
        if _turns(text, direction)
        else text
    )


def isolated_html(html: str, direction: str) -> str:
    """Return *html* as `isolated` does with text, in a `bdi` element (HTML, "The bdi element")."""
    return f"<bdi>{html}</bdi>" if _turns(unescape(_TAG.sub("", html)), direction) else html


def _turns(text: str, direction: str) -> bool:
    """Tell whether *text* has letters that are not written in *direction*."""
    if text.isascii() and direction == "ltr":
        return False
    strong = {unicodedata.bidirectional(character) for character in text}
    return bool(strong & ({"L"} if direction == "rtl" else _RIGHT_TO_LEFT))
