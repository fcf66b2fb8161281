"""Dates as people and programs write them: what they say, and which of them would be a guess."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.story.dates import MetadataError, received_date, stated_date

HALIFAX = ZoneInfo("America/Halifax")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2014-06-16", "2014-06-16T00:00:00"),
        ("2014-6-5", "2014-06-05T00:00:00"),
        ("2014/06/16", "2014-06-16T00:00:00"),
        ("20140616", "2014-06-16T00:00:00"),
        ("0044-03-15", "0044-03-15T00:00:00"),
        ("2014-06-16 18:20", "2014-06-16T18:20:00"),
        ("2014-06-16_18:20", "2014-06-16T18:20:00"),
        ("2014-06-16 18", "2014-06-16T18:00:00"),
        ("2014-06-16T18:20:30.5Z", "2014-06-16T18:20:30.500000+00:00"),
        ("20140616T182030Z", "2014-06-16T18:20:30+00:00"),
        ("2014-06-16 6:20 p.m.", "2014-06-16T18:20:00"),
        ("June 16, 2014 at 6:20 p.m.", "2014-06-16T18:20:00"),
        ("6:20 p.m., June 16th, 2014", "2014-06-16T18:20:00"),
        ("16.06.2014, 18.20", "2014-06-16T18:20:00"),
        ("Monday, 16 June 2014", "2014-06-16T00:00:00"),
        # One reading only.
        ("13/04/2011", "2011-04-13T00:00:00"),
        ("04/13/2011", "2011-04-13T00:00:00"),
        ("04/04/2011", "2011-04-04T00:00:00"),
        # Offsets as they are printed, behind a name too.
        ("2011-03-04 17:30 UTC+2", "2011-03-04T17:30:00+02:00"),
        ("2011-03-04 17:30 GMT-5", "2011-03-04T17:30:00-05:00"),
        ("2011-03-04 17:30 GMT+0200", "2011-03-04T17:30:00+02:00"),
        ("2011-03-04 17:30 UTC-03:30", "2011-03-04T17:30:00-03:30"),
        ("2011-03-04 17:30 Z-0700", "2011-03-04T17:30:00-07:00"),
        ("2011-03-04T17:30+14:00", "2011-03-04T17:30:00+14:00"),
        ("2011-03-04T17:30-12:00", "2011-03-04T17:30:00-12:00"),
        ("March 4, 2011 5:30 p.m. GMT", "2011-03-04T17:30:00+00:00"),
        # JavaScript, RFC 2822, the Unix command.
        ("Fri Mar 04 2011 22:30:00 GMT+0200 (CEST)", "2011-03-04T22:30:00+02:00"),
        ("Fri Mar 04 2011 22:30:00 GMT-0400 (Atlantic Time)", "2011-03-04T22:30:00-04:00"),
        ("Fri, 4 Mar 2011 22:30:00 -0500 (EST)", "2011-03-04T22:30:00-05:00"),
        ("2011-03-04 22:30:00 -0500 EST", "2011-03-04T22:30:00-05:00"),
        ("22:30 -0500 March 4, 2011", "2011-03-04T22:30:00-05:00"),
        ("Fri Mar  4 22:30:00 UTC 2011", "2011-03-04T22:30:00+00:00"),
    ],
)
def test_a_date_is_read_as_it_is_printed(text, told):
    assert stated_date(text).moment.isoformat() == told


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("04/03/2011", "write 2011-03-04 for 4 March 2011 or 2011-04-03 for 3 April 2011"),
        ("4.3.2011", "reads two ways"),
        ("04-03-2011 10:00", "reads two ways"),
        ("4 3 2011", "reads two ways"),
        ("11-03-04 10:00", "has a year of two digits; write all four"),
        ("3/4/11", "has a year of two digits"),
        ("4 March 11", "has a year of two digits"),
        ("Mar 4, '11", "has a year of two digits"),
        ("110304", "has a year of two digits"),
        ("-0044-03-15", "is before the year 1"),
        ("0000-03-15", "is before the year 1"),
        ("15 March 44 BC", "is before the year 1"),
        ("2014-06-31", "is not a date; write 2014-06-16 or 2014-06-16 18:20"),
        ("2014-16-06", "is not a date"),
        # A time of day, or an offset?
        ("2014-06-16 -05:00", "is not a date"),
        ("2014-06-16 \u221205:00", "is not a date"),
        ("31 June 2014", "is not a date"),
        ("2014-06-16 25:10", "has the time 25:10; hours end at 23:59"),
        ("2014-06-16 18:60", "has the time 18:60"),
        ("2011-03-04 17:30 +15:00", "has the offset +15:00; offsets lie between -12:00 and +14:00"),
        ("2011-03-04 17:30 -12:30", "has the offset -12:30"),
        ("2011-03-04 17:30 UTC+25", "has the offset +25"),
        ("2011-03-04 17:30 EST", 'remove that and add "Timezone: America/New_York"'),
        ("2011-03-04 17:30 CET", 'remove that and add "Timezone: Europe/Paris"'),
        ("2011-03-04 17:30 America/Halifax", 'add "Timezone: America/Halifax"'),
        ("EST 17:30 2011-03-04", "is not a date"),
        ("2011-03-04 17:30 UTC EST", "is not a date"),
        ("2011-03-04 17:30 QQT", "give the place as Timezone, or an offset such as +02:00"),
    ],
)
def test_a_date_that_has_to_be_guessed_is_refused_with_the_way_to_write_it(text, says):
    with pytest.raises(MetadataError) as caught:
        stated_date(text)

    assert caught.value.code == "bad-date"
    assert str(caught.value).startswith(f'"{text}" ')
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "day_first", "told"),
    [
        ("04/03/2011", True, "2011-03-04T00:00:00"),
        ("04/03/2011", False, "2011-04-03T00:00:00"),
        ("04.03.2011", False, "2011-03-04T00:00:00"),  # with dots it is day first everywhere
        ("13/04/2011", False, "2011-04-13T00:00:00"),
        ("March 4, 2011 5:30 p.m. EST", False, "2011-03-04T17:30:00-05:00"),
        ("June 4, 2011 5:30 p.m. EST", False, "2011-06-04T17:30:00-04:00"),  # New York's clocks
        ("March 4, 2011 5:30 p.m. AST", False, "2011-03-04T17:30:00-04:00"),  # the story's own
        ("March 4, 2011 5:30 p.m. local time", False, "2011-03-04T17:30:00"),
    ],
)
def test_what_was_received_is_read_as_its_source_means_it(text, day_first, told):
    assert received_date(text, HALIFAX, day_first=day_first).moment.isoformat() == told


def test_a_zone_of_many_places_is_no_guess_for_what_was_received_either():
    with pytest.raises(MetadataError):
        received_date("March 4, 2011 17:30 IST", HALIFAX, day_first=False)
    kolkata = ZoneInfo("Asia/Kolkata")
    told = received_date("March 4, 2011 17:30 IST", kolkata, day_first=False)
    assert told.moment.isoformat() == "2011-03-04T17:30:00+05:30"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Sat, 4 Mar 2011", "4 March 2011 was a Friday, not a Saturday"),
        ("Fri, 4 Mar 2011", ""),
        ("4 Mar 2011", ""),
    ],
)
def test_a_weekday_is_compared_with_the_date(text, says):
    assert stated_date(text).contradiction == says


@given(
    st.datetimes(),
    st.integers(-12 * 60, 14 * 60),
)
def test_every_iso_date_comes_back(local, minutes):
    moment = local.replace(tzinfo=timezone(timedelta(minutes=minutes)))

    assert stated_date(local.isoformat()).moment == local
    assert stated_date(moment.isoformat()).moment == moment
    assert stated_date(moment.isoformat(" ")).moment == moment


@given(st.dates(min_value=date(1, 1, 1)), st.booleans())
def test_every_numeric_date_is_one_reading_or_none(day, day_first):
    parts = (day.day, day.month) if day_first else (day.month, day.day)
    text = f"{parts[0]:02}/{parts[1]:02}/{day.year:04}"

    assert received_date(text, HALIFAX, day_first=day_first).moment.date() == day
    if day.day <= 12 and day.day != day.month:
        with pytest.raises(MetadataError, match="reads two ways"):
            stated_date(text)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_an_error_for_people(text):
    with contextlib.suppress(MetadataError):
        stated_date(text)
