"""The index of the stories, and the pages that ask it."""

from __future__ import annotations

import errno
import fcntl
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from backfile.config.read_settings import read_settings
from backfile.files.locks import holding
from backfile.outputs.search.forms import SearchPage, search_pages
from backfile.outputs.search.output import index_stories
from tests.outputs.search.index_reader import IndexReader, files

from .sites import ROOT, WIRE, MiniSite

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


def index_of(site: MiniSite, lang: str = "en") -> IndexReader:
    """Return the index of the stories in *lang*."""
    return IndexReader(site.folder / "output" / "search-index", lang)


def addresses(index: IndexReader) -> list[str]:
    """Return the addresses of all stories in *index*, oldest first."""
    return [index.story(number)["url"] for number in index.filters("all", index.head["all"])]


def found(index: IndexReader, form: str) -> list[str]:
    """Return the addresses of the stories that have *form*."""
    return [index.story(number)["url"] for number in index.postings().get(form, ())]


def test_the_published_stories_are_indexed_each_in_its_language(site: MiniSite) -> None:
    ended = site.build(**SEARCHED)
    assert ended.status == 0, ended.said
    assert addresses(index_of(site)) == ["ferry-radios-waits.html", "quay.html"]
    assert addresses(index_of(site, "es")) == ["quay-es.html"]


def test_the_text_of_a_story_is_its_prose_without_credit_and_theme(site: MiniSite) -> None:
    site.build(**SEARCHED)
    index = index_of(site)
    (number,) = index.filters("partner-the-wire", [""])
    assert index.story(number) == {
        "url": "ferry-radios-waits.html",
        "title": "Ferry radios & waits",
        "day": "2009-08-14",
        "partner": "The Wire",
        "updates": True,
        "summary": "A standfirst about a tow.",
        "names": [
            ["partner", "the-wire", "The Wire", "partners/the-wire/"],
            ["section", "harbours", "Harbours", "category/harbours.html"],
            ["topic", "rescue", "Rescue", "tag/rescue.html"],
            ["author", "a-writer", "A. Writer", "author/a-writer.html"],
        ],
        "parts": [
            ["", "", "", "", "The lead tells of the end.\n\nBy its own log."],
            ["original-post", "Original Post", "", "", "The ferry is silent."],
            [
                "update-2009-08-15-0020",
                "12:20 a.m.",
                "2009-08-15",
                "Survivors aboard",
                "All hands were counted.",
            ],
        ],
    }


@pytest.mark.parametrize(
    ("word", "stories"),
    [
        ("standfirst", ["ferry-radios-waits.html"]),
        ("aboard", ["ferry-radios-waits.html"]),
        ("log", ["ferry-radios-waits.html"]),
        ("am", ["ferry-radios-waits.html"]),
        ("quay", ["quay.html"]),
        ("wire", []),  # the credit
        ("big", []),  # a class
        ("secret", []),
        ("plan", []),
    ],
)
def test_words_of_titles_summaries_updates_and_notes_are_found(
    site: MiniSite, word: str, stories: list[str]
) -> None:
    site.build(**SEARCHED)
    assert found(index_of(site), word) == stories


def test_names_stand_at_their_words_and_have_lists_of_their_stories(site: MiniSite) -> None:
    site.build(**SEARCHED)
    index = index_of(site)
    assert index.head["kinds"] == ["author", "partner", "section", "topic"]
    name = ["partner", "The Wire", "partners/the-wire/"]
    assert index.entries["wire"] == {"names": [name]}
    assert index.file("names/section") == [
        ["Harbours", "category/harbours.html", 2, "section-harbours"]
    ]


def test_the_sites_own_language_can_be_searched_though_no_story_is_in_it(tmp_path: Path) -> None:
    spanish = MiniSite(tmp_path).write({"muelle.md": CONTENT["muelle.md"]})
    ended = spanish.build(**SEARCHED)
    assert ended.status == 0, ended.said
    assert index_of(spanish).head["stories"] == 0
    assert index_of(spanish).head["languages"] == ["en", "es"]
    assert index_of(spanish, "es").head["stories"] == 1


