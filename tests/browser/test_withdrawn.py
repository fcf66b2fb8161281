"""The page of a withdrawn story and the foot of an imported one, in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.pages import serving
from tests.sites.revised import varied_archive

from .test_accessibility import UNFOLD, looks, violations
from .test_markup import TAKEN_FOR_SCRIPT, findings, report
from .windows import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STATED = """Status: withdrawn
Withdrawn: 2026-03-05
Reason: The person named in this story asked the archive to remove it.
Withdrawn_By: Port Amity District Court
Identifier: ark:/12345/x6np1wh8k doi:10.12345/Ferry.1
"""
TOMBSTONE = "/2014/06/ferry/"
PAGES = {"tombstone": TOMBSTONE, "imported": "/2011/03/swing-bridge-stuck-north/"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    archive = varied_archive(tmp_path_factory.mktemp("archive"))
    archive.settings |= {"SITEURL": "", "BACKFILE_VERIFY": False}
    archive.replace("stories/ferry.md", "Tags:", f"{STATED}Tags:")
    archive.replace(
        "stories/2011/03/swing-bridge-stuck-north.md", "Date:", "Identifier: AP-1\nDate:"
    )
    ran = archive.build()
    assert not ran.wrong, ran.wrong
    with serving(archive.output) as address:
        yield address


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_the_markup_is_valid(markup_checker: list[str], site: str, path: str) -> None:
    found = findings(markup_checker, site + path)
    found.pop(TAKEN_FOR_SCRIPT, None)
    assert not found, report(found)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_no_rule_is_broken_and_nothing_runs_over(
    browser: Browser, site: str, axe: str, path: str
) -> None:
    broken = []
    with opened(browser, site + path, reduced_motion="reduce") as page:
        page.evaluate(axe)
        page.evaluate(UNFOLD)
        for look in looks(page):
            broken += [f"{path} {look}: {one}" for one in violations(page)]
            width = page.viewport_size["width"]
            assert page.evaluate("document.documentElement.scrollWidth") == width
    assert not broken, "\n".join(broken)


def test_the_address_of_an_update_leads_to_the_notice(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}{TOMBSTONE}#update-2014-06-16-1531") as page:
        assert page.evaluate("document.querySelector(':target').id") == "update-2014-06-16-1531"
        notice = page.locator(".notice").bounding_box()
        height = page.evaluate("innerHeight")
    assert notice
    assert 0 <= notice["y"] < height
