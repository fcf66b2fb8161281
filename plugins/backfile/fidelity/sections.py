"""Matches the updates of a story file with the updates of its original.

As long as they are equally many, the first is the first. Where an editor has added an update, or
taken one out, those of the same words belong together, and between them those of the same stamp.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from backfile.fidelity.compare import stamp_differences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class SectionWords:
    """The words of an update: its opening as it was printed or is shown, and all that follows."""

    stamp: list[str]
    text: list[str]


def pairs(
    original: Sequence[SectionWords], story: Sequence[SectionWords]
) -> Iterator[tuple[int | None, int | None]]:
    """Go through the numbers, from 0, of the sections of *original* and *story* that are the same.

    None stands for one that the other does not have.
    """
    if len(original) == len(story):
        yield from ((number, number) for number in range(len(original)))
        return
    ours, theirs = ([tuple(one.text) for one in side] for side in (original, story))
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(range(i, j), range(k, m), strict=True)
        else:
            yield from _by_stamp(original, story, range(i, j), range(k, m))


def _by_stamp(
    original: Sequence[SectionWords], story: Sequence[SectionWords], ours: range, theirs: range
) -> Iterator[tuple[int | None, int | None]]:
    waiting = list(theirs)
    for number in ours:
        same = (one for one in waiting if _same_stamp(original[number], story[one]))
        found = next(same, waiting[0] if len(ours) == len(theirs) else None)
        while found in waiting:
            other = waiting.pop(0)
            yield (number, other) if other == found else (None, other)
        if found is None:
            yield number, None
    yield from ((None, other) for other in waiting)


def _same_stamp(one: SectionWords, other: SectionWords) -> bool:
    return not stamp_differences("", one.stamp, other.stamp)
