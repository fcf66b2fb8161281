"""The map of a site: every page that searchers should know, and when it last changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from .feed_samples import CONTENT, FED, SITE
from .sites import MiniSite

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}
MAPPED: dict[str, Any] = {
    **FED,
    "BACKFILE_SITEMAP": True,
    "BACKFILE_REDIRECTS": True,
    "YEAR_ARCHIVE_SAVE_AS": "{date:%Y}/index.html",
    "MONTH_ARCHIVE_SAVE_AS": "{date:%Y}/{date:%m}/index.html",
    "DIRECT_TEMPLATES": ["index", "categories", "tags", "authors", "404"],
}
LIVE = """\
Title: Still there
Date: 2009-09-01
Original_URL: https://wire.example/still/
Original_Status: live

It is where it was.
"""
OLD_ADDRESS = "Title: Moved\nDate: 2011-03-05\nRedirect_From: /old/moved.html\n\nIt moved.\n"
MANY = {**CONTENT, "live.md": LIVE, "moved.md": OLD_ADDRESS}
# Date and time formats of W3C that state a day at least (https://www.w3.org/TR/NOTE-datetime).
W3C = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?")
NOINDEX = '<meta name="robots" content="noindex">'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> MiniSite:
    made = MiniSite(tmp_path_factory.mktemp("site")).write(MANY)
    ended = made.build(**MAPPED, BACKFILE_SEARCH=True)
    assert ended.status == 0, ended.said
    return made


def read(site: MiniSite, name: str) -> ET.Element:
    return ET.fromstring(site.page(name))  # noqa: S314 (our own)


def listed(site: MiniSite) -> list[str]:
    return [
        str(one.text).removeprefix(f"{SITE}/")
        for one in read(site, "sitemap.xml").findall("s:sitemap/s:loc", NAMES)
    ]


@pytest.fixture(scope="module")
def known(site: MiniSite) -> dict[str, str]:
    """What all sitemaps say: when each address, below the site's, last changed."""
    urls = [url for name in listed(site) for url in read(site, name).findall("s:url", NAMES)]
    found = {url.findtext("s:loc", "", NAMES): url.findtext("s:lastmod", "", NAMES) for url in urls}
    assert len(found) == len(urls), "an address is there twice"
    assert all(address.startswith(f"{SITE}/") for address in found)
    return {address.removeprefix(f"{SITE}/"): when for address, when in found.items()}


def test_each_year_of_stories_has_a_sitemap(site: MiniSite) -> None:
    assert listed(site) == [
        "sitemaps/stories-1850.xml",
        "sitemaps/stories-2009.xml",
        "sitemaps/stories-2011.xml",
        "sitemaps/stories-2012.xml",
        "sitemaps/listings.xml",
        "sitemaps/pages.xml",
    ]
    of_2011 = read(site, "sitemaps/stories-2011.xml").findall("s:url/s:loc", NAMES)
    assert [str(one.text) for one in of_2011] == [
        f"{SITE}/2011/quay/",
        f"{SITE}/es/2011/quay/",
        f"{SITE}/2011/moved/",
    ]


def test_every_page_that_may_be_indexed_is_known_and_no_other(
    site: MiniSite, known: dict[str, str]
) -> None:
    """A page itself says whether it may be, and at which address."""
    wanted = set()
    for name in site.pages():
        html = site.page(name)
        canonical = re.search(r'<link rel="canonical" href="([^"]+)">', html)
        address = f"{SITE}/{name.removesuffix('index.html')}"
        if NOINDEX not in html and canonical and canonical[1] == address:
            wanted.add(address.removeprefix(f"{SITE}/"))
    searching = {"search/", "es/search/"}
    assert {unquote(one) for one in known} == wanted - searching - {"404.html"}


@pytest.mark.parametrize(
    "page",
    ["2009/still-there/", "drafts/plan.html", "secret/", "search/", "404.html", "old/moved.html"],
)
def test_what_is_not_for_searchers_is_left_out(known: dict[str, str], page: str) -> None:
    assert page not in known


