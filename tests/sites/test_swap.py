"""The build beside the old output: whole or not at all."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import socket
import sqlite3
import stat
import sys
from functools import partial
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from backfile.config.site_settings import site_settings
from backfile.errors import BuildError, ContentError, UsageError
from backfile.pipeline import build as building
from backfile.pipeline import exchange as exchanging
from backfile.pipeline.build import build
from backfile.pipeline.local_server.hosts import free_port

from .sites import CONF, WIRE, MiniSite

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from types import FrameType

FORK = get_context("fork")  # Pelican takes long to import
KILLS = int(os.environ.get("BACKFILE_KILLS", "8"))
FILES = 40
STORY = "Title: A story\nDate: 2013-03-10 01:00\n\nBody.\n\n## 6:20 p.m.\n\nMore.\n"


def cannot_swap(*_: object) -> None:
    raise OSError(errno.EINVAL, "Invalid argument")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MiniSite:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pelicanconf.py").write_text(CONF, "utf-8")
    return MiniSite(tmp_path).write({"a.md": STORY, "partners/the-wire.md": WIRE})


def listing(folder: Path) -> list[str]:
    kept = {"__pycache__", "cache"}  # what may stay from one build to the next
    return sorted(path.name for path in folder.iterdir() if path.name not in kept)


def test_a_build_replaces_the_old_output_whole(site: MiniSite) -> None:
    (site.folder / "output").mkdir()
    (site.folder / "output" / "gone.html").write_text("from a story that is no more", "utf-8")
    assert build(site_settings()) == site.folder / "output"
    assert "a-story.html" in site.pages()
    assert "gone.html" not in site.pages()
    assert listing(site.folder) == ["content", "output", "pelicanconf.py"]


def test_a_build_that_breaks_leaves_the_old_output(
    site: MiniSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(site_settings())
    before = {name: site.page(name) for name in site.pages()}
    site.write({"a.md": STORY.replace("Body", "More of a body")})

    def full_disk(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pelican.writers.Writer.write_file", full_disk)
    with pytest.raises(BuildError, match="No space left on device"):
        build(site_settings())
    assert {name: site.page(name) for name in site.pages()} == before
    assert listing(site.folder) == ["content", "output", "pelicanconf.py"]


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ('\n{% include "nope.html"', r"article.html:2: unexpected end of template.*; correct it"),
        ('{% include "nope.html" %}', r'no template "nope.html" in the theme'),
    ],
)
def test_a_template_at_fault_is_named(site: MiniSite, template: str, reason: str) -> None:
    conf = f'{CONF}THEME_TEMPLATES_OVERRIDES = ["templates"]\n'
    (site.folder / "pelicanconf.py").write_text(conf, "utf-8")
    (site.folder / "templates").mkdir()
    (site.folder / "templates" / "article.html").write_text(template, "utf-8")
    with pytest.raises(BuildError, match=reason):
        build(site_settings())


def test_what_pelican_only_logs_as_an_error_fails_the_build(site: MiniSite) -> None:
    """Pelican goes on without a page that it cannot read; an archive must not."""
    site.write({"pages/nameless.md": "Slug: x\n\nA page without a title.\n"})
    with pytest.raises(ContentError) as ended:
        build(site_settings())
    assert [one.path for one in ended.value.faults] == ["content/pages/nameless.md"]
    assert listing(site.folder) == ["content", "pelicanconf.py"]


def test_an_output_that_holds_the_content_is_refused(site: MiniSite) -> None:
    with pytest.raises(BuildError, match="would be replaced, and it holds the content"):
        build(site_settings(output=str(site.folder)))
    assert "content" in listing(site.folder)


def test_a_failed_swap_puts_the_old_output_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stuck(type(tmp_path)):
        """A folder on a disk that fails when it is to be renamed."""

        def rename(self, _target: object) -> Path:
            raise OSError(errno.EIO, "Input/output error")

    for name in ("new", "output"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.html").write_text(name, "utf-8")
    monkeypatch.setattr(exchanging, "_swap", cannot_swap)

    with pytest.raises(OSError, match="Input/output"):
        exchanging.exchange(Stuck(tmp_path / "new"), tmp_path / "output")

    assert (tmp_path / "output" / "page.html").read_text("utf-8") == "output"
    assert listing(tmp_path) == ["new", "output"]


@pytest.mark.usefixtures("site")
def test_a_missing_conf_or_content_is_named() -> None:
    with pytest.raises(UsageError, match=r"nowhere\.py: no such file"):
        site_settings("nowhere.py")
    with pytest.raises(UsageError, match="nothing: there is no such folder"):
        site_settings(content="nothing")


def test_a_port_in_use_gives_way_to_the_next() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < free_port("127.0.0.1", port) <= port + 99


def write_site(name: str, settings: dict[str, Any]) -> None:
    """Write a site of many files, each of which says its *name*. Stands in for Pelican."""
    for number in range(FILES):
        Path(settings["OUTPUT_PATH"], f"{number}.html").write_text(name, "utf-8")


def standing(output: Path) -> set[str]:
    """Return the name of the site at *output*, which must be whole."""
    texts = [path.read_text("utf-8") for path in output.iterdir()]
    assert len(texts) == FILES
    return set(texts)


class Interrupts:
    """Ctrl-C at the line of our code with this number, counted as they are carried out."""

    def __init__(self, at: int) -> None:
        self.left = at
        self.files = {exchanging.__file__, building.__file__}

    def __call__(self, frame: FrameType, event: str, _arg: object) -> Interrupts | None:
        if frame.f_code.co_filename not in self.files:
            return None
        if event == "line":
            self.left -= 1
            if self.left == 0:
                raise KeyboardInterrupt
        return self


@pytest.mark.parametrize("one_step", [True, False], ids=["one step", "two renames"])
def test_an_interrupt_at_any_line_leaves_a_whole_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, one_step: bool
) -> None:
    if not one_step:
        monkeypatch.setattr(exchanging, "_swap", cannot_swap)
    output = tmp_path / "output"
    settings = {"OUTPUT_PATH": str(output), "PATH": str(tmp_path / "content")}
    before, at, came_through = sys.gettrace(), 0, False
    while not came_through:
        shutil.rmtree(output, ignore_errors=True)
        monkeypatch.setattr(building, "_run_pelican", partial(write_site, "old"))
        build(settings)
        monkeypatch.setattr(building, "_run_pelican", partial(write_site, "new"))
        at += 1
        interrupts = Interrupts(at)
        sys.settrace(interrupts)
        try:
            build(settings)
        except KeyboardInterrupt:
            pass
        finally:
            sys.settrace(before)
        came_through = interrupts.left > 0
        if one_step:
            assert standing(output) in ({"old"}, {"new"}), at
        exchanging.clear_away(output)  # as the next build does first
        assert standing(output) in ({"old"}, {"new"}), at
        assert listing(tmp_path) == ["output"], at
    assert at > 20


def build_on_and_on(folder: Path, steps: str, told: Connection) -> None:
    """Build one site after the other, and tell each time; the process has to be killed."""
    os.chdir(folder)
    if steps == "two":
        exchanging._swap = cannot_swap  # noqa: SLF001
    for number in count():
        building._run_pelican = partial(write_site, str(number))  # noqa: SLF001
        build({"OUTPUT_PATH": "output", "PATH": "content"})
        told.send(number)


@pytest.mark.parametrize("steps", ["one", "two"])
def test_a_kill_at_any_moment_leaves_a_whole_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: str
) -> None:
    output = tmp_path / "output"
    settings = {"OUTPUT_PATH": str(output), "PATH": str(tmp_path / "content")}
    chance = random.Random(7)  # noqa: S311 (no secret)
    for _ in range(KILLS):
        hears, tells = FORK.Pipe(duplex=False)
        process = FORK.Process(target=build_on_and_on, args=(tmp_path, steps, tells))
        process.start()
        for _ in range(chance.randrange(1, 20)):
            hears.recv()
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        if steps == "one":
            assert len(standing(output)) == 1
        exchanging.clear_away(output)
        assert len(standing(output)) == 1
        monkeypatch.setattr(building, "_run_pelican", partial(write_site, "next"))
        build(settings)
        assert standing(output) == {"next"}
        assert listing(tmp_path) == ["output"]


def test_a_build_that_breaks_after_a_kill_leaves_the_old_site(
    site: MiniSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between two renames, a build leaves the site beside its place."""
    build(site_settings())
    before = site.pages()
    old = site.folder / ".output-old-abcd_123"
    old.mkdir()
    (site.folder / "output").rename(old / "output")
    (site.folder / ".output-new-xyzw0000").mkdir()
    monkeypatch.setattr(building, "_run_pelican", cannot_swap)
    with pytest.raises(OSError, match="Invalid"):
        build(site_settings())
    assert site.pages() == before
    assert listing(site.folder) == ["content", "output", "pelicanconf.py"]


