"""What the archive, its partners, its lists and its trails say as structured data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backfile.outputs.structured_data.archive import (
    Host,
    archive_node,
    listing_node,
    machine_date,
    partner_node,
    site_node,
    trail_nodes,
)
from backfile.partners.registry import Partner
from tests.catalogue.listing_cards import card

HOST = Host("Harbour archive", "https://archive.example", "en")


@pytest.mark.parametrize(
    ("site", "home", "year"),
    [
        ("https://archive.example", "https://archive.example/", "https://archive.example/1912/"),
        ("", "/", "/1912/"),
        ("../..", "../../", "../../1912/"),
    ],
)
def test_addresses_stand_below_the_sites(site: str, home: str, year: str) -> None:
    host = Host("Harbour archive", site, "en")
    assert (host.address(), host.address("1912/")) == (home, year)


def test_the_archive_is_an_archive() -> None:
    assert archive_node(HOST) == {
        "@type": "ArchiveOrganization",
        "@id": "https://archive.example/",
        "name": "Harbour archive",
        "url": "https://archive.example/",
    }


def test_the_site_can_be_searched_where_it_has_a_search() -> None:
    found = site_node(HOST, "Old news.", "search/")
    assert found["potentialAction"] == {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": "https://archive.example/search/?q={words}",
        },
        "query-input": "required name=words",
    }
    assert found["publisher"] == {"@id": "https://archive.example/"}
    assert site_node(HOST, "", "").keys() == {"@type", "url", "name", "inLanguage", "publisher"}


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("1891", "1891"),
        ("1891-05", "1891-05"),
        ("1891-05-30", "1891-05-30"),
        ("", ""),
        ("c. 1891", ""),
        ("May 1891", ""),
        ("1891-13", ""),
        ("1891-02-30", ""),
        ("18910530", ""),
        ("1891–1895", ""),
        ("١٨٩١", ""),
        ("0000", ""),
    ],
)
def test_a_date_is_said_where_it_is_one(printed: str, expected: str) -> None:
    assert machine_date(printed) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, {}),
        ({"founded": "1891", "closed": "the war"}, {"foundingDate": "1891"}),
        ({"closed": "1974-05"}, {"dissolutionDate": "1974-05"}),
        ({"homepage": "https://wire.example/"}, {"url": "https://wire.example/"}),
        # It was left, and may be anybody's now.
        ({"homepage": "https://wire.example/", "status": "closed"}, {}),
        ({"homepage": "https://wire.example/", "status": "merged"}, {}),
        # Its stories' rights are not its own properties.
        ({"copyright_holder": "The Staff", "license": "Free", "credit": "By {partner}."}, {}),
    ],
)
def test_a_partner_says_what_its_page_shows(more, expected) -> None:
    partner = Partner("wire", "The Wire", "partners/wire.md", **more)
    assert partner_node(partner, "partners/wire/", HOST) == {
        "@type": "NewsMediaOrganization",
        "@id": "https://archive.example/partners/wire/",
        "name": "The Wire",
        **expected,
    }


def test_a_list_says_how_many_stories_it_has_and_which_it_shows() -> None:
    cards = [replace(card("1912-04-15", "1912/04/ferry/"), title="Ferry &amp; <em>fog</em>")]
    assert listing_node("1912", "1912/", cards, 61, HOST) == {
        "@type": "CollectionPage",
        "url": "https://archive.example/1912/",
        "name": "1912",
        "inLanguage": "en",
        "isPartOf": {
            "@type": "WebSite",
            "url": "https://archive.example/",
            "name": "Harbour archive",
        },
        "mainEntity": {
            "@type": "ItemList",
            "numberOfItems": 61,
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": 1,
                    "url": "https://archive.example/1912/04/ferry/",
                    "name": "Ferry & fog",
                }
            ],
        },
    }


def test_a_list_without_stories_is_still_a_list() -> None:
    assert listing_node("The Wire", "wire/", (), 0, HOST)["mainEntity"] == {"@type": "ItemList"}


def test_a_trail_has_its_names_as_they_are_read() -> None:
    steps = [(1912, "1912/"), ("Ships &amp; <b>fog</b>", "topics/ships/")]
    assert trail_nodes(steps, HOST) == [
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": 1,
                    "name": "1912",
                    "item": "https://archive.example/1912/",
                },
                {
                    "@type": "ListItem",
                    "position": 2,
                    "name": "Ships & fog",
                    "item": "https://archive.example/topics/ships/",
                },
            ],
        }
    ]
    assert trail_nodes([], HOST) == []
