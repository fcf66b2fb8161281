"""From printed stamps to one chronology: each rule, then its edges.

Headings stand as in a source, from top to bottom; results are told from oldest to newest, on the
story's own clock. Every story is published in New York unless its test says otherwise.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from backfile.story.chronology import order_updates
from backfile.story.model import Order, Precision, Settled
from backfile.story.opening import Kind
from tests.story.stories_from_headings import dateline, oldest_first, section, story_of

NEWEST, OLDEST = Order.NEWEST_FIRST, Order.OLDEST_FIRST
ORIGINAL = "Original Post"

# published, source from top to bottom, result from oldest to newest
THE_TABLE = {
    "newest first": (
        "2014-06-16 11:02",
        ["6:20 p.m.", "3:31 p.m.", ORIGINAL],
        [ORIGINAL, "2014-06-16 15:31", "2014-06-16 18:20"],
    ),
    "over midnight": (
        "2012-10-29 15:00",
        ["12:23 a.m.", "11:57 p.m.", "9:10 p.m.", ORIGINAL],
        [ORIGINAL, "2012-10-29 21:10", "2012-10-29 23:57", "2012-10-30 00:23 next-day"],
    ),
    "oldest first below the body": (
        "2013-07-01 09:00",
        ["Update 11:27a.m.", "Update 5:55p.m."],
        ["2013-07-01 11:27", "2013-07-01 17:55"],
    ),
    "one printed out of order": (
        "2013-09-16 08:30",
        ["1:05 p.m.", "12:39 p.m.", "12:46 p.m.", "11:50 a.m."],
        [
            "2013-09-16 11:50",
            "2013-09-16 12:39 out-of-order",
            "2013-09-16 12:46",
            "2013-09-16 13:05",
        ],
    ),
    "neither a.m. nor p.m.": (
        "2012-06-28 09:45",
        ["12:25:", "11:40:", "10:15:"],
        [
            "2012-06-28 10:15 meridiem-inferred",
            "2012-06-28 11:40 meridiem-inferred",
            "2012-06-28 12:25 meridiem-inferred",
        ],
    ),
    "untimed": (
        "2013-04-19",
        ["Update #2", "Update", ORIGINAL],
        [ORIGINAL, "Update", "Update #2"],
    ),
    "newest first over midnight, with no time of publication": (
        "2018-04-21",
        ["12:23 a.m.", "11:57 p.m.", "11:10 p.m."],
        ["2018-04-21 23:10", "2018-04-21 23:57", "2018-04-22 00:23 next-day"],
    ),
    "published with its last version": (
        "2018-04-21 18:50 modified 2018-04-21 18:50",
        ["2:45 p.m.", "Noon", "9:20 a.m."],
        [
            "2018-04-21 09:20 dated-from-end",
            "2018-04-21 12:00 dated-from-end",
            "2018-04-21 14:45 dated-from-end",
        ],
    ),
    "a dated correction at the foot": (
        "2018-04-21",
        ["Update, 6:20 p.m.", "Clarification, April 22"],
        ["2018-04-21 18:20", "2018-04-22"],
    ),
    "as irregular either way": (
        "2018-04-21",
        ["12:23 a.m.", "11:57 p.m.", ORIGINAL],
        [ORIGINAL, "2018-04-21 23:57", "2018-04-22 00:23 next-day"],
    ),
    "published between its updates": (
        "2018-04-21 13:00",
        ["2:45 p.m.", "1:30 p.m.", "10:05 a.m."],
        ["2018-04-21 10:05", "2018-04-21 13:30", "2018-04-21 14:45"],
    ),
    "a minute past its last change": (
        "2018-04-21 18:00 modified 2018-04-21 18:19",
        ["6:20 p.m.", "3:31 p.m."],
        ["2018-04-21 15:31 dated-from-end", "2018-04-21 18:20 dated-from-end"],
    ),
    "between two printed days": (
        "2018-06-16 10:00",
        ["June 19, 9 a.m.", "8 a.m.", "June 16, 6:20 p.m."],
        ["2018-06-16 18:20", "2018-06-19 08:00", "2018-06-19 09:00"],
    ),
    "two runs": (
        "2014-07-18 08:00",
        ["UPDATED, 5:21 p.m.", "UPDATED: 3:18 p.m.", ORIGINAL, "Update 7 p.m.", "Update 9 p.m."],
        [
            ORIGINAL,
            "2014-07-18 15:18",
            "2014-07-18 17:21",
            "2014-07-18 19:00",
            "2014-07-18 21:00",
        ],
    ),
}


@pytest.mark.parametrize(
    ("published", "source", "result"), THE_TABLE.values(), ids=THE_TABLE.keys()
)
def test_the_table_of_the_rules(published, source, result):
    assert oldest_first(story_of(published, *source)) == result


def test_untimed_updates_have_no_instant_and_no_day():
    story = story_of("2013-04-19", "Update #2", "Update", ORIGINAL)

    assert {one.precision for one in story.updates} == {Precision.ORDER}
    assert {(one.instant, one.day, one.machine_time) for one in story.updates} == {(None, None, "")}


class TestZone:
    """Rule 1: a printed zone wins over the story's."""

    @pytest.mark.parametrize(
        ("published", "heading", "zone", "instant"),
        [
            # "ET" means New York on that date, summer or winter.
            ("2014-07-16", "6:20 p.m. ET", "Europe/London", "2014-07-16T18:20:00-04:00"),
            ("2014-01-16", "6:20 p.m. ET", "Europe/London", "2014-01-16T18:20:00-05:00"),
            ("2014-07-16", "18:20 GMT", "America/New_York", "2014-07-16T18:20:00+00:00"),
            ("2014-07-16", "18:20 BST", "America/New_York", "2014-07-16T18:20:00+01:00"),
            ("2014-07-16", "18:20 +05:30", "America/New_York", "2014-07-16T18:20:00+05:30"),
            ("2014-07-16", "6:20 p.m. local time", "Asia/Tokyo", "2014-07-16T18:20:00+09:00"),
            # An abbreviation that the story's own clocks show is the story's own.
            ("2014-07-16", "6:20 p.m. EST", "America/Panama", "2014-07-16T18:20:00-05:00"),
            ("2014-07-16", "6:20 p.m. MST", "America/Phoenix", "2014-07-16T18:20:00-07:00"),
        ],
    )
    def test_a_printed_zone_wins(self, published, heading, zone, instant):
        (update,) = story_of(published, heading, zone=zone).updates

        assert update.instant.isoformat() == instant
        assert update.flags == ()

    @pytest.mark.parametrize(
        ("heading", "offset"),
        [
            ("July 16, 6:20 p.m. EST", "-04:00"),
            ("July 16, 6:20 p.m. (EST)", "-04:00"),
            ("January 16, 6:20 p.m. EDT", "-05:00"),
            ("January 16, 18:20 CEST", "+01:00"),
            ("January 16, 18:20 BST", "+00:00"),
        ],
    )
    def test_a_zone_that_its_date_contradicts_means_the_wall_time_there(self, heading, offset):
        (update,) = story_of("2014-05-01", heading).updates

        assert update.instant.isoformat() == f"{update.day}T18:20:00{offset}"
        assert update.flags == ("zone-contradiction",)

    def test_a_dateless_time_falls_on_its_own_zones_day(self):
        # 20:00 in New York is midnight in Greenwich.
        story = story_of("2014-06-16 20:00", "0:30 GMT", ORIGINAL)

        assert oldest_first(story) == [ORIGINAL, "2014-06-16 20:30"]
        assert story.updates[1].machine_time == "2014-06-17T00:30:00+00:00"


