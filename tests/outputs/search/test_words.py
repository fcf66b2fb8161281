"""The words of texts and their keys: the examples that the browser's half obeys as well."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.outputs.search.words import LONGEST, Cutter, key_of, words_of

EXAMPLES: dict[str, Any] = json.loads(Path(__file__).with_name("words.json").read_text("utf-8"))


@pytest.mark.parametrize(("text", "words"), EXAMPLES["words"])
def test_a_text_has_these_words_at_these_positions(text: str, words: list[list[Any]]) -> None:
    assert [list(word) for word in words_of(text)] == words


@pytest.mark.parametrize(("form", "key"), EXAMPLES["keys"])
def test_a_form_has_this_key(form: str, key: str) -> None:
    assert key_of(form) == key


@given(st.text(max_size=40) | st.text("aé-\u0640\u064b\ufe70 ", max_size=8))
def test_every_word_has_a_key(text: str) -> None:
    assert all(key_of(form) for form, _ in words_of(text))


@given(st.text(max_size=60))
def test_words_are_letters_marks_and_numbers_and_their_own_words(text: str) -> None:
    found = words_of(text)
    assert [word.position for word in found] == sorted(word.position for word in found)
    for form, _ in found:
        assert 0 < len(form) <= LONGEST
        assert {unicodedata.category(one)[0] for one in form} <= set("LMN")
        assert re.search("[\\s\"'/-]", form) is None


@given(
    st.text("abc-Üß'’ 橋東１２,.\u0301\u0640\ufe70", max_size=40), st.text("xyz 橋", max_size=20)
)
def test_what_follows_after_a_space_changes_no_word(text: str, more: str) -> None:
    alone = words_of(text)
    together = words_of(f"{text} ; {more}")
    assert together[: len(alone)] == alone


@given(st.text("aB9-/'._, \n", max_size=30))
def test_plain_ascii_is_cut_as_all_texts_are(text: str) -> None:
    """It has an expression of its own; one letter more lets the other do the same."""
    cutter = Cutter()
    assert cutter.chains(f"{text} é")[:-1] == cutter.chains(text)


def test_what_was_cut_before_is_cut_the_same_again() -> None:
    cutter = Cutter(most=2)
    text = "the ferry, the pier and the ferry's bell"
    assert cutter.chains(text) == cutter.chains(text) == Cutter().chains(text)
