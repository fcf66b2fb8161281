"""The strip of a card image: bars for the stretches of time that have stories."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.outputs.card_images.card_strip import (
    LOWEST,
    STRIP_HEIGHT,
    STRIP_WIDTH,
    Axis,
    Bar,
    Strip,
)

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


def of(*days: str) -> list[date]:
    return [date.fromisoformat(day) for day in days]


def test_a_bar_is_as_high_as_its_stretch_has_stories():
    days = of("2009-08-14", "2009-08-30", "2009-10-01", "2009-11-01", *["2010-01-01"] * 4)
    strip = Axis(days).strip(of("2009-08-14", "2010-01-01", "2010-01-01"))
    assert (strip.since, strip.until) == ("2009", "2010")
    assert [(bar.height, bar.own) for bar in strip.bars] == [(50, 25), (25, 0), (25, 0), (100, 50)]


def test_one_story_is_one_bar_in_the_middle():
    days = of("2014-06-16")
    assert Axis(days).strip(days) == Strip("2014", "2014", (Bar(514, 12, 100, 100),))


def test_one_story_beside_thousands_is_seen():
    days = of("2014-06-16", *["2015-06-16"] * 5000)
    assert Axis(days).strip(days[:1]).bars[0].height == LOWEST
    assert Axis(days).strip(days[-1:]).bars[1].own == LOWEST


@pytest.mark.parametrize(
    ("last", "stretches"),
    [
        ("2000-12-31", 12),  # months
        ("2014-12-31", 180),
        ("2015-01-01", 61),  # quarters
        ("2044-12-31", 180),
        ("2045-01-01", 46),  # years
        ("2179-12-31", 180),
        ("2180-01-01", 37),  # five years
        ("9999-12-31", 800),  # ten years
    ],
)
def test_a_bar_stands_for_more_in_a_longer_archive(last, stretches):
    first, *_, end = Axis(of("2000-01-01", last)).strip([]).bars
    pitch = STRIP_WIDTH / stretches
    assert end.x - first.x == pytest.approx(STRIP_WIDTH - pitch, abs=1)


@given(st.lists(DAYS, min_size=1, max_size=40), st.data())
def test_every_bar_is_inside_the_strip_and_own_stories_are_among_all(days, data):
    own = data.draw(st.lists(st.sampled_from(days), unique=True))
    strip = Axis(days).strip(own)
    assert all(0 <= bar.x <= STRIP_WIDTH - bar.width for bar in strip.bars)
    assert all(0 <= bar.own <= bar.height <= STRIP_HEIGHT for bar in strip.bars)
    assert all(left.x < right.x for left, right in pairwise(strip.bars))
    assert max(bar.height for bar in strip.bars) == STRIP_HEIGHT
    assert any(bar.own for bar in strip.bars) == bool(own)


@given(st.lists(DAYS, min_size=2, max_size=20), st.randoms())
def test_the_order_of_the_stories_makes_no_difference(days, random):
    other = list(days)
    random.shuffle(other)
    assert Axis(other).strip(other[:0]) == Axis(days).strip([])


def test_stories_of_one_day_need_no_span():
    day = date(2011, 3, 4)
    assert len(Axis([day, day]).strip([day]).bars) == 1
    assert len(Axis([day, day + timedelta(days=31)]).strip([day]).bars) == 2
