"""The tools from npm that judge built pages, and what becomes of a test that lacks its judge."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest

JUDGES = Path(__file__).parents[1] / "node_modules"


def lacking(what: str, remedy: str) -> NoReturn:
    """Skip the tests that need *what*, or fail them where BACKFILE_REQUIRE_BROWSER is set."""
    if os.environ.get("BACKFILE_REQUIRE_BROWSER"):
        pytest.fail(f"there is no {what}; {remedy}")
    pytest.skip(f"there is no {what}, so its tests were skipped; to run them, {remedy}")
