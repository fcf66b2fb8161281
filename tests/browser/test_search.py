"""The search as its readers meet it: typing, coming back, finding nothing, without JavaScript."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from backfile.pipeline.build import build, site_settings
from benchmarks.pages import serving

from .conftest import ARCHIVE, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "eagle"  # of the story below
STORY = "/1969/07/eagle-lands/"
TITANIC = "/1912/04/titanic/"
NONSENSE = "zxqvwk"
HREFS = "links => links.map(link => link.getAttribute('href'))"


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
    links = page.locator("#found h2 a")
    expect(links.first).to_be_visible()
    return [link.get_attribute("href") or "" for link in links.all()]


def test_an_address_with_words_answers_at_once(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q={WORDS}") as page:
        assert STORY in results(page)
        expect(page.locator("#words")).to_have_value(WORDS)
        row = page.locator("#found li", has=page.locator(f'h2 a[href="{STORY}"]'))
        expect(row.locator(".when time")).to_have_attribute("datetime", "1969-07-20")
        expect(row.locator(".when time")).to_have_text("July 20, 1969")
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


def test_four_stories_come_at_once_and_more_when_asked_for(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q=the") as page:
        first = results(page)
        assert len(first) == 4
        page.get_by_role("button", name="More stories").click()
        expect(page.locator("#found h2 a").nth(4)).to_be_focused()
        both = results(page)
        assert both[:4] == first
        assert len(set(both)) == len(both) == 14


def test_words_in_quotation_marks_stand_side_by_side(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q=boot+left") as page:
        assert results(page) == [STORY]  # "his left boot"
        page.get_by_role("searchbox").fill('"left boot"')
        expect(page.locator("#found mark")).to_have_text(["left", "boot"])
        assert results(page) == [STORY]
        page.get_by_role("searchbox").fill('"boot left"')
        expect(page.get_by_role("status")).to_contain_text("No story contains these words.")


def test_a_word_is_whole_where_a_story_has_it_and_else_a_beginning(
    browser: Browser, site: str
) -> None:
    with opened(browser, f"{site}/search/?q=kenned") as page:
        expect(page.locator("#found mark").first).to_contain_text("Kenned")
        page.get_by_role("searchbox").fill("moon")
        expect(page.locator("#found mark").first).to_contain_text("moon")
        marked = page.locator("#found mark").all_inner_texts()
        assert {word.strip(".,;’”").lower() for word in marked} <= {"moon", "moon’s"}


def test_what_is_found_in_an_update_leads_there(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q=pier") as page:
        row = page.locator("#found li", has=page.locator(f'h2 a[href="{TITANIC}"]'))
        link = row.get_by_role("link", name="9:35 p.m., Thursday The Carpathia at her pier")
        expect(link).to_have_attribute("href", f"{TITANIC}#update-1912-04-18-2135")
        update = row.locator("ol > li").first
        expect(update.locator("time")).to_have_attribute("datetime", "1912-04-18")
        expect(update.locator("time")).to_have_text("April 18, 1912")
        # The heading is the link, and not said again.
        expect(update.locator(".summary")).not_to_contain_text("Carpathia at her")
        expect(update.locator("mark").first).to_contain_text("Pier")
        link.click()
        page.wait_for_url(f"{site}{TITANIC}#update-1912-04-18-2135")
        expect(page.locator("#update-1912-04-18-2135")).to_be_in_viewport()


def test_a_word_of_many_updates_leads_to_those_that_have_it_most(
    browser: Browser, site: str
) -> None:
    with opened(browser, f"{site}/search/?q=Carpathia") as page:
        results(page)
        row = page.locator("#found > li", has=page.locator(f"h2 a[href='{TITANIC}']"))
        expect(row.locator("ol a")).to_have_count(3)
        assert row.locator("ol a").evaluate_all(HREFS) == [
            f"{TITANIC}#update-1912-04-{moment}" for moment in ("18-2135", "15-1816", "15-1215")
        ]
        expect(row.locator("> .summary")).to_contain_text("The Carpathia landed 705 survivors")


def test_a_word_is_marked_in_its_forms_and_not_in_longer_words(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q=moon") as page:
        results(page)
        marks = page.locator("#found mark").all_inner_texts()
        assert {one.strip(".,”").lower() for one in marks} == {"moon"}


def test_what_is_found_above_the_updates_leads_to_the_story(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q=bulletins") as page:
        row = page.locator("#found li", has=page.locator(f'h2 a[href="{TITANIC}"]'))
        expect(row.locator("> .summary mark")).to_have_text("bulletins")
        expect(row.locator("ol > li")).to_have_count(0)


def days(page: Page) -> list[str]:
    return [one.get_attribute("datetime") or "" for one in page.locator(".when time").all()]


def test_answers_are_sorted_by_date_either_way(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q=the") as page:
        results(page)
        page.locator("summary", has_text="Filter and sort").click()
        seen = {}
        for order, name in (("newest", "Newest first"), ("oldest", "Oldest first")):
            page.get_by_label("Order").select_option(name)
            page.wait_for_url(f"{site}/search/?q=the&sort={order}")
            page.get_by_role("button", name="More stories").click()
            expect(page.locator("#found h2")).to_have_count(14)
            seen[order] = days(page)
        assert seen["oldest"] == sorted(seen["oldest"])
        assert seen["newest"] == sorted(seen["newest"], reverse=True)
        assert (seen["oldest"][0], seen["newest"][0]) == ("1906-04-18", "2020-05-27")


@pytest.mark.parametrize(
    ("choices", "found"),
    [
        (
            {"Year": "1969"},
            {STORY, "/1969/07/apollo-11-leaves/", "/1969/07/hornet-picks-up-three/"},
        ),
        ({"Year": "1912"}, {TITANIC}),
        ({"Topic": "Radio", "Author": "Edwin Thrale"}, {TITANIC}),
        ({"Partner": "Harbor Wire", "Year": "1912"}, {TITANIC}),
        ({"Partner": "Harbor Wire", "Year": "1969"}, set()),
    ],
)
def test_filters_narrow_the_answer_together_with_or_without_words(
    browser: Browser, site: str, choices: dict[str, str], found: set[str]
) -> None:
    for words in ("", "the"):
        with opened(browser, f"{site}/search/?q={words}") as page:
            page.locator("summary", has_text="Filter and sort").click()
            for label, name in choices.items():
                page.get_by_label(label).select_option(name)
            count = f"Stories found: {len(found)}" if found else "No story contains these words."
            expect(page.get_by_role("status")).to_contain_text(count)
            assert set(page.locator("#found h2 a").evaluate_all(HREFS)) == found


def test_only_stories_with_updates_when_asked(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q=the") as page:
        said = page.get_by_role("status")
        expect(said).to_contain_text("Stories found")
        count = int((said.inner_text()).split()[-1])
        page.locator("summary", has_text="Filter and sort").click()
        page.get_by_label("Only stories with updates").check()
        expect(said).not_to_have_text(f"Stories found: {count}")
        assert 0 < int((said.inner_text()).split()[-1]) < count


def test_the_address_keeps_words_filters_and_order(browser: Browser, site: str) -> None:
    asked = "?q=moon&partner=Meridian+Desk&year=1969&sort=oldest&updates=yes"
    with opened(browser, f"{site}/search/{asked}") as page:
        found = results(page)
        assert found[0] == "/1969/07/apollo-11-leaves/"
        assert page.url == f"{site}/search/{asked}"
        for label, value in (("Partner", "Meridian Desk"), ("Year", "1969"), ("Order", "oldest")):
            expect(page.get_by_label(label)).to_have_value(value)
        expect(page.get_by_label("Only stories with updates")).to_be_checked()
        page.locator("#found h2 a").nth(1).click()
        page.wait_for_url(f"{site}{found[1]}")
        page.go_back()
        assert results(page) == found
        page.reload()
        assert results(page) == found
        expect(page.get_by_label("Partner")).to_have_value("Meridian Desk")


def test_an_address_may_ask_for_what_there_is_not(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q={WORDS}&length=3&sort=nonsense&fbclid=1") as page:
        assert STORY in results(page)
        assert page.url == f"{site}/search/?q={WORDS}"


def test_a_year_asks_only_the_shards_that_may_have_it(browser: Browser, site: str) -> None:
    asked: list[str] = []
    with opened(browser, f"{site}/about/") as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{site}/search/?q=the&year=1969")
        results(page)
    folders = {one.split("/pagefind/")[1].partition("/")[0] for one in asked if "/pagefind/" in one}
    shards = {name.rpartition("-")[0] for name in folders if "." not in name}
    assert shards == {"en-1900-1999"}


def test_where_nothing_is_found_the_page_says_so_and_leads_on(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q={NONSENSE}") as page:
        expect(page.get_by_role("status")).to_contain_text("No story contains these words.")
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
    expect(page.get_by_role("status")).to_contain_text("The search index could not be loaded.")
    expect(page.locator("#lists").get_by_role("link", name="Partners")).to_be_visible()
    context.close()


def test_nothing_is_loaded_before_somebody_asks(browser: Browser, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/404.html", STORY, "/search/"):
        page.goto(site + path, wait_until="networkidle")
    assert [one for one in asked if "pagefind" in one] == []
    context.close()


def test_without_javascript_the_lists_take_its_place(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q={WORDS}", java_script_enabled=False) as page:
        expect(page.locator("noscript p")).to_be_visible()
        expect(page.get_by_role("searchbox")).to_be_hidden()
        page.locator("#lists").get_by_role("link", name="Partners").click()
        assert page.url == f"{site}/partners/"


@pytest.mark.parametrize("path", ["/", "/404.html", STORY, "/1969/07/", "/partners/", "/about/"])
def test_a_box_on_any_other_page_leads_to_the_answer(
    browser: Browser, site: str, path: str
) -> None:
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
        expect(page.locator(".when time")).to_have_text("12 de octubre de 2010")


def test_the_box_on_a_story_leads_to_the_search_of_its_language(
    browser: Browser, site: str
) -> None:
    with opened(browser, f"{site}/es/2010/10/los-33/") as page:
        page.get_by_role("searchbox").fill("minero")
        page.get_by_role("searchbox").press("Enter")
        page.wait_for_url(f"{site}/es/search/?q=minero")
        assert results(page) == ["/es/2010/10/los-33/"]


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_answer_does_not_scroll_sideways(browser: Browser, site: str, width: int) -> None:
    size = {"width": width, "height": 800}
    with opened(browser, f"{site}/search/?q=the&sort=oldest", viewport=size) as page:
        results(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("words", ["the&sort=newest", NONSENSE])
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
        settings = site_settings(content=str(ARCHIVE), output=str(host / "archive"))
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
        page.locator(f'#found h2 a[href="/archive{STORY}"]').click()
        page.wait_for_url(f"{below_a_path}/archive{STORY}")