class TestDate:
    """Rule 2: the printed date, else the weekday, else the walk."""

    @pytest.mark.parametrize(
        ("published", "heading", "day"),
        [
            ("2014-06-16", "June 17", "2014-06-17"),
            ("2014-06-16", "June 17, 2012", "2012-06-17"),
            # The year nearest to the story's date, over New Year in both directions.
            ("2014-12-31", "Jan. 1", "2015-01-01"),
            ("2015-01-01", "Dec. 31", "2014-12-31"),
            ("2014-03-01", "Nov. 1", "2013-11-01"),
            # 29 February, also over a century that had none.
            ("2013-06-16", "February 29", "2012-02-29"),
            ("2015-06-16", "February 29", "2016-02-29"),
            ("1900-06-16", "February 29", "1904-02-29"),
            ("1899-06-16", "February 29", "1896-02-29"),
            # Two digits name the year in the century nearest to the story's date.
            ("2014-06-16", "4/17/13", "2013-04-17"),
            ("1912-04-15", "4/17/13", "1913-04-17"),
            ("1999-12-31", "1/1/00", "2000-01-01"),
            ("2000-01-01", "12/31/99", "1999-12-31"),
        ],
    )
    def test_a_date_without_its_year_takes_the_nearest(self, published, heading, day):
        (update,) = story_of(published, heading).updates

        assert (update.day, update.precision) == (date.fromisoformat(day), Precision.DAY)

    def test_a_weekday_is_the_nearest_that_keeps_the_order(self):
        # 16 June 2014 was a Monday.
        story = story_of(
            "2014-06-16 11:02",
            "9 a.m., Monday",
            "5:10 p.m., Wednesday",
            "Wednesday, 8 a.m.",
            "Monday, noon",
            ORIGINAL,
        )

        assert oldest_first(story) == [
            ORIGINAL,
            "2014-06-16 12:00",
            "2014-06-18 08:00",
            "2014-06-18 17:10",
            "2014-06-23 09:00",
        ]

    def test_the_weekday_of_the_story_is_its_own_day_unless_that_breaks_the_order(self):
        assert oldest_first(story_of("2014-06-16 11:02", "Monday, noon")) == ["2014-06-16 12:00"]
        assert oldest_first(story_of("2014-06-16 11:02", "Monday, 9 a.m.", ORIGINAL)) == [
            ORIGINAL,
            "2014-06-23 09:00",
        ]
        assert oldest_first(story_of("2014-06-16 11:02", "Monday, 9:00")) == [
            "2014-06-16 21:00 meridiem-inferred"
        ]

    def test_a_weekday_alone_is_a_day(self):
        story = story_of("2014-06-16 11:02", "Wednesday", "Tuesday", ORIGINAL)

        assert oldest_first(story) == [ORIGINAL, "2014-06-17", "2014-06-18"]

    def test_without_an_order_to_keep_a_weekday_is_the_nearest_in_either_direction(self):
        # A Thursday without a time of day: the update of "Wednesday" was a day earlier.
        story = story_of("2014-06-19", "Wednesday, 5 p.m.")

        assert oldest_first(story) == ["2014-06-18 17:00"]

    def test_a_weekday_that_its_date_contradicts_is_reported_and_the_date_stands(self):
        (update,) = story_of("2014-06-16", "Wednesday, June 17").updates

        assert update.day == date(2014, 6, 17)
        assert reason(update, "weekday-contradiction") == (
            'printed "Wednesday, June 17", but 17 June 2014 was a Tuesday, not a Wednesday'
        )

    def test_a_numeric_date_that_reads_both_ways_is_reported(self):
        month_first = story_of("2014-04-01", "Update 4/5").updates[0]
        assert month_first.day == date(2014, 4, 5)
        assert reason(month_first, "numeric-date") == (
            'printed "4/5", which can be read two ways; read as 5 April (BACKFILE_STAMP_DAY_FIRST)'
        )

        unmistakable = story_of("2014-04-01", "Update 13/4").updates[0]
        assert unmistakable.day == date(2014, 4, 13)
        assert "numeric-date" not in codes(unmistakable)

    def test_a_day_that_no_year_of_two_digits_had_is_a_trouble(self):
        story = story_of("2014-06-16", "2/29/13")

        assert [one.code for one in story.troubles] == ["no-such-time"]

    def test_a_draft_without_a_date_keeps_its_updates_in_order_and_dates_none(self):
        story = story_of(None, "6:20 p.m.", "June 17", "Wednesday, 5 p.m.", "10:15", ORIGINAL)

        assert oldest_first(story) == [
            ORIGINAL,
            "10:15",
            "Wednesday, 5 p.m.",
            "June 17",
            "6:20 p.m.",
        ]
        assert story.troubles == ()

    def test_a_draft_takes_the_dates_that_are_printed_whole(self):
        story = story_of(None, "6:20 p.m.", "June 17, 2014, noon", "Update", ORIGINAL)

        assert oldest_first(story) == [
            ORIGINAL,
            "Update",
            "2014-06-17 12:00",
            "2014-06-17 18:20",
        ]

    def test_in_a_draft_a_date_without_its_year_takes_the_year_of_the_one_before_it(self):
        story = story_of(None, "June 18, 5 p.m.", "June 16, 2014, 3 p.m.", ORIGINAL)

        assert oldest_first(story) == [ORIGINAL, "2014-06-16 15:00", "2014-06-18 17:00"]


