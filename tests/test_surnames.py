"""Where the name of an author is sorted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.text.surnames import surname_first

SORTED_AS = {
    "Ada Lind": "Lind, Ada",
    "Lind, Ada": "Lind, Ada",
    "Ada Maria Lind": "Lind, Ada Maria",
    "Ludwig van Beethoven": "Beethoven, Ludwig van",
    "van Beethoven, Ludwig": "van Beethoven, Ludwig",
    "John Smith, Jr.": "Smith, John Jr.",
    "John Smith III": "Smith, John III",
    "Smith, John, Jr.": "Smith, John, Jr.",
    "Ann Lee M.D.": "Lee, Ann M.D.",
    "Reuters": "Reuters",
    "Jr.": "Jr.",
    "李小龍": "李小龍",
    "Ada,": "Ada",
    "": "",
}


@pytest.mark.parametrize(("name", "sorted_as"), SORTED_AS.items())
def test_a_name_is_sorted_by_its_surname(name: str, sorted_as: str) -> None:
    assert surname_first(name) == sorted_as


@given(st.text())
def test_no_letter_of_a_name_is_lost(name: str) -> None:
    plain = "".join(surname_first(name).replace(",", "").split())
    assert sorted(plain) == sorted("".join(name.replace(",", "").split()))
