"""What Python-Markdown makes of a text, with and without the patterns that cannot match in it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from backfile.reading.inline_patterns import SPARER, SPARER_PRIORITY, PatternSparer

if TYPE_CHECKING:
    import re

EXTENSIONS = ["extra", "smarty", "wikilinks", "nl2br"]
PIECES = [
    "word",
    " ",
    "  \n",
    "\n",
    "\n\n",
    "`",
    "\\",
    "[",
    "]",
    "(a)",
    "![",
    "[^1]",
    "[[w]]",
    "*",
    "_",
]
PIECES += [
    "<",
    ">",
    "<b>",
    "http://a.example",
    "a@b.example",
    "&",
    "&amp;",
    "&#38;",
    '"',
    "...",
    "!",
]
PIECES += ["\n\n[^1]: `a` note\n\n", "\n\n[word]: /a\n\n", "# ", "- ", "> "]


class _Sparing(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        md.treeprocessors.register(PatternSparer(md), SPARER, SPARER_PRIORITY)


class _LinkWriter(InlineProcessor):
    """Somebody's own pattern: it writes what a later pattern looks for."""

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # noqa: N802 (the same)
        del data
        made = ET.Element("q")
        made.text = "[a link](/a)"
        return made, m.start(), m.end()


class _Linking(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the same)
        md.inlinePatterns.register(_LinkWriter("HERE", md), "linked", 185)


def converted(text: str, *more: Extension) -> str:
    return Markdown(extensions=[*EXTENSIONS, *more]).convert(text)


@pytest.mark.parametrize(
    "text",
    [
        "Plain *words*, __strong__ ones.",
        "`code`, \\*no*, [a link](/a), [b][], ![a picture](/c.png)\n\n[b]: /b",
        "<https://a.example> <a@b.example> <b>c</b> AT&amp;T  \nd[^1]\n\n[^1]: A `note` & more.",
    ],
)
def test_examples_come_out_the_same(text: str) -> None:
    assert converted(text, _Sparing()) == converted(text)


@given(text=st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_comes_out_the_same(text: str) -> None:
    assert converted(text, _Sparing()) == converted(text)


def test_what_another_pattern_writes_is_read() -> None:
    assert '<a href="/a">' in converted("Look HERE.", _Linking())
    assert converted("Look HERE.", _Sparing(), _Linking()) == converted("Look HERE.", _Linking())


def test_patterns_that_cannot_match_are_left_out() -> None:
    md = Markdown(extensions=[_Sparing()])
    md.convert("Plain *words*.")
    tried = md.treeprocessors["inline"].inlinePatterns
    assert tried == [md.inlinePatterns["em_strong"]]
