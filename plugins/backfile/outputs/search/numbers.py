"""Numbers as few letters: how positions and the numbers of stories are written in the index.

A number is written five bits a letter, the lowest first; a letter whose value has 32 added says
that more follow. A story's number is its day, counted as `date.toordinal` does, and its rank among
the stories of that day, from 0. A list of them tells each by its distance from the one before: an
even value v leads v/2 + 1 ranks on within the day, an odd one (v + 1)/2 days on, and then the rank
follows as a number of its own.
"""

from __future__ import annotations

import string
from operator import sub
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ALPHABET = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_MORE = 32


class Number(NamedTuple):
    """The number of a story: its `day` since 0001-01-01, which is 1, and its `rank` in it."""

    day: int
    rank: int


START = Number(0, 0)  # before all stories


class _Written(dict[int, str]):
    """Numbers in letters; those that are written often are kept."""

    def __missing__(self, number: int) -> str:
        letters, left = "", number
        while left >= _MORE:
            letters += ALPHABET[_MORE + left % _MORE]
            left //= _MORE
        letters += ALPHABET[left]
        if number < _OFTEN:
            self[number] = letters
        return letters


_OFTEN = 10_000
# Returns a number, which is not negative, in letters.
written = _Written().__getitem__


def read(letters: str) -> Iterator[int]:
    """Go through the numbers that are written in *letters*. Raises KeyError for other signs."""
    number = shift = 0
    for letter in letters:
        value = _VALUES[letter]
        number |= (value % _MORE) << shift
        if value < _MORE:
            yield number
            number = shift = 0
        else:
            shift += 5


def step(last: tuple[int, int], number: tuple[int, int]) -> str:
    """Return what leads from the number *last* to *number*, which comes after it."""
    if number[0] == last[0]:
        return written(2 * (number[1] - last[1] - 1))
    return written(2 * (number[0] - last[0]) - 1) + written(number[1])


def written_numbers(numbers: Iterable[Number], start: Number = START) -> str:
    """Return *numbers*, which are in order and after *start*, as steps from it."""
    steps = []
    last = start
    for number in numbers:
        steps.append(step(last, number))
        last = number
    return "".join(steps)


def read_numbers(steps: str, start: Number = START) -> Iterator[Number]:
    """Go through the numbers that *steps* lead to from *start*. Raises KeyError for other signs."""
    day, rank = start
    values = read(steps)
    for value in values:
        if value % 2:
            day += (value + 1) // 2
            rank = next(values)
        else:
            rank += value // 2 + 1
        yield Number(day, rank)


def written_positions(positions: Sequence[int]) -> str:
    """Return *positions*, which are in order: the first, and the distance of each to the next."""
    return "".join(map(written, map(sub, positions, (0, *positions))))


def read_positions(letters: str) -> Iterator[int]:
    """Go through the positions that are written in *letters*."""
    position = 0
    for gap in read(letters):
        position += gap
        yield position
