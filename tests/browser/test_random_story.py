"""A story at random, in three browsers, and what the page says without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .windows import opened, opened_anew

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from .drivers import Driven

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_footer_leads_to_a_story_and_back_leads_back(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/partners/") as page:
        page.get_by_role("link", name="Any story").click()
        page.locator("article.story h1").wait_for()
        page.go_back()
        page.wait_for_url("**/partners/")


def test_each_story_has_its_turn(browser: Browser, site: str) -> None:
    with opened_anew(browser, "about:blank") as page:
        # Numbers from first to last, in the place of chance.
        page.add_init_script("""
          const at = Number(sessionStorage.getItem('at') ?? 0);
          let asked = 0;
          Math.random = () => (asked++ ? 0 : at);
        """)
        found = set()
        for part in (0, 0.3, 0.6, 0.999):
            page.goto(f"{site}/partners/")
            page.evaluate("at => sessionStorage.setItem('at', at)", part)
            page.goto(f"{site}/random/")
            page.locator("article.story").wait_for()
            found.add(page.url)
    assert len(found) == 4


def test_of_a_list_and_an_index_no_more_is_loaded(browser: Browser, site: str) -> None:
    asked = []
    with opened_anew(browser, "about:blank") as page:
        page.on("request", lambda request: asked.append(request.url.removeprefix(site)))
        page.goto(f"{site}/random/")
        page.locator("article.story").wait_for()
    lists = [url for url in asked if url.endswith(".json")]
    assert lists[0] == "/random/index.json"
    assert len(lists) == 2


def test_without_scripts_the_years_lead_on(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/random/", java_script_enabled=False) as page:
        assert page.get_by_text("If no story opens, choose a year").is_visible()
        page.get_by_role("link", name="1912").click()
        page.wait_for_url("**/1912/")


def test_where_the_lists_cannot_be_read_the_years_stay(browser: Browser, site: str) -> None:
    errors: list[object] = []
    with opened_anew(browser, "about:blank") as page:
        page.on("pageerror", lambda error: errors.append(error))  # noqa: PLW0108 (Playwright keeps a mark on it)
        page.route("**/random/index.json", lambda route: route.abort())
        with page.expect_event("requestfailed"):
            page.goto(f"{site}/random/")
        assert page.get_by_role("link", name="1912").is_visible()
    assert errors == []


def test_firefox_and_webkit_open_a_story_too(driven: Driven, site: str) -> None:
    driven.go(f"{site}/random/")
    driven.wait_for("document.querySelector('article.story h1')")
