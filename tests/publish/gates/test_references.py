"""The addresses that pages, style sheets and scripts state, and where they lead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.publish.gates.html_reader import read_tags
from backfile.publish.gates.references import (
    LinkUse,
    page_references,
    redirect_of,
    script_references,
    style_references,
)
from backfile.publish.gates.site_addresses import LinkPlace, SiteAddresses, page_path

LOADS, LEADS = LinkUse.LOADS, LinkUse.LEADS


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="b/">', [("b/", LEADS)]),
        ("<a>", []),
        ('<a href="">', [("", LEADS)]),
        ('<form action="/search/">', [("/search/", LEADS)]),
        ('<img src="a.png" srcset="b.png 2x, c,d.png 480w">', ["a.png", "b.png", "c,d.png"]),
        ('<link rel="Alternate StyleSheet" href="a.css">', ["a.css"]),
        ('<link rel="canonical" href="https://a.example/">', [("https://a.example/", LEADS)]),
        ('<link rel="schema.DC" href="http://purl.org/dc/elements/1.1/">', []),
        ('<link rel="preload" imagesrcset="a.png 1x" href="b.png">', ["a.png", "b.png"]),
        ('<meta property="og:image" content="/a.png">', [("/a.png", LEADS)]),
        ('<meta http-equiv="refresh" content="0; url=/a/">', [("/a/", LEADS)]),
        ('<meta http-equiv="refresh" content="5">', []),
        ("<p style=\"background: url('a.png')\">", ["a.png"]),
        ("<style>\n@import 'a.css';\n</style>", ["a.css"]),
        ('<script>import "./a.js"</script>', ["./a.js"]),
        ('<script type="application/ld+json">{"a": "import \'./a.js\'"}</script>', []),
        ('<svg><image xlink:href="a.png"/><use href="#b"/></svg>', ["a.png", "#b"]),
        (
            '<video src="a.mp4" poster="a.jpg"><track src="a.vtt"></video>',
            ["a.mp4", "a.jpg", "a.vtt"],
        ),
    ],
)
def test_of_a_page(html: str, expected: list[object]) -> None:
    found = [(one.written, one.use) for one in page_references(read_tags(html))]

    assert found == [(one, LOADS) if isinstance(one, str) else one for one in expected]


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a { b: url(c.png) }", [("c.png", 1)]),
        ("\n\na { b: URL( 'c d.png' ), url(\"e.png\") }", [("c d.png", 3), ("e.png", 3)]),
        ('@import "a.css" print;', [("a.css", 1)]),
        ("@import url(a.css);", [("a.css", 1)]),
        ("/* url(a.png)\n*/ a { b: url(c.png) }", [("c.png", 2)]),
        ("@namespace url(http://www.w3.org/1999/xhtml);", []),
        ("a { mask: url(#b) }", []),
    ],
)
def test_of_a_style_sheet(css: str, expected: list[tuple[str, int]]) -> None:
    assert [(one.written, one.line) for one in style_references(css)] == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('import "./a.js";', ["./a.js"]),
        ('import { a,\n  b } from "../a.js";', ["../a.js"]),
        ('export * from "/a.js";', ["/a.js"]),
        ('const a = await import("https://a.example/b.js");', ["https://a.example/b.js"]),
        ('new Worker("//a.example/b.js")', ["//a.example/b.js"]),
        ('import a from "package";', []),
        ('fetch(address + "/a")', []),
        ('const a = "import of goods";', []),
        ('const link = "https://a.example/";', []),
    ],
)
def test_of_a_script(script: str, expected: list[str]) -> None:
    assert [one.written for one in script_references(script)] == expected


def test_a_page_leads_on_where_it_refreshes() -> None:
    assert redirect_of(read_tags('<META HTTP-EQUIV="Refresh" content="0;URL=\'/a/\'">')) == "/a/"
    assert redirect_of(read_tags('<meta name="refresh" content="0;url=/a/">')) == ""


SITE = SiteAddresses(
    "https://news.example/archive",
    frozenset(("index.html", "2014/index.html", "a b/é.html", "data/a.csv", "404.html")),
)


@pytest.mark.parametrize(
    ("written", "file", "place", "target", "fragment"),
    [
        ("#a", "2014/index.html", "FILE", "2014/index.html", "a"),
        ("", "2014/index.html", "FILE", "2014/index.html", ""),
        ("#top", "404.html", "FILE", "404.html", ""),
        ("#%C3%A9", "404.html", "FILE", "404.html", "é"),
        ("#:~:text=ice", "404.html", "FILE", "404.html", ""),
        ("?as-of=a#b", "2014/index.html", "FILE", "2014/index.html", "b"),
        ("../", "2014/index.html", "FILE", "index.html", ""),
        ("../../", "2014/index.html", "BESIDE", "", ""),
        ("..", "2014/index.html", "FILE", "index.html", ""),
        ("2014", "index.html", "FILE", "2014/index.html", ""),
        ("2014/", "index.html", "FILE", "2014/index.html", ""),
        ("2014/index.html", "index.html", "FILE", "2014/index.html", ""),
        ("2015/", "index.html", "MISSING", "", ""),
        ("a%20b/%C3%A9.html", "index.html", "FILE", "a b/é.html", ""),
        ("/archive/data/a.csv", "2014/index.html", "FILE", "data/a.csv", ""),
        ("/archive", "2014/index.html", "FILE", "index.html", ""),
        ("/archives/", "2014/index.html", "BESIDE", "", ""),
        ("/2014/", "index.html", "BESIDE", "", ""),
        ("https://news.example/archive/2014/#a", "index.html", "FILE", "2014/index.html", "a"),
        ("https://NEWS.example/archive/", "2014/index.html", "FILE", "index.html", ""),
        ("http://news.example/archive/2014/", "index.html", "FILE", "2014/index.html", ""),
        ("//news.example/archive/2015/", "index.html", "MISSING", "", ""),
        ("https://news.example/shop/", "index.html", "BESIDE", "", ""),
        ("https://news.example.com/archive/", "index.html", "ELSEWHERE", "", ""),
        ("//cdn.example/a.js", "index.html", "ELSEWHERE", "", ""),
        ("mailto:a@b.example", "index.html", "OTHER", "", ""),
        ("data:image/png;base64,", "index.html", "OTHER", "", ""),
        ("javascript:void(0)", "index.html", "OTHER", "", ""),
        ("file:///etc/passwd", "index.html", "MISSING", "", ""),
        ("http://[broken/", "index.html", "MISSING", "", ""),
    ],
)
def test_where_an_address_leads(
    written: str, file: str, place: str, target: str, fragment: str
) -> None:
    found = SITE.target(written, file)

    assert (found.place, found.file, found.fragment) == (LinkPlace[place], target, fragment)


def test_a_site_without_an_address_begins_at_the_top_of_its_host() -> None:
    site = SiteAddresses("", SITE.files)

    assert site.target("/2014/", "404.html").file == "2014/index.html"
    assert site.target("2014/", "index.html").file == "2014/index.html"
    assert site.target("https://site.example/2014/", "index.html").place is LinkPlace.ELSEWHERE


NAME = st.text(alphabet="ab é%#?&'\"+", min_size=1, max_size=6).filter(lambda one: one.strip())
FILE = st.lists(NAME, max_size=3).map(lambda names: "/".join([*names, "index.html"]))


@given(st.lists(FILE, min_size=2, max_size=4), st.sampled_from(["", "https://a.example/b"]))
def test_the_address_of_a_file_leads_to_it_from_everywhere(files: list[str], address: str) -> None:
    site = SiteAddresses(address, frozenset(files))

    for file in files:
        for page in files:
            up = "../" * page.count("/")
            for written in (f"{address}/{page_path(file)}", f"{up}{page_path(file)}#c"):
                if address or not written.startswith("/"):
                    assert site.target(written or "./", page).file == file
