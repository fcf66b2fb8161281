"""The structured data of pages that the sample archive has not: hostile, hidden, long, undated."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from .linked_data import Node, faults, graph, one, same_list, typed
from .sites import ROOT, MiniSite

ROWS = 60  # as many stories a page shows before it is cut further
OURS = {
    "THEME": str(ROOT / "theme"),
    "TIMEZONE": "UTC",
    "SITENAME": "Fog &amp; <em>ships</em>",
    "ARTICLE_URL": "{date:%Y}/{date:%m}/{slug}/",
    "ARTICLE_SAVE_AS": "{date:%Y}/{date:%m}/{slug}/index.html",
    "YEAR_ARCHIVE_URL": "{date:%Y}/",
    "YEAR_ARCHIVE_SAVE_AS": "{date:%Y}/index.html",
    "MONTH_ARCHIVE_URL": "{date:%Y}/{date:%m}/",
    "MONTH_ARCHIVE_SAVE_AS": "{date:%Y}/{date:%m}/index.html",
    "DAY_ARCHIVE_URL": "{date:%Y}/{date:%m}/{date:%d}/",
    "DAY_ARCHIVE_SAVE_AS": "{date:%Y}/{date:%m}/{date:%d}/index.html",
    "NEWEST_FIRST_ARCHIVES": False,
    "DIRECT_TEMPLATES": ["index", "categories", "tags", "authors", "404"],
}
HOSTILE = '</script><script>alert(1)</script><!-- ]]> " \u2028 & \\u003c'
# In what Pelican takes for HTML, the same words are written with entities.
WRITTEN = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
STORY = f"""\
Title: {WRITTEN}
Slug: hostile
Date: 1912-04-15 12:00
Partner: hostile
Authors: {HOSTILE}
Category: World
Tags: {HOSTILE}
Original_URL: https://wire.example/?a=</script>&b="
Summary: {WRITTEN}

{WRITTEN}

## 3:31 p.m.: {WRITTEN}

{WRITTEN}

## Correction

{WRITTEN}
"""
PARTNER = f"""\
Title: {HOSTILE}
Copyright_Holder: The heirs of {HOSTILE}
License: {HOSTILE}
Founded: {HOSTILE}
Credit: By {{partner}}, {HOSTILE}

Its history.
"""
UNDATED = """\
Title: Undated
Date: 1913-05-01
Lang: en

It ended well.

## Correction {: corrects="update-2" }

She was the Bell.

## Update #2

Ashore.

## Update

Adrift.
"""


def few_words(number: int) -> str:
    """Return one of many stories of a year; every tenth was added to for some hours."""
    update = "\n## 3:31 p.m.\n\nMore.\n" if number % 10 == 0 else ""
    month, day = divmod(number, 28)
    head = f"Title: Story {number}\nDate: 1969-{month + 1:02}-{day + 1:02} 12:00"
    return f"{head}\nTags: Moon\nCategory: World\n\nFew words.\n{update}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> MiniSite:
    files = {
        "hostile.md": STORY,
        "undated.md": UNDATED,
        "undated.es.md": UNDATED.replace("Lang: en", "Lang: es\nSlug: undated"),
        "partners/hostile.md": PARTNER,
    }
    for status in ("draft", "hidden"):
        files[f"{status}.md"] = f"Status: {status}\n" + few_words(99).replace("99", status)
    files |= {f"{number}.md": few_words(number) for number in range(ROWS + 10)}
    made = MiniSite(tmp_path_factory.mktemp("mini")).write(files)
    ended = made.build(**OURS)
    assert ended.status == 0, ended.said
    return made


@pytest.fixture(scope="module")
def graphs(site: MiniSite) -> dict[str, list[Node]]:
    return {name: graph(site.page(name)) for name in site.pages()}


def test_all_of_it_keeps_to_the_vocabulary(graphs, tmp_path) -> None:
    assert faults([node for nodes in graphs.values() for node in nodes], tmp_path) == []


def test_hostile_words_come_back_equal(graphs) -> None:
    story, partner, archive, _trail = graphs["1912/04/hostile/index.html"]
    (update,) = story["liveBlogUpdate"]
    (correction,) = story["correction"]
    prose = [
        story["headline"],
        story["description"],
        story["articleBody"],
        update["headline"],
        update["articleBody"],
        correction["text"],
    ]
    assert {*prose} == {" ".join(HOSTILE.split())}
    names = [
        partner["name"],
        story["author"][0]["name"],
        *story["keywords"],
        story["copyrightHolder"].removeprefix("The heirs of "),
        story["copyrightNotice"],
    ]
    assert {*names} == {HOSTILE}
    assert story["creditText"] == f"By {HOSTILE}, {HOSTILE}"
    assert story["isBasedOn"] == 'https://wire.example/?a=</script>&b="'
    assert archive["name"] == "Fog & ships"


def test_hostile_words_run_no_script(site: MiniSite, graphs) -> None:
    pages = [name for name, nodes in graphs.items() if "alert(1)" in str(nodes)]
    assert len(pages) > 6
    for name in pages:
        html = LexborHTMLParser(site.page(name))
        texts = [script.text() for script in html.css("script:not([src])")]
        assert len(texts) == 1
        assert texts[0].endswith("]}")


def test_a_draft_and_a_hidden_story_say_nothing(site: MiniSite, graphs) -> None:
    unlisted = [name for name in site.pages() if 'content="noindex"' in site.page(name)]
    assert len(unlisted) == 3
    assert [graphs[name] for name in unlisted] == [[], [], []]
    said = str(graphs)
    assert "Story 1'" in said
    assert "Story draft" not in said
    assert "Story hidden" not in said


@pytest.mark.parametrize(
    ("name", "count", "shown"),
    [
        ("1969/index.html", ROWS + 10, 3),
        ("1969/01/index.html", 28, 28),
        ("1969/01/02/index.html", 1, 1),
        ("tag/moon.html", ROWS + 10, 7),
        ("tag/moon/1969/index.html", ROWS + 10, ROWS + 10),
        ("1912/index.html", 1, 1),
    ],
)
def test_a_list_says_how_many_there_are_and_which_it_shows(
    site: MiniSite, graphs, name: str, count: int, shown: int
) -> None:
    page = one(graphs[name], "CollectionPage")
    assert page
    assert page["mainEntity"]["numberOfItems"] == count
    assert len(page["mainEntity"]["itemListElement"]) == shown
    same_list(page, LexborHTMLParser(site.page(name)))


def test_a_correction_of_an_update_without_a_time_leads_to_it(graphs) -> None:
    story = one(graphs["1913/05/undated/index.html"], "NewsArticle")
    assert story
    parts = {part["@id"]: part for part in story["hasPart"]}
    (correction,) = story["correction"]
    corrected = parts[correction["parentItem"]["@id"]]
    assert corrected["correction"] == [{"@id": correction["@id"]}]
    assert corrected["articleBody"] == "Adrift."


def test_no_translation_is_taken_for_the_original(graphs) -> None:
    languages = [
        node["inLanguage"]
        for nodes in graphs.values()
        for node in nodes
        if node.get("headline") == "Undated"
    ]
    assert sorted(languages) == ["en", "es"]
    assert "ranslation" not in str(graphs)


def test_a_site_without_a_search_has_none_to_say(graphs) -> None:
    assert [node["@type"] for node in graphs["index.html"]] == ["WebSite", "ArchiveOrganization"]
    assert not [node for node in typed(graphs["index.html"]) if node["@type"] == "SearchAction"]
