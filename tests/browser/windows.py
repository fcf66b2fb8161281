"""Windows of the browser, used in turn: to open one costs as much as to read five pages."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

SIZE = {"width": 1280, "height": 720}
# What a window can be told anew for each page, and what it is if nothing is told.
MEDIA = {"color_scheme": "light", "reduced_motion": "no-preference", "forced_colors": "none"}
# What is kept of a reader who leaves.
FORGET = "() => { localStorage.clear(); sessionStorage.clear() }"

# The windows that no test uses at present, by their browser and whether scripts run in them.
_free: dict[tuple[Browser, bool], Page] = {}


@contextmanager
def opened(
    browser: Browser, address: str, *, java_script_enabled: bool = True, **options: Any
) -> Iterator[Page]:
    """Open *address* for a reader who has not been here before.

    *options* are those of a context. The window may have shown other pages, and shows others
    later: a test that listens to it, or adds anything to it that stays, asks for a new one.
    """
    own = options.keys() - MEDIA.keys() - {"viewport"}
    if own:
        with opened_anew(
            browser, address, java_script_enabled=java_script_enabled, **options
        ) as page:
            yield page
        return
    kind = browser, java_script_enabled
    page = _free.pop(kind, None) or browser.new_page(java_script_enabled=java_script_enabled)
    try:
        _set(page, **{"viewport": SIZE, **options})
        page.goto(address)
        yield page
        _forget(page)
    except BaseException:
        page.close()
        raise
    _free[kind] = page


@contextmanager
def opened_anew(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """Open *address* in a window that is used once; *options* are those of a context."""
    page = browser.new_page(**options)
    try:
        page.goto(address)
        yield page
    finally:
        page.close()


def _set(page: Page, viewport: dict[str, int], **media: Any) -> None:
    if page.viewport_size != viewport:
        page.set_viewport_size(viewport)
    page.emulate_media(media="null", **{**MEDIA, **media})


def _forget(page: Page) -> None:
    """Leave nothing for the next test: what was stored, where the mouse is, an open page."""
    if page.url.startswith("http"):
        page.evaluate(FORGET)
    page.mouse.move(0, 0)
    # The same address with another anchor would not be loaded anew.
    page.goto("about:blank")
