"""Places of an original laid beside those of a page, whatever became of their order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.fidelity.account import Span
from backfile.fidelity.page import Shown, ShownSection
from backfile.fidelity.proof import places, unexplained
from backfile.fidelity.sections import SectionWords, pairs
from backfile.text.words import words
from tests.fidelity.received_story import FERRY, received
from tests.story.stories_from_headings import story_of


def sections(*said: str) -> list[SectionWords]:
    """Return the sections of `6 p.m.: All safe`, each."""
    cut = (one.partition(":") for one in said)
    return [SectionWords(stamp.split(), text.split()) for stamp, _, text in cut]


A, B, C, D = "1 p.m.: One", "2 p.m.: Two", "3 p.m.: Three", "Correction: Not four"


@pytest.mark.parametrize(
    ("original", "story", "expected"),
    [
        pytest.param([A, B], [A, B], [(0, 0), (1, 1)], id="the same"),
        pytest.param([A, B], [B, A], [(0, 0), (1, 1)], id="as many: each has its place"),
        pytest.param([A, B], [D, A, B], [(None, 0), (0, 1), (1, 2)], id="one added at the top"),
        pytest.param([A, B], [A, B, D], [(0, 0), (1, 1), (None, 2)], id="one added at the end"),
        pytest.param([A, B, C], [A, C], [(0, 0), (1, None), (2, 1)], id="one taken out"),
        pytest.param([A], [], [(0, None)], id="all taken out"),
        pytest.param([], [A], [(None, 0)], id="all added"),
        pytest.param(
            [A, B], [D, "1 p.m.: Won", B], [(None, 0), (0, 1), (1, 2)], id="and another changed"
        ),
        pytest.param([A, B], [A, A, B], [(None, 0), (0, 1), (1, 2)], id="one doubled"),
        pytest.param(
            [A, B, C],
            ["4 p.m.: One", "5 p.m.: Five"],
            [(0, 0), (1, None), (2, None), (None, 1)],
            id="stamps changed",
        ),
    ],
)
def test_sections_are_found_again(original, story, expected):
    assert list(pairs(sections(*original), sections(*story))) == expected


@given(st.lists(st.sampled_from([A, B, C, D])), st.lists(st.sampled_from([A, B, C, D])))
def test_every_section_is_told_once_and_in_its_order(original, story):
    found = list(pairs(sections(*original), sections(*story)))
    assert [one for one, _ in found if one is not None] == list(range(len(original)))
    assert [one for _, one in found if one is not None] == list(range(len(story)))


STORY = story_of("2014-06-16 14:00", "6:20 p.m.", "3:31 p.m.", "Original Post")
BY_SOURCE = {one.source: one.anchor for one in STORY.updates}


def page(order: list[int], **changed: str) -> Shown:
    """Return what a page shows of the ferry story, its sections in *order*, texts *changed*."""
    said = {name: text for name, text in FERRY.parts if name not in ("credit", "dropped")}
    stamps = [one.section.opening.stamp for one in sorted(STORY.updates, key=lambda u: u.source)]
    made = [
        ShownSection(
            BY_SOURCE[number],
            (stamps[number].printed if stamps[number] else "Original Post").split(),
            words(changed.get(f"section_{number + 1}", said[f"section {number + 1}"])),
        )
        for number in order
    ]
    return Shown(words(said["title"]), [], words(changed.get("lead", said["lead"])), tuple(made))


def spans() -> list[Span]:
    return [Span(*row) for row in FERRY.account]


@given(st.permutations([0, 1, 2]))
def test_the_order_on_the_page_changes_nothing(order):
    assert unexplained(places(FERRY.text, spans(), page(order), STORY)) == []


@given(st.permutations([0, 1, 2]), st.text())
def test_other_words_in_a_place_are_a_difference_whatever_the_order(order, text):
    shown = page(order, section_2=text)
    found = unexplained(places(FERRY.text, spans(), shown, STORY))
    said = dict(FERRY.parts)["section 2"]
    assert (found == []) == (words(text) == words(said))
    assert {one.place for one in found} <= {"section 2"}


def test_a_headline_that_was_no_part_of_the_text_is_not_compared():
    kept = received(("lead", "It rained."))
    shown = Shown(["Given", "later"], ["A", "summary"], ["It", "rained."], ())
    made = places(kept.text, [Span(*row) for row in kept.account], shown, story_of("2014-06-16"))
    assert [place.name for place in made] == ["lead"]
    assert unexplained(made) == []


@pytest.mark.parametrize(
    ("author", "key", "expected"),
    [
        ("Ada Lind", "KEY", []),
        ("Ben Ray", "KEY", ["by 1: [-Ada Lind-] {+Ben Ray+}"]),
        ("", "KEY", ["by 1: [-Ada Lind-]"]),
        ("Ada Lind", "", ["key 1: [-KEY-]"]),
    ],
)
def test_who_wrote_an_update_is_proved(author, key, expected):
    story = story_of("2014-06-16 14:00", "6:20 p.m.")
    spans = [Span(6, "stamp 1"), Span(3, "key 1"), Span(7, "by 1"), Span(5, "section 1")]
    (update,) = story.updates
    section = ShownSection(update.anchor, ["6:20", "p.m."], ["Safe."], author.split(), key.split())
    page = Shown([], [], [], (section,))
    found = unexplained(places("6:20pm KEY Ada Lind Safe.", spans, page, story))
    assert [f"{one.place}: {one}" for one in found if not one.place.startswith("stamp")] == expected
