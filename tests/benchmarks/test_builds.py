"""The table that `invoke bench build` prints, and what it is told."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from backfile.errors import UsageError
from benchmarks.builds import table
from benchmarks.command import bench
from benchmarks.costs import Build, estimate, median
from benchmarks.processes import Used

PLAIN = "plain Pelican, theme simple"
PELICANS = [Used(10.0, 11.0, 90 * 2**20)]
OURS = [Used(20.0, 25.0, 100 * 2**20), Used(24.0, 20.0, 140 * 2**20), Used(50.0, 21.0, 120 * 2**20)]


def rows_of(costs, stories):
    console = Console(file=StringIO(), width=140)
    console.print(table(costs, stories))
    lines = [line for line in console.file.getvalue().splitlines() if line.startswith("│")]
    return [[cell.strip() for cell in line.strip("│").split("│")] for line in lines]


def test_each_generator_has_its_medians_and_its_ratio_to_plain_pelican():
    costs = {Build("Backfile"): median(OURS), Build(PLAIN): median(PELICANS)}
    assert rows_of(costs, 1000)[0] == [
        *("Backfile", "from nothing", "24.00 s", "24.00 ms", "21.00 s", "140 MB", "2.40")
    ]


def test_a_build_that_was_not_done_says_so():
    costs = {Build("Backfile"): median(OURS), Build(PLAIN): "not done in 10 minutes"}
    ours, plain = rows_of(costs, 1000)
    assert ours[-1] == ""
    assert plain[2] == "not done in 10 minutes"


def test_a_larger_archive_is_estimated_for_one_generator():
    late = "not done in 10 minutes"
    figures = {
        10_000: {Build(PLAIN): late, Build("Nikola"): late},
        1000: {Build(PLAIN): median(PELICANS), Build("Nikola"): median(PELICANS)},
    }
    estimate(figures, PLAIN)
    estimated = figures[10_000][Build(PLAIN)]
    assert (estimated.cpu, estimated.wall, estimated.is_estimated) == (100.0, 110.0, True)
    assert figures[10_000][Build("Nikola")] == late


@pytest.mark.parametrize(
    ("what", "stories", "why"),
    [
        ("build", "many", "no number of stories"),
        ("build", "1000,0", "no number of stories"),
        ("search", "1000,2000", "takes one number"),
        ("speed", "", "unknown benchmark"),
    ],
)
def test_a_wrong_call_is_refused(what, stories, why):
    with pytest.raises(UsageError, match=why):
        bench(what, stories=stories, rounds=0, minutes=10, report="")
