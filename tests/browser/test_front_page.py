"""The first page: the story it begins with, what began today, the ways into the archive."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest

from .test_accessibility import JUDGE, RULES, looks
from .waiting import wait_until
from .windows import opened, opened_anew

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from .drivers import Driven

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NO_SCRIPT = {"java_script_enabled": False}
SHOWN = "document.querySelector('.today .row') !== null"
FRAME = """
document.querySelector('iframe')?.remove();
const frame = document.createElement('iframe');
Object.assign(frame, {src: arguments[0], width: arguments[1], height: 800});
frame.setAttribute('frameborder', '0');
document.body.append(frame);
"""
FRAMED = "document.querySelector('iframe').contentDocument"
WIDE = f"{FRAMED}.querySelector('main') && {FRAMED}.documentElement.scrollWidth"


@contextmanager
def on(browser: Browser, address: str, moment: str, **options: Any) -> Iterator[Page]:
    """Open *address* at a *moment* of the reader's clock, and wait for what began that day."""
    with opened_anew(browser, "about:blank", **options) as page:
        page.clock.set_fixed_time(moment)
        page.goto(address)
        wait_until(page, SHOWN)
        yield page


def told_today(page: Page) -> tuple[str, list[str]]:
    """Return what the page says of the day, and the headlines below it."""
    titles = page.locator(".today .row h3").all_inner_texts()
    return page.locator(".today p").first.inner_text(), titles


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize(("width", "height"), [(360, 740), (768, 1024), (1440, 900), (1920, 1080)])
def test_a_story_stands_on_the_first_screen_with_picture_standfirst_and_strip(
    browser: Browser, site: str, width: int, height: int, *, scripts: bool
) -> None:
    size = {"width": width, "height": height}
    with opened(browser, site + "/", viewport=size, java_script_enabled=scripts) as page:
        for part in ("h2", ".picture img", ".summary", ".strip"):
            box = page.locator(f".lead-story {part}").bounding_box()
            assert box, part
            assert box["height"] > 10
            assert box["y"] + box["height"] <= height, part
        assert "Florida is called twice" in page.locator(".lead-story h2").inner_text()
        assert page.locator(".lead-story .mark").count() == 7


def test_the_picture_of_the_lead_story_is_loaded_in_the_size_of_the_screen(
    browser: Browser, site: str
) -> None:
    loaded = "document.querySelector('.lead-story img').complete"
    with opened_anew(browser, f"{site}/", viewport={"width": 360, "height": 740}) as page:
        wait_until(page, loaded)
        shown = page.evaluate("document.querySelector('.lead-story img').currentSrc")
    assert "/pictures/480/" in shown


def test_what_began_on_this_day_is_shown_with_its_year(browser: Browser, site: str) -> None:
    with on(browser, site + "/", "2026-05-06T10:00:00") as page:
        assert told_today(page) == (
            "May 6",
            ["Hindenburg burns at Lakehurst", "Bannister runs a mile in under four minutes"],
        )
        assert page.locator(".today .when").all_inner_texts() == ["1937", "1954"]
        assert page.locator(".today .row img").count() == 0
        page.locator(".today .more a").first.click()
        page.wait_for_url("**/on-this-day/05-06/")
        assert page.locator("h1").inner_text() == "May 6"


def test_a_story_that_is_alone_shows_its_summary_and_its_picture(
    browser: Browser, site: str
) -> None:
    with on(browser, site + "/", "2026-01-21T10:00:00") as page:
        assert told_today(page) == ("January 21", ["The Seine stops the clocks of Paris"])
        assert page.locator(".today .summary").is_visible()
        assert page.locator(".today .row img").get_attribute("width") == "480"


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        ("2026-07-19T20:00:00Z", "Pacific/Auckland", "July 20"),
        ("2026-07-21T02:00:00Z", "America/New_York", "July 20"),
        ("2026-07-20T23:59:00Z", "UTC", "July 20"),
    ],
)
def test_today_is_the_day_where_the_reader_is(
    browser: Browser, site: str, moment: str, zone: str, day: str
) -> None:
    with on(browser, site + "/", moment, timezone_id=zone) as page:
        assert told_today(page)[0] == day


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-07-18T10:00:00", "July 16"),  # of two as near, the earlier
        ("2028-02-29T10:00:00", "February 11"),
        ("2026-01-05T10:00:00", "December 31"),  # the year is a circle
        ("2026-01-14T10:00:00", "January 21"),
    ],
)
def test_of_a_day_without_stories_the_nearest_is_shown_and_said_so(
    browser: Browser, site: str, moment: str, day: str
) -> None:
    with on(browser, site + "/", moment) as page:
        assert told_today(page)[0] == (
            f"Nothing in the archive began on today’s date. The nearest day with a story: {day}."
        )


