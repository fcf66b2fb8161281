"""The stories cut by period, for the archive and for each term."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from backfile.catalogue.archives import LETTERED, ROWS, Archive, Shelf, by_letter, cut
from backfile.catalogue.listing import DAY, MONTH, YEAR
from tests.catalogue.listing_cards import card, term
from tests.catalogue.stories import catalogue_of, urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backfile.catalogue.rows import Card

DAYS = ["2012-12-31", "2014-06-16", "2014-06-16", "2014-07-01", "2020-01-01"]


@contextmanager
def archive(cards: Iterable[Card], *, newest_first: bool = False) -> Iterator[Archive]:
    with catalogue_of(cards, newest_first=newest_first) as catalogue:
        yield Archive(catalogue, first_weekday=0)


def on(*days: str) -> list[Card]:
    return [card(day, f"{number}/") for number, day in enumerate(days)]


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (YEAR, [((2012,), 1), ((2014,), 3), ((2020,), 1)]),
        (MONTH, [((2012, 12), 1), ((2014, 6), 2), ((2014, 7), 1), ((2020, 1), 1)]),
        (
            DAY,
            [((2012, 12, 31), 1), ((2014, 6, 16), 2), ((2014, 7, 1), 1), ((2020, 1, 1), 1)],
        ),
    ],
)
def test_stories_are_cut_into_years_months_and_days(
    length: int, expected: list[tuple[tuple[int, ...], int]]
) -> None:
    with archive(on(*DAYS)) as whole:
        periods = cut(whole.cards, length)
        assert [(one.num, len(one.cards)) for one in periods] == expected


def test_the_newest_come_first_where_listings_are_so() -> None:
    with archive(on(*DAYS), newest_first=True) as turned:
        assert [year.num[0] for year in turned.years] == [2020, 2014, 2012]
        assert [month.num[1] for month in turned.period(2014).months] == [7, 6]
        assert turned.span == (2012, 2020)


def test_a_story_is_listed_by_the_day_of_its_own_zone() -> None:
    # New Year's morning in Tokyo was still the evening before in New York.
    tokyo = card("2020-01-01", "tokyo/", moment=datetime(2019, 12, 31, 23, tzinfo=UTC))
    new_york = card("2019-12-31", "new-york/", moment=datetime(2020, 1, 1, 1, tzinfo=UTC))
    with archive([tokyo, new_york]) as both:
        assert [(year.num[0], year.cards[0].url) for year in both.years] == [
            (2019, "new-york/"),
            (2020, "tokyo/"),
        ]


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize(
    ("num", "earlier", "later"),
    [
        ((2012,), None, (2014,)),
        ((2014,), (2012,), (2020,)),
        ((2020,), (2014,), None),
        ((2014, 6), (2012, 12), (2014, 7)),
        ((2014, 7, 1), (2014, 6, 16), (2020, 1, 1)),
    ],
)
def test_a_period_knows_those_before_and_after_it_in_time(
    num: tuple[int, ...],
    earlier: tuple[int, ...] | None,
    later: tuple[int, ...] | None,
    newest_first: bool,
) -> None:
    with archive(on(*DAYS), newest_first=newest_first) as whole:
        around = whole.around(*num)
        assert (around.earlier and around.earlier.num) == earlier
        assert (around.later and around.later.num) == later


def test_a_period_without_stories_is_empty() -> None:
    with archive(on(*DAYS)) as whole:
        assert list(whole.period(1999).cards) == []
        assert not whole.period(1999).cards


def test_an_archive_without_stories_has_nothing_to_show() -> None:
    with archive([]) as empty:
        assert empty.years == empty.longest == empty.heat_map.rows == ()
        assert empty.letters("tags") == ()
        assert empty.shelf("tags", "rescue") is None


def test_each_term_has_its_stories_by_year() -> None:
    wire, world, sea, rescue, ann = map(term, ("Wire", "World", "Sea", "Rescue", "Ann"))
    cards = [
        card("1912-04-15", partner=wire, section=world, topics=(sea, rescue), authors=(ann,)),
        card("1912-05-01", partner=wire, topics=(sea,)),
        card("1969-07-20", section=world, topics=(rescue, rescue)),
        card("1970-01-01"),
    ]
    with archive(cards) as whole:
        found = {
            kind: {
                shelf.term.slug: [(year.num[0], len(year.cards)) for year in shelf.years]
                for shelf in whole.shelves(kind)
            }
            for kind in ("partners", "categories", "tags", "authors")
        }
    assert found == {
        "partners": {"wire": [(1912, 2)]},
        "categories": {"world": [(1912, 1), (1969, 1)]},
        "tags": {"sea": [(1912, 2)], "rescue": [(1912, 1), (1969, 1)]},
        "authors": {"ann": [(1912, 1)]},
    }


def test_the_longest_coverages_come_first_and_a_plain_story_is_none() -> None:
    cards = [
        card("2014-01-01", "short/", hours=2),
        card("2014-01-02", "plain/"),
        card("2014-01-03", "long/", hours=30, updates=3),
        card("2014-01-04", "as-long-and-fuller/", hours=30, updates=9),
        card("2014-01-05", "untimed/", updates=5),
        card("2015-01-01", "next-year/"),
    ]
    with archive(cards) as whole:
        assert urls(whole.longest) == "as-long-and-fuller long short"
        first, second = whole.years
        assert first.longest == cards[3]
        assert second.longest is None


@pytest.mark.parametrize(("count", "few"), [(1, True), (ROWS, True), (ROWS + 1, False)])
def test_so_many_stories_have_rows_and_more_have_not(count: int, few: bool) -> None:
    cards = [card("2014-06-16", f"{number}/", topics=(term("Sea"),)) for number in range(count)]
    with archive(cards) as whole:
        assert whole.period(2014).few is few
        assert whole.shelf("tags", "sea").few is few


def shelf(name: str) -> Shelf:
    return Shelf(term(name), ())  # type: ignore[arg-type] (only its name is asked for)


def test_few_terms_are_sorted_by_name_without_regard_to_case_and_accents() -> None:
    (only,) = by_letter(map(shelf, ("zoo", "Élan", "Ebb", "eddy", "1906")))
    assert only.letter == ""
    assert [one.term.name for one in only.shelves] == ["1906", "Ebb", "eddy", "Élan", "zoo"]


def test_many_terms_stand_under_their_letters_and_all_others_before_them() -> None:
    names = ["Élan", "eddy", "24 hours", "“Quoted”", "Ω"]
    letters = by_letter(map(shelf, [*names, *(f"Topic {number}" for number in range(LETTERED))]))
    assert [(one.letter, len(one.shelves)) for one in letters] == [
        ("", 2),
        ("E", 2),
        ("T", LETTERED),
        ("Ω", 1),
    ]
