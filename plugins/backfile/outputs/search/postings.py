"""The postings of a form in stories that follow one another, and how some of them are changed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate, groupby
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
        days = list(accumulate(map(_DAYS.__getitem__, steps), initial=start.day))[1:]
        wanted = sorted(edits)
        begin, end = bisect_left(days, wanted[0].day), bisect_right(days, wanted[-1].day)
        # Nothing here is of the day of the story before, so that its rank does not matter.
        before = Number(days[begin - 1], 0) if begin else start
        numbers = list(read_numbers("".join(steps[begin : end + 1]), before))
        of_days, after = numbers[: end - begin], numbers[end - begin :]
        made: dict[Number, Posting] = {
            number: self.weights[n] + positions[n] for n, number in enumerate(of_days, begin)
        }
        for number, posting in edits.items():
            if posting is None:
                made.pop(number, None)
            else:
                made[number] = posting
        here = sorted(made)
        # The step to the story after comes from another number now.
        ids = [*steps[:begin], written_numbers([*here, *after], before), *steps[end + len(after) :]]
        weights = self.weights[:begin] + "".join(made[one][0] for one in here) + self.weights[end:]
        positions[begin:end] = [made[one][1:] for one in here]
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


class _Days(dict[str, int]):
    """By how many days a step leads on, by the step; most are known from one before."""

    def __missing__(self, step: str) -> int:
        value = next(read(step))
        self[step] = days = (value + 1) // 2 if value % 2 else 0
        return days


_DAYS = _Days()
