"""The updates that the catalogue keeps of stories, and the days that partners share."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from backfile.catalogue.encoding import updates_of, updates_text
from backfile.catalogue.rows import StoryRow, UpdateRow
from tests.catalogue.listing_cards import term
from tests.catalogue.stories import card, catalogue_of, row

DAY = date(2014, 6, 16)
SEA = {"topics": (term("Sea"),)}


def update(time: str, anchor: str = "a") -> UpdateRow:
    return UpdateRow(anchor, "update", time, beginning="Words.")


def told(url: str, partner: str, *times: str, **fields: object) -> StoryRow:
    """Return the row of a story of a partner, about the sea, with updates at these times."""
    of = term(partner) if partner else None
    story = card("2014-06-16", url, updates=len(times), partner=of, **SEA)
    return row(story, updates=tuple(map(update, times)), **fields)


MORNING, EVENING = "2014-06-16T09:00:00-04:00", "2014-06-16T18:20:00-04:00"
NEXT = "2014-06-17T00:20:00-04:00"
WIRE = told("wire/", "Wire", MORNING, NEXT)
POST = told("post/", "Post", EVENING)


def test_stories_come_with_their_updates() -> None:
    with catalogue_of([WIRE, POST, row(card("2014-06-16", "quiet/", **SEA))]) as catalogue:
        sea = catalogue.term("tags", "sea")
        assert sea
        assert [(one.url, len(updates)) for one, updates in sea[1].coverage()] == [
            ("post/", 1),
            ("wire/", 2),
        ]
        assert sea[1].update_counts() == [((2014, 6, 16), 2, 3)]
        assert sea[1].has_updates_of(2)
        assert not sea[1].has_updates_of(3)
        assert catalogue.updates("wire/") == WIRE.updates
        assert catalogue.updates("quiet/") == catalogue.updates("nowhere/") == ()


def test_a_day_is_shared_where_two_partners_have_timed_updates_of_it() -> None:
    vague = told("vague/", "Daily", "2014-06-17")
    with catalogue_of([WIRE, POST, vague]) as catalogue:
        assert catalogue.shared_days("sea") == [DAY]
        assert catalogue.is_shared_day("sea", DAY)
        assert not catalogue.is_shared_day("sea", date(2014, 6, 17))
        assert [one.url for one, _ in catalogue.covering("sea", DAY)] == ["post/", "wire/"]


def test_translations_and_stories_of_no_partner_share_nothing() -> None:
    other = told("de/post/", "Post", EVENING, is_listed=False)
    with catalogue_of([WIRE, other, told("own/", "", EVENING)]) as catalogue:
        assert catalogue.shared_days("sea") == []


def test_what_a_story_covered_goes_and_comes_with_it() -> None:
    with catalogue_of([WIRE, POST]) as catalogue:
        catalogue.revise(POST.source, None)
        assert catalogue.shared_days("sea") == []
        catalogue.revise(POST.source, told("post/", "Post", NEXT))
        assert catalogue.shared_days("sea") == [date(2014, 6, 17)]
        catalogue.revise(POST.source, told("post/", "Wire", NEXT))
        assert catalogue.shared_days("sea") == []


def test_a_row_says_its_updates_and_their_days() -> None:
    with catalogue_of([WIRE]) as catalogue:
        assert catalogue.row(WIRE.source) == WIRE
    assert WIRE.timed_days == (DAY, date(2014, 6, 17))
    assert told("vague/", "Wire", "2014-06-17", "").timed_days == ()


TEXTS = st.text(max_size=20)
TIMES = st.sampled_from(["", "2014-06-16", MORNING, "1890-01-01T09:00:00-04:56:02"])


@given(st.lists(st.builds(UpdateRow, TEXTS, TEXTS, TIMES, TEXTS, TEXTS, TEXTS, st.booleans())))
def test_updates_come_back_as_they_were(updates: list[UpdateRow]) -> None:
    assert updates_of(updates_text(updates)) == tuple(updates)


def test_an_update_knows_its_moment_or_its_day_or_neither() -> None:
    known = [(str(one.instant), str(one.day)) for one in map(update, (MORNING, "2014-06-16", ""))]
    assert known == [
        ("2014-06-16 09:00:00-04:00", "2014-06-16"),
        ("None", "2014-06-16"),
        ("None", "None"),
    ]
