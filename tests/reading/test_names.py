"""Which field a name was probably meant to be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.reading.names import PAGE_FIELDS, PARTNER_FIELDS, STORY_FIELDS, meant
from backfile.text.spelling import distance


@pytest.mark.parametrize(
    ("name", "field", "near"),
    [
        ("Parnter", "Partner", True),
        ("Staus", "Status", True),
        ("stauts", "Status", True),  # two neighbours that changed places are one letter
        ("Titel", "Title", True),
        ("Tag", "Tags", True),
        ("Dat", "Date", True),
        ("Original-URL", "Original_URL", True),
        ("Original URL", "Original_URL", True),
        ("originalurl", "Original_URL", True),
        ("Orignal_Staus", "Original_Status", True),  # two letters, in a long name
        ("Dtea", "Date", False),  # two letters, in a short one
        ("Updated", "Modified", False),
        ("Categories", "Category", False),
        ("draft", "Status", False),
        ("Rescued", "", False),
        ("Plaque", "", False),
        ("Reasn", "Reason", True),
        ("Withdrawn by", "Withdrawn_By", True),
        ("Identifer", "Identifier", True),
        ("DOI", "Identifier", False),
        ("noindex", "Robots", False),
    ],
)
def test_a_name_is_compared_with_those_of_stories(name, field, near):
    assert meant(name, STORY_FIELDS) == (field, near)


@pytest.mark.parametrize("name", ["Region", "Season", "Person"])
def test_an_ordinary_name_is_not_taken_for_a_mistyped_reason(name: str) -> None:
    assert not meant(name, STORY_FIELDS)[1]


@pytest.mark.parametrize("known", [STORY_FIELDS, PAGE_FIELDS, PARTNER_FIELDS])
def test_every_kind_of_file_knows_its_own_fields(known):
    assert [meant(name.upper(), known) for name in known] == [(name, True) for name in known]


def test_a_partners_field_is_none_of_a_story():
    assert meant("Foundd", PARTNER_FIELDS) == ("Founded", True)
    assert meant("Foundd", STORY_FIELDS) == ("", False)


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [
        ("", "", 0),
        ("", "abc", 3),
        ("status", "status", 0),
        ("staus", "status", 1),
        ("sttatus", "status", 1),
        ("stotus", "status", 1),
        ("tsatus", "status", 1),
        ("kitten", "sitting", 3),
    ],
)
def test_letters_are_added_dropped_replaced_and_swapped(one, other, letters):
    assert distance(one, other) == distance(other, one) == letters


@given(st.text("abc", max_size=6), st.integers(0, 5), st.sampled_from("abc"))
def test_one_slip_is_one_letter(word, place, letter):
    place = min(place, len(word))

    assert distance(word, word[:place] + letter + word[place:]) == 1
