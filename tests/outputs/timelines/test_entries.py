"""The updates of several stories on one line of time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from backfile.outputs.timelines.entries import Timeline, timeline_of

from .coverage import LONDON, NEW_YORK, TOKYO, anchors, story

FERRY = story("ferry", "2014-06-16 11:02", "2014-06-16 18:20", "2014-06-17 00:20")
AURORA = story("aurora", "2014-06-16 16:10", "2014-06-16 21:45", partner="post", zone=LONDON)


def lines(timeline: Timeline) -> list[str]:
    """Return each day with the anchors of its entries; those without an hour after a bar."""
    return [
        f"{day.day}: {anchors([one.entry for one in day.timed])} | {anchors(day.of_day)}".strip(
            " |"
        )
        for day in timeline.days
    ]


def test_updates_of_all_stories_stand_in_order_of_time() -> None:
    assert lines(timeline_of([FERRY, AURORA])) == [
        "2014-06-16: ferry0 aurora0 aurora1 ferry1",
        "2014-06-17: ferry2",
    ]


def test_the_order_of_the_stories_changes_nothing() -> None:
    assert lines(timeline_of([AURORA, FERRY])) == lines(timeline_of([FERRY, AURORA]))


def test_days_go_by_the_clock_of_most_entries_and_each_time_by_its_own() -> None:
    timeline = timeline_of([FERRY, AURORA])

    assert timeline.clock == ZoneInfo(NEW_YORK)
    assert not timeline.is_one_clock
    assert [one.when.isoformat() for one in timeline.timed if one.when][:2] == [
        "2014-06-16T11:02:00-04:00",
        "2014-06-16T16:10:00+01:00",
    ]


def test_an_entry_says_its_own_day_where_that_is_another() -> None:
    timeline = timeline_of([FERRY, story("quake", "2014-06-17 07:30", zone=TOKYO)])

    (monday, _) = timeline.days
    assert [(one.entry.update.anchor, one.other_day) for one in monday.timed] == [
        ("ferry0", None),
        ("ferry1", None),
        ("quake0", date(2014, 6, 17)),
    ]


def test_what_has_no_hour_stands_below_its_day_and_what_has_no_day_apart() -> None:
    timeline = timeline_of([story("pier", "2014-06-16 09:00", "2014-06-16", "", "2014-06-18")])

    assert lines(timeline) == ["2014-06-16: pier0 | pier1", "2014-06-18:  | pier3"]
    assert [(card.url, anchors(ones)) for card, ones in timeline.undated] == [("pier/", "pier2")]
    assert timeline.updates == 4


def test_a_long_silence_is_said_before_the_entry_that_ends_it() -> None:
    pier = story("pier", "2014-06-16 09:00", "2014-06-16 09:30", "2014-06-16 10:00")
    late = story("late", "2014-06-18 10:00")

    timed = [one for day in timeline_of([pier, late]).days for one in day.timed]

    assert [one.silence for one in timed] == [None, None, None, timedelta(days=2)]


def test_a_night_in_which_clocks_change_is_as_long_as_it_was() -> None:
    night = story("night", "2014-11-02 00:30", "2014-11-02 00:40", "2014-11-02 06:30")

    timed = [one for day in timeline_of([night]).days for one in day.timed]

    assert timed[-1].silence == timedelta(hours=6, minutes=50)


def test_nothing_comes_of_nothing() -> None:
    assert timeline_of([]) == Timeline(UTC, is_one_clock=True, days=())
    assert timeline_of([]).first is None


ZONES = st.sampled_from([NEW_YORK, LONDON, TOKYO, "Asia/Kolkata", "America/St_Johns"])
MOMENTS = st.datetimes(
    datetime.fromisoformat("2014-06-15"), datetime.fromisoformat("2014-06-18")
).map(lambda when: when.isoformat(" ", "minutes"))
TIMES = st.one_of(MOMENTS, st.sampled_from(["", "2014-06-16"]))


@st.composite
def coverages(draw: st.DrawFn) -> list[object]:
    stories = draw(st.lists(st.tuples(ZONES, st.lists(TIMES, min_size=1, max_size=5)), max_size=4))
    return [story(f"s{at}-", *times, zone=zone) for at, (zone, times) in enumerate(stories)]


@given(coverages())
def test_every_update_stands_once_and_in_order(coverage) -> None:
    timeline = timeline_of(coverage)
    of_days = [one for day in timeline.days for one in day.of_day]
    apart = [one for _, ones in timeline.undated for one in ones]

    placed = [*timeline.timed, *of_days, *apart]
    assert sorted(one.update.anchor for one in placed) == sorted(
        update.anchor for _, updates in coverage for update in updates
    )
    instants = [one.when.astimezone(UTC) for one in timeline.timed if one.when]
    assert instants == sorted(instants)
    days = [day.day for day in timeline.days]
    assert days == sorted(set(days))
    assert all(one.when is None for one in of_days + apart)