class TestDirection:
    """Rule 3: each run is read in the direction that needs fewer day-changes."""

    @pytest.mark.parametrize(
        ("published", "source", "direction"),
        [
            ("2014-06-16 11:02", ["6:20 p.m.", "3:31 p.m."], NEWEST),
            ("2014-06-16 11:02", ["3:31 p.m.", "6:20 p.m."], OLDEST),
            ("2014-06-16 11:02", ["11:50 p.m.", "12:10 a.m.", "9 a.m."], OLDEST),
            ("2014-06-16 11:02", ["9 a.m.", "12:10 a.m.", "11:50 p.m."], NEWEST),
            ("2014-06-16 11:02", ["June 18, noon", "June 17, noon", "June 16, noon"], NEWEST),
            ("2014-06-16 11:02", ["June 16, noon", "June 17, noon", "June 18, noon"], OLDEST),
            ("2012-06-28 09:45", ["12:25", "11:40", "10:15"], NEWEST),
            ("2012-06-28 09:45", ["10:15", "11:40", "12:25"], OLDEST),
        ],
    )
    def test_fewer_day_changes_win(self, published, source, direction):
        # The default is set against what the stamps tell, so that it cannot be what decides.
        against = NEWEST if direction is OLDEST else OLDEST
        story = story_of(published, *source, default_source_order=against)

        assert story.directions[0] is direction

    def test_fewer_day_changes_win_among_weekdays(self):
        story = story_of(
            "2014-06-18", "Wednesday, 1 p.m.", "Wednesday, 3 p.m.", "Wednesday, 5 p.m."
        )

        assert oldest_first(story) == ["2014-06-18 13:00", "2014-06-18 15:00", "2014-06-18 17:00"]

    def test_fewer_day_changes_win_among_days(self):
        story = story_of("2014-06-17 08:00", "June 17", "5 p.m.", "June 18", "9 a.m.")

        assert oldest_first(story) == [
            "2014-06-17",
            "2014-06-17 17:00",
            "2014-06-18",
            "2014-06-18 09:00",
        ]

    @pytest.mark.parametrize("default", list(Order))
    def test_a_tie_goes_to_where_the_original_post_stands(self, default):
        above = story_of(
            "2014-06-16", "Update #2", "Update", ORIGINAL, default_source_order=default
        )
        below = story_of(
            "2014-06-16", ORIGINAL, "Update", "Update #2", default_source_order=default
        )

        assert oldest_first(above) == oldest_first(below) == [ORIGINAL, "Update", "Update #2"]
        assert (above.directions, below.directions) == ((NEWEST, None), (None, OLDEST))
        assert [doubt.code for doubt in above.doubts] == ["direction-inferred"]

    def test_without_an_original_post_a_tie_goes_to_fewer_updates_out_of_order(self):
        story = story_of("2014-06-16", "3 p.m.", "3:45 p.m.", default_source_order=NEWEST)

        assert oldest_first(story) == ["2014-06-16 15:00", "2014-06-16 15:45"]

    @pytest.mark.parametrize(
        ("default", "result"),
        [(NEWEST, ["below", "above"]), (OLDEST, ["above", "below"])],
    )
    def test_where_nothing_tells_the_sites_default_does_and_is_reported(self, default, result):
        story = story_of(
            "2014-06-16", "Update: above", "Update: below", default_source_order=default
        )

        assert headlines(story) == result
        assert [doubt.code for doubt in story.doubts] == ["ambiguous-direction"]

    def test_newest_first_is_the_default(self):
        assert oldest_first(story_of("2014-06-16", "Update #2", "Update #1")) == [
            "Update #1",
            "Update #2",
        ]

    def test_a_stated_source_order_wins_over_the_stamps(self):
        story = story_of(
            "2014-06-16 11:02", "3:31 p.m.", "6:20 p.m.", source_order=(NEWEST, NEWEST)
        )

        assert oldest_first(story) == ["2014-06-16 18:20", "2014-06-17 15:31 next-day"]
        assert story.doubts == ()

    def test_updates_above_and_below_the_original_post_are_two_runs(self):
        story = story_of(
            "2014-07-18 08:00", "7 p.m.", "10 p.m.", ORIGINAL, "1 a.m.", "11 p.m.", "8 p.m."
        )

        assert story.directions == (OLDEST, NEWEST)
        assert oldest_first(story) == [
            ORIGINAL,
            "2014-07-18 19:00",
            "2014-07-18 20:00",
            "2014-07-18 22:00",
            "2014-07-18 23:00",
            "2014-07-19 01:00 next-day",
        ]

    def test_each_run_takes_its_own_stated_order(self):
        story = story_of(
            "2014-06-16",
            "Update #1",
            "Update #2",
            ORIGINAL,
            "Update #4",
            "Update #3",
            source_order=(OLDEST, NEWEST),
        )

        assert [one.printed for one in story.updates[1:]] == [
            "Update #1",
            "Update #2",
            "Update #3",
            "Update #4",
        ]
        assert story.directions == (OLDEST, NEWEST)

    def test_one_update_alone_has_no_direction(self):
        assert story_of("2014-06-16", "Update", ORIGINAL).directions == (None, None)


