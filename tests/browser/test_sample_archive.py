"""The sample archive as its readers meet it: in Chromium, on phone and desktop."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from .conftest import pages_to_read
from .windows import opened, opened_anew

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STORY = "/1969/07/eagle-lands/"
PAGES = {
    "home": "/",
    "year": "/1969/",
    "month": "/1969/07/",
    "story": STORY,
    "story-over-days": "/2014/11/philae/",
    "story-with-a-table": "/2000/11/florida/",
    "plain-story": "/1964/10/shinkansen/",
    "translation": "/es/2010/10/los-33/",
    "partners": "/partners/",
    "partner": "/partners/harbor-wire/",
    "sections": "/sections/",
    "section": "/sections/science/",
    "topics": "/topics/",
    "authors": "/authors/",
    "days-of-the-year": "/on-this-day/",
    "day-of-the-year": "/on-this-day/07-20/",
    "about": "/about/",
    "data": "/data/",
    "feeds": "/feeds/",
    "not-found": "/404.html",
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_scrolls_sideways(browser: Browser, site: str, path: str, width: int) -> None:
    with opened(browser, site + path, viewport={"width": width, "height": 800}) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_every_page_has_one_title_its_landmarks_and_its_language(
    browser: Browser, site: str, path: str
) -> None:
    with opened(browser, site + path) as page:
        assert page.locator("h1").count() == 1
        assert page.locator("main").count() == 1
        assert page.title()
        lang = page.locator("html").get_attribute("lang")
        assert lang == ("es" if path.startswith("/es/") else "en")
        levels = page.evaluate(
            "[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))"
        )
        skipped = [(a, b) for a, b in pairwise(levels) if b > a + 1]
        assert skipped == []


@dataclass(frozen=True)
class Walk:
    """What was noticed on a walk over all pages: addresses, what was said, links on the pages."""

    asked: list[str]
    said: list[str]
    failed: list[str]
    links: set[str]


@pytest.fixture(scope="module")
def walk(browser: Browser, site: str, output: Path) -> Walk:
    walk = Walk([], [], [], set())
    with opened_anew(browser, "about:blank") as page:
        page.on("request", lambda request: walk.asked.append(request.url))
        page.on("console", lambda message: walk.said.append(message.text))
        page.on("pageerror", lambda error: walk.said.append(str(error)))
        page.on("response", lambda got: walk.failed.append(got.url) if got.status >= 400 else None)
        for path in pages_to_read(output):
            page.goto(f"{site}/{path.relative_to(output).as_posix().removesuffix('index.html')}")
            walk.links.update(page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)"))
    return walk


def test_a_walk_over_all_pages_stays_on_the_site_and_says_nothing(walk: Walk, site: str) -> None:
    assert [url for url in walk.asked if not url.startswith(site)] == []
    assert walk.failed == []
    assert walk.said == []


def test_every_link_inside_the_site_leads_somewhere(walk: Walk, site: str, output: Path) -> None:
    missing = []
    for link in sorted(link for link in walk.links if link.startswith(site)):
        path, _, anchor = link.removeprefix(site).partition("#")
        path = path.partition("?")[0]
        file = output / path.strip("/")
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file() or (anchor and f'id="{anchor}"' not in file.read_text("utf-8")):
            missing.append(link)
    assert walk.links
    assert missing == []


def test_a_story_reads_newest_first_with_the_original_post_last(
    browser: Browser, site: str
) -> None:
    with opened(browser, site + STORY, java_script_enabled=False) as page:
        ids = [one.get_attribute("id") for one in page.locator("section.update").all()]
        assert ids == [
            "update-1969-07-21-1635",
            "update-1969-07-21-1254",
            "update-1969-07-21-0011",
            "update-1969-07-20-2156",
            "update-1969-07-20-1517",
            "original-post",
        ]
        credits_ = page.locator("p.attribution")
        assert credits_.count() == 2
        assert credits_.first.inner_text() == credits_.last.inner_text()
        assert credits_.first.is_visible()
        assert page.locator("p.standfirst").is_visible()


def test_an_address_with_an_anchor_opens_at_that_update_and_marks_it(
    browser: Browser, site: str
) -> None:
    with opened(
        browser,
        site + STORY + "#update-1969-07-20-1517",
        viewport={"width": 800, "height": 600},
        reduced_motion="reduce",
    ) as page:
        top = page.evaluate("document.querySelector(':target').getBoundingClientRect().top")
        assert -5 <= top <= 300


def test_the_keyboard_reaches_the_content_by_the_skip_link(browser: Browser, site: str) -> None:
    with opened(browser, site + STORY) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def brightness(page: Page, element: str, colour: str) -> float:
    """Return the brightness of a computed colour, from 0 to 255."""
    computed = page.evaluate(f"getComputedStyle(document.querySelector('{element}')).{colour}")
    red, green, blue = (float(part) for part in re.findall(r"[\d.]+", computed)[:3])
    return (red + green + blue) / 3


def test_the_page_is_light_by_day_and_dark_by_night(browser: Browser, site: str) -> None:
    with opened(browser, site + STORY, color_scheme="light") as page:
        assert brightness(page, "html", "backgroundColor") > 220
        assert brightness(page, "article p", "color") < 90
    with opened(browser, site + STORY, color_scheme="dark") as page:
        assert brightness(page, "html", "backgroundColor") < 60
        assert brightness(page, "article p", "color") > 160


def test_a_printed_story_keeps_its_credit_and_leaves_out_the_navigation(
    browser: Browser, site: str
) -> None:
    with opened(browser, site + STORY) as page:
        page.emulate_media(media="print")
        assert page.locator("p.attribution").first.is_visible()
        assert page.locator("header nav").first.is_hidden()


def test_text_can_grow_to_twice_its_size_on_a_phone(browser: Browser, site: str) -> None:
    """200 % zoom of a 640-pixel window is a 320-pixel one at twice the density (WCAG 1.4.10)."""
    with opened(
        browser,
        site + STORY,
        viewport={"width": 320, "height": 600},
        device_scale_factor=2,
    ) as page:
        style = (
            "getComputedStyle(document.querySelector('section.update > p:not([class])')).fontSize"
        )
        size = page.evaluate(f"parseFloat({style})")
        assert size >= 16
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
