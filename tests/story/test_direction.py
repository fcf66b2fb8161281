"""The direction of a file: fewest irregular steps, then whatever else shows it (rule 3)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from backfile.story.chronology import order_updates
from backfile.story.model import Order
from tests.story.stories_from_headings import dateline, oldest_first, section, story_of

NEWEST, OLDEST = Order.NEWEST_FIRST, Order.OLDEST_FIRST
ORIGINAL = "Original Post"


def opposite(order: Order) -> Order:
    return NEWEST if order is OLDEST else OLDEST


@pytest.mark.parametrize(
    ("published", "source", "direction"),
    [
        # Small steps back cost as much as a midnight.
        ("2018-04-21", ["12:23 a.m.", "11:57 p.m.", "11:10 p.m."], NEWEST),
        ("2018-04-21", ["11:10 p.m.", "11:57 p.m.", "12:23 a.m."], OLDEST),
        ("2018-04-21 18:00", ["12:23 a.m.", "11:57 p.m.", "11:10 p.m."], NEWEST),
        ("2018-04-21 23:00", ["12:23 a.m.", "11:57 p.m.", "11:10 p.m."], NEWEST),
        (
            "2018-04-21 20:00",
            ["1:10 a.m.", "12:23 a.m.", "11:57 p.m.", "11:10 p.m.", "10:40 p.m."],
            NEWEST,
        ),
        ("2018-04-21", ["00:23", "23:57", "23:10", "22:48"], NEWEST),
        ("2018-04-21", ["9 p.m.", "10 p.m.", "11 p.m.", "12:30 a.m.", "1 a.m."], OLDEST),
        # One out of order among several in order.
        ("2018-04-21", ["6 p.m.", "5 p.m.", "5:10 p.m.", "4 p.m."], NEWEST),
        ("2018-04-21", ["4 p.m.", "5:10 p.m.", "5 p.m.", "6 p.m."], OLDEST),
        # A step of more than sixteen hours is irregular, one of sixteen is not.
        ("2018-04-21", ["1 a.m.", "5 p.m."], OLDEST),
        ("2018-04-21", ["1 a.m.", "5:01 p.m."], NEWEST),
        # The step from the story's own time counts.
        ("2018-04-21 22:00", ["11 p.m.", "1 a.m.", "11:30 p.m."], NEWEST),
        # An update at that very time is no step back.
        ("2018-04-21 15:00", ["3 p.m.", "4 p.m."], OLDEST),
        ("2018-04-21", ["June 18", "June 18: x", "June 17"], NEWEST),
        # Printed days move on without being irregular, and may go back.
        ("2018-04-21", ["April 23, 9 a.m.", "April 22, noon", "6 p.m."], NEWEST),
        ("2018-04-21", ["6 p.m.", "April 22, noon", "April 23, 9 a.m."], OLDEST),
        # The printed zone decides between the two hours that came twice.
        ("2011-11-06 00:30", ["1:10 a.m. EST", "1:40 a.m. EDT"], NEWEST),
        ("2011-11-06 00:30", ["1:40 a.m. EDT", "1:10 a.m. EST"], OLDEST),
        # The same moment in two zones is no step back.
        ("2018-04-21", ["6 p.m. ET", "22:30 GMT", "7 p.m. ET"], OLDEST),
        # A dated correction at either end says nothing of the direction.
        ("2018-04-21", ["4:10 p.m.", "6:20 p.m.", "Correction, April 24"], OLDEST),
        ("2018-04-21", ["Correction, April 24", "4:10 p.m.", "6:20 p.m."], OLDEST),
        ("2018-04-21", ["6:20 p.m.", "4:10 p.m.", "Correction, April 24"], NEWEST),
        ("2018-04-21", ["Correction, 9 p.m.", "4:10 p.m.", "6:20 p.m."], OLDEST),
        # As irregular either way: the shorter coverage, where no Original Post stands.
        ("2018-04-21", ["12:23 a.m.", "11:57 p.m."], NEWEST),
        ("2018-04-21", ["11:57 p.m.", "12:23 a.m."], OLDEST),
        ("2018-04-21 13:00", ["2:45 p.m.", "10:05 a.m."], NEWEST),
    ],
)
def test_the_stamps_show_it_whatever_the_site_is_used_to(published, source, direction):
    story = story_of(published, *source, default_source_order=opposite(direction))

    assert story.directions[0] is direction


@pytest.mark.parametrize("direction", list(Order))
def test_half_hourly_stamps_over_three_days(direction):
    begin = datetime(2018, 4, 21, 18)  # noqa: DTZ001
    moments = [begin + timedelta(minutes=30 * count) for count in range(102)]
    headings = [f"{one:%H:%M}" for one in moments]
    source = headings if direction is OLDEST else headings[::-1]

    story = story_of("2018-04-21", *source, default_source_order=opposite(direction))

    assert [one[:16] for one in oldest_first(story)] == [f"{one:%Y-%m-%d %H:%M}" for one in moments]
    assert {one.day.day for one in story.updates} == {21, 22, 23}


class TestNumbers:
    """Numbered labels decide where no stamp does."""

    @pytest.mark.parametrize(
        "ordered",
        [
            ["Update", "Update 2", "Update 3"],
            ["Update: a", "Update: b", "Update 2: c"],
            ["UPDATE", "UPDATE II", "UPDATE III", "UPDATE IV"],
            ["Update #1", "Update #2"],
            ["Update No. 9", "Update No. 10"],
            # The stamps are as irregular either way.
            ["Update 1, 11:57 p.m.", "Update 2, 12:23 a.m."],
        ],
    )
    @pytest.mark.parametrize("default", list(Order))
    def test_either_way(self, ordered, default):
        for source in (ordered, ordered[::-1]):
            story = story_of("2018-04-21", *source, default_source_order=default)
            assert [one.section.line for one in story.updates] == [
                source.index(one) + 1 for one in ordered
            ]

    def test_they_come_before_the_place_of_the_original_post(self):
        story = story_of("2018-04-21", "Update 1", "Update 2", ORIGINAL)

        assert [one.printed for one in story.updates] == [ORIGINAL, "Update 1", "Update 2"]

    def test_stamps_come_before_them(self):
        story = story_of("2018-04-21", "Update 1, 6 p.m.", "Update 2, 5 p.m.", "Update 3, 4 p.m.")

        assert [one.stamp for one in story.updates] == ["4 p.m.", "5 p.m.", "6 p.m."]

    def test_they_are_named_as_what_told(self):
        (doubt,) = story_of("2018-04-21", "Update", "Update 2").doubts

        assert doubt.code == "direction-inferred"
        assert doubt.reason == "the source is read oldest first: the numbers of the updates say so"


class TestDoubts:
    """The direction is a doubt only where the page depends on it."""

    @pytest.mark.parametrize(
        ("source", "codes"),
        [
            (["June 18", "June 17", "June 16"], []),
            (["June 18: a", "June 18: b", "June 16"], ["direction-inferred"]),
            (["June 18", "June 17, 6 p.m.", "June 17"], ["direction-inferred"]),
            (["June 18, noon", "June 17, 6 p.m."], []),
            (["June 17, noon", "June 17, noon"], ["ambiguous-direction"]),
        ],
    )
    def test_days_and_ties(self, source, codes):
        assert [one.code for one in story_of("2014-06-16", *source).doubts] == codes


class TestBelowTheText:
    """Updates without a time stand below the text oldest first."""

    SOURCE = ("Update: a", "Update: b")

    @pytest.mark.parametrize("default", list(Order))
    def test_below_the_lead(self, default):
        sections = [section(one) for one in self.SOURCE]

        story = order_updates(
            sections, dateline("2018-04-21", default_source_order=default), has_lead=True
        )

        assert [one.headline for one in story.updates] == ["a", "b"]
        assert [one.code for one in story.doubts] == ["direction-inferred"]

    @pytest.mark.parametrize("default", list(Order))
    def test_below_the_original_post(self, default):
        story = story_of("2018-04-21", ORIGINAL, *self.SOURCE, default_source_order=default)

        assert [one.headline for one in story.updates] == ["", "a", "b"]


class TestCorrections:
    """Corrections and notes never serve as a mark for the updates beside them."""

    @pytest.mark.parametrize(
        ("source", "result"),
        [
            (["Update, 6:20 p.m.", "Clarification, April 22"], ["2018-04-21 18:20", "2018-04-22"]),
            (["Clarification, April 22", "Update, 6:20 p.m."], ["2018-04-21 18:20", "2018-04-22"]),
            (
                ["4 p.m.", "Correction, 9 p.m.", "6 p.m."],
                ["2018-04-21 16:00", "2018-04-21 18:00", "2018-04-21 21:00"],
            ),
            (
                ["6 p.m.", "Correction, April 22, 9 p.m.", "4 p.m."],
                ["2018-04-21 16:00", "2018-04-21 18:00", "2018-04-22 21:00"],
            ),
            (
                ["April 22, 9 a.m.", "6 p.m.", "Correction, April 24", "4 p.m."],
                ["2018-04-21 16:00", "2018-04-21 18:00", "2018-04-22 09:00", "2018-04-24"],
            ),
            (
                ["Correction, April 24", "8 a.m.", "April 21, 6 p.m."],
                ["2018-04-21 08:00", "2018-04-21 18:00", "2018-04-24"],
            ),
        ],
    )
    def test_the_updates_stay_where_they_were(self, source, result):
        assert oldest_first(story_of("2018-04-21", *source)) == result

    @pytest.mark.parametrize(
        "source", [["6 p.m.", "Correction, April 21"], ["Correction, April 21", "6 p.m."]]
    )
    def test_one_of_the_same_day_comes_after_the_update_beside_it(self, source):
        story = story_of("2018-04-21", *source)

        assert [one.kind for one in story.updates] == ["update", "correction"]


class TestBetweenPrintedDays:
    """In a newest-first run a time stands on the day printed above it while times go back."""

    @pytest.mark.parametrize(
        ("source", "result"),
        [
            (
                ["June 19, 9 a.m.", "8 a.m.", "June 16, 6:20 p.m."],
                ["16 18:20", "19 08:00", "19 09:00"],
            ),
            (
                ["June 19, 9 a.m.", "8 a.m.", "1 a.m.", "June 16, 6:20 p.m."],
                ["16 18:20", "19 01:00", "19 08:00", "19 09:00"],
            ),
            # Times that go forward have left the day above.
            (
                ["June 19, 9 a.m.", "8 a.m.", "11 p.m.", "June 16, 6:20 p.m."],
                ["16 18:20", "16 23:00", "19 08:00", "19 09:00"],
            ),
            (
                ["June 19, 9 a.m.", "11 p.m.", "8 a.m.", "June 16, 6:20 p.m."],
                ["16 18:20", "17 08:00 next-day", "17 23:00", "19 09:00"],
            ),
            (
                ["June 19, 9 a.m.", "9 a.m.", "June 16, 6:20 p.m."],
                ["16 18:20", "19 09:00", "19 09:00"],
            ),
            (["June 19, 9:40", "9:10", "June 16, 18:20"], ["16 18:20", "19 09:10", "19 09:40"]),
            # Oldest first, a time follows the day before it.
            (
                ["June 16, 6:20 p.m.", "8 p.m.", "June 19, 9 a.m.", "11 a.m."],
                ["16 18:20", "16 20:00", "19 09:00", "19 11:00"],
            ),
            # Above the last printed day there is nothing between.
            (["June 19, 9 a.m.", "7 a.m."], ["16 07:00 next-day", "19 09:00"]),
        ],
    )
    def test_while_times_go_back(self, source, result):
        story = story_of("2018-06-15 10:00", *[f"Update, {one}" for one in source])

        assert [one.removeprefix("2018-06-") for one in oldest_first(story)] == result

    def test_it_says_so(self):
        story = story_of("2018-06-16 10:00", "June 19, 9 a.m.", "8 a.m.", "June 16, 6:20 p.m.")

        reasons = [one.reason for one in story.updates[1].inferences]
        assert reasons == [
            'printed "June 19, 9 a.m."; 2018 is the year nearest to the story\'s date',
            "printed 8 a.m.; placed on 19 June 2018, the day printed above it",
        ]


class TestTheLatestSoFar:
    """A time is compared with the latest so far, and not only with the one before it."""

    @pytest.mark.parametrize(
        ("source", "result"),
        [
            # Each an hour and a half before the one before it: the second is the next day.
            (
                ["6 p.m.", "4:30 p.m.", "3 p.m."],
                ["15 18:00", "15 16:30 out-of-order", "16 15:00 next-day"],
            ),
            (
                ["1:05 p.m.", "12:39 p.m.", "12:46 p.m."],
                ["15 13:05", "15 12:39 out-of-order", "15 12:46 out-of-order"],
            ),
            # The same minute is not out of order.
            (["3 p.m.", "3 p.m."], ["15 15:00", "15 15:00"]),
            # A printed day that goes back begins anew.
            (["June 18, noon", "June 17, 1 p.m.", "2 p.m."], ["18 12:00", "17 13:00", "17 14:00"]),
        ],
    )
    def test_by_two_hours(self, source, result):
        story = story_of("2018-06-15", *source, source_order=(OLDEST, OLDEST))

        in_file = sorted(story.updates, key=lambda one: one.source)
        placed = dict(zip([one.source for one in story.updates], oldest_first(story), strict=True))
        assert [placed[one.source].removeprefix("2018-06-") for one in in_file] == result


class TestWeekdays:
    """A weekday is the nearest one that keeps the order; 18 June 2014 was a Wednesday."""

    @pytest.mark.parametrize(
        ("source", "result"),
        [
            # Printed up to two hours late, it was printed out of order.
            (["Wednesday, 5 p.m.", "Wednesday, 3 p.m."], ["18 15:00 out-of-order", "18 17:00"]),
            (["Wednesday, 5 p.m.", "Wednesday, 2:59 p.m."], ["18 17:00", "25 14:59"]),
            (["Wednesday, 5 p.m.", "Wednesday, 5 p.m."], ["18 17:00", "18 17:00"]),
            # Without one before it, the nearest to the story's date in either direction.
            (["Saturday, 5 p.m."], ["21 17:00"]),
            (["Sunday, 5 p.m."], ["15 17:00"]),
        ],
    )
    def test_their_bounds(self, source, result):
        story = story_of("2014-06-18", *source, source_order=(OLDEST, OLDEST))

        assert [one.removeprefix("2014-06-") for one in oldest_first(story)] == result

    def test_a_week_passed_over_is_an_irregular_step(self):
        story = story_of("2014-06-18", ORIGINAL, "Wednesday, 5 p.m.", "Wednesday, 1 p.m.")

        assert story.directions[1] is NEWEST


class TestLongSteps:
    """More than 22 hours forward may be a little back: `ambiguous-day`."""

    @pytest.mark.parametrize(
        ("published", "source", "is_doubtful"),
        [
            ("2014-06-16", ["12:30 a.m.", "10:30 p.m."], False),
            ("2014-06-16", ["12:30 a.m.", "10:31 p.m."], True),
            # From the story's own date it is an ordinary day.
            ("2014-06-16 00:30", ["10:31 p.m."], False),
            ("2014-06-16 00:30", ["Update, 11:50 p.m."], False),
        ],
    )
    def test_their_bound(self, published, source, is_doubtful):
        story = story_of(published, *source, source_order=(OLDEST, OLDEST))

        codes = [one.code for one in story.updates[-1].inferences]
        assert ("ambiguous-day" in codes) is is_doubtful


class TestLeapDay:
    """A 29 February that its year did not have is a doubt, and not a notice."""

    def test_it_is_a_doubt(self):
        (update,) = story_of("2011-02-28", "Feb. 29, 12:10 a.m.").updates

        assert [(one.code, one.reason) for one in update.inferences] == [
            (
                "leap-day",
                'printed "Feb. 29, 12:10 a.m."; 2012 is the nearest year that had such a day',
            )
        ]

    @pytest.mark.parametrize(
        ("published", "code"),
        [
            ("2012-03-01", "year-inferred"),
            ("2012-08-30", "year-inferred"),
            ("2012-08-31", "leap-day"),
        ],
    )
    def test_half_a_year_is_its_bound(self, published, code):
        (update,) = story_of(published, "February 29").updates

        assert [one.code for one in update.inferences] == [code]
