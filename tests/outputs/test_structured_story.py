"""What a story says as structured data, and what others say wrongly and it does not."""

from __future__ import annotations

import re
from copy import deepcopy
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pelican.settings import DEFAULT_CONFIG
from selectolax.lexbor import LexborHTMLParser

from backfile.config.read_settings import read_settings
from backfile.outputs.structured_data.archive import Host
from backfile.outputs.structured_data.story import Running, story_nodes
from backfile.partners.registry import Partner
from backfile.reading.cards import Card, Term
from backfile.reading.document import document_of
from backfile.reading.reader import StoryReader
from backfile.reading.record import record_of
from tests.catalogue.listing_cards import card, term

HOST = Host("Harbour archive", "https://archive.example", "en")
PAGE = "https://archive.example/2014/06/ferry/"
OLD = "https://wire.example/ferry/"
COPY = "https://copies.example/ferry/"
WIRE = Partner("wire", "The Wire", "partners/wire.md")
HEAD = "Title: A ferry &amp; a *fog*\nDate: 2014-06-16 11:02\n"
LIVE = f"""{HEAD}
It ended well.

## Correction, August 3: Her name {{: corrects="6:20 p.m." }}
She was the *Harbor Bell*.

## Editor's note {{: corrects="6:20 p.m." }}
The clock was fast.

## 6:20 p.m.: Survivors
All are safe.

## June 16: Fog
It lay thick.

## Original Post
A ferry radios for help.

## Clarification
It was a small ferry.
"""


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory):
    """Return what Pelican would make of a story's text."""
    folder = tmp_path_factory.mktemp("content")
    pelican = {**deepcopy(DEFAULT_CONFIG), "PATH": str(folder), "TIMEZONE": "America/New_York"}
    reader = StoryReader(pelican, read_settings(pelican))

    def of(text: str, **more: Any) -> SimpleNamespace:
        path = folder / "ferry.md"
        path.write_text(text, "utf-8")
        html, metadata = reader.read(str(path))
        return SimpleNamespace(
            **metadata,
            url="2014/06/ferry/",
            save_as="2014/06/ferry/index.html",
            lang="en",
            document=document_of(html, metadata["story"]),
            stated_summary=False,
            identifiers=(),
            **{"partner": None, "card": card("2014-06-16"), **more},
        )

    return of


def nodes(article: SimpleNamespace, running: Running | None = None) -> list[dict[str, Any]]:
    return story_nodes(record_of(article), HOST, lambda author: author.slug == "ann", running)


@pytest.fixture
def told(article):
    """Return the nodes of a story's text."""
    return lambda text, **more: nodes(article(text, **more))


@pytest.fixture
def live(told) -> dict[str, Any]:
    return told(LIVE)[0]


def test_a_story_of_which_little_is_known_says_little(told) -> None:
    assert told("Title: Ferry\nDate: 2014-06-16\n\nIt ran.\n\n## What came of it\n\nFog.\n") == [
        {
            "@type": ["NewsArticle", "ArchiveComponent"],
            "@id": PAGE,
            "url": PAGE,
            "mainEntityOfPage": PAGE,
            "headline": "Ferry",
            "inLanguage": "en",
            "datePublished": "2014-06-16",
            "provider": {"@id": "https://archive.example/"},
            "holdingArchive": {"@id": "https://archive.example/"},
            "articleBody": "It ran.\n\nWhat came of it\n\nFog.",
        },
        {
            "@type": "ArchiveOrganization",
            "@id": "https://archive.example/",
            "name": "Harbour archive",
            "url": "https://archive.example/",
        },
    ]


def test_a_live_story_tells_its_updates_from_the_oldest(live) -> None:
    assert live["@type"] == ["NewsArticle", "ArchiveComponent", "LiveBlogPosting"]
    assert live["articleBody"] == "It ended well."
    assert [one["headline"] for one in live["liveBlogUpdate"]] == [
        "Original Post",
        "Fog",
        "Survivors",
    ]
    assert live["liveBlogUpdate"][2] == {
        "@type": "BlogPosting",
        "@id": f"{PAGE}#update-2014-06-16-1820",
        "url": f"{PAGE}#update-2014-06-16-1820",
        "headline": "Survivors",
        "datePublished": "2014-06-16T18:20:00-04:00",
        "articleBody": "All are safe.",
        "correction": [{"@id": f"{PAGE}#update-2014-08-03"}],
        "comment": [{"@id": f"{PAGE}#update-5"}],
    }


