"""The names of releases tell their order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.publish.targets.release_names import (
    finished_release,
    next_name,
    number_of,
    release_before,
    release_name,
    releases_in,
    superseded,
)

A, B = "a" * 64, "b" * 64
ONE, TWO, THREE, FOUR = (release_name(number, A) for number in range(1, 5))
ALL = (ONE, TWO, THREE, FOUR)


def test_a_name_has_a_number_and_a_digest():
    assert release_name(12, B) == "000012-bbbbbbbbbbbb"
    assert number_of("000012-bbbbbbbbbbbb") == 12
    assert number_of(release_name(12_345_678, B)) == 12_345_678


@pytest.mark.parametrize(
    "name",
    [
        "",
        "current",
        ".new-000012-bbbbbbbbbbbb-1",
        "12-bbbbbbbbbbbb",
        "000012-xyz",
        "000000-bbbbbbbbbbbb",
    ],
)
def test_other_names_are_no_releases(name):
    assert number_of(name) == 0
    assert releases_in([name]) == ()


def test_releases_are_in_the_order_of_their_numbers():
    late = release_name(1_000_000, A)
    assert releases_in([late, TWO, ".old-x", ONE]) == (ONE, TWO, late)
    assert next_name([late, TWO], B) == "1000001-bbbbbbbbbbbb"
    assert next_name([], B) == "000001-bbbbbbbbbbbb"


@pytest.mark.parametrize(
    ("releases", "current", "digest", "found"),
    [
        ((ONE, TWO), ONE, A, TWO),
        ((ONE, TWO), ONE, B, ""),
        ((ONE, TWO), TWO, A, ""),
        ((ONE,), "", A, ONE),
        ((), "", A, ""),
    ],
)
def test_a_release_that_was_made_but_not_put_in_place_is_found(releases, current, digest, found):
    assert finished_release(releases, current, digest) == found


@pytest.mark.parametrize(
    ("before", "current", "keep", "gone"),
    [
        (THREE, FOUR, 9, ()),
        (THREE, FOUR, 2, (ONE, TWO)),
        (THREE, FOUR, 1, (ONE, TWO, THREE)),
        (TWO, FOUR, 9, (THREE,)),  # taken back
        (ONE, THREE, 9, (TWO, FOUR)),
        (TWO, TWO, 9, (THREE, FOUR)),
        ("", FOUR, 9, ()),
    ],
)
def test_what_is_removed(before, current, keep, gone):
    assert superseded(ALL, before, current, keep) == gone


def test_the_way_back():
    assert release_before(ALL, THREE) == TWO
    assert release_before(ALL, ONE) == ""


@given(
    numbers=st.sets(st.integers(1, 20), min_size=1),
    data=st.data(),
    keep=st.integers(1, 5),
)
def test_what_readers_get_is_never_removed(numbers, data, keep):
    names = releases_in(release_name(one, A) for one in numbers)
    before, current = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(names))

    left = set(names) - set(superseded(names, before, current, keep))

    assert current in left
    assert len(left) <= keep
