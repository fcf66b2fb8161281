"""What becomes of names in addresses."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.text.addresses import (
    LONGEST_SLUG,
    as_named,
    encoded,
    file_slug,
    folded,
    quoted,
    readable,
    slug_problem,
    term_slug,
    with_whole_years,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("url", "spelled"),
    [
        ("2011/03/swing-bridge/", "2011/03/swing-bridge/"),
        ("2011/03/café/", "2011/03/caf%C3%A9/"),
        ("2011/03/caf%C3%A9/", "2011/03/caf%C3%A9/"),
        ("a b/100%/", "a%20b/100%25/"),
        ("a&b/it's/", "a%26b/it%27s/"),
        ("a/?q=é&p=1#é", "a/?q=%C3%A9&p=1#%C3%A9"),
    ],
)
def test_an_address_has_one_spelling(url: str, spelled: str) -> None:
    assert encoded(url) == spelled


@given(TEXT)
def test_encoding_twice_changes_nothing(url: str) -> None:
    assert encoded(encoded(url)) == encoded(url)
    assert encoded(quoted(url)) == quoted(url)
    assert unquote(quoted(url)) == url


def test_ids_of_feeds_keep_the_characters_that_they_always_had() -> None:
    assert as_named(quoted("2011/a,b (c)/é")) == "2011/a,b%20(c)/%C3%A9"


@pytest.mark.parametrize(
    "names",
    [("Storm", "storm"), ("caf\u00e9", "cafe\u0301"), ("Straße", "STRASSE"), ("ﬁre", "FIRE")],
)
def test_names_that_are_one_on_some_system_are_one(names: tuple[str, str]) -> None:
    assert folded(names[0]) == folded(names[1])


@pytest.mark.parametrize(
    "slug", ["storm", "Storm", "a/b", "café", "フェリー", "می\u200cروم", "a.b"]
)
def test_slugs_that_are_fine(slug: str) -> None:
    assert slug_problem(slug) == ""


@pytest.mark.parametrize(
    ("slug", "problem"),
    [
        ("", "is empty"),
        ("a//b", "has an empty part"),
        ("a/../b", "begins with a dot"),
        ("a\tb", "has the character U+0009 in it"),
        ("a\u200bb", "has the character U+200B in it"),
        ("a:b", 'has ":" in it'),
        ("LPT9.old", "is the name of a device on Windows"),
        ("é" * 121, "is longer than 240 bytes"),
    ],
)
def test_slugs_that_are_not(slug: str, problem: str) -> None:
    assert slug_problem(slug) == problem


def test_the_slug_of_a_long_name_is_cut_and_differs_from_others() -> None:
    slugs = {term_slug(f"{'harbour-' * 20}{one}", "", "topic") for one in "ab"}
    assert len(slugs) == 2
    assert all(re.fullmatch(r"(harbour-)+[0-9a-f]{8}", one) for one in slugs)
    assert max(map(len, slugs)) <= LONGEST_SLUG


@pytest.mark.parametrize(
    ("slug", "name", "expected"),
    [
        ("fire", "Fire", "fire"),
        ("", "🔥", "topic-1f525"),
        ("", "🔥 🔥", "topic-1f525-1f525"),
        ("", "!!!", "topic-21-21-21"),
    ],
)
def test_every_name_has_a_slug(slug: str, name: str, expected: str) -> None:
    assert term_slug(slug, name, "topic") == expected


@pytest.mark.parametrize(("slug", "name"), [("con", "con-1"), ("-storm-", "storm"), ("", "")])
def test_a_file_s_name(slug: str, name: str) -> None:
    assert file_slug(slug) == name


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("Ferry aground", "Ferry aground"),
        ("フェリー座礁", ""),
        ("フェリー", "フェリー"),
        ("渡輪擱淺", "渡輪擱淺"),
        ("港のNHK火災", "NHK"),
    ],
)
def test_japanese_is_spelled_only_where_its_reading_is_known(title: str, left: str) -> None:
    assert readable(title).strip() == left
    assert readable("座礁", japanese=True) == ""


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("{date:%Y}/{date:%m}/{slug}/", "0999/03/storm/"),
        ("{date:%Y-%m}/{slug}/", "0999-03/storm/"),
        ("{date:%F}.html", "0999-03-02.html"),
        ("{date:%Y/%-m/%d}/{slug}/", "0999/3/02/storm/"),
        ("{slug}/{year}/", "storm/0999/"),
    ],
)
def test_a_year_has_four_digits(pattern: str, address: str) -> None:
    made = with_whole_years(pattern).format(date=date(999, 3, 2), slug="storm", year=999)
    assert made == address
