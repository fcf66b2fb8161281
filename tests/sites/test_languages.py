"""Sites in every language of the theme: the words of their pages, and of no other language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po
from selectolax.lexbor import LexborHTMLParser

from .sites import ROOT, MiniSite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CATALOGUES = sorted((ROOT / "theme" / "translations").glob("*.po"))
THEME = str(ROOT / "theme")
# Stories in signs that are no words of any language, so that all words are the theme's.
STORY = """\
Title: 1 + 1
Slug: {slug}
Date: {date}
Timezone: Europe/Paris
Partner: the-wire
Tags: 42
Category: 7
Authors: 99
Original_URL: https://wire.example/{slug}.html
Original_SHA256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08

0.

## 18:20 {{: inferred="out-of-order" }}

2.

## 17:05

1.

## 16:30

3.
"""
RECORD = """\
Title: 111
URL: https://wire.example/
Founded: 1907
Closed: 2011
Status: merged
Credit: 0.

1.
"""
FILES = {
    "one.md": STORY.format(slug="one", date="2012-02-29 11:02"),
    "two.md": STORY.format(slug="two", date="2014-06-16 11:02"),
    "partners/the-wire.md": RECORD,
}
# What a reader sees, hears or is shown on request.
ATTRIBUTES = ("aria-label", "alt", "title", "placeholder", "data-done", "data-refused", "data-when")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_the_pages_of_a_site_have_none_of_the_themes_english_words(
    tmp_path: Path, path: Path
) -> None:
    site = MiniSite(tmp_path).write(FILES)
    done = site.build(DEFAULT_LANG=path.stem, THEME=THEME, SITENAME="11", BACKFILE_DATA=True)
    assert done.status == 0, done.said
    english = _english(path)
    pages = site.pages()
    assert len(pages) > 10
    assert not {page: found for page in pages if (found := _found(english, site.page(page)))}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_the_page_of_a_story_has_none_of_them_on_an_english_site(
    tmp_path: Path, path: Path
) -> None:
    story = FILES["one.md"].replace("Slug:", f"Lang: {path.stem}\nSlug:")
    site = MiniSite(tmp_path).write(FILES | {"one.md": story})
    assert site.build(THEME=THEME, SITENAME="11", BACKFILE_DATA=True).status == 0
    english = _english(path)
    assert not _found(english, site.page(f"one-{path.stem}.html"))
    # What looks for English words finds them.
    assert len(_found(english, site.page("two.html"))) > 10


def _found(english: re.Pattern[str], html: str) -> set[str]:
    # A path is the same in every language.
    texts = (re.sub(r"\S*/\S*", "", text) for text in _texts(html))
    return {word for text in texts for word in english.findall(text)}


def _texts(html: str) -> Iterator[str]:
    """Go through the texts and the readable attributes of a page."""
    tree = LexborHTMLParser(html)
    # What is in English and says so, such as the definitions of the data, is no word of the theme.
    english = "" if 'html lang="en"' in html else ", body [lang=en]"
    for node in tree.css(f"style, script, code, samp, pre{english}"):
        node.decompose()
    # A template's content is shown later.
    yield tree.body.text(separator="\n")
    for node in tree.css("template"):
        yield re.sub(r"<[^>]*>", "\n", node.html or "")
    for name in ATTRIBUTES:
        for node in tree.css(f"[{name}]"):
            yield node.attributes[name] or ""


def _english(path: Path) -> re.Pattern[str]:
    """Return what finds the English words of messages that the catalogue at *path* translates."""
    with path.open("rb") as file:
        messages = [message for message in read_po(file, locale=path.stem) if message.id]
    translated = "\n".join(one.casefold() for message in messages for one in _said(message.string))
    parts = {
        part.strip(" .,:;?()")
        for message in messages
        for one in _said(message.id)
        for part in re.split(r"%\(\w+\)s|\{\d*\}|<[^>]*>|[“”\"]", one)
    }
    own = sorted(one for one in parts if len(one) > 3 and one.casefold() not in translated)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, own))})(?!\w)", re.IGNORECASE)


def _said(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)
