"""`backfile`: what the command line takes, how it ends, and in which folders it works."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from invoke import Collection

import tasks
from backfile import __version__
from backfile.cli.commands import COMMANDS, Command
from backfile.cli.main import parser
from tests.cli.test_commands import RECEIVED, STORY
from tests.in_process import call

ROOT = Path(__file__).parents[2]
NAMES = [command.name for command in COMMANDS]
CONF = """\
from backfile.defaults import *

SITENAME = "Harbour Archive"
TIMEZONE = "America/Halifax"
BACKFILE_TAG_AUTHORITY = "harbour.example,2026"
"""


class Folder:
    """A folder in which `backfile` is called, as it is where the package is installed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, text: str) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def run(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run `backfile` with *words*; no command may end in a traceback."""
        done = call("backfile", words, self.path, {"COLUMNS": "200", **env})
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def files(self, folder: str) -> dict[str, bytes]:
        below = self.path / folder
        paths = [path for path in below.rglob("*") if path.is_file()]
        return {path.relative_to(below).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def folder(tmp_path) -> Folder:
    """An empty folder."""
    return Folder(tmp_path)


@pytest.fixture
def archive(folder) -> Folder:
    """An archive with one story."""
    folder.write("pelicanconf.py", CONF)
    folder.write("content/stories/2014/06/ice.md", STORY)
    return folder


class Noted:
    """Notes the arguments that a command adds, in the place of its parser."""

    def __init__(self) -> None:
        self.arguments: dict[str, dict] = {}

    def add_argument(self, name: str, **how) -> None:
        self.arguments[name] = how


def arguments(command: Command) -> dict[str, dict]:
    noted = Noted()
    command.add_arguments(noted)
    return noted.arguments


class TestCall:
    def test_version(self, folder):
        done = folder.run("--version")
        assert (done.returncode, done.stdout) == (0, f"backfile {__version__}\n")

    def test_help_lists_every_command(self, folder):
        said = folder.run("--help").stdout
        assert re.findall(r"^    ([a-z]+)(?: |$)", said, re.MULTILINE) == NAMES

    @pytest.mark.parametrize("command", COMMANDS, ids=NAMES)
    def test_every_argument_is_explained(self, command, capsys):
        with pytest.raises(SystemExit) as ended:
            parser().parse_args([command.name, "--help"])
        said = capsys.readouterr().out
        assert ended.value.code == 0
        assert command.summary in " ".join(said.split())
        assert all(how.get("help") for how in arguments(command).values())

    @pytest.mark.parametrize(
        ("words", "reason"),
        [
            ([], "the following arguments are required: COMMAND"),
            (["bulid"], "invalid choice: 'bulid'"),
            (["new"], "the following arguments are required: TITLE"),
            (["import"], "the following arguments are required: FILE"),
            (["check", "--frobnicate"], "unrecognized arguments: --frobnicate"),
            (["serve", "--port", "x"], "argument --port: invalid int value: 'x'"),
        ],
    )
    def test_that_is_at_fault(self, folder, words, reason):
        done = folder.run(*words)
        assert (done.returncode, done.stdout) == (2, "")
        assert reason in done.stderr

    @pytest.mark.parametrize(
        "words",
        [["serve"], ["build"], ["import", "a.txt"], ["new", "Ice"], ["check"], ["verify"]],
        ids=" ".join,
    )
    def test_outside_of_an_archive(self, folder, words):
        folder.write("a.txt", RECEIVED)
        done = folder.run(*words)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (
            "pelicanconf.py: no such file; run this in the folder of an archive, or make an "
            "archive with backfile init FOLDER\n"
        )

    def test_output_that_nobody_reads_to_its_end(self, archive):
        for number in range(50):
            archive.write(f"content/stories/{number}.md", f"{STORY}\n## 25:10\n\nText.\n")
        running = subprocess.Popen(
            [sys.executable, "-m", "backfile", "check"],
            cwd=archive.path,
            env={**os.environ, "PYTHONPATH": str(ROOT / "plugins")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.stdout.close()
        said = running.stderr.read()
        running.stderr.close()
        assert running.wait() == 1
        assert "Broken pipe" not in said
        assert "Traceback" not in said


@pytest.mark.parametrize(
    "name", [one for one in NAMES if one in Collection.from_module(tasks).task_names]
)
def test_the_commands_of_this_repository_take_the_same(name):
    task = Collection.from_module(tasks)[name]
    ours = {one.name.replace("_", "-") for one in task.get_arguments()} - {"source"}

    (command,) = (one for one in COMMANDS if one.name == name)
    assert {one.removeprefix("--") for one in arguments(command)} - {"files"} == ours


class TestArchive:
    def test_build_check_and_new(self, archive):
        assert archive.run("build").returncode == 0
        assert "2014/06/ice/index.html" in archive.files("output")
        done = archive.run("check")
        assert (done.returncode, done.stderr) == (
            0,
            "1 story read: 0 errors, 0 warnings, 0 notices\n",
        )
        done = archive.run("new", "Snow", "--date", "2014-06-17")
        assert (done.returncode, done.stdout) == (0, "content/stories/2014/06/snow.md\n")

    def test_imports_several_files(self, archive):
        archive.write("a.txt", RECEIVED)
        archive.write("two words.txt", RECEIVED.replace("Ice", "Snow"))
        done = archive.run("import", "a.txt", "two words.txt", "--date", "2014-07-16")
        assert (done.returncode, done.stderr) == (0, "")
        stories = archive.files("content/stories/2014/07")
        assert sorted(stories) == ["ice-in-the-harbour.md", "snow-in-the-harbour.md"]

    def test_a_fault_of_the_content_ends_with_1(self, archive):
        archive.write("content/stories/bad.md", "Title: Bad\nDate: gestern\n\nText.\n")
        for command in ("build", "check"):
            done = archive.run(command)
            assert done.returncode == 1
            assert "content/stories/bad.md:2: " in done.stdout + done.stderr

    def test_production_says_what_it_needs(self, archive):
        done = archive.run("build", "--production")
        assert (done.returncode, done.stdout) == (2, "")
        told, *lines = done.stderr.splitlines()
        assert told.startswith("publishconf.py: no such file, and a production build needs one")
        archive.write("publishconf.py", "".join(f"{line.strip()}\n" for line in lines))
        done = archive.run("build", "--production", BACKFILE_SITEURL="")
        assert done.returncode == 2
        assert "BACKFILE_SITEURL=https://archive.example" in done.stderr
        done = archive.run("build", "--production", BACKFILE_SITEURL="https://a.example")
        assert done.returncode == 0, done.stderr
        page = archive.files("output")["2014/06/ice/index.html"]
        assert b"https://a.example/2014/06/ice/" in page

    @pytest.mark.parametrize("port", ["0", "-1", "65536", "999999"])
    def test_a_port_that_is_none(self, archive, port):
        done = archive.run("serve", "--port", port)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == f"--port {port}: a port is a number from 1 to 65535\n"

    def test_content_that_is_not_there(self, archive):
        archive.write("pelicanconf.py", f'{CONF}PATH = "texts"\n')
        done = archive.run("check")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (
            "texts: there is no such folder, and PATH in pelicanconf.py names it as that of the "
            "stories; make it, or name another with --content\n"
        )

    def test_a_configuration_without_the_plugin(self, archive):
        archive.write("pelicanconf.py", f"{CONF}PLUGINS = []\n")
        done = archive.run("check")
        assert done.returncode == 1
        assert done.stderr == (
            'pelicanconf.py: PLUGINS does not name this plugin; add "backfile" to it\n'
        )


class TestPelicanSite:
    """A site that has a configuration of its own, and calls `pelican content`."""

    CONF = 'SITENAME = "Old Site"\nPLUGINS = ["backfile"]\nTIMEZONE = "Europe/London"\n'

    @pytest.fixture
    def site(self, folder) -> Folder:
        folder.write("pelicanconf.py", self.CONF)
        folder.write("content/2014/ice.md", STORY)
        folder.write(".venv/lib/site/README.md", "Not a story.\n")
        return folder

    def test_only_its_content_is_read(self, site):
        done = site.run("check")
        assert done.stderr.splitlines()[-1] == "1 story read: 0 errors, 0 warnings, 0 notices"

    def test_without_content(self, folder):
        folder.write("pelicanconf.py", self.CONF)
        done = folder.run("check")
        assert (done.returncode, done.stdout) == (2, "")
        assert "\npelicanconf.py: PATH is not set, and there is no folder content; " in done.stderr

    def test_stories_go_where_it_has_its_articles(self, site):
        site.write("pelicanconf.py", f'{self.CONF}ARTICLE_PATHS = ["posts", "notes"]\n')
        site.write("a.txt", RECEIVED)
        assert site.run("import", "a.txt", "--date", "2014-06-16").returncode == 0
        assert site.run("new", "Snow", "--date", "2014-06-16").returncode == 0
        written = [name for name in site.files("content") if name.startswith(("posts", "stories"))]
        assert sorted(written) == ["posts/2014/06/ice-in-the-harbour.md", "posts/2014/06/snow.md"]

    def test_a_story_that_was_moved_is_not_imported_again(self, site):
        site.write("pelicanconf.py", f'{self.CONF}ARTICLE_PATHS = ["posts", "notes"]\n')
        site.write("a.txt", RECEIVED)
        site.run("import", "a.txt", "--date", "2014-06-16")
        (site.path / "content/notes").mkdir()
        story = site.path / "content/posts/2014/06/ice-in-the-harbour.md"
        story.rename(site.path / "content/notes/ice.md")
        done = site.run("import", "a.txt", "--date", "2014-06-16")
        assert "content/notes/ice.md (unchanged)" in done.stdout


@pytest.mark.slow
def test_this_repository_is_built_to_the_same_bytes(tmp_path):
    built = {}
    for name in ("invoke", "backfile"):
        output = tmp_path / name
        done = subprocess.run(
            [sys.executable, "-m", name, "build", "--production", "--output", str(output)],
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT / "plugins"),
                "BACKFILE_SITEURL": "https://a.example",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        built[name] = Folder(tmp_path).files(name)
    assert built["invoke"]
    assert built["invoke"] == built["backfile"]
