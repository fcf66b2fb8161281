"""What is doubted in updates that can be read."""

from __future__ import annotations

import pytest

from backfile.story.doubts import Measured, doubts
from tests.story.stories_from_headings import section

# lead's words, headings with the words below them, codes
STORIES = [
    (9, [("6 p.m.", 20), ("5 p.m.", 20)], []),
    (9, [("6 p.m.", 20), ("Updated 6:31 p.m.", 0)], ["empty-update"]),
    (9, [("6 p.m.: Ferry in", 0), ("5 p.m.", 20)], []),
    (9, [("Sunday, March 6", 0), ("5 p.m.", 20)], []),  # the header of a day
    (9, [("5 p.m.", 20), ("Sunday, March 6", 0)], ["empty-update"]),
    (0, [("Updated March 5, 2011, 9 a.m.", 250)], ["empty-lead"]),
    (0, [("Original Post", 250)], []),
    (1, [("Updated March 5, 2011, 9 a.m.", 250)], []),
    (0, [("6 p.m.", 20), ("5 p.m.", 20)], []),
    (100, [("6 p.m.", 400), ("5 p.m.", 20)], ["long-update"]),
    (100, [("6 p.m.", 20), ("Original Post", 400)], []),
    (500, [("6 p.m.", 400)], []),
    (9, [("Update -- June 17 was hot", 9), ("Update: 6 p.m. -- 7 p.m.", 9)], ["stamp-as-headline"]),
]


@pytest.mark.parametrize(("lead", "updates", "codes"), STORIES)
def test_a_doubt_has_its_code(lead, updates, codes):
    measured = [Measured(section(heading), words) for heading, words in updates]

    assert [one.code for one in doubts(measured, lead, "en")] == codes


def test_a_doubt_says_what_to_do():
    (doubt,) = doubts([Measured(section("Updated 5:31 p.m.", 7), 0)], 9, "en")

    assert (doubt.line, doubt.message) == (
        7,
        '"Updated 5:31 p.m." has no words; delete it, or write what it says',
    )