class TestWalk:
    """Rule 4: a time without a date falls on the day of the one before it, or on the next."""

    @pytest.mark.parametrize(
        ("before", "then", "result"),
        [
            ("12:00 p.m.", "12:00 p.m.", "2014-06-16 12:00"),
            ("12:00 p.m.", "11:59 a.m.", "2014-06-16 11:59 out-of-order"),
            ("12:00 p.m.", "10:00 a.m.", "2014-06-16 10:00 out-of-order"),  # exactly two hours
            ("12:00 p.m.", "9:59 a.m.", "2014-06-17 09:59 next-day"),
            ("11:57 p.m.", "12:23 a.m.", "2014-06-17 00:23 next-day"),
            # Forty minutes back over midnight look like nearly a day forward.
            ("12:30 a.m.", "11:50 p.m.", "2014-06-16 23:50"),
        ],
    )
    def test_two_hours_part_the_next_day_from_out_of_order(self, before, then, result):
        story = walked("2014-06-16", before, then)

        assert result in oldest_first(story)

    def test_what_is_out_of_order_is_sorted_into_place(self):
        story = walked("2014-06-16", "noon", "1 p.m.", "12:30 p.m.", "2 p.m.")

        assert oldest_first(story) == [
            "2014-06-16 12:00",
            "2014-06-16 12:30 out-of-order",
            "2014-06-16 13:00",
            "2014-06-16 14:00",
        ]

    @pytest.mark.parametrize(
        ("published", "heading", "result"),
        [
            ("2014-06-16 11:02", "11:02 a.m.", "2014-06-16 11:02"),
            ("2014-06-16 11:02", "Update, 11:01 a.m.", "2014-06-16 11:01"),
            ("2014-06-16 11:02", "Update, 9:02 a.m.", "2014-06-16 09:02"),  # exactly two hours
            ("2014-06-16 11:02", "Update, 9:01 a.m.", "2014-06-17 09:01 next-day"),
            ("2014-06-16", "11:01 a.m.", "2014-06-16 11:01"),
            # A printed date is what it is.
            ("2014-06-16 11:02", "June 16, 9 a.m.", "2014-06-16 09:00"),
        ],
    )
    def test_the_first_update_is_not_long_before_the_storys_time_of_day(
        self, published, heading, result
    ):
        assert oldest_first(story_of(published, heading)) == [result]

    @pytest.mark.parametrize(
        ("heading", "expected"),
        [
            ("11 p.m.", ["date-inferred"]),  # 22 and a half hours later
            ("9:30 p.m.", ["date-inferred"]),
        ],
    )
    def test_the_storys_date_is_no_time_that_a_long_step_may_be_short_of(self, heading, expected):
        (update,) = story_of("2014-06-16 00:30", heading).updates

        assert [one.code for one in update.inferences] == expected

    @pytest.mark.parametrize(
        ("heading", "code"),
        [("9:30 a.m.", "date-inferred"), ("Monday, 9:30 a.m.", "weekday-inferred")],
    )
    def test_the_storys_date_is_no_update_that_a_time_may_be_out_of_order_with(self, heading, code):
        story = story_of("2014-06-16 11:02", heading)

        assert oldest_first(story) == ["2014-06-16 09:30"]
        assert [one.code for one in story.updates[0].inferences] == [code, "ambiguous-placement"]

    @pytest.mark.parametrize(
        ("published", "result"),
        [
            ("2014-06-30 23:00", "2014-07-01 00:10 next-day"),
            ("2014-12-31 23:00", "2015-01-01 00:10 next-day"),
            ("2012-02-28 23:00", "2012-02-29 00:10 next-day"),
        ],
    )
    def test_the_next_day_may_be_in_another_month_or_year(self, published, result):
        assert oldest_first(story_of(published, "12:10 a.m.")) == [result]

    def test_a_story_may_last_for_days(self):
        story = story_of(
            "2014-06-16 20:00",
            *["9 a.m.", "11 p.m.", "10 a.m.", "1 a.m.", "11 p.m.", "9 p.m.", ORIGINAL],
        )

        assert oldest_first(story) == [
            ORIGINAL,
            "2014-06-16 21:00",
            "2014-06-16 23:00",
            "2014-06-17 01:00 next-day",
            "2014-06-17 10:00",
            "2014-06-17 23:00",
            "2014-06-18 09:00 next-day",
        ]

    def test_updates_are_not_before_an_original_post_with_a_later_stamp(self):
        story = story_of("2014-06-16 08:00", "9 a.m.", "Original Post, 6 p.m.")

        assert oldest_first(story) == ["2014-06-16 18:00", "2014-06-17 09:00 next-day"]
        assert story.updates[0].kind is Kind.ORIGINAL

    def test_a_printed_date_moves_the_walk(self):
        story = walked("2014-06-16 11:02", "3 p.m.", "June 18, noon", "1 p.m.", "1 a.m.")

        assert oldest_first(story) == [
            "2014-06-16 15:00",
            "2014-06-18 12:00",
            "2014-06-18 13:00",
            "2014-06-19 01:00 next-day",
        ]

    def test_a_day_alone_moves_the_walk(self):
        story = walked("2014-06-16 11:02", "3 p.m.", "June 18", "9 a.m.")

        assert oldest_first(story) == ["2014-06-16 15:00", "2014-06-18", "2014-06-18 09:00"]

    def test_nearly_a_day_forward_may_be_a_little_back_and_is_reported(self):
        story = walked("2014-06-16", "12:30 a.m.", "11:50 p.m.")

        assert reason(story.updates[1], "ambiguous-day") == (
            "printed 11:50 p.m.; placed on 16 June 2014, but it may belong to 15 June 2014"
        )


