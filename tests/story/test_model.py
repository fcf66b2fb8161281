"""A story's updates in the orders in which they are read."""

from __future__ import annotations

import pytest

from backfile.story.model import Order
from tests.story.stories_from_headings import story_of

HEADINGS = ["Editor's note", "6:20 p.m.", "Correction", "3 p.m.", "Update", "Original Post"]
NEWEST, OLDEST = Order.NEWEST_FIRST, Order.OLDEST_FIRST


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (
            NEWEST,
            ["Editor's note", "6:20 p.m.", "Correction", "3 p.m.", "Update", "Original Post"],
        ),
        (
            OLDEST,
            ["Editor's note", "Original Post", "Update", "3 p.m.", "6:20 p.m.", "Correction"],
        ),
    ],
)
def test_a_page_keeps_corrections_with_what_they_follow(order: Order, expected: list[str]) -> None:
    story = story_of("2014-06-16 11:02", *HEADINGS)

    assert [one.printed for one in story.page_in(order)] == expected
    assert story_of("2014-06-16 11:02", *HEADINGS, page_order=order).on_page == story.page_in(order)


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["6:20 p.m.", "3 p.m.", "Original Post"], "6:20 p.m."),
        (["Update", "3 p.m.", "Original Post, 11:02 a.m."], "3 p.m."),
        (["Original Post, 11:02 a.m."], None),  # the first report, to which nothing was added
        (["Original Post"], None),
        (["Update", "Original Post, 11:02 a.m."], None),
        ([], None),
    ],
)
def test_the_last_addition_is_no_first_report(headings: list[str], expected: str | None) -> None:
    last = story_of("2014-06-16 11:02", *headings).last_added

    assert (last.printed if last else None) == expected


def test_the_timeline_has_what_has_a_place_in_time() -> None:
    story = story_of("2014-06-16 11:02", *HEADINGS, "Correction, June 17")

    assert [one.printed for one in story.timeline] == [
        "Original Post",
        "Update",
        "3 p.m.",
        "6:20 p.m.",
        "Correction, June 17",
    ]
