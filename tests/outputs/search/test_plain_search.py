"""The oracle of the search: what its questions mean, shown on a few stories."""

from __future__ import annotations

from datetime import date

import pytest

from backfile.outputs.search.stories import Filed, Passage, SearchedStory

from .plain_search import PlainArchive

STORIES = [
    SearchedStory(
        url=url,
        title=title,
        day=day,
        updates=bool(update),
        filed=(Filed("partner", "harbor-wire", "Harbor Wire", "p/"),) if "wire" in url else (),
        parts=(Passage("", "", "", "", text), *([update] if update else [])),
    )
    for url, title, day, text, update in [
        ("moon/", "Eagle lands", date(1969, 7, 20), "The Eagle is on the moon.", None),
        (
            "wire/",
            "Titanic sinks",
            date(1912, 4, 15),
            "The swing bridge was closed for the ship.",
            Passage("u", "12:15 a.m.", "1912-04-15", "Distress", "The bridges open again."),
        ),
        ("comet/", "At 67P/Churyumov–Gerasimenko", date(2014, 11, 12), "A bridge. Swing!", None),
        ("mueller/", "Müller and Muller", date(2014, 11, 13), "Muller, again.", None),
        ("muller/", "Muller", date(2014, 11, 14), "He is alone with his name.", None),
    ]
]
ARCHIVE = PlainArchive(sorted(STORIES, key=lambda one: one.day), "en")


@pytest.mark.parametrize(
    ("question", "urls"),
    [
        ("eagle ", ["moon/"]),
        ("swing bridge ", ["comet/", "wire/"]),
        ('"swing bridge"', ["wire/"]),
        ("bridge -titanic ", ["comet/"]),
        ('bridge -"swing bridge" ', ["comet/"]),
        ("eagle OR titanic ", ["moon/", "wire/"]),
        ("gerasimenko ", ["comet/"]),
        ("67P ", ["comet/"]),
        ("Churyumov-Gerasimenko ", ["comet/"]),
        ("müller ", ["mueller/", "muller/"]),
        ("eag", ["moon/"]),
        ("eag ", []),
        ("15 April 1912", ["wire/"]),
        ("april 1912", ["wire/"]),
        ("1912", ["wire/"]),
        ("1912-04-15", ["wire/"]),
        ("harbor wire", ["wire/"]),
        ("", []),
    ],
)
def test_a_question_finds_these_stories(question: str, urls: list[str]) -> None:
    assert sorted(ARCHIVE.answer(question).urls) == sorted(urls)


def test_an_accent_that_was_typed_counts_for_more() -> None:
    alike = [
        SearchedStory(url, "A name", date(2014, 1, 1), parts=(Passage("", "", "", "", text),))
        for url, text in (("with/", "Müller"), ("without/", "Muller"))
    ]
    archive = PlainArchive(alike, "en")
    assert archive.answer("müller ").urls == ["with/", "without/"]
    assert archive.answer("muller ").urls == ["without/", "with/"]


def test_a_word_that_no_story_has_is_named_and_the_others_are_asked() -> None:
    answer = ARCHIVE.answer("eagle zzzqqq ")
    assert (answer.urls, answer.unknown) == (["moon/"], ["zzzqqq"])


def test_filters_years_and_orders() -> None:
    assert ARCHIVE.answer("", [("partner", "Harbor Wire")]).urls == ["wire/"]
    assert ARCHIVE.answer("", [("updates", "yes")]).urls == ["wire/"]
    assert ARCHIVE.answer("", year=2014, sort="oldest").urls == ["comet/", "mueller/", "muller/"]
    assert ARCHIVE.answer("", year=2014).urls == ["muller/", "mueller/", "comet/"]
