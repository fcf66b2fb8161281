"""Where two lists of words differ, and how it is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.fidelity.compare import DifferenceKind, differences, stamp_differences
from backfile.fidelity.ledger import Edit, edited


@pytest.mark.parametrize(
    ("expected", "shown", "told"),
    [
        pytest.param("a b c", "a b c", [], id="nothing"),
        pytest.param("a b c", "a c", [("words-lost", 1, "a [-b-] c")], id="lost"),
        pytest.param("a c", "a b c", [("words-added", 1, "a {+b+} c")], id="added"),
        pytest.param("a b c", "a x c", [("words-altered", 1, "a [-b-] {+x+} c")], id="altered"),
        pytest.param(
            "a b c d", "a b c b c d", [("words-doubled", 3, "a b c {+b c+} d")], id="doubled"
        ),
        pytest.param("", "a", [("words-added", 0, "{+a+}")], id="where nothing was"),
        pytest.param("a", "", [("words-lost", 0, "[-a-]")], id="all of it"),
        pytest.param(
            "1 2 3 4 5 6 7 8 9",
            "1 2 3 4 5 6 8 9",
            [("words-lost", 6, "2 3 4 5 6 [-7-] 8 9")],
            id="not too much of what stands around it",
        ),
        pytest.param(
            " ".join(map(str, range(40))),
            "",
            [
                (
                    "words-lost",
                    0,
                    "[-0 1 2 3 4 5 6 7 8 9 10 11 … 22 more words … 34 35 36 37 38 39-]",
                )
            ],
            id="nor too much of itself",
        ),
    ],
)
def test_a_difference_is_told_in_its_context(expected, shown, told):
    found = differences("lead", expected.split(), shown.split())
    assert [(one.kind, one.at, str(one)) for one in found] == told


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("6:20 p.m.:", "6:20 p.m."),
        ("• Update, 6:20 p.m. --", "6:20 p.m."),
        ("[UPDATED at 6:20 p.m. EST]", "6:20 p.m. EST"),
        ("Posted on June 17, 6 p.m.", "June 17, 6 p.m."),
        ("UPDATE #2 (6:20 p.m.)", "UPDATE #2 6:20 p.m."),
        ("Correction | 5:36 p.m.", "Correction 5:36 p.m."),
        ("Original Post", "Original Post"),
        ("Update:", ""),
        ("", ""),
    ],
)
def test_a_stamp_may_leave_out_what_only_says_that_it_is_an_update(printed, shown):
    assert stamp_differences("stamp 1", printed.split(), shown.split()) == []


@pytest.mark.parametrize(
    ("printed", "shown", "kind"),
    [
        ("6:20 p.m.", "6:21 p.m.", DifferenceKind.ALTERED),
        ("6:20 p.m.", "6:20 a.m.", DifferenceKind.ALTERED),
        ("6:20 p.m. EST", "6:20 p.m.", DifferenceKind.ALTERED),
        ("6:20 p.m.", "", DifferenceKind.LOST),
        ("Correction, 6:20 p.m.", "6:20 p.m.", DifferenceKind.ALTERED),
        ("Update #2, 6:20 p.m.", "6:20 p.m.", DifferenceKind.ALTERED),
        ("June 17, 6 p.m.", "6 p.m. June 17", DifferenceKind.ALTERED),
        ("", "6:20 p.m.", DifferenceKind.ADDED),
    ],
)
def test_a_stamp_may_leave_out_nothing_else(printed, shown, kind):
    found = stamp_differences("stamp 1", printed.split(), shown.split())
    assert [(one.kind, " ".join(one.before), " ".join(one.after)) for one in found] == [
        (kind, printed, shown)
    ]


WORDS = st.lists(st.sampled_from(["the", "ferry", "is", "late", "again", "6", "p.m."]), max_size=40)


@given(WORDS, WORDS)
def test_differences_are_none_only_where_words_and_order_are_the_same(expected, shown):
    assert (differences("lead", expected, shown) == []) == (expected == shown)


@given(WORDS, WORDS)
def test_what_differs_turns_the_one_into_the_other(expected, shown):
    found = differences("lead", expected, shown)
    edits = [Edit("lead", one.at, " ".join(one.before), " ".join(one.after), "") for one in found]
    assert edited(expected, edits) == shown


@pytest.mark.parametrize(
    ("expected", "shown"),
    [
        pytest.param(list("abcd" * 500), list("acbd" * 500), id="few words often"),
        pytest.param(list("ab" * 50_000), list("bac" * 50_000), id="two words very often"),
        pytest.param(
            [str(number) for number in range(50_000)],
            [str(number // 2) for number in range(50_000)],
            id="many words",
        ),
    ],
)
def test_long_texts_that_differ_everywhere_are_told_apart(expected, shown):
    found = differences("lead", expected, shown)
    edits = [Edit("lead", one.at, " ".join(one.before), " ".join(one.after), "") for one in found]
    assert edited(expected, edits) == shown
