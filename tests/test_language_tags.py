"""Language tags: which there are, what was meant by others, and in which direction they run."""

from __future__ import annotations

import pytest

from backfile.text.language_tags import is_language, isolated, nearest_language, text_direction


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


@pytest.mark.parametrize(
    ("text", "direction", "html"),
    [
        ("12:20 a.m.", "ltr", "12:20 a.m."),
        ("12:20 a.m.", "rtl", "<bdi>12:20 a.m.</bdi>"),
        ("12:20", "rtl", "12:20"),
        ("شركة & أبناؤه", "rtl", "شركة &amp; أبناؤه"),
        ("שלום <b>", "ltr", "<bdi>שלום &lt;b&gt;</bdi>"),
        ("שלום & Sons", "rtl", "<bdi>שלום &amp; Sons</bdi>"),
    ],
)
def test_text_with_letters_of_the_other_direction_is_isolated(
    text: str, direction: str, html: str
) -> None:
    assert isolated(text, direction) == html
