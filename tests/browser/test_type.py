"""The text face and the masthead: there on every page, in every browser, and always alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .drivers import STARTED, Driven
from .test_sample_archive import PAGES
from .windows import opened, opened_anew

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Response

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STORY = "/1912/04/titanic/"
SEARCH = "/search/"
# The fonts that are loaded once all that the page asks for have been.
LOADED = """Promise.all([
  document.fonts.load('1em "Backfile Serif"'),
  document.fonts.load('italic 1em "Backfile Serif"'),
]).then(() => [...document.fonts].filter(one => one.status === 'loaded').map(
  one => `${one.style} ${one.unicodeRange.toUpperCase().split(',')[0]}`))"""
LATIN = ["normal U+0-FF", "italic U+0-FF"]
BOXES = """[...document.querySelectorAll('.masthead, .site-name, .masthead nav, .masthead .search')]
  .map(one => one.getBoundingClientRect()).map(box => [box.x, box.y, box.width, box.height])"""


def test_a_story_loads_the_face_within_60_kilobytes(browser: Browser, site: str) -> None:
    fonts: dict[str, int] = {}

    def note(answer: Response) -> None:
        if answer.request.resource_type == "font":
            fonts[answer.url] = len(answer.body())

    with opened_anew(browser, "about:blank") as page:
        page.on("response", note)
        page.goto(site + STORY, wait_until="networkidle")
        assert sorted(page.evaluate(LOADED)) == sorted(LATIN)
    assert 0 < sum(fonts.values()) <= 60_000, fonts


def test_letters_beyond_latin_are_loaded_where_they_occur(browser: Browser, site: str) -> None:
    with opened_anew(browser, site + STORY) as page:
        page.evaluate("document.querySelector('.lead p').prepend('Łódź, Москва ')")
        page.evaluate("document.fonts.ready.then(() => 0)")
        loaded = page.evaluate(LOADED)
    assert {"normal U+100-17F", "normal U+400-45F"} <= set(loaded)
    assert not any("U+370" in one for one in loaded)


@pytest.mark.parametrize("name", STARTED)
def test_firefox_and_webkit_load_the_face(name: str, tmp_path: Path, site: str) -> None:
    with STARTED[name](tmp_path) as driven:
        driven.go(site + STORY)
        assert face_loaded(driven)


def face_loaded(driven: Driven) -> bool:
    """Load the face upright and in italics, as the policy of the page allows, and tell of it."""
    driven.script(f"{LOADED}.then(found => window.loaded = found)")
    return sorted(driven.wait_for("window.loaded")) == sorted(LATIN)


@pytest.mark.parametrize("width", [360, 768, 1024, 1440, 1920])
def test_the_masthead_stays_in_its_place(browser: Browser, site: str, width: int) -> None:
    """Whatever the page, so that nothing moves from one to the next."""
    boxes = {}
    for name, path in {**PAGES, "search": SEARCH}.items():
        with opened(browser, site + path, viewport={"width": width, "height": 800}) as page:
            boxes[name] = page.evaluate(BOXES)
    del boxes["translation"]  # its words have other lengths
    assert all(box == boxes["home"] for box in boxes.values()), boxes


@pytest.mark.parametrize("width", [1440, 1920])
def test_a_line_of_a_story_holds_about_65_characters(
    browser: Browser, site: str, width: int
) -> None:
    with opened(browser, site + STORY, viewport={"width": width, "height": 800}) as page:
        measure = page.evaluate("document.querySelector('.lead p').clientWidth")
        # A long run of the story's own words, as wide as it is without a break.
        letter = page.evaluate(
            """(() => {
              const run = document.querySelector('.lead p').cloneNode(true);
              run.style.cssText = 'position: absolute; white-space: nowrap; inline-size: auto';
              document.querySelector('.lead').append(run);
              return run.getBoundingClientRect().width / run.textContent.length;
            })()"""
        )
    assert 60 <= measure / letter <= 72
