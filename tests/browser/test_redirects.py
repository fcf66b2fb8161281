"""What becomes of a reader who follows an old address, on a host that has nothing but files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backfile.outputs.redirects.formats import PAGE_MARK

from .test_accessibility import violations
from .windows import opened_anew

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OLD = "/live/midnight/"
NEW = "/1999/12/midnight/"


@pytest.mark.parametrize("script", [True, False], ids=["with-scripts", "without"])
@pytest.mark.parametrize("old", [OLD, f"{OLD}?from=a-letter", f"{OLD}#comments"])
def test_an_old_address_leads_to_the_story(
    browser: Browser, site: str, old: str, script: bool
) -> None:
    said: list[str] = []
    with opened_anew(browser, f"{site}/about/", java_script_enabled=script) as page:
        page.on("console", lambda message: said.append(f"{message.text} {message.location}"))
        page.goto(site + old, wait_until="commit")
        page.wait_for_url(site + NEW)
        assert page.locator("h1").inner_text().startswith("Midnight goes round the")
        # The way back does not lead into the redirect again.
        page.go_back()
        assert page.url == f"{site}/about/"
    # A page that leads on names no icon of its own, and browsers ask for one.
    assert [one for one in said if "favicon.ico" not in one] == []


def test_a_page_that_leads_on_can_be_read_by_everyone_where_it_is_kept_from_it(
    browser: Browser, site: str, output: Path, axe: str
) -> None:
    html = (output / OLD.strip("/") / "index.html").read_text("utf-8")
    assert PAGE_MARK in html
    with opened_anew(browser, f"{site}/about/", bypass_csp=True) as page:
        page.set_content(html.replace('http-equiv="refresh"', ""))
        page.evaluate(axe)
        assert violations(page) == []
        page.get_by_role("link", name="Midnight goes round the world").click()
        page.wait_for_url(site + NEW)
