"""For any archive, each answer of the catalogue is what a plain reading of all cards gives."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.catalogue.catalogue import Catalogue
from backfile.catalogue.listing import DAY, MONTH, YEAR
from backfile.catalogue.related import relations_of
from backfile.catalogue.rows import Card, PictureLink, Term
from tests.catalogue.plain_reading import PlainArchive
from tests.catalogue.stories import catalogue_of, row

ZONES = [ZoneInfo(one) for one in ("America/New_York", "Asia/Tokyo", "UTC")]
NAMES = ["Sea", "SEA", "Fog", "Ice", "!!!"]


def term(name: str) -> Term:
    slug = name.lower().strip("!")
    return Term(name, slug, f"{slug}/")


@st.composite
def cards(draw: st.DrawFn) -> list[Card]:
    """Draw a small archive in few months, so that much of it is at one time or in one place."""
    made = []
    for number in range(draw(st.integers(0, 12))):
        days = draw(st.integers(0, 40)) * draw(st.sampled_from([1, 30]))
        moment = datetime(2019, 11, 20, tzinfo=ZONES[2]) + timedelta(
            days=days, hours=draw(st.sampled_from([0, 3, 14, 23]))
        )
        there = moment.astimezone(draw(st.sampled_from(ZONES)))
        lasted = draw(st.sampled_from([None, 0, 5, 30]))
        other = draw(st.none() | st.integers(0, 14))
        terms = st.sampled_from(NAMES).map(term)
        made.append(
            Card(
                url=f"{number}/",
                title=draw(st.sampled_from(["A", "&amp;", "“Ω”"])),
                lang="en",
                day=there.date(),
                moment=there,
                updates=draw(st.integers(0, 2)),
                lasted=None if lasted is None else timedelta(hours=lasted),
                partner=draw(st.none() | terms),
                section=draw(st.none() | terms),
                topics=tuple(draw(st.lists(terms, max_size=3, unique_by=lambda one: one.slug))),
                authors=tuple(draw(st.lists(terms, max_size=3))),
                continues="" if other is None else f"{other}/",
                pictures=draw(st.sampled_from([(), (PictureLink("images/pier.png", ""),)])),
            )
        )
    return made


def periods(of: list[Card], length: int) -> set[tuple[int, ...]]:
    return {(one.day.year, one.day.month, one.day.day)[:length] for one in of} | {
        (2019, 12, 1)[:length]
    }


def assert_equal(catalogue: Catalogue, plain: PlainArchive) -> None:
    listed = catalogue.listed
    assert list(listed) == plain.by_day()
    assert list(listed.by_instant()) == plain.by_instant()
    assert catalogue.newest(None) == [one.url for one in plain.by_instant()[::-1]]
    assert list(listed.longest(3)) == plain.longest(3)
    for length in (YEAR, MONTH, DAY):
        assert listed.counts(length) == plain.counts(length)
        for num in periods(plain.cards, length):
            part = listed.within(num)
            expected = plain.within(num)
            assert list(part) == expected
            assert len(part) == len(expected)
            assert list(part.longest(1)) == PlainArchive(tuple(expected)).longest(1)
            assert listed.around(num) == plain.around(num)
    assert catalogue.days_of_year() == plain.days_of_year()
    for num, _ in plain.days_of_year():
        assert list(catalogue.of_day_of_year(*num)) == plain.of_day_of_year(*num)
    assert list(catalogue.greatest()) == plain.greatest()
    assert list(catalogue.pictured()) == [one for one in plain.greatest() if one.pictures]
    running = [(head.url, parts) for head, parts in catalogue.running_stories(99)]
    assert running == plain.running_stories()
    for kind in ("partners", "categories", "tags", "authors"):
        found = {one.slug: (one, list(stories)) for one, stories in catalogue.terms(kind)}
        assert found == {
            slug: (one, plain.shelf(kind, slug).by_day()) for slug, one in plain.terms(kind).items()
        }
        filed = [(one.slug, count) for one, count in catalogue.most_filed(kind, 99)]
        assert filed == plain.most_filed(kind)
    for own in plain.cards:
        assert catalogue.card(own.url) == own
        assert (listed.before(own), listed.after(own)) == plain.beside(own)
        assert list(listed.nearest(own)) == plain.nearest(own)
        assert list(catalogue.parts(own.url)) == plain.parts(own)
        relations = relations_of(own, catalogue)
        by_topic = [(topic, list(near)) for topic, near in relations.by_topic]
        assert (list(relations.from_partner), by_topic) == plain.related(own)


@settings(max_examples=50)
@given(cards())
def test_each_answer_is_that_of_a_plain_reading(made: list[Card]) -> None:
    with catalogue_of(made) as catalogue:
        assert_equal(catalogue, PlainArchive(tuple(made)))


@settings(max_examples=30)
@given(cards(), cards())
def test_a_catalogue_that_is_changed_is_as_one_made_anew(
    before: list[Card], after: list[Card]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "catalogue.db")
        with Catalogue(path) as catalogue:
            catalogue.fill(map(row, before))
            catalogue.keep()
        with Catalogue(path) as catalogue:
            catalogue.fill(map(row, after))
            assert_equal(catalogue, PlainArchive(tuple(after)))
