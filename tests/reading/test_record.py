"""All that machines are told of a story."""

from __future__ import annotations

from copy import deepcopy
from types import SimpleNamespace

import pytest
from pelican.settings import DEFAULT_CONFIG

from backfile.config.read_settings import read_settings
from backfile.partners.registry import Partner
from backfile.reading.document import document_of
from backfile.reading.reader import StoryReader
from backfile.reading.record import StoryRecord, record_of
from tests.catalogue.listing_cards import card
from tests.story.stories_from_headings import story_of

LATE = ["Correction, August 3, 9:05 a.m.", "June 16, 12:02 p.m."]
WIRE = Partner("wire", "The Wire", "partners/wire.md", credit="First told by {partner}.")
FERRY = """\
Title: A ferry &amp; a fog
Date: 2009-08-14 14:02

It ended well.

## Correction, August 16, 9:05 a.m.
She was the *Harbor Bell*.

## 12:20 a.m.: Survivors
All are safe.[^1]

[^1]: All of 212.

## Original Post
A ferry radios for help.
"""


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory):
    """Return the record of a story's text."""
    folder = tmp_path_factory.mktemp("content")
    pelican = {**deepcopy(DEFAULT_CONFIG), "PATH": str(folder), "TIMEZONE": "America/New_York"}
    reader = StoryReader(pelican, read_settings(pelican))

    def of(text: str, **more: object) -> StoryRecord:
        path = folder / "ferry.md"
        path.write_text(text, "utf-8")
        html, metadata = reader.read(str(path))
        article = SimpleNamespace(
            **metadata,
            url="2009/08/ferry/",
            save_as="2009/08/ferry/index.html",
            lang="en",
            document=document_of(html, metadata["story"]),
            card=card("2009-08-14"),
            stated_summary=False,
            identifiers=(),
            **{"partner": None, **more},
        )
        return record_of(article)

    return of


def test_updates_are_told_from_the_oldest(recorded) -> None:
    record = recorded(FERRY)
    assert [(one.anchor, one.kind, one.time, one.title) for one in record.updates] == [
        ("original-post", "original", "", "Original Post"),
        ("update-2009-08-15-0020", "update", "2009-08-15T00:20:00-04:00", "Survivors"),
        (
            "update-2009-08-16-0905",
            "correction",
            "2009-08-16T09:05:00-04:00",
            "Correction, August 16, 9:05 a.m.",
        ),
    ]
    assert [one.stamp for one in record.updates] == ["", "12:20 a.m.", "August 16, 9:05 a.m."]
    assert record.updates[1].text == "All are safe.\n\nAll of 212."
    assert record.updates[1].flags == ("next-day",)
    assert "14 August 2009" in record.updates[1].reasons[0]


def test_the_text_has_every_word_oldest_first(recorded) -> None:
    assert recorded(FERRY).text == (
        "It ended well.\n\n"
        "Original Post\n\nA ferry radios for help.\n\n"
        "12:20 a.m. Survivors\n\nAll are safe.\n\nAll of 212.\n\n"
        "Correction, August 16, 9:05 a.m.\n\nShe was the Harbor Bell."
    )


def test_a_story_without_updates_is_all_lead(recorded) -> None:
    record = recorded("Title: One\nDate: 2009-08-14\n\nFirst.\n\n## What followed\n\nSecond.\n")
    assert (record.lead, record.updates) == ("First.\n\nWhat followed\n\nSecond.", ())
    assert not record.is_live
    assert (record.published, record.modified, record.latest) == ("2009-08-14", "", "2009-08-14")


def test_a_record_is_made_once() -> None:
    story = story_of("2014-06-16 11:02", "6:20 p.m.")
    article = SimpleNamespace(
        document=document_of("", story),
        original=None,
        partner=None,
        card=card("2014-06-16"),
        stated_summary=False,
        identifiers=(),
        title="Ferry",
        url="ferry/",
        save_as="ferry/index.html",
        lang="en",
    )
    assert record_of(article) is record_of(article)


def test_titles_are_plain_text(recorded) -> None:
    assert recorded(FERRY).title == "A ferry & a fog"


def test_the_credit_is_the_partners_sentence(recorded) -> None:
    assert recorded(FERRY).credit == ""
    assert recorded(FERRY, partner=WIRE).credit == "First told by The Wire."
