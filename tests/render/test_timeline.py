"""The strip that shows the rhythm of a coverage."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backfile.render.timeline import LABEL, MARGIN, WIDTH, Rhythm, rhythm
from backfile.story.chronology import order_updates
from backfile.story.model import Dateline, Section, Settled, Story
from backfile.story.opening import parse_opening
from tests.story.stories_from_headings import story_of


def drawn(published: str, *headings: str, **more) -> Rhythm:
    strip = rhythm(story_of(published, *headings, **more))
    assert strip is not None
    return strip


def test_the_first_and_the_last_moment_are_told_apart_in_the_hour_that_comes_twice():
    strip = drawn("2011-11-06", "1:20 a.m. EST", "1:40 a.m. EDT")

    assert strip.first.isoformat() == "2011-11-06T01:40:00-04:00"
    assert strip.last.isoformat() == "2011-11-06T01:20:00-05:00"


@pytest.mark.parametrize(
    ("published", "headings"),
    [
        ("2014-06-16", []),
        ("2014-06-16 11:02", []),
        ("2014-06-16 11:02", ["June 17", "Update"]),
        ("2014-06-16", ["6:20 p.m."]),
        ("2014-06-16 18:20", ["6:20 p.m."]),
        # The time of the story is no update, and may be that of its last version.
        ("2014-06-16 11:02", ["6:20 p.m."]),
        ("2014-06-16 18:20", ["6:20 p.m.", "Original Post"]),
        ("9999-12-31 23:30", ["11:50 p.m."]),
    ],
)
def test_fewer_than_two_instants_have_no_rhythm(published, headings):
    assert rhythm(story_of(published, *headings)) is None


def test_a_mark_stands_where_its_time_is():
    strip = drawn("2014-06-16 11:00", "Correction", "4 p.m.", "Update", "noon", "Original Post")

    assert (strip.width, strip.height) == (300, 46)
    assert [(one.x, one.anchor, one.kind, one.source) for one in strip.marks] == [
        (4.0, "original-post", "original", 4),
        (62.4, "update-2014-06-16-1200", "update", 3),
        (296.0, "update-2014-06-16-1600", "update", 1),
    ]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["4 p.m.", "noon"], [("update-2014-06-16-1200", 1), ("update-2014-06-16-1600", 0)]),
        (["4 p.m.", "Original Post"], [("original-post", 1), ("update-2014-06-16-1600", 0)]),
        # The Original Post's own time, where it has one, is that of the first report.
        (
            ["4 p.m.", "Original Post, 11:30 a.m."],
            [("original-post", 1), ("update-2014-06-16-1600", 0)],
        ),
    ],
)
def test_the_first_publication_is_marked_where_the_original_post_is(headings, expected):
    strip = drawn("2014-06-16 11:00", *headings)

    assert [(one.anchor, one.source) for one in strip.marks] == expected


@pytest.mark.parametrize(
    ("published", "heading", "expected"),
    [
        ("2014-06-16 18:20", "6:21 p.m.", "16 18h, 16 19h"),
        ("2014-06-16 18:00", "7 p.m.", "16 18h, 16 19h"),
        ("2014-06-16 18:20", "9:40 p.m.", "16 18h, 16 19h, 16 20h, 16 21h, 16 22h"),
        ("2014-06-16 18:20", "3 a.m.", "16 18h, 16 20h, 16 22h, 17 day, 17 02h"),
        ("2014-06-16 11:02", "June 17, 1 p.m.", "16 12h, 16 18h, 17 day, 17 06h, 17 12h"),
        ("2014-06-16 18:20", "June 19, noon", "17 day, 17 12h, 18 day, 18 12h, 19 day, 19 12h"),
        ("2014-06-16 18:20", "June 22, noon", "17 day, 18 day, 19 day, 20 day, 21 day, 22 day"),
        # Mondays.
        ("2014-06-01 12:00", "June 30, noon", "02 day, 09 day, 16 day, 23 day, 30 day"),
        # A night of 23 hours, without the hour from two to three, and one of 25.
        ("2014-03-09 00:10", "4:10 a.m.", "09 day, 09 01h, 09 03h, 09 04h, 09 05h"),
        ("2014-11-02 00:10", "2:10 a.m.", "02 day, 02 01h, 02 01h, 02 02h, 02 03h"),
    ],
)
def test_ticks_stand_at_round_times_of_the_storys_clock(published, heading, expected):
    ticks = drawn(published, heading, "Original Post").ticks

    said = [f"{one.when:%d} {'day' if one.kind == 'day' else f'{one.when:%H}h'}" for one in ticks]
    assert ", ".join(said) == expected


def test_hours_are_as_wide_as_they_are_long():
    ticks = drawn("2014-03-09 00:10", "4:10 a.m.", "Original Post").ticks

    assert [one.x for one in ticks] == [4.0, 77.0, 150.0, 223.0, 296.0]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        # Nothing from noon to nine in the evening.
        (["noon", "9 p.m.", "10 p.m."], [(30.5, 239.0, 9.0)]),
        # Even steps are no gaps, nor are short ones.
        (["3 p.m.", "7 p.m."], []),
        (["11:10 a.m.", "11:20 a.m.", "12:50 p.m."], []),
        # One step alone has no other to be longer than.
        (["11 p.m."], []),
    ],
)
def test_a_gap_is_much_longer_than_usual(headings, expected):
    gaps = drawn("2014-06-16 11:00", "Original Post", *headings).gaps

    hours = [(one.x, one.width, one.length / timedelta(hours=1)) for one in gaps]
    assert hours == expected


def test_the_longest_gap_is_told():
    headings = ["June 16, noon", "June 17, 3 a.m.", "June 17, 4 a.m.", "June 18, 1 a.m."]
    strip = drawn("2014-06-16 11:00", *headings, "Original Post")

    assert len(strip.gaps) == 2
    assert strip.longest_gap is strip.gaps[1]
    assert strip.longest_gap.length == timedelta(hours=21)
    assert drawn("2014-06-16 11:00", "noon", "Original Post").longest_gap is None


def story_at(instants: list[datetime], zone: ZoneInfo) -> Story:
    opening = parse_opening("6 p.m.")
    assert opening is not None
    sections = [Section(opening, line, Settled(when)) for line, when in enumerate(instants, 1)]
    return order_updates(sections, Dateline(zone, date(2014, 6, 16)))


minutes = st.one_of(st.integers(0, 90), st.integers(0, 5_000), st.integers(0, 80_000_000))
coverages = st.lists(minutes, min_size=2, max_size=300, unique=True)
starts = st.datetimes(datetime(1850, 1, 1), datetime(2050, 1, 1))  # noqa: DTZ001 (of any zone)
zones = st.sampled_from(sorted(available_timezones()))


@settings(deadline=None)
@given(starts, coverages, zones)
@example(datetime(2014, 11, 2, 5, 10), [0, 20], "America/New_York")  # noqa: DTZ001
@example(datetime(2011, 12, 30, 9, 30), [0, 20, 45], "Pacific/Apia")  # noqa: DTZ001
@example(datetime(2014, 6, 16), list(range(300)), "Asia/Kathmandu")  # noqa: DTZ001
def test_any_coverage_has_its_marks_in_order_and_two_to_seven_ticks(start, coverage, zone):
    instants = [start.replace(tzinfo=UTC) + timedelta(minutes=one) for one in sorted(coverage)]
    story = story_at(instants, ZoneInfo(zone))

    strip = rhythm(story)

    assert strip is not None
    assert [one.source for one in strip.marks] == list(range(len(instants)))
    for some in (strip.marks, strip.ticks, strip.gaps):
        places = [one.x for one in some]
        assert places == sorted(places)
        assert all(MARGIN <= x <= WIDTH - MARGIN and x == round(x, 1) for x in places)
    assert 2 <= len(strip.ticks) <= 7
    assert all(right.x - left.x >= LABEL for left, right in pairwise(strip.ticks))
    for tick in strip.ticks:
        assert tick.when.minute == 0 or tick.kind == "day"
        begins = datetime.combine(tick.when.date(), time(), tick.when.tzinfo)
        assert tick.kind == "hour" or tick.when.astimezone(UTC) == begins.astimezone(UTC)
    for gap in strip.gaps:
        assert gap.length > timedelta(hours=2)
        assert gap.length > 0.25 * (instants[-1] - instants[0])
    assert rhythm(story) == strip
