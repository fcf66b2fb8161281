"""The page of what builds cost: Markdown tables between two comments, and a plot beside it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.errors import UsageError
from benchmarks.changes import BODY, FROM_NOTHING, NOTHING
from benchmarks.contestants import BACKFILE
from benchmarks.costs import Build, Cost
from benchmarks.plot import Line, Point, plot

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from benchmarks.costs import Figures

BEGIN = "<!-- The next lines are written by `invoke bench build`. -->"
END = "<!-- What follows is written by hand. -->"
_BUSY = 0.3  # a load above this, for each core, is told


@dataclass(frozen=True, slots=True)
class Machine:
    """What a run is measured on, and when: cores, processor, memory in bytes, load as it began."""

    day: str
    cores: int
    processor: str
    memory: int
    load: float


def machine() -> Machine:
    """Return this machine as it is now."""
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        told = []
    names = [line.partition(":")[2].strip() for line in told if line.startswith("model name")]
    return Machine(
        f"{datetime.now(UTC):%Y-%m-%d}",
        os.cpu_count() or 1,
        names[0] if names else "unknown processor",
        os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        os.getloadavg()[0],
    )


def write_report(
    page: Path, figures: Figures, about: Machine, versions: Mapping[str, str], rounds: int
) -> None:
    """Write *figures* into *page*, between its two comments, and the plot into an SVG beside it.

    Raises UsageError where the page has no such comments.
    """
    text = page.read_text("utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise UsageError(f'{page}: the lines "{BEGIN}" and "{END}" are missing')
    drawing = page.with_suffix(".svg")
    drawn = plot("Seconds that builds take, by the number of stories", lines(figures))
    drawing.write_text(drawn, "utf-8")
    picture = f"![{_described(figures)}]({drawing.name})"
    parts = [begin, _measured_on(about, versions, rounds), picture, markdown(figures), end]
    page.write_text(before + "\n\n".join(parts) + after, "utf-8")


def lines(figures: Figures) -> list[Line]:
    """Return the lines of the plot: three of Backfile's, and one of each other from nothing."""
    builds = {
        Build(BACKFILE): "Backfile, from nothing",
        Build(BACKFILE, BODY): "Backfile, the body of one story",
        Build(BACKFILE, NOTHING): "Backfile, nothing changed",
    }
    others = dict.fromkeys(build.generator for costs in figures.values() for build in costs)
    for name in others:
        if not name.startswith(BACKFILE):
            builds[Build(name)] = f"{name.partition(',')[0]}, from nothing"
    drawn = []
    for build, name in builds.items():
        costs = {stories: one.get(build) for stories, one in sorted(figures.items())}
        points = tuple(
            Point(stories, cost.wall, cost.is_estimated)
            for stories, cost in costs.items()
            if isinstance(cost, Cost)
        )
        if points:
            drawn.append(Line(name, points, is_ours=build.generator == BACKFILE))
    return drawn


def markdown(figures: Figures) -> str:
    """Return three tables of *figures*: by the clock, CPU, memory."""
    return "\n\n".join(
        (
            _table("Time by the clock", figures, lambda cost: seconds(cost.wall)),
            _table("CPU time of all processes", figures, lambda cost: seconds(cost.cpu)),
            _table(
                "Memory of all processes, at most",
                figures,
                lambda cost: f"{cost.memory / 2**20:,.0f} MB" if cost.memory else "unknown",
            ),
        )
    )


def seconds(count: float) -> str:
    """Return *count* seconds as people read them: `0.42 s`, `12.3 s`, `310 s`, `25 min`."""
    if count < 10:
        return f"{count:.2f} s"
    if count < 100:
        return f"{count:.1f} s"
    return f"{count:.0f} s" if count < 600 else f"{count / 60:.0f} min"


def _table(title: str, figures: Figures, shown: Callable[[Cost], str]) -> str:
    sizes = sorted(figures)
    rows = [f"| {title} | {' | '.join(f'{size:,} stories' for size in sizes)} |"]
    rows.append(f"|---|{'---:|' * len(sizes)}")
    for build in dict.fromkeys(build for size in sizes for build in figures[size]):
        cells = [_cell(figures[size].get(build, ""), shown) for size in sizes]
        rows.append(f"| {build.generator}: {build.change} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _cell(cost: Cost | str, shown: Callable[[Cost], str]) -> str:
    if isinstance(cost, str):
        return cost
    return f"{shown(cost)} (extrapolated)" if cost.is_estimated else shown(cost)


def _measured_on(about: Machine, versions: Mapping[str, str], rounds: int) -> str:
    load = (
        f" Other programs were running: the load was {about.load:.1f} as it began."
        if about.load > _BUSY * about.cores
        else ""
    )
    many = f"medians of {rounds} rounds" if rounds > 1 else "one round"
    return (
        f"Measured on {about.day}, {many}, on {about.cores} cores ({about.processor}) with"
        f" {about.memory / 2**30:.0f} GB of memory.{load} Versions: "
        f"{', '.join(f'{name} {version}' for name, version in versions.items())}."
    )


def _described(figures: Figures) -> str:
    """Return the plot in words: what Backfile takes for the largest archive."""
    most = max(figures)
    told = [
        f"{name} {seconds(cost.wall)}"
        for name, change in (
            ("from nothing", FROM_NOTHING),
            ("after a change to one story", BODY),
            ("after none", NOTHING),
        )
        if isinstance(cost := figures[most].get(Build(BACKFILE, change)), Cost)
    ]
    return f"Seconds that builds take, by stories. Backfile with {most:,}: {', '.join(told)}"
