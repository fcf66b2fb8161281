"""An import that is killed at any moment leaves whole stories, and goes on where it was."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORDS = ["harbour", "ice", "pilots", "crew", "lamp", "tide", "rope", "mast", "fog", "bell"]
STORIES = int(os.environ.get("BACKFILE_KILLED_STORIES", "300"))
KILLS = int(os.environ.get("BACKFILE_KILLS", "8"))


@pytest.fixture
def archive(tmp_path) -> Path:
    """Return a project with a dump whose stories share titles, months and partners."""
    for name in ("pelicanconf.py", "tasks.py"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("plugins", "theme"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "content").mkdir()
    dump = tmp_path / "dump"
    dump.mkdir()
    chance = random.Random(3)  # noqa: S311 (no secret)
    for number in range(STORIES):
        lines = [" ".join(chance.choices(WORDS, k=40)) for _ in range(4)]
        partner = ("The Wire", "Harbor Gazette")[number % 2]
        text = (
            f"Ice in the harbour, part {number % 40}\n\n{lines[0]}\n\n"
            f"9:{10 + number % 50} p.m.: {lines[1]}\n\n6:20 p.m.: {lines[2]}\n\n"
            f"Original Post\n\nNumber {number}. {lines[3]}\n\n"
            f"This article is from the archive of our partner {partner}.\n"
        )
        (dump / f"2014-{1 + number % 3:02}-10-{number}.txt").write_text(text, "utf-8")
    return tmp_path


def begin(archive: Path) -> subprocess.Popen:
    """Begin an import, which tells of each story as soon as it is written."""
    return subprocess.Popen(
        [sys.executable, "-m", "invoke", "import", "dump", "--workers", "2"],
        cwd=archive,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def finish(archive: Path) -> int:
    """Import all that is left; return the exit status."""
    with begin(archive) as process:
        process.communicate()
    return process.returncode


def files(archive: Path) -> dict[str, bytes]:
    content = archive / "content"
    return {
        path.relative_to(content).as_posix(): path.read_bytes()
        for path in content.rglob("*")
        if path.is_file()
    }


def begin_anew(archive: Path) -> None:
    for name in ("content", "cache"):
        shutil.rmtree(archive / name)
    (archive / "content").mkdir()


@pytest.mark.slow
def test_an_import_killed_again_and_again_ends_in_the_same_bytes(archive):
    assert finish(archive) == 0
    undisturbed = files(archive)
    assert sum(name.startswith("stories/") for name in undisturbed) == STORIES
    begin_anew(archive)
    chance = random.Random(50)  # noqa: S311 (no secret)
    for _ in range(KILLS):
        with begin(archive) as process:
            for _told in islice(process.stdout, chance.randrange(STORIES)):
                pass
            os.killpg(process.pid, signal.SIGKILL)
        for name, data in files(archive).items():
            if not Path(name).name.startswith(".backfile-"):
                assert data == undisturbed[name], name
        if files(archive) == undisturbed:
            begin_anew(archive)
    assert finish(archive) == 0
    assert files(archive) == undisturbed


@pytest.fixture
def with_hangups():
    """Let SIGHUP end processes, although these tests may have been started by nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("with_hangups")
@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGKILL, -9)],
)
def test_an_import_that_is_ended_takes_its_workers_along(archive, number, status):
    with begin(archive) as process:
        while "new partner" not in process.stdout.readline():
            assert process.poll() is None
        process.send_signal(number)
        # Workers hold the same pipe: it ends when the last of them does.
        said, _ = process.communicate(timeout=20)
    assert process.returncode == status
    assert "Traceback" not in said
    unfinished = [name for name in files(archive) if Path(name).name.startswith(".backfile-")]
    assert unfinished == [] or number == signal.SIGKILL
    assert finish(archive) == 0
    names = [Path(name).name for name in files(archive)]
    assert not any(name.startswith(".backfile-") for name in names)
    assert sum(name.startswith("stories/") for name in files(archive)) == STORIES
