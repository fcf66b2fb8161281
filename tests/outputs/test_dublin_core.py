"""Dublin Core records: what each element says, and that files are what the schemas want."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.outputs.data.dublin_core import (
    Repository,
    YearRecords,
    changed_on,
    elements,
    record,
)
from backfile.outputs.data.story_json import as_json, read_schema
from backfile.outputs.data.tables import YearTables
from backfile.text.identifiers import read_identifiers
from tests.outputs.records import BARE, BRIDGE
from tests.outputs.valid_oai import stories_in

if TYPE_CHECKING:
    from backfile.reading.record import StoryRecord

SITE = "https://archive.example"
REPOSITORY = Repository("The Harbour Archive", SITE, "archive.example,2026")
NAMED = replace(BRIDGE, identifiers=read_identifiers("ark:/12345/x6 doi:10.12345/a AP-1"))


def written(*records: StoryRecord, repository: Repository = REPOSITORY) -> bytes:
    """Return the file of the year of *records*."""
    of_year = YearRecords(io.BytesIO(), repository)
    files = {"stories": io.BytesIO(), "updates": io.BytesIO()}
    tables = YearTables(2011, files, read_schema("datapackage.json"), of_year)
    for one in records:
        tables.add(as_json(one, repository.address))
    return b"".join(of_year.read(f"{SITE}/data/oai_dc-2011.xml"))


def test_what_a_record_says() -> None:
    (told,) = stories_in(written(NAMED)).values()
    assert told == [
        ("title", "Swing bridge stuck open"),
        ("creator", "A. Writer"),
        ("subject", "Bridges"),
        ("subject", "Harbours"),
        ("subject", "Transport"),
        ("description", "Nobody can cross."),
        ("publisher", "The Wire"),
        ("date", "2011-03-04"),
        ("type", "Text"),
        ("type", "NewsItem"),
        ("format", "text/html"),
        ("identifier", "https://archive.example/2011/03/swing-bridge/"),
        ("identifier", "ark:/12345/x6"),
        ("identifier", "https://doi.org/10.12345/a"),
        ("identifier", "AP-1"),
        ("source", "http://wire.example/812"),
        ("language", "en"),
        ("relation", "https://archive.example/2011/02/swing-bridge/"),
        ("rights", "© The Wire Trust"),
    ]


def test_of_a_story_of_the_archives_own_the_archive_is_the_publisher() -> None:
    (told,) = stories_in(written(BARE)).values()
    assert [name for name, _ in told] == [
        *("title", "publisher", "date", "type", "type", "format", "identifier", "language"),
    ]
    assert ("publisher", "The Harbour Archive") in told


def test_a_file_is_dated_by_its_last_change_and_names_itself() -> None:
    other = replace(BARE, url="2011/03/other/", published="2011-03-09T23:00:00-05:00")
    root = ET.fromstring(written(BRIDGE, other))  # noqa: S314 (our own)
    oai = "{http://www.openarchives.org/OAI/2.0/}"
    assert root.findtext(f"{oai}responseDate") == "2011-03-10T00:00:00Z"
    assert root.findtext(f"{oai}request") == "https://archive.example/data/oai_dc-2011.xml"
    days = [one.text for one in root.iter(f"{oai}datestamp")]
    assert days == ["2011-03-05", "2011-03-10"]


NAMES = [
    (REPOSITORY, "tag:archive.example,2026:2011/03/swing-bridge/"),
    (Repository("A", SITE), "https://archive.example/2011/03/swing-bridge/"),
    (
        Repository("A", "", "archive.example,2026"),
        "tag:archive.example,2026:2011/03/swing-bridge/",
    ),
]


@pytest.mark.parametrize(("repository", "expected"), NAMES)
def test_a_record_has_the_id_of_the_storys_feed_entry(
    repository: Repository, expected: str
) -> None:
    assert repository.can_name
    assert list(stories_in(written(BRIDGE, repository=repository))) == [expected]


def test_a_site_without_a_name_has_no_records() -> None:
    assert not Repository("A", "").can_name
    assert not Repository("A", "/archive").can_name


@given(st.text(), st.text(), st.sampled_from(["<&>", "]]>", "\x0b", "\ufffe"]))
def test_no_text_breaks_the_file(title: str, summary: str, more: str) -> None:
    record_ = replace(BRIDGE, title=f"{title}{more}a", summary=summary)
    (told,) = stories_in(written(record_)).values()
    (found,) = [value for name, value in told if name == "title"]
    plain = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", f"{title}{more}a")
    # What reads XML makes one line feed of each kind of line end.
    assert found == re.sub("\r\n?", "\n", plain)


def test_a_record_can_stand_alone() -> None:
    row = dict.fromkeys(
        (
            *("authors", "topics", "section", "summary", "partner_name", "published_instant"),
            *("identifiers", "original_url", "continues", "copyright_holder", "license"),
            *("modified_utc", "modified_day", "published_utc"),
        ),
        "",
    )
    row |= {"story": "a/", "url": f"{SITE}/a/", "title": "A", "lang": "en"}
    row["published_day"] = "0999-01-02"
    assert changed_on(row) == "0999-01-02"
    assert record(row, REPOSITORY).startswith("<record>\n<header><identifier>tag:archive.example")
    assert dict(elements(row, REPOSITORY))["date"] == "0999-01-02"
