"""`invoke bench`: measurements that anyone can repeat, never assertions."""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from backfile.errors import BackfileError, UsageError
from benchmarks.builds import builds
from benchmarks.imports import imports
from benchmarks.pages import pages
from benchmarks.publications import publications
from benchmarks.searches import search
from benchmarks.words import SENTENCES, paragraphs

PLUGINS = Path(__file__).parents[1] / "plugins"
ROUNDS = {"overhead": 5, "build": 1, "pages": 3, "import": 1, "search": 7, "publish": 1}
STORIES = {"overhead": 1000, "build": 1000, "import": 10_000, "search": 10_000, "publish": 1000}
_CONF = """
SITENAME = "Bench"
SITEURL = ""
PATH = "content"
TIMEZONE = "America/New_York"
THEME = "simple"
TYPOGRIFY = True
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None
ARTICLE_PATHS = ["stories"]
ARTICLE_EXCLUDES = ["partners"]
PLUGIN_PATHS = [{plugins!r}]
PLUGINS = {named}
"""


def bench(what: str, *, stories: str, rounds: int, minutes: int, report: str) -> int:
    """Run the benchmark called *what* and print its figures.

    *stories* is a number, or several for `build`: "1000,10000". No *stories* and no *rounds* are as
    many as it needs. *minutes* and *report* are for `build`. Raises UsageError.
    """
    if what not in ROUNDS:
        raise UsageError(f'unknown benchmark "{what}"; use one of {", ".join(ROUNDS)}')
    rounds = rounds or ROUNDS[what]
    sizes = _sizes(stories) or [STORIES.get(what, 0)]
    if len(sizes) > 1 and what != "build":
        raise UsageError(f'"{what}" takes one number of stories')
    page = Path(report).absolute() if report else None
    with tempfile.TemporaryDirectory() as folder:
        if what == "pages":
            pages(Path(folder), rounds=rounds)
        elif what == "build":
            builds(Path(folder), sizes=sizes, rounds=rounds, minutes=minutes, report=page)
        elif what == "import":
            imports(Path(folder), stories=sizes[0])
        elif what == "publish":
            publications(Path(folder), stories=sizes[0])
        elif what == "search":
            search(Path(folder), stories=sizes[0], rounds=rounds)
        else:
            overhead(Path(folder), stories=sizes[0], rounds=rounds)
    return 0


def _sizes(stories: str) -> list[int]:
    """Return the numbers that *stories* lists, none where it is empty. Raises UsageError."""
    listed = [one.strip() for one in stories.split(",")] if stories else []
    if not all(one.isdecimal() and int(one) for one in listed):
        raise UsageError(f'"{stories}" is no number of stories; write 1000, or 1000,10000')
    return [int(one) for one in listed]


def overhead(folder: Path, *, stories: int, rounds: int) -> None:
    """Print the CPU time of plain Pelican and of Pelican with the plugin on the same stories."""
    write_stories(folder / "content", stories)
    confs = {}
    for name, plugins in (("plain", []), ("backfile", ["backfile"])):
        # Pelican imports it under its own name, which must not be the plugin's.
        confs[name] = folder / f"conf_{name}.py"
        confs[name].write_text(_CONF.format(plugins=str(PLUGINS), named=plugins), "utf-8")
    times: dict[str, list[float]] = {name: [] for name in confs}
    for turn in range(rounds + 1):
        for name, conf in confs.items():
            seconds = _cpu_seconds(conf, folder / f"out-{name}")
            if turn:  # the first turn warms the disk's cache
                times[name].append(seconds)
    page = (folder / "out-backfile" / "story-0.html").read_text("utf-8")
    if page.count('<section class="update"') != 5:
        raise BackfileError("the plugin did not run, so the figures would be meaningless")
    for name, seconds_each in times.items():
        _print_row(name, seconds_each, stories)
    ratios = [b / a for a, b in zip(times["plain"], times["backfile"], strict=True)]
    more = [f"{(ratio - 1) * 100:+.1f} %" for ratio in (min(ratios), statistics.median(ratios))]
    print(f"the plugin adds {more[1]} CPU time (median of {rounds} pairs; minimum {more[0]})")


def write_stories(content: Path, count: int) -> None:
    """Write *count* stories of about 600 words and 4 updates, the same ones every time."""
    chance = random.Random(1912)  # noqa: S311 (the same words in every run, not a secret)
    (content / "partners").mkdir(parents=True)
    (content / "partners" / "wire.md").write_text("Title: The Wire\n\nA partner.\n", "utf-8")
    for number in range(count):
        year, month = 1990 + number % 30, 1 + number % 12
        path = content / "stories" / f"{year}" / f"{month:02}" / f"story-{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_story(number, f"{year}-{month:02}-14", chance), "utf-8")


def _story(number: int, day: str, chance: random.Random) -> str:
    # One story in five runs over midnight.
    last = "12:{} a.m." if number % 5 == 0 else "9:{} p.m."
    summary = chance.choice(SENTENCES)
    header = (
        f"Title: Story {number}\nDate: {day} 09:00\nTimezone: America/New_York\nPartner: wire\n"
        f"Authors: Writer {number % 12}\nCategory: Section {number % 5}\n"
        f"Tags: Topic {number % 20}, Topic {number % 7}\nSummary: {summary}\n"
    )
    parts = [header, *(f"{one}\n" for one in paragraphs(chance, 1))]
    for stamp in (last, "6:{} p.m.", "3:{} p.m.: Headline " + str(number), "10:{} a.m."):
        parts.append(f"## {stamp.format(chance.randrange(10, 60))}\n")
        parts += [f"{one}\n" for one in paragraphs(chance, 2)]
    parts.append("## Original Post\n")
    parts += [f"{one}\n" for one in paragraphs(chance, 2)]
    return "\n".join(parts)


def _cpu_seconds(conf: Path, output: Path) -> float:
    """Return the user and system time of one whole build in a process of its own."""
    process = subprocess.Popen(  # noqa: S603 (our own interpreter on our own files)
        [sys.executable, "-m", "pelican", "-q", "-s", conf.name, "-o", str(output)],
        cwd=conf.parent,
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise UsageError(f"pelican failed on {conf}")
    return used.ru_utime + used.ru_stime


def _print_row(name: str, seconds: list[float], stories: int) -> None:
    middle = statistics.median(seconds)
    print(
        f"{name:10} {middle:7.2f} s CPU (least {min(seconds):.2f}, most {max(seconds):.2f}), "
        f"{middle / stories * 1000:.2f} ms a story"
    )
