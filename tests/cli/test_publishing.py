"""`backfile publish`: what a person sees of it, and how it ends."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from backfile.cli import publishing
from backfile.files.locks import signed_lock
from backfile.publish.release import GateAnswer
from tests.cli.test_commands import STORY
from tests.in_process import call
from tests.publish.published_sites import FILES, write_site

ROOT = Path(__file__).parents[2]
CONF = """\
from backfile.defaults import *

SITENAME = "Harbour Archive"
TIMEZONE = "America/Halifax"
BACKFILE_TAG_AUTHORITY = "harbour.example,2026"
BACKFILE_CARD_IMAGES = False
"""
PRODUCTION = """\
import sys
sys.path.insert(0, ".")
from pelicanconf import *
from backfile.production import *
"""


@pytest.fixture(autouse=True)
def no_gates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every site pass: what gates say is tested in tests/publish/gates."""
    monkeypatch.setattr(publishing, "publication_gate", lambda *_: lambda *_: GateAnswer())


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return the folder of an archive with a site that was built."""
    folder = tmp_path / "archive"
    (folder / "content" / "stories").mkdir(parents=True)
    (folder / "pelicanconf.py").write_text(CONF, "utf-8")
    (folder / "publishconf.py").write_text(PRODUCTION, "utf-8")
    write_site(folder / "output", FILES)
    return folder


def publish(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return call("backfile", ["publish", *words], folder)


def edit(folder: Path) -> None:
    """Change a page of the site, add one, and take one out."""
    edited = {**FILES, "index.html": FILES["404.html"], "2015/index.html": FILES["404.html"]}
    del edited["2014/06/ice/index.md"]
    write_site(folder / "output", edited)


def test_it_says_what_it_sent(archive, tmp_path):
    www = tmp_path / "www"
    first = publish(archive, str(www))
    edit(archive)
    second = publish(archive, str(www))
    third = publish(archive, str(www))

    names = sorted(one.name for one in (www / "releases").iterdir())
    assert first.stdout.startswith(
        f"{www}: release {names[0]} is published; sent 17 new of 17 files ("
    )
    assert second.stdout.startswith(
        f"{www}: release {names[1]} is published; sent 2 new and 4 changed of 18 files ("
    )
    assert second.stdout.endswith("), deleted 1\n")
    assert third.stdout == f"{www}: release {names[1]} is this site already\n"
    assert [one.returncode for one in (first, second, third)] == [0, 0, 0]
    assert first.stderr + second.stderr + third.stderr == ""


def test_a_dry_run_lists_what_would_change(archive, tmp_path):
    www = tmp_path / "www"
    first = publish(archive, str(www), "--dry-run")
    assert first.stdout.startswith(f"{www}: would send 17 new of 17 files (")
    assert not www.exists()

    publish(archive, str(www))
    edit(archive)
    before = sorted(www.rglob("*"))
    second = publish(archive, str(www), "--dry-run")

    *lines, last = second.stdout.splitlines()
    assert lines == [
        "+ 2015/index.html",
        "+ manifest/2015.sha256",
        "~ index.html",
        "~ manifest/2014.sha256",
        "~ manifest/index.json",
        "~ manifest/root.sha256",
        "- 2014/06/ice/index.md",
    ]
    assert last.startswith(f"{www}: would send 2 new and 4 changed of 18 files (")
    assert sorted(www.rglob("*")) == before


def test_the_way_back(archive, tmp_path):
    www = tmp_path / "www"
    publish(archive, str(www))
    name = next((www / "releases").iterdir()).name
    edit(archive)
    publish(archive, str(www))

    done = publish(archive, str(www), "--rollback")

    assert (done.returncode, done.stdout) == (0, f"{www}: readers get release {name} again\n")
    assert (www / "current/index.html").read_text("utf-8") == FILES["index.html"]
    again = publish(archive, str(www), "--rollback")
    assert (again.returncode, again.stderr) == (
        2,
        f"{www}: there is no earlier release (releases: {', '.join(releases(www))})\n",
    )


def test_the_way_back_is_not_gone_to_try_it(archive, tmp_path):
    www = tmp_path / "www"
    publish(archive, str(www))
    edit(archive)
    publish(archive, str(www))
    before = (www / "current").readlink()

    done = publish(archive, str(www), "--rollback", "--dry-run")

    assert done.returncode == 2
    assert "--rollback cannot be tried with --dry-run" in done.stderr
    assert (www / "current").readlink() == before


def releases(www: Path) -> list[str]:
    return sorted(one.name for one in (www / "releases").iterdir())


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["ftp://host/x"], 2, "nothing is published to ftp://"),
        (["www", "--keep", "0"], 2, "--keep 0: at least one release stays"),
        (["content"], 2, "content: it holds stories, which Backfile has not published; name an"),
        (["www", "--output", "none"], 1, "none/: there is no such folder; build it again"),
        (["www", "--output", "content"], 1, "content/manifest/index.json: there is no such file"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(archive, words, status, said):
    done = publish(archive, *words)

    assert done.returncode == status
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert not (archive / "www").exists()


def test_a_broken_manifest_at_the_target_is_told(archive, tmp_path):
    www = tmp_path / "www"
    publish(archive, str(www))
    (www / "current/manifest/index.json").unlink()

    done = publish(archive, str(www))

    assert done.stderr == (
        f"{www}: the published site has no whole manifest (there is none), "
        "so every file is compared\n"
    )
    assert "sent 1 new of 17 files" in done.stdout


def test_it_waits_for_a_build_that_is_running(archive, tmp_path, monkeypatch):
    monkeypatch.setattr("backfile.pipeline.one_build.PATIENCE", 0)
    (archive / "cache").mkdir()

    def wait(_holder: str) -> None:
        raise AssertionError

    with signed_lock(archive / "cache" / "build.lock", wait):
        done = publish(archive, str(tmp_path / "www"))

    assert done.returncode == 1
    assert "another build or publication of this site is running (process" in done.stderr
    assert not (tmp_path / "www").exists()


def test_a_site_that_was_built_is_published(archive, tmp_path):
    shutil.rmtree(archive / "output")
    (archive / "content/stories/ice.md").write_text(STORY, "utf-8")
    built = call(
        "backfile",
        ["build", "--production"],
        archive,
        {"BACKFILE_SITEURL": "https://harbour.example"},
    )
    assert built.returncode == 0, built.stderr

    assert publish(archive, str(tmp_path / "www")).returncode == 0

    assert (tmp_path / "www/current/2014/06/ice/index.html").is_file()


def test_ctrl_c_changes_nothing_for_readers(archive, tmp_path):
    www = tmp_path / "www"
    publish(archive, str(www))
    edit(archive)
    (archive / "stop.py").write_text(
        "import os, signal, sys\n"
        "from backfile.cli import publishing\n"
        "from backfile.cli.main import main\n"
        "from backfile.publish.targets.local_folder import LocalFolder\n"
        "from backfile.publish.release import GateAnswer\n"
        "publishing.publication_gate = lambda *_: lambda *_: GateAnswer()\n"
        "LocalFolder.finish = lambda *_: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.exit(main(sys.argv[1:]))\n",
        "utf-8",
    )
    command = [sys.executable, "stop.py", "publish", str(www)]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "plugins")}
    done = subprocess.run(
        command, cwd=archive, env=env, capture_output=True, text=True, check=False
    )

    assert done.returncode == 128 + signal.SIGINT
    assert "Traceback" not in done.stderr
    assert (www / "current/index.html").read_text("utf-8") == FILES["index.html"]
    assert publish(archive, str(www)).returncode == 0
    assert len(releases(www)) == 2


def test_a_branch_is_published_to_from_the_folder_of_the_archive(archive, tmp_path):
    repository = tmp_path / "pages.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(repository)], check=True)

    done = publish(archive, f"{repository}#pages")

    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(one.name for one in (archive / "cache").iterdir()) == ["build.lock"]
    assert subprocess.run(
        ["git", "-C", str(repository), "cat-file", "-e", "pages:manifest/index.json"], check=True
    )
