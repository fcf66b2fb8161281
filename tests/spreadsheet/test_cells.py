"""Cells stay what they are in a spreadsheet, and damage is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.spreadsheet.cells import damage, read_cell, written_cell


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("Swing bridge stuck open", "Swing bridge stuck open"),
        ("33 miners are rescued", "33 miners are rescued"),
        ("", ""),
        ("=HYPERLINK(A1)", "'=HYPERLINK(A1)"),
        ("+1 and counting", "'+1 and counting"),
        ("-5 degrees", "'-5 degrees"),
        ("@amitypacket", "'@amitypacket"),
        ("'Tis the season", "''Tis the season"),
        ("2014-06-16", "'2014-06-16"),
        ("2014-06-16 18:20", "'2014-06-16 18:20"),
        ("2014-06-16T18:20-04:00", "'2014-06-16T18:20-04:00"),
        ("0815", "'0815"),
        ("12E4", "'12E4"),
        ("1/2", "'1/2"),
        ("6:20 pm", "'6:20 pm"),
        ("mar-14", "'mar-14"),
        ("March 14, 2011", "'March 14, 2011"),
        ("TRUE", "'TRUE"),
        ("May Day in the harbour", "May Day in the harbour"),
    ],
)
def test_what_a_spreadsheet_would_rewrite_is_written_as_text(value, cell):
    assert written_cell(value) == cell
    assert read_cell(cell) == value


@given(st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"])))
def test_every_value_comes_back(value):
    value = "\n".join(line.strip() for line in value.strip().split("\n"))

    assert read_cell(written_cell(value)) == value


@given(st.sampled_from("=+-@\t\r"), st.text())
def test_no_cell_is_a_formula(first, rest):
    assert written_cell(first + rest)[0] == "'"


@pytest.mark.parametrize(
    ("field", "before", "cell", "said"),
    [
        ("date", "2014-06-16 18:20", "16.06.2014 18:20", "the spreadsheet rewrote this date"),
        ("date", "2014-06-16 18:20", "6/16/2014 18:20", "the spreadsheet rewrote this date"),
        ("date", "2014-06-16", "16/6/14", "the spreadsheet rewrote this date"),
        ("modified", "2014-06-16 18:20", "41806.7638888889", "the spreadsheet rewrote this date"),
        ("slug", "0815", "815", "took it for a number"),
        ("slug", "1234567890123456", "1.23457E+15", "took it for a number"),
        ("title", "Ferry", "=A1", "is a formula"),
        ("title", "Ferry", "#NAME?", "is an error of the spreadsheet"),
        ("date", "2014-06-16", "########", "is an error of the spreadsheet"),
        ("title", "Fähre", "F\N{REPLACEMENT CHARACTER}hre", "characters that were lost"),
        ("title", "Fähre", "F?hre", 'it has "F?hre" with question marks for letters'),
        ("title", "Kdo? Jiří Čech", "Kdo? Ji?í ?ech", 'it has "Ji?í" with question marks'),
        ("title", "Die Fähre", "Wo ist die F?hre", 'it has "F?hre" with question marks'),
        ("title", "Ahoy 🚢!", "Ahoy ??!", 'it has "??!" with question marks for letters'),
        ("title", "Fähre", "FÃ¤hre", "its letters were read in another encoding"),
        ("title", "Ferry", "Fer\x00ry", "a control character"),
        ("title", "Ferry", "Fer\try", "a control character"),
        ("summary", "One.", "One.\n\nTwo.", "an empty line"),
        ("summary", "x" * 40_000, "x" * 32_767, "cut it off"),
    ],
)
def test_damage_is_named_with_its_remedy(field, before, cell, said):
    assert said in damage(field, before, cell)


@pytest.mark.parametrize(
    ("field", "before", "cell"),
    [
        ("title", "Fähre", "Wo ist die Fähre?"),
        ("title", "Fähre", "Ferry?"),
        ("title", "Wo ist die Fähre?", "Wo ist sie?"),
        ("date", "2014-06-16", "'2014-06-17 09:00"),
        ("date", "16 June 2014", "'16 June 2014"),
        ("slug", "0815", ""),
        ("slug", "815", "'0815"),
        ("title", "Ferry", "The ferry #9 is late"),
        ("summary", "One.", "One.\r\nTwo."),
    ],
)
def test_an_edit_is_no_damage(field, before, cell):
    assert damage(field, before, cell) == ""
