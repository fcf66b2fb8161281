"""The archive of the tests, and the sample in content/ where there is one, are without faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.in_process import call

ROOT = Path(__file__).parents[1]
FIXTURE = ROOT / "tests" / "archive"
SAMPLE = ROOT / "content"


@pytest.mark.parametrize(
    "archive",
    [FIXTURE, *([SAMPLE] if list(SAMPLE.glob("stories/**/*.md")) else [])],
    ids=lambda path: path.name,
)
def test_an_archive_has_no_errors(archive):
    done = call("invoke", ["check", "--content", str(archive)], ROOT)

    assert done.returncode == 0, done.stdout