@pytest.mark.parametrize(
    ("page", "when"),
    [
        ("2009/ferry/", "2009-08-16T09:05:00-07:00"),
        ("2011/quay/", "2011-03-04"),
        ("2012/noted/", "2012-01-01T10:00:00-05:00"),
        ("1850/old-quay/", "1850-01-02"),
        # A listing changed with the newest of its stories, also of those that stand elsewhere.
        ("", "2012-01-01T10:00:00-05:00"),
        ("2009/", "2009-09-01"),
        ("2009/08/", "2009-08-16T09:05:00-07:00"),
        ("tag/rescue.html", "2012-01-01T10:00:00-05:00"),
        ("tag/rescue/2009/", "2009-08-16T09:05:00-07:00"),
        ("partners/the-wire/", "2009-08-16T09:05:00-07:00"),
        ("partners/the-wire/2009/", "2009-08-16T09:05:00-07:00"),
        # Nothing tells.
        ("partners/quiet/", ""),
        ("pages/about.html", ""),
        ("feeds/", ""),
    ],
)
def test_a_page_changed_with_its_story_or_nobody_knows_when(
    known: dict[str, str], page: str, when: str
) -> None:
    assert known.get(page, "") == when


def test_every_date_is_one_of_w3c(known: dict[str, str]) -> None:
    dates = [when for when in known.values() if when]
    assert len(dates) > 20
    assert all(W3C.fullmatch(when) for when in dates)


def test_a_story_names_its_translations_and_itself(site: MiniSite) -> None:
    for url in read(site, "sitemaps/stories-2011.xml").findall("s:url", NAMES)[:2]:
        others = {one.get("hreflang"): one.get("href") for one in url.findall("x:link", NAMES)}
        assert others == {"en": f"{SITE}/2011/quay/", "es": f"{SITE}/es/2011/quay/"}


def test_robots_are_shown_the_way(site: MiniSite) -> None:
    assert site.page("robots.txt") == (f"User-agent: *\nAllow: /\n\nSitemap: {SITE}/sitemap.xml\n")


def test_a_robots_txt_of_the_sites_own_wins(tmp_path: Path) -> None:
    own = "User-agent: *\nDisallow: /private/\n"
    site = MiniSite(tmp_path).write({"quay.md": CONTENT["quay.md"], "extra/robots.txt": own})
    paths = {"extra/robots.txt": {"path": "robots.txt"}}
    static = {"STATIC_PATHS": ["extra"], "EXTRA_PATH_METADATA": paths}
    ended = site.build(**MAPPED, **static, STATIC_CHECK_IF_MODIFIED=True)
    assert ended.status == 0, ended.said
    assert site.page("robots.txt") == own
    assert "sitemaps/listings.xml" in listed(site)


def test_below_a_path_there_is_a_map_but_no_robots_txt(tmp_path: Path) -> None:
    site = MiniSite(tmp_path).write({"quay.md": CONTENT["quay.md"]})
    site.build(**{**MAPPED, "SITEURL": f"{SITE}/news"})
    assert listed(site)[0] == "news/sitemaps/stories-2011.xml"
    assert not (tmp_path / "output" / "robots.txt").exists()


def test_a_site_without_an_address_has_no_map(tmp_path: Path) -> None:
    site = MiniSite(tmp_path).write({"quay.md": CONTENT["quay.md"]})
    ended = site.build("--verbose", **{**MAPPED, "SITEURL": ""})
    assert "no sitemap is made" in ended.said
    assert not (tmp_path / "output" / "sitemap.xml").exists()
    assert not (tmp_path / "output" / "robots.txt").exists()


def test_a_site_that_wants_no_map_has_none(tmp_path: Path) -> None:
    site = MiniSite(tmp_path).write({"quay.md": CONTENT["quay.md"]})
    site.build(SITEURL=SITE)
    assert "quay.html" in site.pages()
    assert not (tmp_path / "output" / "sitemap.xml").exists()
