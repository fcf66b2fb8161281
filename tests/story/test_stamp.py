"""What a printed time says. The tables read from left to right: printed, and what it means."""

from __future__ import annotations

from datetime import time

import pytest

from backfile.story.stamp import PartialDate, Stamp, StampError, parse_stamp

JUNE_17 = PartialDate(6, 17)
WEDNESDAY = PartialDate(weekday=2)
NEW_YORK = "America/New_York"

# text, time of day, day, zone, what follows the stamp
STAMPS = [
    # A time of day, with or without spaces and full stops, in any case.
    ("6:20 p.m.", "18:20", None, None, ""),
    ("6:20 P.M.", "18:20", None, None, ""),
    ("6:20 PM", "18:20", None, None, ""),
    ("6:20pm", "18:20", None, None, ""),
    ("6:20 p. m.", "18:20", None, None, ""),
    ("6:20 p.m", "18:20", None, None, ""),
    ("11:27a.m.", "11:27", None, None, ""),
    ("6 p.m.", "18:00", None, None, ""),
    ("7.39pm", "19:39", None, None, ""),
    ("6:20:15 p.m.", "18:20:15", None, None, ""),
    # The hour of twelve.
    ("12:01 a.m.", "00:01", None, None, ""),
    ("12:01 p.m.", "12:01", None, None, ""),
    ("12midnight", "00:00", None, None, ""),
    ("12 noon", "12:00", None, None, ""),
    ("noon", "12:00", None, None, ""),
    ("MIDNIGHT", "00:00", None, None, ""),
    # The 24-hour clock.
    ("18:20", "18:20", None, None, ""),
    ("18:20:15", "18:20:15", None, None, ""),
    ("00:05", "00:05", None, None, ""),
    ("1726", "17:26", None, None, ""),
    ("13:20 p.m.", "13:20", None, None, ""),  # says the same thing twice
    # No a.m. or p.m.
    ("12:25: Bread", "12:25", None, None, ": Bread"),
    # No-break spaces of every kind count as spaces; what was printed keeps them.
    ("6:20\u00a0p.m.", "18:20", None, None, ""),
    ("6:20\u202fp.m.", "18:20", None, None, ""),
    ("6:20\u2009p.m.", "18:20", None, None, ""),
    ("6:20&nbsp;p.m.", "18:20", None, None, ""),
    ("June\u00a017,\u00a06:20 p.m.", "18:20", JUNE_17, None, ""),
    # Zones.
    ("11:05 PM ET -- Lights out", "23:05", None, NEW_YORK, " -- Lights out"),
    ("4:49 p.m. et", "16:49", None, NEW_YORK, ""),
    ("2:45 p.m. (EST): Closed", "14:45", None, NEW_YORK, ": Closed"),
    ("2:45 p.m. (EDT)", "14:45", None, NEW_YORK, ""),
    ("2:45 p.m. CT", "14:45", None, "America/Chicago", ""),
    ("2:45 p.m. MST", "14:45", None, "America/Denver", ""),
    ("2:45 p.m. PDT", "14:45", None, "America/Los_Angeles", ""),
    ("noon PT", "12:00", None, "America/Los_Angeles", ""),
    ("18:20 GMT", "18:20", None, "UTC", ""),
    ("1820 UTC", "18:20", None, "UTC", ""),
    ("18:20 BST", "18:20", None, "Europe/London", ""),
    ("18:20 CET", "18:20", None, "Europe/Paris", ""),
    ("18:20 CEST", "18:20", None, "Europe/Paris", ""),
    ("18:20 +02:00", "18:20", None, "UTC+02:00", ""),
    ("18:20-0530", "18:20", None, "UTC-05:30", ""),
    ("7:15 p.m. local time", "19:15", None, "the story's", ""),
    ("6:20 p.m. Eastern", "18:20", None, NEW_YORK, ""),
    ("6:20 p.m. Eastern seaboard", "18:20", None, None, " Eastern seaboard"),
    # Dates.
    ("June 17", None, JUNE_17, None, ""),
    ("june 17th", None, JUNE_17, None, ""),
    ("Nov. 1", None, PartialDate(11, 1), None, ""),
    ("Sept. 5", None, PartialDate(9, 5), None, ""),
    ("June 17, 2014", None, PartialDate(6, 17, 2014), None, ""),
    ("17 June 2014", None, PartialDate(6, 17, 2014), None, ""),
    ("17th of June", None, JUNE_17, None, ""),
    ("30 March", None, PartialDate(3, 30), None, ""),
    ("29 February", None, PartialDate(2, 29), None, ""),
    ("4/17/13", None, PartialDate(4, 17, 13), None, ""),
    ("10/22/2013", None, PartialDate(10, 22, 2013), None, ""),
    ("2014-06-17", None, PartialDate(6, 17, 2014), None, ""),
    ("Wednesday", None, WEDNESDAY, None, ""),
    ("Wed.", None, WEDNESDAY, None, ""),
    ("Wednesday, July 23", None, PartialDate(7, 23, weekday=2), None, ""),
    # A date before the time.
    ("Oct. 29, 10:10 p.m.: Rain", "22:10", PartialDate(10, 29), None, ": Rain"),
    ("June 17 at 6:20 p.m.", "18:20", JUNE_17, None, ""),
    ("June 17 | 6:20 p.m.", "18:20", JUNE_17, None, ""),
    ("4/17/13 1:50 PM ET", "13:50", PartialDate(4, 17, 13), NEW_YORK, ""),
    ("Wednesday 5:10 p.m.", "17:10", WEDNESDAY, None, ""),
    ("Monday, June 16, 2014, noon", "12:00", PartialDate(6, 16, 2014, 0), None, ""),
    ("2014-06-17 18:20", "18:20", PartialDate(6, 17, 2014), None, ""),
    ("2014-06-17T18:20-04:00", "18:20", PartialDate(6, 17, 2014), "UTC-04:00", ""),
    ("2014-06-17T18:20:15Z", "18:20:15", PartialDate(6, 17, 2014), "UTC", ""),
    # The date after the time.
    ("5:10 p.m., Wednesday: Ashore", "17:10", WEDNESDAY, None, ": Ashore"),
    ("5:10 p.m. on June 17", "17:10", JUNE_17, None, ""),
    ("10:10 p.m. EST Oct. 29", "22:10", PartialDate(10, 29), NEW_YORK, ""),
    ("3 p.m. Monday, June 16, 2014", "15:00", PartialDate(6, 16, 2014, 0), None, ""),
    # What follows is left as it stands.
    ("12:23 a.m. The tide", "00:23", None, None, " The tide"),
    ("3:55 p.m.: ALL SAFE: a list", "15:55", None, None, ": ALL SAFE: a list"),
    ("June 17 was hot", None, JUNE_17, None, " was hot"),
]