class TestMeridiem:
    """Rule 5: without a.m. or p.m., the reading with the smallest step forward."""

    @pytest.mark.parametrize(
        ("before", "then", "result"),
        [
            ("11:40 a.m.", "12:25", "2014-06-16 12:25 meridiem-inferred"),
            ("11:40 p.m.", "12:25", "2014-06-17 00:25 next-day meridiem-inferred"),
            ("9 a.m.", "9:15", "2014-06-16 09:15 meridiem-inferred"),
            ("9:30 a.m.", "9:15", "2014-06-16 21:15 meridiem-inferred"),
            ("9:30 p.m.", "9:15", "2014-06-17 09:15 next-day meridiem-inferred"),
            ("9:15 p.m.", "9:15", "2014-06-16 21:15 meridiem-inferred"),
            # A printed day is kept, even where neither half of it comes after.
            ("June 17, 10 a.m.", "June 17, 9:15", "2014-06-17 21:15 meridiem-inferred"),
            ("June 17, 11 p.m.", "June 17, 9:15", "2014-06-17 21:15 meridiem-inferred"),
        ],
    )
    def test_the_smallest_step_forward(self, before, then, result):
        assert result in oldest_first(walked("2014-06-16", before, then))

    def test_the_first_step_is_taken_from_the_storys_own_time(self):
        assert oldest_first(story_of("2014-06-16 15:00", "4:10")) == [
            "2014-06-16 16:10 meridiem-inferred"
        ]
        assert oldest_first(story_of("2014-06-16", "4:10")) == [
            "2014-06-16 04:10 meridiem-inferred"
        ]

    @pytest.mark.parametrize("evidence", ["18:20", "0:05", "1726", "09:01", "2014-06-16T18:20"])
    def test_a_24_hour_time_anywhere_in_the_story_makes_all_of_it_24_hour(self, evidence):
        story = walked("2014-06-15", "June 16, 2:25", evidence)

        assert "2014-06-16 02:25" in oldest_first(story)
        assert not [one for one in story.updates if "meridiem-inferred" in one.flags]

    def test_on_a_24_hour_clock_an_earlier_time_is_the_next_day(self):
        story = walked("2014-06-16 12:00", "Update, 18:20", "Update, 9:15")

        assert oldest_first(story) == ["2014-06-16 18:20", "2014-06-17 09:15 next-day"]


class TestTiesAndUntimed:
    """Rule 6: ties keep the order they were published in, untimed updates their neighbours."""

    def test_ties_keep_the_order_they_were_published_in(self):
        above = story_of("2014-06-16", "3 p.m.: later", "3 p.m.: sooner", ORIGINAL)
        below = story_of("2014-06-16", ORIGINAL, "3 p.m.: sooner", "3 p.m.: later")

        assert headlines(above) == headlines(below) == ["", "sooner", "later"]

    def test_ties_in_different_zones_are_ties(self):
        story = story_of("2014-06-16", ORIGINAL, "3 p.m. ET: sooner", "19:00 GMT: later")

        assert headlines(story) == ["", "sooner", "later"]

    def test_untimed_updates_keep_their_place_between_their_neighbours(self):
        story = story_of(
            "2014-06-16 11:02",
            *["Update: last", "1 a.m.", "Update: night", "6 p.m.", "Update: first", ORIGINAL],
        )

        assert [one.headline or spoken_clock(one) for one in story.updates] == [
            "",
            "first",
            "18:00",
            "night",
            "01:00",
            "last",
        ]

    def test_a_day_keeps_its_place_among_the_updates_of_that_day(self):
        story = story_of("2014-06-16 11:02", "6 p.m.", "June 16: noted", "3 p.m.", ORIGINAL)

        assert oldest_first(story) == [
            ORIGINAL,
            "2014-06-16 15:00",
            "2014-06-16",
            "2014-06-16 18:00",
        ]


