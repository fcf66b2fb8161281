"""The list of a story's updates beside its text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from backfile.reading.document import Document
from backfile.reading.plain_text import cut
from backfile.reading.record import updates_of
from backfile.render.update_list import update_list_items
from backfile.story.model import Order
from tests.outputs.sections import section
from tests.story.stories_from_headings import story_of

if TYPE_CHECKING:
    from backfile.render.update_list import UpdateListItem
    from backfile.story.model import Story

TITANIC = (
    "9:35 p.m., Thursday: At her pier",
    "Correction, 8:20 p.m.",
    "12:15 p.m.: Line is confident",
    "Original Post",
)


def listed(
    story: Story, headings: dict[str, str] | None = None, text: str = ""
) -> tuple[UpdateListItem, ...]:
    """Return the rail of *story*, with other headings or another text where they matter."""
    sections = [
        section(one.anchor, (headings or {}).get(one.anchor, one.printed), text)
        for one in story.on_page
    ]
    document = Document(story, "<p>Lead</p>", tuple(sections))
    return update_list_items(story, updates_of(story, cut(document)))


def test_the_rail_lists_the_updates_as_the_page_shows_them() -> None:
    story = story_of("1912-04-15 01:40", *TITANIC)
    rail = [(f"{one.when:%d %H:%M}", one.newest, one.oldest, one.rank) for one in listed(story)]
    assert rail == [
        ("18 21:35", 0, 3, 3),
        ("15 20:20", 1, 2, 2),
        ("15 12:15", 2, 1, 1),
        ("15 01:40", 3, 0, 0),  # an Original Post without a stamp has the story's own time
    ]


def test_a_day_stands_above_its_first_update_in_either_direction() -> None:
    story = story_of("1912-04-15 01:40", *TITANIC)
    both, newest, oldest = tuple(Order), (Order.NEWEST_FIRST,), (Order.OLDEST_FIRST,)
    assert [one.opens for one in listed(story)] == [both, newest, (), oldest]


@pytest.mark.parametrize(
    ("published", "headings", "days"),
    [
        ("2014-06-16 11:02", ["6:20 p.m.", "3:31 p.m.", "Original Post"], [None, None, None]),
        ("2014-06-16 11:02", ["June 18", "3:31 p.m.", "Original Post"], [18, 16, None]),
        # An untimed update stays with the one before it.
        ("2014-06-16", ["Update #2", "June 18", "Original Post"], [18, None, 16]),
        ("2014-06-16", ["Update #2", "Update", "Original Post"], [None, None, None]),
        (None, ["Update"], [None]),
        # The lead's own correction is of no day.
        ("2014-06-16", ["Correction", "June 18", "June 17"], [None, 18, 17]),
    ],
)
def test_days_are_told_where_there_are_several(
    published: str | None, headings: list[str], days: list[int | None]
) -> None:
    rail = listed(story_of(published, *headings))
    shown = [one.day.day if one.day and Order.NEWEST_FIRST in one.opens else None for one in rail]
    assert shown == days


def test_a_correction_without_a_stamp_has_no_rank() -> None:
    story = story_of("2014-06-16 11:02", "6:20 p.m.", "Correction", "Original Post")
    assert [(one.update.printed, one.rank) for one in listed(story)] == [
        ("6:20 p.m.", 1),
        ("Correction", None),
        ("Original Post", 0),
    ]


@pytest.mark.parametrize(
    ("printed", "heading", "headline"),
    [
        ("3 p.m.: A & B", "<time datetime='…'>3 p.m.</time> A &amp; <em>B</em>", "A & B"),
        (
            "Clarification: What was open",
            '<span class="label">Clarification</span> What was&nbsp;open',
            "What was open",
        ),
        ("Update: Seen", 'Seen<sup id="fnref:1"><a href="#fn:1">1</a></sup>', "Seen"),
        (
            "3 p.m.: Adrift",
            '<span class="day">June 17</span> <time datetime="…">3 p.m.</time> Adrift',
            "Adrift",
        ),
        ("Original Post", "Original&nbsp;Post", ""),
        ("3 p.m.", "<time datetime='…'>3 p.m.</time>", ""),
    ],
)
def test_a_headline_is_plain_text_without_label_and_stamp(
    printed: str, heading: str, headline: str
) -> None:
    story = story_of("2014-06-16 11:02", printed)
    anchor = story.updates[0].anchor
    assert listed(story, headings={anchor: heading})[0].headline == headline


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("<p>The <em>last</em> ferry had gone.</p>", "The last ferry had gone."),
        ("<p>One two three four five six seven eight</p>", "One two three four five six seven…"),
        ("<ul><li>No paragraph</li></ul>", ""),
    ],
)
def test_the_first_words_stand_for_a_headline(text: str, beginning: str) -> None:
    story = story_of("2014-06-16 11:02", "3 p.m.", "Original Post")
    assert {one.beginning for one in listed(story, text=text)} == {beginning}


def test_a_story_without_updates_has_an_empty_rail() -> None:
    assert listed(story_of("2014-06-16 11:02")) == ()


def test_the_short_history_is_of_key_events_and_corrections() -> None:
    original = story_of("2014-06-16 11:02", "6:20 p.m.", "Correction", "3:31 p.m.", "Original Post")
    marked = replace(original.updates[1].section, key="yes")
    updates = [
        replace(one, section=marked) if one.printed == marked.opening.printed else one
        for one in original.updates
    ]
    rail = listed(replace(original, updates=tuple(updates)))
    assert [(one.update.printed, one.is_key) for one in rail] == [
        ("6:20 p.m.", False),
        ("Correction", True),
        ("3:31 p.m.", True),
        ("Original Post", False),
    ]
