"""A site that looks like itself: its logo, colours, menu, footer and style sheets on each page."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from .sites import ROOT, WIRE, MiniSite

STORY = "Title: Ice\nDate: 2014-06-16\n\nText.\n"
THEME: dict[str, Any] = {"THEME": str(ROOT / "theme"), "STATIC_PATHS": ["images"]}
SET: dict[str, Any] = {
    **THEME,
    "BACKFILE_LOGO": "images/a logo.png",
    "BACKFILE_ACCENT_LIGHT": "#7a1f1f",
    "BACKFILE_ACCENT_DARK": "#e0b080",
    "BACKFILE_FOOTER": '© The Packet. <a href="https://packet.example/">Our paper</a>',
    "BACKFILE_STYLE_SHEETS": ["css/own.css", "css/more.css"],
    "MENUITEMS": [
        ("About", "pages/about.html"),
        ("Paper", "https://packet.example/"),
        ("Top", "/"),
    ],
    "SITEURL": "https://host.example/archive",
}
HOST = "https://host.example/archive"


@pytest.fixture
def site(tmp_path) -> MiniSite:
    made = MiniSite(tmp_path).write(
        {
            "a.md": STORY,
            "partners/the-wire.md": WIRE,
            "pages/about.md": "Title: About\n\nText.\n",
            "css/own.css": ".masthead { color: green; }\n",
            "css/more.css": ".colophon { color: green; }\n",
        }
    )
    (tmp_path / "content/images").mkdir()
    Image.new("RGB", (300, 100)).save(tmp_path / "content/images/a logo.png")
    return made


def test_each_page_has_what_the_site_sets(site):
    ended = site.build(**SET)

    assert ended.status == 0, ended.said
    for name in ("index.html", "ice.html", "pages/about.html", "partners/the-wire/index.html"):
        page = LexborHTMLParser(site.page(name))
        logo = page.css_first(".site-name img").attributes
        assert logo == {
            "class": "logo",
            "src": f"{HOST}/images/a%20logo.png",
            "alt": "",
            "width": "300",
            "height": "100",
        }
        sheets = [link.attributes["href"] for link in page.css("link[rel=stylesheet]")]
        assert sheets[-3:] == [
            f"{HOST}/theme/css/accent.css",
            f"{HOST}/css/own.css",
            f"{HOST}/css/more.css",
        ]
        assert not page.css("style, [style]")
        menu = {link.text(): link.attributes["href"] for link in page.css(".masthead nav a")}
        assert menu["About"] == f"{HOST}/pages/about.html"
        assert (menu["Paper"], menu["Top"]) == ("https://packet.example/", "/")
        assert page.css_first(".colophon > p").text() == "© The Packet. Our paper"
    about = LexborHTMLParser(site.page("pages/about.html"))
    assert about.css_first(".masthead [aria-current]").text() == "About"


def test_every_page_says_its_address_on_paper(site):
    assert site.build(**SET).status == 0

    for name, address in {
        "index.html": "/",
        "partners/the-wire/index.html": "/partners/the-wire/",
    }.items():
        page = LexborHTMLParser(site.page(name))
        assert page.css_first(".colophon .on-paper").text() == f"{HOST}{address}"
    story = LexborHTMLParser(site.page("ice.html"))
    assert [one.text(strip=True) for one in story.css(".on-paper dd")] == [f"{HOST}/ice.html"]
    assert not story.css(".colophon .on-paper")


def test_the_files_are_published_though_no_static_path_has_them(site):
    assert site.build(**SET).status == 0

    for name in ("images/a logo.png", "css/own.css", "css/more.css"):
        published = (site.folder / "output" / name).read_bytes()
        assert published == (site.folder / "content" / name).read_bytes()
    assert "--link: light-dark(#7a1f1f, #e0b080);" in site.page("theme/css/accent.css")


def test_a_site_that_sets_nothing_has_nothing_of_it(site):
    assert site.build(**THEME).status == 0

    page = LexborHTMLParser(site.page("index.html"))
    assert page.css("img") == []
    assert page.css("link[rel=stylesheet]")[-1].attributes["href"].endswith("/css/print.css")
    assert page.css_first(".colophon > p").text() == "Test archive"
    assert not (site.folder / "output" / "theme/css/accent.css").exists()
    assert not (site.folder / "output" / "css").exists()


def test_a_missing_logo_ends_the_build_with_its_line(site):
    ended = site.build(**THEME, BACKFILE_LOGO="images/none.png")

    assert ended.status == 1
    assert 'pelicanconf.py:15: BACKFILE_LOGO names "images/none.png", and there is no' in ended.said
    assert "Traceback" not in ended.said


def test_a_logo_that_is_no_picture_ends_the_build(site):
    (site.folder / "content/images/bad.png").write_bytes(b"no picture")

    ended = site.build(**THEME, BACKFILE_LOGO="images/bad.png")

    assert ended.status == 1
    assert "content/images/bad.png: cannot be read as a picture; BACKFILE_LOGO" in ended.said


@pytest.mark.parametrize(
    ("css", "loads"),
    [
        (":root { --text-face: Georgia, serif; }\n", False),
        (".own { --my--text-face: Georgia; font-family: var(--text-face); }\n", True),
        ("/* --text-face: Georgia; */\n", True),
    ],
)
def test_a_site_with_a_text_face_of_its_own_does_not_preload_that_of_the_theme(site, css, loads):
    site.write({"css/own.css": css})

    ended = site.build(**SET)

    assert ended.status == 0, ended.said
    for name in ("index.html", "ice.html"):
        page = LexborHTMLParser(site.page(name))
        assert bool(page.css('link[rel="preload"][as="font"]')) is loads


def test_a_page_preloads_the_fonts_of_its_text(site):
    site.write({"b.md": f"{STORY}".replace("Ice", "氷\nSlug: kori\nLang: ja")})

    ended = site.build(**THEME)

    assert ended.status == 0, ended.said
    told = {}
    for name in ("index.html", "ice.html", "kori-ja.html"):
        page = LexborHTMLParser(site.page(name))
        fonts = [one.attributes["href"] for one in page.css('link[rel="preload"][as="font"]')]
        assert all((site.folder / "output" / font.lstrip("/")).is_file() for font in fonts)
        told[name] = len(fonts)
    assert told == {"index.html": 1, "ice.html": 2, "kori-ja.html": 0}
