"""Where the walk hangs when the story's date may be the time of its last version (rule 4a).

`modified` and `captured` behind the date are the page's last change and the time of its copy.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from backfile.story.model import Dateline, Limit, Order
from backfile.story.placement import limit
from tests.story.stories_from_headings import oldest_first, story_of

NEWEST, OLDEST = Order.NEWEST_FIRST, Order.OLDEST_FIRST
ORIGINAL = "Original Post"
P = "2018-04-21 18:50"
LAST = f"{P} modified {P}"


def codes(update) -> list[str]:
    return [one.code for one in update.inferences]


def reason(update, code: str) -> str:
    (found,) = (one.reason for one in update.inferences if one.code == code)
    return found


class TestLimit:
    """(i) No inferred instant is more than thirty minutes after the last change or the copy."""

    @pytest.mark.parametrize(
        ("published", "source", "result"),
        [
            (LAST, ["2:45 p.m.", "Noon"], ["21 12:00 end", "21 14:45 end"]),
            # In either direction, and under labels, and with an Original Post.
            (LAST, ["Noon", "2:45 p.m."], ["21 12:00 end", "21 14:45 end"]),
            (LAST, ["Update, 2:45 p.m.", "Update, noon"], ["21 12:00 end", "21 14:45 end"]),
            (LAST, ["Update, 6:20 p.m.", ORIGINAL], [ORIGINAL, "21 18:20 end"]),
            # Over midnight, the other way round.
            (
                f"{P} modified 2018-04-21 18:55",
                ["2:45 p.m.", "12:10 a.m.", "11:30 p.m.", "7 p.m."],
                ["20 19:00 end", "20 23:30 end", "21 00:10 end", "21 14:45 end"],
            ),
            (
                LAST,
                ["2 a.m.", "8 p.m.", "1 a.m.", "10 p.m."],
                ["19 22:00 end", "20 01:00 end", "20 20:00 end", "21 02:00 end"],
            ),
            # What is printed out of order is out of order from either end.
            (
                LAST,
                ["2:45 p.m.", "1:10 p.m.", "1:20 p.m.", "9 a.m."],
                ["21 09:00 end", "21 13:10 out end", "21 13:20 end", "21 14:45 end"],
            ),
            # Thirty minutes of grace, and no more.
            ("2018-04-21 18:00 modified 2018-04-21 18:50", ["7:20 p.m."], ["21 19:20"]),
            ("2018-04-21 18:00 modified 2018-04-21 18:50", ["7:21 p.m."], ["20 19:21 end"]),
            ("2018-04-21 23:40 modified 2018-04-21 23:45", ["12:15 a.m."], ["22 00:15 next"]),
            ("2018-04-21 23:40 modified 2018-04-21 23:45", ["12:16 a.m."], ["21 00:16 end"]),
            # The newest may come just at it, where it is counted back from.
            (LAST, ["7:20 p.m.", "Noon"], ["21 12:00 end", "21 19:20 end"]),
            (LAST, ["7:21 p.m.", "Noon"], ["20 12:00 end", "20 19:21 end"]),
            # A limit on the day of a story without a time of day.
            (
                "2018-04-21 modified 2018-04-21 15:00",
                ["8 p.m.", "2:45 p.m."],
                ["20 14:45 end", "20 20:00 end"],
            ),
            # The grace is a story's own date as well.
            ("2018-04-21 09:00 modified 2018-04-21 08:30", ["3 p.m."], ["20 15:00 end"]),
            ("2018-04-21 09:00 modified 2018-04-21 08:29", ["3 p.m."], ["21 15:00"]),
            # Corrections are counted back from the limit only where they would go beyond it.
            (
                LAST,
                ["2:45 p.m.", "11:30 p.m.", "Correction, 6 p.m.", "5 p.m."],
                ["20 17:00 end", "20 18:00 end", "20 23:30 end", "21 14:45 end"],
            ),
            (
                LAST,
                ["Correction, 8 p.m.", "2:45 p.m.", "Noon"],
                ["20 20:00 end", "21 12:00 end", "21 14:45 end"],
            ),
            # The copy of a page is a limit as well; the earlier of the two counts.
            ("2018-04-21 18:50 captured 2018-04-21 19:30", ["2:45 p.m."], ["21 14:45 end"]),
            (
                "2018-04-21 09:00 modified 2018-04-23 09:00 captured 2018-04-21 19:30",
                ["8 a.m.", "9 p.m."],
                ["20 21:00 end", "21 08:00 end"],
            ),
            # A limit that nothing goes beyond changes nothing.
            (
                "2012-10-29 15:00 modified 2012-10-30 01:00",
                ["Update, 12:23 a.m.", "Update, 11:57 p.m."],
                ["29 23:57", "30 00:23 next"],
            ),
            # One before the story's own date is no limit.
            ("2018-04-21 09:00 modified 2018-04-20 12:00", ["3 p.m."], ["21 15:00"]),
            ("2018-04-21 modified 2018-04-20 12:00", ["3 p.m."], ["21 15:00"]),
            # What is printed with its date stands, and the times below it hang from it.
            (LAST, ["April 22, 9 a.m.", "Update, noon"], ["21 12:00 end", "22 09:00"]),
            (LAST, ["April 21, 2:45 p.m.", "Noon"], ["21 12:00 end", "21 14:45"]),
            (LAST, ["Noon", "April 20, 2:45 p.m."], ["20 14:45", "21 12:00 next"]),
            # A weekday moves by whole weeks: 21 April 2018 was a Saturday.
            (LAST, ["Saturday, 2:45 p.m.", "Friday, 11 p.m."], ["20 23:00 end", "21 14:45 end"]),
            # Neither a.m. nor p.m.: the latest reading that keeps the limit.
            (
                LAST,
                ["2:45", "12:10", "9:20"],
                ["21 09:20 m end", "21 12:10 m end", "21 14:45 m end"],
            ),
            (LAST, ["6:20", "4:10"], ["21 16:10 m end", "21 18:20 m end"]),
            # A correction after the last change is no mark, and keeps the limit itself.
            (
                LAST,
                ["Correction, 2 p.m.", "Noon", "9 a.m."],
                ["21 09:00 end", "21 12:00 end", "21 14:00 end"],
            ),
        ],
    )
    def test_the_newest_takes_its_latest_day_and_the_others_are_counted_back(
        self, published, source, result
    ):
        assert shortly(story_of(published, *source)) == result

    def test_it_says_why(self):
        update = story_of(LAST, "2:45 p.m.").updates[0]

        assert reason(update, "dated-from-end") == (
            "printed 2:45 p.m.; placed on 21 April 2018, counted back from the newest update, "
            "because the page was last changed at 18:50 on 21 April 2018"
        )
        update = story_of(f"{P} captured {P}", "2:45 p.m.").updates[0]
        assert "the page was saved at 18:50" in reason(update, "dated-from-end")

    def test_the_latest_day_is_one_that_had_the_time(self):
        # New York's clocks went from 2 to 3 a.m. on 9 March 2014.
        story = story_of("2014-03-09 04:00 modified 2014-03-09 04:00", "2:30 a.m.")

        assert oldest_first(story) == ["2014-03-08 02:30 dated-from-end"]

    def test_in_a_zone_where_the_clocks_change_that_night(self):
        # New York went to summer time at 2 a.m. on 11 March 2018.
        published = "2018-03-11 04:00 modified 2018-03-11 04:00"

        assert shortly(story_of(published, "3:30 a.m.", "1:30 a.m.", "11 p.m.")) == [
            "10 23:00 end",
            "11 01:30 end",
            "11 03:30 end",
        ]


class TestThreePlacements:
    """(ii) Bare stamps, no limit: the placement with an update nearest to the date wins."""

    @pytest.mark.parametrize(
        ("published", "source", "result", "others"),
        [
            # The oldest on the story's day.
            (
                "2018-04-21 13:00",
                ["2:45 p.m.", "1:30 p.m.", "10:05 a.m."],
                ["21 10:05", "21 13:30", "21 14:45"],
                ["20 April 2018", "22 April 2018"],
            ),
            (
                P,
                ["2:45 p.m.", "Noon", "9:20 a.m."],
                ["21 09:20", "21 12:00", "21 14:45"],
                ["22 April 2018"],
            ),
            (
                P,
                ["9:20 a.m.", "Noon", "2:45 p.m."],
                ["21 09:20", "21 12:00", "21 14:45"],
                ["22 April 2018"],
            ),
            (
                "2018-04-21 20:00",
                ["12:23 a.m.", "10:40 p.m."],
                ["21 22:40", "22 00:23 next"],
                ["20 April 2018", "22 April 2018"],
            ),
            # The oldest on the day after.
            (
                "2018-04-21 23:30",
                ["1 a.m.", "12:10 a.m."],
                ["22 00:10 next", "22 01:00"],
                ["21 April 2018"],
            ),
            # The newest on the last day on which it is not after the date.
            (
                "2018-04-21 07:00",
                ["6:30 a.m.", "12:10 a.m.", "9 p.m."],
                ["20 21:00", "21 00:10", "21 06:30"],
                ["21 April 2018", "22 April 2018"],
            ),
            # A day printed on the way keeps its own.
            (
                P,
                ["April 23, 9 a.m.", "2:45 p.m.", "Noon"],
                ["21 12:00", "21 14:45", "23 09:00"],
                ["22 April 2018"],
            ),
            # A weekday: 21 April 2018 was a Saturday.
            (P, ["Saturday, 2:45 p.m."], ["21 14:45"], ["28 April 2018"]),
            (
                P,
                ["Saturday, 2:45 p.m.", "Friday, 11 p.m."],
                ["20 23:00", "21 14:45"],
                ["27 April 2018"],
            ),
        ],
    )
    def test_the_nearest_wins_and_the_others_are_named(self, published, source, result, others):
        story = story_of(published, *source)

        assert shortly(story) == result
        said = reason(story.updates[0], "ambiguous-placement")
        assert said.endswith(f"but it may belong to {' or '.join(others)}")

    @pytest.mark.parametrize(
        ("limits", "doubts"),
        [
            ("modified 2018-04-23 08:00", ["20 April 2018 or 22 April 2018"]),
            ("modified 2018-04-23 00:10", ["20 April 2018 or 22 April 2018"]),
            # On the day after, the newest would be later than the page's last change.
            ("modified 2018-04-22 13:00", ["20 April 2018"]),
            ("captured 2018-04-22 13:00", ["20 April 2018"]),
            # The newest is that change; a copy may be made at any time.
            ("modified 2018-04-22 00:23", []),
            ("modified 2018-04-22 00:50", []),
            ("captured 2018-04-22 00:50", ["20 April 2018"]),
        ],
    )
    def test_a_limit_leaves_fewer_placements(self, limits, doubts):
        story = story_of(f"2018-04-21 20:00 {limits}", "12:23 a.m.", "10:40 p.m.")

        assert shortly(story) == ["21 22:40", "22 00:23 next"]
        said = [one.reason for one in story.updates[0].inferences]
        assert [one.partition(" may belong to ")[2] for one in said if " may " in one] == doubts

    @pytest.mark.parametrize(
        ("published", "source", "result"),
        [
            # A label says that something was there before, and so does the Original Post.
            (
                "2018-04-21 13:00",
                ["Update, 2:45 p.m.", "Update, 10:05 a.m."],
                ["22 10:05 next", "22 14:45"],
            ),
            (
                "2018-04-21 13:00",
                ["2:45 p.m.", "10:05 a.m.", ORIGINAL],
                [ORIGINAL, "22 10:05 next", "22 14:45"],
            ),
            # Without a time of publication there is nothing to be earlier than.
            ("2018-04-21", ["2:45 p.m.", "10:05 a.m."], ["21 10:05", "21 14:45"]),
            # Neither end is earlier in the day.
            ("2018-04-21 13:00", ["2:45 p.m.", "1:00 p.m."], ["21 13:00", "21 14:45"]),
            # The oldest is dated.
            ("2018-04-21 13:00", ["10:05 a.m.", "April 21, 6 p.m."], ["21 18:00", "22 10:05 next"]),
        ],
    )
    def test_else_the_walk_stands(self, published, source, result):
        story = story_of(published, *source)

        assert shortly(story) == result
        assert not [one for one in story.updates if "ambiguous-placement" in codes(one)]

    def test_a_day_that_did_not_have_the_time_is_none_of_them(self):
        # New York's clocks went from 2 to 3 a.m. on 9 March 2014.
        story = story_of("2014-03-09 04:00", "2:30 a.m.")

        assert oldest_first(story) == ["2014-03-10 02:30 next-day"]

    def test_a_correction_is_no_label_of_the_story(self):
        story = story_of(P, "Correction, April 23", "2:45 p.m.", "Noon")

        assert shortly(story) == ["21 12:00", "21 14:45", "23"]


class TestShortlyBefore:
    """(iii) A first update up to two hours before the date stays on its day, with a notice."""

    @pytest.mark.parametrize(
        ("source", "result"),
        [
            (["6:20 p.m.", "10:30 a.m.", ORIGINAL], [ORIGINAL, "16 10:30", "16 18:20"]),
            (["Update, 11:01 a.m."], ["16 11:01"]),
            (["Update, 9:02 a.m."], ["16 09:02"]),
            (["Update, 9:01 a.m."], ["17 09:01 next"]),
            # The next one is compared with it, and not with the date.
            (["Update, 10:45 a.m.", "Update, 10:30 a.m."], ["16 10:30", "16 10:45"]),
            # 16 June 2014 was a Monday.
            (["Monday, 10:30 a.m."], ["16 10:30"]),
            (["Update, Monday, 10:30 a.m."], ["16 10:30"]),
            (["Monday, 9:02 a.m.", ORIGINAL], [ORIGINAL, "16 09:02"]),
            (["Monday, 9:01 a.m.", ORIGINAL], [ORIGINAL, "23 09:01"]),
            (["Monday, 11:02 a.m.", ORIGINAL], [ORIGINAL, "16 11:02"]),
        ],
    )
    def test_two_hours_are_its_bound(self, source, result):
        assert shortly(story_of("2014-06-16 11:02", *source)) == result

    def test_it_is_a_notice(self):
        update = story_of("2014-06-16 11:02", "Update, 10:30 a.m.").updates[0]

        assert reason(update, "before-date") == (
            "printed 10:30 a.m.; placed on 16 June 2014, the story's date, "
            "although the story was published at 11:02 on 16 June 2014"
        )
        assert codes(update) == ["before-date"]

    def test_a_week_later_is_a_doubt(self):
        update = story_of("2014-06-16 11:02", "Update, Monday, 8 a.m.").updates[0]

        assert reason(update, "ambiguous-day").endswith(
            "placed on 23 June 2014, but it may belong to 16 June 2014"
        )


class TestDoubts:
    """What a person would doubt, and no rule decides."""

    def test_an_instant_after_the_last_change(self):
        story = story_of(LAST, "April 22, 9 a.m.", "April 21, 7:20 p.m.", "April 21, 7:21 p.m.")

        found = [(one.line, one.code) for one in story.remarks]
        assert found == [(3, "after-modified"), (1, "after-modified")]
        assert story.remarks[1].message == (
            '"April 22, 9 a.m." is of 22 April 2018, although the page was last changed at 18:50 '
            "on 21 April 2018; correct one of the two"
        )

    def test_a_day_after_it(self):
        story = story_of(LAST, "April 22", "April 21")

        assert [(one.line, one.code) for one in story.remarks] == [(1, "after-modified")]

    def test_an_order_that_contradicts_printed_numbers(self):
        story = story_of("2018-04-21", "Update 2, 6 p.m.", "Update 3, 5 p.m.", "Update, 4 p.m.")

        (doubt,) = story.remarks
        assert (doubt.line, doubt.code) == (1, "number-order")
        assert doubt.message.startswith('"Update 2, 6 p.m." comes after "Update 3, 5 p.m."')

    def test_numbers_in_their_order_are_none(self):
        assert (
            story_of("2018-04-21", "Update 3, 6 p.m.", "Update 2, 5 p.m.", "Update").remarks == ()
        )

    def test_an_update_without_a_number_contradicts_none(self):
        story = story_of("2018-04-21", "Update, 6 p.m.", "Update 2, 5 p.m.", "Update 1, 4 p.m.")

        assert story.remarks == ()


def shortly(story) -> list[str]:
    """Say what became of the updates of April 2018 or June 2014: `21 14:45 end`."""
    short = {"dated-from-end": "end", "next-day": "next", "out-of-order": "out"}
    short["meridiem-inferred"] = "m"
    said = []
    for one in oldest_first(story):
        words = one.split()
        if words[0][:4].isdigit():
            words[0] = words[0][-2:]
        flags = {flag: name for flag, name in short.items() if flag in words}
        kept = [word for word in words if word not in short]
        order = ("meridiem-inferred", "out-of-order", "next-day", "dated-from-end")
        named = [flags[flag] for flag in order if flag in flags]
        said.append(" ".join([*kept, *named]))
    return said


@pytest.mark.parametrize(
    ("moment", "zone"),
    [
        (datetime(1, 1, 1, tzinfo=UTC), "America/New_York"),
        (datetime(9999, 12, 31, 23, tzinfo=UTC), "Asia/Tokyo"),
    ],
)
def test_a_limit_that_its_zone_cannot_show_is_none(moment: datetime, zone: str) -> None:
    assert limit(Dateline(ZoneInfo(zone), limits=(Limit("Modified", moment),))) is None
