"""An archive without a story builds, and its first page says what to do next."""

from __future__ import annotations

from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from backfile.config.site_settings import site_settings
from backfile.pipeline.build import build

from .sites import ROOT, WIRE, MiniSite

THEME: dict[str, Any] = {"THEME": str(ROOT / "theme")}
DRAFT = "Title: Ice\nDate: 2014-06-16\nStatus: draft\n\nText.\n"
STORY = "Title: Ice\nDate: 2014-06-16\n\nText.\n"


@pytest.fixture
def site(tmp_path) -> MiniSite:
    (tmp_path / "content").mkdir()
    return MiniSite(tmp_path)


def steps(site: MiniSite) -> LexborHTMLParser | None:
    return LexborHTMLParser(site.page("index.html")).css_first(".first-steps")


def test_the_first_page_of_an_empty_archive_says_what_to_do_next(site):
    ended = site.build(**THEME)

    assert ended.status == 0, ended.said
    shown = steps(site).text()
    for said in ("backfile import", "backfile new", "backfile check", "backfile serve"):
        assert said in shown
    assert "docs/starting.md" in shown


def test_partners_and_drafts_alone_are_no_published_story(site):
    site.write({"a.md": DRAFT, "partners/the-wire.md": WIRE})

    assert site.build(**THEME).status == 0
    assert steps(site)


def test_the_first_published_story_takes_its_place(site):
    site.write({"a.md": STORY})

    assert site.build(**THEME).status == 0
    assert steps(site) is None


def test_it_speaks_the_language_of_the_site(site):
    assert site.build(**THEME, DEFAULT_LANG="es").status == 0

    assert steps(site).css_first("h2").text() == "Aún no se ha publicado ninguna noticia"


def test_everything_else_is_made_of_no_stories_too(tmp_path, monkeypatch):
    """With the settings of this repository: search, feeds, data, sitemap, cards, the check."""
    monkeypatch.chdir(ROOT)
    (tmp_path / "content").mkdir()
    settings = site_settings(content=str(tmp_path / "content"), output=str(tmp_path / "output"))

    output = build({**settings, "SITEURL": "https://archive.example", "BACKFILE_VERIFY": True})

    for name in ("sitemap.xml", "data/stories.schema.json", "404.html"):
        assert (output / name).is_file()
    assert not (output / "data/datapackage.json").exists()  # a data package has a table or more
    page = LexborHTMLParser((output / "index.html").read_text("utf-8"))
    links = [one.attributes["href"] for one in page.css("a[href], link[href]")]
    for link in (one for one in links if one.startswith("https://archive.example/")):
        path = output / link.removeprefix("https://archive.example/")
        assert path.is_file() or (path / "index.html").is_file(), link