def test_a_correction_and_what_it_corrects_name_each_other(live) -> None:
    whole, named = live["correction"]
    assert named == {
        "@type": "CorrectionComment",
        "@id": f"{PAGE}#update-2014-08-03",
        "url": f"{PAGE}#update-2014-08-03",
        "headline": "Her name",
        "datePublished": "2014-08-03",
        "text": "She was the Harbor Bell.",
        "parentItem": {"@id": f"{PAGE}#update-2014-06-16-1820"},
    }
    assert (whole["headline"], whole["parentItem"]) == (
        "Clarification",
        {"@id": f"{PAGE}#original-post"},
    )
    assert "datePublished" not in whole


def test_a_note_is_a_comment_on_what_it_concerns(live) -> None:
    (note,) = live["comment"]
    assert (note["@type"], note["text"]) == ("Comment", "The clock was fast.")
    assert note["parentItem"] == {"@id": f"{PAGE}#update-2014-06-16-1820"}


def test_a_correction_of_the_whole_story_names_its_page(told) -> None:
    story = told(f"{HEAD}\nText.\n\n## Correction, August 3\nHers.\n\n## 6:20 p.m.\nSafe.\n")[0]
    (correction,) = story["correction"]
    assert correction["parentItem"] == {"@id": PAGE}
    assert [one.get("correction") for one in story["liveBlogUpdate"]] == [None]


def test_updates_without_any_time_are_parts_of_the_story(told) -> None:
    story = told(f"{HEAD}\nIt ended.\n\n## Update #2\nAshore.\n\n## Original Post\nAdrift.\n")[0]
    assert story["@type"] == ["NewsArticle", "ArchiveComponent"]
    assert story["articleBody"] == "It ended."
    assert story["hasPart"][1] == {
        "@type": "BlogPosting",
        "@id": f"{PAGE}#update-1",
        "url": f"{PAGE}#update-1",
        "headline": "Update #2",
        "articleBody": "Ashore.",
    }
    assert [one["articleBody"] for one in story["hasPart"]] == ["Adrift.", "Ashore."]
    assert not {"liveBlogUpdate", "coverageStartTime", "coverageEndTime"} & story.keys()


# What others get wrong.


def test_no_update_takes_the_storys_own_date(live) -> None:
    times = [one.get("datePublished") for one in live["liveBlogUpdate"]]
    assert times == [None, "2014-06-16", "2014-06-16T18:20:00-04:00"]
    assert live["datePublished"] == "2014-06-16T11:02:00-04:00"


def test_a_day_is_not_made_midnight(live) -> None:
    assert "T00:00" not in str(live)


def test_the_coverage_ends_with_its_last_update_and_not_with_an_edit(live) -> None:
    assert live["coverageStartTime"] == "2014-06-16T11:02:00-04:00"
    assert live["coverageEndTime"] == "2014-06-16T18:20:00-04:00"
    assert live["dateModified"] == "2014-08-03"


def test_a_day_that_may_lie_beyond_leaves_the_end_open(told) -> None:
    story = told(f"{HEAD}\n## June 18\nAshore.\n\n## 6:20 p.m.\nSafe.\n")[0]
    assert "coverageEndTime" not in story
    assert story["dateModified"] == "2014-06-18"


@pytest.mark.parametrize(
    ("day", "offset"),
    [("2014-01-16", "-05:00"), ("2014-06-16", "-04:00")],
    ids=["winter", "summer"],
)
def test_offsets_follow_the_clocks_of_the_day(told, day: str, offset: str) -> None:
    story = told(f"Title: Ferry\nDate: {day} 11:02\n\n## 6:20 p.m.\nSafe.\n")[0]
    times = re.findall(r"\d\d:\d\d:\d\d[+-]\d\d:\d\d", str(story))
    assert {time[8:] for time in times} == {offset}
    assert len(times) == 5


