"""The replay of a coverage: its clock, its tools, its address, and that it leaves no trace."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from . import windows
from .test_accessibility import SCHEMES, violations
from .test_reading_room import (
    DESKTOP,
    EVENING,
    NARROW,
    NEWEST_FIRST,
    PHONE,
    TITANIC,
    opened,
    scroll_to,
    shown,
    top,
)
from .test_targets import SMALL
from .waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OLDEST_FIRST = NEWEST_FIRST[::-1]
FIRST, NIGHT, NOON = OLDEST_FIRST[:3]
HINDENBURG = "/1937/05/hindenburg/"
EARTHQUAKE = "/1906/04/san-francisco-earthquake/"
SECOND, BREATH, LEAP = 1000, 5000, 1500  # milliseconds
PLAYER = ".replay"
CLOCK, REMARK = ".replay .now b", ".replay .now span"
STATUS = ".story > [role=status]"


@contextmanager
def replayed(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """Open *address* in a window whose time is that of the test."""
    options = {"viewport": DESKTOP, **options}
    with windows.opened_anew(browser, "about:blank", **options) as page:
        page.clock.install(time=0)
        page.clock.pause_at(1000)
        page.goto(address)
        yield page


def press(page: Page, name: str) -> None:
    page.locator(PLAYER).get_by_role("button", name=name, exact=True).click()


def begin(page: Page) -> None:
    page.get_by_role("link", name="Replay the coverage").click()


def text(page: Page, selector: str) -> str:
    return " ".join(page.locator(selector).inner_text().split())


# The clock


def test_the_coverage_comes_as_it_came_sixty_times_as_fast(browser: Browser, site: str) -> None:
    with replayed(browser, f"{site}{HINDENBURG}?replay=update-1937-05-06-1900") as page:
        assert shown(page)[0] == "update-1937-05-06-1900"
        assert text(page, CLOCK) == "Thu, May 6, 7:00 PM"
        press(page, "Play")
        page.clock.run_for(3 * SECOND)
        assert text(page, CLOCK) in ("Thu, May 6, 7:02 PM", "Thu, May 6, 7:03 PM")
        assert page.locator("#update-1937-05-06-1925").is_hidden()


def test_a_short_wait_is_played_and_a_long_one_leapt_over_and_said(
    browser: Browser, site: str
) -> None:
    with replayed(browser, site + HINDENBURG) as page:
        begin(page)
        page.locator(".replay select").select_option("600")
        # Two and three quarter hours are sixteen seconds and a half.
        assert text(page, CLOCK) == "Thu, May 6, 4:15 PM"
        page.clock.run_for(BREATH - SECOND)
        assert text(page, REMARK) == ""
        page.clock.run_for(2 * SECOND)
        assert text(page, REMARK) == "Nothing for 3 hours"
        assert text(page, STATUS) == "Nothing for 3 hours"
        assert shown(page)[0] == "update-1937-05-06-1615"
        page.clock.run_for(LEAP - SECOND + 100)
        assert shown(page)[0] == "update-1937-05-06-1900"
        assert text(page, REMARK) == ""
        assert text(page, STATUS) == "7 p.m. Coming in"
        # Twenty-five minutes are two seconds and a half.
        page.clock.run_for(SECOND)
        assert "7:09" < text(page, CLOCK).split()[3] < "7:14"
        page.clock.run_for(2 * SECOND)
        assert shown(page)[0] == "update-1937-05-06-1925"


def test_at_the_end_it_stops_and_says_so(browser: Browser, site: str) -> None:
    with replayed(browser, f"{site}{TITANIC}?replay={NEWEST_FIRST[1]}") as page:
        press(page, "Play")
        page.clock.run_for(BREATH + LEAP + SECOND)
        assert shown(page) == NEWEST_FIRST
        assert text(page, REMARK) == "The coverage ends here."
        assert text(page, STATUS).endswith("The Carpathia at her pier The coverage ends here.")
        press(page, "Play")
        assert shown(page) == [FIRST]
        press(page, "Pause")


def test_a_pause_stops_the_clock_and_keeps_the_place_in_the_address(
    browser: Browser, site: str
) -> None:
    with replayed(browser, site + TITANIC) as page:
        begin(page)
        assert page.url == f"{site}{TITANIC}?replay"
        page.clock.run_for(BREATH + LEAP + SECOND)
        assert shown(page) == [NIGHT, FIRST]
        assert page.url == f"{site}{TITANIC}?replay"
        press(page, "Pause")
        page.clock.run_for(60 * SECOND)
        assert shown(page) == [NIGHT, FIRST]
        assert page.url == f"{site}{TITANIC}?replay={NIGHT}"


def test_steps_wait_for_nobody(browser: Browser, site: str) -> None:
    with replayed(browser, f"{site}{TITANIC}?replay") as page:
        for count in range(2, 7):
            press(page, "Next update")
            assert shown(page) == OLDEST_FIRST[:count][::-1]
        press(page, "Next update")
        assert shown(page) == NEWEST_FIRST
        press(page, "Previous update")
        assert shown(page) == NEWEST_FIRST[1:]


def test_updates_of_a_day_come_at_even_steps_and_have_no_time(browser: Browser, site: str) -> None:
    with replayed(browser, f"{site}{EARTHQUAKE}?replay=update-1906-04-19") as page:
        assert text(page, CLOCK) == "Thu, Apr 19"
        press(page, "Play")
        page.clock.run_for(BREATH - SECOND)
        assert text(page, CLOCK) == "Thu, Apr 19"
        page.clock.run_for(2 * SECOND)
        assert text(page, CLOCK) == "Fri, Apr 20"
        assert page.locator("#update-1906-04-20").is_visible()
        assert page.locator("#update-1906-04-21").is_hidden()


# The slider


def test_the_slider_is_worked_by_keys(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}{TITANIC}?replay") as page:
        slider = page.get_by_role("slider", name="Moment of the coverage")
        slider.focus()
        for key, count in (
            *(("ArrowRight", 2), ("ArrowUp", 3), ("ArrowLeft", 2), ("ArrowDown", 1)),
            *(("PageUp", 3), ("PageDown", 1), ("End", 6), ("ArrowRight", 6), ("Home", 1)),
        ):
            page.keyboard.press(key)
            assert shown(page) == OLDEST_FIRST[:count][::-1], key
        page.keyboard.press("ArrowRight")
        said = " ".join((slider.get_attribute("aria-valuetext") or "").split())
        assert said == "Mon, Apr 15, 3:05 AM"
        assert text(page, STATUS) == "3:05 a.m. Last signals “blurred”"


def test_the_slider_can_be_dragged(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}{TITANIC}?replay") as page:
        box = page.get_by_role("slider").bounding_box()
        assert box
        middle = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + 8, middle)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.45, middle, steps=5)
        assert shown(page) == [NOON, NIGHT, FIRST]
        assert text(page, CLOCK) == "Mon, Apr 15, 12:15 PM"
        page.mouse.move(box["x"] + box["width"], middle, steps=5)
        page.mouse.up()
        assert shown(page) == NEWEST_FIRST


def test_an_update_to_come_is_reached_through_the_list(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}{TITANIC}?replay") as page:
        page.locator(f".rail a[href='#{EVENING}']").click()
        assert shown(page) == NEWEST_FIRST[2:]
        assert page.locator(PLAYER).is_visible()
        wait_until(page, f"location.search === '?replay={EVENING}'")


# What it leaves


STATE = """() => [location.href, document.title, scrollY,
  document.querySelector('.rail').dataset.order, document.querySelector('.rail details').open,
  [...document.querySelectorAll('main, main *')].map(one => one.tagName + one.id + one.className
    + one.hidden + one.checkVisibility()).join()]"""


@pytest.mark.parametrize("leave", ["end", "back"])
@pytest.mark.parametrize("way", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_it_leaves_the_page_as_it_was(
    browser: Browser, site: str, way: dict[str, int], leave: str
) -> None:
    with opened(browser, f"{site}{TITANIC}#{EVENING}", viewport=way) as page:
        page.get_by_role("button", name="Oldest first").click()
        page.evaluate("document.querySelector('.rail details').open = true")
        scroll_to(page, NOON)
        before = page.evaluate(STATE)
        page.locator(".rail .open-replay").evaluate("one => one.click()")
        assert page.locator(PLAYER).is_visible()
        assert page.evaluate("document.activeElement.textContent") == "Pause"
        press(page, "Next update")
        press(page, "Next update")
        if leave == "end":
            press(page, "End the replay")
            assert page.evaluate("document.activeElement.matches('.open-replay')")
        else:
            page.go_back()
        page.locator(f".rail [href='#{NOON}'][aria-current]").wait_for(state="attached")
        assert page.evaluate(STATE) == before
        assert page.locator(STATUS).text_content() == ""


def test_back_and_forward_lead_out_and_in_again(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC) as page:
        begin(page)
        press(page, "Next update")
        press(page, "Pause")
        wait_until(page, f"location.search === '?replay={NIGHT}'")
        page.go_back()
        assert page.url == site + TITANIC
        assert shown(page) == NEWEST_FIRST
        page.go_forward()
        assert shown(page) == [NIGHT, FIRST]
        assert page.locator(PLAYER).get_by_role("button", name="Play", exact=True).is_visible()
        press(page, "End the replay")
        assert page.url == site + TITANIC


def test_it_leads_to_the_story_as_it_stood_and_back(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}{TITANIC}?as-of={NOON}") as page:
        page.get_by_role("link", name="Replay from here").click()
        assert page.url == f"{site}{TITANIC}?replay={NOON}"
        assert page.locator("aside.as-of").is_hidden()
        press(page, "Next update")
        assert shown(page) == NEWEST_FIRST[2:]
        page.locator(f"#{NIGHT} .then").evaluate("one => one.click()")
        assert page.locator(PLAYER).count() == 0
        assert shown(page) == [NIGHT, FIRST]
        assert page.locator("aside.as-of").is_visible()


def test_an_address_without_such_an_update_begins_at_the_beginning(
    browser: Browser, site: str
) -> None:
    with opened(browser, f"{site}{TITANIC}?replay=%22%3E%3Cb%3E") as page:
        assert shown(page) == [FIRST]
        assert page.locator(PLAYER).is_visible()


# How it moves


def test_a_reader_who_has_scrolled_away_is_left_where_they_are(browser: Browser, site: str) -> None:
    size = {"width": 1280, "height": 400}
    with replayed(browser, f"{site}{TITANIC}?replay={EVENING}", viewport=size) as page:
        page.evaluate(f"document.getElementById('{FIRST}').scrollIntoView()")
        before = top(page, FIRST)
        press(page, "Play")
        page.clock.run_for(BREATH + LEAP + SECOND)
        assert NEWEST_FIRST[1] in shown(page)
        assert top(page, FIRST) == pytest.approx(before, abs=1)


def test_nothing_glides_for_readers_who_want_less_motion(browser: Browser, site: str) -> None:
    value = "document.querySelector('.replay input').value"
    with replayed(browser, f"{site}{TITANIC}?replay", reduced_motion="reduce") as page:
        press(page, "Play")
        page.clock.run_for(BREATH - SECOND)
        assert page.evaluate(value) == "0"
        assert text(page, CLOCK) == "Mon, Apr 15, 1:40 AM"
        assert page.evaluate("document.getAnimations().length") == 0
        page.clock.run_for(LEAP + 2 * SECOND)
        assert shown(page) == [NIGHT, FIRST]
    with replayed(browser, f"{site}{TITANIC}?replay") as page:
        press(page, "Play")
        page.clock.run_for(BREATH - SECOND)
        assert page.evaluate(value) != "0"


# What it is like


@pytest.mark.parametrize("size", [NARROW, PHONE, DESKTOP], ids=["320", "360", "1280"])
def test_the_player_fits_and_covers_no_more_than_a_third(
    browser: Browser, site: str, size: dict[str, int]
) -> None:
    with opened(browser, f"{site}{TITANIC}?replay={EVENING}", viewport=size) as page:
        box = page.locator(PLAYER).bounding_box()
        assert box
        assert box["y"] + box["height"] == pytest.approx(size["height"], abs=1)
        assert box["height"] <= size["height"] / 3
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert page.evaluate(SMALL) == []
        # The foot of the page can be read above it.
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        foot = page.locator(".colophon").bounding_box()
        assert foot
        assert foot["y"] + foot["height"] <= box["y"] + 1


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_the_player_breaks_no_rule(
    browser: Browser, site: str, axe: str, scheme: str, size: dict[str, int]
) -> None:
    address = f"{site}{TITANIC}?replay={EVENING}"
    with opened(browser, address, color_scheme=scheme, viewport=size) as page:
        page.evaluate(axe)
        assert violations(page) == []


def test_the_player_is_seen_in_colours_that_its_reader_forces(
    browser: Browser, site: str, axe: str
) -> None:
    with opened(browser, f"{site}{TITANIC}?replay={EVENING}", forced_colors="active") as page:
        page.evaluate(axe)
        assert violations(page) == []


def test_the_player_is_not_printed_but_the_moment_is(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}{TITANIC}?replay={EVENING}") as page:
        page.emulate_media(media="print")
        assert page.locator(PLAYER).is_hidden()
        assert shown(page) == NEWEST_FIRST[2:]
        note = text(page, "aside.as-of")
        assert note.startswith("2 updates followed")
        assert f"This page {site}{TITANIC}?as-of={EVENING}" in note


def test_the_player_is_read_from_left_to_right_on_a_page_from_right_to_left(
    browser: Browser, site: str
) -> None:
    with opened(browser, f"{site}{TITANIC}?replay") as page:
        page.evaluate("document.documentElement.dir = 'rtl'")
        page.locator(".replay").evaluate("one => { one.dir = 'rtl' }")
        page.get_by_role("slider").focus()
        page.keyboard.press("ArrowRight")
        assert shown(page) == [NIGHT, FIRST]
        box = page.get_by_role("slider").bounding_box()
        assert box
        page.mouse.click(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
        assert shown(page) == NEWEST_FIRST


def test_without_a_script_nothing_offers_a_replay(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}{TITANIC}?replay", java_script_enabled=False) as page:
        assert page.locator(".open-replay, .replay").count() == 0
        assert shown(page) == NEWEST_FIRST
        assert "you need JavaScript" in page.locator(".needs-script").inner_text()
