"""What an entry of a feed says of its story."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.outputs.feeds.entry import Category, EntryMaker, Person, Translation, clean
from backfile.partners.original import Original, OriginalStatus
from tests.outputs.record_with_corrections import STORY, WIRE

SITE = "https://archive.example"
MAKER = EntryMaker(SITE, "archive.example,2026", with_pages=frozenset({"ann-writer"}))
HTML = "<p>It ended well.</p>"
ANN = Person("Ann Writer", f"{SITE}/ann-writer/")
THE_WIRE = Person("The Wire", f"{SITE}/partners/the-wire/")
OLD, COPY = "https://wire.example/ferry/", "https://copies.example/ferry/"


def test_an_entry_says_what_the_record_says() -> None:
    entry = MAKER.story(STORY, HTML)
    assert (entry.title, entry.lang, entry.summary) == (STORY.title, "en", STORY.summary)
    assert (entry.content, entry.text) == (HTML, STORY.text)
    assert entry.url == f"{SITE}/2009/08/ferry/"
    assert entry.tags == ("Rescue", "!!!")


def test_an_entry_is_named_by_the_storys_address_and_not_by_the_sites() -> None:
    elsewhere = replace(MAKER, site="https://moved.example/archive")
    entry = elsewhere.story(STORY, HTML)
    assert entry.id == MAKER.story(STORY, HTML).id == "tag:archive.example,2026:2009/08/ferry/"
    assert entry.url == "https://moved.example/archive/2009/08/ferry/"


def test_while_one_writes_addresses_begin_at_the_root() -> None:
    entry = replace(MAKER, site="").story(STORY, HTML)
    assert (entry.url, entry.authors[0].url) == ("/2009/08/ferry/", "/ann-writer/")


@pytest.mark.parametrize(
    ("published", "modified", "stated"),
    [
        (
            "2009-08-14T14:02:00-04:00",
            "2009-08-15T00:20:00-04:00",
            ("2009-08-14T14:02:00-04:00", "2009-08-15T00:20:00-04:00"),
        ),
        (
            "2009-08-14T14:02:00-04:00",
            "",
            ("2009-08-14T14:02:00-04:00", "2009-08-14T14:02:00-04:00"),
        ),
        # A day becomes the moment at which it began.
        ("2009-08-14", "", ("2009-08-14T00:00:00-04:00", "2009-08-14T00:00:00-04:00")),
        ("2009-08-14", "2009-08-16", ("2009-08-14T00:00:00-04:00", "2009-08-16T00:00:00-04:00")),
        # An update of the day of publication came after that, whenever the day began.
        (
            "2009-08-14T14:02:00-04:00",
            "2009-08-14",
            ("2009-08-14T14:02:00-04:00", "2009-08-14T14:02:00-04:00"),
        ),
    ],
)
def test_the_times_are_the_storys_own(
    published: str, modified: str, stated: tuple[str, str]
) -> None:
    entry = MAKER.story(replace(STORY, published=published, modified=modified), HTML)
    assert (entry.published.isoformat(), entry.updated.isoformat()) == stated


def test_a_summary_that_the_page_does_not_show_is_left_out() -> None:
    assert MAKER.story(replace(STORY, summary_stated=False), HTML).summary == ""


def test_the_authors_wrote_it_and_the_partner_had_a_part() -> None:
    entry = MAKER.story(STORY, HTML)
    assert (entry.authors, entry.contributors) == ((ANN,), (THE_WIRE,))


def test_without_authors_the_partner_is_the_author() -> None:
    entry = MAKER.story(replace(STORY, card=replace(STORY.card, authors=())), HTML)
    assert (entry.authors, entry.contributors) == ((THE_WIRE,), ())


def test_without_either_the_entry_names_nobody() -> None:
    nobody = replace(STORY, partner=None, card=replace(STORY.card, authors=(), partner=None))
    entry = MAKER.story(nobody, HTML)
    assert (entry.authors, entry.contributors, entry.rights) == ((), (), "")


def test_an_author_without_a_page_has_no_address() -> None:
    entry = replace(MAKER, with_pages=frozenset({"other-writer"})).story(STORY, HTML)
    assert entry.authors == (Person("Ann Writer"),)


@pytest.mark.parametrize(
    ("changes", "rights", "license_"),
    [
        ({}, "© The Wire Trust", ""),
        ({"copyright_holder": ""}, "", ""),
        (
            {"license": "https://licenses.example/by/"},
            "© The Wire Trust",
            "https://licenses.example/by/",
        ),
        ({"license": "All rights reserved"}, "© The Wire Trust", ""),
    ],
)
def test_the_rights_are_those_of_the_partners_record(
    changes: dict[str, str], rights: str, license_: str
) -> None:
    entry = MAKER.story(replace(STORY, partner=replace(WIRE, **changes)), HTML)
    assert (entry.rights, entry.license) == (rights, license_)


def test_sections_and_topics_are_told_apart() -> None:
    assert MAKER.story(STORY, HTML).categories == (
        Category("world", "tag:archive.example,2026:sections", "World"),
        Category("rescue", "tag:archive.example,2026:topics", "Rescue"),
        Category("!!!", "tag:archive.example,2026:topics", "!!!"),
    )


@pytest.mark.parametrize(
    ("original", "via", "archived"),
    [
        (None, "", ""),
        (Original(OLD, OriginalStatus.LIVE), OLD, ""),
        (Original(OLD, OriginalStatus.REDIRECTS), OLD, ""),
        (Original(OLD, OriginalStatus.DEAD, COPY), OLD, COPY),
        (Original(OLD, OriginalStatus.HIJACKED, COPY), "", COPY),
    ],
)
def test_where_it_first_stood(original: Original | None, via: str, archived: str) -> None:
    entry = MAKER.story(replace(STORY, original=original), HTML)
    assert (entry.via, entry.archived) == (via, archived)


def test_translations_are_named() -> None:
    one = Translation(f"{SITE}/es/2009/08/ferry/", "es")
    assert MAKER.story(STORY, HTML, [one]).translations == (one,)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\x00b\x0bc\x1fd", "abcd"),
        ("a\tb\nc\rd", "a\tb\nc\rd"),
        ("a\ufffeb\ud800c", "abc"),
        ("Žluťoučký 🚢", "Žluťoučký 🚢"),
    ],
)
def test_what_no_xml_can_hold_is_left_out(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text(st.characters()))
def test_a_cleaned_text_is_clean(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    clean(text).encode("utf-8")
