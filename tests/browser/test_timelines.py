"""Timelines and the hours of a day, in three browsers, with and without script."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pytest

from backfile.config.site_settings import site_settings
from backfile.pipeline.build import build
from benchmarks.pages import serving
from tests.sites.timelines_archive import FILES

from .conftest import ROOT
from .test_accessibility import looks, violations
from .test_markup import findings
from .waiting import wait_until
from .windows import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from .drivers import Driven

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TIMELINE, HOURS = "/topics/aurora/timeline/", "/topics/aurora/hours/2014-06-16/"
PAGES = {
    "topic": TIMELINE,
    "partner": "/partners/port-post/timeline/",
    "running story": "/2014/06/drift/timeline/",
    "hours": HOURS,
    "hours at a time": f"{HOURS}?at=12:15",
}
NO_SCRIPT = {"java_script_enabled": False}
# What each partner had, in the words of the page, a line for each.
LATEST = """[...document.querySelectorAll('.latest > div')].map(
  one => one.innerText.trim().replace(/\\s+/g, ' '))"""
# Moves the slider as its keys do.
MOVE = """minute => {
  const slider = document.getElementById('at');
  slider.value = minute;
  for (const name of ['input', 'change']) slider.dispatchEvent(new Event(name));
}"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an archive in which two partners cover an event."""
    folder = tmp_path_factory.mktemp("timelines")
    for name, text in FILES.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    with contextlib.chdir(ROOT):
        content, output = str(folder / "content"), str(folder / "output")
        settings = site_settings(content=content, output=output)
        return build({**settings, "CACHE_PATH": str(folder / "cache")})


@pytest.fixture(scope="module")
def place(told: Path) -> Iterator[str]:
    """The address at which that site is served."""
    with serving(told) as address:
        yield address


def test_a_timeline_leads_from_its_topic_through_its_updates(browser: Browser, place: str) -> None:
    with opened(browser, f"{place}/topics/aurora/", **NO_SCRIPT) as page:
        page.get_by_role("link", name="All updates on one timeline").click()
        page.wait_for_url(f"**{TIMELINE}")
        moments = page.locator(".day").first.locator(".moments").first.locator("li")
        assert [" ".join(one.split()) for one in moments.all_inner_texts()] == [
            "11:02 AM Original Post A call for help. The Wire Ferry in trouble",
            "4:10 PM London time Original Post A ship is drifting. The Port Post The Aurora is drifting",  # noqa: E501
            "9:45 PM London time Lifeboats are out The Port Post The Aurora is drifting",
            "6:20 PM The engine is running. The Wire Ferry in trouble",
        ]
        page.get_by_role("link", name="Lifeboats are out").click()
        page.wait_for_url("**/2014/06/drift/#update-2014-06-16-2145")


def test_a_timeline_says_what_is_inferred_and_what_is_not_known(
    browser: Browser, place: str
) -> None:
    with opened(browser, place + TIMELINE, **NO_SCRIPT) as page:
        assert page.get_by_text("12:20 AM (inferred)").is_visible()
        assert page.locator(".day .moments").nth(1).inner_text().startswith("Relatives wait.")
        apart = page.locator(".apart")
        assert "Update Names" in apart.inner_text()
        assert apart.locator("time").count() == 0
        assert page.locator(".silence").count() == 1
        strip = page.get_by_role("img")
        assert "4 updates between" in strip.locator("title").first.text_content()


def test_a_story_leads_to_its_timelines_and_hours(browser: Browser, place: str) -> None:
    with opened(browser, f"{place}/2014/06/drift/", **NO_SCRIPT) as page:
        links = page.locator(".timelines a")
        assert links.all_inner_texts() == [
            "Timeline of all parts",
            "Timeline: Aurora",
            "Hour by hour: Aurora, June 16, 2014",
        ]
        links.last.click()
        page.wait_for_url(f"**{HOURS}")


def test_without_script_a_table_has_what_each_partner_had(browser: Browser, place: str) -> None:
    with opened(browser, place + HOURS, **NO_SCRIPT) as page:
        assert not page.locator("form.moment").is_visible()
        assert page.locator(".hours thead th").all_inner_texts() == [
            "Time",
            "The Wire",
            "The Port Post",
        ]
        assert page.locator(".hours tbody th").all_inner_texts() == [
            "Before",
            "11:02\xa0AM",
            "11:10\xa0AM",
            "4:45\xa0PM",
            "6:20\xa0PM",
        ]
        cells = page.locator(".hours td")
        assert cells.nth(1).inner_text() == "nothing yet"
        assert cells.nth(1).get_attribute("rowspan") == "2"
        assert cells.nth(2).get_attribute("rowspan") == "3"


