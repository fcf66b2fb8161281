"""Wandering through the archive: the map of its years, calendars, periods and terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.pages import serving
from tests.sites.sites import MiniSite
from tests.sites.test_listings import OURS

from .windows import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LISTINGS = {
    "home": "/",
    "year": "/1969/",
    "month": "/1969/07/",
    "partner": "/partners/harbor-wire/",
    "partner-year": "/partners/harbor-wire/1912/",
    "topics": "/topics/",
    "topic": "/topics/aviation/",
    "topic-year": "/topics/aviation/1927/",
    "section-year": "/sections/disasters/1912/",
    "author": "/authors/cora-whitlow/",
    "author-year": "/authors/cora-whitlow/1912/",
    "not-found": "/404.html",
}
# The first stories of an archive with a map of months.
DENSE = (
    *("1910-01-21", "1911-02-03", "1912-04-15", "1912-04-18", "1913-05-01"),
    *("1916-06-06", "1917-11-07", "1918-11-11"),
)
NO_SCRIPT = {"java_script_enabled": False}
# What a screen reader makes of the table: the headers of each cell that holds a link.
HEADERS = """
[...document.querySelectorAll('table.map td a')].map(a => {
  const cell = a.closest('td');
  const column = cell.closest('table').tHead.rows[0].cells[cell.cellIndex];
  return [cell.parentElement.cells[0].innerText, column.getAttribute('aria-label'), a.innerText,
          a.getAttribute('href'), a.getAttribute('aria-label')];
})
"""


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of an archive that has stories in most of its years, and its files."""
    folder = tmp_path_factory.mktemp("dense")
    site = MiniSite(folder).write(
        {f"{day}.md": f"Title: {day}\nDate: {day}\n\nWords.\n" for day in DENSE}
    )
    assert site.build(**OURS).status == 0
    with serving(folder / "output") as address:
        yield address, folder / "output"


def test_the_map_is_a_table_whose_cells_lead_to_their_months(
    browser: Browser, dense: tuple[str, Path]
) -> None:
    site, output = dense
    with opened(browser, site + "/", **NO_SCRIPT) as page:
        cells = page.evaluate(HEADERS)
        assert page.locator("table.map th[scope=col]").count() == 13
        assert page.locator("table.map caption").inner_text() == "Stories by year and month"
        assert page.get_by_text("1914–1915: no stories").is_visible()
    assert ["1912", "April", "2", "/1912/04/", "April 1912: 2 stories"] in cells
    assert len(cells) == len(DENSE) - 1
    for year, _, _, address, label in cells:
        assert address.startswith(f"/{year}/")
        assert year in label
        assert (output / address.strip("/") / "index.html").is_file()


def test_the_map_of_a_sparse_century_is_a_table_whose_cells_lead_to_their_years(
    browser: Browser, site: str, output: Path
) -> None:
    with opened(browser, site + "/", **NO_SCRIPT) as page:
        cells = page.evaluate(HEADERS)
        assert page.locator("table.map th[scope=col]").count() == 11
        assert page.locator("table.map caption").inner_text() == "Stories by decade and year"
        assert page.locator("table.map tbody tr").count() <= 13
        assert page.get_by_text("1940–1949: no stories").is_visible()
    assert ["1910s", None, "1", "/1912/", "1912: 1 story"] in cells
    assert len(cells) >= 18
    for decade, _, _, address, _ in cells:
        assert address.startswith(f"/{decade[:3]}")
        assert (output / address.strip("/") / "index.html").is_file()


@pytest.mark.parametrize("width", [320, 360, 1440])
@pytest.mark.parametrize("path", ["/", "/1969/", "/1969/07/", "months"])
def test_every_cell_with_a_link_is_a_target_of_24_pixels(
    browser: Browser, site: str, dense: tuple[str, Path], path: str, width: int
) -> None:
    address = f"{dense[0]}/" if path == "months" else site + path
    with opened(browser, address, viewport={"width": width, "height": 800}) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        cells = page.locator(":is(.map, .month) td:has(a)").all()
        assert cells
        for cell in cells:
            box = cell.bounding_box()
            assert box
            assert box["width"] >= 23.9
            assert box["height"] >= 23.9


@pytest.mark.parametrize("path", LISTINGS.values(), ids=LISTINGS.keys())
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_listing_scrolls_sideways(browser: Browser, site: str, path: str, width: int) -> None:
    with opened(browser, site + path, viewport={"width": width, "height": 800}) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_goes_through_the_map_to_a_month(
    browser: Browser, dense: tuple[str, Path]
) -> None:
    site, _ = dense
    with opened(browser, site + "/", **NO_SCRIPT) as page:
        page.locator("table.map a", has_text="1912").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/1912/04/")
        assert page.locator("h1").inner_text() == "April 1912"


