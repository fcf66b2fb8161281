"""How the tests of hostile dumps call an import, and what they ask of it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import NamedTuple

from tests.cli.test_commands import ROOT, Project

from .dumps import BEFORE, DAY

MB = 1024 * 1024
# What an import may need at most: the largest story that is taken needs half of it.
MOST_MEMORY = 400 * MB
# As the command line does it, and then tells the highest memory of itself and its workers.
CALL = """
import resource, sys
from invoke import Program
status = 0
try:
    Program().run(["invoke", *sys.argv[1:]])
except SystemExit as end:
    status = end.code
# Not ru_maxrss, which counts the memory of the process that this one was forked from.
lines = open("/proc/self/status").read().splitlines()
own = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(f"peak {max(own, workers) * 1024}")
sys.exit(status)
"""


class Ended(NamedTuple):
    """How a command ended: its status, what it said, the bytes of memory that it had at most."""

    status: int
    said: str
    peak: int


def run(project: Project, *words: str) -> Ended:
    """Run a command that must come to an end by itself."""
    done = subprocess.run(
        [sys.executable, "-c", CALL, *words],
        cwd=project.folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,  # a bomb that works would never end; no case needs a tenth of it
        env={**os.environ, "PYTHONPATH": str(ROOT / "plugins")},
    )
    assert "Traceback" not in done.stderr, done.stderr
    said, _, peak = done.stdout.rpartition("peak ")
    return Ended(done.returncode, said + done.stderr, int(peak))


def run_import(project: Project, name: str, *options: str) -> Ended:
    return run(project, "import", name, "--recipe", "recipe.toml", "--date", DAY, *options)


def stories(project: Project) -> list[str]:
    return [path.name for path in (project.folder / "content" / "stories").rglob("*.md")]


WXR = """<?xml version="1.0" encoding="UTF-8"?>{0}
<rss xmlns:content="c" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Wire</title>
<wp:wxr_version>1.2</wp:wxr_version>{1}</channel></rss>"""
POST = """<item><title>{0}</title><link>https://wire.example/{0}/</link><wp:post_id>{0}</wp:post_id>
<content:encoded>{1}</content:encoded><wp:post_date>2011-03-04 10:00:00</wp:post_date>
<wp:status>publish</wp:status><wp:post_name>{0}</wp:post_name><wp:post_type>post</wp:post_type></item>
"""
GOOD = POST.format(1, BEFORE)
