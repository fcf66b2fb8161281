"""The days of the year: which stories began on each, and which days are beside one another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.catalogue.days_of_year import HANDFUL, DayOfYear, around, calendar
from backfile.catalogue.listing import Count
from tests.catalogue.stories import card, catalogue_of, row, urls

STORIES = [
    card("1912-04-15", "liner/", hours=40, updates=9),
    card("1969-07-20", "landing/", hours=3, updates=9),
    card("1976-07-20", "viking/"),
    card("1969-07-21", "return/"),
    card("2000-02-29", "leap-day/"),
    card("2001-12-31", "eve/"),
    card("1969-07-20", "also-landing/", updates=2),
]
DAYS = [(2, 29), (4, 15), (7, 20), (7, 21), (12, 31)]
LEAP_DAYS = [date(2000, 1, 1) + timedelta(one) for one in range(366)]


def test_the_stories_of_a_day_are_those_of_all_years_in_order() -> None:
    with catalogue_of(STORIES) as catalogue:
        assert urls(catalogue.of_day_of_year(7, 20)) == "also-landing landing viking"
        assert catalogue.of_day_of_year(7, 22) == ()
    with catalogue_of(STORIES, newest_first=True) as catalogue:
        assert urls(catalogue.of_day_of_year(7, 20)) == "viking landing also-landing"


def test_each_day_that_has_stories_is_counted_once() -> None:
    with catalogue_of(STORIES) as catalogue:
        found = catalogue.days_of_year()
    assert [one.num for one in found] == DAYS
    assert [one.stories for one in found] == [1, 1, 3, 1, 1]


def test_translations_are_counted_nowhere() -> None:
    translated = row(card("1969-07-22", "es/landing/"), is_listed=False)
    with catalogue_of([*STORIES, translated]) as catalogue:
        assert [one.num for one in catalogue.days_of_year()] == DAYS
        assert catalogue.of_day_of_year(7, 22) == ()


@pytest.mark.parametrize(
    ("num", "expected"),
    [
        ((7, 20), ((4, 15), (7, 21))),
        ((2, 29), ((12, 31), (4, 15))),
        ((12, 31), ((7, 21), (2, 29))),
        ((7, 1), ((4, 15), (7, 20))),
        ((1, 1), ((12, 31), (2, 29))),
    ],
)
def test_the_year_is_a_circle(num: tuple[int, int], expected: object) -> None:
    assert around(num, DAYS) == expected


@pytest.mark.parametrize(
    ("num", "days", "expected"),
    [
        ((7, 20), [(7, 20)], (None, None)),
        ((7, 20), [], (None, None)),
        ((7, 20), [(1, 1), (7, 20)], ((1, 1), (1, 1))),
    ],
)
def test_a_day_is_not_beside_itself(
    num: tuple[int, int], days: list[tuple[int, int]], expected: object
) -> None:
    assert around(num, days) == expected


def test_the_greatest_of_a_day_stand_in_the_order_of_its_stories() -> None:
    cards = tuple(card(f"{1900 + n}-05-01", f"{n}/", updates=n % 7) for n in range(21))
    day = DayOfYear((5, 1), cards)
    assert urls(day.greatest) == "5 6 13 20"
    assert len(day.greatest) == HANDFUL
    assert [one.year for one in day.years] == list(range(1900, 1921))


def test_the_calendar_has_a_february_of_29_days() -> None:
    months = calendar([Count((2, 29), 4), Count((4, 15), 1)])
    assert [len(one.days) for one in months] == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    last = months[1].days[-1]
    assert (last.date.day, last.count, last.level) == (29, 4, 4)
    assert months[3].days[14].level == 1
    assert sum(day.count for month in months for day in month.days) == 5


@given(st.lists(st.sampled_from(LEAP_DAYS), max_size=12), st.sampled_from(LEAP_DAYS))
def test_no_day_with_stories_lies_between_one_and_those_beside_it(
    made: list[date], own: date
) -> None:
    days = sorted({(one.month, one.day) for one in made})
    num = own.month, own.day
    others = [one for one in days if one != num]
    found = around(num, days)
    if not others:
        assert found == (None, None)
        return
    later = [one for one in others if one > num] or others
    earlier = [one for one in others if one < num] or others
    assert found == (max(earlier), min(later))
