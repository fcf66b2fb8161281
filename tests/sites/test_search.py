"""The index of the stories, and the pages that ask it."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from backfile.config.read_settings import read_settings
from backfile.errors import BuildError
from backfile.outputs.search.forms import SearchPage, search_pages
from backfile.pipeline.build import build, site_settings

from .search_indexes import files, program
from .sites import CONF, ROOT, WIRE, MiniSite

if TYPE_CHECKING:
    from pathlib import Path

SEARCHED: dict[str, Any] = {"BACKFILE_SEARCH": True, "THEME": str(ROOT / "theme")}
FERRY = """\
Title: Ferry <em>radios</em> & waits
Date: 2009-08-14 23:30
Timezone: America/Los_Angeles
Partner: the-wire
Authors: A. Writer
Category: Harbours
Tags: Rescue
Summary: A standfirst about a tow.

The lead tells of the end.[^1]

## 12:20 a.m.: Survivors aboard {: .big #aboard }

All hands were counted.

## Original Post

The ferry is silent.

[^1]: By its own log.
"""
FERRY_PROSE = (
    "A standfirst about a tow. The lead tells of the end. 12:20 a.m. Survivors aboard. "
    "All hands were counted. Original Post. The ferry is silent. By its own log."
)
PLAIN = "Title: {0}\nDate: 2011-03-04\n{1}\nNothing happened on the {0}.\n"
CONTENT = {
    "ferry.md": FERRY,
    "quay.md": PLAIN.format("Quay", "Category: Harbours\n"),
    "muelle.md": PLAIN.format("Muelle", "Slug: quay\nLang: es\n"),
    "plan.md": PLAIN.format("Plan", "Status: draft\n"),
    "secret.md": PLAIN.format("Secret", "Status: hidden\n"),
    "pages/about.md": "Title: About\n\nA page is no story.\n",
    "partners/the-wire.md": WIRE,
}


@pytest.fixture
def site(tmp_path: Path) -> MiniSite:
    return MiniSite(tmp_path).write(CONTENT)


def fragments(index: Path) -> dict[str, dict[str, Any]]:
    """Return what the index knows of each page, by its address."""
    found = {}
    for path in sorted(index.glob("*/fragment/*")):
        known = json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        found[known["url"]] = {**known, "lang": path.parts[-3][:2]}
    return found


def test_the_published_stories_are_indexed_each_in_its_language(site: MiniSite) -> None:
    ended = site.build(**SEARCHED)
    assert ended.status == 0, ended.said
    found = fragments(site.folder / "output" / "pagefind")
    assert {address: one["lang"] for address, one in found.items()} == {
        "/ferry-radios-waits.html": "en",
        "/quay.html": "en",
        "/quay-es.html": "es",
    }


def test_prose_is_indexed_and_neither_credit_nor_theme(site: MiniSite) -> None:
    site.build(**SEARCHED)
    ferry = fragments(site.folder / "output" / "pagefind")["/ferry-radios-waits.html"]
    assert ferry["content"] == FERRY_PROSE
    assert ferry["meta"] == {"title": "Ferry radios & waits", "day": "2009-08-14"}
    assert ferry["filters"] == {
        "author": ["A. Writer"],
        "partner": ["The Wire"],
        "topic": ["Rescue"],
        "updates": ["yes"],
    }


def test_what_is_found_in_an_update_leads_to_it(site: MiniSite) -> None:
    site.build(**SEARCHED)
    ferry = fragments(site.folder / "output" / "pagefind")["/ferry-radios-waits.html"]
    headings = [one for one in ferry["anchors"] if one["element"] == "h2"]
    assert [(one["id"], one["text"]) for one in headings] == [
        ("update-2009-08-15-0020", "12:20 a.m. Survivors aboard"),
        ("original-post", "Original Post"),
    ]


def test_what_one_can_choose_from_is_listed_by_language(site: MiniSite) -> None:
    site.build(**SEARCHED)
    index = site.folder / "output" / "pagefind"
    assert json.loads((index / "en-filters.json").read_text("utf-8")) == {
        "author": ["A. Writer"],
        "partner": ["The Wire"],
        "topic": ["Rescue"],
        "updates": ["yes"],
    }
    assert json.loads((index / "es-filters.json").read_text("utf-8")) == {}


def test_the_sites_own_language_can_be_searched_though_no_story_is_in_it(tmp_path: Path) -> None:
    spanish = MiniSite(tmp_path).write({"muelle.md": CONTENT["muelle.md"]})
    ended = spanish.build(**SEARCHED)
    assert ended.status == 0, ended.said
    index = tmp_path / "output" / "pagefind"
    assert json.loads((index / "en.json").read_text("utf-8")) == {"program": "", "shards": []}
    assert len(json.loads((index / "es.json").read_text("utf-8"))["shards"]) == 1


def test_where_the_site_is_published_does_not_change_its_index(site: MiniSite) -> None:
    linked = FERRY.replace(
        "silent.", 'silent, as at [the quay]({filename}/quay.md). It says href="/wharf" in full.'
    )
    site.write({"ferry.md": linked}).build(**SEARCHED)
    at_home = files(site.folder / "output" / "pagefind")
    ferry = fragments(site.folder / "output" / "pagefind")["/ferry-radios-waits.html"]
    assert 'as at the quay. It says href="/wharf" in full.' in ferry["content"]
    ended = site.build(**SEARCHED, SITEURL="https://archive.example/here")
    assert ended.status == 0, ended.said
    assert 'href="https://archive.example/here/quay' in site.page("ferry-radios-waits.html")
    assert files(site.folder / "output" / "pagefind") == at_home


def test_every_language_has_its_page_and_every_page_a_way_there(site: MiniSite) -> None:
    site.build(**SEARCHED)
    for page, lang in (("search/index.html", "en"), ("es/search/index.html", "es")):
        assert f'<html lang="{lang}">' in site.page(page)
        assert site.page(page).count('role="search"') == 1
        assert 'href="/search/"' in site.page(page)
    assert 'role="search" action="/search/"' in site.page("quay.html")
    assert 'role="search" action="/es/search/"' in site.page("quay-es.html")


def test_the_index_has_no_user_interface_of_pagefinds_own(site: MiniSite) -> None:
    site.build(**SEARCHED)
    index = site.folder / "output" / "pagefind"
    assert {re.sub("-[0-9a-f]{16}$", "", path.name) for path in index.iterdir()} == {
        "en-2000-2099",
        "en-filters.json",
        "en.json",
        "es-2000-2099",
        "es-filters.json",
        "es.json",
        "pagefind.js",
        "search.js",
        "wasm.en.pagefind",
        "wasm.es.pagefind",
    }
    assert {path.suffix for path in index.glob("*/*/*")} == {
        ".pf_filter",
        ".pf_fragment",
        ".pf_index",
    }


@pytest.mark.parametrize("settings", [{"BACKFILE_SEARCH": False}, {}], ids=["off", "default"])
def test_without_search_there_is_neither_index_nor_page_nor_box(
    site: MiniSite, settings: dict[str, Any]
) -> None:
    ended = site.build(THEME=SEARCHED["THEME"], **settings)
    assert ended.status == 0, ended.said
    assert not (site.folder / "output" / "pagefind").exists()
    assert "quay.html" in site.pages()
    assert [page for page in site.pages() if "search/" in site.page(page)] == []


def test_an_archive_in_which_nothing_is_published_has_no_search(tmp_path: Path) -> None:
    empty = MiniSite(tmp_path).write({"plan.md": CONTENT["plan.md"]})
    ended = empty.build(**SEARCHED)
    assert ended.status == 0, ended.said
    assert "drafts/plan.html" in empty.pages()
    assert [page for page in empty.pages() if "search/" in empty.page(page)] == []


SETTINGS = read_settings(
    {"BACKFILE_SEARCH_URL": "find/", "BACKFILE_SEARCH_SAVE_AS": "find/index.html"}
)


@pytest.mark.parametrize(
    ("languages", "pages"),
    [
        (set(), []),
        ({"en"}, [("en", "English", "find/", "find/index.html")]),
        (
            {"es", "en"},
            [
                ("en", "English", "find/", "find/index.html"),
                ("es", "español", "es/find/", "es/find/index.html"),
            ],
        ),
        (
            {"tlh", "pt-BR"},
            [
                ("en", "English", "find/", "find/index.html"),
                ("pt-BR", "português (Brasil)", "pt-BR/find/", "pt-BR/find/index.html"),
                ("tlh", "tlh", "tlh/find/", "tlh/find/index.html"),
            ],
        ),
    ],
)
def test_the_languages_of_the_stories_have_a_page_each(
    languages: set[str], pages: list[tuple[str, str, str, str]]
) -> None:
    expected = {page[0]: SearchPage(*page) for page in pages}
    assert list(search_pages(languages, SETTINGS).items()) == list(expected.items())


def test_where_pagefind_fails_the_build_says_so_and_the_old_output_stays(
    site: MiniSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    conf = "".join(f"{name} = {value!r}\n" for name, value in SEARCHED.items())
    (site.folder / "pelicanconf.py").write_text(CONF + conf, "utf-8")
    monkeypatch.chdir(site.folder)
    build(site_settings())
    before = files(site.folder / "output")
    failing = program(site.folder, "echo 'the disk is full' >&2", "exit 3")
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", failing)
    with pytest.raises(BuildError) as caught:
        build(site_settings())
    assert str(caught.value) == (
        "Pagefind could not index the stories (the disk is full); "
        "pip install 'pagefind[bin]~=1.5.2', or set BACKFILE_SEARCH = False"
    )
    assert files(site.folder / "output") == before
