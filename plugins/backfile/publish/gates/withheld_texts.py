"""Finds the words of drafts, and of other stories that are not published, in the files of a site.

Each paragraph of such a story gives phrases of up to eight words; those that stand in published
stories as well are left out. What was made of a draft anywhere, a page, a feed, a table, has some.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_PHRASE = 8  # words: published stories hardly ever share so many by chance
_SHORTEST = 6  # words of a paragraph that is told from others
_TITLE = 4  # the same of a title
_KEY = 4  # words by which a phrase is looked up
_WORD = re.compile(r"[^\W_]+")
# Where a page may have something else between two words: the end of a paragraph, an item or a cell,
# and the mark of a footnote.
_ENDS = re.compile(r"\n\s*(?:\n|[-*+] |\d+[.)] |#|\[\^)|\[\^[^\]\n]*\]|\|")
# What no page shows: the addresses of links, and attributes.
_UNSEEN = re.compile(r"\]\([^()\n]*\)|\]\[[^\]\n]*\]|\{[^{}\n]*\}|https?:\S+")
_TAGS = re.compile(r"<[^<>]*>")
_ESCAPES = re.compile(r"\\[nrt\"]|\\u[0-9a-f]{4}")


@dataclass(frozen=True, slots=True)
class WithheldPhrase:
    """Words that stand one after the other in the story file `story`, in small letters."""

    words: tuple[str, ...]
    story: str


@dataclass(frozen=True, slots=True)
class WithheldTexts:
    """The phrases by which stories are known that are not published, by their first four words."""

    phrases: Mapping[tuple[str, ...], tuple[WithheldPhrase, ...]] = field(default_factory=dict)

    def stories_in(self, text: str) -> list[str]:
        """Return the story files whose words stand in *text*: HTML, JSON, XML or plain text."""
        if not self.phrases:
            return []
        found = {one.story for one in _found(self.phrases, plain_words(text))}
        return sorted(found)


def withheld_texts(
    withheld: Iterable[tuple[str, str, str]], published: Iterable[str]
) -> WithheldTexts:
    """Return the phrases of *withheld* stories: triples of file, title and body in Markdown.

    *published* are the texts of all story files that are published, fields and all. An empty title
    is one that may be known.
    """
    phrases: dict[tuple[str, ...], list[WithheldPhrase]] = defaultdict(list)
    for story, title, body in withheld:
        for words in _phrases(title, body):
            phrases[words[:_KEY]].append(WithheldPhrase(words, story))
    for text in published if phrases else ():
        for common in list(_found(phrases, plain_words(text))):
            rest = [one for one in phrases[common.words[:_KEY]] if one.words != common.words]
            phrases[common.words[:_KEY]] = rest
    return WithheldTexts({key: tuple(found) for key, found in phrases.items() if found})


def plain_words(text: str) -> list[str]:
    """Return the words of *text* in small letters; it may be HTML, also within JSON or XML."""
    if "&" in text:
        text = unescape(unescape(text))
    return _WORD.findall(_TAGS.sub(" ", _ESCAPES.sub(" ", text)).casefold())


def _phrases(title: str, body: str) -> Iterator[tuple[str, ...]]:
    words = tuple(plain_words(title))
    if len(words) >= _TITLE:
        yield words
    for stretch in _ENDS.split(_UNSEEN.sub(" ", body)):
        words = tuple(plain_words(stretch))
        if len(words) >= _SHORTEST:
            last = max(len(words) - _PHRASE, 0)
            for start in sorted({*range(0, last, _PHRASE), last}):
                yield words[start : start + _PHRASE]


def _found(
    phrases: Mapping[tuple[str, ...], Iterable[WithheldPhrase]], words: list[str]
) -> Iterator[WithheldPhrase]:
    """Go through those of *phrases* that stand in *words*."""
    keys = zip(*(islice(words, start, None) for start in range(_KEY)), strict=False)
    for at, key in enumerate(keys):
        for phrase in phrases.get(key, ()):
            if tuple(words[at : at + len(phrase.words)]) == phrase.words:
                yield phrase