def urls(site: MiniSite, lang: str = "en") -> dict[str, str]:
    """Return the addresses of the names in *lang*, by kind."""
    index = index_of(site, lang)
    return {kind: name[1] for kind in index.head["kinds"] for name in index.file(f"names/{kind}")}


def test_a_name_without_a_page_has_no_address(site: MiniSite) -> None:
    with_pages = {
        "author": "author/a-writer.html",
        "partner": "partners/the-wire/",
        "section": "category/harbours.html",
        "topic": "tag/rescue.html",
    }
    (site.folder / "content/plan.md").unlink()  # Pelican needs sections for drafts
    site.build(**SEARCHED)
    assert urls(site) == with_pages
    for kind, setting in {"author": "AUTHOR", "section": "CATEGORY", "topic": "TAG"}.items():
        ended = site.build(**SEARCHED, **{f"{setting}_SAVE_AS": ""})
        assert ended.status == 0, ended.said
        assert urls(site) == {**with_pages, kind: ""}
    site.build(**SEARCHED)
    assert urls(site) == with_pages


def test_a_topic_of_translations_alone_has_no_page_until_another_story_has_it(
    site: MiniSite,
) -> None:
    site.write({"muelle.md": PLAIN.format("Muelle", "Slug: quay\nLang: es\nTags: Puerto\n")})
    site.build(**SEARCHED)
    assert urls(site, "es")["topic"] == ""
    site.write({"pier.md": PLAIN.format("Pier", "Tags: Puerto\n")})
    site.build(**SEARCHED)
    assert urls(site, "es")["topic"] == "tag/puerto.html"


def test_where_the_site_is_published_does_not_change_its_index(site: MiniSite) -> None:
    linked = FERRY.replace("silent.", "silent, as at [the quay]({filename}/quay.md).")
    site.write({"ferry.md": linked}).build(**SEARCHED)
    at_home = files(site.folder / "output" / "search-index")
    ended = site.build(**SEARCHED, SITEURL="https://archive.example/here")
    assert ended.status == 0, ended.said
    assert 'href="https://archive.example/here/quay' in site.page("ferry-radios-waits.html")
    assert files(site.folder / "output" / "search-index") == at_home


def test_an_edit_leaves_the_index_as_a_first_build_would_make_it(site: MiniSite) -> None:
    site.build(**SEARCHED)
    site.write({"quay.md": CONTENT["quay.md"].replace("Nothing", "Everything")})
    site.build(**SEARCHED)
    changed = files(site.folder / "output" / "search-index")
    shutil.rmtree(site.folder / "cache")
    site.build(**SEARCHED)
    assert files(site.folder / "output" / "search-index") == changed
    assert found(index_of(site), "everything") == ["quay.html"]


def test_an_index_that_was_damaged_in_the_cache_is_made_again(site: MiniSite) -> None:
    site.build(**SEARCHED)
    whole = files(site.folder / "output" / "search-index")
    (damaged,) = site.folder.glob("**/search/files/en/words/w.js")
    damaged.write_bytes(damaged.read_bytes()[:-9])
    ended = site.build(**SEARCHED)
    assert ended.status == 0, ended.said
    assert files(site.folder / "output" / "search-index") == whole


def test_two_builds_at_once_make_the_same_index_and_one_of_them_keeps_it(site: MiniSite) -> None:
    site.build(**SEARCHED)
    whole = files(site.folder / "output" / "search-index")
    [kept] = site.folder.glob("**/search/index.db")
    before = files(kept.parent)
    site.write({"pier.md": PLAIN.format("Pier", "")})
    with holding(kept.parents[1]):
        ended = site.build(**SEARCHED)
    assert ended.status == 0, ended.said
    assert files(kept.parent) == before
    alone = files(site.folder / "output" / "search-index")
    assert alone != whole
    site.build(**SEARCHED)
    assert files(site.folder / "output" / "search-index") == alone


