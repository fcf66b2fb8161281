"""Builds that copies of their process take part in, beside builds by one process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from .revised import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# A process of its own: that of the tests has more threads, and is not copied. The copies have a
# parent, which tells them from the process that builds.
BUILD = """
import json, os, signal, sys
from multiprocessing import parent_process
from pathlib import Path
from backfile.pipeline import reading_ahead
from backfile.reading.reader import StoryReader
from tests.sites.revised import SETTINGS, Archive
reading_ahead.FEWEST = 1
done_here = []

def counting(kind, name):
    true = getattr(kind, name)
    def counted(self, *given, **more):
        if parent_process() is None:
            done_here.append(name)
        return true(self, *given, **more)
    setattr(kind, name, counted)

counting(StoryReader, "read")
{before}
ran = Archive(Path(sys.argv[1]), {{**SETTINGS, "BACKFILE_WORKERS": 2}}).build()
print(json.dumps([ran.said, ran.wrong, done_here]))
"""


class Ended(NamedTuple):
    """How a build ended: what it said, what was wrong, and what its own process has done."""

    said: str
    wrong: str
    done_here: list[str]


def start(folder: Path, before: str = "") -> subprocess.Popen[str]:
    """Start a build of the archive in *folder*, which does *before* first."""
    return subprocess.Popen(
        [sys.executable, "-c", BUILD.format(before=before), str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'plugins'}"},
    )


def build(folder: Path, before: str = "") -> Ended:
    """Build the archive in *folder* in two copies of a process, which does *before* first."""
    with start(folder, before) as process:
        told, wrong = process.communicate(timeout=300)
    assert process.returncode == 0, wrong
    return Ended(*json.loads(told.splitlines()[-1]))
