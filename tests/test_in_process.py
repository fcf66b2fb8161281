"""Neither a command that is called in this process nor a test in a shared site leaves a trace."""

from __future__ import annotations

import locale
import logging
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pelican.log import LimitFilter
from pelican.plugins import signals

from tests.in_process import call
from tests.sites.sites import MiniSite

if TYPE_CHECKING:
    from collections.abc import Iterator

STORY = "Title: Ice in the harbour\nDate: 2014-06-16\n\nThe pilots stay at home.\n"
PLUGIN = """
import logging, os, sys
from pelican.plugins import signals

def said(_pelican):
    logging.getLogger("pelican").setLevel(logging.CRITICAL)
    sys.path.append("elsewhere")
    os.environ["LEFT_BEHIND"] = "yes"
    print("the plugin was here")

def register():
    signals.initialized.connect(said)
"""
LOUD = """
import pytest

@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    (folder / "page.html").write_text("as it was built")
    return folder

def test_reads(site):
    assert (site / "page.html").read_text()

def test_changes(site):
    (site / "page.html").write_text("changed")
"""


def state() -> Iterator[object]:
    """Go through what a build changes in its process."""
    yield from (Path.cwd(), sys.path[:], dict(os.environ), sys.argv, sys.stdout, sys.stderr)
    yield from (locale.setlocale(locale.LC_ALL), signal.getsignal(signal.SIGALRM))
    for log in (logging.getLogger(), logging.getLogger("pelican")):
        yield from (log.handlers[:], log.level)
    yield from (LimitFilter._raised_messages, LimitFilter._ignore)  # noqa: SLF001
    for one in vars(signals).values():
        yield dict(getattr(one, "receivers", {}))
    yield sys.modules.keys() & {"pelicanconf", "tasks", "noisy"}


@pytest.fixture
def site(tmp_path: Path) -> MiniSite:
    return MiniSite(tmp_path).write({"ice.md": STORY})


def test_a_build_leaves_nothing_behind(site: MiniSite) -> None:
    (site.folder / "noisy.py").write_text(PLUGIN, "utf-8")
    before = list(state())

    noisy = site.build(PLUGIN_PATHS=[str(site.folder)], PLUGINS=["noisy"])

    assert (noisy.status, "the plugin was here" in noisy.said) == (0, True)
    assert list(state()) == before
    assert "the plugin was here" not in site.build().said


def test_a_configuration_written_anew_is_read_anew(site: MiniSite) -> None:
    for name in ("One", "Two"):
        assert site.build(SITENAME=name).status == 0
        assert f"<title>{name}</title>" in site.page("index.html")


@pytest.mark.parametrize(
    ("program", "words", "status"),
    [
        ("backfile", ["--version"], 0),
        ("backfile", ["check"], 2),
        ("backfile", ["--frobnicate"], 2),
        ("pelican", ["nowhere"], 1),
        ("invoke", ["frobnicate"], 1),
    ],
)
def test_a_command_ends_as_its_process_would(
    tmp_path: Path, program: str, words: list[str], status: int
) -> None:
    done = call(program, words, tmp_path)

    assert done.returncode == status
    assert bool(done.stdout) == (status == 0) or program == "pelican"


def test_a_test_that_changes_a_shared_site_fails(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(LOUD)

    done = pytester.runpytest_inprocess("-p", "tests.shared", "-p", "no:cacheprovider")

    done.assert_outcomes(passed=2, errors=1)
    done.stdout.fnmatch_lines(["*the test changed what site made for others too*"])
