"""The archive of the tests, and the sample in content/ where there is one, are without faults."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FIXTURE = ROOT / "tests" / "archive"
SAMPLE = ROOT / "content"


@pytest.mark.parametrize(
    "archive",
    [FIXTURE, *([SAMPLE] if list(SAMPLE.glob("stories/**/*.md")) else [])],
    ids=lambda path: path.name,
)
def test_an_archive_has_no_errors(archive):
    done = subprocess.run(
        [sys.executable, "-m", "invoke", "check", "--content", str(archive)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