class TestClockChange:
    """Rule 7: a time that happens twice takes the first; one that does not exist is an error."""

    # In New York the clocks went back from 02:00 EDT to 01:00 EST on 2 November 2014.
    @pytest.mark.parametrize(
        ("source", "instants", "flagged"),
        [
            (["1:30 a.m."], ["01:30-04:00"], [True]),
            # The order needs the second 1:10, and all that follow it.
            (["1:45 a.m.", "1:10 a.m."], ["01:45-04:00", "01:10-05:00"], [True, True]),
            (
                ["1:45 a.m.", "1:10 a.m.", "1:50 a.m."],
                ["01:45-04:00", "01:10-05:00", "01:50-05:00"],
                [True, True, True],
            ),
            (["12:50 a.m.", "1:10 a.m."], ["00:50-04:00", "01:10-04:00"], [False, True]),
            # A printed EST or EDT leaves nothing to infer.
            (["1:30 a.m. EDT"], ["01:30-04:00"], [False]),
            (["1:30 a.m. EST"], ["01:30-05:00"], [False]),
            (["1:30 a.m. EST", "1:40 a.m."], ["01:30-05:00", "01:40-05:00"], [False, True]),
            (["1:30 a.m. ET"], ["01:30-04:00"], [True]),
            # With its date printed, too.
            (
                ["Nov. 2, 1:45 a.m.", "Nov. 2, 1:10 a.m."],
                ["01:45-04:00", "01:10-05:00"],
                [True] * 2,
            ),
        ],
    )
    def test_when_clocks_go_back(self, source, instants, flagged):
        story = walked("2014-11-02 00:10", *source)

        told_at = [one.machine_time for one in story.updates]
        assert told_at == [f"2014-11-02T{one[:5]}:00{one[5:]}" for one in instants]
        assert ["clock-change" in one.flags for one in story.updates] == flagged

    def test_a_named_half_that_is_printed_late_is_out_of_order(self):
        story = walked("2014-11-02 00:10", "1:05 a.m. EST", "1:50 a.m. EDT")

        assert oldest_first(story) == ["2014-11-02 01:50 out-of-order", "2014-11-02 01:05"]

    @pytest.mark.parametrize(
        "source",
        [["2:30 a.m."], ["March 9, 2014, 2:30 a.m."], ["2:30"], ["1:45 a.m.", "2:30 a.m. ET"]],
        ids=" then ".join,
    )
    def test_a_time_that_the_clocks_skipped_is_a_trouble(self, source):
        story = walked("2014-03-09 00:10", *source)

        (trouble,) = story.troubles
        assert (trouble.line, trouble.code) == (len(source), "no-such-time")
        assert trouble.message == (
            f'"{source[-1]}" never happened: on 9 March 2014 the clocks of America/New_York '
            "went forward past it; correct the stamp or the story's date"
        )

    @pytest.mark.parametrize(
        ("zone", "published", "heading", "machine_time"),
        [
            # Offsets with seconds cannot be written in HTML.
            ("Africa/Monrovia", "1960-07-26", "Noon", "1960-07-26T12:44:30+00:00"),
            ("America/New_York", "1883-01-01", "Noon", "1883-01-01T16:56:02+00:00"),
            ("America/New_York", "1884-01-01", "Noon", "1884-01-01T12:00:00-05:00"),
            ("Asia/Kolkata", "2014-06-16", "Noon", "2014-06-16T12:00:00+05:30"),
        ],
    )
    def test_an_offset_with_seconds_is_told_in_utc(self, zone, published, heading, machine_time):
        (update,) = story_of(published, heading, zone=zone).updates

        assert update.machine_time == machine_time
        assert update.anchor == f"update-{published}-1200"

    @pytest.mark.parametrize(
        ("published", "headings"),
        [
            ("9999-12-31", ["11 p.m.", "1 a.m."]),
            ("9999-12-31 12:00", ["Thursday"]),
        ],
    )
    def test_a_time_past_the_calendars_end_is_a_trouble(self, published, headings):
        story = walked(published, *headings, zone="UTC")

        (trouble,) = story.troubles
        assert trouble.message == f'"{headings[-1]}" falls outside the calendar'
        assert story.updates[-1].precision is Precision.ORDER

    @pytest.mark.parametrize(
        ("published", "zone"),
        [("9999-12-31 23:00", "America/New_York"), ("0001-01-01 05:00", "Asia/Tokyo")],
    )
    def test_a_story_at_the_calendars_end_is_told(self, published, zone):
        assert story_of(published, "Update", zone=zone).updates


class TestInferences:
    """Rule 8: every inference is recorded on its update, with its reason."""

    @pytest.mark.parametrize(
        ("source", "code", "sentence"),
        [
            (
                ["3 p.m."],
                "date-inferred",
                (
                    "printed 3 p.m.; placed on 16 June 2014 because "
                    "the story was published at 11:02 on 16 June 2014"
                ),
            ),
            (
                ["3 p.m.", "4 p.m."],
                "date-inferred",
                (
                    "printed 4 p.m.; placed on 16 June 2014 because "
                    "the update before it was at 3 p.m. on 16 June 2014"
                ),
            ),
            (
                ["June 16, 3 p.m.", "4 p.m."],
                "date-inferred",
                (
                    "printed 4 p.m.; placed on 16 June 2014 because "
                    "the update before it is stamped June 16, 3 p.m."
                ),
            ),
            (
                ["Tuesday, 3 p.m.", "4 p.m."],
                "date-inferred",
                (
                    "printed 4 p.m.; placed on 17 June 2014 because "
                    "the update before it is stamped Tuesday, 3 p.m."
                ),
            ),
            (
                ["Update, 9 a.m."],
                "next-day",
                (
                    "printed 9 a.m.; placed on 17 June 2014 because "
                    "the story was published at 11:02 on 16 June 2014"
                ),
            ),
            (
                ["3 p.m.", "2 p.m."],
                "out-of-order",
                (
                    "printed 2 p.m.; the update before it was at 3 p.m. on 16 June 2014, "
                    "so it was printed out of order"
                ),
            ),
            (
                ["4:10"],
                "meridiem-inferred",
                (
                    "printed 4:10 with neither a.m. nor p.m.; read as p.m., "
                    "the smallest step forward: the story was published at 11:02 on 16 June 2014"
                ),
            ),
            (
                ["June 17"],
                "year-inferred",
                'printed "June 17"; 2014 is the year nearest to the story\'s date',
            ),
            (
                ["Wednesday, noon"],
                "weekday-inferred",
                'printed "Wednesday, noon"; 18 June 2014 is the nearest that keeps the order',
            ),
            (
                ["3 p.m. EST"],
                "zone-contradiction",
                "printed EST, but on 16 June 2014 the clocks there showed EDT",
            ),
            (
                ["Nov. 2, 1:30 a.m."],
                "clock-change",
                "01:30 happened twice on 2 November 2014; taken as the first",
            ),
        ],
    )
    def test_an_inference_says_why(self, source, code, sentence):
        story = walked("2014-06-16 11:02", *source)
        (update,) = (one for one in story.updates if one.section.line == len(source))

        assert reason(update, code) == sentence

    def test_what_is_printed_whole_infers_nothing(self):
        story = story_of("2014-06-16", "2014-06-17T18:20-04:00", "June 17, 2014, noon ET", ORIGINAL)

        assert [one.inferences for one in story.updates] == [(), (), ()]
        assert story.doubts == ()

    @pytest.mark.parametrize(
        ("source", "sentence"),
        [
            (
                ["3 p.m.: A", "3 p.m.: B", "11 p.m."],
                "oldest first: that way the updates change the day least often",
            ),
            (
                ["1 a.m.", "1:01 a.m.", "June 17"],
                "oldest first: that way the updates follow each other best",
            ),
            (
                ["Update", "3 p.m.", "6 p.m."],
                "oldest first: that way the updates change the day least often",
            ),
            (
                ["Update #2", "Update #1", ORIGINAL],
                "newest first: the Original Post stands at its older end",
            ),
            (
                ["3 p.m.: A", "3 p.m.: B", "3:45 p.m."],
                "oldest first: that way the updates follow each other best",
            ),
            (
                ["Update #2", "Update #1"],
                "newest first: the numbers of the updates say so",
            ),
            (
                ["Update: A", "Update: B"],
                "newest first: nothing tells, and that is the site's default; state Source_Order",
            ),
        ],
    )
    def test_the_direction_is_reported_where_the_order_depends_on_it(self, source, sentence):
        story = story_of("2014-06-16 11:02", *source)

        assert [doubt.reason for doubt in story.doubts] == [f"the source is read {sentence}"]

    def test_the_direction_is_no_doubt_where_the_times_tell_the_order(self):
        assert story_of("2014-06-16 11:02", "6 p.m.", "3 p.m.", ORIGINAL).doubts == ()