def test_a_cache_on_a_disk_without_locks_does_not_stop_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    folders = {"CACHE_PATH": str(tmp_path / "cache"), "OUTPUT_PATH": str(tmp_path / "output")}
    index_stories([], ["en"], read_settings(folders), ())
    assert IndexReader(tmp_path / "output" / "search-index", "en").head["stories"] == 0


def test_every_language_has_its_page_and_every_page_a_way_there(site: MiniSite) -> None:
    site.build(**SEARCHED)
    for page, lang in (("search/index.html", "en"), ("es/search/index.html", "es")):
        assert f'<html lang="{lang}">' in site.page(page)
        assert site.page(page).count('role="search"') == 1
        assert 'href="/search/"' in site.page(page)
    assert 'role="search" action="/search/"' in site.page("quay.html")
    assert 'role="search" action="/es/search/"' in site.page("quay-es.html")


@pytest.mark.parametrize("settings", [{"BACKFILE_SEARCH": False}, {}], ids=["off", "default"])
def test_without_search_there_is_neither_index_nor_page_nor_box(
    site: MiniSite, settings: dict[str, Any]
) -> None:
    ended = site.build(THEME=SEARCHED["THEME"], **settings)
    assert ended.status == 0, ended.said
    assert not (site.folder / "output" / "search-index").exists()
    assert "quay.html" in site.pages()
    assert [page for page in site.pages() if "search/" in site.page(page)] == []


def test_an_archive_in_which_nothing_is_published_has_no_search(tmp_path: Path) -> None:
    empty = MiniSite(tmp_path).write({"plan.md": CONTENT["plan.md"]})
    ended = empty.build(**SEARCHED)
    assert ended.status == 0, ended.said
    assert "drafts/plan.html" in empty.pages()
    assert [page for page in empty.pages() if "search/" in empty.page(page)] == []


def test_a_language_in_large_and_small_letters_is_one(tmp_path: Path) -> None:
    tags = {"ponte": "", "cais": "Lang: pt-BR\n", "barca": "Lang: pt-br\n"}
    stories = {f"{name}.md": PLAIN.format(name.title(), tag) for name, tag in tags.items()}
    portuguese = MiniSite(tmp_path).write(stories)
    ended = portuguese.build(**SEARCHED, DEFAULT_LANG="pt-BR")
    assert ended.status == 0, ended.said
    assert {page for page in portuguese.pages() if "search" in page} == {"search/index.html"}
    assert {one.name for one in (tmp_path / "output/search-index").iterdir() if one.is_dir()} == {
        "pt-br"
    }
    assert index_of(portuguese, "pt-br").head["stories"] == 3
    page = portuguese.page("search/index.html")
    assert 'data-lang="pt-br"' in page
    assert "search-languages" not in page
    assert all('action="/search/"' in portuguese.page(name) for name in portuguese.pages())


OWN = {"BACKFILE_SEARCH_URL": "find/", "BACKFILE_SEARCH_SAVE_AS": "find/index.html"}
SETTINGS = read_settings(OWN)


def test_a_page_has_the_sites_own_spelling_of_its_language() -> None:
    pages = search_pages({"pt-br", "EN", "en"}, read_settings({**OWN, "DEFAULT_LANG": "pt-BR"}))
    assert [(key, one.lang, one.url) for key, one in pages.items()] == [
        ("pt-br", "pt-BR", "find/"),
        ("en", "EN", "en/find/"),
    ]


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
                ("pt-BR", "português (Brasil)", "pt-br/find/", "pt-br/find/index.html"),
                ("tlh", "tlh", "tlh/find/", "tlh/find/index.html"),
            ],
        ),
    ],
)
def test_the_languages_of_the_stories_have_a_page_each(
    languages: set[str], pages: list[tuple[str, str, str, str]]
) -> None:
    expected = {page[0].lower(): SearchPage(*page) for page in pages}
    assert list(search_pages(languages, SETTINGS).items()) == list(expected.items())
