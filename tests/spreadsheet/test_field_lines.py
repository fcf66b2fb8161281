"""Fields of a story file change, and no other byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.reading.source import parse_source, text_of
from backfile.spreadsheet.field_lines import field_values, with_fields

STORY = (
    "Title: Ferry\nDate: 2014-06-16\npartner:  the-wire\n\nTags: no field\n\n## 9:10 p.m.\n\nIce.\n"
)


@pytest.mark.parametrize(
    ("before", "values", "after"),
    [
        pytest.param("Title: A\n\nB.\n", {"Title": "C"}, "Title: C\n\nB.\n", id="another value"),
        pytest.param("Title: A\nTags: x\n\nB.\n", {"Tags": ""}, "Title: A\n\nB.\n", id="taken out"),
        pytest.param(
            "Title: A\n\nB.\n", {"Tags": "x, y"}, "Title: A\nTags: x, y\n\nB.\n", id="a new field"
        ),
        pytest.param("Title: A", {"Tags": "x"}, "Title: A\nTags: x\n", id="fields alone"),
        pytest.param("TITLE:\tA\n\nB.\n", {"Title": "C"}, "TITLE:\tC\n\nB.\n", id="its spelling"),
        pytest.param("title:A\n\nB.\n", {"Title": "C"}, "title: C\n\nB.\n", id="no space"),
        pytest.param(
            "Title: A\r\nTags: x\r\n\r\nB.\r\n",
            {"Tags": "y", "Lang": "es"},
            "Title: A\r\nTags: y\r\nLang: es\r\n\r\nB.\r\n",
            id="line ends",
        ),
        pytest.param(
            "\ufeffTitle: A\n\nB.\n", {"Title": "C"}, "\ufeffTitle: C\n\nB.\n", id="byte-order mark"
        ),
        pytest.param(
            "Title: A\nSummary: One\n    two\nTags: x\n\nB.\n",
            {"Summary": "Three\nfour\nfive"},
            "Title: A\nSummary: Three\n    four\n    five\nTags: x\n\nB.\n",
            id="several lines",
        ),
        pytest.param(
            "Title: A\nSummary: One\n    two\nTags: x\n\nB.\n",
            {"Summary": "", "Tags": "y", "Lang": "es"},
            "Title: A\nTags: y\nLang: es\n\nB.\n",
            id="several fields",
        ),
        pytest.param(
            "---\nTitle: A\n---\n\nB.\n",
            {"Tags": "x"},
            "---\nTitle: A\nTags: x\n---\n\nB.\n",
            id="between marks",
        ),
    ],
)
def test_a_field_changes_and_all_else_stays(before, values, after):
    assert with_fields(before.encode(), values).decode() == after


def test_what_looks_like_a_field_in_the_text_is_text():
    after = with_fields(STORY.encode(), {"Tags": "Ships"}).decode()

    assert "Tags: no field\n\n## 9:10 p.m." in after
    assert field_values(parse_source(after))["tags"] == "Ships"


VALUES = st.from_regex(r"[A-Za-z0-9ä'=:#]([A-Za-z0-9ä'=: #]{0,12}[A-Za-z0-9ä])?", fullmatch=True)
NAMES = st.sampled_from(["Title", "Date", "Partner", "Tags", "Summary", "Redirect_From"])


@given(
    st.dictionaries(NAMES, st.lists(VALUES, max_size=3).map("\n".join)),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_values_are_read_as_they_were_written_and_the_text_stays(values, end):
    before = STORY.replace("\n", end).encode()

    after = with_fields(before, values)

    read = field_values(parse_source(text_of(after)))
    expected = field_values(parse_source(STORY))
    for name, value in values.items():
        expected[name.lower()] = value
    assert read == {name: value for name, value in expected.items() if value}
    body = f"{end}{end}Tags: no field"
    assert after.decode().partition(body)[1:] == before.decode().partition(body)[1:]


@given(st.dictionaries(NAMES, st.lists(VALUES, max_size=3).map("\n".join)))
def test_changing_back_gives_the_same_fields(values):
    there = field_values(parse_source(STORY))
    back = {name: there.get(name.lower(), "") for name in values}

    after = with_fields(with_fields(STORY.encode(), values), back)

    assert field_values(parse_source(text_of(after))) == there
