"""The search as its readers meet it: typing, coming back, finding nothing, without JavaScript."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from backfile.build.site import build, site_settings
from backfile.cli.bench_pages import serving

from .conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "eagle"  # of the story below
STORY = "/1969/07/eagle-lands/"
NONSENSE = "zxqvwk"


@contextmanager
def opened(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """Open *address*; at the end, nothing may have left its host or been said on the console."""
    context = browser.new_context(**options)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    host = "/".join(address.split("/")[:3]) + "/"
    try:
        page.goto(address)
        yield page
        assert [one for one in asked if not one.startswith(host)] == []
        assert said == []
    finally:
        context.close()


def results(page: Page) -> list[str]:
    """Return the addresses of the stories that were found, below the host."""
    links = page.locator("#found a")
    expect(links.first).to_be_visible()
    return [link.get_attribute("href") or "" for link in links.all()]


def test_an_address_with_words_answers_at_once(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q={WORDS}") as page:
        assert STORY in results(page)
        expect(page.locator("#words")).to_have_value(WORDS)
        row = page.locator("#found li", has=page.locator(f'a[href="{STORY}"]'))
        expect(row.locator("time")).to_have_attribute("datetime", "1969-07-20")
        expect(row.locator("time")).to_have_text("July 20, 1969")
        expect(row.locator("mark").first).to_have_text("Eagle")
        expect(page.locator("#lists")).to_be_hidden()


def test_typing_answers_says_how_many_and_writes_the_address(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/") as page:
        page.get_by_role("searchbox").press_sequentially(WORDS, delay=20)
        found = results(page)
        expect(page.get_by_role("status")).to_have_text(f"Stories found: {len(found)}")
        assert page.url == f"{site}/search/?q={WORDS}"
        page.get_by_role("searchbox").fill("")
        expect(page.locator("#found a")).to_have_count(0)
        expect(page.get_by_role("status")).to_be_empty()
        expect(page.locator("#lists")).to_be_visible()
        assert page.url == f"{site}/search/"


def test_going_back_and_loading_anew_bring_the_answer_back(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/") as page:
        page.get_by_role("searchbox").fill(WORDS)
        found = results(page)
        page.locator("#found a").first.click()
        page.wait_for_url(f"{site}{found[0]}")
        page.go_back()
        assert results(page) == found
        page.reload()
        assert results(page) == found
        expect(page.get_by_role("searchbox")).to_have_value(WORDS)


def test_the_keyboard_alone_is_enough(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/") as page:
        page.get_by_role("searchbox").focus()
        page.keyboard.type(WORDS)
        page.keyboard.press("Enter")
        first = results(page)[0]
        for _ in range(6):
            page.keyboard.press("Tab")
            if page.evaluate("Boolean(document.activeElement.closest('#found'))"):
                break
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site}{first}")


def test_ten_stories_come_at_once_and_the_rest_when_asked_for(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q=the") as page:
        first = results(page)
        assert len(first) == 10
        page.get_by_role("button", name="More stories").click()
        expect(page.locator("#found a").nth(10)).to_be_focused()
        both = results(page)
        assert both[:10] == first
        assert len(set(both)) == len(both) > 10


def test_where_nothing_is_found_the_page_says_so_and_leads_on(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q={NONSENSE}") as page:
        expect(page.get_by_role("status")).to_contain_text("No story has these words.")
        expect(page.locator("#found a")).to_have_count(0)
        expect(page.locator("#lists").get_by_role("link", name="Partners")).to_be_visible()


def test_words_that_look_like_html_stay_words(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q=%3Cimg%20src%3Dx%3E%20eagle") as page:
        expect(page.get_by_role("searchbox")).to_have_value("<img src=x> eagle")
        expect(page.get_by_role("status")).not_to_be_empty()
        expect(page.locator("main img")).to_have_count(0)


def test_an_index_that_does_not_load_is_told(browser: Browser, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/pagefind/**", lambda route: route.abort())
    page.goto(f"{site}/search/?q={WORDS}")
    expect(page.get_by_role("status")).to_contain_text("The index could not be loaded.")
    expect(page.locator("#lists").get_by_role("link", name="Partners")).to_be_visible()
    context.close()


def test_nothing_is_loaded_before_somebody_asks(browser: Browser, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/404.html", "/search/"):
        page.goto(site + path, wait_until="networkidle")
    assert [one for one in asked if "pagefind" in one] == []
    context.close()


def test_without_javascript_the_lists_take_its_place(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q={WORDS}", java_script_enabled=False) as page:
        expect(page.locator("noscript p")).to_be_visible()
        expect(page.get_by_role("searchbox")).to_be_hidden()
        page.locator("#lists").get_by_role("link", name="Partners").click()
        assert page.url == f"{site}/partners/"


@pytest.mark.parametrize("path", ["/", "/404.html"])
def test_a_box_on_another_page_leads_to_the_answer(browser: Browser, site: str, path: str) -> None:
    with opened(browser, site + path) as page:
        page.get_by_role("searchbox").fill(WORDS)
        page.get_by_role("button", name="Search").click()
        page.wait_for_url(f"{site}/search/?q={WORDS}")
        assert STORY in results(page)


def test_another_language_is_searched_on_a_page_of_its_own(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/") as page:
        page.get_by_role("link", name="español").click()
        page.get_by_role("searchbox").fill("minero")  # the story has "mineros"
        assert results(page) == ["/es/2010/10/los-33/"]
        expect(page.locator("#found time")).to_have_text("12 de octubre de 2010")


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_answer_does_not_scroll_sideways(browser: Browser, site: str, width: int) -> None:
    size = {"width": width, "height": 800}
    with opened(browser, f"{site}/search/?q=the", viewport=size) as page:
        results(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("words", ["the", NONSENSE])
def test_the_answer_is_accessible(
    browser: Browser, site: str, axe: str, words: str, scheme: Any
) -> None:
    with opened(browser, f"{site}/search/?q={words}", color_scheme=scheme) as page:
        expect(page.get_by_role("status")).not_to_be_empty()
        page.evaluate(axe)
        found = page.evaluate("axe.run()")
        assert [one["id"] for one in found["violations"]] == []


@pytest.fixture(scope="module")
def below_a_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a host on which the sample archive stands below `/archive`."""
    host = tmp_path_factory.mktemp("host")
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        settings = site_settings(output=str(host / "archive"))
        build({**settings, "SITEURL": "/archive"})
    finally:
        os.chdir(here)
    with serving(host) as address:
        yield address


def test_a_site_below_a_path_finds_its_index_and_its_stories(
    browser: Browser, below_a_path: str
) -> None:
    with opened(browser, f"{below_a_path}/archive/404.html") as page:
        page.get_by_role("searchbox").fill(WORDS)
        page.get_by_role("button", name="Search").click()
        assert f"/archive{STORY}" in results(page)
        page.locator(f'#found a[href="/archive{STORY}"]').click()
        page.wait_for_url(f"{below_a_path}/archive{STORY}")
