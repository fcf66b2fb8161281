"""What a person sees who opens a feed in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backfile.outputs.feeds.output import OUR_STYLE_SHEET

from .drivers import firefox, webkit
from .test_markup import findings, report
from .windows import opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser

    from .drivers import Driven

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FEED = "/feeds/topics/spaceflight.atom.xml"
# What a person reads; a document of XML has no innerText.
SHOWN = """() => [...document.querySelectorAll('*')]
  .filter(one => !one.children.length && one.checkVisibility())
  .map(one => one.textContent).filter(text => text.trim())"""
GROUND = "() => getComputedStyle(document.documentElement).backgroundColor"


def test_a_feed_says_that_it_is_one_and_what_is_in_it(browser: Browser, site: str) -> None:
    with opened(browser, site + FEED) as page:
        shown = page.evaluate(SHOWN)
    assert shown[:3] == [
        "Spaceflight · The Backfile Sample Archive",
        "A century of finished live coverage, in the order in which it became known.",
        "This is a feed. Copy its address into a feed reader to follow new stories.",
    ]
    assert "A landing on a comet, three times" in shown
    assert [text for text in shown if "<" in text or text.startswith(("tag:", "http"))] == []


def test_the_sentence_leads_to_the_page_about_feeds(browser: Browser, site: str) -> None:
    with opened(browser, site + FEED) as page:
        page.get_by_text("This is a feed").click()
        page.wait_for_url("**/feeds/")


def test_a_headline_leads_to_its_story(browser: Browser, site: str) -> None:
    with opened(browser, site + FEED) as page:
        assert "November 12, 2014" in page.evaluate(SHOWN)
        page.get_by_role("link", name="A landing on a comet, three times").click()
        page.wait_for_url("**/2014/11/philae/")


@pytest.mark.parametrize("start", [firefox, webkit])
def test_a_headline_leads_to_its_story_elsewhere_too(
    start: Callable[[Path], AbstractContextManager[Driven]], site: str, tmp_path: Path
) -> None:
    with start(tmp_path) as driven:
        driven.go(site + FEED)
        driven.wait_for(
            "getComputedStyle(document.querySelector('entry > title')).display === 'none'"
        )
        assert driven.script("return document.querySelector('entry time').checkVisibility()")
        driven.click("entry h2 a[href$='/2014/11/philae/']")
        driven.wait_for("location.pathname === '/2014/11/philae/'")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_feed_fits_the_screen(browser: Browser, site: str, width: int) -> None:
    with opened(browser, site + FEED, viewport={"width": width, "height": 800}) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_feed_is_dark_by_night(browser: Browser, site: str) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        with opened(browser, site + FEED, color_scheme=scheme) as page:
            grounds.append(page.evaluate(GROUND))
    assert grounds == ["rgb(251, 251, 249)", "rgb(20, 24, 26)"]


def test_the_style_sheet_is_valid(markup_checker: list[str]) -> None:
    found = findings(markup_checker, "--css", OUR_STYLE_SHEET)
    assert not found, report(found)
