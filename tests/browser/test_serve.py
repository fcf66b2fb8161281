"""`invoke serve`: pages that keep their policy, follow their files, and show their faults."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import product
from multiprocessing import active_children
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from backfile.config.site_settings import site_settings
from backfile.pipeline.local_server.builder import Builder
from backfile.pipeline.local_server.hosts import is_our_name
from backfile.pipeline.local_server.pages import Builds
from tests.sites.sites import CONF, ROOT, MiniSite

from .test_accessibility import SCHEMES, WIDTHS, violations
from .windows import opened_anew

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

THEME = f"THEME = {str(ROOT / 'theme')!r}\nDIRECT_TEMPLATES = ['404']\n"
SERVE = f"""
import sys
sys.path.insert(0, {str(ROOT / "plugins")!r})
from backfile.pipeline.serve import serve
from backfile.config.site_settings import site_settings
serve(site_settings, host="127.0.0.1", port=8200, conf="pelicanconf.py")
"""
ALL = "0.0.0.0"  # noqa: S104 (nothing is bound to it)


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


def asked(address: str, path: str, method: str = "GET", **headers: str) -> tuple[int, str, str]:
    """Return status, media type and text of what is at *path*."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=10)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        kind = answer.headers.get_content_type()
        return answer.status, kind, answer.read().decode()
    finally:
        connection.close()


def test_pages_are_handed_out_with_a_script_that_their_policy_allows(tmp_path: Path) -> None:
    site = MiniSite(tmp_path).write(story("A bridge"))
    with served(site) as address:
        status, _, page = asked(address, "/bridge.html")
        script = asked(address, "/_serve/follow.js")
        missing = asked(address, "/none/")

    assert status == 200
    assert re.search(
        r'<script defer src="/_serve/follow.js" data-good="\d+"></script></head>', page
    )
    data = '<script type="application/ld+json">'
    assert {one for one in re.findall("<script[^>]*>", page) if "src=" not in one} == {data}
    assert script[:2] == (200, "text/javascript")
    assert missing[:2] == (404, "text/html")
    assert "There is no page at this address" in missing[2]
    assert not any("_serve" in site.page(name) for name in site.pages())


@pytest.mark.parametrize(
    ("name", "host", "expected"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("localhost", "127.0.0.1", True),
        ("LocalHost.", "127.0.0.1", True),
        ("archive.localhost", "127.0.0.1", True),
        ("[::1]", "127.0.0.1", True),
        ("evil.example", "127.0.0.1", False),
        ("localhost.evil.example", "127.0.0.1", False),
        ("evillocalhost", "127.0.0.1", False),
        ("192.168.0.7", "127.0.0.1", False),
        ("archive.lan", "archive.lan", True),
        ("archive.lan.evil.example", "archive.lan", False),
        ("192.168.0.7", ALL, True),
        ("[fe80::1]", "::", True),
        (socket.gethostname(), ALL, True),
        ("evil.example", ALL, False),
    ],
)
def test_a_server_answers_to_its_own_names(name: str, host: str, *, expected: bool) -> None:
    assert is_our_name(name, host) is expected


UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
STRANGE = ("/%00", "/a%00.html", "/" + "a" * 5000, "/bridge.html/x", "/%ff", "/\\..\\x", "/?%00")
ESCAPES = ("/../pelicanconf.py", "/%2e%2e/pelicanconf.py", "/..%2fpelicanconf.py", "//etc/passwd")


def test_only_this_servers_own_pages_may_ask_and_only_for_its_files(tmp_path: Path) -> None:
    draft = {"plan.md": "Title: Plan\nStatus: draft\n\nThe secret.\n"}
    with served(MiniSite(tmp_path).write({**story("A bridge"), **draft})) as address:
        netloc = urlsplit(address).netloc
        port = urlsplit(address).port
        shown = asked(address, "/drafts/plan.html")
        others = [
            asked(address, path, Host=host, **more)
            for path, more in (
                ("/drafts/plan.html", {}),
                ("/_serve/follow.js", {}),
                ("/_serve/builds", UPGRADE),
            )
            for host in ("evil.example", f"evil.example:{port}")
        ]
        local = asked(address, "/bridge.html", Host=f"localhost:{port}")
        strange = [asked(address, path) for path in STRANGE]
        escapes = [asked(address, path) for path in ESCAPES]
        head = asked(address, "/bridge.html", "HEAD")
        script = asked(address, "/_serve/follow.js", "HEAD")
        foreign = asked(address, "/_serve/builds", Origin="https://evil.example", **UPGRADE)
        opaque = asked(address, "/_serve/builds", Origin="null", **UPGRADE)
        own = handshake(address, f"http://{netloc}")

    assert shown[0] == 200
    assert {status for status, _, _ in others} == {421}
    assert {text for _, _, text in others} == {
        'This server is not called "evil.example"; name it with --host to allow that.\n'
    }
    assert local[0] == 200
    assert all(status in (200, 400, 404) for status, _, _ in strange), strange
    assert strange[0][0] == strange[1][0] == 404
    assert all(status in (400, 403, 404) for status, _, _ in escapes), escapes
    assert not any("Traceback" in text or "SITENAME" in text for _, _, text in strange + escapes)
    assert head == (200, "text/html", "")
    assert script == (200, "text/javascript", "")
    assert (foreign[0], opaque[0]) == (403, 403)
    assert own == 101


