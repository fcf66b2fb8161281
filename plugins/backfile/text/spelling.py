"""The distance between two spellings."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=8192)  # the same few words are asked for in story after story
def distance(one: str, other: str) -> int:
    """Return how many letters were left out, added, replaced or swapped with their neighbour.

    The optimal string alignment distance of the two words, case included.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
