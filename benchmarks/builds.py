"""`invoke bench build`: builds from nothing and after changes, beside other generators."""

from __future__ import annotations

import math
import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from backfile.errors import BackfileError
from benchmarks.changes import FROM_NOTHING, change_nothing
from benchmarks.contestants import ENVIRONMENT, PLAIN, contestants, programs, versions
from benchmarks.costs import Build, Cost, estimate, median
from benchmarks.processes import TooSlowError, run
from benchmarks.report import machine, write_report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.contestants import Contestant, Program
    from benchmarks.costs import Costs, Figures
    from benchmarks.processes import Used

_LARGE = 100_000  # an archive of so many stories is built in one round


def builds(
    folder: Path, *, sizes: Sequence[int], rounds: int, minutes: int, report: Path | None
) -> None:
    """Build archives of *sizes* stories *rounds* times with each generator and print the costs.

    Another generator than Backfile is ended where a build takes more than so many *minutes*; it
    then gets no larger archive. What was measured is written into the page *report*, if any, after
    each size. Raises BackfileError where a build of Backfile fails.
    """
    about = machine()
    others = list(programs(folder))
    measured = versions(others)
    contest = _Contest(others, rounds, minutes)
    figures: Figures = {}
    for stories in sorted(sizes):
        place = folder / str(stories)
        figures[stories] = contest.costs(place, stories)
        shutil.rmtree(place)
        estimate(figures, PLAIN)
        Console(width=120).print(table(figures[stories], stories))
        if report:
            write_report(report, figures, about, measured, rounds)


def table(costs: Costs, stories: int) -> Table:
    """Return the *costs* of builds of so many *stories*, with ratios to plain Pelican's CPU."""
    title = f"{stories:,} stories"
    rows = Table(title, "built", "CPU", "a story", "by the clock", "memory", "CPU, ratio")
    plain = costs[Build(PLAIN)]
    for build, cost in costs.items():
        if isinstance(cost, str):
            rows.add_row(build.generator, build.change, cost)
            continue
        about = "about " * cost.is_estimated
        rows.add_row(
            build.generator,
            build.change,
            f"{about}{cost.cpu:.2f} s",
            f"{cost.cpu / stories * 1000:.2f} ms",
            f"{about}{cost.wall:.2f} s",
            f"{cost.memory / 2**20:.0f} MB" if cost.memory else "",
            f"{cost.cpu / plain.cpu:.2f}" if isinstance(plain, Cost) else "",
        )
    return rows


@dataclass(frozen=True, slots=True)
class _Contest:
    """How builds are measured: the other generators, the rounds, the minutes that a build may take.

    `out` says why a generator is out, by its name.
    """

    others: Sequence[Program]
    rounds: int
    minutes: int
    out: dict[str, str] = field(default_factory=dict)

    def costs(self, folder: Path, stories: int) -> Costs:
        """Return what builds of so many *stories* cost.

        The generators take turns, so that a busy machine is busy for all of them.
        """
        runs: dict[Build, list[Used]] = {}
        all_of_them = list(contestants(folder, stories, self.others))
        for turn in range(self.rounds if stories < _LARGE else 1):
            for one in all_of_them:
                if one.name not in self.out:
                    self._take_turn(one, turn, runs)
                one.clear()
        order = [
            Build(one.name, change)
            for one in all_of_them
            for change in (FROM_NOTHING, *one.changes)
        ]
        return {
            build: median(runs[build]) if build in runs else self.out[build.generator]
            for build in order
        }

    def _take_turn(self, one: Contestant, turn: int, runs: dict[Build, list[Used]]) -> None:
        """Build from nothing, and after each change, and add to *runs* what it took."""
        try:
            for name, change in {FROM_NOTHING: change_nothing, **one.changes}.items():
                change(one.archive, turn)
                used = _built(one, self.minutes * 60)
                print(f"{one.archive.stories:,} stories, {one.name}, {name}: {used}", flush=True)
                runs.setdefault(Build(one.name, name), []).append(used)
        except BackfileError as error:
            if not one.is_limited:
                raise
            is_late = isinstance(error, TooSlowError)
            self.out[one.name] = f"not done in {self.minutes} minutes" if is_late else "failed"
            print(f"{one.name}: {error}", flush=True)


def _built(one: Contestant, seconds: float) -> Used:
    """Build what is to be built; return what it took. Raises BackfileError where it fails."""
    os.sync()  # what was written before is no part of what is measured
    limit = seconds if one.is_limited else math.inf
    used = run(one.command, one.archive.folder, ENVIRONMENT, seconds=limit)
    if not any((one.archive.folder / one.made[0]).rglob("*story-0*")):
        raise BackfileError("the first story was not built")
    return used
