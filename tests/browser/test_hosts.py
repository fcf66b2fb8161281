"""The headers that web servers are told to send let a page be all that it is."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest

from backfile.config.site_settings import site_settings
from backfile.pipeline.build import build
from tests.sites.web_servers import served_by_apache, served_by_nginx

from .conftest import ARCHIVE, ROOT
from .searching import results

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STORY = "1969/07/eagle-lands/"
PAGES = ["", STORY, f"{STORY}?as-of=1", "1969/", "partners/", "search/?q=eagle", "feeds/", "data/"]


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site below the path /archive, with the files for Apache and nginx."""
    with contextlib.chdir(ROOT):
        folder = tmp_path_factory.mktemp("hosts") / "output"
        settings = site_settings(content=str(ARCHIVE), output=str(folder))
        hosts = {"SITEURL": "/archive", "BACKFILE_HOSTS": ["apache", "nginx"]}
        return build({**settings, **hosts, "BACKFILE_CARD_IMAGES": False})


@pytest.fixture(scope="module", params=[served_by_apache, served_by_nginx])
def site(request: pytest.FixtureRequest, output: Path) -> Iterator[str]:
    with request.param(output, "/archive") as server:
        yield f"http://127.0.0.1:{server.port}/archive/"


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_a_page_is_kept_from_its_reader(browser: Browser, site: str, path: str) -> None:
    said: list[str] = []
    failed: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("response", lambda got: failed.append(got.url) if got.status >= 400 else None)
    try:
        answer = page.goto(f"{site}{path}", wait_until="load")
        assert answer is not None
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert page.locator("h1").count() == 1
        if "search" in path:
            assert f"/archive/{STORY}" in results(page)
        assert (said, failed) == ([], [])
    finally:
        page.close()


def test_no_other_site_shows_a_page_in_a_frame(browser: Browser, site: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    try:
        page.set_content(f'<iframe src="{site}{STORY}"></iframe>', wait_until="load")
        assert any("frame-ancestors" in one for one in said), said
    finally:
        page.close()
