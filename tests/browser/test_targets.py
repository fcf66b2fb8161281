"""What readers press is large enough, and what colours say is seen in any colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .test_accessibility import EVERY_KIND, UNFOLD, WIDTHS
from .test_sample_archive import STORY
from .windows import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# WCAG 2.2, 2.5.8: targets of 24 by 24 CSS pixels, except for links within a line of other text.
# A box to tick is pressed by its label; what is only seen once it has the focus is no target.
SMALL = r"""() => {
  const isInline = element => {
    let block = element.parentElement;
    while (getComputedStyle(block).display === 'inline') {
      block = block.parentElement;
    }
    const text = one => one.textContent.replace(/\s+/g, ' ').trim();
    return getComputedStyle(element).display === 'inline' && text(block) !== text(element);
  };
  return [...document.querySelectorAll('a[href], button, input, select, summary')]
    .filter(one => one.checkVisibility({ visibilityProperty: true }))
    .filter(one => !one.matches('.skip') && !isInline(one))
    .map(one => [one, (one.matches('[type=checkbox]') ? one.closest('label') : one)])
    .map(([one, target]) => [one, target.getBoundingClientRect()])
    .filter(([, { width, height }]) => Math.min(width, height) < 24)
    .map(([one, { width, height }]) => `${one.outerHTML.slice(0, 80)}: ${width} by ${height}`);
}"""
COLOURS = """names => names.map(name => {
  const style = getComputedStyle(document.querySelector(`.${name}`));
  return [style.backgroundColor, style.color, style.forcedColorAdjust];
})"""
LEVELS = ["level-1", "level-2", "level-3", "level-4"]


@pytest.mark.parametrize("path", EVERY_KIND.values(), ids=EVERY_KIND.keys())
def test_targets_are_at_least_24_pixels_wide_and_high(
    browser: Browser, site: str, path: str
) -> None:
    with opened(browser, site + path) as page:
        page.evaluate(UNFOLD)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(SMALL) == []


def test_the_results_of_a_search_are_large_enough_as_well(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/search/?q=moon") as page:
        page.wait_for_selector("#found > li")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(SMALL) == []


def test_a_target_that_is_too_small_is_found(browser: Browser, site: str) -> None:
    with opened(browser, site + STORY) as page:
        page.locator(".site-name a").evaluate("one => { one.style.blockSize = '20px' }")
        assert len(page.evaluate(SMALL)) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_steps_of_the_heat_map_are_kept_in_colours_that_a_reader_forces(
    browser: Browser, site: str, scheme: str
) -> None:
    with opened(browser, f"{site}/", forced_colors="active", color_scheme=scheme) as page:
        page.evaluate(
            "names => document.querySelectorAll('.map td')"
            ".forEach((cell, n) => { if (n < 4) { cell.className = names[n] } })",
            LEVELS,
        )
        steps = page.evaluate(COLOURS, LEVELS)
        assert len({ground for ground, _, _ in steps}) == 4
        assert all(ground != ink for ground, ink, _ in steps)
        assert {adjusted for _, _, adjusted in steps} == {"none"}


def test_a_reader_who_hears_the_page_is_told_what_came_later(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}{STORY}?as-of=update-1969-07-20-2156") as page:
        page.wait_for_selector(".story.as-of")
        for link in page.locator(".rail li a").all():
            is_later = "later" in (link.locator("..").get_attribute("class") or "")
            assert link.inner_text().endswith("later") == is_later
        page.get_by_role("button", name="Show the whole story").click()
        assert page.locator(".rail .to-come").first.is_hidden()


def test_the_link_to_an_update_names_its_day_by_itself(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/1912/04/titanic/") as page:
        names = [" ".join(one.split()) for one in page.locator(".rail li a").all_inner_texts()]
        assert any(name.startswith("Mon, Apr 15 6:16 PM") for name in names)
        assert page.locator(".rail .day:not([aria-hidden=true])").count() == 0
