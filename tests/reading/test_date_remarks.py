"""What is odd about dates that can be read."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from backfile.reading.date_remarks import date_remarks
from backfile.reading.source import parse_source

NOW = datetime(2020, 5, 17, 12, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("Date: 2111-03-04", "future-date", 'Date "2111-03-04" is in the future'),
        ("Date: 2020-05-19", "future-date", "is in the future"),
        ("Modified: 2021-01-01", "future-date", 'Modified "2021-01-01"'),
        ("Withdrawn: 2021-01-01", "future-date", 'Withdrawn "2021-01-01"'),
        (
            "Date: Sat, 4 Mar 2011",
            "weekday-contradiction",
            "4 March 2011 was a Friday, not a Saturday",
        ),
        (
            "Date: 2011-11-06 01:30",
            "clock-change",
            "write an offset to state which: 2011-11-06 01:30-04:00 or 2011-11-06 01:30-05:00",
        ),
    ],
)
def test_a_person_is_asked_to_look(line, code, says):
    (remark,) = date_remarks(parse_source(f"Title: A\n{line}\n"), NEW_YORK, NOW)

    assert (remark.line, remark.code) == (2, code)
    assert says in remark.message


@pytest.mark.parametrize(
    "line",
    [
        "Date: 2020-05-18",  # tomorrow: it may be there already, elsewhere
        "Date: Fri, 4 Mar 2011",
        "Date: 2011-11-06 01:30-05:00",
        "Date: 2011-11-06 02:30",
        "Date: 2011-11-06",
        "Date: nonsense",  # an error, and told as one
        "Date:",
        "Tags: Sea",
    ],
)
def test_nothing_is_said_of_other_dates(line):
    assert list(date_remarks(parse_source(f"Title: A\n{line}\n"), NEW_YORK, NOW)) == []
