"""Years by months, months by days."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.catalogue.calendars import (
    UNFOLDED,
    Decade,
    YearGap,
    YearRow,
    by_decade,
    calendars,
    first_weekday,
    heat_map,
    level,
)
from backfile.catalogue.listing import Count
from tests.catalogue.listing_cards import card
from tests.catalogue.stories import catalogue_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backfile.catalogue.calendars import MonthCalendar

SUNDAY, MONDAY, SATURDAY = 6, 0, 5


def months_of(days: list[str], weekday: int = MONDAY) -> tuple[MonthCalendar, ...]:
    cards = [card(day, f"{number}/") for number, day in enumerate(days)]
    with catalogue_of(cards) as catalogue:
        months = calendars(catalogue.listed, weekday)
        for week in (week for month in months for week in month.weeks):
            assert all(day.cards[0].day == day.date for day in week if day and day.cards)
        return months


def by_month(days: Iterable[date]) -> list[Count]:
    return [Count(*one) for one in Counter((day.year, day.month) for day in days).items()]


def drawn(days: list[str], weekday: int = MONDAY) -> str:
    """Return the calendars of stories on *days*; a star stands at a day that has any."""
    lines = []
    for month in months_of(days, weekday):
        lines.append(f"{month.first:%B %Y}")
        lines.append(" ".join("MTWTFSS"[number] for number in month.weekdays))
        for week in month.weeks:
            cells = ["." if not day else "*" if day.cards else str(day.date.day) for day in week]
            lines.append(" ".join(cells))
    return "\n".join(lines)


def test_a_leap_year_has_its_day_and_the_week_begins_on_monday() -> None:
    assert drawn(["2012-02-29", "2012-02-03"]) == (
        "February 2012\n"
        "M T W T F S S\n"
        ". . 1 2 * 4 5\n"
        "6 7 8 9 10 11 12\n"
        "13 14 15 16 17 18 19\n"
        "20 21 22 23 24 25 26\n"
        "27 28 * . . . ."
    )


def test_the_week_begins_on_sunday_where_it_does() -> None:
    assert drawn(["1969-07-20"], SUNDAY).splitlines()[:3] == [
        "July 1969",
        "S M T W T F S",
        ". . 1 2 3 4 5",
    ]


def test_only_months_with_stories_have_a_calendar() -> None:
    months = months_of(["2014-01-31", "2014-03-01"])
    assert [month.first for month in months] == [date(2014, 1, 1), date(2014, 3, 1)]


def test_no_stories_no_calendar() -> None:
    assert months_of([]) == ()


def test_the_last_month_of_all_can_be_drawn() -> None:
    assert drawn(["9999-12-31"]).splitlines()[-1] == "27 28 29 30 * . ."


def test_a_day_has_its_stories_and_the_busiest_day_the_highest_level() -> None:
    (month,) = months_of(["2014-06-01", *["2014-06-02"] * 8])
    days = {day.date.day: day for week in month.weeks for day in week if day}
    assert len(days) == 30
    assert [len(days[number].cards) for number in (1, 2, 3)] == [1, 8, 0]
    assert [days[number].level for number in (1, 2, 3)] == [1, 4, 0]


@pytest.mark.parametrize(
    ("most", "levels"),
    [
        (1, "1"),
        (2, "12"),
        (3, "123"),
        (4, "1234"),
        (8, "12334444"),
        (16, "1122333344444444"),
    ],
)
def test_a_level_is_twice_the_one_below_and_at_least_one_story_more(most: int, levels: str) -> None:
    assert level(0, most) == 0
    assert "".join(str(level(count, most)) for count in range(1, most + 1)) == levels


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(1, 5000))
def test_more_stories_are_never_on_a_lower_level(one: int, other: int, most: int) -> None:
    few, many = sorted((min(one, most), min(other, most)))
    assert 1 <= level(few, most) <= level(many, most) <= 4


def outline(rows: tuple[YearRow | YearGap | Decade, ...]) -> list[str]:
    return [
        f"{one.since}-{one.until}: nothing"
        if isinstance(one, YearGap)
        else f"{one.since}s: {one.count}"
        if isinstance(one, Decade)
        else f"{one.year}: " + "".join(str(month.count or ".") for month in one.cells)
        for one in rows
    ]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], []),
        (["2012-02-29"], ["2012: .1.........."]),
        (
            ["1912-04-15", "1912-04-16", "1912-12-31", "1913-01-01"],
            ["1912: ...2.......1", "1913: 1..........."],
        ),
        (
            ["1912-04-15", "1927-05-20", "1929-05-20"],
            [
                "1912: ...1........",
                "1913-1926: nothing",
                "1927: ....1.......",
                "1928-1928: nothing",
                "1929: ....1.......",
            ],
        ),
    ],
)
def test_the_map_has_a_row_for_each_year_and_passes_over_gaps(
    days: list[str], expected: list[str]
) -> None:
    found = heat_map(by_month(map(date.fromisoformat, days)))
    assert outline(found.rows) == expected
    assert found.decades == ()


def test_many_years_are_folded_by_decades() -> None:
    years = [*range(1905, 1935), *range(1951, 1951 + UNFOLDED - 29)]
    found = heat_map(by_month(date(year, 6, 1) for year in years))
    assert found.rows == ()
    assert outline(found.decades) == [
        "1900s: 5",
        "1910s: 10",
        "1920s: 10",
        "1930s: 5",
        "1940-1949: nothing",
        "1950s: 9",
        "1960s: 2",
    ]
    (first, *_) = found.decades
    assert isinstance(first, Decade)
    assert [year.count for year in first.years] == [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
    assert [year.number for year in first.years] == list(range(1900, 1910))


def test_as_many_years_as_may_be_are_not_folded() -> None:
    found = heat_map(by_month(date(1900 + number, 1, 1) for number in range(UNFOLDED)))
    assert len(found.rows) == UNFOLDED
    assert found.decades == ()


def test_years_that_lie_far_apart_are_shown_by_decades_alone() -> None:
    years = [1906, 1910, 1912, 1927, 1937, 1954, 1963]
    found = heat_map(by_month(date(year, 6, 1) for year in years))
    assert found.rows == found.decades == ()
    assert outline(found.sparse) == [
        "1900s: 1",
        "1910s: 2",
        "1920s: 1",
        "1930s: 1",
        "1940-1949: nothing",
        "1950s: 1",
        "1960s: 1",
    ]


@pytest.mark.parametrize(
    "years",
    [
        [1906, 1910, 1912, 1927, 1937, 1954],  # few lines, whatever stands between them
        [1906, 1908, 1910, 1912, 1914, 1916, 1918],  # every other year
    ],
)
def test_a_few_years_or_half_of_them_are_shown_by_months(years: list[int]) -> None:
    found = heat_map(by_month(date(year, 6, 1) for year in years))
    assert [row.year for row in found.rows if isinstance(row, YearRow)] == years


def test_a_gap_inside_a_decade_stays_inside() -> None:
    decades = by_decade(by_month([date(2002, 1, 1), date(2007, 1, 1), date(2011, 1, 1)]))
    assert outline(decades) == ["2000s: 2", "2010s: 1"]
    assert isinstance(decades[0], Decade)
    assert outline(decades[0].rows)[1] == "2003-2006: nothing"


@given(st.lists(st.dates(), max_size=80))
def test_the_map_counts_every_story_once_and_leaves_out_no_year(days: list[date]) -> None:
    found = heat_map(by_month(days))
    rows = list(found.rows)
    for one in (*found.decades, *found.sparse):
        rows += one.rows if isinstance(one, Decade) else [one]
    counted = sum(row.count for row in rows if isinstance(row, YearRow))
    assert counted == len(days)
    assert {row.year for row in rows if isinstance(row, YearRow)} == {day.year for day in days}


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", SUNDAY),
        ("en-GB", MONDAY),
        ("es", MONDAY),
        ("de", MONDAY),
        ("he", SUNDAY),
        ("ar", SATURDAY),
        ("en-XX", SUNDAY),
        ("tlh", MONDAY),
    ],
)
def test_a_week_begins_as_where_the_language_is_spoken(tag: str, expected: int) -> None:
    assert first_weekday(tag) == expected
