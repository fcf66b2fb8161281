"""The days of the year: a page and a small file for each that has stories, and a calendar."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from .imported_archive import picture
from .sites import WIRE, MiniSite
from .test_listings import OURS, story

if TYPE_CHECKING:
    from pathlib import Path

DAYS: dict[str, Any] = {**OURS, "BACKFILE_ON_THIS_DAY": True}
LANDING = story("Landing", "1969-07-20", "Partner: the-wire")
FILES = {
    "landing.md": LANDING,
    "viking.md": story("Viking &amp; Mars", "1976-07-20"),
    "leap.md": story("Leap", "2000-02-29", "Summary: A day that is rare."),
    "eve.md": story("Eve", "2001-12-31"),
    "partners/the-wire.md": WIRE,
}


@pytest.fixture
def site(tmp_path: Path) -> MiniSite:
    return MiniSite(tmp_path).write(FILES)


def told(site: MiniSite, name: str) -> Any:
    return json.loads(site.page(f"on-this-day/{name}.json"))


def opened(site: MiniSite, name: str) -> LexborHTMLParser:
    return LexborHTMLParser(site.page(f"on-this-day/{name}index.html"))


def test_each_day_with_stories_has_a_page_with_all_of_them(site: MiniSite) -> None:
    ended = site.build(**DAYS)
    assert ended.status == 0, ended.said
    days = sorted(name for name in site.pages() if name.startswith("on-this-day/"))
    assert days == [
        "on-this-day/02-29/index.html",
        "on-this-day/07-20/index.html",
        "on-this-day/12-31/index.html",
        "on-this-day/index.html",
    ]
    page = opened(site, "07-20/")
    assert page.css_first("h1").text() == "July 20"
    assert [one.text() for one in page.css(".day h2")] == ["1969", "1976"]
    assert [one.text() for one in page.css(".row h3")] == ["Landing", "Viking & Mars"]
    assert page.css_first("main > .facts").text() == "2 stories1969–1976"


def test_a_day_leads_to_those_beside_it_and_the_last_to_the_first(site: MiniSite) -> None:
    site.build(**DAYS)
    ways = {name: opened(site, name).css("main > .neighbours a") for name in ("02-29/", "12-31/")}
    assert [one.attributes["href"] for one in ways["02-29/"]] == [
        "/on-this-day/12-31/",
        "/on-this-day/07-20/",
    ]
    assert [one.text() for one in ways["12-31/"]] == ["July 20", "February 29"]


def test_the_calendar_has_all_days_and_links_those_with_stories(site: MiniSite) -> None:
    site.build(**DAYS)
    page = opened(site, "")
    assert len(page.css(".days li")) == 366
    links = page.css(".days a")
    assert [one.attributes["href"] for one in links] == [
        "/on-this-day/02-29/",
        "/on-this-day/07-20/",
        "/on-this-day/12-31/",
    ]
    assert links[1].attributes["aria-label"] == "July 20: 2 stories"


def test_a_day_is_told_to_the_first_page_in_a_small_file(site: MiniSite) -> None:
    site.build(**DAYS)
    assert told(site, "days") == ["02-29", "07-20", "12-31"]
    day = told(site, "07-20")
    stories = day.pop("stories")
    assert day == {
        "day": "07-20",
        "url": "on-this-day/07-20/",
        "name": "July 20",
        "all": "All stories of July 20",
        "nearest": (
            "Nothing in the archive began on today’s date. The nearest day with a story: July 20."
        ),
        "count": 2,
    }
    assert stories[0] == {
        "url": "1969/07/landing/",
        "title": "Landing",
        "lang": "en",
        "dir": "ltr",
        "date": "1969-07-20",
        "partner": "The Wire",
    }
    assert stories[1]["title"] == "Viking & Mars"


def test_however_much_a_day_has_its_file_stays_small(tmp_path: Path) -> None:
    words = "長い見出し" * 60
    files = {
        f"{n}.md": story(
            f"{words} {n}", f"{1900 + n}-05-01", f"Summary: {words}", f"Slug: {n:03}-{'a' * 70}"
        )
        for n in range(70)
    }
    site = MiniSite(tmp_path).write(files)
    assert site.build(**DAYS).status == 0
    assert len(site.page("on-this-day/05-01.json").encode()) <= 5_120
    assert told(site, "05-01")["count"] == 70
    page = opened(site, "05-01/")
    assert len(page.css(".row")) == 70
    assert len(page.css(".jump a")) == 70
    assert page.css_first("#year-1969 .row")


def test_the_few_that_are_told_are_those_with_the_most_updates(tmp_path: Path) -> None:
    more = "\n## 4:10 p.m.\n\nMore.\n\n## Original Post"
    files = {f"{n}.md": story(f"Story {n}", f"{1900 + n}-05-01") for n in range(8)}
    for n in (1, 4, 6, 7):
        files[f"{n}.md"] = files[f"{n}.md"].replace("\n## Original Post", more)
    site = MiniSite(tmp_path).write(files)
    assert site.build(**DAYS).status == 0
    titles = [one["title"] for one in told(site, "05-01")["stories"]]
    assert titles == ["Story 1", "Story 4", "Story 6", "Story 7"]


def test_a_story_that_is_alone_on_its_day_is_told_with_its_summary_and_picture(
    site: MiniSite,
) -> None:
    shown = FILES["leap.md"].replace("The text of", "![The pier]({static}/images/pier.png)\n\nOf")
    site.write({"leap.md": shown})
    (site.folder / "content" / "images").mkdir()
    (site.folder / "content" / "images" / "pier.png").write_bytes(picture("navy", (640, 400)))
    assert site.build(**DAYS, STATIC_PATHS=["images"]).status == 0
    (leap,) = told(site, "02-29")["stories"]
    assert leap["summary"] == "A day that is rare."
    assert (leap["picture"]["width"], leap["picture"]["height"]) in ((640, 400), (480, 300))
    assert (site.folder / "output" / leap["picture"]["url"]).is_file()


def test_it_speaks_the_language_of_the_site(site: MiniSite) -> None:
    assert site.build(**DAYS, DEFAULT_LANG="de").status == 0
    assert told(site, "07-20")["name"] == "20. Juli"
    assert "20. Juli" in told(site, "07-20")["nearest"]
    assert opened(site, "07-20/").css_first("h1").text() == "20. Juli"


def test_the_newest_come_first_where_listings_are_so(site: MiniSite) -> None:
    site.build(**{**DAYS, "NEWEST_FIRST_ARCHIVES": True})
    page = opened(site, "07-20/")
    assert [one.text() for one in page.css(".day h2")] == ["1976", "1969"]
    assert page.css_first("main > .facts").text() == "2 stories1969–1976"


@pytest.mark.parametrize(
    "settings",
    [
        OURS,
        {"BACKFILE_ON_THIS_DAY": True},  # the theme has no such pages
    ],
    ids=["off", "another theme"],
)
def test_without_the_setting_or_the_templates_there_are_no_days(
    site: MiniSite, settings: dict[str, Any]
) -> None:
    assert site.build(**settings).status == 0
    assert not (site.folder / "output" / "on-this-day").exists()
    assert "on-this-day" not in site.page("index.html")


def test_an_archive_without_stories_has_no_days(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    site = MiniSite(tmp_path)
    assert site.build(**DAYS).status == 0
    assert not (tmp_path / "output" / "on-this-day").exists()


def test_the_days_can_be_elsewhere(site: MiniSite) -> None:
    elsewhere = {
        "BACKFILE_ON_THIS_DAY_URL": "jour/",
        "BACKFILE_ON_THIS_DAY_SAVE_AS": "jour/index.html",
    }
    assert site.build(**DAYS, **elsewhere).status == 0
    assert (site.folder / "output" / "jour" / "07-20.json").is_file()
    page = LexborHTMLParser(site.page("index.html"))
    assert page.css_first(".today .more a").attributes["href"] == "/jour/"


def test_no_page_may_stand_among_the_days(site: MiniSite) -> None:
    page = "Title: Mine\nSave_as: on-this-day/mine.html\nURL: on-this-day/mine.html\n\nText.\n"
    site.write({"pages/mine.md": page})
    ended = site.build(**DAYS)
    assert ended.status == 1
    assert "the days of the year" in ended.said