@pytest.mark.parametrize(
    ("text", "clock", "day", "zone", "rest"), STAMPS, ids=[row[0] for row in STAMPS]
)
def test_a_stamp_says_its_time_day_and_zone(text, clock, day, zone, rest):
    stamp, follows = read(text)

    assert said(stamp) == (time.fromisoformat(clock) if clock else None)
    assert stamp.day == day
    assert zone_of(stamp) == zone
    assert follows == rest


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Tides at 6:20 p.m.",
        "(6:20 p.m.)",  # wrapping belongs to the opening
        "May 2012",
        "May",
        "June",
        "Mayor speaks",
        "Marches 12",
        "Earlier coverage",
        "Noontime",
        "Midnights",
        "Sun rises",
        "the 17th of June",
        "18h20",
        "1066",  # no such minute
        "2460",
        "17260",
        "1980s",
        "1980's",
        "1,500 dead",
        "2:1 odds",
        "4-17-13",
        "100/200",
        "6 pmx",
        "June 170",
        "6",
    ],
)
def test_other_words_and_numbers_are_no_stamp(text):
    assert parse_stamp(text) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("25:10", '"25:10" is not a time of day; hours end at 23:59'),
        ("24:00: Midnight", '"24:00" is not a time of day; hours end at 23:59'),
        ("7:75", '"7:75" is not a time of day; hours end at 23:59'),
        ("6:60 p.m.", '"6:60 p.m." is not a time of day; hours end at 23:59'),
        (
            "13:20 a.m.",
            '"13:20 a.m." is not a time of day; correct the hour or drop "a.m."',
        ),
        ("31 June", '"31 June" names a day that no calendar has'),
        ("June 31, 6 p.m.", '"June 31, 6 p.m." names a day that no calendar has'),
        ("Feb. 29, 2013", '"Feb. 29, 2013" names a day that no calendar has'),
        ("2013-02-29", '"2013-02-29" names a day that no calendar has'),
        ("13/13", '"13/13" names a day that no calendar has'),
        ("2/30/2014", '"2/30/2014" names a day that no calendar has'),
        ("0/5", '"0/5" names a day that no calendar has'),
        ("June 0", '"June 0" names a day that no calendar has'),
        (
            "6:20 p.m. +99:00",
            '"6:20 p.m. +99:00" ends in +99:00, which is not an offset from UTC',
        ),
    ],
    ids=lambda text: text[:18],
)
def test_a_stamp_that_cannot_be_true_is_an_error(text, message):
    with pytest.raises(StampError) as caught:
        parse_stamp(text)

    assert str(caught.value) == message
    assert text.startswith(caught.value.printed)