def test_the_folder_of_a_build_under_way_and_those_of_others_stay(tmp_path: Path) -> None:
    output = tmp_path / "output"
    others = [
        ".output-new-backup",
        ".output-previous",
        ".other-new-abcd1234",
        "output-new-abcd1234",
    ]
    for name in others:
        (tmp_path / name).mkdir()
    with exchanging.folder_beside(output) as first, exchanging.folder_beside(output) as second:
        assert first != second
        assert first.is_dir()
        assert second.is_dir()
    assert listing(tmp_path) == sorted(others)


def test_a_disk_without_locks_keeps_nobody_from_building(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", no_locks)
    with exchanging.folder_beside(tmp_path / "output") as folder:
        assert folder.is_dir()
    assert listing(tmp_path) == []


@pytest.mark.parametrize(("mask", "mode"), [(0o077, 0o700), (0o022, 0o755), (0o002, 0o775)])
def test_the_site_is_as_private_as_any_new_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mask: int, mode: int
) -> None:
    monkeypatch.setattr(building, "_run_pelican", partial(write_site, "site"))
    before = os.umask(mask)
    try:
        build({"OUTPUT_PATH": str(tmp_path / "output"), "PATH": str(tmp_path / "content")})
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "output").stat().st_mode) == mode


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device", "/somewhere"),
        sqlite3.OperationalError("database or disk is full"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_full_disk_is_one_sentence(
    site: MiniSite, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def full(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("pelican.writers.Writer.write_file", full)
    with pytest.raises(BuildError) as told:
        build(site_settings())
    assert str(told.value) == (
        "No space left on device: free some space and build again; the previous site is unchanged"
    )
    assert listing(site.folder) == ["content", "pelicanconf.py"]
