"""Sitemaps to the letter of the protocol (sitemaps.org)."""

from __future__ import annotations

import re
from functools import partial
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.outputs.sitemap.formats import (
    LIMITS,
    Limits,
    SitemapEntry,
    robots,
    sitemap_index,
    sitemaps,
)
from backfile.text.addresses import in_full

SITE = "https://archive.example"
IN_FULL = partial(in_full, SITE)
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}
HOSTILE = SitemapEntry("a&b/<c>/'d\"/ñandú/%C3%B1/?q=1&r=2")


def read(text: str) -> list[str]:
    """Return the addresses in a sitemap."""
    root = ET.fromstring(text)  # noqa: S314 (our own)
    assert root.tag == f"{{{NAMES['s']}}}urlset"
    return [one.text or "" for one in root.findall("s:url/s:loc", NAMES)]


def test_a_sitemap() -> None:
    places = [
        SitemapEntry(
            "2009/08/ferry/",
            "2009-08-15T00:20:00-04:00",
            (("en", "2009/08/ferry/"), ("es", "es/2009/08/ferry/")),
        ),
        SitemapEntry("about/"),
    ]
    (text,) = sitemaps(places, IN_FULL)
    assert text == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        "<url><loc>https://archive.example/2009/08/ferry/</loc>"
        "<lastmod>2009-08-15T00:20:00-04:00</lastmod>"
        '<xhtml:link rel="alternate" hreflang="en" href="https://archive.example/2009/08/ferry/"/>'
        '<xhtml:link rel="alternate" hreflang="es"'
        ' href="https://archive.example/es/2009/08/ferry/"/></url>\n'
        "<url><loc>https://archive.example/about/</loc></url>\n"
        "</urlset>\n"
    )


def test_an_index() -> None:
    assert sitemap_index(["sitemaps/a.xml", "sitemaps/b&c.xml"], IN_FULL) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<sitemap><loc>https://archive.example/sitemaps/a.xml</loc></sitemap>\n"
        "<sitemap><loc>https://archive.example/sitemaps/b%26c.xml</loc></sitemap>\n"
        "</sitemapindex>\n"
    )


def test_the_limits_are_those_of_the_protocol() -> None:
    assert Limits(50_000, 50 * 1024 * 1024, 2048 - 1) == LIMITS


def test_addresses_are_escaped_for_the_web_and_for_xml() -> None:
    (text,) = sitemaps([HOSTILE], IN_FULL)
    assert "a%26b/%3Cc%3E/%27d%22/%C3%B1and%C3%BA/%C3%B1/?q=1&amp;r=2" in text
    assert read(text) == [
        "https://archive.example/a%26b/%3Cc%3E/%27d%22/%C3%B1and%C3%BA/%C3%B1/?q=1&r=2"
    ]


def test_a_sitemap_ends_at_so_many_addresses() -> None:
    places = [SitemapEntry(f"{number}/") for number in range(7)]
    made = [len(read(text)) for text in sitemaps(places, IN_FULL, Limits(addresses=3))]
    assert made == [3, 3, 1]


def test_a_sitemap_ends_before_so_many_bytes() -> None:
    places = [SitemapEntry("ñ" * 10 + f"/{number}/") for number in range(9)]
    made = list(sitemaps(places, IN_FULL, Limits(size=500)))
    assert len(made) > 1
    assert all(len(text.encode()) <= 500 for text in made)
    assert sum(len(read(text)) for text in made) == 9


@pytest.mark.parametrize(("more", "listed"), [(0, True), (1, False)])
def test_an_address_has_fewer_than_2048_signs(more: int, listed: bool) -> None:
    place = SitemapEntry("a" * (2047 - len(f"{SITE}/") + more))
    assert [read(text) for text in sitemaps([place], IN_FULL)] == (
        [[f"{SITE}/{place.url}"]] if listed else []
    )


def test_without_pages_there_is_no_sitemap() -> None:
    assert list(sitemaps([], IN_FULL)) == []


@given(
    urls=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=12),
    most=st.integers(1, 5),
)
def test_every_page_is_in_one_sitemap_in_its_order(urls: list[str], most: int) -> None:
    places = [SitemapEntry(url.replace("%", "")) for url in urls]
    made = [read(text) for text in sitemaps(places, IN_FULL, Limits(addresses=most))]
    assert all(1 <= len(one) <= most for one in made)
    found = [address for one in made for address in one]
    assert len(found) == len(urls)
    assert all(re.fullmatch(r"https://archive\.example/[!-~]*", address) for address in found)


def test_robots_may_read_everything_and_are_shown_the_sitemap() -> None:
    assert robots(IN_FULL) == (
        "User-agent: *\nAllow: /\n\nSitemap: https://archive.example/sitemap.xml\n"
    )
