"""HTML of a page as the XHTML of a book: what goes in, and what comes out."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.publish.packages.book.xhtml import fragment, text, xhtml_of, xml_id

SPACES = 'xmlns:epub="http://www.idpf.org/2007/ops"'
CHANGED = [
    ("<p>A & B&nbsp;&copy; <br>C", "<p>A &amp; B&#160;© <br/>C</p>"),
    ('<p class=x onclick="y()" style="z">A', '<p class="x">A</p>'),
    ('<p lang="es">A', '<p lang="es" xml:lang="es">A</p>'),
    ('<li id="fn:1" value=3>A', '<li id="fn-1" value="3">A</li>'),
    ('<time datetime="2011-03-04">4 March</time>', '<time datetime="2011-03-04">4 March</time>'),
    # What HTML has no more, what a book cannot show, and what no one knows.
    ("<center>A <tt>b</tt></center>", "<div>A <code>b</code></div>"),
    ("<p><font size=2>c</font></p>", "<p><span>c</span></p>"),
    ("<p>A<script>b()</script><iframe>c</iframe></p>", "<p>A</p>"),
    ("<p>A <blink>b <em>c</em></blink></p>", "<p>A b <em>c</em></p>"),
    ("<p>A<!-- b --></p>", "<p>A</p>"),
    ("<p>A\x0cB\x00\x1f</p>", "<p>A B</p>"),
    ("<pre>a\n  b</pre>", "<pre>a\n  b</pre>"),
    ('<a href="x?a=1&b=2">A</a>', '<a href="x?a=1&amp;b=2">A</a>'),
]


def written(html: str) -> str:
    return "".join(xhtml_of(node, lambda _node, element: element) for node in fragment(html))


@pytest.mark.parametrize(("html", "expected"), CHANGED)
def test_a_fragment_as_xhtml(html: str, expected: str) -> None:
    assert written(html) == expected


@given(st.text("<>/abp=\"'& \n-!%\x00\x0bé", max_size=80))
def test_whatever_html_it_was_it_is_xml(html: str) -> None:
    ET.fromstring(f"<body {SPACES}>{written(html)}</body>")  # noqa: S314 (it was made here)


def test_a_fragment_may_be_as_deep_as_it_likes() -> None:
    deep = 5_000

    assert written("<b>" * deep + "A").count("<b>") <= deep


@given(st.text(min_size=1))
def test_any_id_is_one_of_xml(name: str) -> None:
    assert ET.fromstring(f'<a id="{xml_id(name)}"/>').get("id") == xml_id(name)  # noqa: S314
    assert not xml_id(name)[0].isdigit()


@given(st.text())
def test_any_text_is_one_of_xml(words: str) -> None:
    ET.fromstring(f'<a b="{text(words)}">{text(words)}</a>')  # noqa: S314
