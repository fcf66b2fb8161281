"""Who wrote a story: each person once, without offices, houses and sentences."""

from __future__ import annotations

import pytest

from backfile.legacy.html.people import is_byline, names


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
