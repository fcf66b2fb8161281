"""What a command took is measured over all its processes."""

from __future__ import annotations

import sys
import time

import pytest

from backfile.errors import BackfileError
from benchmarks.processes import TooSlowError, run

BUSY = "import time\nwhile time.process_time() < 0.3: pass"
IN_A_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BUSY!r}])"


@pytest.mark.parametrize("program", [BUSY, IN_A_CHILD])
def test_the_cpu_time_of_children_counts(program, tmp_path):
    used = run([sys.executable, "-c", program], tmp_path)
    assert used.cpu >= 0.3
    assert used.wall > 0


def test_the_memory_is_the_most_that_was_held(tmp_path):
    held = f"much = bytearray(64 * 2**20)\n{BUSY}"
    used = run([sys.executable, "-c", held], tmp_path)
    assert used.memory > 64 * 2**20


def test_the_environment_is_added_to_ones_own(tmp_path):
    asked = "import os, sys; sys.exit(os.environ['BENCH'] != 'yes' or 'PATH' not in os.environ)"
    run([sys.executable, "-c", asked], tmp_path, {"BENCH": "yes"})


def test_a_command_that_fails_says_why(tmp_path):
    with pytest.raises(BackfileError, match="no ferry today"):
        run([sys.executable, "-c", "raise SystemExit('no ferry today')"], tmp_path)


def test_the_memory_of_what_a_thread_started_counts(tmp_path):
    child = f"much = bytearray(64 * 2**20)\n{BUSY}"
    threaded = (
        "import subprocess, sys, threading\n"
        f"work = lambda: subprocess.run([sys.executable, '-c', {child!r}])\n"
        "threading.Thread(target=work).start()"
    )
    used = run([sys.executable, "-c", threaded], tmp_path)
    assert used.memory > 64 * 2**20


def test_a_command_that_takes_too_long_is_ended_with_its_children(tmp_path):
    child = "import time; time.sleep(2); open('late', 'w')"
    slow = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with pytest.raises(TooSlowError):
        run([sys.executable, "-c", slow], tmp_path, seconds=0.5)
    time.sleep(2)
    assert not (tmp_path / "late").exists()
