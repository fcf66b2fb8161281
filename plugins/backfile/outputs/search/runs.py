"""Postings of more stories than memory holds: kept sorted in files, and merged at the end."""

from __future__ import annotations

import heapq
from contextlib import ExitStack
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from backfile.outputs.search.entries import start_of, year_of
from backfile.outputs.search.numbers import START, Number, step
from backfile.outputs.search.words import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from backfile.outputs.search.stories import Posting

MANY = 500_000  # postings in memory, each of which takes up about a hundred bytes


_Pair = tuple[int, int]  # a number, as a plain tuple: of these there are many


class PostingRun(NamedTuple):
    """Postings of a form in stories of one year, in order.

    `first` and `last` are the numbers of the stories at its ends, `ids` the steps from the first to
    the last; `positions` are apart by spaces.
    """

    first: _Pair
    last: _Pair
    ids: str
    weights: str
    positions: str


class Runs:
    """Takes the postings of story after story, and gives those of form after form."""

    def __init__(self, folder: Path, many: int = MANY) -> None:
        """Use *folder* for files; keep at most about so *many* postings in memory."""
        self._folder = folder
        self._many = many
        self._held = 0
        self._paths: list[Path] = []
        # By year and form: the first and last story, then the step and the posting of each.
        self._years: dict[int, dict[str, list[str]]] = {}
        self._numbers: dict[str, Number] = {}  # of the stories, by how lines say them

    def add(self, number: Number, postings: Mapping[str, Posting]) -> None:
        """Take the *postings* of a story whose *number* is after those of all stories before."""
        year = self._years.setdefault(year_of(number.day), {})
        said = f"{number.day:07}{number.rank:07}"
        self._numbers[said] = number
        steps: dict[str, str] = {}  # to this story, from those that last had one of its forms
        for form, posting in postings.items():
            known = year.get(form)
            if known is None:
                year[form] = [said, said, "", posting]
            else:
                last = known[1]
                if last not in steps:
                    steps[last] = step(self._numbers[last], number)
                known += steps[last], posting
                known[1] = said
        self._held += len(postings)
        if self._held >= self._many:
            self._spill()

    def forms(self) -> Iterator[tuple[str, str, list[PostingRun]]]:
        """Go through the forms in order of their keys: key, form, and its postings in order."""
        self._spill()
        with ExitStack() as opened:
            files = [opened.enter_context(path.open(encoding="utf-8")) for path in self._paths]
            rows = (line[:-1].split("\t") for line in heapq.merge(*files))
            for (key, form), some in groupby(rows, itemgetter(0, 1)):
                yield key, form, [_stretch(row) for row in some]
        for path in self._paths:
            path.unlink()

    def _spill(self) -> None:
        """Write what is in memory into a file: lines whose order is that of keys and numbers."""
        lines = [
            _line(form, postings)
            for year in self._years.values()
            for form, postings in year.items()
        ]
        self._years, self._numbers, self._held = {}, {}, 0
        lines.sort()
        path = self._folder / f"run-{len(self._paths)}"
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
        self._paths.append(path)


_WEIGHT, _POSITIONS = itemgetter(0), itemgetter(slice(1, None))


def _line(form: str, postings: list[str]) -> str:
    first, last = postings[:2]
    some = postings[3::2]
    ids, weights = "".join(postings[2::2]), "".join(map(_WEIGHT, some))
    positions = " ".join(map(_POSITIONS, some))
    return f"{key_of(form)}\t{form}\t{first}\t{last}\t{ids}\t{weights}\t{positions}\n"


def _stretch(row: list[str]) -> PostingRun:
    _, _, first, last, ids, weights, positions = row
    return PostingRun(
        divmod(int(first), _RANKS), divmod(int(last), _RANKS), ids, weights, positions
    )


_RANKS = 10_000_000  # a line says a number as its day times this, and its rank


def joined(stretches: list[PostingRun], start: _Pair = START) -> tuple[str, str, str]:
    """Return ids from *start* on, weights and positions of *stretches*, which are in order."""
    if len(stretches) == 1:
        [one] = stretches
        return step(start, one.first) + one.ids, one.weights, one.positions
    ids = ""
    for one in stretches:
        ids += step(start, one.first) + one.ids
        start = one.last
    weights = "".join([one.weights for one in stretches])
    return ids, weights, " ".join([one.positions for one in stretches])


def years_of(stretches: list[PostingRun]) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Go through the years of *stretches*, each as `joined` returns it, told from its start."""
    for year, some in groupby(stretches, lambda one: year_of(one.first[0])):
        yield year, joined(list(some), start_of(year))
