"""Numbers in letters, as docs/search.md describes them: what is read is what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.outputs.search.numbers import (
    START,
    Number,
    read,
    read_numbers,
    read_positions,
    written,
    written_numbers,
    written_positions,
)
from backfile.outputs.search.postings import Postings

DAYS = st.tuples(st.integers(1, 3_652_059), st.integers(0, 200))


@pytest.mark.parametrize(
    ("number", "letters"),
    [(0, "A"), (1, "B"), (31, "f"), (32, "gB"), (33, "hB"), (1023, "/f"), (1024, "ggB")],
)
def test_a_number_is_written_five_bits_a_letter(number: int, letters: str) -> None:
    assert written(number) == letters
    assert list(read(letters)) == [number]


@pytest.mark.parametrize(
    ("numbers", "letters"),
    [
        ([], ""),
        ([Number(1, 0)], "BA"),  # one day on, rank 0
        ([Number(1, 0), Number(1, 1)], "BAA"),  # and one rank on
        ([Number(1, 0), Number(1, 3)], "BAE"),  # and three
        ([Number(1, 2), Number(3, 1)], "BCDB"),  # two days on, rank 1
    ],
)
def test_stories_are_told_by_their_distance(numbers: list[Number], letters: str) -> None:
    assert written_numbers(numbers) == letters
    assert list(read_numbers(letters)) == numbers


@given(st.integers(0, 10**9))
def test_every_number_is_read_as_it_was_written(number: int) -> None:
    assert list(read(written(number))) == [number]


@given(st.sets(DAYS).map(sorted))
def test_stories_are_read_as_they_were_written(numbers: list[tuple[int, int]]) -> None:
    assert [
        tuple(one) for one in read_numbers(written_numbers(map(Number._make, numbers)))
    ] == numbers


@given(st.sets(st.integers(0, 100_000)).map(sorted))
def test_positions_are_read_as_they_were_written(positions: list[int]) -> None:
    assert list(read_positions(written_positions(positions))) == positions


POSTINGS = st.dictionaries(
    st.tuples(st.integers(1, 6), st.integers(0, 40)).map(Number._make),
    st.sampled_from(["AA", "aBC", "0gB", "/A"]),
    max_size=12,
)


def postings_of(rows: dict[Number, str]) -> Postings:
    """Return *rows* as the index has them."""
    return Postings(
        written_numbers(sorted(rows)),
        "".join(rows[number][0] for number in sorted(rows)),
        " ".join(rows[number][1:] for number in sorted(rows)),
    )


@given(POSTINGS, POSTINGS, st.data())
def test_changed_postings_are_those_of_the_stories_that_are_left(
    rows: dict[Number, str], more: dict[Number, str], data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.sampled_from(sorted(rows)))) if rows else set()
    edits = {**dict.fromkeys(gone), **more}
    left = {number: row for number, row in rows.items() if number not in gone} | more
    if edits:
        assert postings_of(rows).changed(edits, START) == postings_of(left)