@pytest.mark.parametrize("printed", ["6:20\u00a0P.M.  ET", "june  17TH", "11:27a.m.", "7.39pm"])
def test_what_was_printed_is_never_altered(printed):
    stamp, rest = read(f"{printed}: Ferry")

    assert (stamp.printed, rest) == (printed, ": Ferry")


def test_an_entity_in_a_stamp_is_printed_as_the_character_it_stands_for():
    stamp, _ = read("6:20&nbsp;p.m.")

    assert stamp.printed == "6:20\u00a0p.m."


@pytest.mark.parametrize(
    ("text", "month_first", "day_first"),
    [
        ("4/5", PartialDate(4, 5, either_way=True), PartialDate(5, 4, either_way=True)),
        ("4/5/13", PartialDate(4, 5, 13, either_way=True), PartialDate(5, 4, 13, either_way=True)),
        # These read one way only, whatever the setting says.
        ("13/4", PartialDate(4, 13), PartialDate(4, 13)),
        ("4/13", PartialDate(4, 13), PartialDate(4, 13)),
        ("4/4", PartialDate(4, 4), PartialDate(4, 4)),
    ],
)
def test_a_numeric_date_is_month_first_unless_the_setting_says_otherwise(
    text, month_first, day_first
):
    assert read(text)[0].day == month_first
    assert read(text, day_first=True)[0].day == day_first


@pytest.mark.parametrize(
    ("text", "twelve_hour", "twenty_four_hour"),
    [
        ("6:20 p.m.", False, False),
        ("noon", False, False),
        ("12:25", True, False),  # may be either half of the day
        ("9:15", True, False),
        ("13:01", False, True),
        ("0:05", False, True),
        ("09:15", False, True),  # nobody writes a leading zero on a 12-hour clock
        ("0915", False, True),
        ("2014-06-17 9:15", False, True),
    ],
)
def test_a_time_tells_which_clock_it_was_read_from(text, twelve_hour, twenty_four_hour):
    clock = read(text)[0].clock

    assert (clock.twelve_hour, clock.twenty_four_hour) == (twelve_hour, twenty_four_hour)


@pytest.mark.parametrize(
    ("printed", "claims"),
    [("EST", "EST"), ("EDT", "EDT"), ("ET", ""), ("BST", "BST"), ("GMT", ""), ("+02:00", "")],
)
def test_only_an_abbreviation_of_half_the_year_claims_what_the_clocks_say(printed, claims):
    zone = read(f"6:20 p.m. {printed}")[0].zone

    assert (zone.name, zone.clocks_say) == (printed, claims)


def read(text: str, **more) -> tuple[Stamp, str]:
    parsed = parse_stamp(text, **more)
    assert parsed is not None, f"no stamp: {text}"
    return parsed


def said(stamp: Stamp) -> time | None:
    return stamp.clock.time if stamp.clock else None


def zone_of(stamp: Stamp) -> str | None:
    if stamp.zone is None:
        return None
    return str(stamp.zone.zone) if stamp.zone.zone else "the story's"
