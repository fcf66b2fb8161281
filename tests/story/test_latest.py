"""When a story was last added to."""

from __future__ import annotations

import pytest

from tests.story.stories_from_headings import story_of


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["6:20 p.m.", "Original Post"], "2014-06-16T18:20:00-04:00"),
        (["Correction, August 3", "12:02 p.m."], "2014-08-03"),
        (["Update", "Original Post"], ""),
        (["2014-06-16 11:02: Ferries stop"], "2014-06-16T11:02:00-04:00"),
        (["2014-06-16 11:02 Original Post"], ""),
        ([], ""),
    ],
)
def test_a_story_is_modified_by_what_was_added_and_not_by_its_file(
    headings: list[str], expected: str
) -> None:
    assert story_of("2014-06-16 11:02", *headings).modified == expected


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["6:20 p.m.", "Original Post"], "2014-06-16T18:20:00-04:00"),
        (["Correction, August 3", "6:20 p.m."], "2014-08-03"),
        (["Correction", "Original Post"], "2014-06-16T11:02:00-04:00"),
        ([], "2014-06-16T11:02:00-04:00"),
    ],
)
def test_the_latest_of_a_story(headings: list[str], expected: str) -> None:
    assert story_of("2014-06-16 11:02", *headings).latest == expected
