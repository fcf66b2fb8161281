"""The index of the stories, and the pages that ask it."""

from __future__ import annotations

import gzip
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from backfile.build.search import SearchPage, search_pages, write_index
from backfile.build.site import BuildError, build, site_settings

from .sites import CONF, ROOT, WIRE, MiniSite

if TYPE_CHECKING:
    from pathlib import Path

SEARCHED: dict[str, Any] = {"SEARCH": True, "THEME": str(ROOT / "theme")}
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

## 12:20 a.m.: Survivors aboard

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
    for path in sorted(index.glob("fragment/*")):
        known = json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        found[known["url"]] = {**known, "lang": path.name[:2]}
    return found


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


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
    assert ferry["filters"] == {"partner": ["The Wire"]}


def test_every_language_has_its_page_and_every_page_a_way_there(site: MiniSite) -> None:
    site.build(**SEARCHED)
    for page, lang in (("search/index.html", "en"), ("es/search/index.html", "es")):
        assert f'<html lang="{lang}">' in site.page(page)
        assert site.page(page).count('role="search"') == 1
    assert 'href="/search/"' in site.page("quay.html")


def test_the_index_has_no_user_interface_of_pagefinds_own(site: MiniSite) -> None:
    site.build(**SEARCHED)
    index = site.folder / "output" / "pagefind"
    named = {path.name for path in index.iterdir() if path.suffix != ".pf_meta"}
    assert named == {
        "filter",
        "fragment",
        "index",
        "pagefind-entry.json",
        "pagefind.js",
        "wasm.en.pagefind",
        "wasm.es.pagefind",
        "wasm.unknown.pagefind",
    }


def test_the_same_pages_make_the_same_bytes(tmp_path: Path) -> None:
    tongues = ("de", "en", "es", "fr", "it", "nl", "pt", "sv")
    pages = {
        f"{lang}/{number}/index.html": f'<html lang="{lang}"><body><p>Page {number} in {lang}'
        for lang in tongues
        for number in range(20)
    }
    write_index(pages, tmp_path / "one")
    write_index(dict(reversed(pages.items())), tmp_path / "two")
    assert len(fragments(tmp_path / "one")) == len(pages)
    assert files(tmp_path / "one") == files(tmp_path / "two")


@pytest.mark.parametrize("settings", [{"SEARCH": False}, {}], ids=["off", "default"])
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


ADDRESSES = {"DEFAULT_LANG": "en", "SEARCH_URL": "find/", "SEARCH_SAVE_AS": "find/index.html"}


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
    assert list(search_pages(languages, ADDRESSES).items()) == list(expected.items())


def program(folder: Path, *lines: str) -> str:
    """Write a program that stands in for Pagefind's, and return its path."""
    path = folder / "pagefind"
    path.write_text("\n".join(["#!/bin/sh", *lines]) + "\n", "utf-8")
    path.chmod(0o755)
    return str(path)


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
        "pip install 'pagefind[bin]', or set SEARCH = False"
    )
    assert files(site.folder / "output") == before


def test_a_silent_failure_is_told_by_its_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", program(tmp_path, "exit 4"))
    with pytest.raises(BuildError, match=r"could not index the stories \(status 4\)"):
        write_index({"a.html": "<html lang=en><body>A"}, tmp_path / "index")


def test_a_program_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(tmp_path / "nowhere"))
    with pytest.raises(BuildError, match=r"could not be started .*nowhere"):
        write_index({"a.html": "<html lang=en><body>A"}, tmp_path / "index")


def test_pagefind_is_needed_only_where_there_is_a_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pagefind.service", None)
    with pytest.raises(BuildError, match=r"the search needs Pagefind .* install it: pip install"):
        write_index({"a.html": "<html lang=en><body>A"}, tmp_path / "index")