HEADINGS = [
    *["3:31 p.m.", "12:20 a.m.: Lights out", "6:20", "June 18", "Update", "Update #2: Ashore"],
    *["Original Post", "Correction, August 3", "Clarification", "Editor's note, June 17, 9 p.m."],
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(HEADINGS), max_size=8))
def test_every_update_is_told_once_with_the_time_on_the_page(article, headings) -> None:
    updates = "".join(f"\n## {heading}\n\nText.\n" for heading in headings)
    page = article(f"{HEAD}\nLead.\n{updates}")
    story = nodes(page)[0]
    lists = [story.get(name, []) for name in ("liveBlogUpdate", "hasPart", "correction", "comment")]
    entries = [entry for entries in lists for entry in entries]

    assert len(entries) == len(headings)
    assert {(entry["@id"], entry.get("datePublished")) for entry in entries} == {
        (f"{PAGE}#{section.id}", time.attributes["datetime"] if time else None)
        for section in LexborHTMLParser(page.document.html).css("section.update")
        for time in [section.css_first("h2 time")]
    }


# Whose it is, and where it belongs.


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({}, {}),
        # Whether a holder is a person is not known, so that it is a name.
        ({"copyright_holder": "A. Writer"}, {"copyrightHolder": "A. Writer"}),
        (
            {"copyright_holder": "The Wire"},
            {"copyrightHolder": {"@id": "https://archive.example/wire/"}},
        ),
        ({"license": "https://free.example/by/"}, {"license": "https://free.example/by/"}),
        ({"license": "Free to copy"}, {"copyrightNotice": "Free to copy"}),
        ({"license": "httpd"}, {"copyrightNotice": "httpd"}),
    ],
)
def test_rights_are_what_the_partners_record_says(told, record, expected) -> None:
    partner = Partner("wire", "The Wire", "partners/wire.md", **record)
    filed = card("2014-06-16", partner=Term("The Wire", "wire", "wire/"))
    story = told(f"{HEAD}\nText.\n", partner=partner, card=filed)[0]
    rights = ("copyrightHolder", "copyrightNotice", "license")
    assert {name: story[name] for name in rights if name in story} == expected


def test_a_partner_is_credited_and_named_once(told) -> None:
    filed = card("2014-06-16", partner=Term("The Wire", "wire", "wire/"))
    story, partner, _archive = told(f"{HEAD}\nText.\n", partner=WIRE, card=filed)
    assert story["creditText"] == "This article is from the archive of our partner The Wire."
    assert story["publisher"] == story["sourceOrganization"] == {"@id": partner["@id"]}
    assert partner == {
        "@type": "NewsMediaOrganization",
        "@id": "https://archive.example/wire/",
        "name": "The Wire",
    }


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("live", {"isBasedOn": OLD}),
        ("redirects", {"isBasedOn": OLD}),
        ("dead", {"isBasedOn": OLD, "archivedAt": COPY}),
        ("hijacked", {"isBasedOn": OLD}),
    ],
)
def test_the_status_of_the_original_decides_what_is_said_of_it(told, status, expected) -> None:
    original = f"Original_URL: {OLD}\nOriginal_Status: {status}\nArchived_URL: {COPY}\n"
    story = told(f"{HEAD}{original}\nText.\n")[0]
    assert {name: story[name] for name in ("isBasedOn", "archivedAt") if name in story} == expected


def test_a_story_is_filed_under_its_terms(told) -> None:
    filed = card(
        "2014-06-16",
        authors=(term("Ann"), term("B & C")),
        section=term("World"),
        topics=(term("Ships"), term("Fog")),
    )
    story = told(f"{HEAD}\nText.\n", card=filed)[0]
    assert story["headline"] == "A ferry & a *fog*"
    assert story["author"] == [
        {"@type": "Person", "name": "Ann", "url": "https://archive.example/ann/"},
        {"@type": "Person", "name": "B & C"},
    ]
    assert (story["articleSection"], story["keywords"]) == ("World", ["Ships", "Fog"])


def test_a_part_of_a_running_story_names_all_parts(article) -> None:
    parts: tuple[Card, ...] = (card("2014-06-15"), card("2014-06-16", "2014/06/ferry/"))
    story = nodes(article(f"{HEAD}\nText.\n"), Running(parts, 2))[0]
    series = story["isPartOf"]
    assert (series["@type"], story["position"]) == ("CreativeWorkSeries", 2)
    assert [one["@id"] for one in series["hasPart"]] == [
        "https://archive.example/2014-06-15/",
        PAGE,
    ]
