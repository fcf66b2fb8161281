"""Cards as JSON and times as numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.catalogue.encoding import card_of, card_text, day_number, day_of, instant
from backfile.catalogue.rows import Card, PictureLink, Term

NEW_YORK = ZoneInfo("America/New_York")
FERRY = Card(
    url="2014/06/ferry/",
    title="Ferry &amp; fog",
    lang="en",
    day=date(2014, 6, 16),
    moment=datetime(2014, 6, 16, 9, 30, tzinfo=NEW_YORK),
    summary="All safe “at last”",
    updates=3,
    lasted=timedelta(hours=30, microseconds=1),
    partner=Term("The Wire", "the-wire", "partners/the-wire/"),
    section=Term("World", "world", "sections/world/"),
    topics=(Term("Sea", "sea", "topics/sea/"), Term("!!!", "", "topics//")),
    authors=(Term("Ann", "ann", "authors/ann/"),),
    continues="2014/06/fog/",
    pictures=(PictureLink("images/pier.png", ""), PictureLink("", "images/bay.png")),
)


def test_a_card_comes_back_as_it_was() -> None:
    assert card_of(card_text(FERRY)) == FERRY


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2014, 6, 16, 9, 30, tzinfo=NEW_YORK),
        # The clock was set back: 1:30 a.m. came twice.
        datetime(2014, 11, 2, 1, 30, tzinfo=NEW_YORK),
        datetime(2014, 11, 2, 1, 30, tzinfo=NEW_YORK, fold=1),
        datetime(1850, 1, 1, tzinfo=NEW_YORK),  # -04:56:02
        datetime(2014, 6, 16, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        datetime(1, 1, 1, tzinfo=ZoneInfo("Asia/Tokyo")),
        datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=NEW_YORK),
    ],
)
def test_a_moment_comes_back_in_its_zone(moment: datetime) -> None:
    card = Card(url="a/", title="A", lang="en", day=moment.date(), moment=moment)
    found = card_of(card_text(card)).moment
    assert (found, found.fold, found.utcoffset()) == (moment, moment.fold, moment.utcoffset())
    assert found.tzname() == moment.tzname()


@given(st.datetimes(timezones=st.timezones() | st.just(UTC)))
def test_numbers_sort_as_the_moments_do(moment: datetime) -> None:
    later = datetime(2014, 6, 16, 9, 30, tzinfo=NEW_YORK)
    assert (instant(moment) < instant(later)) == (moment < later)


@given(st.dates())
def test_a_day_comes_back_from_its_number(day: date) -> None:
    assert day_of(day_number(day)) == day
    assert str(day_number(day)).zfill(8) == day.isoformat().replace("-", "")
