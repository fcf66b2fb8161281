"""A story as it is read: the rail, the direction, the story as it stood, the tools, the record."""

from __future__ import annotations

import re
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from backfile.config.site_settings import site_settings
from backfile.pipeline.build import build
from benchmarks.pages import serving

from . import windows
from .conftest import painted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITANIC = "/1912/04/titanic/"
NEWEST_FIRST = [
    "update-1912-04-18-2135",
    "update-1912-04-15-2020",
    "update-1912-04-15-1816",
    "update-1912-04-15-1215",
    "update-1912-04-15-0305",
    "original-post",
]
EVENING = "update-1912-04-15-1816"
AS_OF = f"?as-of={EVENING}"
LATER = NEWEST_FIRST[:2]
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 800}
MANNER: dict[str, Any] = {"viewport": DESKTOP, "reduced_motion": "reduce"}


@contextmanager
def reader(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """Open a browser of somebody who has not been here before."""
    context = browser.new_context(**{**MANNER, **options})
    try:
        yield context
    finally:
        context.close()


def opened(browser: Browser, address: str, **options: Any) -> AbstractContextManager[Page]:
    return windows.opened(browser, address, **{**MANNER, **options})


def order(page: Page) -> list[str]:
    """Return the updates on the page from top to bottom."""
    return page.eval_on_selector_all("section.update", "all => all.map(one => one.id)")


def shown(page: Page) -> list[str]:
    """Return the updates that can be seen."""
    return page.eval_on_selector_all(
        "section.update", "all => all.filter(one => one.offsetHeight > 0).map(one => one.id)"
    )


def railed(page: Page) -> list[str]:
    """Return the updates in the rail from top to bottom."""
    return page.eval_on_selector_all(".rail li a", "all => all.map(one => one.hash.slice(1))")


def days(page: Page) -> list[str]:
    """Return what can be read in the rail, day by day."""
    seen = "all => all.filter(one => one.offsetHeight > 0).map(one => one.textContent)"
    return page.eval_on_selector_all(".rail .day", seen)


def top(page: Page, anchor: str) -> float:
    """Return how far below the upper edge of the window an update begins, in pixels."""
    return page.evaluate(f"document.getElementById('{anchor}').getBoundingClientRect().top")


def scroll_to(page: Page, anchor: str, offset: int = 40) -> None:
    """Scroll until an update begins *offset* pixels below the upper edge, as a reader would."""
    page.evaluate(f"scrollBy(0, document.getElementById('{anchor}').getBoundingClientRect().top)")
    page.evaluate(f"scrollBy(0, -{offset})")
    page.locator(f".rail [href='#{anchor}'][aria-current]").wait_for(state="attached")


# The rail


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_rail_lists_all_updates_beside_the_text(
    browser: Browser, site: str, scripts: bool
) -> None:
    with opened(browser, site + TITANIC, java_script_enabled=scripts) as page:
        assert [one.get_attribute("href") for one in page.locator(".rail li a").all()] == [
            f"#{anchor}" for anchor in NEWEST_FIRST
        ]
        link = page.locator(".rail li a").nth(2)
        assert " ".join(link.inner_text().split()) == (
            "Mon, Apr 15 6:16 PM “Found boats and wreckage only”"
        )
        box, text = link.bounding_box(), page.locator(".lead").bounding_box()
        assert box
        assert text
        assert box["x"] > text["x"] + text["width"]
        link.click()
        assert page.url.endswith(f"#{EVENING}")


def test_the_rail_is_folded_above_the_text_on_a_phone(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC, viewport=PHONE, java_script_enabled=False) as page:
        link = page.locator(".rail li a").first
        assert link.is_hidden()
        page.locator(".rail summary").click()
        assert link.is_visible()
        box, text = link.bounding_box(), page.locator(".lead").bounding_box()
        assert box
        assert text
        assert box["y"] < text["y"]


def test_days_are_told_where_a_story_runs_over_several(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC) as page:
        assert days(page) == ["Thu, Apr 18", "Mon, Apr 15"]
    with opened(browser, site + "/1969/07/eagle-lands/") as page:
        assert len(days(page)) == 2
    with opened(browser, site + "/1937/05/hindenburg/") as page:
        assert days(page) == []


def test_a_story_without_updates_has_no_rail(browser: Browser, site: str) -> None:
    with opened(browser, site + "/1964/10/shinkansen/") as page:
        assert page.locator(".rail").count() == 0
        assert page.locator("#citation").is_visible()


def test_the_rail_marks_where_the_reader_is(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC) as page:
        current = page.locator(".rail [aria-current]")
        assert current.count() == 0
        scroll_to(page, EVENING)
        assert current.count() == 1
        assert page.locator(".rhythm .here").get_attribute("data-of") == EVENING
        page.evaluate("scrollTo(0, 0)")
        current.wait_for(state="detached")


def test_a_rail_longer_than_the_window_scrolls_by_itself(browser: Browser, site: str) -> None:
    low = {"width": 1280, "height": 320}
    with opened(browser, site + "/1999/12/midnight/", viewport=low) as page:
        last = page.locator(".rail li a").last
        outside = page.evaluate("scrollY")
        page.locator("section.update").last.evaluate("one => one.scrollIntoView()")
        page.locator(".rail li:last-of-type [aria-current]").wait_for()
        assert page.evaluate("scrollY") > outside
        box = last.bounding_box()
        assert box
        assert 0 <= box["y"] < low["height"]


def test_the_strip_says_in_words_how_the_coverage_went(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC, java_script_enabled=False) as page:
        strip = page.get_by_role("img", name=re.compile("^5 updates, from Monday, April 15, 1912"))
        assert strip.is_visible()
        assert "The longest gap was 3 days." in strip.text_content()
        kinds = [one.get_attribute("data-kind") for one in strip.locator(".mark").all()]
        assert sorted(kinds) == ["correction", "original", *["update"] * 4]
        assert len({one.get_attribute("d") for one in strip.locator(".mark").all()}) == 6


# The direction


def test_the_direction_changes_at_one_press_and_is_remembered(browser: Browser, site: str) -> None:
    with reader(browser) as context:
        page = context.new_page()
        page.goto(site + TITANIC)
        page.get_by_role("button", name="Oldest first").click()
        assert order(page) == NEWEST_FIRST[::-1]
        assert railed(page) == NEWEST_FIRST[::-1]
        assert days(page) == ["Mon, Apr 15", "Thu, Apr 18"]
        assert page.locator("[role=status]").inner_text() == "Oldest first"
        button = page.get_by_role("button", name="Oldest first")
        assert button.get_attribute("aria-pressed") == "true"

        page.goto(site + "/1999/12/midnight/")
        assert order(page)[0] == "original-post"
        page.get_by_role("button", name="Newest first").click()
        assert order(page)[-1] == "original-post"
        page.goto(site + TITANIC)
        assert order(page) == NEWEST_FIRST


def test_the_direction_leaves_the_reader_where_they_are(browser: Browser, site: str) -> None:
    with opened(browser, site + f"{TITANIC}#{EVENING}") as page:
        scroll_to(page, EVENING, offset=20)
        before = top(page, EVENING)
        for name in ("Oldest first", "Newest first"):
            button = page.get_by_role("button", name=name)
            button.focus()
            page.keyboard.press("Enter")
            painted(page)
            assert top(page, EVENING) == pytest.approx(before, abs=1)
            assert page.evaluate("document.activeElement.textContent") == name
            assert page.evaluate("document.querySelector(':target').id") == EVENING
        assert page.url.endswith(f"#{EVENING}")


def test_an_unstamped_correction_stays_below_its_update(browser: Browser, site: str) -> None:
    with opened(browser, site + "/1963/11/kennedy-dallas/") as page:
        ids = order(page)
        page.get_by_role("button", name="Oldest first").click()
        turned = order(page)
        corrections = page.locator("section[data-kind=correction]")
        correction = corrections.first.get_attribute("id")
        assert turned != ids
        assert turned[0] == "original-post"
        assert ids[ids.index(correction) - 1] == turned[turned.index(correction) - 1]


def test_a_correction_and_what_it_corrects_lead_to_each_other(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/1912/04/titanic/") as page:
        page.locator("#update-1912-04-15-1215 .corrected a").click()
        assert page.evaluate("document.querySelector(':target').dataset.kind") == "correction"
        page.locator(":target .corrects a").click()
        assert page.evaluate("document.querySelector(':target').id") == "update-1912-04-15-1215"


def test_notes_and_credit_keep_their_places(browser: Browser, site: str) -> None:
    with opened(browser, site + "/2000/11/florida/") as page:
        page.get_by_role("button", name="Oldest first").click()
        kinds = page.eval_on_selector_all(
            ".story > :is(.attribution, .lead, .update, .footnote, .record)",
            "all => all.map(one => one.classList[0])",
        )
        runs = [kind for at, kind in enumerate(kinds) if at == 0 or kinds[at - 1] != kind]
        assert [kind for kind in runs if kind != "footnote"] == [
            "attribution",
            "lead",
            "update",
            "attribution",
            "record",
        ]


def test_without_scripts_no_button_stands_about(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC, java_script_enabled=False) as page:
        assert [one.inner_text() for one in page.get_by_role("button").all()] in ([], ["Search"])
        assert page.locator(".tools").count() == 0


def test_nothing_moves_when_the_page_opens_in_the_remembered_direction(
    browser: Browser, site: str
) -> None:
    watch = (
        "window.moved = 0; new PerformanceObserver(list => { for (const one of list.getEntries())"
        " moved += one.value }).observe({ type: 'layout-shift', buffered: true });"
        "localStorage.setItem('backfile-order', 'oldest-first');"
    )
    with reader(browser, viewport=PHONE) as context:
        context.add_init_script(watch)
        page = context.new_page()
        for address in (TITANIC, TITANIC + AS_OF):
            page.goto(site + address)
            painted(page)
            assert order(page)[0] == "original-post"
            assert page.evaluate("moved") == 0


# As it stood


def test_a_story_can_be_read_as_it_stood(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC) as page:
        page.locator(f"#{EVENING}").hover()
        page.locator(f"#{EVENING}").get_by_role("link", name="Read as it stood then").click()
        assert page.url == f"{site}{TITANIC}{AS_OF}#{EVENING}"
        assert shown(page) == NEWEST_FIRST[2:]
        assert page.locator(".lead").is_hidden()
        assert page.locator(".standfirst").is_hidden()
        name = " ".join(page.get_by_role("heading", level=1).inner_text().split())
        assert name == "As it stood on Monday, April 15, 1912, 6:16 PM, New York time"
        note = page.locator("aside.as-of")
        said = " ".join(note.inner_text().split())
        assert said.startswith("2 updates followed, the last on Thursday, April 18, 1912, 9:35 PM")
        assert "The headline, the introduction and the facts about the story are hidden" in said
        assert page.evaluate("document.activeElement.matches('aside.as-of')")

        page.reload()
        assert shown(page) == NEWEST_FIRST[2:]
        page.get_by_role("button", name="Oldest first").click()
        assert shown(page) == NEWEST_FIRST[2:][::-1]
        page.go_back()
        assert shown(page) == NEWEST_FIRST[::-1]
        assert note.count() == 0
        page.go_forward()
        assert shown(page) == NEWEST_FIRST[2:][::-1]


def test_the_whole_story_comes_back_without_moving_the_reader(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}{TITANIC}{AS_OF}#{EVENING}") as page:
        before = top(page, EVENING)
        assert 0 < before < DESKTOP["height"]
        button = page.get_by_role("button", name="Show the whole story")
        assert button.is_visible()
        button.focus()
        page.keyboard.press("Enter")
        assert page.url == site + TITANIC
        assert shown(page) == NEWEST_FIRST
        assert page.locator(".lead").is_visible()
        assert top(page, EVENING) == pytest.approx(before, abs=1)
        assert page.evaluate("document.activeElement.id") == EVENING


def test_an_address_that_names_no_update_shows_the_whole_story(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}{TITANIC}?as-of=%22%3E%3Cb%3E") as page:
        assert shown(page) == NEWEST_FIRST
        note = page.locator("aside.as-of")
        assert note.inner_text().startswith("This story has no update at that address")
        assert page.get_by_role("button", name="Show the whole story").count() == 0


def test_the_rail_keeps_what_came_later_to_itself(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC + AS_OF) as page:
        assert page.locator(".rail .later .what").first.is_hidden()
        assert page.locator(".rail .later .clock").first.is_visible()
        assert page.locator(".rhythm .later").count() == len(LATER)
        page.locator(".rail .later a").first.click()
        assert page.url == f"{site}{TITANIC}#{LATER[0]}"
        assert shown(page) == NEWEST_FIRST
        assert 0 <= top(page, LATER[0]) < 100


def test_corrections_without_a_time_are_always_later(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/1963/11/kennedy-dallas/") as page:
        newest = next(one for one in order(page) if one.startswith("update-1963"))
        page.goto(f"{site}/1963/11/kennedy-dallas/?as-of={newest}")
        assert page.locator("section[data-kind=correction]").first.is_hidden()
        assert page.locator(f"#{newest}").is_visible()
        assert page.locator("section[data-kind=correction] .then").count() == 0
        assert [one for one in page.locator(".corrected").all() if one.is_visible()] == []


def test_the_script_of_a_reading_as_of_is_not_needed_to_follow_its_address(
    browser: Browser, site: str
) -> None:
    address = f"{site}{TITANIC}{AS_OF}#{EVENING}"
    with opened(browser, address, java_script_enabled=False) as page:
        assert shown(page) == NEWEST_FIRST
        assert 0 <= page.locator(f"#{EVENING}").bounding_box()["y"] < 300


def test_a_reading_as_of_is_printed_with_its_note(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC + AS_OF) as page:
        page.emulate_media(media="print")
        note = page.locator("aside.as-of")
        assert page.get_by_role("heading", level=1).inner_text().startswith("As it stood on")
        assert f"This page {site}{TITANIC}{AS_OF}" in " ".join(note.inner_text().split())
        for tool in note.locator("button, nav, summary").all():
            assert tool.is_hidden()
        assert shown(page) == NEWEST_FIRST[2:]


# Tools and keys


def test_the_link_of_an_update_is_copied_with_one_press(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC, permissions=["clipboard-read", "clipboard-write"]) as page:
        update = page.locator(f"#{EVENING}")
        update.hover()
        button = update.get_by_role("button", name="Copy link")
        button.click()
        copied = update.get_by_role("button", name="Link copied")
        copied.wait_for()
        assert page.locator("[role=status]").inner_text() == "Link copied"
        said = page.evaluate("navigator.clipboard.readText()")
        assert said == f"{site}{TITANIC}#{EVENING}"


def test_a_refused_copy_leaves_the_link_in_the_address(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC) as page:
        page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject())")
        page.locator(f"#{EVENING} .copy").focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**#{EVENING}")
        assert page.locator("[role=status]").inner_text() == "The link is in the address bar"
        page.get_by_role("button", name="Copy the citation").click()
        marked = page.evaluate("getSelection().toString()")
        assert marked == page.locator("#citation").inner_text()


def test_the_tools_are_quiet_on_a_desktop_and_there_for_fingers(
    browser: Browser, site: str
) -> None:
    opacity = f"getComputedStyle(document.querySelector('#{EVENING} .tools')).opacity"
    with opened(browser, site + TITANIC) as page:
        assert page.evaluate(opacity) == "0"
        page.locator(f"#{EVENING} .copy").focus()
        assert page.evaluate(opacity) == "1"
    with opened(browser, site + TITANIC, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        assert page.evaluate(opacity) == "1"
        for tool in page.locator(f"#{EVENING} .tools > *").all():
            box = tool.bounding_box()
            assert box
            assert box["height"] >= 24
            assert box["width"] >= 24


def test_j_and_k_go_from_update_to_update(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC) as page:
        for key, anchor in zip(
            "kjjjkk",
            [None, *NEWEST_FIRST[:3], NEWEST_FIRST[1], NEWEST_FIRST[0]],
            strict=True,
        ):
            page.keyboard.press(key)
            assert page.evaluate("document.activeElement.id || null") == anchor
            if anchor:
                assert page.url == f"{site}{TITANIC}#{anchor}"
                assert -1 <= top(page, anchor) < 100
        page.keyboard.press("Control+j")
        assert page.evaluate("document.activeElement.id") == NEWEST_FIRST[0]


def test_j_passes_over_what_is_folded_away(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC + AS_OF) as page:
        page.keyboard.press("j")
        assert page.url == f"{site}{TITANIC}{AS_OF}#{EVENING}"


def test_the_keys_are_told_and_can_be_turned_off(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC) as page:
        dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
        page.keyboard.press("?")
        assert dialog.is_visible()
        page.keyboard.press("j")
        assert page.url == site + TITANIC
        dialog.get_by_label("Use keyboard shortcuts").uncheck()
        page.keyboard.press("Escape")
        assert dialog.is_hidden()
        page.keyboard.press("j")
        page.keyboard.press("?")
        assert page.url == site + TITANIC
        assert dialog.is_hidden()
        page.reload()
        page.keyboard.press("j")
        assert page.url == site + TITANIC
        page.get_by_role("button", name="Keyboard shortcuts").click()
        assert dialog.is_visible()


# Times


@pytest.mark.parametrize("width", [320, 1280])
def test_the_full_time_is_one_step_away(browser: Browser, site: str, width: int) -> None:
    """Whether by pointer or by keyboard, and not cut off."""
    size = {"width": width, "height": 800}
    full = "getComputedStyle(document.querySelector('#{} .stamp-link'), '::after').content"
    with opened(browser, site + TITANIC, viewport=size, java_script_enabled=True) as page:
        stamp = page.locator(f"#{EVENING} .stamp-link")
        assert page.evaluate(full.format(EVENING)) == "none"
        assert "Monday, April 15, 1912, 6:16" in stamp.get_attribute("aria-label")
        stamp.scroll_into_view_if_needed()
        for reach in (stamp.hover, stamp.focus):
            page.mouse.move(0, 0)
            reach()
            assert "Monday, April 15, 1912" in page.evaluate(full.format(EVENING))
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.keyboard.press("Escape")
            assert page.evaluate(full.format(EVENING)) == "none"


def test_a_printed_story_has_its_times_in_full(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC, java_script_enabled=False) as page:
        page.emulate_media(media="print")
        said = (
            f"getComputedStyle(document.querySelector('#{EVENING} .stamp-link'), '::after').content"
        )
        assert "Monday, April 15, 1912" in page.evaluate(said)
        assert page.locator(".rail").is_hidden()
        assert page.locator(".record").is_visible()


# The record


def test_the_record_says_what_is_known_of_the_story(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC, java_script_enabled=False) as page:
        said = " ".join(page.locator(".record > dl").inner_text().split())
        for part in (
            "First published Monday, April 15, 1912, 1:40 AM, New York time",
            "Last updated Thursday, April 18, 1912, 9:35 PM, New York time",
            "Updates 5 updates over 4 days",
            "Corrections and notes Correction, 8:20 p.m.",
            "Partner Harbor Wire (merged into another publication)",
            "This address may no longer work.",
            "Section Disasters",
            "Topics Radio, Rescue, Transport",
            "Edwin Thrale, Cora Whitlow. “Titanic sinks; 705 reach New York”. Harbor Wire, April",
        ):
            assert part in said


def test_the_record_says_how_each_time_was_worked_out(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC, java_script_enabled=False) as page:
        page.get_by_text("How the times were inferred").click()
        worked = page.locator(".record details:not(.citations)").inner_text()
        assert "printed 6:16 p.m.; placed on April 15, 1912" in worked
        page.locator(".record details:not(.citations)").get_by_role(
            "link", name="How the times are read"
        ).click()
        assert page.url.endswith("/reading-the-times/")


def test_the_source_of_a_story_is_there_to_read(browser: Browser, site: str, output: Path) -> None:
    with opened(browser, site + TITANIC) as page:
        link = page.get_by_role("link", name="This story as a Markdown file")
        source = output / link.get_attribute("href").strip("/")
        assert source.read_text("utf-8").startswith("Title: Titanic sinks")


def test_a_story_leads_on_to_others(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC, java_script_enabled=False) as page:
        related = page.locator(".related")
        assert "From Harbor Wire" in related.inner_text()
        page.locator(".story > .neighbours [rel=next]").click()
        assert page.url == f"{site}/1927/05/lindbergh-paris/"
        page.locator(".story > .neighbours [rel=prev]").click()
        assert page.url == site + TITANIC


def test_everything_is_reached_by_the_keyboard(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC) as page:
        reached = set()
        for _ in range(80):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.closest('[class]')?.className"))
        assert {"direction", "open-keys", "stamp-link", "then", "copy"} <= reached


# A small archive of one story, in a language that is written from right to left

HEBREW = """\
Title: ספינה קוראת לעזרה
Date: 2014-06-16 11:02
Timezone: Asia/Jerusalem
Lang: he
Original_SHA256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08

הקדמה קצרה.

## 18:20: ניצולים {: datetime=2014-06-16T18:20+03:00 inferred="out-of-order" }

טקסט של העדכון.

## Original Post

הדיווח הראשון.
"""
DAY_HEADERS = """\
Title: Ferry overdue
Date: 2018-04-21 08:00
Timezone: America/New_York

Lead.

## Monday, April 23

## 9 a.m.

Ashore.

## 8 a.m.

Towed.

## Sunday, April 22

## 7 p.m.

Seen.

## Original Post

A <span class="day">day</span> late.
"""
DRAFT = "Title: Not yet\nStatus: draft\n\nNothing yet.\n"
# Pelican dates a draft that states no date after all others.
UNDATED = "drafts/9999/12/draft/"


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    stories = folder / "content/stories"
    stories.mkdir(parents=True)
    (stories / "ship.md").write_text(HEBREW, "utf-8")
    (stories / "draft.md").write_text(DRAFT, "utf-8")
    (stories / "ferry.md").write_text(DAY_HEADERS, "utf-8")
    with chdir(Path(__file__).parents[2]):
        settings = site_settings(content=str(folder / "content"), output=str(folder / "output"))
        return build({**settings, "BACKFILE_DRAFTS": True})


@pytest.fixture(scope="module")
def small_address(small_site: Path) -> Iterator[str]:
    with serving(small_site) as address:
        yield address


def test_a_printed_day_stands_at_the_first_of_its_updates_in_either_direction(
    browser: Browser, small_address: str
) -> None:
    monday, sunday = "Monday, April 23", "Sunday, April 22"
    newest = [f"{monday} 9 a.m.", "8 a.m.", f"{sunday} 7 p.m.", "Original Post"]
    oldest = ["Original Post", f"{sunday} 7 p.m.", f"{monday} 8 a.m.", "9 a.m."]
    with opened(browser, f"{small_address}/2018/04/ferry/") as page:
        for name, headings in (("Oldest first", oldest), ("Newest first", newest)) * 2:
            page.get_by_role("button", name=name).click()
            shown = page.locator(".update > h2").all_inner_texts()
            assert [" ".join(one.split()) for one in shown] == headings
        assert page.locator(".update > p .day").all_inner_texts() == ["day"]


def test_the_rail_stands_at_the_other_side_of_a_text_from_right_to_left(
    browser: Browser, small_address: str
) -> None:
    with opened(browser, f"{small_address}/he/2014/06/ship/") as page:
        assert page.locator("html").get_attribute("dir") == "rtl"
        rail, text = page.locator(".rail").bounding_box(), page.locator(".lead").bounding_box()
        record = page.locator(".record").bounding_box()
        assert rail
        assert text
        assert record
        assert rail["x"] >= 0
        assert rail["x"] + rail["width"] < text["x"]
        assert record["x"] == pytest.approx(text["x"], abs=1)
        assert page.locator(".rail-box").get_attribute("dir") == "ltr"
        assert page.locator(".rail .what").first.get_attribute("dir") == "rtl"
    with opened(browser, f"{small_address}/he/2014/06/ship/", viewport=NARROW) as page:
        page.locator(".stamp-link").first.focus()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_record_has_the_sum_of_the_original_and_the_times_that_were_settled(
    browser: Browser, small_address: str
) -> None:
    with opened(browser, f"{small_address}/he/2014/06/ship/") as page:
        assert page.locator("#sha256").text_content() == HEBREW.split("SHA256: ")[1][:64]
        page.get_by_text("How the times were inferred").click()
        settled = page.locator(".record details:not(.citations) li").first.inner_text()
        assert settled.startswith("18:20")
        assert settled.endswith("It was inferred once and recorded in the story’s source file.")


def test_the_source_of_a_draft_is_nowhere(
    browser: Browser, small_site: Path, small_address: str
) -> None:
    assert {path.parent.name for path in small_site.rglob("*.md")} == {"ferry", "ship"}
    with opened(browser, f"{small_address}/{UNDATED}") as page:
        assert page.get_by_role("link", name="This story as a Markdown file").count() == 0
