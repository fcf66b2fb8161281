"""The page and the plot that `invoke bench build --report` writes."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from backfile.errors import UsageError
from benchmarks.costs import Build, Cost
from benchmarks.plot import Line, Point, plot
from benchmarks.report import BEGIN, END, Machine, lines, markdown, seconds, write_report

BODY = "the body of one story"
LATE = "not done in 10 minutes"
MACHINE = Machine("2026-12-01", 2, "Made-up Processor", 8 * 2**30, 0.1)
BUSY = Machine("2026-12-01", 2, "Made-up Processor", 8 * 2**30, 1.5)
FIGURES = {
    1000: {
        Build("Backfile"): Cost(30, 20, 200 * 2**20),
        Build("Backfile", BODY): Cost(2, 1.5, 100 * 2**20),
        Build("Nikola"): Cost(16, 12, 150 * 2**20),
        Build("plain Pelican"): Cost(5, 6, 90 * 2**20),
    },
    10_000: {
        Build("Backfile"): Cost(300, 200, 2000 * 2**20),
        Build("Backfile", BODY): Cost(4, 3, 200 * 2**20),
        Build("Nikola"): LATE,
        Build("plain Pelican"): Cost(50, 60, 0, is_estimated=True),
    },
}


def drawn(svg):
    return ET.fromstring(svg)  # noqa: S314 (our own)


def test_a_table_has_a_row_for_each_build_and_a_column_for_each_size():
    clock, cpu, memory = markdown(FIGURES).split("\n\n")
    assert clock.splitlines() == [
        "| Time by the clock | 1,000 stories | 10,000 stories |",
        "|---|---:|---:|",
        "| Backfile: from nothing | 20.0 s | 200 s |",
        "| Backfile: the body of one story | 1.50 s | 3.00 s |",
        "| Nikola: from nothing | 12.0 s | not done in 10 minutes |",
        "| plain Pelican: from nothing | 6.00 s | 60.0 s (extrapolated) |",
    ]
    assert "| Backfile: from nothing | 30.0 s | 300 s |" in cpu
    assert "| plain Pelican: from nothing | 90 MB | unknown (extrapolated) |" in memory


@pytest.mark.parametrize(
    ("count", "shown"), [(0.423, "0.42 s"), (12.34, "12.3 s"), (312, "312 s"), (1500, "25 min")]
)
def test_seconds_are_as_exact_as_they_are_long(count, shown):
    assert seconds(count) == shown


def test_a_page_is_written_between_its_comments_again_and_again(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"# Before\n\n{BEGIN}\n{END}\n\nAfter\n", "utf-8")
    for _ in range(2):
        write_report(page, FIGURES, MACHINE, {"Backfile": "1.0", "Hugo": "0.168"}, 3)
        text = page.read_text("utf-8")
        assert text.startswith(
            f"# Before\n\n{BEGIN}\n\nMeasured on 2026-12-01, medians of 3 rounds"
        )
        assert text.endswith(f"|\n\n{END}\n\nAfter\n")
        assert text.count("| Backfile: from nothing |") == 3
    assert "2 cores (Made-up Processor) with 8 GB of memory. Versions: Backfile 1.0, Hugo" in text
    assert "(page.svg)" in text
    assert drawn((tmp_path / "page.svg").read_text("utf-8")).tag.endswith("svg")


def test_a_busy_machine_is_told(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"{BEGIN}\n{END}\n", "utf-8")
    write_report(page, FIGURES, BUSY, {}, 1)
    assert "the load was 1.5 as it began" in page.read_text("utf-8")


def test_a_page_without_the_comments_is_left_alone(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# A page\n", "utf-8")
    with pytest.raises(UsageError, match="are missing"):
        write_report(page, FIGURES, MACHINE, {}, 1)
    assert page.read_text("utf-8") == "# A page\n"


def test_the_plot_has_a_line_of_what_was_done():
    found = {line.name: line for line in lines(FIGURES)}
    assert list(found) == [
        "Backfile, from nothing",
        "Backfile, the body of one story",
        "Nikola, from nothing",
        "plain Pelican, from nothing",
    ]
    assert found["Backfile, from nothing"].is_ours
    assert found["Nikola, from nothing"].points == (Point(1000, 12),)
    assert [one.is_estimated for one in found["plain Pelican, from nothing"].points] == [
        False,
        True,
    ]


def test_ten_times_the_stories_and_the_seconds_are_equally_far_apart():
    points = (Point(100, 1), Point(1000, 10), Point(10_000, 100))
    root = drawn(plot("A & B", [Line("Ours <1>", points, is_ours=True)]))
    places = [(float(one.get("cx")), float(one.get("cy"))) for one in root.iter() if one.get("cx")]
    (x1, y1), (x2, y2), (x3, y3) = places
    assert x2 - x1 == pytest.approx(x3 - x2, abs=0.2)
    assert y1 - y2 == pytest.approx(y2 - y3, abs=0.2)
    assert "Ours <1>" in [one.text for one in root.iter()]


def test_names_of_lines_that_end_together_do_not_overlap():
    ends = [Line(f"Line {number}", (Point(1000, 10 + number / 100),)) for number in range(5)]
    root = drawn(plot("Five", ends))
    heights = [float(one.get("y")) for one in root.iter() if (one.text or "").startswith("Line ")]
    assert all(b - a >= 15 for a, b in pairwise(heights))
