"""Packages in a browser: the portable edition read from a disk, the web archive replayed."""

from __future__ import annotations

import shutil
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from benchmarks.pages import serving
from tests.npm_tools import JUDGES, lacking
from tests.publish.packages.archives import ADDRESS, Archive, new_archive

from .waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Frame, Page, Request

pytestmark = pytest.mark.browser
STORY = f"{ADDRESS}/2000/11/florida/"
SEARCH = f"{ADDRESS}/search/"
LONGEST = 60  # seconds, on a busy machine
REPLAY = """<!DOCTYPE html>
<script src="replay/ui.js"></script>
<replay-web-page source="archive.wacz" url="%s" embed="replayonly"
 style="display: block; height: 900px"></replay-web-page>
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return new_archive(tmp_path_factory.mktemp("archive"))


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    with browser.new_context(java_script_enabled=False) as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def edition(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the unpacked portable edition."""
    folder = tmp_path_factory.mktemp("a reader's disk")
    with zipfile.ZipFile(archive.pack("portable", folder / "edition.zip")) as whole:
        whole.extractall(folder)
    return folder / "the-tests-archive"


def file_at(address: str) -> Path:
    return Path(unquote(urlsplit(address).path))


def test_every_link_and_asset_of_the_portable_edition_resolves(reader: Page, edition: Path) -> None:
    broken: list[str] = []

    def failed(request: Request) -> None:
        # A page that is left at once does not wait for its icon.
        if request.failure != "net::ERR_ABORTED":
            broken.append(f"{reader.url}: {request.url}: {request.failure}")

    reader.on("requestfailed", failed)
    reader.on("console", lambda message: broken.append(f"{reader.url}: {message.text}"))
    reader.on("request", lambda one: one.url.startswith("file:") or broken.append(one.url))
    places: set[tuple[str, str, str]] = set()
    ids: dict[str, set[str]] = {}
    waiting = [(edition / "index.html").as_uri()]
    while waiting:
        address = waiting.pop()
        if address in ids:
            continue
        reader.goto(address)
        ids[address] = set(reader.locator("[id]").evaluate_all("all => all.map(one => one.id)"))
        for link in reader.locator("a[href]").evaluate_all("all => all.map(one => one.href)"):
            target, _, place = link.partition("#")
            if urlsplit(link).scheme != "file":
                assert not link.startswith(ADDRESS), address
            elif not file_at(target).is_file():
                broken.append(f"{address}: {link}")
            elif target.endswith(".html"):
                waiting.append(target)
                places.add((address, target, place))

    assert broken == []
    assert {file_at(address) for address in ids} == set(edition.rglob("*.html"))
    assert {one for one in places if one[2] and one[2] not in ids[one[1]]} == set()


def test_a_story_of_the_portable_edition_has_its_styles_and_pictures(
    reader: Page, edition: Path
) -> None:
    reader.goto((edition / "2000/11/florida/index.html").as_uri())

    family = "getComputedStyle(document.querySelector('article p')).fontFamily"
    assert reader.evaluate(family) != "serif"
    picture = reader.locator("figure img")
    picture.scroll_into_view_if_needed()
    picture.evaluate("one => one.decode()")
    assert picture.evaluate("one => one.naturalWidth") > 0
    assert reader.locator("form, script:not([type='application/ld+json'])").count() == 0


@pytest.fixture(scope="module")
def player(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site that replays pages of the web archive."""
    scripts = JUDGES / "replaywebpage"
    if not scripts.is_dir():
        lacking("ReplayWeb.page", "npm ci --omit=optional")
    folder = tmp_path_factory.mktemp("player")
    (folder / "replay").mkdir()
    for name in ("index.html", "sw.js", "ui.js"):
        shutil.copy(scripts / name, folder / "replay" / name)
    for name, address in (("story", STORY), ("search", SEARCH)):
        (folder / f"{name}.html").write_text(REPLAY % address, "utf-8")
    archive.pack("wacz", folder / "archive.wacz")
    with serving(folder) as address:
        yield address


def test_a_story_of_the_web_archive_replays_with_its_styles(player: str, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(LONGEST * 1000)
        story = replayed(page, STORY, lambda: page.goto(f"{player}/story.html"))
        story.locator("article h1", has_text="Florida is called twice and taken back").wait_for()
        sheets = "document.querySelectorAll('link[rel=stylesheet]')"
        wait_until(story, f"[...{sheets}].every(one => one.sheet?.cssRules.length)")
        family = "getComputedStyle(document.querySelector('h1')).fontFamily"
        assert "Backfile Serif" in story.evaluate(family)
        # Its scripts run too: the order of the updates can be changed.
        story.locator(".direction").wait_for()
        partner = replayed(
            page,
            f"{ADDRESS}/partners/lantern-street/",
            story.locator("p.attribution a").first.click,
        )
        partner.locator("h1", has_text="Lantern Street").wait_for()


def test_the_search_of_the_web_archive_finds_stories(player: str, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(LONGEST * 1000)
        search = replayed(page, SEARCH, lambda: page.goto(f"{player}/search.html"))
        search.wait_for_load_state()  # with its script: what is typed before is not heard
        search.locator("#words").fill("motorcade")
        search.locator("#found h2", has_text="Florida is called twice").wait_for()


def replayed(page: Page, address: str, act: Callable[[], object]) -> Frame:
    """Return the frame that replays *address* after *act*.

    Its parent is replaced while ReplayWeb.page starts, and events of frames are lost meanwhile.
    """
    act()
    last = time.monotonic() + LONGEST
    while True:
        for frame in page.frames:
            if f"mp_/{address}" in frame.url:
                return frame
        assert time.monotonic() < last, f"no replay of {address}"
        page.wait_for_timeout(50)