class TestCorrections:
    """A correction takes its place in time, or stays with the section it follows."""

    def test_a_stamped_correction_takes_its_place_in_time(self):
        story = story_of(
            "2014-06-16 11:02", "Correction, 4 p.m.: The name", "6 p.m.", "3 p.m.", ORIGINAL
        )

        assert [(one.kind, spoken_clock(one)) for one in story.updates[1:]] == [
            (Kind.UPDATE, "15:00"),
            (Kind.CORRECTION, "16:00"),
            (Kind.UPDATE, "18:00"),
        ]

    @pytest.mark.parametrize("label", ["Correction", "Clarification", "Editor's note"])
    @pytest.mark.parametrize("page_order", list(Order))
    def test_an_unstamped_one_stays_below_the_section_it_follows(self, label, page_order):
        source = ["6 p.m.", "3 p.m.", f"{label}: A", f"{label}: B", ORIGINAL, f"{label}: C"]
        story = story_of("2014-06-16 11:02", *source, page_order=page_order)

        page = [one.headline or one.printed for one in story.on_page]
        assert page[page.index("3 p.m.") + 1 : page.index("3 p.m.") + 3] == ["A", "B"]
        assert page[page.index(ORIGINAL) + 1] == "C"
        assert {one.precision for one in story.updates if one.headline} == {Precision.ORDER}

    @pytest.mark.parametrize("page_order", list(Order))
    def test_one_that_follows_the_lead_stays_first(self, page_order):
        source = ["Editor's note: Names", "6 p.m.", "3 p.m.", ORIGINAL]
        story = story_of("2014-06-16 11:02", *source, page_order=page_order)

        assert story.on_page[0].printed == "Editor's note"

    def test_one_follows_its_section_when_that_is_sorted(self):
        story = story_of("2013-09-16 11:00", "12:39 p.m.", "Correction", "12:46 p.m.", ORIGINAL)

        assert [one.printed for one in story.on_page] == [
            "12:46 p.m.",
            "12:39 p.m.",
            "Correction",
            ORIGINAL,
        ]


class TestAnchors:
    """Anchors come from time and rank, never from the order of the source."""

    @pytest.mark.parametrize(
        ("source", "anchors"),
        [
            (
                ["6:20 p.m.", "3:31 p.m.", ORIGINAL],
                ["original-post", "update-2014-06-16-1531", "update-2014-06-16-1820"],
            ),
            (
                ["3 p.m.", "3 p.m.", "3 p.m.", ORIGINAL],
                [
                    "original-post",
                    "update-2014-06-16-1500",
                    "update-2014-06-16-1500-2",
                    "update-2014-06-16-1500-3",
                ],
            ),
            # Untimed ones are called by their rank among all updates.
            (
                ["Update", "3 p.m.", "Update", ORIGINAL],
                ["original-post", "update-1", "update-2014-06-16-1500", "update-3"],
            ),
            (
                ["June 17", "June 17", ORIGINAL],
                ["original-post", "update-2014-06-17", "update-2014-06-17-2"],
            ),
            (["Original Story, 11:02 a.m."], ["original-post"]),
            (["Original Post", "Original Story"], ["original-post", "original-post-2"]),
            # On the story's own clock, whatever zone was printed.
            (["June 17, 0:30 GMT"], ["update-2014-06-16-2030"]),
        ],
        ids=lambda anchors: anchors[-1],
    )
    def test_what_an_update_is_called(self, source, anchors):
        story = story_of("2014-06-16 11:02", *source)

        assert [one.anchor for one in story.updates] == anchors

    def test_sorting_changes_no_anchor(self):
        source = ["6:20 p.m.", "Update", "3:31 p.m.", "3:31 p.m.", ORIGINAL]
        newest = story_of("2014-06-16 11:02", *source, page_order=NEWEST)
        oldest = story_of("2014-06-16 11:02", *source, page_order=OLDEST)

        assert newest.updates == oldest.updates
        assert [one.anchor for one in newest.on_page] == [
            one.anchor for one in reversed(oldest.on_page)
        ]


class TestPageOrder:
    """The page is newest first or oldest first; the Original Post is the oldest entry."""

    SOURCE = ("6 p.m.", ORIGINAL, "Update 9 p.m.")

    @pytest.mark.parametrize(
        ("page_order", "printed"),
        [
            (NEWEST, ["Update 9 p.m.", "6 p.m.", ORIGINAL]),
            (OLDEST, [ORIGINAL, "6 p.m.", "Update 9 p.m."]),
        ],
    )
    def test_each_order(self, page_order, printed):
        story = story_of("2014-06-16 11:02", *self.SOURCE, page_order=page_order)

        assert [one.printed for one in story.on_page] == printed

    def test_the_original_post_is_the_oldest_whatever_is_printed(self):
        story = story_of("2014-06-16", "June 15, noon", "Original Post, June 16, noon")

        assert story.updates[0].kind is Kind.ORIGINAL
        assert story.on_page[-1].kind is Kind.ORIGINAL

    def test_the_instants_of_a_story_leave_out_what_has_none(self):
        story = story_of("2014-06-16 11:02", "June 17", "6 p.m.", "Update", ORIGINAL)

        assert story.instants == (datetime(2014, 6, 16, 22, tzinfo=UTC),)


