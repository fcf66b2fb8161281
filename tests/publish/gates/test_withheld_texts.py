"""The words of drafts are found in whatever was made of them, and words of others are not."""

from __future__ import annotations

import json
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown

from backfile.publish.gates.withheld_texts import plain_words, withheld_texts

TITLE = "A diver is sought"
BODY = (
    "The harbour board *has hired* a diver to look for the [missing anchor](https://a.example/) of "
    'the dredger "Tern".\n\nShe will go down at slack water & stay for no longer than an hour.\n'
)
FOUND = ["stories/diver.md"]
TEXTS = withheld_texts([(FOUND[0], TITLE, BODY)], ())


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        markdown(BODY),
        escape(markdown(BODY)),
        json.dumps({"text": BODY}),
        json.dumps({"html": markdown(BODY)}, ensure_ascii=False),
        BODY.partition("\n\n")[2],
        f'<a href="/x/">{TITLE}</a>',
        f"<p>{TITLE.upper()}</p>",
        "<p>She will go&nbsp;down\nat slack water &amp; stay for no longer than an&#160;hour.</p>",
        "she will go down at slack water stay for no longer than an hour",
    ],
)
def test_words_are_found(text: str) -> None:
    assert TEXTS.stories_in(text) == FOUND


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A diver was sought",
        "The harbour board has hired a pilot to bring in the dredger.",
        "She will go down at slack water.",
    ],
)
def test_other_words_are_not(text: str) -> None:
    assert TEXTS.stories_in(text) == []


def test_what_a_published_story_has_too_does_not_count() -> None:
    quoted = f"Title: {TITLE}\nDate: 2014-06-20\n\n> {BODY.partition('.')[0]}.\n"
    texts = withheld_texts([(FOUND[0], TITLE, BODY)], [quoted])

    assert texts.stories_in(quoted) == []
    assert texts.stories_in(BODY) == FOUND


def test_the_title_of_a_withdrawn_story_may_stay() -> None:
    texts = withheld_texts([(FOUND[0], "", BODY)], ())

    assert texts.stories_in(TITLE) == []
    assert texts.stories_in(BODY) == FOUND


WORD = st.text(alphabet=st.characters(categories=["Ll", "Lu", "Nd"]), min_size=1, max_size=8)


@given(st.lists(WORD, min_size=8, max_size=40), st.data())
def test_a_paragraph_of_a_draft_is_found_in_the_page_made_of_it(words: list[str], data) -> None:
    body = " ".join(words)
    before = data.draw(st.text(alphabet="abc <>&\n", max_size=30))
    texts = withheld_texts([("a.md", "", body)], ())

    if len(plain_words(body)) >= 8:
        assert texts.stories_in(f"{escape(before)} <p>{escape(body)}</p>") == ["a.md"]
