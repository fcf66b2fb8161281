"""The moment that stands for a time which may be known to the day alone."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.reading.timestamps import moment_of


@pytest.mark.parametrize(
    ("known", "zone", "moment"),
    [
        ("2009-08-15T00:20:00-04:00", "America/New_York", "2009-08-15T00:20:00-04:00"),
        ("2009-08-15T00:20:00+00:00", "America/New_York", "2009-08-15T00:20:00+00:00"),
        ("2009-08-15", "America/New_York", "2009-08-15T00:00:00-04:00"),
        ("2009-01-15", "America/New_York", "2009-01-15T00:00:00-05:00"),
        ("2014-06-16", "Asia/Tokyo", "2014-06-16T00:00:00+09:00"),
        # Paris was 9 minutes and 21 seconds ahead; an offset has no seconds.
        ("1910-01-29", "Europe/Paris", "1910-01-28T23:50:39+00:00"),
    ],
)
def test_a_day_is_its_start(known: str, zone: str, moment: str) -> None:
    assert moment_of(known, zone).isoformat() == moment


@given(
    day=st.dates(min_value=datetime(1800, 1, 2).date()),  # noqa: DTZ001 (a day)
    zone=st.sampled_from(["Europe/Paris", "America/New_York", "Asia/Kolkata", "Africa/Monrovia"]),
)
def test_every_offset_is_of_whole_minutes(day, zone) -> None:
    offset = moment_of(day.isoformat(), zone).utcoffset()
    assert offset is not None
    assert offset.total_seconds() % 60 == 0
