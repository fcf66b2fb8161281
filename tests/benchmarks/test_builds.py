"""The table that `invoke bench build` prints."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from benchmarks.builds import table
from benchmarks.processes import Used

PLAIN = [Used(10.0, 11.0, 90 * 2**20)]
OURS = [Used(20.0, 25.0, 100 * 2**20), Used(24.0, 20.0, 140 * 2**20), Used(50.0, 21.0, 120 * 2**20)]


def test_each_generator_has_its_medians_and_its_ratio_to_plain_pelican():
    console = Console(file=StringIO(), width=120)
    console.print(table({"Backfile": OURS, "plain Pelican, theme simple": PLAIN}, 1000))
    said = console.file.getvalue()
    row = next(line for line in said.splitlines() if "Backfile" in line)
    shown = [cell.strip() for cell in row.strip("│").split("│")]
    assert shown == ["Backfile", "24.00 s", "24.00 ms", "21.00 s", "140 MB", "2.40"]
