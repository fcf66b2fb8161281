"""The postings of a form in stories that follow one another, and how some of them are changed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from backfile.outputs.search.entries import start_of, year_of
from backfile.outputs.search.numbers import (
    ALPHABET,
    Number,
    read,
    read_numbers,
    written_numbers,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backfile.outputs.search.stories import Posting

# A step from one story's number to the next (numbers.py): an even number, or an odd one and a rank.
_GO_ON, _END = re.escape(ALPHABET[32:]), re.escape(ALPHABET[:32])
_ODD_ON, _ODD_END = re.escape(ALPHABET[33::2]), re.escape(ALPHABET[1:32:2])
_STEP = re.compile(
    f"(?:(?:[{_ODD_ON}][{_GO_ON}]*[{_END}]|[{_ODD_END}])[{_GO_ON}]*[{_END}])|[{_GO_ON}]*[{_END}]"
)


class Postings(NamedTuple):
    """Postings in order.

    `ids` are the steps from one story's number to the next; each story has a letter in `weights`
    and its positions in `positions`, which are apart by spaces.
    """

    ids: str
    weights: str
    positions: str

    def changed(self, edits: Mapping[Number, Posting | None], start: Number) -> Postings:
        """Return the postings, whose ids are told from *start*, with these *edits*.

        A number has its new posting, or None where the story has the form no longer.
        """
        steps = _STEP.findall(self.ids)
        positions = self.positions.split(" ") if steps else []
        wanted = sorted(edits)
        numbers = _until(steps, start, wanted[-1])
        begin, end = bisect_left(numbers, wanted[0]), bisect_right(numbers, wanted[-1])
        made: dict[Number, tuple[str, str]] = {
            number: (self.weights[n], positions[n])
            for n, number in enumerate(numbers[begin:end], begin)
        }
        for number, posting in edits.items():
            if posting is None:
                made.pop(number, None)
            else:
                made[number] = posting
        here = sorted(made)
        after = numbers[end : end + 1]  # its step comes from another number now
        before = numbers[begin - 1] if begin else start
        ids = [*steps[:begin], written_numbers([*here, *after], before), *steps[end + len(after) :]]
        weights = self.weights[:begin] + "".join(made[one][0] for one in here) + self.weights[end:]
        positions[begin:end] = [made[one][1] for one in here]
        return Postings("".join(ids), weights, " ".join(positions))

    def by_year(self) -> Iterator[tuple[int, Postings]]:
        """Go through the years of postings that are told from the beginning, each from its own."""
        rows = zip(read_numbers(self.ids), self.weights, self.positions.split(" "), strict=True)
        for year, some in groupby(rows, lambda row: year_of(row[0].day)):
            numbers, weights, positions = zip(*some, strict=True)
            ids = written_numbers(numbers, start_of(year))
            yield year, Postings(ids, "".join(weights), " ".join(positions))


def of_years(years: Mapping[int, Postings]) -> Postings:
    """Return the postings of *years*, which are told from the beginning of each, as one."""
    numbers = [
        number for year in sorted(years) for number in read_numbers(years[year].ids, start_of(year))
    ]
    in_order = [years[year] for year in sorted(years)]
    return Postings(
        written_numbers(numbers),
        "".join(one.weights for one in in_order),
        " ".join(one.positions for one in in_order),
    )


NONE = Postings("", "", "")


def _until(steps: list[str], start: Number, last: Number) -> list[Number]:
    """Return the numbers that *steps* lead to from *start*, up to the first after *last*."""
    day, rank = start
    numbers = []
    for step in steps:
        days, ranks = _leap(step)
        if days:
            day += days
            rank = ranks
        else:
            rank += ranks
        numbers.append(Number(day, rank))
        if (day, rank) > last:
            break
    return numbers


@lru_cache(maxsize=10_000)
def _leap(step: str) -> tuple[int, int]:
    """Return by how many days *step* leads on and to which rank, or 0 and by how many ranks."""
    values = list(read(step))
    if values[0] % 2:
        return (values[0] + 1) // 2, values[1]
    return 0, values[0] // 2 + 1
