"""The figures of a run: what each build cost, for each size of the archive."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from benchmarks.changes import FROM_NOTHING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.processes import Used


@dataclass(frozen=True, slots=True)
class Cost:
    """What a build takes: seconds of CPU and by the clock, and bytes of memory, 0 if unknown.

    One `is_estimated` that was not measured, but worked out from a smaller archive.
    """

    cpu: float
    wall: float
    memory: int
    is_estimated: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Build:
    """Which build: of what generator, after what change."""

    generator: str
    change: str = FROM_NOTHING


# For each number of stories, the cost of each build, or the words that say why there is none.
Costs: TypeAlias = dict[Build, Cost | str]
Figures: TypeAlias = dict[int, Costs]


def median(runs: Sequence[Used]) -> Cost:
    """Return the medians of the times of *runs*, and the most memory that one of them took."""
    return Cost(
        statistics.median(one.cpu for one in runs),
        statistics.median(one.wall for one in runs),
        max(one.memory for one in runs),
    )


def estimate(figures: Figures, generator: str) -> None:
    """Give the builds of *generator* that were not done an estimate.

    A story takes as long as in the next smaller archive, which favors that generator.
    """
    before: dict[Build, tuple[int, Cost]] = {}
    for stories, costs in sorted(figures.items()):
        for build, cost in costs.items():
            if isinstance(cost, Cost):
                before[build] = stories, cost
            elif build.generator == generator and build in before:
                fewer, known = before[build]
                times = stories / fewer
                costs[build] = Cost(known.cpu * times, known.wall * times, 0, is_estimated=True)
