"""How long a story was covered, and between which moments."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backfile.story.coverage import coverage_of
from backfile.story.model import machine_time
from tests.story.stories_from_headings import story_of

HOURS = timedelta(hours=1)
# A correction long after the last update.
LATE = ["Correction, August 3", "12:02 p.m."]


@pytest.mark.parametrize(
    ("published", "headings", "expected"),
    [
        ("2014-06-16 11:02", ["6:20 p.m.", "Original Post"], timedelta(hours=7, minutes=18)),
        ("2014-06-16", ["6:20 p.m.", "3:20 p.m."], timedelta(hours=3)),
        ("2014-06-16", ["June 18", "Original Post"], timedelta(days=2)),
        ("2014-06-16 23:50", ["June 17, 12:10 a.m."], timedelta(minutes=20)),
        ("2014-06-16 11:02", ["June 19", "3:31 p.m."], timedelta(days=3)),
        ("2014-06-16 11:02", ["6:20 p.m.", "June 16"], timedelta(hours=7, minutes=18)),
        ("2014-06-16 11:02", ["Correction, August 3", "12:02 p.m."], timedelta(hours=1)),
        ("2014-06-16 11:02", [], None),
        ("2014-06-16", ["Update", "Original Post"], None),
        (None, ["Update"], None),
    ],
)
def test_a_story_lasts_from_the_first_known_moment_to_the_last(
    published: str | None, headings: list[str], expected: timedelta | None
) -> None:
    assert coverage_of(story_of(published, *headings)).lasted == expected


@pytest.mark.parametrize(
    ("published", "headings", "began", "ended"),
    [
        ("2014-06-16 11:02", ["6:20 p.m.", "Original Post"], "16T11:02", "16T18:20"),
        # A correction long after is no coverage.
        ("2014-06-16 11:02", LATE, "16T11:02", "16T12:02"),
        ("2014-06-16", ["6:20 p.m.", "3:20 p.m."], "16T15:20", "16T18:20"),
        # A day without an hour may lie beyond: nothing is invented.
        ("2014-06-16 11:02", ["June 18", "3:31 p.m."], "16T11:02", ""),
        ("2014-06-16", ["June 17, 3:31 p.m."], "", "17T15:31"),
        ("2014-06-16", ["Update", "Original Post"], "", ""),
        ("2014-06-16", ["June 17", "Original Post"], "", ""),
    ],
)  # fmt: skip
def test_coverage_runs_from_the_first_known_moment_to_the_last(
    published: str, headings: list[str], began: str, ended: str
) -> None:
    covered = coverage_of(story_of(published, *headings))

    assert machine_time(covered.first)[8:16] == began
    assert machine_time(covered.last)[8:16] == ended


@pytest.mark.parametrize(
    ("zone", "source", "moments", "lasted"),
    [
        # The hour that came twice: 1:20 EST is after 1:40 EDT.
        (
            "America/New_York",
            ["2011-11-06 00:30", "1:20 a.m. EST", "1:40 a.m. EDT"],
            ["2011-11-06T00:30:00-04:00", "2011-11-06T01:20:00-05:00"],
            timedelta(minutes=110),
        ),
        # The hour that never came.
        (
            "America/New_York",
            ["2011-03-13 01:30", "Update, 3:30 a.m."],
            ["2011-03-13T01:30:00-05:00", "2011-03-13T03:30:00-04:00"],
            HOURS,
        ),
        # Samoa went from 29 December 2011 to the 31st.
        (
            "Pacific/Apia",
            ["2011-12-29 23:00", "December 31, 2011, 1 a.m."],
            ["2011-12-29T23:00:00-10:00", "2011-12-31T01:00:00+14:00"],
            2 * HOURS,
        ),
        ("Pacific/Apia", ["2011-12-29", "December 31"], ["", ""], timedelta(days=1)),
        # Days with a clock change are days.
        ("America/New_York", ["2011-03-12", "March 14"], ["", ""], timedelta(days=2)),
        ("America/New_York", ["2011-11-05", "November 7"], ["", ""], timedelta(days=2)),
        # Two zones: Tokyo's morning is New York's evening before.
        (
            "America/New_York",
            ["2011-03-10 20:00", "March 11, 10:30 a.m. +09:00", "March 10, 9 p.m."],
            ["2011-03-10T20:00:00-05:00", "2011-03-10T21:00:00-05:00"],
            HOURS,
        ),
    ],
)
def test_moments_are_compared_and_lengths_counted_in_utc(
    zone: str, source: list[str], moments: list[str], lasted: timedelta
) -> None:
    covered = coverage_of(story_of(*source, zone=zone))

    assert [machine_time(covered.first), machine_time(covered.last)] == moments
    assert covered.lasted == lasted
