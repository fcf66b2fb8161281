"""The search as its readers meet it: typing, choosing, coming back, without JavaScript."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from backfile.config.site_settings import site_settings
from backfile.pipeline.build import build
from benchmarks.pages import serving

from .conftest import ARCHIVE, ROOT
from .searching import HREFS, opened, results, said
from .waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "eagle"  # of the story below
STORY = "/1969/07/eagle-lands/"
TITANIC = "/1912/04/titanic/"
NONSENSE = "zxqvwk"
INDEX = "/search-index/"


def row_of(page: Page, story: str) -> Any:
    return page.locator("#found > li", has=page.locator(f'h2 a[href^="{story}"]'))


def test_an_address_with_words_answers_at_once(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q={WORDS}") as page:
        assert STORY in results(page)
        expect(page.locator("#words")).to_have_value(WORDS)
        row = row_of(page, STORY)
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
        page.wait_for_url(f"{site}{found[0]}?*")
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
        for _ in range(8):
            page.keyboard.press("Tab")
            if page.evaluate("Boolean(document.activeElement.closest('#found'))"):
                break
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site}{first}?found=*")


def test_six_stories_come_at_once_and_more_when_asked_for(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q=the") as page:
        first = results(page)
        assert len(first) == 6
        page.get_by_role("button", name="More stories").click()
        expect(page.locator("#found h2 a").nth(6)).to_be_focused()
        both = results(page)
        assert both[:6] == first
        assert len(set(both)) == len(both) == 16
        assert page.url == f"{site}/search/?q=the&shown=16"
        page.reload()
        expect(page.locator("#found h2 a")).to_have_count(16)
        assert results(page) == both


def test_more_stories_come_once_where_the_button_is_pressed_twice(
    browser: Browser, site: str
) -> None:
    with opened(browser, f"{site}/search/?q=the") as page:
        results(page)
        page.locator("#more").evaluate("more => { more.click(); more.click(); }")
        page.wait_for_load_state("networkidle")
        assert len(set(results(page))) == len(results(page)) == 16
        expect(page.locator("#more")).to_be_enabled()


def test_words_in_quotation_marks_stand_side_by_side(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q=boot+left") as page:
        assert results(page) == [STORY]  # "his left boot"
        page.get_by_role("searchbox").fill('"left boot"')
        expect(page.locator("#found mark")).to_have_text(["left", "boot"])
        assert results(page) == [STORY]
        page.get_by_role("searchbox").fill('"boot left"')
        expect(page.get_by_role("status")).to_have_text("No story has “boot left”.")


def test_a_word_is_whole_where_a_story_has_it_and_else_a_beginning(
    browser: Browser, site: str
) -> None:
    with opened(browser, f"{site}/search/?q=kenned") as page:
        expect(page.locator("#found mark").first).to_contain_text("Kenned")
        page.get_by_role("searchbox").fill("moon")
        expect(page.locator("#found mark").first).to_contain_text("moon")
        marked = page.locator("#found mark").all_inner_texts()
        assert {word.lower() for word in marked} <= {"moon", "moon’s"}


def test_each_update_with_the_words_is_apart_with_stamp_day_and_headline(
    browser: Browser, site: str
) -> None:
    with opened(browser, f"{site}/search/?q=Carpathia") as page:
        assert results(page) == [TITANIC]
        row = row_of(page, TITANIC)
        expect(row.locator(".when time")).to_have_text("April 15, 1912")
        expect(row.locator("> .facts")).to_have_text("Harbor Wire")
        assert row.locator("ol a").all_inner_texts() == [
            "12:15 p.m. · April 15, 1912 · Line is confident",
            "6:16 p.m. · April 15, 1912 · “Found boats and wreckage only”",
            "9:35 p.m., Thursday · April 18, 1912 · The Carpathia at her pier",
        ]
        assert row.locator("ol a").evaluate_all(HREFS) == [
            f"{TITANIC}?found=carpathia#update-1912-04-{moment}"
            for moment in ("15-1215", "15-1816", "18-2135")
        ]
        expect(row.locator("> .summary")).to_contain_text("The Carpathia landed 705 survivors")


def test_a_stamp_that_names_its_day_does_so_once(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q=dynamite") as page:
        links = page.locator("#found ol a")
        expect(links.filter(has_text="A new fire")).to_have_text(
            "April 20 · A new fire from the dynamite"
        )


def test_an_excerpt_says_where_it_is_cut(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q=Carpathia") as page:
        results(page)
        cuts = page.locator("#found .summary").all_inner_texts()
        assert cuts[0].startswith("…\u00a0others, that she was afloat")
        assert cuts[0].endswith("as they were sent.")
        assert cuts[1].startswith("Officials of the White Star Line")
        assert cuts[1].endswith("\u00a0…")


def test_what_is_found_above_the_updates_leads_to_the_story(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q=bulletins") as page:
        row = row_of(page, TITANIC)
        expect(row.locator("> .summary mark")).to_have_text("bulletins")
        expect(row.locator("ol > li")).to_have_count(0)


MARKED = """() => [...(CSS.highlights.get('found') ?? [])].map(
  one => one.startContainer.data.slice(one.startOffset, one.endOffset))"""


def test_the_words_are_marked_on_arrival_until_escape(browser: Browser, site: str) -> None:
    there = f"{site}{TITANIC}"
    with opened(browser, f"{site}/search/?q=pier") as page:
        page.get_by_role("link", name="9:35 p.m., Thursday").click()
        page.wait_for_url(f"{there}?found=pier#update-1912-04-18-2135")
        expect(page.locator("#update-1912-04-18-2135")).to_be_in_viewport()
        wait_until(page, "CSS.highlights.has('found')")
        assert {one.lower() for one in page.evaluate(MARKED)} == {"pier"}
        # Turned around, they stay where they are; no word of the page is changed.
        page.get_by_role("button", name="Oldest first").click()
        assert {one.lower() for one in page.evaluate(MARKED)} == {"pier"}
        page.get_by_role("button", name="Newest first").click()
        page.keyboard.press("Escape")
        assert page.evaluate("CSS.highlights.has('found')") is False
        assert page.url == f"{there}#update-1912-04-18-2135"
        updates = "links => links.map(one => one.innerHTML)"
        marked = page.locator(".update, .lead").evaluate_all(updates)
        page.goto(there)
        assert page.locator(".update, .lead").evaluate_all(updates) == marked


def test_marks_and_a_story_as_it_stood_do_not_disturb_each_other(
    browser: Browser, site: str
) -> None:
    asked = "?as-of=update-1912-04-15-1215&found=carpathia"
    with opened(browser, f"{site}{TITANIC}{asked}") as page:
        wait_until(page, "CSS.highlights.has('found')")
        expect(page.locator("#update-1912-04-18-2135")).to_be_hidden()
        page.keyboard.press("Escape")
        assert page.url == f"{site}{TITANIC}?as-of=update-1912-04-15-1215"
        expect(page.locator("#update-1912-04-18-2135")).to_be_hidden()


def test_a_phrase_is_marked_as_one_on_arrival(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q=%22white+star%22") as page:
        row_of(page, TITANIC).locator("h2 a").click()
        wait_until(page, "CSS.highlights?.has('found')")
        marked = page.evaluate(MARKED)
        assert set(marked) == {"White", "Star"}


def test_marks_stand_out_from_the_update_that_the_address_names(
    browser: Browser, site: str
) -> None:
    """Both had one colour, so that only a line under the words told them."""
    address = f"{site}{TITANIC}?found=carpathia#update-1912-04-15-1215"
    with opened(browser, address) as page:
        wait_until(page, "CSS.highlights.has('found')")
        ground, mark = page.evaluate("""() => {
          const update = document.querySelector(':target');
          const colour = (...of) => getComputedStyle(...of).backgroundColor;
          const text = update.querySelector('p');
          return [colour(update, '::before'), colour(text, '::highlight(found)')];
        }""")
        assert ground != mark


def test_a_page_without_found_in_its_address_does_not_load_what_marks(
    browser: Browser, site: str
) -> None:
    asked: list[str] = []
    with opened(browser, f"{site}/about/") as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{site}{TITANIC}", wait_until="networkidle")
        assert [one for one in asked if INDEX in one] == [f"{site}{INDEX}arrival.js"]


def requests_of_an_answer(page: Page, words: str) -> list[str]:
    """Ask for *words*; return what the page has loaded for it, and goes on to load."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("searchbox").fill(words)
    results(page)
    page.wait_for_load_state("networkidle")
    return asked


