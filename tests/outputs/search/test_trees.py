"""Trees of items in files: how they are divided, and that a changed one is divided the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.outputs.search.entries import YearItem
from backfile.outputs.search.open_trees import OpenTree
from backfile.outputs.search.trees import coded, divided, divided_stream

KEYS = st.text("abé\u0640", max_size=4)
TEXTS = st.integers(0, 20).map("x".__mul__)


def items(texts: dict[str, str]) -> list[YearItem]:
    return [YearItem(key, texts[key]) for key in sorted(texts)]


def names(texts: dict[str, str], most: int) -> dict[str, list[str]]:
    return {name: [one.key for one in some] for name, some in divided(items(texts), most)}


def test_what_fits_is_one_file_and_what_does_not_is_divided_by_the_next_letter() -> None:
    texts = dict.fromkeys(["ab", "abc", "abd", "b", "ba"], "12345")
    assert names(texts, 1000) == {"": ["ab", "abc", "abd", "b", "ba"]}
    assert names(texts, 40) == {"a": ["ab", "abc", "abd"], "b": ["b", "ba"]}
    assert names(texts, 25) == {
        "ab_": ["ab"],
        "abc": ["abc"],
        "abd": ["abd"],
        "b": ["b", "ba"],
    }
    assert names({}, 25) == {}


@given(st.dictionaries(KEYS, TEXTS), st.integers(5, 80))
def test_a_stream_is_divided_as_a_list_is(texts: dict[str, str], most: int) -> None:
    assert list(divided_stream(iter(items(texts)), most)) == list(divided(items(texts), most))


@given(st.dictionaries(KEYS, TEXTS), st.integers(5, 80))
def test_a_file_is_found_by_the_beginning_of_a_key(texts: dict[str, str], most: int) -> None:
    files = dict(divided(items(texts), most))
    for name, some in files.items():
        for one in some:
            found = [
                other
                for other in files
                if other == f"{one.key}_" or (not other.endswith("_") and one.key.startswith(other))
            ]
            assert found == [name]


@given(st.dictionaries(KEYS, TEXTS), st.dictionaries(KEYS, st.none() | TEXTS), st.integers(5, 80))
def test_a_changed_tree_is_divided_as_from_nothing(
    texts: dict[str, str], edits: dict[str, str | None], most: int
) -> None:
    files = dict(divided(items(texts), most))
    sizes = {name: sum(one.size for one in some) for name, some in files.items()}
    tree = OpenTree(sizes, most, files.__getitem__)
    for key, text in edits.items():
        if text is None:
            tree.drop(key)
        else:
            tree.put(YearItem(key, text))
    gone, changed = tree.divide()
    now = {name: some for name, some in files.items() if name not in gone} | changed
    left = {key: text for key, text in (texts | edits).items() if text is not None}
    assert now == dict(divided(items(left), most))
    assert tree.names == sorted(now)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("bridge", "bridge"),
        ("müller", "m-fc-ller"),
        ("アイ", "-30a2.30a4-"),
        ("ア30a4", "-30a2-30a4"),
        ("", ""),
    ],
)
def test_the_name_of_a_file_has_plain_letters(name: str, file: str) -> None:
    assert coded(name) == file


@given(st.text("ab09éアイ𠮷", max_size=5), st.text("ab09éアイ𠮷", max_size=5))
def test_no_two_names_are_one_file(one: str, other: str) -> None:
    assert (coded(one) == coded(other)) == (one == other)
    assert re.fullmatch("[a-z0-9.-]*", coded(one))
