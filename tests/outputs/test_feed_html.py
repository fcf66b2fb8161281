"""A story's HTML as it stands in a feed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from backfile.outputs.feeds.content import feed_html

SITE, PAGE = "https://archive.example", "2009/08/ferry/"
UPDATE = (
    '<section class="update" data-kind="update" data-precision="minute"'
    ' data-inferred="next-day" id="update-2009-08-15-0020">'
    '<h2><time datetime="2009-08-15T00:20:00-04:00">12:20 a.m.</time> Fog</h2><p>Thick.</p>'
    "</section>"
)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/about/">a</a>', '<a href="https://archive.example/about/">a</a>'),
        ('<a href="../bell/">a</a>', '<a href="https://archive.example/2009/08/bell/">a</a>'),
        ('<a href="#update-3">a</a>', f'<a href="{SITE}/{PAGE}#update-3">a</a>'),
        ('<a href="//host.example/">a</a>', '<a href="https://host.example/">a</a>'),
        ('<a href="https://h.example/">a</a>', '<a href="https://h.example/">a</a>'),
        ('<a href="mailto:a@h.example">a</a>', '<a href="mailto:a@h.example">a</a>'),
        (
            '<img src="/images/a.png" alt="A quay">',
            '<img src="https://archive.example/images/a.png" alt="A quay">',
        ),
        (
            '<blockquote cite="/b/">b</blockquote>',
            '<blockquote cite="https://archive.example/b/">b</blockquote>',
        ),
    ],
)
def test_every_address_is_in_full(html: str, expected: str) -> None:
    assert feed_html(html, SITE, PAGE) == expected


def test_while_one_writes_addresses_begin_at_the_root() -> None:
    html = '<a href="#fn:1">1</a><img src="/images/a.png" alt="">'
    assert feed_html(html, "", PAGE) == (
        '<a href="/2009/08/ferry/#fn:1">1</a><img src="/images/a.png" alt="">'
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a<script>alert(1)</script>b", "ab"),
        ("a<style>p { color: red }</style>b", "ab"),
        ('<p onclick="x()" style="color: red">a</p>', "<p>a</p>"),
        ('<a href="javascript:x()">a</a>', "<a>a</a>"),
        ('<a href="java\nscript:x()">a</a>', "<a>a</a>"),
        ('<a href="data:text/html,x">a</a>', "<a>a</a>"),
        ('<a href="//[bad">a</a>', "<a>a</a>"),
        ('<form action="/x"><input name="q"></form>a', "a"),
        ('<p id="location">a</p>', "<p>a</p>"),
        ('<p id="update-3 x">a</p>', "<p>a</p>"),
        ("a &lt;script&gt; b &amp; c", "a &lt;script&gt; b &amp; c"),
    ],
)
def test_nothing_in_it_can_do_harm(html: str, expected: str) -> None:
    assert feed_html(html, SITE, PAGE) == expected


@pytest.mark.parametrize(
    "html",
    [
        UPDATE,
        '<section class="update" data-corrects="update-2" id="original-post"></section>',
        '<p class="attribution" lang="en">A credit.</p>',
        '<sup id="fnref:1">1</sup><div class="footnote"><ol><li id="fn:1">A note.</li></ol></div>',
        '<table><tbody><tr><th scope="row" colspan="2">A</th></tr></tbody></table>'.replace(
            "<table>", '<div class="scroller"><table>'
        ).replace("</table>", "</table></div>"),
        '<p dir="rtl" lang="ar" title="a">b</p>',
    ],
)
def test_what_tools_hold_on_to_stays(html: str) -> None:
    assert feed_html(html, SITE, PAGE) == html


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            '<iframe src="https://video.example/1" title="A tow"></iframe>',
            '<p class="embed"><a href="https://video.example/1">A tow</a></p>',
        ),
        (
            '<img src="https://h.example/a.png" alt="A quay">',
            '<a class="missing-image" href="https://h.example/a.png">A quay</a>',
        ),
    ],
)
def test_what_other_hosts_would_show_is_a_link_as_on_the_page(html: str, expected: str) -> None:
    assert feed_html(html, SITE, PAGE) == expected


TAGS = st.sampled_from(
    [
        "<script>",
        "</script>",
        "<p onclick=x>",
        "<a href='javascript:x'>",
        "<img src=x onerror=x>",
        "<svg><script>",
        "<math><mi xlink:href='data:x'>",
        "<!--",
        "-->",
        "<style>",
        "<iframe srcdoc='<script>'>",
        "<b id=cookie>",
        "text",
        "&lt;",
    ]
)


@given(st.lists(TAGS, max_size=12).map("".join))
def test_no_mixture_of_tags_does_harm(html: str) -> None:
    made = LexborHTMLParser(feed_html(html, SITE, PAGE))
    for node in made.css("*"):
        assert node.tag not in {"script", "style", "iframe", "svg", "math", "object", "form"}
        for name, value in node.attributes.items():
            assert not name.startswith("on")
            assert name != "id"
            assert not (value or "").startswith(("javascript:", "data:"))