@pytest.mark.parametrize(
    ("words", "most"),
    [("carpathia", 12), ("kennedy moon", 12), ('"left boot"', 12), ("the of", 12), ("1912", 12)],
)
def test_a_first_answer_takes_at_most_twelve_requests(
    browser: Browser, site: str, words: str, most: int
) -> None:
    with opened(browser, f"{site}/search/") as page:
        asked = requests_of_an_answer(page, words)
    assert 0 < len(asked) <= most, asked


def test_where_nothing_is_found_the_page_says_so_and_leads_on(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q={NONSENSE}") as page:
        assert said(page) == f"No story has “{NONSENSE}”."
        expect(page.locator("#found a")).to_have_count(0)
        expect(page.locator("#lists").get_by_role("link", name="Partners")).to_be_visible()


def test_an_index_that_does_not_load_is_told(browser: Browser, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    for part in ("engine.js", "en/head.js", "en/words/*"):
        page.route(f"**{INDEX}{part}", lambda route: route.abort())
        page.goto(f"{site}/search/?q={WORDS}")
        expect(page.get_by_role("status")).to_contain_text("The search index could not be loaded.")
        expect(page.locator("#lists").get_by_role("link", name="Partners")).to_be_visible()
        # Once it can be had, it is.
        page.unroute(f"**{INDEX}{part}")
        page.get_by_role("button", name="Search").click()
        assert STORY in results(page)
    context.close()


def test_hints_that_do_not_load_leave_the_answer(browser: Browser, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route(f"**{INDEX}es/head.js", lambda route: route.abort())
    with page.expect_event("pageerror"):
        page.goto(f"{site}/search/?q={WORDS}+{NONSENSE}")
    assert STORY in results(page)
    assert said(page).startswith(f"No story has “{NONSENSE}”; the others find:")
    context.close()


def test_a_language_that_no_browser_knows_is_searched_all_the_same(
    browser: Browser, site: str
) -> None:
    def page_of(route: Route) -> None:
        text = route.fetch().text()
        route.fulfill(body=text.replace('data-lang="en"', 'data-lang="en_US"'))

    def file_of(route: Route) -> None:
        text = route.fetch(url=route.request.url.replace("/en_US/", "/en/")).text()
        route.fulfill(body=text.replace('found("en/', 'found("en_US/'))

    with opened(browser, f"{site}/about/") as page:
        page.route("**/search/?q=*", page_of)
        page.route(f"**{INDEX}en_US/**", file_of)
        page.goto(f"{site}/search/?q={WORDS}")
        assert STORY in results(page)
        expect(row_of(page, STORY).locator(".when time")).to_have_text("July 20, 1969")


def test_a_list_of_names_that_are_all_alike_has_the_first(browser: Browser, site: str) -> None:
    names = [[f"Author {n}", "", 1, f"author-{n}"] for n in range(1000, 1250)]
    with opened(browser, f"{site}/search/") as page:
        page.route(
            f"**{INDEX}en/names/author.js",
            lambda route: route.fulfill(body=f'found("en/names/author",{json.dumps(names)})'),
        )
        page.locator("summary", has_text="Filter and sort").click()
        choices = page.get_by_label("Author").locator("option")
        expect(choices).to_have_count(201)
        expect(choices.last).to_have_text("Author 1199 (1)")


def test_nothing_is_loaded_before_somebody_asks(browser: Browser, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/404.html", "/about/", "/search/"):
        page.goto(site + path, wait_until="networkidle")
    assert [one for one in asked if INDEX in one] == [f"{site}{INDEX}search.js"]
    context.close()


def test_what_is_typed_is_one_step_back_and_what_was_asked_for_another(
    browser: Browser, site: str
) -> None:
    with opened(browser, f"{site}/search/?q=moon") as page:
        moon = results(page)
        box = page.get_by_role("searchbox")
        box.fill("")
        box.press_sequentially("carpathia", delay=60)
        page.wait_for_url(f"{site}/search/?q=carpathia")
        expect(page.get_by_role("status")).to_have_text("Stories found: 1")
        assert results(page) == [TITANIC]
        box.press("Enter")
        page.locator("summary", has_text="Filter and sort").click()
        page.get_by_label("Year").select_option("1912")
        page.wait_for_url(f"{site}/search/?q=carpathia&year=1912")
        page.go_back()
        page.wait_for_url(f"{site}/search/?q=carpathia")
        expect(page.get_by_label("Year")).to_have_value("")
        page.go_back()
        page.wait_for_url(f"{site}/search/?q=moon")
        expect(box).to_have_value("moon")
        expect(page.locator("#found h2 a")).to_have_count(len(moon))
        page.go_forward()
        expect(box).to_have_value("carpathia")


def test_the_policy_of_the_search_page_is_that_of_all_pages(output: Path) -> None:
    policies = {
        name: re.findall(r'Content-Security-Policy" content="([^"]*)"', (output / name).read_text())
        for name in ("index.html", "search/index.html")
    }
    assert policies["search/index.html"] == policies["index.html"]
    assert "wasm" not in policies["index.html"][0]


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
            expect(page.locator("#found h2")).to_have_count(16)
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
            expect(page.get_by_role("status")).to_have_text(f"Stories found: {len(found)}")
            links = page.locator("#found h2 a").evaluate_all(HREFS)
            assert {one.partition("?")[0] for one in links} == found


def choices(page: Page, label: str) -> list[str]:
    """Return what one can choose, without Any."""
    return page.get_by_label(label).locator("option").all_inner_texts()[1:]


def test_what_one_can_choose_is_counted_in_the_answer(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q=carpathia") as page:
        results(page)
        page.locator("summary", has_text="Filter and sort").click()
        expect(page.get_by_label("Year").locator("option").last).to_have_text("1912 (1)")
        assert choices(page, "Year") == ["1912 (1)"]
        assert choices(page, "Partner") == ["Harbor Wire (1)"]
        page.get_by_role("searchbox").fill("the")
        expect(page.get_by_role("status")).to_have_text(re.compile(r": \d\d"))
        wait_until(page, "document.querySelector('[name=year]').length > 5")
        all_years = choices(page, "Year")
        page.get_by_label("Partner").select_option("Harbor Wire")
        # It narrows the other lists, and not its own.
        wait_until(page, f"document.querySelector('[name=year]').length <= {len(all_years)}")
        assert len(choices(page, "Partner")) > 1
        page.get_by_label("Partner").select_option("")
        page.get_by_role("searchbox").fill("")
        # Without a question, the archive is counted.
        wait_until(page, f"document.querySelector('[name=year]').length > {len(all_years)}")


def test_a_choice_that_leaves_no_story_stays_chosen(browser: Browser, site: str) -> None:
    asked = "?q=the&partner=Harbor+Wire&year=1969"
    with opened(browser, f"{site}/search/{asked}") as page:
        assert said(page).startswith("No story matches.")
        wait_until(page, "document.querySelector('[name=year]').length > 2")
        expect(page.get_by_label("Year")).to_have_value("1969")
        expect(page.get_by_label("Partner")).to_have_value("Harbor Wire")
        assert "1912 (1)" in choices(page, "Year")


def test_the_lists_of_names_are_not_loaded_before_they_are_opened(
    browser: Browser, site: str
) -> None:
    with opened(browser, f"{site}/search/") as page:
        asked = requests_of_an_answer(page, WORDS)
        assert not [one for one in asked if "/names" in one]
        asked.clear()
        page.locator("summary", has_text="Filter and sort").click()
        wait_until(page, "document.querySelector('[name=author]').length > 1")
        there = [one.partition(f"{INDEX}en/")[2] for one in asked]
        assert sorted(there) == [
            "filters/names.js",
            *(f"names/{kind}.js" for kind in ("author", "partner", "section", "topic")),
        ]


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
        page.wait_for_url(f"{site}{found[1]}?*")
        page.go_back()
        assert results(page) == found
        page.reload()
        assert results(page) == found
        expect(page.get_by_label("Partner")).to_have_value("Meridian Desk")


def test_an_address_may_ask_for_what_there_is_not(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q={WORDS}&length=3&sort=nonsense&fbclid=1") as page:
        assert STORY in results(page)
        assert page.url == f"{site}/search/?q={WORDS}"


def test_words_that_look_like_html_stay_words(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q=%3Cimg%20src%3Dx%3E%20eagle") as page:
        expect(page.get_by_role("searchbox")).to_have_value("<img src=x> eagle")
        expect(page.get_by_role("status")).not_to_be_empty()
        expect(page.locator("main img")).to_have_count(0)


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
        page.locator(f'#found h2 a[href^="/archive{STORY}"]').click()
        page.wait_for_url(f"{below_a_path}/archive{STORY}?found={WORDS}*")
        wait_until(page, "CSS.highlights.has('found')")
