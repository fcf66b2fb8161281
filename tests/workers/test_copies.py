"""Copies of a process know all that it knows, and bring nothing back but what they return."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from backfile.errors import RefusedError
from backfile.workers import pool
from backfile.workers.pool import Copies, cores


def test_what_a_copy_does_need_not_travel() -> None:
    known = {"ferry": threading.Lock()}
    made = dict(Copies(2).each(lambda name: (name in known, os.getpid()), ["ferry", "storm"]))
    assert [one[0] for one in made.values()] == [True, False]
    assert os.getpid() not in {one[1] for one in made.values()}


def test_what_a_copy_changes_is_lost() -> None:
    seen: list[int] = []
    made = [result for _, result in Copies(2).each(seen.append, range(5))]
    assert made == [None] * 5
    assert seen == []


def test_a_copy_that_ends_costs_its_own_job_alone() -> None:
    def work(number: int) -> int:
        if number == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return number * number

    made = [result for _, result in Copies(2).each(work, range(20))]
    assert isinstance(made[3], RefusedError)
    assert made[:3] + made[4:] == [one * one for one in range(20) if one != 3]


def test_a_copy_ends_when_it_is_told_to_whatever_its_origin_would_do() -> None:
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        (handler,) = (made for _, made in Copies(2).each(signal.getsignal, [signal.SIGTERM]))
    finally:
        signal.signal(signal.SIGTERM, before)
    assert handler == signal.SIG_DFL


def test_a_copy_takes_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "SECONDS", 0.1)
    assert [made for _, made in Copies(2).each(time.sleep, [0.5])] == [None]


def test_one_copy_is_none() -> None:
    assert [made for _, made in Copies(1).each(lambda _: os.getpid(), "a")] == [os.getpid()]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, no process is copied")
def test_a_process_with_a_thread_is_not_copied() -> None:
    ask = "from backfile.workers.pool import can_be_copied; print(can_be_copied())"
    begin = "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()"
    for code, told in ((ask, "True"), (f"{begin}; {ask}", "False")):
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert done.stdout.strip() == told


def test_there_is_a_core() -> None:
    assert cores() >= 1