def test_without_a_script_the_calendar_leads_to_the_days(browser: Browser, site: str) -> None:
    with opened(browser, site + "/", **NO_SCRIPT) as page:
        page.locator(".months a", has_text="July").click()
        page.wait_for_url("**/on-this-day/#month-7")
        page.locator("#month-7").get_by_text("20", exact=True).click()
        page.wait_for_url("**/on-this-day/07-20/")
        assert page.locator(".row h3").all_inner_texts() == ["Two men walk on the\xa0moon"]
        page.locator("[rel=next]").first.click()
        page.wait_for_url("**/on-this-day/07-21/")
        page.locator(".trail a").first.click()
        page.wait_for_url("**/on-this-day/")


def test_where_the_files_cannot_be_had_the_months_stay(browser: Browser, site: str) -> None:
    with opened_anew(browser, "about:blank") as page:
        failed: list[str] = []
        page.route("**/days.json", lambda route: (failed.append("days"), route.abort()))
        page.goto(site + "/", wait_until="networkidle")
        assert failed == ["days"]
        assert page.locator(".today .row").count() == 0
        assert page.locator(".months a").count() == 12


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_every_link_of_the_calendar_is_a_target_of_24_pixels(
    browser: Browser, site: str, width: int
) -> None:
    size = {"width": width, "height": 800}
    with opened(browser, f"{site}/on-this-day/", viewport=size) as page:
        links = page.locator(".days a").all()
        assert len(links) == 20
        for link in links:
            box = link.bounding_box()
            assert box
            assert box["width"] >= 23.9
            assert box["height"] >= 23.9


def test_the_ways_into_the_archive_lead_somewhere(
    browser: Browser, site: str, output: Path
) -> None:
    with opened(browser, site + "/", **NO_SCRIPT) as page:
        addresses = page.locator(".browse a").evaluate_all("all => all.map(a => a.pathname)")
        heads = page.locator(".browse h3").all_inner_texts()
    assert heads == ["Topics", "Sections", "Running stories", "Other lists"]
    assert len(addresses) > 15
    for address in addresses:
        assert (output / address.strip("/") / "index.html").is_file(), address


def test_the_page_is_sound_once_its_script_has_worked(
    browser: Browser, site: str, axe: str
) -> None:
    broken = []
    with on(browser, site + "/", "2026-01-21T10:00:00", reduced_motion="reduce") as page:
        page.evaluate(axe)
        for look in looks(page):
            broken += [f"{look}: {one['id']}" for one in page.evaluate(JUDGE, RULES)]
    assert not broken


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_pictures_in_lists_stand_beside_their_stories(
    browser: Browser, site: str, width: int
) -> None:
    size = {"width": width, "height": 800}
    with opened(browser, f"{site}/1910/", viewport=size) as page:
        row = page.locator(".row.pictured")
        image = row.locator("img")
        assert image.get_attribute("alt") == ""
        image.scroll_into_view_if_needed()
        outer, inner = row.bounding_box(), image.bounding_box()
        words = row.locator("h3").bounding_box()
        assert outer
        assert inner
        assert words
        assert inner["x"] >= words["x"] + words["width"]
        assert inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1
        assert inner["y"] + inner["height"] <= outer["y"] + outer["height"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def nearest(days: list[str], today: date) -> str:
    """Return the one of *days* that a walk from *today*, first back and then on, meets first."""
    year = [date.fromordinal(date(2000, 1, 1).toordinal() + one) for one in range(366)]
    at = year.index(today.replace(year=2000))
    steps = chain.from_iterable((-far, far) for far in range(184))
    walk = (f"{year[(at + step) % 366]:%m-%d}" for step in steps)
    return next(day for day in walk if day in days)


def test_other_browsers_show_what_began_today(driven: Driven, site: str, output: Path) -> None:
    days = json.loads((output / "on-this-day" / "days.json").read_text("utf-8"))
    driven.go(f"{site}/")
    driven.wait_for(SHOWN)
    now = "const now = new Date(); return [now.getFullYear(), now.getMonth() + 1, now.getDate()]"
    day = nearest(days, date(*driven.script(now)))
    told = json.loads((output / "on-this-day" / f"{day}.json").read_text("utf-8"))
    titles = driven.script(
        "return [...document.querySelectorAll('.today .row h3')].map(one => one.textContent)"
    )
    assert titles == [one["title"] for one in told["stories"]]
    link = driven.script("return document.querySelector('.today .more a').pathname")
    assert link == f"/on-this-day/{day}/"


@pytest.mark.parametrize("width", [360, 1280])
def test_other_browsers_scroll_no_page_sideways(driven: Driven, site: str, width: int) -> None:
    """In a frame, since no driver of theirs gives its window a size."""
    driven.go(f"{site}/about/")
    for path in ("/", "/on-this-day/", "/on-this-day/05-06/", "/1910/"):
        driven.script(FRAME, path, width)
        found = driven.wait_for(f"{FRAMED}.readyState === 'complete' && {FRAMED}.body && {WIDE}")
        assert found <= width, path
