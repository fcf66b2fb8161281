"""The identifiers of a story on its page, in all data, and in records for library catalogues."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.outputs.valid_oai import stories_in

from .revised import Archive, files_in, new_archive
from .sites import ROOT, MiniSite, rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = "2014/06/ferry/index.html"
STATED = "Identifier: ark:/12345/x6np1wh8k doi:10.12345/Ferry.1 HA-812\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = new_archive(tmp_path_factory.mktemp("archive"))
    archive.settings |= {"OUTPUT_SOURCES": True, "BACKFILE_DATA": True}
    archive.replace("partners/the-wire.md", "URL:", "License: https://license.example/by/\nURL:")
    archive.replace("stories/ferry.md", "Tags:", f"{STATED}Tags:")
    assert not archive.build().wrong
    return archive


def links(page: str) -> set[tuple[str, str]]:
    """Return the links of a page's head: their kind and their address."""
    found = re.findall(r'<link rel="([^"]+)"[^>]* href="([^"]+)"', page.partition("</head>")[0])
    return set(found)


def test_the_page_shows_them_and_cites_one_that_lasts(site: Archive) -> None:
    page = (site.output / PAGE).read_text("utf-8")
    assert (
        '<a href="https://n2t.net/ark:/12345/x6np1wh8k"><span class="address">'
        "ark:/12345/x6np1wh8k</span></a>" in page
    )
    assert '<a href="https://doi.org/10.12345/Ferry.1">' in page
    assert '<span class="address">HA-812</span>' in page
    citation = re.search(r'<p id="citation">(.*?)</p>', page, re.DOTALL)
    assert citation
    assert " ".join(citation[1].split()).endswith(
        "Harbour Archive, https://n2t.net/ark:/12345/x6np1wh8k."
    )
    assert '<meta name="citation_doi" content="10.12345/Ferry.1">' in page
    assert '<meta name="DC.identifier" content="ark:/12345/x6np1wh8k">' in page


def test_the_data_have_them(site: Archive) -> None:
    stated = ["ark:/12345/x6np1wh8k", "doi:10.12345/Ferry.1", "HA-812"]
    story = json.loads((site.output / "2014/06/ferry/story.json").read_text("utf-8"))
    assert story["identifiers"] == stated
    (row,) = (one for one in rows(site.output, "stories") if one["story"] == "2014/06/ferry/")
    assert json.loads(row["identifiers"]) == stated
    others = [one["identifiers"] for one in rows(site.output, "stories") if one is not row]
    assert set(others) == {"[]"} or "[]" in others


def test_the_structured_data_have_them(site: Archive) -> None:
    page = (site.output / PAGE).read_text("utf-8")
    data = json.loads(page.partition('ld+json">')[2].partition("</script>")[0])
    assert data["@graph"][0]["identifier"] == [
        {
            "@type": "PropertyValue",
            "propertyID": "ARK",
            "value": "ark:/12345/x6np1wh8k",
            "url": "https://n2t.net/ark:/12345/x6np1wh8k",
        },
        {
            "@type": "PropertyValue",
            "propertyID": "DOI",
            "value": "10.12345/Ferry.1",
            "url": "https://doi.org/10.12345/Ferry.1",
        },
        {"@type": "PropertyValue", "value": "HA-812"},
    ]


def test_the_head_has_the_links_of_signposting(site: Archive) -> None:
    """https://signposting.org/FAIR/, "Level 1 Recipe"."""
    home = "https://archive.example"
    wanted = {
        ("cite-as", "https://n2t.net/ark:/12345/x6np1wh8k"),
        ("type", "https://schema.org/AboutPage"),
        ("type", "https://schema.org/NewsArticle"),
        ("author", f"{home}/authors/ada-lind/"),
        ("license", "https://license.example/by/"),
        ("describedby", f"{home}/2014/06/ferry/story.json"),
        *(
            ("describedby", f"{home}/2014/06/ferry/citations.{ending}")
            for ending in ("bib", "ris", "csl.json")
        ),
        ("item", f"{home}/2014/06/ferry/story.json"),
        ("item", f"{home}/2014/06/ferry/index.md"),
    }
    kinds = {kind for kind, _ in wanted}
    found = {one for one in links((site.output / PAGE).read_text("utf-8")) if one[0] in kinds}
    assert found == wanted
    explained = (ROOT / "docs/sharing.md").read_text("utf-8")
    assert set(re.findall(r'^\| `<link rel="([a-z-]+)">`', explained, re.MULTILINE)) == kinds
    for kind, address in wanted:
        if address.startswith(home):
            path = site.output / address.removeprefix(f"{home}/")
            assert (path / "index.html" if address.endswith("/") else path).is_file(), kind


