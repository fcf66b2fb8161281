"""Headings that say only a day: no updates, they date the stamps below them."""

from __future__ import annotations

import copy
import re

import pytest
from pelican.settings import DEFAULT_CONFIG

from backfile.checking.fix import settled_source
from backfile.config.read_settings import read_settings
from backfile.fidelity.page import shown
from backfile.reading.reader import Converted, StoryReader

HEAD = "Title: Ferry\nDate: 2018-04-20\nTimezone: America/New_York\n"
NEWEST_FIRST = """
She is back.

## Monday, April 23

## 2:45 p.m.

Last.

## 9 a.m.: Fog

Third.

## Friday, April 20

## 9:30 p.m.

Second.

## 6 p.m.

First.
"""
OLDEST_FIRST = """
She is back.

## Friday, April 20

## 6 p.m.

First.

## 9:30 p.m.

Second.

## Monday, April 23

## 9 a.m.: Fog

Third.

## 2:45 p.m.

Last.
"""
ANCHORS = [
    "update-2018-04-20-1800",
    "update-2018-04-20-2130",
    "update-2018-04-23-0900",
    "update-2018-04-23-1445",
]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> StoryReader:
    content = str(tmp_path_factory.mktemp("content"))
    pelican = {**copy.deepcopy(DEFAULT_CONFIG), "PATH": content, "TIMEZONE": "America/New_York"}
    return StoryReader(pelican, read_settings(pelican))


def converted(reader: StoryReader, body: str, fields: str = "") -> Converted:
    found = reader.convert("content/ferry.md", f"{HEAD}{fields}{body}")
    assert found.troubles == ()
    return found


def headings(html: str) -> list[str]:
    """Return the headings of the updates from the top of the page, as they are read."""
    return [
        re.sub("<[^>]*>", "", one)
        for one in re.findall(r'<section class="update"[^>]*>\s*<h2[^>]*>(.*?)</h2>', html)
    ]


@pytest.mark.parametrize("body", [NEWEST_FIRST, OLDEST_FIRST], ids=["newest", "oldest"])
def test_they_date_the_stamps_below_them_whichever_way_the_story_runs(body, reader):
    story = converted(reader, body).story

    assert [one.anchor for one in story.updates] == ANCHORS
    assert [one.flags for one in story.updates] == [()] * 4


@pytest.mark.parametrize("body", [NEWEST_FIRST, OLDEST_FIRST], ids=["newest", "oldest"])
@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (
            "newest-first",
            ["Monday, April 23 2:45 p.m.", "9 a.m. Fog", "Friday, April 20 9:30 p.m.", "6 p.m."],
        ),
        (
            "oldest-first",
            ["Friday, April 20 6 p.m.", "9:30 p.m.", "Monday, April 23 9 a.m. Fog", "2:45 p.m."],
        ),
    ],
)
def test_the_page_shows_each_at_the_first_of_its_updates(order, expected, body, reader):
    html = converted(reader, body, f"Order: {order}\n").html

    assert headings(html) == expected
    assert html.count('<span class="day">Monday, April 23</span> <time') == 1


@pytest.mark.parametrize(
    ("heading", "stamp", "expected"),
    [
        ("SATURDAY", "9 a.m.", "2018-04-21-0900"),
        ("April 23, 2018", "9 a.m.", "2018-04-23-0900"),
        ("23 April", "Update, 9 a.m.", "2018-04-23-0900"),
        # A day of its own comes before that of the header.
        ("April 23", "April 24, 9 a.m.", "2018-04-24-0900"),
        ("April 23", "12:10 a.m.", "2018-04-23-0010"),
    ],
)
def test_what_a_header_can_say(heading, stamp, expected, reader):
    body = f"\n## {heading}\n\n## {stamp}\n\nAshore.\n"

    (update,) = converted(reader, body).story.updates

    assert update.anchor == f"update-{expected}"


@pytest.mark.parametrize(
    "body",
    [
        "\n## April 23\n\nAshore.\n\n## 9 a.m.\n\nFog.\n",  # it has a text
        "\n## April 23: Fog\n\n## 9 a.m.\n\nAshore.\n",  # or a headline
        "\n## Update, April 23\n\n## 9 a.m.\n\nAshore.\n",  # or a label
        "\n## 9 a.m.\n\nAshore.\n\n## April 23\n",  # nothing is below it
        "\n## April 23\n\n## Original Post\n\nAshore.\n",
    ],
)
def test_what_is_none_stays_an_update(body, reader):
    updates = converted(reader, body).story.updates

    assert len(updates) == 2
    assert all(one.section.under is None for one in updates)


def test_it_dates_the_stamps_up_to_the_next_one_and_not_those_above(reader):
    body = (
        "\n## 5 p.m.\n\nA.\n\n## April 23\n\n## 9 a.m.\n\nB.\n\n## Update\n\nC.\n\n"
        "## Correction, noon\n\nD.\n"
    )
    story = converted(reader, body, "Source_Order: oldest-first\n").story

    days = {one.printed: one.day and one.day.day for one in story.updates}
    assert days == {"5 p.m.": 20, "9 a.m.": 23, "Update": None, "Correction, noon": 23}


def test_settled_dates_leave_nothing_to_infer_and_the_page_as_it_was(reader):
    before = converted(reader, NEWEST_FIRST)

    settled = settled_source(f"{HEAD}{NEWEST_FIRST}".encode(), before.story).decode()

    after = reader.convert("content/ferry.md", settled)
    assert "\n## Monday, April 23\n\n## 2:45 p.m. {: datetime=2018-04-23T14:45" in settled
    assert after.html == before.html
    assert not any(one.inferences for one in after.story.updates)
    assert settled_source(settled.encode(), after.story).decode() == settled


@pytest.mark.parametrize("order", ["newest-first", "oldest-first"])
def test_the_check_of_the_words_finds_each_above_the_update_below_it_in_the_file(order, reader):
    found = converted(reader, NEWEST_FIRST, f"Order: {order}\n")
    page = shown(f'<article class="story">{found.html}</article>', found.story)

    stamps = {one.anchor: " ".join(one.stamp) for one in page.sections}
    assert [stamps[one] for one in reversed(ANCHORS)] == [
        "Monday, April 23 2:45 p.m.",
        "9 a.m.",
        "Friday, April 20 9:30 p.m.",
        "6 p.m.",
    ]
    assert [one.text for one in page.sections if one.anchor == ANCHORS[2]] == [["Fog", "Third."]]


def test_the_reason_names_the_header(reader):
    (update,) = converted(reader, "\n## April 23\n\n## 9 a.m.\n\nAshore.\n").story.updates

    assert [one.reason for one in update.inferences] == [
        'printed "April 23"; 2018 is the year nearest to the story\'s date',
        'printed 9 a.m.; placed on 23 April 2018 because it stands below "April 23"',
    ]
