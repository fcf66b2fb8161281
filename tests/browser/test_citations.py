"""Citations on the page of a story: downloaded in any case, and copied with scripts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .windows import opened, opened_anew

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from .drivers import Driven

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITANIC = "/1912/04/titanic/"
KEY = "1912:04:titanic"
SHOWN = "document.querySelector('.citations form:not([hidden]) pre')?.textContent"
CHOOSE = """const [name, at] = arguments;
const select = document.querySelector(`.citations [name=${name}]`);
select.selectedIndex = at;
select.dispatchEvent(new Event('change', { bubbles: true }));"""


def open_citations(page: Page) -> None:
    page.get_by_text("Citations for reference managers").click()
    page.locator(".citations form").wait_for()


def test_without_scripts_the_files_can_be_downloaded(browser: Browser, site: str) -> None:
    with opened_anew(
        browser, site + TITANIC, java_script_enabled=False, accept_downloads=True
    ) as page:
        page.get_by_text("Citations for reference managers").click()
        assert not page.locator(".citations form").is_visible()
        for name, file in (
            ("BibTeX", "citations.bib"),
            ("RIS", "citations.ris"),
            ("CSL-JSON", "citations.csl.json"),
        ):
            with page.expect_download() as waiting:
                page.locator(".citations").get_by_role("link", name=name, exact=True).click()
            assert waiting.value.suggested_filename == file
            assert KEY in Path(waiting.value.path()).read_text("utf-8")


def test_one_entry_is_shown_in_each_format(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC) as page:
        open_citations(page)
        entry = page.locator("#entry")
        assert entry.inner_text().startswith(f"@article{{{KEY},")
        page.get_by_label("Cite", exact=True).select_option(f"{KEY}.update-1912-04-15-1215")
        page.get_by_text(f"@article{{{KEY}.update-1912-04-15-1215,").wait_for()
        page.get_by_label("Format").select_option("RIS")
        page.get_by_text(f"ID - {KEY}.update-1912-04-15-1215").wait_for()
        assert entry.inner_text().count("TY  - NEWS") == 1
        page.get_by_label("Format").select_option("CSL-JSON")
        page.get_by_text(f'"id": "{KEY}.update-1912-04-15-1215"').wait_for()
        (item,) = json.loads(entry.inner_text())
        assert item["title"] == "Titanic sinks; 705 reach New York: Line is confident"


@pytest.mark.parametrize(
    ("address", "key"),
    [
        (TITANIC, KEY),
        (f"{TITANIC}#update-1912-04-15-1215", f"{KEY}.update-1912-04-15-1215"),
        (f"{TITANIC}#no-such-update", KEY),
    ],
)
def test_what_the_address_leads_to_is_chosen(
    browser: Browser, site: str, address: str, key: str
) -> None:
    with opened(browser, site + address) as page:
        open_citations(page)
        assert page.locator("#entry").inner_text().startswith(f"@article{{{key},")


def test_the_choices_say_what_they_are(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC) as page:
        open_citations(page)
        said = page.locator("[name=cited] option").all_inner_texts()
    said = [" ".join(text.split()) for text in said]
    assert said[0] == "This story"
    assert "12:15 p.m. Line is confident" in said
    assert "As it stood then: 12:15 p.m. Line is confident" in said


def test_an_entry_is_copied(browser: Browser, site: str) -> None:
    allowed: dict[str, Any] = {"permissions": ["clipboard-read", "clipboard-write"]}
    with opened(browser, site + TITANIC, **allowed) as page:
        open_citations(page)
        page.get_by_label("Cite", exact=True).select_option(f"{KEY}.as-of-update-1912-04-15-1215")
        page.get_by_text(f"@article{{{KEY}.as-of-update-1912-04-15-1215,").wait_for()
        page.locator(".citations .copy").click()
        page.locator(".citations .copy", has_text="Copied").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"@article{{{KEY}.as-of-update-1912-04-15-1215,")
    assert copied.endswith("}")


def test_where_a_file_is_lacking_the_links_stay(browser: Browser, site: str) -> None:
    with opened_anew(browser, site + TITANIC) as page:
        page.route("**/citations.bib", lambda route: route.fulfill(status=404, body="Gone"))
        with page.expect_response("**/citations.bib"):
            page.get_by_text("Citations for reference managers").click()
        assert page.get_by_role("link", name="BibTeX").is_visible()
        assert page.locator(".citations form").is_hidden()


@pytest.mark.parametrize("width", [320, 768])
def test_an_entry_fits_the_screen(browser: Browser, site: str, width: int) -> None:
    with opened(browser, site + TITANIC, viewport={"width": width, "height": 800}) as page:
        open_citations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = page.evaluate(
            "[...document.querySelectorAll('.citations :is(a, select, button, summary)')].filter("
            "one => (one.closest('li') ?? one).getBoundingClientRect().height < 24).length"
        )
        assert small == 0


def test_a_citation_breaks_no_rule(browser: Browser, site: str, axe: str) -> None:
    for scheme in ("light", "dark"):
        with opened_anew(browser, site + TITANIC, color_scheme=scheme, bypass_csp=True) as page:
            open_citations(page)
            page.evaluate(axe)
            found = page.evaluate("axe.run('.citations')")
        assert [one["id"] for one in found["violations"]] == []


def test_firefox_and_webkit_show_entries_too(driven: Driven, site: str) -> None:
    driven.go(f"{site}{TITANIC}#update-1912-04-15-1215")
    driven.wait_for("document.readyState === 'complete'")
    driven.click(".citations summary")
    update = f"@article{{{KEY}.update-1912-04-15-1215,"
    driven.wait_for(f"{SHOWN}?.startsWith(arguments[0])", update)
    driven.script(CHOOSE, "format", 1)
    driven.wait_for(f"{SHOWN}.startsWith('TY  - NEWS')")
    driven.script(CHOOSE, "cited", 0)
    driven.wait_for(f"{SHOWN}.includes(arguments[0])", f"ID  - {KEY}\r\n")
    assert driven.script(f"return {SHOWN}").count("TY  - NEWS") == 1
