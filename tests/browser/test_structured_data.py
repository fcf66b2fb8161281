"""What a browser under the pages' strict policy makes of structured data: nothing, it is data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STORY = "/1969/07/eagle-lands/"
INLINE = """
    const script = document.createElement('script')
    script.textContent = '1'
    document.head.append(script)
"""


@pytest.fixture
def complaints() -> list[str]:
    """What the browser says of a page, in its console."""
    return []


@pytest.fixture
def page(browser: Browser, complaints: list[str]):
    context = browser.new_context()
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    yield page
    context.close()


def test_the_policy_blocks_none_of_it(page: Page, site: str, complaints: list[str]) -> None:
    page.goto(site + STORY)
    told = json.loads(page.locator("script[type='application/ld+json']").text_content() or "")
    assert told["@graph"][0]["url"] == STORY
    assert complaints == []


def test_a_script_in_its_place_is_blocked(page: Page, site: str, complaints: list[str]) -> None:
    page.goto(site + STORY)
    page.evaluate(INLINE)
    assert "Content Security Policy" in complaints[0]
