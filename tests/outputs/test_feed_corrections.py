"""How a corrected story comes back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from backfile.outputs.feeds.corrections import correction_entry, corrections_in, last_correction
from backfile.outputs.feeds.entry import EntryMaker, StoryEntry
from tests.outputs.record_with_corrections import CORRECTION, NOTE, STORY, UPDATE

if TYPE_CHECKING:
    from backfile.reading.record import UpdateRecord

SITE, AUTHORITY = "https://archive.example", "archive.example,2026"
PAGE = f"{SITE}/2009/08/ferry/"
HTML = "<p>It ended well.</p>"
LATER = replace(
    CORRECTION,
    anchor="update-2009-08-20",
    printed="Correction, August 20",
    time="2009-08-20",
    headline="Her name",
    text="She was the Harbor Belle.",
)


def corrected(*updates: UpdateRecord) -> StoryEntry:
    record = replace(STORY, updates=(UPDATE, *updates))
    entry = EntryMaker(SITE, AUTHORITY, with_pages=frozenset()).story(record, HTML)
    return correction_entry(entry, record, AUTHORITY)


@pytest.mark.parametrize(
    ("updates", "last", "when"),
    [
        ([CORRECTION], CORRECTION, "2009-08-16T09:05:00-04:00"),
        ([CORRECTION, LATER], LATER, "2009-08-20T00:00:00-04:00"),
        # A note without a time stays with an update; it says nothing of when it came.
        ([CORRECTION, NOTE], CORRECTION, "2009-08-16T09:05:00-04:00"),
        ([NOTE], NOTE, "2009-08-15T00:20:00-04:00"),
    ],
)
def test_an_entry_has_the_time_of_the_last_correction(
    updates: list[UpdateRecord], last: UpdateRecord, when: str
) -> None:
    entry = corrected(*updates)
    assert (entry.published.isoformat(), entry.updated.isoformat()) == (when, when)
    assert entry.url == f"{PAGE}#{last.anchor}"
    assert entry.id == f"tag:archive.example,2026:2009/08/ferry/#{last.anchor}"


def test_a_title_says_that_it_is_a_correction() -> None:
    assert corrected(CORRECTION).title == "Correction, August 16, 9:05 a.m.: A ferry & a fog"
    assert corrected(LATER).title == "Correction, August 20 Her name: A ferry & a fog"


def test_what_was_corrected_stands_before_the_story_the_last_first() -> None:
    assert corrected(CORRECTION, LATER, NOTE).content == (
        f'<p><a href="{PAGE}#update-2009-08-20">Correction, August 20 Her name</a></p>\n'
        "<p>She was the Harbor Belle.</p>\n"
        f'<p><a href="{PAGE}#update-3">Editor&#x27;s note</a></p>\n'
        "<p>The clock &lt;was&gt; fast.</p>\n"
        f'<p><a href="{PAGE}#update-2009-08-16-0905">Correction, August 16, 9:05 a.m.</a></p>\n'
        "<p>She was the Harbor Bell.</p>\n<p>We had it wrong.</p>\n"
        "<hr>\n<p>It ended well.</p>"
    )


def test_the_text_says_the_same() -> None:
    text = corrected(CORRECTION).text
    assert text.startswith(
        "Correction, August 16, 9:05 a.m.\n\nShe was the Harbor Bell.\n\nWe had it wrong.\n\n"
        "It ended well."
    )


def test_corrections_and_notes_are_told_from_updates() -> None:
    assert corrections_in([UPDATE, NOTE, CORRECTION]) == [NOTE, CORRECTION]
    assert corrections_in([UPDATE]) == []
    assert last_correction([CORRECTION, NOTE]) is CORRECTION
