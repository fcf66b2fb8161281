"""Waits for what a page comes to."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Page

_MOST = 10.0  # seconds
_PAUSE = 20  # milliseconds


def wait_until(page: Page | Frame, expression: str) -> None:
    """Wait until the JavaScript *expression* is true on the *page*; fail where it never is.

    Playwright's `wait_for_function` asks again by `eval`, which the policy of our pages forbids.
    """
    last = time.monotonic() + _MOST
    while not page.evaluate(expression):
        assert time.monotonic() < last, f"never true: {expression}"
        page.wait_for_timeout(_PAUSE)
