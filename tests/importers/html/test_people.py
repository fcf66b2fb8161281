"""Who wrote a story: each person once, without offices, houses and sentences."""

from __future__ import annotations

import pytest

from backfile.importers.html.metadata.people import (
    is_byline,
    is_printed_name,
    is_signed,
    names,
    signature_in,
)


@pytest.mark.parametrize(
    ("stated", "people"),
    [
        ("A. Writer", ["A. Writer"]),
        ("By A. Writer", ["A. Writer"]),
        ("Opinion by Ann Poe", ["Ann Poe"]),
        ("By A. Writer and B. Scribe", ["A. Writer", "B. Scribe"]),
        ("A. Writer, B. Scribe and C. Pen", ["A. Writer", "B. Scribe", "C. Pen"]),
        ("A. Writer & B. Scribe", ["A. Writer", "B. Scribe"]),
        ("Von Anna Muster und Karl Beispiel", ["Anna Muster", "Karl Beispiel"]),
        ("Par Anne Martin et Luc Petit", ["Anne Martin", "Luc Petit"]),
        ("Ana Ruiz y Juan Pérez", ["Ana Ruiz", "Juan Pérez"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Jane and John Doe", ["Jane and John Doe"]),
        ("Salt and Sons", ["Salt and Sons"]),
        ("A. Writer; B. Scribe | C. Pen", ["A. Writer", "B. Scribe", "C. Pen"]),
        ("A. Writer; a. writer; A.  WRITER", ["A. Writer"]),
        ("A. Writer, Political Writer;", ["A. Writer"]),
        ("Jill Teller, Amity Business", ["Jill Teller"]),
        ("Jill Teller - Staff Reporter", ["Jill Teller"]),
        ("By Jill Teller\nChief Correspondent\nMarch 4, 2011", ["Jill Teller"]),
        ("Jill Teller | The Amity Press", ["Jill Teller"]),
        ("By\nJill Teller\nat\n@jteller", ["Jill Teller"]),
        ("BY: Jill Teller", ["Jill Teller"]),
        ("Jill Teller; jill@amity.example", ["Jill Teller"]),
        ("Martin Luther King, Jr.", ["Martin Luther King, Jr."]),
        ("Writer, Anna", ["Writer, Anna"]),
        ("Amity Packet staff", ["Amity Packet staff"]),
        ("Ludwig van Beethoven", ["Ludwig van Beethoven"]),
        ("bell hooks", ["bell hooks"]),
        ("Have a tip for us? Write to the newsroom.", []),
        ("Follow the author on the network for more", []),
        ("https://amity.example/people/writer", []),
        ("March 4, 2011", []),
        ("admin", []),
        ("", []),
    ],
)
def test_names(stated, people):
    assert names(stated) == people


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("By A. Writer and B. Scribe", True),
        ("Von Anna Muster", True),
        ("By Monday", False),
        ("By the way, nobody can cross the bridge today", False),
        ("A. Writer", False),
    ],
)
def test_a_byline_says_by_whom(line, is_one):
    assert is_byline(line) is is_one


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Ada Lind", True),
        ("By Ada Lind", True),
        ("— Ada Lind", True),
        ("Ada Lind, Ben Ray and Cy Poe", True),
        ("Ludwig van Beethoven", True),
        ("Från Ada Lind", True),
        ("Ada Lind on the quay", False),
        ("the crane", False),
        ("Pier 7", False),
        ("", False),
    ],
)
def test_a_line_of_a_page_is_a_name(line, is_one):
    assert is_printed_name(line) is is_one


def test_a_line_is_the_name_that_the_data_state_however_it_is_written():
    assert is_printed_name("quay watch 7", author="Quay Watch 7")


@pytest.mark.parametrize(
    ("line", "is_one"),
    [("by Ada", True), ("Posted by Ada Lind", True), ("Ada Lind", False), ("by the pier", False)],
)
def test_a_signature_has_a_by(line, is_one):
    assert is_signed(line) is is_one


def test_where_the_signature_of_a_line_begins():
    line = "Posted at 6:20 p.m. by Ada Lind"
    assert line[signature_in(line) :] == "by Ada Lind"
    assert signature_in("The boat passed by Ada Lind on the quay") == 0
