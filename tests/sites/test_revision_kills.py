"""Builds that are killed at any moment: the next makes up for it, and readers notice nothing."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from backfile.pipeline import build as building
from backfile.pipeline import exchange as exchanging
from backfile.pipeline import journal, last_build

from .revised import Archive, files_in, new_archive
from .walker import FORK, Walked, reading, walk

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

KILLS = int(os.environ.get("BACKFILE_KILLS", "6"))
FERRY, PIER, STORM = "stories/ferry.md", "stories/pier.md", "stories/storm.md"
FOLDERS = ["cache", "content", "other", "other-cache", "output"]
SITE = "https://archive.example"
LINES = 1000  # of our code that a build runs through to put files in place and to take them down


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Return an archive of which the site is current."""
    (tmp_path / "archive").mkdir()
    made = new_archive(tmp_path / "archive")
    made.settings["BACKFILE_SEARCH"] = True
    assert not made.build().wrong
    return made


def reword(archive: Archive, number: int) -> None:
    _after_title(archive, FERRY, f"Summary: Told {number} times.")


def retitle(archive: Archive, number: int) -> None:
    text = (archive.content / STORM).read_text("utf-8").partition("\n")[2]
    archive.write(STORM, f"Title: Storm {number}\n{text}")


def go_on(archive: Archive, number: int) -> None:
    text = (archive.content / FERRY).read_text("utf-8")
    archive.write(FERRY, f"{text}\n## 8:{number % 60:02} p.m.\n\nNumber {number}.\n")


def add(archive: Archive, number: int) -> None:
    date = f"201{3 + number % 3}-02-03"
    text = f"Title: New {number}\nDate: {date}\nTags: Weather, New {number}\n\nNews.\n"
    archive.write(f"stories/new-{number}.md", text)


def add_and_link(archive: Archive, number: int) -> None:
    add(archive, number)
    _link_to(archive, f"new-{number}")


def delete(archive: Archive, _number: int) -> None:
    """Take out what was added before, and the link to it."""
    _link_to(archive, "ice")
    for path in archive.content.glob("stories/new-*"):
        path.unlink()


def move(archive: Archive, number: int) -> None:
    """Give the stories that were added other addresses."""
    for path in sorted(archive.content.glob("stories/new-*")):
        path.rename(path.with_stem(f"{path.stem}-{number}"))
    _link_to(archive, "ice")


def rename(archive: Archive, number: int) -> None:
    archive.settings["SITENAME"] = f"Archive {number}"


EDITS = [reword, retitle, go_on]
WIDER = [add, move, rename, add_and_link, delete]