def test_a_row_says_where_a_story_came_from_and_how_it_grew(browser: Browser, site: str) -> None:
    with opened(browser, site + "/1912/", **NO_SCRIPT) as page:
        row = page.locator(".row", has_text="Titanic")
        assert row.locator(".when").inner_text() == "April 15"
        assert row.locator("time").get_attribute("datetime") == "1912-04-15"
        assert row.locator(".facts").inner_text().split("\n") == [
            "Harbor Wire",
            "5 updates over 4 days",
        ]
        assert "1,500 were dead" in row.locator(".summary").inner_text()


def test_the_longest_coverages_of_all_stand_on_the_home_page(browser: Browser, site: str) -> None:
    with opened(browser, site + "/") as page:
        section = page.locator("section", has=page.get_by_text("Longest-running stories"))
        titles = [title.replace("\xa0", " ") for title in section.locator("h3").all_inner_texts()]
        assert titles[0] == "The Seine stops the clocks of Paris"
        assert len(titles) == 8


def test_a_day_of_a_month_leads_to_its_stories(browser: Browser, site: str) -> None:
    with opened(browser, site + "/1969/07/", **NO_SCRIPT) as page:
        assert page.locator(".month thead").inner_text().split() == list("SMTWTFS")
        first = page.locator(".month thead th").first
        assert first.get_attribute("aria-label") == "Sunday"
        day = page.locator(".month").get_by_text("20", exact=True)
        assert day.get_attribute("aria-label") == "July 20, 1969: Two men walk on the\xa0moon"
        day.click()
        assert page.url.endswith("#day-1969-07-20")
        target = page.locator(":target")
        assert target.locator("h2").inner_text() == "Sun, Jul 20"
        assert target.locator("h3").inner_text() == "Two men walk on the\xa0moon"


def test_a_day_of_a_year_with_one_story_leads_straight_to_it(browser: Browser, site: str) -> None:
    with opened(browser, site + "/1912/", **NO_SCRIPT) as page:
        assert page.locator(".month caption").all_inner_texts() == ["April"]
        page.locator(".month a").click()
        page.wait_for_url("**/1912/04/titanic/")


@pytest.mark.parametrize(
    ("start", "walk"),
    [
        ("/1910/", ["/1912/", "/1927/"]),
        ("/1910/01/", ["/1912/04/", "/1927/05/"]),
        ("/topics/aviation/1927/", ["/topics/aviation/1937/"]),
        ("/partners/harbor-wire/1906/", ["/partners/harbor-wire/1912/"]),
    ],
)
def test_one_goes_from_period_to_period(
    browser: Browser, site: str, start: str, walk: list[str]
) -> None:
    with opened(browser, site + start, **NO_SCRIPT) as page:
        for step in walk:
            page.locator("[rel=next]").first.click()
            assert page.url == site + step
        page.locator("[rel=prev]").last.click()
        assert page.url == site + [start, *walk][-2]


def test_a_partner_says_who_it_was(browser: Browser, site: str) -> None:
    with opened(browser, site + "/partners/northgate-despatch/", **NO_SCRIPT) as page:
        details = page.locator("dl").inner_text()
        assert "First published by The Northgate Despatch, whose files we keep." in details
        assert "The Northgate Despatch Trust" in details
        years = page.locator(".period > h2 a")
        assert years.first.inner_text() == "1910"
        assert years.first.get_attribute("href") == "/partners/northgate-despatch/1910/"


@pytest.mark.parametrize("path", ["/", "/partners/"])
def test_the_list_of_partners_says_how_many_stories_from_when_to_when(
    browser: Browser, site: str, path: str
) -> None:
    with opened(browser, site + path) as page:
        row = page.locator("li.row", has=page.get_by_role("link", name="Harbor Wire", exact=True))
        facts = row.locator(".facts span").all_inner_texts()
        assert facts == ["Merged into another publication", "5 stories", "1906–1963"]


def test_the_topics_say_how_many_stories_from_when_to_when(browser: Browser, site: str) -> None:
    with opened(browser, site + "/topics/", **NO_SCRIPT) as page:
        item = page.locator(".terms li", has_text="Aviation")
        assert item.locator(".facts").inner_text().split("\n") == ["2 stories", "1927–1937"]


def test_an_address_that_does_not_exist_offers_the_search_and_the_ways_in(
    browser: Browser, site: str
) -> None:
    with opened(browser, site + "/404.html", **NO_SCRIPT) as page:
        ways = page.locator(".ways a").all_inner_texts()
        assert ways == ["Years", "On this day", "Partners", "Sections", "Topics", "Authors"]
        page.locator("input[type=search]").fill("moon")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=moon")


def test_the_numbers_stand_in_the_map_without_any_colour(browser: Browser, site: str) -> None:
    with opened(browser, site + "/", forced_colors="active") as page:
        cell = page.locator("table.map td a").first
        assert cell.inner_text() == "1"
        assert cell.is_visible()
