"""What each partner had at each moment of a day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.outputs.timelines.hours import HoursOfDay, hours_of, shared_days

from .coverage import LONDON, NEW_YORK, TOKYO, anchors, between, story

DAY = date(2014, 6, 16)
FERRY = story("ferry", "2014-06-16 11:02", "2014-06-16 18:20", "2014-06-17 00:20")
AURORA = story("aurora", "2014-06-16 16:10", "2014-06-16 21:45", partner="post", zone=LONDON)


def table(hours: HoursOfDay | None) -> list[str]:
    """Return each row as its time and its cells; `^` where the cell above goes on."""
    assert hours
    return [
        " / ".join(
            [
                f"{row.when:%H:%M}" if row.when else "before",
                *(
                    f"{anchors(cell.entries) or '-'}×{cell.rows}" if cell else "^"
                    for cell in row.cells
                ),
            ]
        )
        for row in hours.rows
    ]


def test_a_row_for_each_moment_and_a_column_for_each_partner() -> None:
    hours = hours_of([FERRY, AURORA], DAY)

    assert hours
    assert [one.slug for one in hours.partners] == ["wire", "post"]
    assert table(hours) == [
        "before / -×1 / -×2",
        "11:02 / ferry0×3 / ^",
        "11:10 / ^ / aurora0×1",
        "16:45 / ^ / aurora1×2",
        "18:20 / ferry1×1 / ^",
    ]
    assert hours.clock == ZoneInfo(NEW_YORK)
    assert not hours.is_one_clock


def test_one_partner_alone_has_no_such_page() -> None:
    assert hours_of([FERRY, story("tug", "2014-06-16 12:00")], DAY) is None
    assert hours_of([FERRY, AURORA], date(2014, 6, 17)) is None


@pytest.mark.parametrize("times", [["2014-06-16"], [""], ["2014-06-15 12:00"]])
def test_an_update_without_an_hour_of_the_day_makes_no_event(times: list[str]) -> None:
    assert hours_of([FERRY, story("other", *times, partner="post")], DAY) is None


def test_a_story_of_no_partner_does_not_count() -> None:
    assert hours_of([FERRY, story("own", "2014-06-16 12:00", partner="")], DAY) is None


def test_what_a_partner_had_before_the_day_is_its_last_update_before_it() -> None:
    began = story("began", "2014-06-15 22:00", "2014-06-15 23:50", "2014-06-16 12:00")

    assert table(hours_of([began, AURORA], DAY)) == [
        "before / -×1 / began1×2",
        "16:10 / aurora0×2 / ^",
        "17:00 / ^ / began2×2",
        "21:45 / aurora1×1 / ^",
    ]


def test_an_earlier_story_of_a_partner_that_has_nothing_on_the_day_does_not_count() -> None:
    old = story("old", "2014-06-01 09:00", partner="post")

    assert table(hours_of([FERRY, AURORA, old], DAY))[0] == "before / -×1 / -×2"


def test_what_has_no_hour_is_listed_apart() -> None:
    pier = story("pier", "2014-06-16 09:00", "2014-06-16", "2014-06-17", "", partner="post")

    hours = hours_of([FERRY, pier], DAY)

    assert hours
    assert anchors(hours.of_day) == "pier1"
    assert [anchors(ones) for _, ones in hours.undated] == ["pier3"]


def test_the_page_goes_from_a_whole_hour_to_the_next() -> None:
    hours = hours_of([FERRY, AURORA], DAY)

    assert hours
    assert hours.begins == datetime(2014, 6, 16, 11, tzinfo=ZoneInfo(NEW_YORK))
    assert hours.minutes == 8 * 60
    assert [row.minute for row in hours.rows] == [-1, 2, 10, 345, 440]


def test_updates_of_one_moment_share_a_cell() -> None:
    twice = story("twice", "2014-06-16 11:02", "2014-06-16 11:02", partner="post")

    assert table(hours_of([FERRY, twice], DAY))[1] == "11:02 / ferry0×1 / twice0 twice1×2"


def test_the_days_that_partners_share() -> None:
    assert shared_days([FERRY, AURORA]) == (DAY,)
    assert shared_days([FERRY]) == ()


PARTNERS = st.sampled_from(["wire", "post", "daily", ""])
ZONES = st.sampled_from([NEW_YORK, LONDON, TOKYO])
MOMENTS = st.datetimes(
    datetime.fromisoformat("2014-06-15"), datetime.fromisoformat("2014-06-18")
).map(lambda when: when.isoformat(" ", "minutes"))
TIMES = st.lists(st.one_of(MOMENTS, st.sampled_from(["", "2014-06-16"])), min_size=1, max_size=5)
STORIES = st.lists(st.tuples(PARTNERS, ZONES, TIMES), max_size=5)


def drawn_coverage(stories) -> list[object]:
    return [
        story(f"s{at}-", *times, partner=partner, zone=zone)
        for at, (partner, zone, times) in enumerate(stories)
    ]


@given(
    STORIES,
    between("2014-06-16", "2014-06-17"),
)
def test_what_is_read_across_a_row_is_the_last_update_at_or_before_it(stories, moment) -> None:
    coverage = drawn_coverage(stories)
    hours = hours_of(coverage, DAY)
    if hours is None:
        return
    at = moment.replace(tzinfo=UTC)
    for column, partner in enumerate(hours.partners):
        rows = [(row.when, row.cells[column]) for row in hours.rows if row.cells[column]]
        shown = [cell for when, cell in rows if when is None or when <= at]
        had = [one.when for cell in shown[-1:] for one in cell.entries]
        stories_of_day = [
            updates
            for card, updates in coverage
            if card.partner
            and card.partner.slug == partner.slug
            and any(one.instant and one.day == DAY for one in updates)
        ]
        first = min(row.when for row in hours.rows if row.when)
        known = [
            one.instant
            for updates in stories_of_day
            for one in updates
            if one.instant and one.instant <= at and (one.day == DAY or one.instant < first)
        ]
        assert (max(had) if had else None) == (max(known) if known else None)


@given(STORIES)
def test_rows_and_spans_make_a_whole_table(stories) -> None:
    hours = hours_of(drawn_coverage(stories), DAY)
    if hours is None:
        return
    for column in range(len(hours.partners)):
        cells = [row.cells[column] for row in hours.rows]
        assert cells[0] is not None
        assert sum(cell.rows for cell in cells if cell) == len(hours.rows)
    times = [row.minute for row in hours.rows]
    assert times == sorted(times)
    assert times[-1] < hours.minutes
