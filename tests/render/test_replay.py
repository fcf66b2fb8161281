"""The steps of a replay."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backfile.render.replay import LEAST, MOST, ReplayStep, replay_steps
from tests.story.stories_from_headings import story_of


def steps(published: str | None, *headings: str, **more) -> tuple[ReplayStep, ...]:
    return replay_steps(story_of(published, *headings, **more))


def test_each_update_has_its_time_on_the_clock_of_the_story() -> None:
    found = steps("2014-06-16 11:00", "4 p.m.", "noon PDT", "Original Post")
    assert [(one.update.printed, one.clock, one.elapsed, one.gap) for one in found] == [
        ("Original Post", "2014-06-16T11:00", 0, None),
        ("noon PDT", "2014-06-16T15:00", 4 * 3600, timedelta(hours=4)),
        ("4 p.m.", "2014-06-16T16:00", 5 * 3600, timedelta(hours=1)),
    ]


def test_an_hour_that_comes_twice_lasts_two_hours() -> None:
    found = steps("2011-11-06 00:30", "2:30 a.m.", "Original Post")
    assert [(one.clock[-5:], one.elapsed) for one in found] == [("00:30", 0), ("02:30", 3 * 3600)]


def test_what_has_only_a_day_or_an_order_has_no_time() -> None:
    found = steps("2014-06-16", "Update #2", "June 18", "Original Post")
    assert [(one.when, one.clock, one.elapsed, one.gap, one.place) for one in found] == [
        (date(2014, 6, 16), "", None, None, 0),
        (date(2014, 6, 18), "", None, None, 500),
        (None, "", None, None, 1000),
    ]


def test_corrections_without_a_stamp_are_no_step() -> None:
    found = steps("2014-06-16 11:00", "4 p.m.", "Correction", "Original Post")
    assert [one.update.printed for one in found] == ["Original Post", "4 p.m."]


@pytest.mark.parametrize(
    ("headings", "places"),
    [
        (["1 p.m.", "noon"], [0, 500, 1000]),
        (["3 p.m.", "noon"], [0, 250, 1000]),
        # A silence of a day takes no more than twice the usual, and a minute can be pointed at.
        (["1 p.m., Tuesday", "1 p.m.", "noon"], [0, 250, 500, 1000]),
        (["2:01 p.m.", "2 p.m.", "1 p.m.", "noon"], [0, 308, 615, 923, 1000]),
        (["noon", "noon"], [0, 800, 1000]),
        # Nobody knows when it came: it stands at an even step.
        (["1 p.m.", "Update #2", "noon"], [0, 333, 667, 1000]),
    ],
)
def test_the_slider_has_room_for_each_step(headings: list[str], places: list[int]) -> None:
    assert [one.place for one in steps("2014-06-16 11:00", *headings, "Original Post")] == places


def test_a_single_step_stands_at_the_beginning() -> None:
    assert [one.place for one in steps("2014-06-16 11:00", "Original Post")] == [0]
    assert steps("2014-06-16 11:00") == ()


HEADINGS = st.lists(
    st.one_of(
        st.times().map(lambda one: f"{one:%H:%M}"),
        st.dates(date(2014, 1, 1), date(2014, 12, 31)).map(lambda one: f"{one:%B} {one.day}"),
        st.sampled_from(["Update #2", "Update", "Correction", "Editor's note, 18:20"]),
    ),
    max_size=12,
)


@given(st.sampled_from(["2014-06-16 11:02", "2014-06-16", None]), HEADINGS)
@example("2014-06-16 11:02", ["11:00", "Original Post", "10:00"])
@example("9999-12-31 23:30", ["23:50", "Original Post"])
def test_steps_run_from_the_beginning_to_the_end(
    published: str | None, headings: list[str]
) -> None:
    story = story_of(published, *headings)
    found = replay_steps(story)
    assert tuple(one.update for one in found) == story.timeline
    known = [one.elapsed for one in found if one.elapsed is not None]
    assert known == sorted(known)
    assert known[:1] in ([], [0])
    assert all((one.elapsed is None) == (not one.clock) for one in found)
    places = [one.place for one in found]
    assert places == sorted(places)
    assert places[:1] in ([], [0])
    if len(places) > 1:
        assert places[-1] == 1000
        room = [later - earlier for earlier, later in pairwise(places)]
        assert max(room) <= MOST / LEAST * (min(room) + 1)
