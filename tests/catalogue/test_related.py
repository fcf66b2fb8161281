"""Where a story leads: neighbours, parts, partner, topics."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.catalogue.related import Relations, among, relations_of
from backfile.catalogue.rows import Card, Term
from tests.catalogue.stories import catalogue_of

FIRST = datetime(2014, 6, 1, tzinfo=UTC)


def term(name: str) -> Term:
    return Term(name.title(), name, f"{name}/")


def card(name: str, day: int, partner: str = "", topics: str = "", continues: str = "") -> Card:
    """Make the card of a story of *day*, counted from 1 June."""
    moment = FIRST + timedelta(days=day - 1)
    return Card(
        url=name,
        title=name.title(),
        lang="en",
        day=moment.date(),
        moment=moment,
        partner=term(partner) if partner else None,
        topics=tuple(map(term, topics.split())),
        continues=continues,
    )


def urls(cards: tuple[Card, ...]) -> str:
    return " ".join(one.url for one in cards)


def relations(name: str, *cards: Card) -> Relations:
    (own,) = [one for one in cards if one.url == name]
    with catalogue_of(cards) as catalogue:
        return relations_of(own, catalogue)


@pytest.mark.parametrize(
    ("name", "earlier", "later"), [("a", None, "b"), ("b", "a", "c"), ("c", "b", None)]
)
def test_a_story_stands_between_its_neighbours_in_time(name, earlier, later):
    found = relations(name, card("b", 2), card("c", 2), card("a", 1))

    assert (found.earlier and found.earlier.url, found.later and found.later.url) == (
        earlier,
        later,
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("fire", "fire flames ruins smoke"),
        ("smoke", "fire flames ruins smoke"),
        ("fair", ""),
        ("flood", "rain flood"),
        ("lost", ""),
    ],
)
def test_the_parts_of_a_running_story_are_all_that_hang_together(name, expected):
    cards = [
        card("fire", 1),
        card("flames", 2, continues="fire"),
        card("ruins", 3, continues="flames"),
        card("smoke", 4, continues="fire"),
        card("fair", 5),
        card("rain", 6, continues="flood"),  # in a circle, which does no harm
        card("flood", 7, continues="rain"),
        card("lost", 8, continues="not-listed"),
    ]

    assert urls(relations(name, *cards).parts) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # Those of the 9th and 11th are its neighbours; the 5th is as near as the 15th and earlier.
        (10, "5 8 12 13"),
        (5, "9 10 11 12"),
        (15, "9 10 11 12"),
        (20, ""),
    ],
)
def test_the_partner_has_the_four_nearest_others(day, expected):
    cards = [card(str(one), one, partner="wire") for one in (5, 8, 9, 10, 11, 12, 13, 15)]
    other = card("20", 20, partner="post")

    assert urls(relations(str(day), *cards, other).from_partner) == expected


def test_topics_come_with_the_rarest_first_and_repeat_nothing():
    cards = [
        card("before", 9, topics="ships fog"),
        card("own", 10, topics="ships fog ice lights towns", partner="wire"),
        card("after", 11, topics="ice"),
        card("of-partner", 13, topics="lights ships", partner="wire"),
        card("a", 14, topics="ships fog"),
        card("b", 15, topics="ships fog"),
        card("c", 16, topics="ships"),
        card("d", 17, topics="ships"),
        card("e", 18, topics="ships"),
        card("f", 19, topics="ice"),
        card("g", 20, topics="towns x y z"),
        card("h", 21, topics="towns"),
        card("i", 22, topics="towns"),
        card("j", 23, topics="towns"),
    ]

    found = relations("own", *cards)

    assert urls(found.from_partner) == "of-partner"
    assert [(topic.slug, urls(some)) for topic, some in found.by_topic] == [
        ("ice", "f"),
        ("fog", "a b"),
        ("towns", "g h i"),
    ]


def article(own: Card, *translations: SimpleNamespace) -> SimpleNamespace:
    return SimpleNamespace(url=own.url, translations=list(translations))


def test_a_translation_leads_where_its_story_leads_and_a_draft_nowhere():
    listed = [card("a", 1), card("b", 2)]
    spanish = article(card("es/b", 2))
    articles = [article(listed[0]), article(listed[1], spanish), spanish, article(card("c", 3))]
    spanish.translations.append(articles[1])

    with catalogue_of(listed) as catalogue:
        related = among(catalogue)

        assert related(spanish) == related(articles[1])
        assert related(spanish).earlier == listed[0]
        assert related(articles[3]) == Relations()


stories = st.lists(
    st.builds(
        lambda day, partner, topics, continues: (day, partner, " ".join(sorted(topics)), continues),
        st.integers(1, 40),
        st.sampled_from(["", "wire", "post"]),
        st.sets(st.sampled_from(["ships", "fog", "ice", "lights"])),
        st.none() | st.integers(0, 14),
    ),
    min_size=1,
    max_size=15,
)


@settings(max_examples=50)
@given(stories)
def test_what_is_named_once_is_not_named_again(told):
    cards = sorted(
        (
            card(str(name), day, partner, topics, "" if other is None else str(other))
            for name, (day, partner, topics, other) in enumerate(told)
        ),
        key=lambda one: one.place,
    )
    with catalogue_of(cards) as catalogue:
        found_of = {own.url: relations_of(own, catalogue) for own in cards}
    for own in cards:
        found = found_of[own.url]
        topics = [some for _, some in found.by_topic]
        beside = {one.url for one in (own, found.earlier, found.later, *found.parts) if one}
        others = [one.url for some in (found.from_partner, *topics) for one in some]

        assert len(set(others)) == len(others)
        assert not beside & set(others)
        assert len(found.from_partner) <= 4
        assert len(topics) <= 3
        assert all(1 <= len(some) <= 3 for some in topics)
        assert all(one.partner == own.partner for one in found.from_partner)
        assert all(topic in one.topics for topic, some in found.by_topic for one in some)
        for some in (found.parts, found.from_partner, *topics):
            assert list(some) == sorted(some, key=lambda one: one.place)
        assert not found.parts or (own in found.parts and len(found.parts) > 1)
        assert all(found_of[part.url].parts == found.parts for part in found.parts)
