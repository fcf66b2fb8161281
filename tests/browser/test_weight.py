"""What a page weighs, and that nothing on it jumps while it is loaded and read."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from backfile.outputs.search.scripts import SCRIPTS, script_of

from .conftest import ROOT, painted
from .test_sample_archive import PAGES
from .waiting import wait_until
from .windows import opened_anew

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

STATIC = ROOT / "theme" / "static"
SIX_UPDATES = "/1963/11/kennedy-dallas/"
# A phone on a middling network: scripts come when the page is there already.
SLOW = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 100_000,
}
WATCH = """
window.shifts = [];
new PerformanceObserver(list => {
  for (const {value, sources} of list.getEntries())
    window.shifts.push([value, ...sources.map(({node}) => node?.outerHTML?.slice(0, 80))]);
}).observe({type: 'layout-shift', buffered: true});
"""


@pytest.mark.parametrize(
    ("pattern", "most"), [("*.css", 61_440), ("*.js", 30_720)], ids=["css", "js"]
)
def test_the_theme_is_small_before_compression(pattern: str, most: int) -> None:
    sizes = {path.name: path.stat().st_size for path in STATIC.rglob(pattern)}
    assert sum(sizes.values()) <= most, sizes


def test_the_scripts_of_the_search_are_small() -> None:
    """Compressed, since they are most of what a first answer loads: see docs/search.md."""
    sizes = {
        name: len(gzip.compress(script_of(parts).encode(), 9)) for name, parts in SCRIPTS.items()
    }
    assert sizes["search.js"] + sizes["engine.js"] <= 15_360, sizes
    assert sizes["found.js"] <= 3_072, sizes
    assert sizes["arrival.js"] <= 256, sizes


@pytest.mark.browser
@pytest.mark.slow
def test_a_story_with_six_updates_weighs_at_most_60_kilobytes(browser: Browser, site: str) -> None:
    """With all that it asks for but pictures and the text face, each file under gzip -9.

    Its scripts count before compression.
    """
    answers: dict[str, Response] = {}
    with opened_anew(browser, "about:blank") as page:
        page.on("response", lambda answer: answers.update({answer.url: answer}))
        page.goto(site + SIX_UPDATES, wait_until="networkidle")
        assert page.locator("section.update:not([data-kind=original])").count() == 6
        sizes = {
            url.removeprefix(site): len(gzip.compress(answer.body(), 9))
            for url, answer in answers.items()
            if answer.request.resource_type not in ("image", "font")
        }
        scripts = {
            url: len(answer.body())
            for url, answer in answers.items()
            if answer.request.resource_type == "script"
        }
    assert any(url.endswith(".css") for url in sizes)
    assert sum(sizes.values()) <= 60_000, sizes
    assert 0 < sum(scripts.values()) <= 25_600, scripts


def slowly_read(page: Page, address: str) -> None:
    """Open *address* over a slow network and scroll to its end, a third of a window at a time."""
    network = page.context.new_cdp_session(page)
    network.send("Network.emulateNetworkConditions", SLOW)
    page.goto(address, wait_until="networkidle")
    page.mouse.move(100, 100)
    for _ in range(0, page.evaluate("document.documentElement.scrollHeight"), 250):
        page.mouse.wheel(0, 250)
        painted(page)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["/", PAGES["month"], SIX_UPDATES], ids=["home", "month", "story"])
def test_nothing_jumps(browser: Browser, site: str, path: str, width: int) -> None:
    size = {"width": width, "height": 750}
    with opened_anew(browser, "about:blank", viewport=size) as page:
        page.add_init_script(WATCH)
        slowly_read(page, site + path)
        wait_until(page, "scrollY + innerHeight >= document.documentElement.scrollHeight - 2")
        assert page.evaluate("window.shifts") == []


@pytest.mark.browser
@pytest.mark.slow
def test_what_jumps_is_found(browser: Browser, site: str) -> None:
    with opened_anew(browser, "about:blank", viewport={"width": 360, "height": 750}) as page:
        page.add_init_script(WATCH)
        page.goto(site + SIX_UPDATES, wait_until="networkidle")
        page.evaluate("document.querySelector('h1').prepend(document.createElement('hr'))")
        wait_until(page, "window.shifts.length > 0")
