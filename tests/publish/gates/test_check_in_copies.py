"""The files of a large site are judged by copies of the process, with the same findings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.publish.gates.conftest import ROOT

if TYPE_CHECKING:
    from tests.publish.gates.conftest import Archive

NOTES = 600  # so many files that they are shared
# A process of its own: that of the tests may have more threads, and is not copied.
CHECK = """
import json, os, sys
from multiprocessing import parent_process
from pathlib import Path
from backfile.publish.gates.check_site import check_site
from backfile.publish.gates.file_judge import FileJudge

report = FileJudge.report

def judge(self, path):
    if parent_process() is None and int(sys.argv[1]) > 1:
        raise AssertionError("this process was to judge nothing itself")
    if path == sys.argv[2]:
        os._exit(1)
    return report(self, path)

FileJudge.report = judge
found = check_site(Path("output"), workers=int(sys.argv[1]))
print(json.dumps([(one.path, one.code) for one in found if one.code != "unknown-sources"]))
"""


def found(archive: Archive, workers: int, fatal: str = "") -> list[list[str]]:
    """Return the findings, as path and code; no copy survives the file *fatal*."""
    paths = os.pathsep.join([str(ROOT / "plugins"), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-c", CHECK, str(workers), fatal],
        cwd=archive.folder,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    findings: list[list[str]] = json.loads(done.stdout)
    return findings


@pytest.fixture
def large(broken: Archive) -> Archive:
    for number in range(NOTES):
        broken.write(f"notes/{number:03}.json", "{}" if number % 100 else "{")
    return broken


EXPECTED = [[f"output/notes/{number:03}.json", "bad-json"] for number in range(0, NOTES, 100)]


@pytest.mark.parametrize("workers", [1, 2])
def test_copies_find_the_same(large: Archive, workers: int) -> None:
    assert found(large, workers) == EXPECTED


def test_a_file_that_no_copy_survives_hides_no_other(large: Archive) -> None:
    lost = ["output/notes/101.json", "unreadable-file"]

    assert found(large, 2, fatal="notes/101.json") == sorted([*EXPECTED, lost])
