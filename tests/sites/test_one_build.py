"""Two builds of one site at once: the second waits, and says for whom."""

from __future__ import annotations

import errno
import os
import re
import signal
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from backfile.errors import BuildError
from backfile.files.locks import signed_lock
from backfile.pipeline import build as building
from backfile.pipeline import one_build
from backfile.pipeline.build import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.process import BaseProcess

FORK = get_context("fork")  # Pelican takes long to import
HOLDER = r"another build or publication of this site is running \(process {}, since \d\d:\d\d\)"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The settings of a site, of which Pelican makes one page."""
    monkeypatch.setattr(building, "_run_pelican", write_page)
    folders = {"OUTPUT_PATH": "output", "PATH": "content", "CACHE_PATH": "cache"}
    return {name: str(tmp_path / folder) for name, folder in folders.items()}


def write_page(settings: dict[str, Any]) -> None:
    Path(settings["OUTPUT_PATH"], "page.html").write_text("page", "utf-8")


def build_without_end(settings: dict[str, Any], begun: Any) -> None:
    def stay(_: dict[str, Any]) -> None:
        begun.set()
        signal.pause()

    building._run_pelican = stay  # noqa: SLF001
    build(settings)


@pytest.fixture
def other(settings: dict[str, Any]) -> Iterator[BaseProcess]:
    """Another process, which builds the same site and does not come to an end."""
    begun = FORK.Event()
    process = FORK.Process(target=build_without_end, args=(settings, begun))
    process.start()
    assert begun.wait(30)
    yield process
    process.kill()
    process.join()


def test_a_build_that_does_not_end_is_named(
    settings: dict[str, Any], other: BaseProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_build, "PATIENCE", 0)
    message = HOLDER.format(other.pid) + "; wait until it has ended, and build again"
    with pytest.raises(BuildError, match=f"^{message}$"):
        build(settings)
    assert not Path(settings["OUTPUT_PATH"]).exists()


def test_a_build_waits_for_another_and_says_so_once(
    settings: dict[str, Any], other: BaseProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def hear(message: str) -> None:
        said.append(message)
        other.kill()  # its lock ends with it

    monkeypatch.setattr(one_build, "say", hear)
    monkeypatch.setattr(one_build, "_SILENCE", 0)
    build(settings)
    assert Path(settings["OUTPUT_PATH"], "page.html").is_file()
    (message,) = said
    assert re.fullmatch(HOLDER.format(other.pid) + "; waiting until it has ended", message)


def test_a_lock_tells_who_holds_it_now(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    file.write_text("process 123456789, since 12:03, and more that was left", "utf-8")

    def give_up(holder: str) -> None:
        raise BuildError(holder)

    with (
        signed_lock(file, give_up),
        pytest.raises(BuildError, match=rf"^process {os.getpid()}, since \d\d:\d\d$"),
        signed_lock(file, give_up),
    ):
        pytest.fail("two hold it")


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EROFS])
def test_a_disk_without_locks_keeps_nobody_from_building(
    settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("fcntl.flock", no_locks)
    for _ in range(2):
        assert [page.name for page in build(settings).iterdir()] == ["page.html"]