def test_on_a_phone_each_cell_names_its_partner(browser: Browser, place: str) -> None:
    with opened(browser, place + HOURS, viewport={"width": 360, "height": 800}) as page:
        assert not page.locator(".hours thead").is_visible()
        assert page.locator(".hours .partner:visible").all_inner_texts() == [
            "The Wire",
            "The Port Post",
            "The Port Post",
            "The Wire",
        ]


def test_a_time_in_the_address_shows_what_each_had_then(browser: Browser, place: str) -> None:
    with opened(browser, f"{place}{HOURS}?at=12:15") as page:
        assert page.evaluate(LATEST) == [
            "The Wire 11:02 AM Original Post A call for help. Ferry in trouble",
            "The Port Post 4:10 PM London time Original Post A ship is drifting. The Aurora is drifting",  # noqa: E501
        ]
        assert " ".join(page.locator("output").inner_text().split()) == "12:15 PM"
        assert page.locator(".hours .now").count() == 2


def test_a_time_in_the_address_may_lack_the_nought_of_its_hour(
    browser: Browser, place: str
) -> None:
    with opened(browser, f"{place}/topics/aurora/hours/2014-06-16/?at=2014-06-16T9:30") as page:
        early = page.get_by_role("slider").input_value()
    with opened(browser, f"{place}{HOURS}?at=09:30") as page:
        assert page.get_by_role("slider").input_value() == early


@pytest.mark.parametrize("wrong", ["25:99", "12:60", "noon", "<b>", "12:15:99"])
def test_what_is_no_time_is_ignored(browser: Browser, place: str, wrong: str) -> None:
    with opened(browser, place + HOURS) as page:
        first = page.get_by_role("slider").input_value()
    with opened(browser, f"{place}{HOURS}?at={wrong}") as page:
        address = page.url
        assert page.get_by_role("slider").input_value() == first
        assert page.evaluate("location.href") == address


def test_the_slider_goes_by_keys_and_the_address_follows(browser: Browser, place: str) -> None:
    with opened(browser, f"{place}{HOURS}?at=16:44") as page:
        assert "A ship is drifting" in page.evaluate(LATEST)[1]
        page.get_by_role("slider").focus()
        page.keyboard.press("ArrowRight")
        wait_until(page, "location.search === '?at=16:45'")
        assert "Lifeboats are out" in page.evaluate(LATEST)[1]
        told = page.get_by_role("slider").get_attribute("aria-valuetext") or ""
        assert told.split() == ["4:45", "PM"]
        page.keyboard.press("Home")
        wait_until(page, "location.search === '?at=11:00'")
        assert page.evaluate(LATEST) == ["The Wire nothing yet", "The Port Post nothing yet"]


def test_firefox_and_webkit_show_the_same(driven: Driven, place: str) -> None:
    driven.go(f"{place}{HOURS}?at=12:15")
    driven.wait_for("!document.querySelector('form.moment').hidden")
    latest: list[str] = driven.script(f"return {LATEST}")
    assert [one.split(" ")[-1] for one in latest] == ["trouble", "drifting"]
    driven.script(f"({MOVE})(arguments[0])", 345)
    driven.wait_for("location.search === '?at=16:45'")
    assert "Lifeboats are out" in driven.script(f"return {LATEST}")[1]
    driven.go(place + TIMELINE)
    assert driven.script("return document.querySelectorAll('.day').length") == 3
    assert driven.script("return document.querySelector('.strip').clientHeight") > 30


@pytest.mark.parametrize("width", [320, 360, 768, 1440, 1920])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_no_page_scrolls_sideways(browser: Browser, place: str, path: str, width: int) -> None:
    with opened(browser, place + path, viewport={"width": width, "height": 800}) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing(browser: Browser, place: str, axe: str, path: str) -> None:
    broken = []
    with opened(browser, place + path, reduced_motion="reduce") as page:
        page.evaluate(axe)
        for look in looks(page):
            broken += [f"{path} {look}: {one}" for one in violations(page)]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_what_is_pressed_is_a_target_of_24_pixels(browser: Browser, place: str, path: str) -> None:
    with opened(browser, place + path, viewport={"width": 360, "height": 800}) as page:
        for one in page.locator("main :is(a, input)").all():
            box: Any = one.bounding_box()
            assert not box or min(box["height"], box["width"]) >= 23.9, one.inner_text()


def test_the_pages_are_valid(place: str, markup_checker: list[str]) -> None:
    paths = [path for path in PAGES.values() if "?" not in path]
    assert findings(markup_checker, *(place + path for path in paths)) == {}
