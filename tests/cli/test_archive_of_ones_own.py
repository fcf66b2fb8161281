"""An archive from its first command to its published site, with `backfile` as a person calls it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.cli.test_main import ROOT, Folder

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
BASIC = ("--select", "E9,F63,F7,F82")  # syntax, and names that do not exist
RECEIVED = """\
Ice in the harbour

The pilots stay at home.

This article is from the archive of our partner Harbor Wire.

6:20 p.m.: The basin is closed.

3:31 p.m.: Ice has reached the mole.
"""


def init(folder: Path, name: str, *options: str) -> Folder:
    made = Folder(folder).run("init", name, *options)
    assert (made.returncode, made.stderr) == (0, "")
    return Folder(folder / name)


def test_from_init_to_verify(tmp_path):
    archive = init(tmp_path, "harbour", "--timezone", "America/Halifax")
    archive.write("ice.txt", RECEIVED)

    imported = archive.run("import", "ice.txt", "--date", "2014-06-16")
    assert (imported.returncode, imported.stderr) == (0, "")
    checked = archive.run("check")
    assert checked.returncode == 0
    assert "0 errors" in checked.stdout + checked.stderr
    built = archive.run("build")
    assert built.returncode == 0, built.stderr
    assert "warning" not in built.stderr
    pages = archive.files("output")
    story = pages["2014/06/ice-in-the-harbour/index.html"].decode()
    assert "The basin is closed." in story
    assert LexborHTMLParser(pages["index.html"].decode()).css_first(".site-name").text() == (
        "Harbour"
    )
    verified = archive.run("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    before = Folder(tmp_path).files("harbour")
    again = Folder(tmp_path).run("init", "harbour", "--name", "Other")
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr.startswith("harbour is not empty: it contains .github, .gitignore, ")
    assert Folder(tmp_path).files("harbour") == before


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


def test_it_is_served(tmp_path):
    archive = init(tmp_path, "harbour")
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "backfile", "serve", "--port", str(port)],
        cwd=archive.path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "plugins")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        try:
            lines = iter(server.stdout)
            assert any(f"http://127.0.0.1:{port}" in line for line in lines)
            with urlopen(f"http://127.0.0.1:{port}/") as answer:
                assert "The lift bridge is" in answer.read().decode()
        finally:
            server.terminate()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ('It\'s "Ö" & <b>\\n', 'It\'s "Ö" & <b>\\n'),
        ("''' \"\"\" @lang@ {x} %s", "''' \"\"\" @lang@ {x} %s"),
    ],
)
def test_every_option_and_odd_names_make_a_site_that_is_published(tmp_path, name, shown):
    archive = init(
        tmp_path,
        "it's a folder",
        *("--name", name, "--timezone", "Europe/Paris", "--lang", "fr"),
        *("--url", "https://news.packet.org/old/"),
    )

    built = archive.run("build", "--production")

    assert built.returncode == 0, built.stderr
    pages = archive.files("output")
    home = LexborHTMLParser(pages["index.html"].decode())
    assert home.css_first(".site-name").text() == shown
    assert home.css_first("html").attributes["lang"] == "fr"
    canonical = home.css_first("link[rel=canonical]").attributes["href"]
    assert canonical == "https://news.packet.org/old/"
    feed = pages["feeds/all.atom.xml"].decode()
    assert "tag:news.packet.org,2" in feed
    package = json.loads(pages["data/datapackage.json"])
    assert shown in package["title"]
    story = LexborHTMLParser(pages["en/2009/03/lift-bridge/index.html"].decode())
    assert len(story.css("section.update")) == 3


def test_the_configuration_is_clean_python(tmp_path):
    archive = init(tmp_path, "harbour", "--url", "https://packet.org")

    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", *BASIC, "."],
        cwd=archive.path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_a_lock_is_renewed(tmp_path):
    archive = init(tmp_path, "harbour")
    before = archive.files(".")
    archive.write("requirements.txt", "old")

    done = archive.run("pin")

    assert (done.returncode, done.stderr) == (0, "")
    assert archive.files(".") == before
    assert Folder(tmp_path).run("pin").returncode == 2
