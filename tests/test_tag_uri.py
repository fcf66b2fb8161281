"""Names that stay when addresses change."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.text.tag_uri import is_authority, is_public, is_reserved, owner, tag_uri

# RFC 3986, section 3.3: what may stand in a path, and in a fragment.
PCHAR = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
TAG = re.compile(rf"tag:a\.example,2026:(?:{PCHAR}|[/?])*(?:#(?:{PCHAR}|[/?])*)?")


@pytest.mark.parametrize(
    "text",
    [
        "archive.example,2026",
        "archive.example,2026-11",
        "archive.example,2026-11-02",
        "Archive.example,2026",
        "localhost,2026",
        "x--1.example,2026",
        "desk_1.night@archive.example,2026",
    ],
)
def test_who_may_give_names(text: str) -> None:
    assert is_authority(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "archive.example",
        "archive.example,",
        ",2026",
        "archive.example,26",
        "archive.example,2026-1",
        "archive.example,2026-13",
        "archive.example,2026-02-30",
        "archive.example,2026-11-02T00:00",
        "archive.example,2026\n",
        "https://archive.example,2026",
        "archive.example/a,2026",
        "archive..example,2026",
        "-archive.example,2026",
        "archive-.example,2026",
        "höfen.example,2026",
        "archive.example,２０２６",
        "@archive.example,2026",
        "a b@archive.example,2026",
    ],
)
def test_who_may_not(text: str) -> None:
    assert not is_authority(text)


@pytest.mark.parametrize(
    ("name", "part", "uri"),
    [
        ("2009/08/ferry/", "", "tag:a.example,2026:2009/08/ferry/"),
        ("2009/08/ferry/", "update-2", "tag:a.example,2026:2009/08/ferry/#update-2"),
        ("señales/", "", "tag:a.example,2026:se%C3%B1ales/"),
        ("se%C3%B1ales/", "", "tag:a.example,2026:se%C3%B1ales/"),
        ("a b#c", "", "tag:a.example,2026:a%20b%23c"),
    ],
)
def test_a_name(name: str, part: str, uri: str) -> None:
    assert tag_uri("a.example,2026", name, part) == uri


@given(name=st.text(), part=st.text())
def test_whatever_is_named_gets_a_uri(name: str, part: str) -> None:
    """A percent sign is taken for the beginning of what is encoded already."""
    uri = tag_uri("a.example,2026", name.replace("%", ""), part)
    assert TAG.fullmatch(uri), uri


@pytest.mark.parametrize(
    ("host", "reserved", "public"),
    [
        ("backfile.example", True, False),
        ("a.b.EXAMPLE.", True, False),
        ("example.org", True, False),
        ("www.example.com", True, False),
        ("localhost", True, False),
        ("site.test", True, False),
        ("example.de", False, True),
        ("my-example.org", False, True),
        ("packet.github.io", False, True),
        ("intranet", False, False),
        ("127.0.0.1", False, False),
        ("", False, False),
    ],
)
def test_nobody_owns_a_domain_that_is_kept_for_examples(host, reserved, public):
    assert (is_reserved(host), is_public(host)) == (reserved, public)


@pytest.mark.parametrize(
    ("authority", "domain"),
    [("a.example,2026", "a.example"), ("me@packet.org,2026-11-02", "packet.org")],
)
def test_an_authority_names_its_domain(authority, domain):
    assert owner(authority) == domain
