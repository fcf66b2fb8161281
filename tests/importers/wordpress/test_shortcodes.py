"""Shortcodes are told from words in brackets, and what they showed is shown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.errors import RefusedError
from backfile.importers.wordpress.attachments import Attachment
from backfile.importers.wordpress.post_body import visible_signs
from backfile.importers.wordpress.shortcode_parser import Escape, find
from backfile.importers.wordpress.shortcodes import without_shortcodes

unhurried = settings(deadline=None)  # machines of all speeds run the tests

WORDS = [
    "[sic]",
    "[1]",
    "[Correction]",
    "[Update 6:20 p.m.]",
    "[Update, 6:20 p.m.: the span moved]",
    "[Editor's note: the span moved]",
    "[Photo by Ada Writer]",
    "[VIDEO]",
    "[video]",
    "[and/or]",
    "[Smith said a=b was wrong]",
    "[…] and so on",
    "[youtube video below]",
    "array[index]",
    "[he] said [sic] that",
    "[[1]]",
    "[^1]",
    "[/home/ada]",
    "[unclosed gallery ids=1",
    '<a href="[gallery]">a link</a>',
    '<pre>[gallery ids="1"]</pre>',
    "<!-- [gallery] -->",
]


@pytest.mark.parametrize("text", WORDS)
def test_leaves_words_alone(text):
    assert without_shortcodes(text, {}) == text


FOUND = {
    "[gallery]": ["gallery"],
    "[GALLERY]": [],
    '[gallery ids="1,2"]': ["gallery"],
    "[gallery columns=2 ids=1,2]": ["gallery"],
    "[gallery ids='1,2' /]": ["gallery"],
    "[contact-form-7 id=“12” title=“Write to us”]": ["contact-form-7"],
    "[ninja_form id=3]": ["ninja_form"],
    "[box]inside[/box]": ["box", "box"],
    "[row][col]a[/col][col]b[/col][/row]": ["row", "col", "col", "col", "col", "row"],
    "[ad/]": ["ad"],
    "a stray [/box] end": ["box"],
    "[youtube https://www.youtube.com/watch?v=abcdefghijk]": ["youtube"],
    "[youtube=https://www.youtube.com/watch?v=abcdefghijk&w=640]": ["youtube"],
    "[youtube abcdefghijk]": ["youtube"],
    "[vimeo 12345678 w=500]": ["vimeo"],
    '[caption caption="See <a href=\'x\'>this</a>"]<img src="a.jpg">[/caption]': [
        "caption",
        "caption",
    ],
    "[[gallery]]": [Escape, Escape],
    "[[gallery ids='1']] shows one": [Escape, Escape],
}


@pytest.mark.parametrize(("text", "expected"), FOUND.items())
def test_finds(text, expected):
    found = [Escape if isinstance(one, Escape) else one.name for one in find(text)]
    assert found == expected


PICTURES = {
    "8": Attachment("8", "https://packet.example/a.jpg", alt="A span", caption="The span"),
    "9": Attachment("9", "https://packet.example/b.jpg", is_own=True),
    "10": Attachment("10", "https://packet.example/c.mp3", title="A horn", is_own=True),
}
A = (
    '<figure><img src="https://packet.example/a.jpg" alt="A span">'
    '<figcaption><backfile-added kind="caption">The span</backfile-added></figcaption></figure>'
)
B = '<figure><img src="https://packet.example/b.jpg" alt=""></figure>'
C = (
    '<p><backfile-added kind="attachment" href="https://packet.example/c.mp3">'
    "A horn</backfile-added></p>"
)


def embed(address: str) -> str:
    return f'<p><backfile-added kind="embed" href="{address}">{address}</backfile-added></p>'


# What is left out stands here between ⟨ and ⟩.
MADE = {
    "a caption": (
        '[caption id="x"]<img src="a.jpg"> The span[/caption]',
        (
            '<figure>⟨[caption id="x"]⟩<img src="a.jpg"><figcaption> The span</figcaption></figure>'
            "⟨[/caption]⟩"
        ),
    ),
    "a caption with a link around its picture": (
        '[caption]<a href="b"><img src="a.jpg" /></a>The <em>span</em>[/caption]',
        (
            '<figure>⟨[caption]⟩<a href="b"><img src="a.jpg" /></a><figcaption>The <em>span</em>'
            "</figcaption></figure>⟨[/caption]⟩"
        ),
    ),
    "a caption without words": (
        '[caption align="left"]<img src="a.jpg">[/caption]',
        '<figure>⟨[caption align="left"]⟩<img src="a.jpg"></figure>⟨[/caption]⟩',
    ),
    "a caption that is an attribute": (
        '[caption caption="The span"]<img src="a.jpg">[/caption]',
        (
            '<figure>⟨[caption caption="⟩<figcaption>The span</figcaption>⟨"]⟩<img src="a.jpg">'
            "</figure>⟨[/caption]⟩"
        ),
    ),
    "a caption that is not closed": ('[caption id="x"] words', '⟨[caption id="x"]⟩ words'),
    "a gallery by numbers": ('[gallery ids="9,8"]', '⟨[gallery ids="9,8"]⟩' + B + A),
    "a gallery of what came with the post": ("[gallery]", "⟨[gallery]⟩" + B + C),
    "a gallery of what the export lacks": ('[gallery ids="7"]', '⟨[gallery ids="7"]⟩'),
    "a gallery without some": ('[gallery exclude="9"]', '⟨[gallery exclude="9"]⟩' + C),
    "an embed": (
        "[embed]https://video.example/1?a=1&amp;b=2[/embed]",
        "⟨[embed]⟩<div>https://video.example/1?a=1&amp;b=2</div>⟨[/embed]⟩",
    ),
    "a video by its number": (
        "[vimeo 12345678]",
        "⟨[vimeo 12345678]⟩" + embed("https://vimeo.com/12345678"),
    ),
    "a video by a number between tags": (
        "[youtube]abcdefghijk[/youtube]",
        (
            '⟨[youtube]⟩<p><a href="https://www.youtube.com/watch?v=abcdefghijk">abcdefghijk</a></p>'
            "⟨[/youtube]⟩"
        ),
    ),
    "a video by its address": (
        '[video mp4="https://packet.example/span.mp4" poster="a.jpg"][/video]',
        '⟨[video mp4="https://packet.example/span.mp4" poster="a.jpg"]⟩'
        + embed("https://packet.example/span.mp4")
        + "⟨[/video]⟩",
    ),
    "a sound after a bar": (
        "[audio https://packet.example/horn.mp3|titles=The horn]",
        "⟨[audio https://packet.example/horn.mp3|titles=The horn]⟩"
        + embed("https://packet.example/horn.mp3"),
    ),
    "code": ("[code]a  b[/code]", "⟨[code]⟩<pre>a  b</pre>⟨[/code]⟩"),
    "one that nobody knows": ("[box]inside[/box]", "⟨[box]⟩inside⟨[/box]⟩"),
    "an escaped one": ("[[gallery]]", "⟨[⟩[gallery]⟨]⟩"),
}


@pytest.mark.parametrize(("text", "expected"), MADE.values(), ids=MADE.keys())
def test_makes(text, expected):
    made = without_shortcodes(text, PICTURES)
    made = re.sub('<backfile-left-out why="[a-z -]*">', "⟨", made)
    assert made.replace("</backfile-left-out>", "⟩") == expected


parts = st.lists(
    st.sampled_from(
        [
            "[caption id='x']", "[/caption]", '[caption caption="a"]', "[gallery]", "[[gallery]]",
            "[embed]", "[/embed]", "https://a.example/1", "[box a='1']", "[/box]", "[code]",
            "[/code]", '<img src="a.jpg">', "<em>", "</em>", "words", " ", "\n", "[", "]", "[sic]",
            "<p>", "</p>", "&amp;", "<", "<!-- x -->", "<pre>", "</pre>",
        ]
    )
).map("".join)  # fmt: skip


@unhurried
@given(text=parts)
def test_no_sign_is_lost_or_added(text):
    made = without_shortcodes(text, PICTURES)
    assert re.sub(r"<backfile-added.*?</backfile-added>", "", made).count("[") == text.count("[")
    if "<" not in text:
        assert visible_signs(made) == visible_signs(text)


def test_refuses_galleries_without_end():
    many = {str(n): Attachment(str(n), "https://packet.example/a.jpg") for n in range(1000)}
    gallery = f'[gallery ids="{",".join(many)}"]'
    with pytest.raises(RefusedError, match="more pictures than a page can hold"):
        without_shortcodes(gallery * 1000, many)
