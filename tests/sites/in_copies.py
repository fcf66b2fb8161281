"""Builds that copies of their process take part in, beside builds by one process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from .revised import ROOT, SETTINGS

if TYPE_CHECKING:
    from pathlib import Path

    from .revised import Archive

# A process of its own: that of the tests has more threads, and is not copied. The copies have a
# parent, which tells them from the process that builds.
BUILD = """
import json, os, signal, sys
from multiprocessing import parent_process
from pathlib import Path
from backfile.pipeline import reading_ahead
from backfile.pipeline.pelican_glue import sharing, story_pages
from backfile.pipeline.pelican_glue.outputs import KeyedWriter
from backfile.reading.reader import StoryReader
from tests.sites.revised import SETTINGS, Archive
reading_ahead.FEWEST = sharing.FEWEST = 1
reading_ahead._BATCH = story_pages._BATCH = 1
done_here = []

def counting(kind, name):
    true = getattr(kind, name)
    def counted(self, *given, **more):
        if parent_process() is None:
            done_here.append((name, given[0]))
        return true(self, *given, **more)
    setattr(kind, name, counted)

counting(StoryReader, "read")
counting(KeyedWriter, "write_file")
BEFORE
settings = {**SETTINGS, "BACKFILE_WORKERS": 2, **json.loads(sys.argv[2])}
ran = Archive(Path(sys.argv[1]), settings).build()
print(json.dumps([ran.said, ran.wrong, done_here]))
"""


class Ended(NamedTuple):
    """How a build ended: what it said, what was wrong, and what its own process has done.

    That is told as pairs: what was done, and of which file.
    """

    said: str
    wrong: str
    done_here: list[tuple[str, str]]

    def here(self, done: str) -> list[str]:
        """Return the files of which the process has *done* something itself."""
        return [file for what, file in self.done_here if what == done]


def start(folder: Path, before: str = "", **settings: object) -> subprocess.Popen[str]:
    """Start a build of the archive in *folder* with *settings*, which does *before* first."""
    code = BUILD.replace("BEFORE", before)
    return subprocess.Popen(
        [sys.executable, "-c", code, str(folder), json.dumps(settings)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'plugins'}"},
    )


def build(archive: Archive, before: str = "") -> Ended:
    """Build *archive* in two copies of a process, which does *before* first."""
    more = {name: one for name, one in archive.settings.items() if SETTINGS.get(name) != one}
    with start(archive.folder, before, **more) as process:
        told, wrong = process.communicate(timeout=300)
    assert process.returncode == 0, wrong
    return Ended(*json.loads(told.splitlines()[-1]))
