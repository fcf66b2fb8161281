"""What is asked of a listing: a dozen stories, and each question with its answer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from backfile.catalogue.listing import DAY, MONTH, YEAR
from tests.catalogue.listing_cards import term
from tests.catalogue.stories import card, catalogue_of, row, urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.catalogue.catalogue import Catalogue

WIRE, POST, SEA, FOG, ANN = map(term, ("Wire", "Post", "Sea", "Fog", "Ann"))
STORIES = [
    card("1912-04-15", "liner/", hours=40, updates=9, partner=WIRE, topics=(SEA,)),
    card("1912-04-18", "rescue/", hours=40, updates=12, partner=WIRE, topics=(SEA,)),
    card("1912-12-31", "year-ends/", partner=POST),
    card("1927-05-20", "take-off/", hours=33, partner=WIRE),
    card("1927-05-21", "landing/", partner=WIRE, continues="take-off/"),
    card("2014-06-16", "ferry/", hours=2, partner=POST, topics=(SEA, FOG), authors=(ANN,)),
    card("2014-06-16", "fog/", updates=3, partner=POST, topics=(FOG,)),
    card("2014-06-30", "bridge/", hours=5, partner=WIRE),
    card("2014-07-01", "harbor/", partner=WIRE, topics=(SEA,), authors=(ANN,)),
    # New Year's morning in Tokyo was still the evening before in New York.
    card("2019-12-31", "new-york/", moment=datetime(2020, 1, 1, 1, tzinfo=UTC), partner=POST),
    card("2020-01-01", "tokyo/", moment=datetime(2019, 12, 31, 23, tzinfo=UTC), partner=POST),
    card("2020-02-29", "leap-day/", partner=POST),
]


@pytest.fixture(scope="module")
def catalogue() -> Iterator[Catalogue]:
    with catalogue_of(STORIES) as made:
        yield made


def test_all_are_listed_by_their_days(catalogue: Catalogue) -> None:
    assert list(catalogue.listed) == STORIES
    assert len(catalogue.listed) == 12


def test_as_instants_two_of_them_come_the_other_way(catalogue: Catalogue) -> None:
    assert urls(catalogue.listed.by_instant()[-3:]) == "tokyo new-york leap-day"


def test_the_newest_come_first_where_listings_are_so() -> None:
    with catalogue_of(STORIES, newest_first=True) as catalogue:
        assert list(catalogue.listed) == STORIES[::-1]
        assert [one.num for one in catalogue.listed.counts(YEAR)][:2] == [(2020,), (2019,)]


@pytest.mark.parametrize("at", [0, 5, -1, -12])
def test_a_story_has_a_place(at: int, catalogue: Catalogue) -> None:
    assert catalogue.listed[at] == STORIES[at]


@pytest.mark.parametrize("at", [12, -13])
def test_there_is_no_story_beyond_the_last(at: int, catalogue: Catalogue) -> None:
    with pytest.raises(IndexError):
        catalogue.listed[at]


@pytest.mark.parametrize(
    "part",
    [slice(3), slice(10, None), slice(2, 5), slice(-2, None), slice(5, 2), slice(None, None, -4)],
)
def test_a_slice_is_a_slice(part: slice, catalogue: Catalogue) -> None:
    assert list(catalogue.listed[part]) == STORIES[part]


@pytest.mark.parametrize(
    ("num", "expected"),
    [
        ((1912,), "liner rescue year-ends"),
        ((1912, 4), "liner rescue"),
        ((1912, 4, 15), "liner"),
        ((2014, 6, 16), "ferry fog"),
        ((2020,), "tokyo leap-day"),
        ((1999,), ""),
    ],
)
def test_a_period_has_its_stories(num, expected: str, catalogue: Catalogue) -> None:
    assert urls(catalogue.listed.within(num)) == expected
    assert len(catalogue.listed.within(num)) == len(expected.split())


def test_a_month_of_a_year_is_within_it(catalogue: Catalogue) -> None:
    year = catalogue.listed.within((2014,))
    assert urls(year.within((2014, 7))) == "harbor"
    assert urls(year.within((1912,))) == ""


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (YEAR, [((2014,), 4)]),
        (MONTH, [((2014, 6), 3), ((2014, 7), 1)]),
        (DAY, [((2014, 6, 16), 2), ((2014, 6, 30), 1), ((2014, 7, 1), 1)]),
    ],
)
def test_a_year_is_counted(length: int, expected, catalogue: Catalogue) -> None:
    assert catalogue.listed.within((2014,)).counts(length) == expected


def test_all_years_are_counted(catalogue: Catalogue) -> None:
    counts = dict(catalogue.listed.counts(YEAR))
    assert counts == {(1912,): 3, (1927,): 2, (2014,): 4, (2019,): 1, (2020,): 2}


@pytest.mark.parametrize(
    ("num", "before", "after"),
    [
        ((1912,), None, (1927,)),
        ((2014,), (1927,), (2019,)),
        ((2020,), (2019,), None),
        ((2014, 6), (1927, 5), (2014, 7)),
        ((2014, 6, 16), (1927, 5, 21), (2014, 6, 30)),
        ((1950,), (1927,), (2014,)),
    ],
)
def test_a_period_has_others_around_it(num, before, after, catalogue: Catalogue) -> None:
    assert catalogue.listed.around(num) == (before, after)


def test_the_first_and_the_last_day(catalogue: Catalogue) -> None:
    assert catalogue.listed.span() == (date(1912, 4, 15), date(2020, 2, 29))
    assert catalogue.listed.within((2014,)).span() == (date(2014, 6, 16), date(2014, 7, 1))
    with pytest.raises(ValueError, match="without stories"):
        catalogue.listed.within((1999,)).span()


def test_the_days_of_all_stories(catalogue: Catalogue) -> None:
    days = list(catalogue.listed.within((2014, 6)).days())
    assert days == [date(2014, 6, 16), date(2014, 6, 16), date(2014, 6, 30)]


def test_the_longest_come_first_and_a_story_of_no_length_is_none(catalogue: Catalogue) -> None:
    listed = catalogue.listed
    assert urls(listed.longest(8)) == "rescue liner take-off bridge ferry"
    assert urls(listed.longest(1)) == "rescue"
    assert urls(listed.within((2014, 6)).longest(1)) == "bridge"
    assert listed.within((2014, 7)).longest(1) == ()


def of(catalogue: Catalogue, kind: str, slug: str) -> str:
    found = catalogue.term(kind, slug)
    return urls(found[1]) if found else "none"


@pytest.mark.parametrize(
    ("kind", "slug", "expected"),
    [
        ("partners", "wire", "liner rescue take-off landing bridge harbor"),
        ("tags", "sea", "liner rescue ferry harbor"),
        ("authors", "ann", "ferry harbor"),
        ("tags", "ann", "none"),
        ("categories", "wire", "none"),
    ],
)
def test_a_term_has_its_stories(kind, slug, expected, catalogue: Catalogue) -> None:
    assert of(catalogue, kind, slug) == expected


def test_all_terms_of_a_kind(catalogue: Catalogue) -> None:
    terms = [(one, len(stories)) for one, stories in catalogue.terms("tags")]
    assert terms == [(FOG, 2), (SEA, 4)]
    assert list(catalogue.terms("categories")) == []


@pytest.mark.parametrize(
    ("url", "before", "after"),
    [
        ("liner/", None, "rescue/"),
        ("fog/", "ferry/", "bridge/"),
        ("tokyo/", "harbor/", "new-york/"),
        ("leap-day/", "new-york/", None),
    ],
)
def test_a_story_has_others_beside_it(url, before, after, catalogue: Catalogue) -> None:
    own = catalogue.card(url)
    found = catalogue.listed.before(own), catalogue.listed.after(own)
    assert tuple(one and one.url for one in found) == (before, after)


def test_those_beside_a_story_among_its_partners(catalogue: Catalogue) -> None:
    _, of_wire = catalogue.term("partners", "wire")
    own = catalogue.card("landing/")
    assert (of_wire.before(own).url, of_wire.after(own).url) == ("take-off/", "bridge/")


def test_the_nearest_of_a_topic(catalogue: Catalogue) -> None:
    _, at_sea = catalogue.term("tags", "sea")
    assert urls(at_sea.nearest(catalogue.card("fog/"))) == "ferry harbor rescue liner"
    # Twelve days lie between the thirtieth and either.
    cards = [card("2014-06-18", "early/"), card("2014-07-12", "late/"), card("2014-06-30", "own/")]
    with catalogue_of(cards) as few:
        assert urls(few.listed.nearest(cards[-1])) == "early late"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("fire/", "fire flames ruins smoke"),
        ("smoke/", "fire flames ruins smoke"),
        ("fair/", ""),
        ("flood/", "rain flood"),
        ("lost/", ""),
        ("itself/", ""),
        ("not-listed/", ""),
    ],
)
def test_the_parts_of_a_running_story(url: str, expected: str) -> None:
    stories = [
        card("2014-06-01", "fire/"),
        card("2014-06-02", "flames/", continues="fire/"),
        card("2014-06-03", "ruins/", continues="flames/"),
        card("2014-06-04", "smoke/", continues="fire/"),
        card("2014-06-05", "fair/"),
        card("2014-06-06", "rain/", continues="flood/"),  # in a circle, which does no harm
        card("2014-06-07", "flood/", continues="rain/"),
        card("2014-06-08", "lost/", continues="not-listed/"),
        card("2014-06-09", "itself/", continues="itself/"),
        row(card("2014-06-09", "not-listed/", continues="fair/"), is_listed=False),
    ]
    with catalogue_of(stories) as catalogue:
        assert urls(catalogue.parts(url)) == expected
