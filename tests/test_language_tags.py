"""Language tags: which there are, what was meant by others, and in which direction they run."""

from __future__ import annotations

from html import escape

import pytest

from backfile.text.language_tags import (
    is_language,
    isolated,
    isolated_html,
    nearest_language,
    text_direction,
)


@pytest.mark.parametrize("tag", ["en", "de", "pt-br", "PT-BR", "zh-hant", "he", "ckb", "nds", "eo"])
def test_a_language_is_known_with_or_without_its_region(tag: str) -> None:
    assert is_language(tag)


@pytest.mark.parametrize("tag", ["", "dee", "german", "x", "qqq"])
def test_what_is_no_language_is_not(tag: str) -> None:
    assert not is_language(tag)


@pytest.mark.parametrize(
    ("word", "tag"),
    [
        ("german", "de"),
        ("deutsch", "de"),
        ("deu", "de"),
        ("dee", "de"),
        ("French", "fr"),
        ("français", "fr"),
        ("portugese", "pt"),
        ("arabic", "ar"),
        ("12", ""),
    ],
)
def test_the_tag_that_was_meant_is_found(word: str, tag: str) -> None:
    assert nearest_language(word) == tag


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("en", "ltr"),
        ("ja", "ltr"),
        ("ar", "rtl"),
        ("ar-eg", "rtl"),
        ("he", "rtl"),
        ("fa", "rtl"),
        ("tlh", "ltr"),
    ],
)
def test_a_language_has_a_direction(tag: str, direction: str) -> None:
    assert text_direction(tag) == direction


# plain text, the direction of the sentence around it, whether it has to be isolated
TEXTS = [
    ("12:20 a.m.", "ltr", False),
    ("12:20 a.m.", "rtl", True),
    ("12:20", "rtl", False),
    ("", "rtl", False),
    ("شركة & أبناؤه", "rtl", False),
    ("شركة & أبناؤه", "ltr", True),
    ("שלום & Sons", "rtl", True),
    ("Ōsaka — 大阪", "ltr", False),
]


@pytest.mark.parametrize(("text", "direction", "is_isolated"), TEXTS)
def test_text_with_letters_of_the_other_direction_is_isolated(
    text: str, direction: str, is_isolated: bool
) -> None:
    begin, end = ("\u2068", "\u2069") if is_isolated else ("", "")
    assert isolated(text, direction) == f"{begin}{text}{end}"
    html = escape(text, quote=False)
    begin, end = ("<bdi>", "</bdi>") if is_isolated else ("", "")
    assert isolated_html(html, direction) == f"{begin}{html}{end}"


def test_names_of_tags_and_entities_are_no_letters_of_a_text() -> None:
    html = '<em lang="ar">خبر</em> &amp; تحديث'
    assert isolated_html(html, "rtl") == html