def handshake(address: str, origin: str) -> int:
    """Return the status that a websocket is answered with; it is closed at once."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=10)
    try:
        connection.request("GET", "/_serve/builds", headers={"Origin": origin, **UPGRADE})
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.slow
def test_a_process_that_is_killed_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pelicanconf.py").write_text(CONF, "utf-8")
    MiniSite(tmp_path).write(story("A bridge"))
    builder = Builder(site_settings)
    try:
        assert builder.build() == ()
        (process,) = active_children()
        process.kill()
        process.join()
        (line,) = builder.build()
        assert line.startswith("the process that builds has ended")
        assert builder.build() == ()
    finally:
        builder.stop()
    assert active_children() == []


def test_a_page_is_told_of_the_first_hundred_lines() -> None:
    builds = Builds()
    builds.note(tuple(f"line {number}" for number in range(1200)))
    said = builds.told()["said"]
    assert len(said) == 101
    assert said[-2:] == ("line 99", "… 1,100 more lines in the terminal")


@pytest.mark.browser
@pytest.mark.slow
def test_the_page_in_the_browser_follows_its_file(browser: Browser, tmp_path: Path) -> None:
    site = MiniSite(tmp_path).write(story("A bridge"))
    with served(site) as address, opened_anew(browser, "about:blank") as page:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        with page.expect_websocket() as socket:
            page.goto(f"{address}/bridge.html")
        site.write(story("A ferry"))
        page.get_by_role("heading", name="A ferry").wait_for()

    assert socket.value.url == f"{address.replace('http', 'ws', 1)}/_serve/builds"
    assert said == []


@pytest.mark.browser
@pytest.mark.slow
def test_a_fault_stands_over_the_page_until_it_is_mended(
    browser: Browser, axe: str, tmp_path: Path
) -> None:
    site = MiniSite(tmp_path).write(story("A bridge"))
    with served(site) as address, opened_anew(browser, f"{address}/bridge.html") as page:
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        panel = page.get_by_role("alert")
        site.write(
            {"bridge.md": "Title: <b>A</b> ferry\nSlug: bridge\nDate: 2013-13-10\n\nBody.\n"}
        )
        panel.wait_for()
        line = (
            'content/bridge.md:3: "2013-13-10" is not a date; write 2014-06-16 or 2014-06-16 18:20'
        )
        assert panel.get_by_role("listitem").all_text_contents() == [line]
        page.evaluate(axe)
        for scheme, width in product(SCHEMES, WIDTHS):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 800})
            assert violations(page) == []

        page.keyboard.press("Escape")
        panel.wait_for(state="hidden")
        page.goto(f"{address}/none/")
        page.goto(f"{address}/bridge.html")
        panel.get_by_role("button").press("Enter")
        panel.wait_for(state="hidden")

        site.write({"bridge.md": "Title: A\nSlug: bridge\nDate: <script>\n\nBody.\n"})
        panel.get_by_text('"<script>"').wait_for()
        site.write(story("A ferry"))
        page.get_by_role("heading", name="A ferry").wait_for()
        assert panel.count() == 0


@pytest.mark.browser
@pytest.mark.slow
def test_a_site_that_was_never_built_shows_why(browser: Browser, tmp_path: Path) -> None:
    site = MiniSite(tmp_path).write({"bridge.md": "Title: A bridge\nDate: soon\n\nBody.\n"})
    with served(site) as address, opened_anew(browser, f"{address}/bridge.html") as page:
        page.get_by_role("alert").get_by_text("content/bridge.md:2").wait_for()
        site.write(story("A bridge"))
        page.get_by_role("heading", name="A bridge").wait_for()
