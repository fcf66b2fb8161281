"""A story with `Robots: noindex` is kept out of search engines, and nowhere else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from .revised import Archive, files_in, new_archive

if TYPE_CHECKING:
    from pathlib import Path

NOINDEX = '<meta name="robots" content="noindex">'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = new_archive(tmp_path_factory.mktemp("archive"))
    archive.settings["BACKFILE_SEARCH"] = True
    archive.replace("stories/pier.md", "Category:", "Robots: noindex\nCategory:")
    archive.replace("stories/eis.md", "Lang:", "Robots: NoIndex\nLang:")
    assert not archive.build().wrong
    return archive


def pages_with(archive: Archive, text: str) -> set[str]:
    return {
        name
        for name, data in files_in(archive.output).items()
        if name.endswith(".html") and text.encode() in data
    }


def test_its_page_alone_asks_not_to_be_listed(site: Archive) -> None:
    stories = {one for one in pages_with(site, NOINDEX) if re.match(r"(?:de/)?\d{4}/", one)}
    assert stories == {"2013/02/pier/index.html", "de/2015/01/ice/index.html"}
    page = (site.output / "2013/02/pier/index.html").read_text("utf-8")
    assert 'rel="canonical"' not in page
    assert 'property="og:title"' in page


def test_no_sitemap_names_it(site: Archive) -> None:
    maps = (site.output / "sitemaps").glob("*.xml")
    named = "".join(one.read_text("utf-8") for one in maps)
    assert "2013/02/gate/" in named
    assert "2013/02/pier/" not in named
    assert "2015/01/ice/" in named
    assert "de/2015/01/ice/" not in named
    assert "hreflang" not in named
    assert 'hreflang="de" href' not in (site.output / "2015/01/ice/index.html").read_text("utf-8")


def test_the_site_itself_lists_and_finds_it(site: Archive) -> None:
    assert pages_with(site, "2013/02/pier/") >= {
        "2013/02/index.html",
        "2013/index.html",
        "sections/harbor/index.html",
    }
    assert "The pier" in (site.output / "data/stories-2013.csv").read_text("utf-8")
    search = [data for name, data in files_in(site.output).items() if "search-index" in name]
    assert any(b"2013/02/pier" in one for one in search)


@pytest.mark.parametrize("name", ["stories/pier.md", "stories/eis.md", "stories/gate.md"])
def test_a_story_that_gets_or_loses_it_is_built_as_a_whole(
    name: str, site: Archive, tmp_path: Path
) -> None:
    archive = site.copied(tmp_path / "archive")
    text = (archive.content / name).read_text("utf-8")
    others = re.sub(r"(?i)robots: noindex\n", "", text)
    archive.write(name, others if others != text else f"Robots: noindex\n{text}")

    ran = archive.build()

    assert not ran.wrong
    assert ran.whole
    archive.assert_current()


def test_an_edit_of_its_words_is_a_revision(site: Archive, tmp_path: Path) -> None:
    archive = site.copied(tmp_path / "archive")
    archive.replace("stories/pier.md", "It stands.", "It stands still.")
    ran = archive.build()
    assert (ran.wrong, ran.whole) == ("", False)
    archive.assert_current()
