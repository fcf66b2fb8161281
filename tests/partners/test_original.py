"""Where a story first stood: one status drives link and canonical address together."""

from __future__ import annotations

import pytest

from backfile.partners.original import (
    Original,
    OriginalError,
    OriginalStatus,
    original_from_fields,
)

URL = "https://harborwire.example/1931/ferry/"
COPY = "https://archive.example/ferry"
REMEDY = "begin it with http:// or https://"


@pytest.mark.parametrize(
    ("status", "href", "canonical"),
    [
        ("live", URL, URL),
        ("redirects", URL, ""),
        ("dead", URL, ""),
        ("hijacked", "", ""),  # printed, never linked
    ],
)
def test_a_status_drives_link_and_canonical_address(status, href, canonical):
    original = Original(URL, OriginalStatus(status), COPY)

    assert (original.url, original.href, original.canonical) == (URL, href, canonical)


def test_a_story_states_its_original():
    fields = {"original_url": f" {URL} ", "original_status": " Live ", "archived_url": COPY}

    assert original_from_fields(fields) == Original(URL, OriginalStatus.LIVE, COPY)


def test_an_original_is_dead_unless_it_is_said_to_live():
    assert original_from_fields({"original_url": URL}) == Original(URL, OriginalStatus.DEAD)


@pytest.mark.parametrize("fields", [{}, {"original_url": " "}, {"original_status": "live"}])
def test_without_an_address_there_is_no_original(fields):
    assert original_from_fields(fields) is None


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        (
            {"original_url": "harborwire.example"},
            "original_url",
            'Original_URL "harborwire.example" is not a web address; ' + REMEDY,
        ),
        (
            {"original_url": URL, "archived_url": "javascript:alert(1)"},
            "archived_url",
            'Archived_URL "javascript:alert(1)" is not a web address; ' + REMEDY,
        ),
        (
            {"original_url": URL, "original_status": "dad"},
            "original_status",
            'unknown Original_Status "dad"; did you mean "dead"?',
        ),
        # Told even where there is no address yet.
        (
            {"original_status": "zzz"},
            "original_status",
            'unknown Original_Status "zzz"; use one of live, redirects, dead, hijacked',
        ),
    ],
    ids=["address", "archived address", "near status", "far status"],
)
def test_an_original_that_cannot_stand_names_its_field_and_the_remedy(fields, field, message):
    with pytest.raises(OriginalError) as caught:
        original_from_fields(fields)

    assert (caught.value.field, str(caught.value)) == (field, message)


def test_an_address_may_be_written_in_capitals():
    assert original_from_fields({"original_url": "HTTP://HARBORWIRE.EXAMPLE"}).canonical == ""
