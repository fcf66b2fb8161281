"""`invoke serve`: pages that keep their policy, and that follow their files."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.build.sites import CONF, ROOT, MiniSite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

THEME = f"THEME = {str(ROOT / 'theme')!r}\nDIRECT_TEMPLATES = ['404']\n"
SERVE = f"""
import sys
sys.path.insert(0, {str(ROOT / "plugins")!r})
from backfile.build.serve import serve
from backfile.build.site import site_settings
serve(site_settings, host="127.0.0.1", port=8200, conf="pelicanconf.py")
"""
PATIENCE = 20  # times that a change is made


@contextmanager
def served(site: MiniSite) -> Iterator[str]:
    """Serve a site with our theme; give its address."""
    (site.folder / "pelicanconf.py").write_text(CONF + THEME, "utf-8")
    with subprocess.Popen(
        [sys.executable, "-c", SERVE],
        cwd=site.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            said = ""
            for line in process.stderr or ():
                said += line
                if found := re.search(r"http://[\d.:]+", line):
                    yield found.group()
                    return
            pytest.fail(f"it did not serve: {said}")
        finally:
            process.terminate()


def story(title: str) -> dict[str, str]:
    return {"bridge.md": f"Title: {title}\nSlug: bridge\nDate: 2013-03-10\n\nBody.\n"}


def asked(address: str, path: str) -> tuple[int, str, str]:
    """Return status, media type and text of what is at *path*."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        kind = answer.headers.get_content_type()
        return answer.status, kind, answer.read().decode()
    finally:
        connection.close()


def test_pages_are_handed_out_with_a_script_that_their_policy_allows(tmp_path: Path) -> None:
    with served(MiniSite(tmp_path).write(story("A bridge"))) as address:
        status, _, page = asked(address, "/bridge.html")
        script = asked(address, "/livereload.js")
        missing = asked(address, "/none/")

    assert status == 200
    assert '<script src="/livereload.js"></script></head>' in page
    data = '<script type="application/ld+json">'
    assert {one for one in re.findall("<script[^>]*>", page) if "src=" not in one} == {data}
    assert script[:2] == (200, "application/javascript")
    assert missing[:2] == (404, "text/html")
    assert "There is no page at this address" in missing[2]


@pytest.mark.browser
@pytest.mark.slow
def test_the_page_in_the_browser_follows_its_file(browser: Browser, tmp_path: Path) -> None:
    site = MiniSite(tmp_path).write(story("A bridge"))
    with served(site) as address:
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        with page.expect_websocket() as socket:
            page.goto(f"{address}/bridge.html")
        ferry = page.get_by_role("heading", name="A ferry")
        for _ in range(PATIENCE):
            # A page that is being loaded hears of no change.
            site.write(story("A ferry"))
            page.wait_for_timeout(1500)
            if ferry.is_visible():
                break
        assert ferry.is_visible()
        page.close()

    assert socket.value.url == f"{address.replace('http', 'ws', 1)}/livereload"
    assert said == []
