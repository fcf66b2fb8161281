"""Which update a correction or a note concerns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from backfile.story.corrections import link_corrections
from tests.story.stories_from_headings import section, story_of

if TYPE_CHECKING:
    from backfile.story.model import Section, Story

PUBLISHED = "2014-06-16 11:02"


def aimed(*headings: str) -> Story:
    """Tell a story whose headings may end in `-> what they say they correct`."""
    return link_corrections(story_of(PUBLISHED, *map(_section, headings, range(1, 99))))


def _section(heading: str, line: int) -> Section:
    text, _, corrects = heading.partition(" -> ")
    return replace(section(text, line), corrects=corrects)


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        # It says what it corrects: an address or a stamp.
        (["Correction, June 17 -> update-2014-06-16-1820", "6:20 p.m."], "update-2014-06-16-1820"),
        (["Correction, June 17 -> 6:20 p.m.", "6:20 p.m.", "3 p.m."], "update-2014-06-16-1820"),
        (["Editor's note, June 17 -> original-post", "Original Post"], "original-post"),
        # Without a stamp it concerns the section that it follows …
        (["6:20 p.m.", "Correction", "Original Post"], "update-2014-06-16-1820"),
        (["6:20 p.m.", "Original Post", "Editor's note: Names"], "original-post"),
        # … which for the lead is the story as a whole …
        (["Correction", "6:20 p.m."], ""),
        # … unless it says otherwise.
        (["6:20 p.m.", "Correction -> 3 p.m.", "3 p.m."], "update-2014-06-16-1500"),
        # Stamped and silent, it concerns the story as a whole.
        (["Correction, June 17", "6:20 p.m."], ""),
    ],
)
def test_a_correction_concerns(headings: list[str], expected: str) -> None:
    (correction,) = [one for one in aimed(*headings).updates if one.kind in ("correction", "note")]

    assert correction.corrects == expected


def test_several_may_follow_one_another_and_concern_the_same() -> None:
    story = aimed("6:20 p.m.", "Correction", "Editor's note")

    assert [one.corrects for one in story.updates] == ["", *["update-2014-06-16-1820"] * 2]


def test_updates_correct_nothing() -> None:
    story = aimed("6:20 p.m.", "3 p.m.", "Original Post")

    assert [one.corrects for one in story.updates] == ["", "", ""]


@pytest.mark.parametrize(
    ("headings", "line", "message"),
    [
        (
            ["Correction, June 17 -> update-2014-06-16-1829", "6:20 p.m."],
            1,
            (
                'there is no update "update-2014-06-16-1829" to correct; '
                'did you mean "update-2014-06-16-1820"?'
            ),
        ),
        (
            ["6:20 p.m.", "Correction -> zz"],
            2,
            ('there is no update "zz" to correct; write its stamp, or its address on the page'),
        ),
        # A correction does not correct itself.
        (
            ["Correction, June 17 -> June 17", "6:20 p.m."],
            1,
            (
                'there is no update "June 17" to correct; '
                "write its stamp, or its address on the page"
            ),
        ),
        (
            ["Correction, June 18 -> 6:20 p.m.", "June 17, 6 p.m.", "6:20 p.m.", "6:20 p.m."],
            1,
            (
                'several updates are stamped "6:20 p.m."; '
                "write update-2014-06-17-1820 or update-2014-06-17-1820-2"
            ),
        ),
        (
            ["6:20 p.m. -> 3 p.m.", "3 p.m."],
            1,
            'only a "Correction" or an "Editor\'s note" can say corrects',
        ),
    ],
    ids=["near", "far", "itself", "two of a stamp", "an update"],
)
def test_what_corrects_nothing_that_exists_is_named(
    headings: list[str], line: int, message: str
) -> None:
    (trouble,) = aimed(*headings).troubles

    assert (trouble.line, trouble.code, trouble.message) == (line, "bad-corrects", message)
