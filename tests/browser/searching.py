"""What tests of the search share: how a page is opened and read, and the engine by itself."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from backfile.outputs.search.scripts import SCRIPTS, script_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

HREFS = "links => links.map(link => link.getAttribute('href'))"
ENGINE = script_of(SCRIPTS["engine.js"])


@contextmanager
def opened(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """Open *address*; at the end, nothing may have left its host or been said on the console."""
    context = browser.new_context(**options)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    host = "/".join(address.split("/")[:3]) + "/"
    try:
        page.goto(address)
        yield page
        assert [one for one in asked if not one.startswith(host)] == []
        assert said == []
    finally:
        context.close()


def results(page: Page) -> list[str]:
    """Return the addresses of the stories that were found, below the host, without the words."""
    links = page.locator("#found h2 a")
    expect(links.first).to_be_visible()
    return [one.partition("?")[0] for one in links.evaluate_all(HREFS)]


def said(page: Page) -> str:
    """Return what the page says of its answer, once it says anything."""
    status = page.get_by_role("status")
    expect(status).not_to_be_empty()
    return status.inner_text()