class TestSettled:
    """A date written into the source leaves nothing to infer."""

    def test_it_wins_over_the_stamp_and_keeps_its_flags(self):
        when = datetime.fromisoformat("2014-06-17T00:20-04:00")
        story = story_of(
            "2014-06-16 11:02", section("12:20 a.m.", settled=Settled(when, ("next-day",)))
        )

        (update,) = story.updates
        assert oldest_first(story) == ["2014-06-17 00:20 next-day"]
        assert update.inferences == ()
        assert (update.machine_time, update.stamp) == ("2014-06-17T00:20:00-04:00", "12:20 a.m.")

    @pytest.mark.parametrize(
        ("written", "told_as"),
        [
            ("2014-06-17T00:20-04:00", "2014-06-17T00:20:00-04:00"),
            ("2014-06-17T04:20+00:00", "2014-06-17T04:20:00+00:00"),
            ("2014-11-02T01:30-05:00", "2014-11-02T01:30:00-05:00"),  # the second half past one
        ],
    )
    def test_its_offset_is_kept(self, written, told_as):
        settled = Settled(datetime.fromisoformat(written))
        (update,) = story_of("2014-06-16", section("Update", settled=settled)).updates

        assert update.machine_time == told_as

    def test_a_settled_day_is_a_day(self):
        settled = Settled(date(2014, 6, 17))
        (update,) = story_of("2014-06-16", section("Wednesday", settled=settled)).updates

        assert (update.precision, update.machine_time) == (Precision.DAY, "2014-06-17")

    def test_a_settled_correction_takes_its_place_in_time(self):
        settled = Settled(datetime.fromisoformat("2014-06-16T16:00-04:00"))
        story = story_of(
            "2014-06-16 11:02",
            *[section("Correction", settled=settled), "6 p.m.", "3 p.m.", ORIGINAL],
        )

        assert [one.printed for one in story.on_page] == [
            "6 p.m.",
            "Correction",
            "3 p.m.",
            ORIGINAL,
        ]

    def test_the_walk_goes_on_from_it(self):
        settled = Settled(datetime.fromisoformat("2014-06-18T23:00-04:00"))
        story = walked("2014-06-16 11:02", section("11 p.m.", settled=settled), "1 a.m.")

        assert oldest_first(story) == ["2014-06-18 23:00", "2014-06-19 01:00 next-day"]


@pytest.mark.parametrize(
    ("published", "zone", "machine_time"),
    [
        ("2014-06-16 11:02", "America/New_York", "2014-06-16T11:02:00-04:00"),
        ("1883-05-24 12:00", "America/New_York", "1883-05-24T16:56:02+00:00"),
        ("2014-06-16", "America/New_York", "2014-06-16"),
        (None, "America/New_York", ""),
    ],
)
def test_a_storys_own_time_is_told_in_as_many_digits_as_are_known(published, zone, machine_time):
    assert story_of(published, zone=zone).dateline.machine_time == machine_time


def walked(published, *headings, **more):
    """Tell a story whose headings stand in the order in which they were published."""
    return story_of(published, *headings, source_order=(OLDEST, OLDEST), **more)


def codes(update) -> list[str]:
    return [inference.code for inference in update.inferences]


def reason(update, code: str) -> str:
    """Return the reason of the one inference *code* on *update*."""
    (found,) = (one.reason for one in update.inferences if one.code == code)
    return found


def headlines(story) -> list[str]:
    return [one.headline for one in story.updates]


def spoken_clock(update) -> str:
    return f"{update.instant:%H:%M}" if update.instant else ""


class TestWhatEvidenceAdds:
    """Ties and small disorders that the rules leave open, decided as a reader would."""

    def test_with_open_halves_of_the_day_the_direction_that_takes_less_time_wins(self):
        story = story_of("2012-06-28 09:00", "10:15", "11:40")

        assert [one.machine_time[11:16] for one in story.updates] == ["10:15", "11:40"]

    def test_a_weekday_printed_slightly_out_of_order_stays_on_its_day(self):
        story = walked("2014-06-18 08:00", "Wednesday, 12:46 p.m.", "Wednesday, 12:39 p.m.")

        assert oldest_first(story) == ["2014-06-18 12:39 out-of-order", "2014-06-18 12:46"]


class TestToldAfterwards:
    """Bare times before the story's date, oldest first, may be the history of a day."""

    DAY = ("6 a.m.", "9 a.m.", "Noon")

    def doubted(self, published: str, *headings: str, has_lead: bool = True) -> list[int]:
        sections = [section(one, line) for line, one in enumerate(headings, start=1)]
        story = order_updates(sections, dateline(published), has_lead=has_lead)
        return [one.line for one in story.remarks if one.code == "told-afterwards"]

    def test_it_is_said_at_the_first(self):
        assert self.doubted("2014-06-16 18:00", *self.DAY) == [1]

    @pytest.mark.parametrize(
        ("published", "source"),
        [
            # Some came later.
            ("2014-06-16 11:00", DAY),
            ("2014-06-16", DAY),
            ("2014-06-16 18:00", DAY[::-1]),
            ("2014-06-16 18:00", DAY[:2]),
            ("2014-06-16 18:00 modified 2014-06-16 18:00", DAY),
            ("2014-06-16 18:00", ("Update, 6 a.m.", "9 a.m.", "Noon")),
            ("2014-06-16 18:00", ("6 a.m. ET", "9 a.m.", "Noon")),
            ("2014-06-16 18:00", ("Original Post", *DAY)),
        ],
    )
    def test_else_they_are_updates(self, published, source):
        assert self.doubted(published, *source) == []

    def test_without_a_text_above_them_they_are_updates(self):
        assert self.doubted("2014-06-16 18:00", *self.DAY, has_lead=False) == []
