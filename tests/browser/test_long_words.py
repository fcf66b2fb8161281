"""Words too long for any line break; no page of theirs scrolls sideways."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest

from backfile.config.site_settings import site_settings
from backfile.pipeline.build import build
from benchmarks.pages import serving
from tests.sites.timelines_archive import FILES

from .conftest import ROOT, pages_to_read
from .windows import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG = {
    "Ferry in trouble": "F" * 150,
    "The Aurora is drifting": "D" * 120,
    "The inquiry opens": "I" * 120,
    "Survivors ashore": "S" * 120,
    "Lifeboats are out": "L" * 150,
    "Aurora": "A" * 81,
    "Rescue": "R" * 90,
}
# As on a page of key updates with a bar, by an author of a partner with such names.
LONG_STORY = "\n".join(
    [
        f"Title: {'T' * 150}\nDate: 2014-06-17 07:00\nAuthor: {'W' * 100}\nPartner: long-name",
        f"Tags: Aurora, {'G' * 100}\nSummary: {'Y' * 150}\n",
        *(f"## 9:{n} a.m.: {'U' * 150} {{: key=yes }}\n\n{'P' * 150}\n" for n in range(40, 9, -3)),
        f"## Correction\n\n{'C' * 150}\n\n## Original Post\n\n{'O' * 150}\n",
    ]
)
MORE = {
    "partners/long-name.md": f"Title: {'N' * 100}\n\n{'X' * 150}\n",
    "stories/long.md": LONG_STORY,
}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the timelines, its headlines and topics each one long word."""
    folder = tmp_path_factory.mktemp("long-words")
    for name, told in (FILES | MORE).items():
        text = told
        for words, word in LONG.items():
            text = text.replace(words, word)
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    with contextlib.chdir(ROOT):
        settings = site_settings(content=str(folder / "content"), output=str(folder / "output"))
        return build({**settings, "CACHE_PATH": str(folder / "cache")})


@pytest.fixture(scope="module")
def place(output: Path) -> Iterator[str]:
    with serving(output) as address:
        yield address


@pytest.mark.parametrize("width", [360, 1440])
def test_no_page_scrolls_sideways(browser: Browser, output: Path, place: str, width: int) -> None:
    pages = [path.relative_to(output).as_posix() for path in pages_to_read(output)]
    # That page leads on to another one.
    addresses = [page for page in pages if page != "random/index.html"]
    assert len(addresses) > 20
    wide = {}
    for address in addresses:
        at = "?at=18:30" if "/hours/" in address else ""
        with opened(
            browser, f"{place}/{address}{at}", viewport={"width": width, "height": 800}
        ) as page:
            found = page.evaluate("document.documentElement.scrollWidth")
            if found > width:
                wide[address] = found
    assert not wide
