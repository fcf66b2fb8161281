"""Pages and style sheets as they are read from a disk: what goes in, and what comes out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.publish.packages.offline_pages import POLICY, offline_css, offline_page
from backfile.publish.packages.site_links import SiteLink, SiteLinks, relative_address

SITE = "https://a.example/news"
FILES = {
    "index.html",
    "about.html",
    "2011/03/ferry/index.html",
    "2011/03/ferry/story.json",
    "images/bridge.jpg",
    "pictures/480/images/bridge.jpg",
    "images/é 1.jpg",
    "theme/base.css",
}
PAGE = "2011/03/ferry/index.html"
LINKS = SiteLinks(SITE, FILES.__contains__)
PAGES = [
    # Links, from the address of the site, from its root, and from the page.
    (f'<a href="{SITE}/">Home</a>', '<a href="../../../index.html">Home</a>'),
    (f'<a href="{SITE}">Home</a>', '<a href="../../../index.html">Home</a>'),
    (f'<a href="{SITE}/#years">Years</a>', '<a href="../../../index.html#years">Years</a>'),
    ('<a href="/news/about">About</a>', '<a href="../../../about.html">About</a>'),
    ('<a href="story.json">Data</a>', '<a href="story.json">Data</a>'),
    ('<a href="../ferry/">Ferry</a>', '<a href="index.html">Ferry</a>'),
    ('<a href="../ferry">Ferry</a>', '<a href="index.html">Ferry</a>'),
    ('<a href="?as-of=noon#original-post">Then</a>', '<a href="index.html#original-post">Then</a>'),
    # What is no link within the site stays as it is written.
    ('<a href="#noon">Noon</a>', '<a href="#noon">Noon</a>'),
    ('<a href="https://b.example/?a&amp;b">B</a>', '<a href="https://b.example/?a&amp;b">B</a>'),
    ('<a href="mailto:desk@a.example">Desk</a>', '<a href="mailto:desk@a.example">Desk</a>'),
    ('<a href="http://[broken">B</a>', '<a href="http://[broken">B</a>'),
    ("<a name=x>A < B &c</a>", "<a name=x>A < B &c</a>"),
    # A link to what is left out is text, and a list item that is nothing else goes.
    ('<p><a href="/news/feeds/" type="x" class="f">Feeds</a></p>', '<p><a class="f">Feeds</a></p>'),
    ('<ul><li><a href="/news/feeds/">Feeds</a></li></ul>', "<ul></ul>"),
    ('<ul><li> <a href="/news/feeds/">F</a> </li><li>B</li></ul>', "<ul><li>B</li></ul>"),
    (
        '<ul><li><a href="/news/feeds/">F</a> of us</li></ul>',
        "<ul><li><a>F</a> of us</li></ul>",
    ),
    ('<form action="/news/search/"><input name="q"></form>x', "x"),
    ('<link rel="alternate" href="/news/feeds/all.json">x', "x"),
    # A hint at a file that the page loads anyway, which browsers refuse to follow on a disk.
    ('<link rel="preload" as="font" href="/news/theme/base.css" crossorigin>x', "x"),
    # What only scripts use goes, and what is there for those without them stays.
    ('<script src="/news/a.js"></script>x', "x"),
    ('<script>document.write("<p>")</script>x', "x"),
    ('<script type="application/ld+json">{"a":1}</script>', None),
    ("<noscript><p>Use the lists.</p></noscript>", "<p>Use the lists.</p>"),
    ("<template><p>x</p></template><dialog><p>y</p></dialog>z", "z"),
    ("<dialog open>y</dialog>", None),
    # What the page says of itself on the Web stays.
    (f'<link rel="canonical" href="{SITE}/2011/03/ferry/">', None),
    (f'<meta property="og:url" content="{SITE}/2011/03/ferry/">', None),
    # Pictures and styles.
    ('<img src="/news/images/bridge.jpg" alt>', '<img src="../../../images/bridge.jpg" alt>'),
    ('<img src="data:image/gif;base64,R0">', None),
    (
        f'<img srcset="{SITE}/pictures/480/images/bridge.jpg 480w, /news/about 2x">',
        '<img srcset="../../../pictures/480/images/bridge.jpg 480w, ../../../about.html 2x">',
    ),
    (
        '<img src="/news/images/%C3%A9%201.jpg">',
        '<img src="../../../images/%C3%A9%201.jpg">',
    ),
    ('<p style="background: url(/news/images/bridge.jpg)">', None),
    ("<style>p { background: url(/news/images/bridge.jpg) }</style>", None),
    ('<link rel="stylesheet" href="/news/theme/base.css">', None),
    ('<base href="/news/">x', "x"),
]
# Of those above that only lead elsewhere, what they lead to.
REPLACED = ("/news/images/bridge.jpg", "/news/theme/base.css")


@pytest.mark.parametrize(("html", "expected"), PAGES)
def test_a_page_as_it_is_read_from_a_disk(html: str, expected: str | None) -> None:
    if expected is None:
        expected = html
        for link in REPLACED:
            expected = expected.replace(link, link.replace("/news", "../../..", 1))

    assert offline_page(html, PAGE, LINKS) == expected


def test_the_policy_allows_files_and_no_scripts() -> None:
    html = '<meta http-equiv="Content-Security-Policy" content="default-src x">'

    written = offline_page(html, PAGE, LINKS)

    assert POLICY.replace("'", "&#x27;") in written


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a { b: url(/news/images/bridge.jpg) }", "a { b: url(../images/bridge.jpg) }"),
        ("a { b: url( '../images/bridge.jpg' ) }", "a { b: url( '../images/bridge.jpg') }"),
        ('@import "/news/theme/base.css";', '@import "base.css";'),
        ('@import url("base.css") print;', '@import url("base.css") print;'),
        ("a { b: url(data:image/png;base64,A) }", "a { b: url(data:image/png;base64,A) }"),
        ("a { b: url(https://b.example/x.png) }", "a { b: url(https://b.example/x.png) }"),
        ("a { b: url(missing.png) }", "a { b: url(missing.png) }"),
    ],
)
def test_a_style_sheet_as_it_is_read_from_a_disk(css: str, expected: str) -> None:
    assert offline_css(css, "theme/print.css", LINKS) == expected


@pytest.mark.parametrize("address", ["", "/news", "https://a.example", "https://a.example/news"])
@given(
    target=st.sampled_from(sorted(FILES)),
    page=st.sampled_from(["index.html", PAGE, "a/b.html"]),
)
def test_a_relative_address_leads_back_to_the_file(address: str, target: str, page: str) -> None:
    links = SiteLinks(address, FILES.__contains__)

    assert links.target(relative_address(target, page), page) == SiteLink(target, "")


@given(st.text("<>a=\"'& /:#?[]%\n", max_size=60))
def test_whatever_a_page_holds_it_is_written(html: str) -> None:
    written = offline_page(html, PAGE, LINKS)

    assert offline_page(written, PAGE, LINKS) == written