def test_without_an_identifier_the_page_itself_is_to_be_cited(site: Archive) -> None:
    page = (site.output / "2013/02/pier/index.html").read_text("utf-8")
    assert ("cite-as", "https://archive.example/2013/02/pier/") in links(page)
    assert not [one for one in links(page) if one[0] == "license"]


def test_every_published_story_has_a_dublin_core_record(site: Archive) -> None:
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(site.output.glob("data/oai_dc-*.xml")):
        of_year = stories_in(path.read_bytes())
        assert not found.keys() & of_year.keys()
        found |= of_year
    told = [dict(one)["identifier"] for one in found.values()]
    assert len(told) == len(rows(site.output, "stories")) == 7
    feed = (site.output / "feeds/all.atom.xml").read_text("utf-8")
    ids = re.findall(r"<entry.*?<id>(.*?)</id>", feed, re.DOTALL)
    assert ids
    assert set(ids) <= found.keys()
    page = (site.output / "data/index.html").read_text("utf-8")
    assert 'href="https://archive.example/data/oai_dc-2014.xml"' in page


CHANGES: dict[str, Callable[[Archive], object]] = {
    "a title": lambda one: one.replace("stories/pier.md", "The pier", "The old pier"),
    "a summary": lambda one: one.replace("stories/ice.md", "Tags:", "Summary: Thin.\nTags:"),
    "another year": lambda one: one.replace("stories/pier.md", "2013-02-01", "2012-02-01"),
    "a story less": lambda one: (one.content / "stories/pier.md").unlink(),
    "a word of a story with an identifier": lambda one: one.replace(
        "stories/ferry.md", "It should have", "It ought to have"
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_records_are_revised(
    change: Callable[[Archive], object], site: Archive, tmp_path: Path
) -> None:
    archive = site.copied(tmp_path / "archive")
    change(archive)
    ran = archive.build()
    assert (ran.wrong, ran.whole) == ("", False)
    archive.assert_current()


def test_the_last_story_of_a_year_takes_its_records_along(site: Archive, tmp_path: Path) -> None:
    archive = site.copied(tmp_path / "archive")
    for name in ("pier", "gate"):
        archive.replace(f"stories/{name}.md", "2013-02", "2012-02")
        archive.build()
    assert "data/oai_dc-2013.xml" not in files_in(archive.output)
    archive.assert_current()


def test_another_identifier_makes_a_whole_build(site: Archive, tmp_path: Path) -> None:
    archive = site.copied(tmp_path / "archive")
    archive.replace("stories/ferry.md", "HA-812", "HA-813")
    assert archive.build().whole
    archive.assert_current()
    archive.replace("stories/pier.md", "Category:", "Identifier: HA-813\nCategory:")
    assert archive.build().wrong.endswith(
        'stories/ferry.md has the identifier "HA-813" as well; an identifier belongs to one story'
    )


def test_a_withdrawn_story_keeps_them(site: Archive, tmp_path: Path) -> None:
    archive = site.copied(tmp_path / "archive")
    status = "Status: withdrawn\nWithdrawn: 2026-03-05\nReason: It was asked for.\n"
    archive.replace("stories/ferry.md", "Tags:", f"{status}Tags:")
    assert not archive.build().wrong
    page = (archive.output / PAGE).read_text("utf-8")
    assert '<a href="https://doi.org/10.12345/Ferry.1">' in page
    archive.assert_current()


FAULTS = {
    "doi:11.1/x": (
        'content/a.md:3: "doi:11.1/x" is no DOI; write one such as doi:10.12345/ferry\n'
    ),
    "": (
        'content/a.md:3: Identifier has no value; write one, such as "Identifier: '
        'ark:/12345/x6np1wh8k"\n'
    ),
}


@pytest.mark.parametrize("stated", FAULTS)
def test_what_is_no_identifier_is_reported(tmp_path: Path, stated: str) -> None:
    text = f"Title: A\nDate: 2014-06-16\nIdentifier: {stated}\n\nText.\n"
    built = MiniSite(tmp_path).write({"a.md": text}).build()
    assert (built.status, built.said) == (1, FAULTS[stated])


def test_two_stories_cannot_have_the_same_but_two_languages_can(tmp_path: Path) -> None:
    text = "Title: {0}\nDate: 2014-06-16\nSlug: a\nLang: {0}\nIdentifier: {1}\n\nText.\n"
    site = MiniSite(tmp_path).write(
        {
            "a.md": text.format("en", "doi:10.12345/a"),
            "a.es.md": text.format("es", "doi:10.12345/A"),
        }
    )
    assert site.build().status == 0
    site.write({"b.md": "Title: B\nDate: 2014-06-17\nIdentifier: doi:10.12345/a\n\nText.\n"})
    built = site.build()
    assert built.status == 1
    assert built.said == (
        'content/b.md:3: content/a.es.md has the identifier "doi:10.12345/a" as well; an '
        "identifier belongs to one story\n"
    )
