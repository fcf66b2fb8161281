"""What axe-core says of every kind of page: WCAG 2.2 AA and its own good practice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .test_sample_archive import PAGES, STORY
from .windows import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EVERY_KIND = PAGES | {
    "story-in-parts": "/1969/07/hornet-picks-up-three/",
    "partner-in-a-year": "/partners/harbor-wire/1912/",
    "topic": "/topics/spaceflight/",
    "author": "/authors/june-tolliver/",
    "search": "/search/",
    "explanation": "/reading-the-times/",
    "fidelity": "/fidelity/",
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCHEMES = ["light", "dark"]
WIDTHS = [360, 1280]
# An address, a key to press there, and what shows that the script has done its work.
STATES = {
    "a story as of an update": (f"{STORY}?as-of=update-1969-07-20-2156", "", ".story.as-of"),
    "a replay": (f"{STORY}?replay=update-1969-07-20-2156", "", ".replay"),
    "the keys": (STORY, "?", "dialog[open]"),
    "what a search found": ("/search/?q=moon", "", "#found > li"),
    "a search without result": ("/search/?q=zyzzyva", "", "#said:not(:empty)"),
}
# What is folded away is not looked at, so everything is unfolded.
UNFOLD = "() => document.querySelectorAll('details').forEach(one => { one.open = true })"
JUDGE = (
    """async rules => (await axe.run({runOnly: rules, resultTypes: ['violations']})).violations"""
)


def looks(page: Page) -> Iterator[str]:
    """Show the *page* by day and night, on a phone and on a desk; name each look."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            yield f"{scheme} {width}"


def violations(page: Page) -> list[str]:
    """Return what breaks a rule on the page, each as `rule: what it asks for: where`."""
    return [
        f"{found['id']}: {found['help']}: {node['target']}"
        for found in page.evaluate(JUDGE, RULES)
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("path", EVERY_KIND.values(), ids=EVERY_KIND.keys())
def test_no_page_breaks_a_rule_by_day_or_night_on_a_phone_or_a_desk(
    browser: Browser, site: str, axe: str, path: str
) -> None:
    broken = []
    # A colour on its way to another would be judged half-way.
    with opened(browser, site + path, reduced_motion="reduce") as page:
        page.evaluate(axe)
        page.evaluate(UNFOLD)
        for look in looks(page):
            broken += [f"{path} {look}: {one}" for one in violations(page)]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())
def test_no_page_breaks_a_rule_after_its_scripts_have_worked(
    browser: Browser, site: str, axe: str, state: tuple[str, str, str]
) -> None:
    path, key, sign = state
    broken = []
    with opened(browser, site + path, reduced_motion="reduce") as page:
        if key:
            page.keyboard.press(key)
        page.wait_for_selector(sign)
        page.evaluate(axe)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            broken += [f"{path} {scheme}: {one}" for one in violations(page)]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_story_breaks_no_rule_in_colours_that_its_reader_forces(
    browser: Browser, site: str, axe: str, scheme: str
) -> None:
    with opened(
        browser,
        site + STORY,
        forced_colors="active",
        color_scheme=scheme,
    ) as page:
        page.evaluate(axe)
        page.evaluate(UNFOLD)
        broken = violations(page)
    assert not broken, "\n".join(broken)


def test_a_broken_rule_is_found(browser: Browser, site: str, axe: str) -> None:
    with opened(browser, site + STORY) as page:
        page.evaluate(axe)
        page.evaluate("() => document.documentElement.removeAttribute('lang')")
        found = violations(page)
    assert "html-has-lang" in [line.split(":")[0] for line in found]