@pytest.mark.parametrize("moment", ["a time", "a line"])
def test_a_kill_at_any_moment_is_made_up_for_and_no_reader_notices(
    archive: Archive, moment: str
) -> None:
    chance = random.Random(11)  # noqa: S311 (no secret)
    known, deleted, seconds = set(files_in(archive.output)), set(), 1.0
    with reading(archive.output, SITE) as met:
        for number in range(KILLS // 2):
            changes = WIDER if number % 2 else EDITS
            changes[number // 2 % len(changes)](archive, number)
            if moment == "a time":
                kill_after(chance.uniform(0, seconds), archive)
            else:
                kill_at_line(chance.randrange(1, LINES), archive)
            if chance.random() < 1 / 2:
                retitle(archive, KILLS + number)  # people edit on
            seconds = _build_on(archive)
            before, known = known, set(files_in(archive.output))
            deleted |= before - known
    assert met.walks
    assert not met.broken
    assert not [one for one in met.dead if one.target not in deleted]


@pytest.mark.parametrize("change", [retitle, add, add_and_link, move, delete])
def test_between_any_two_files_that_are_put_in_place_no_link_is_dead(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, change: Callable[[Archive, int], None]
) -> None:
    _link_to(archive, "ice")
    add(archive, 0)
    archive.build()
    known, met, true_replace = set(files_in(archive.output)), Walked(), Path.replace

    def replace(file: Path, place: Path) -> None:
        true_replace(file, place)
        walk(archive.output, SITE, met)

    change(archive, 1)
    monkeypatch.setattr(Path, "replace", replace)
    assert not archive.build().whole

    deleted = known - set(files_in(archive.output))
    assert met.walks
    assert not met.broken
    assert not [one for one in met.dead if one.target not in deleted]


def put_in_place_until(number: int) -> Callable[[Path, Path], Path]:
    """Return what kills the process instead of putting the file with a *number* in place."""
    left, true_replace = number, Path.replace

    def replace(file: Path, place: Path) -> Path:
        nonlocal left
        left -= "output" in place.parts
        if left < 0:
            killed()
        return true_replace(file, place)

    return replace


def killed(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_with(archive: Archive, monkeypatch: pytest.MonkeyPatch, *where: Any) -> None:
    """Build, and have the build killed by what stands for the name in *where*."""
    with monkeypatch.context() as patched:
        patched.setattr(*where)
        process = FORK.Process(target=archive.build)
        process.start()
        process.join()
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.parametrize("files", [0, 1, 5, 20])
@pytest.mark.parametrize("change", [go_on, retitle, add, move, delete])
def test_what_a_killed_revision_has_made_is_put_in_place(
    archive: Archive,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Archive, int], None],
    files: int,
) -> None:
    add(archive, 0)
    archive.build()
    change(archive, 1)
    kill_with(archive, monkeypatch, Path, "replace", put_in_place_until(files))

    ran = archive.build()

    assert not ran.whole, ran.why
    archive.assert_current()
    assert sorted(one.name for one in archive.folder.iterdir()) == FOLDERS


@pytest.mark.parametrize("further", [retitle, add, move, delete])
def test_people_edit_on_after_a_kill(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, further: Callable[[Archive, int], None]
) -> None:
    add(archive, 0)
    archive.build()
    move(archive, 1)
    kill_with(archive, monkeypatch, Path, "replace", put_in_place_until(7))
    further(archive, 2)

    ran = archive.build()

    assert not ran.whole, ran.why
    archive.assert_current()


@pytest.mark.parametrize("change", [go_on, retitle, add, move, delete])
def test_a_revision_that_is_killed_before_its_files_are_made_has_changed_nothing(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, change: Callable[[Archive, int], None]
) -> None:
    add(archive, 0)
    archive.build()
    change(archive, 1)
    kill_with(archive, monkeypatch, building, "put_inputs", killed)
    move(archive, 2)

    ran = archive.build()

    assert not ran.whole, ran.why
    archive.assert_current()


def test_a_kill_before_the_journal_is_kept_leads_to_a_build_of_everything(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    retitle(archive, 1)
    kill_with(archive, monkeypatch, building, "begin_journal", killed)

    assert archive.build().whole
    archive.assert_current()
    assert sorted(one.name for one in archive.folder.iterdir()) == FOLDERS


def test_a_build_that_finishes_a_revision_may_be_killed_as_well(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    retitle(archive, 1)
    kill_with(archive, monkeypatch, building, "put_in_place", killed)
    kill_with(archive, monkeypatch, Path, "replace", put_in_place_until(3))

    ran = archive.build()

    assert not ran.whole, ran.why
    archive.assert_current()
    assert sorted(one.name for one in archive.folder.iterdir()) == FOLDERS


def test_files_that_somebody_touched_after_a_kill_are_made_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    retitle(archive, 1)
    kill_with(archive, monkeypatch, Path, "replace", put_in_place_until(3))
    (beside,) = archive.folder.glob(".output-new-*")
    page = next(beside.rglob("*.html"))
    page.write_text("no page", "utf-8")

    assert archive.build().whole
    archive.assert_current()


def kill_after(seconds: float, archive: Archive) -> None:
    """Build, and kill the build after some *seconds*."""
    process = FORK.Process(target=archive.build)
    process.start()
    time.sleep(seconds)
    process.kill()
    process.join()


def kill_at_line(number: int, archive: Archive) -> None:
    """Build, and kill the build at a line of our code, counted as they are carried out."""
    process = FORK.Process(target=_build_until, args=(number, archive.build))
    process.start()
    process.join()
    assert process.exitcode in {0, -signal.SIGKILL}


def test_a_reader_takes_down_what_is_broken(archive: Archive) -> None:
    (archive.output / "2014/06/ferry/index.html").write_text("<html><p>The fer", "utf-8")
    (archive.output / "2013/02/pier/index.html").unlink()
    (archive.output / "feeds/all.json").write_text('{"items": [', "utf-8")
    (archive.output / "search-index/en/head.js").write_text('found("en/head",{', "utf-8")
    met = Walked()

    walk(archive.output, SITE, met)

    assert sorted(one.partition(":")[0] for one in met.broken) == [
        "2014/06/ferry/index.html",
        "feeds/all.json",
        "head.js",
    ]
    assert [one.target for one in met.dead] == ["2013/02/pier/index.html"]


def _build_on(archive: Archive) -> float:
    """Build what a killed build was to make, as from nothing; return how many seconds it takes."""
    began = time.monotonic()
    ran = archive.build()
    took = time.monotonic() - began
    assert not ran.wrong, ran.wrong
    archive.assert_current()
    assert sorted(one.name for one in archive.folder.iterdir()) == FOLDERS
    return took


def _build_until(line: int, build: Callable[[], object]) -> None:
    left, files = line, {one.__file__ for one in (building, exchanging, journal, last_build)}

    def trace(frame: FrameType, event: str, _arg: object) -> object:
        nonlocal left
        if frame.f_code.co_filename not in files:
            return None
        left -= event == "line"
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    build()


def _after_title(archive: Archive, name: str, line: str) -> None:
    """Put a *line* of fields after the title, in the place of one with the same name."""
    title, *lines = (archive.content / name).read_text("utf-8").split("\n")
    field = line.partition(":")[0]
    kept = [one for one in lines if not one.startswith(f"{field}:")]
    archive.write(name, "\n".join([title, line, *kept]))


def _link_to(archive: Archive, name: str) -> None:
    text = f"Title: The pier\nDate: 2013-02-01 08:00\n\nSee [it]({{filename}}{name}.md).\n"
    archive.write(PIER, text)
