"""The words of a text: where they are, in which form they are kept, and by what key they are found.

A reader's browser cuts questions by the same rules (browser/words.js);
tests/outputs/search/words.json holds examples that both obey. docs/search.md says what the rules
are for.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

LONGEST = 40  # characters of a form; the name of a file, with five for each, may have 255
_MOST_RUNS = 6  # joined by dashes and the like that make one word; an address has more

# Soft hyphens, joiners and direction marks, which one does not see.
_IGNORED = "\u00ad\u200b-\u200f\u2060\ufeff"
_START = r"[^\W_]"  # letters and numbers
# Scripts without spaces: Thai and Lao, Myanmar, Khmer, and those of Chinese and Japanese.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_UNSPACED = re.compile(f"([{UNSPACED}]+)")
# Planes 0 and 1, and the variation selectors: nothing else has marks, or is meant to have any.
_CODES = (*range(0x20000), *range(0xE0100, 0xE01F0))
# What `chain_pattern` finds in a text of ASCII alone, three times as fast.
_ASCII_CHAINS = re.compile(r"[A-Za-z0-9]+(?:(?:[-/'._]|(?<=[0-9]),(?=[0-9]))[A-Za-z0-9]+)*")
_LETTERS = (
    "a-z\u00c0-\u02af\u1d00-\u1dbf\u1e00-\u1eff"  # Latin
    "\u0370-\u03ff\u1f00-\u1fff"  # Greek
    "\u0400-\u052f\u1c80-\u1c8f"  # Cyrillic
)
_VARIANTS = {"ß": "ss", "ς": "σ", "ı": "i"} | dict.fromkeys(map(chr, range(0xFE00, 0xFE10)), "")
_OF_FORM = str.maketrans(_VARIANTS)
# Letters that no decomposition parts from their marks, and marks of Hebrew and Arabic.
_TAKEN = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u0655\u0670]+")
_OF_KEY = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h"}
)


class Word(NamedTuple):
    """A word of a text: its form, and its place as counted from the beginning of the text."""

    form: str
    position: int


class ChainWords(NamedTuple):
    """The words of a piece of text, and how many positions they take up."""

    words: tuple[Word, ...]
    positions: int


class Cutter:
    """Cuts texts into words; what was cut once is kept, since texts say the same over and over."""

    def __init__(self, most: int = 100_000) -> None:
        self._known = _Known()
        self._most = most

    def chains(self, text: str) -> list[str | ChainWords]:
        """Return the words of *text* in order, those of each chain of joined runs together.

        A chain that is one word, as most are, is the form of it.
        """
        if len(self._known) > self._most:
            self._known.clear()
        pattern = _ASCII_CHAINS if text.isascii() else chain_pattern()
        return list(map(self._known.__getitem__, pattern.findall(text)))


class _Known(dict[str, "str | ChainWords"]):
    """What was cut, by the chain that it was."""

    def __missing__(self, chain: str) -> str | ChainWords:
        made = cut_chain(chain)
        is_one = made.positions == len(made.words) == 1
        self[chain] = told = made.words[0].form if is_one else made
        return told


def words_of(text: str) -> list[Word]:
    """Return the words of *text* in order of their positions."""
    found = []
    at = 0
    for one in map(cut_chain, chain_pattern().findall(text)):
        found += [Word(form, at + position) for form, position in one.words]
        at += one.positions
    return found


def cut_chain(chain: str) -> ChainWords:
    """Return the words of *chain*: runs of letters and numbers, each joined to the next.

    Each run is a word. What they make together is one more, at the position of the first, where no
    more than six are joined and all are of scripts with spaces.
    """
    runs = _run().findall(chain)
    unspaced = _UNSPACED.search(chain) is not None
    words: list[Word] = []
    at = 0
    for number, run in enumerate(runs):
        for piece in filter(None, _UNSPACED.split(run)) if unspaced else (run,):
            if unspaced and _UNSPACED.match(piece):
                pairs = _pairs(piece)
                words += [Word(pair, at + n) for n, pair in enumerate(pairs)]
                at += len(pairs)
            else:
                if form := form_of(piece):
                    words.append(Word(form, at))
                at += 1
        if number == 0 and 1 < len(runs) <= _MOST_RUNS and not unspaced:
            words += [Word(whole, 0) for whole in [form_of("".join(runs))] if whole]
    return ChainWords(tuple(words), at)


def _pairs(piece: str) -> list[str]:
    """Return each character of *piece* with the one after it, the last by itself."""
    text = _normal(piece)
    return [text[n : n + 2] for n in range(len(text))]


def form_of(run: str) -> str:
    """Return the form in which *run* is kept: without case, at most 40 characters."""
    if run.isascii():
        return run.lower()[:LONGEST]
    return _normal(run)[:LONGEST]


def _normal(run: str) -> str:
    text = unicodedata.normalize("NFKC", run).lower().translate(_OF_FORM)
    return "".join(_run_characters().findall(text.replace("i\u0307", "i")))


def key_of(form: str) -> str:
    """Return the key of *form*, which forms that differ in accents alone have in common.

    Marks of scripts in which they are more than accents stay, such as vowels of Devanagari; so does
    a form that has nothing else than what a key is without, such as a lone tatweel.
    """
    if form.isascii():
        return form
    text = _accents().sub(r"\1", unicodedata.normalize("NFD", form))
    return unicodedata.normalize("NFC", _TAKEN.sub("", text).translate(_OF_KEY)) or form


def has_unspaced(form: str) -> bool:
    """Tell whether *form* has characters of a script without spaces."""
    return _UNSPACED.search(form) is not None


@cache
def marks() -> str:
    """Return a class of characters, without its brackets, that holds all combining marks."""
    found = [code for code in _CODES if unicodedata.category(chr(code)).startswith("M")]
    ranges: list[list[int]] = []
    for code in found:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


@cache
def _run() -> re.Pattern[str]:
    return re.compile(_run_text())


def _run_text() -> str:
    return rf"{_START}+(?:[{marks()}{_IGNORED}]+{_START}*)*"


@cache
def _run_characters() -> re.Pattern[str]:
    return re.compile(rf"(?:{_START}|[{marks()}])+")


@cache
def chain_pattern() -> re.Pattern[str]:
    """Return what finds the chains of a text: runs of letters and numbers, each joined to the next.

    Between figures a comma joins as well, and so does a space before exactly three of them.
    """
    between = (
        r"[-/\u2010-\u2015\u2019'._]|(?<=[0-9]),(?=[0-9])"
        rf"|(?<=[0-9])[\u00a0\u202f\u2009](?=[0-9]{{3}}(?!{_START}|[{marks()}{_IGNORED}]))"
    )
    return re.compile(rf"{_run_text()}(?:(?:{between}){_run_text()})*")


@cache
def _accents() -> re.Pattern[str]:
    return re.compile(rf"([{_LETTERS}])[{marks()}]+")
