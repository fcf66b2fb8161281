"""Compares two lists of words: returns where they differ, with the words around each difference."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from backfile.story.labels import LABELS
from backfile.story.languages import WORDS, folded
from backfile.story.opening import ORDINALS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CONTEXT = 5
# More words than this at once are shown by their beginning and their end.
LONGEST_SAID = 24
# What difflib may cost at most, a second or so; beyond it a stretch differs as a whole.
MOST_PAIRS = 100_000
MOST_WORDS = 10_000
_LETTERS = re.compile(r"[^\W_]+")


class DifferenceKind(StrEnum):
    """How words differ; the values are the codes of the faults."""

    LOST = "words-lost"
    ADDED = "words-added"
    DOUBLED = "words-doubled"
    MOVED = "words-moved"
    ALTERED = "words-altered"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference in a place: `before` is what the original has there, `after` what is shown.

    `at` is how many of the words that are expected in the place come before it; `ahead` and
    `behind` are some of those around it.
    """

    place: str
    at: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    kind: DifferenceKind
    ahead: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the words around the difference with it, as wdiff marks it: [-lost-] {+added+}."""
        lost = f"[-{_shortened(self.before)}-]" if self.before else ""
        added = f"{{+{_shortened(self.after)}+}}" if self.after else ""
        return " ".join(filter(None, [*self.ahead, lost, added, *self.behind]))


def differences(place: str, expected: Sequence[str], shown: Sequence[str]) -> list[Difference]:
    """Return where the words that are *shown* in *place* are not those *expected* there."""
    if expected == shown:
        return []
    return [
        Difference(
            place=place,
            at=start,
            before=tuple(expected[start:end]),
            after=tuple(shown[first:last]),
            kind=_kind(expected[start:end], shown, first, last),
            ahead=tuple(expected[max(start - CONTEXT, 0) : start]),
            behind=tuple(expected[end : end + CONTEXT]),
        )
        for start, end, first, last in _unequal(expected, shown)
    ]


def stamp_differences(place: str, printed: Sequence[str], shown: Sequence[str]) -> list[Difference]:
    """Return how the stamp and label that are *shown* differ from the opening as it was *printed*.

    They are its words in their order, without the marks around them, and a label may have changed
    places with the stamp; of the words themselves only those that say that this is an update are
    not repeated.
    """
    said, told = _letters(printed), _letters(shown)
    # A label that stands behind the stamp is shown before it.
    turned = [said[at:] + said[:at] for at in range(1, len(said)) if folded(said[at]) in _labels()]
    if any(_is_told(one, told) for one in (said, *turned)):
        return []
    kind = _kind(printed, shown, 0, len(shown))
    return [Difference(place, 0, tuple(printed), tuple(shown), kind)]


def _is_told(printed: Sequence[str], shown: Sequence[str]) -> bool:
    """Tell whether *shown* are the words *printed* without those that need not be repeated."""
    left, kept = list(printed), []
    for word in shown:
        if word not in left:
            return False
        at = left.index(word)
        kept += left[:at]
        left = left[at + 1 :]
    return _small_words().issuperset(map(folded, [*kept, *left]))


@cache
def _small_words() -> frozenset[str]:
    """Return the words of openings that a page does not repeat: they say that it is an update."""
    phrases = [one for labels in LABELS.values() for one in (*labels.update, *labels.dated)]
    phrases += [one for words in WORDS.values() for one in words.joining]
    return frozenset(word for phrase in phrases for word in folded(phrase).split())


@cache
def _labels() -> frozenset[str]:
    """Return the words with which the labels of updates begin."""
    labels = (one for language in LABELS.values() for phrases in language for one in phrases)
    return frozenset(folded(one).split()[0] for one in labels) | set(ORDINALS)


def _letters(said: Sequence[str]) -> list[str]:
    return _LETTERS.findall(" ".join(said))


def _kind(lost: Sequence[str], shown: Sequence[str], first: int, last: int) -> DifferenceKind:
    if first == last:
        return DifferenceKind.LOST
    if lost:
        return DifferenceKind.ALTERED
    added, length = shown[first:last], last - first
    around = (shown[max(first - length, 0) : first], shown[last : last + length])
    return DifferenceKind.DOUBLED if added in around else DifferenceKind.ADDED


def _unequal(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Go through the stretches of *one* that are others in *other*: start and end in both."""
    start = _alike(one, other)
    end = _alike(one[start:][::-1], other[start:][::-1])
    middle, others = one[start : len(one) - end], other[start : len(other) - end]
    if not middle or not others or _costs_too_much(middle, others):
        yield start, start + len(middle), start, start + len(others)
        return
    matcher = SequenceMatcher(None, middle, others, autojunk=True)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            yield start + i, start + j, start + k, start + m


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words at the beginning of both are the same."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _costs_too_much(one: Sequence[str], other: Sequence[str]) -> bool:
    if len(one) + len(other) > MOST_WORDS:
        return True
    # As difflib does, words that are everywhere are left out of account.
    few = len(other) // 100 + 1 if len(other) >= 200 else len(other)
    known = {word: count for word, count in Counter(other).items() if count <= few}
    return sum(known.get(word, 0) for word in one) > MOST_PAIRS


def _shortened(said: Sequence[str]) -> str:
    if len(said) <= LONGEST_SAID:
        return " ".join(said)
    begins, ends = said[: LONGEST_SAID // 2], said[-LONGEST_SAID // 4 :]
    between = len(said) - len(begins) - len(ends)
    return " ".join([*begins, f"… {between} more words …", *ends])
