"""A story as parts."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from pelican.settings import DEFAULT_CONFIG
from typogrify.filters import typogrify

from backfile.config.read_settings import read_settings
from backfile.reading.document import MARK, Document, document_of
from backfile.reading.reader import StoryReader

HEAD = "Title: Ferry\nDate: 2009-08-14 14:02\nTimezone: America/New_York\n\n"
INSET = '<section class="update" id="inset"><h2>6 p.m.</h2></section>'


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory):
    """Return the parts of a story with the given body."""
    folder = tmp_path_factory.mktemp("content")
    pelican = {**deepcopy(DEFAULT_CONFIG), "PATH": str(folder), "TIMEZONE": "America/New_York"}
    reader = StoryReader(pelican, read_settings(pelican))

    def of(body: str, head: str = HEAD, **how: Any) -> Document:
        converted = reader.convert(str(folder / "ferry.md"), head + body)
        return document_of(typogrify(converted.marked, **how), converted.story)

    return of


def test_a_story_is_its_lead_its_updates_and_its_notes(document) -> None:
    told = document("It ended.[^1]\n\n## 3:31 p.m.: At *last* {: .big }\n\nOver.\n\n[^1]: All.\n")
    (section,) = told.sections
    assert told.lead.startswith("<p>It ended.<sup")
    assert section.anchor == "update-2009-08-14-1531"
    assert section.stamp == '<time datetime="2009-08-14T15:31:00-04:00">3:31 p.m.</time>'
    assert section.heading == f'<h2 class="big">{section.stamp} At <em>last</em></h2>'
    assert section.body == "\n<p>Over.</p>\n"
    assert told.notes.startswith('<div class="footnote">')


@pytest.mark.parametrize("ignored", [["time"], ["section"], ["section.update"], ["div"]])
def test_what_typogrify_is_to_leave_alone_is_left_alone(document, ignored: list[str]) -> None:
    told = document('"Over."\n\n## 3:31 P.M.: "Out"\n\n"In."\n', ignore_tags=ignored)
    (section,) = told.sections
    is_left = {
        "time": '"' not in section.stamp.partition(">")[2] and "caps" not in section.stamp,
        "section": '"Out"' in section.heading and '"In."' in section.body,
        "section.update": '"Out"' in section.heading and '"In."' in section.body,
        "div": '"Over."' in told.lead,
    }
    assert is_left[ignored[0]]
    assert MARK not in told.html


@pytest.mark.parametrize("head", [HEAD, HEAD.replace("Date: 2009-08-14 14:02", "Status: draft")])
def test_a_stamp_may_hold_what_typogrify_makes(document, head: str) -> None:
    (section,) = document("## 3:31 PM EST: It is <span>out</span>\n", head).sections
    assert section.heading == f"<h2>{section.stamp} It is <span>out</span></h2>"
    assert '<span class="caps">EST</span>' in section.stamp


@pytest.mark.parametrize(
    ("credited_at", "html"),
    [
        ("both", "<p>Credit</p>\n<p>Text.</p>\n<p>Credit</p>"),
        ("head", "<p>Credit</p>\n<p>Text.</p>"),
        ("foot", "<p>Text.</p>\n<p>Credit</p>"),
    ],
)
def test_the_credit_line_stands_where_it_is_wanted(document, credited_at: str, html: str) -> None:
    told = replace(document("Text.\n"), credit="<p>Credit</p>", credited_at=credited_at)
    assert told.html == html


@pytest.mark.parametrize(
    "body",
    [
        f"## 3:31 p.m.\n\n{INSET}\n",
        f"{INSET}\n\n## 3:31 p.m.\n\nText.\n",
        f"## 3:31 p.m.\n\n<section{MARK} class='update'>\n\n</section{MARK}>\n",
        '<div class="lead"></div>\n\n## 3:31 p.m.\n',
    ],
)
def test_what_an_author_writes_is_never_taken_for_a_part(document, body: str) -> None:
    told = document(body)
    assert [one.anchor for one in told.sections] == ["update-2009-08-14-1531"]
    assert MARK not in told.html


def test_a_story_without_updates_is_all_lead(document) -> None:
    told = document(f"Text.\n\n{INSET}\n")
    assert (told.html, told.sections, told.notes) == (told.lead, (), "")


def test_a_story_whose_marks_were_lost_stays_whole(document) -> None:
    told = document("Lead.\n\n## 3:31 p.m.\n\nText.\n")
    assert document_of(told.html, told.story) == Document(told.story, told.html)
