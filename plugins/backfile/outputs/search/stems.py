"""The stem of a word: what `bridge`, `bridges` and `bridged` have in common, by its language.

Snowball's algorithms work it out (https://snowballstem.org/), for the languages that have one. The
browser needs none of them: the index tells which words have a stem in common, and which endings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from Stemmer import Stemmer

from backfile.outputs.search.words import has_unspaced, key_of

if TYPE_CHECKING:
    from collections.abc import Callable

# Snowball's name of the language by the first part of its tag (BCP 47).
_NAMES = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "st": "sesotho",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}


def stemmer_of(lang: str) -> Callable[[str], str]:
    """Return what makes the stem of a form, as a key, in the language with the tag *lang*.

    A form with digits, one of a script without spaces and one of a language without an algorithm
    are stems themselves.
    """
    name = _NAMES.get(lang.lower().partition("-")[0])
    if name is None:
        return key_of
    stem = Stemmer(name).stemWord

    def stem_of(form: str) -> str:
        has_figures = not form.isalpha() and any(one.isnumeric() for one in form)
        if has_figures or has_unspaced(form):
            return key_of(form)
        return key_of(stem(form)) or key_of(form)

    return stem_of
