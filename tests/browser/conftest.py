"""The archive of the tests, built once, served, and opened in a real browser."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from backfile.config.site_settings import site_settings
from backfile.outputs.random_story.output import RANDOM_FOLDER
from backfile.outputs.redirects.formats import PAGE_MARK
from backfile.pipeline.build import build
from benchmarks.pages import serving
from tests.npm_tools import JUDGES, lacking

from .drivers import STARTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from .drivers import Driven

ROOT = Path(__file__).parents[2]
ARCHIVE = ROOT / "tests" / "archive"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]


def _chromium() -> str | None:
    named = os.environ.get("BACKFILE_CHROMIUM")
    names = [named] if named else ["chromium", "chromium-browser", "google-chrome"]
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = _chromium()
    if path is None:
        lacking("browser", "apt-get install chromium, or name one in BACKFILE_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, to be evaluated in a page."""
    source = JUDGES / "axe-core" / "axe.min.js"
    if not source.exists():
        lacking("axe-core", "npm ci --omit=optional")
    return source.read_text("utf-8")


@pytest.fixture(scope="session")
def markup_checker() -> list[str]:
    """The call of the Nu HTML checker, to which options, files and addresses are added."""
    checker = JUDGES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    java = shutil.which("java")
    if java is None:
        lacking("Java", "apt-get install default-jre-headless")
    if not checker.exists():
        lacking("Nu HTML checker", "npm ci --omit=optional")
    # It would not look at pages that this machine serves.
    return [java, "-Dnu.validator.servlet.allow-forbidden-hosts=true", "-jar", str(checker)]


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the tests, built with our theme, its words checked."""
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        built = tmp_path_factory.mktemp("site") / "output"
        settings = site_settings(content=str(ARCHIVE), output=str(built))
        return build({**settings, "BACKFILE_VERIFY": True})
    finally:
        os.chdir(here)


def painted(page: Page) -> None:
    """Wait until the window has been painted with all that was done in it so far."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def pages_to_read(output: Path) -> list[Path]:
    """Return the pages on which a reader stays.

    These are all but those that lead on from old addresses, and the one that opens a story.
    """
    pages = {*output.rglob("*.html")} - {output / RANDOM_FOLDER / "index.html"}
    return sorted(page for page in pages if PAGE_MARK not in page.read_text("utf-8"))


@pytest.fixture(scope="session")
def site(output: Path) -> Iterator[str]:
    """The address at which the archive of the tests is served."""
    with serving(output) as address:
        yield address


@pytest.fixture(scope="module", params=STARTED)
def driven(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Driven]:
    """Firefox, then WebKit, as WebDriver drives them: one of each for a file of tests."""
    with STARTED[request.param](tmp_path_factory.mktemp(request.param)) as one:
        yield one
