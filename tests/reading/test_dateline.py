"""What a story's metadata say of its time: date, zone, order."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from backfile.config.read_settings import read_settings
from backfile.reading.dateline import dateline
from backfile.story.dates import MetadataError, parse_date
from backfile.story.model import Order

NEWEST, OLDEST = Order.NEWEST_FIRST, Order.OLDEST_FIRST
SITE = read_settings({"TIMEZONE": "America/New_York", "BACKFILE_SOURCE_ORDER": "oldest-first"})


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("2014-06-16", "2014-06-16", None),
        ("2014-06-16 18:20", "2014-06-16", "18:20"),
        ("2014-06-16 18:20:30", "2014-06-16", "18:20:30"),
        ("2014-06-16T18:20", "2014-06-16", "18:20"),
        ("2014-06-16 00:00", "2014-06-16", "00:00"),  # midnight that is stated is a time
        (" 2014-06-16 ", "2014-06-16", None),
        ("2014_06_16", "2014-06-16", None),
        ("16 June 2014", "2014-06-16", None),
        ("June 16, 2014", "2014-06-16", None),
        ("June 16, 2014 6:20 pm", "2014-06-16", "18:20"),
        ("Mon, 16 Jun 2014 18:20", "2014-06-16", "18:20"),
        ("2012-02-29", "2012-02-29", None),
    ],
)
def test_a_date_states_a_day_and_perhaps_a_time(text, day, clock):
    story = dateline({"date": text}, SITE)

    assert story.day == date.fromisoformat(day)
    assert story.clock == (time.fromisoformat(clock) if clock else None)


def test_a_full_hour_is_a_time_of_day():
    assert dateline({"date": "June 16, 2014 6pm"}, SITE).clock == time(18)


@pytest.mark.parametrize(
    "text", ["June 2014", "2014", "2014-06", "June 16", "Monday", "6:20 p.m.", "18:20"]
)
def test_a_date_that_names_no_single_day_is_an_error(text):
    with pytest.raises(MetadataError) as caught:
        dateline({"date": text}, SITE)

    assert (caught.value.field, caught.value.code) == ("date", "bad-date")
    message = f'"{text}" names no single day; write 2014-06-16 or 2014-06-16 18:20'
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("0001-01-01 00:10", "Asia/Tokyo"),
        ("0001-01-01", "Asia/Tokyo"),
        ("9999-12-31 23:30", "America/New_York"),
    ],
)
def test_a_moment_that_utc_has_no_date_for_is_an_error(text, zone):
    with pytest.raises(MetadataError, match=f'"{text}" falls outside the calendar in UTC'):
        dateline({"date": text, "timezone": zone}, SITE)


@pytest.mark.parametrize("text", ["yesterday", "2014-06-31", "2013-02-29", "99999-01-01", "-"])
def test_what_is_no_date_is_an_error(text):
    with pytest.raises(MetadataError) as caught:
        dateline({"date": text}, SITE)

    assert (caught.value.field, caught.value.code) == ("date", "bad-date")
    assert str(caught.value) == f'"{text}" is not a date; write 2014-06-16 or 2014-06-16 18:20'


def test_a_date_in_a_zone_that_is_not_understood_is_an_error():
    with pytest.raises(MetadataError):
        parse_date("June 16, 2014 18:20 EST")


def test_a_date_that_falls_outside_the_calendar_in_the_storys_zone_is_an_error():
    with pytest.raises(MetadataError):
        dateline({"date": "0001-01-01T00:00+05:00"}, SITE)


@pytest.mark.parametrize(
    ("stated", "clock"),
    [
        (datetime(2014, 6, 16, 18, 20), time(18, 20)),  # noqa: DTZ001 (as Pelican hands it over)
        (datetime(2014, 6, 16), None),  # noqa: DTZ001
    ],
)
def test_a_date_may_come_from_a_pelican_setting(stated, clock):
    story = dateline({"date": stated}, SITE)

    assert (story.day, story.clock) == (date(2014, 6, 16), clock)


@pytest.mark.parametrize(
    ("text", "zone", "told"),
    [
        ("2014-06-16T18:20-04:00", "America/New_York", "2014-06-16T18:20:00-04:00"),
        ("2014-06-16T18:20-04:00", "Europe/London", "2014-06-16T23:20:00+01:00"),
        ("2014-06-16T20:20-04:00", "Europe/London", "2014-06-17T01:20:00+01:00"),
        ("2014-06-16T00:20Z", "America/New_York", "2014-06-15T20:20:00-04:00"),
    ],
)
def test_a_date_with_an_offset_is_told_in_the_storys_zone(text, zone, told):
    assert dateline({"date": text, "timezone": zone}, SITE).instant.isoformat() == told


@pytest.mark.parametrize(
    ("text", "zone", "says"),
    [
        (
            "2011-03-13 02:30",
            "America/New_York",
            (
                "on 13 March 2011 the clocks of America/New_York went forward past it; "
                "correct Date or Timezone"
            ),
        ),
        ("2011-12-30", "Pacific/Apia", "on 30 December 2011 the clocks of Pacific/Apia went"),
    ],
)
def test_a_time_that_the_clocks_skipped_is_an_error(text, zone, says):
    with pytest.raises(MetadataError) as caught:
        dateline({"date": text, "timezone": zone}, SITE)

    assert (caught.value.field, caught.value.code) == ("date", "no-such-time")
    assert str(caught.value).startswith(f'"{text}" never happened: ')
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2011-11-06 01:30", "2011-11-06T01:30:00-04:00"),
        ("2011-11-06 01:30-04:00", "2011-11-06T01:30:00-04:00"),
        ("2011-11-06 01:30-05:00", "2011-11-06T01:30:00-05:00"),
        ("2011-11-06 06:30 UTC", "2011-11-06T01:30:00-05:00"),
    ],
)
def test_a_time_that_happened_twice_is_the_first_unless_an_offset_says_otherwise(text, told):
    assert dateline({"date": text}, SITE).instant.isoformat() == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2011-03-04 17:30 UTC+2", "2011-03-04T10:30:00-05:00"),
        ("2011-03-04 17:30 GMT-5", "2011-03-04T17:30:00-05:00"),
    ],
)
def test_an_offset_behind_a_name_counts_as_it_is_printed(text, told):
    assert dateline({"date": text}, SITE).instant.isoformat() == told


def test_a_date_that_reads_two_ways_is_an_error_whatever_the_stamps_do():
    day_first = read_settings({"BACKFILE_STAMP_DAY_FIRST": True})

    with pytest.raises(MetadataError, match="reads two ways"):
        dateline({"date": "04/03/2011"}, day_first)


def test_the_zone_is_the_sites_unless_the_story_has_its_own():
    assert dateline({}, SITE).zone == ZoneInfo("America/New_York")
    assert dateline({"timezone": " "}, SITE).zone == ZoneInfo("America/New_York")
    assert dateline({"timezone": "Asia/Tokyo"}, SITE).zone == ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("zone", "remedy"),
    [
        ("New_York", 'did you mean "America/New_York"?'),
        ("Europe/Londn", 'did you mean "Europe/London"?'),
        ("Nowhere at all", "use a name such as America/New_York"),
        ("../../etc/passwd", "use a name such as America/New_York"),
    ],
)
def test_an_unknown_zone_is_an_error_that_names_the_nearest(zone, remedy):
    with pytest.raises(MetadataError) as caught:
        dateline({"timezone": zone}, SITE)

    assert (caught.value.field, caught.value.code) == ("timezone", "bad-zone")
    assert str(caught.value) == f'Timezone "{zone}" is not a time zone; {remedy}'


@pytest.mark.parametrize(
    ("fields", "page_order"),
    [
        ({}, NEWEST),
        ({"order": ""}, NEWEST),
        ({"order": "oldest-first"}, OLDEST),
        ({"order": " Oldest-First "}, OLDEST),
    ],
)
def test_a_story_may_state_its_order_on_the_page(fields, page_order):
    assert dateline(fields, SITE).page_order is page_order


@pytest.mark.parametrize(
    ("fields", "above_and_below"),
    [
        ({}, (None, None)),
        ({"source_order": "oldest-first"}, (OLDEST, OLDEST)),
        ({"source_order": "newest-first, oldest-first"}, (NEWEST, OLDEST)),
        ({"source_order": "Oldest-First,newest-first"}, (OLDEST, NEWEST)),
    ],
)
def test_a_story_may_state_the_order_of_its_source(fields, above_and_below):
    story = dateline(fields, SITE)

    assert story.source_order == above_and_below
    assert story.default_source_order is OLDEST  # as the site's settings have it


@pytest.mark.parametrize("field", ["order", "source_order"])
@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ("oldest", 'unknown order "oldest"; did you mean "oldest-first"?'),
        ("zzz", 'unknown order "zzz"; use newest-first or oldest-first'),
    ],
)
def test_an_unknown_order_is_an_error_that_names_the_nearest(field, stated, message):
    with pytest.raises(MetadataError) as caught:
        dateline({field: stated}, SITE)

    assert (caught.value.field, caught.value.code) == (field, "bad-order")
    assert str(caught.value) == message


def test_a_draft_needs_no_date():
    story = dateline({}, SITE)

    assert (story.day, story.clock, story.instant) == (None, None, None)


def test_numeric_dates_are_read_as_the_site_says():
    assert dateline({}, read_settings({"BACKFILE_STAMP_DAY_FIRST": True})).day_first
    assert not dateline({}, SITE).day_first


@pytest.mark.parametrize(
    ("fields", "limits"),
    [
        ({}, []),
        ({"modified": "2014-06-16 18:20"}, [("Modified", "2014-06-16T18:20:00-04:00")]),
        # A day is over with its last minute, and a setting of Pelican's is a datetime.
        ({"modified": "2014-06-16"}, [("Modified", "2014-06-16T23:59:00-04:00")]),
        ({"modified": datetime(2014, 6, 16, 18, 20)}, [("Modified", "2014-06-16T18:20:00-04:00")]),  # noqa: DTZ001
        ({"captured": "2012-03-02T11:40:00Z"}, [("Captured", "2012-03-02T06:40:00-05:00")]),
        (
            {"captured": "2012-03-02", "modified": "2012-03-01", "timezone": "Asia/Tokyo"},
            [("Modified", "2012-03-01T23:59:00+09:00"), ("Captured", "2012-03-02T23:59:00+09:00")],
        ),
        # What is no date is an error of its own.
        ({"modified": "some day"}, []),
    ],
)
def test_the_last_change_and_the_copy_of_a_page_are_its_limits(fields, limits):
    found = dateline({"date": "2012-01-01", **fields}, SITE).limits

    assert [(one.field, one.moment.isoformat()) for one in found] == limits
