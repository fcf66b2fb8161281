"""What a command takes: CPU, time by the clock, and memory, all its processes together."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.errors import BackfileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_EVERY = 0.1  # seconds from one look at the memory to the next, more where a look takes long
_SHARE = 0.05  # of the time that looking may take


@dataclass(frozen=True, slots=True)
class Used:
    """What one run of a command took.

    `cpu` is the user and system time in seconds, `wall` the seconds by the clock. `memory` is the
    most that all its processes held at once, in bytes, what they share counted once; it is 0 where
    the system has no `/proc`.
    """

    cpu: float
    wall: float
    memory: int

    def __str__(self) -> str:
        return f"{self.wall:.2f} s, {self.cpu:.2f} s CPU, {self.memory / 2**20:.0f} MB"


class TooSlowError(BackfileError):
    """A command took longer than it was given, and was ended."""


def run(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    *,
    seconds: float = math.inf,
) -> Used:
    """Run *command* in *folder*, with *environment* on top of this process's own.

    After so many *seconds* it is ended, with all its processes. Raises TooSlowError then, and
    BackfileError with the end of what it said where it fails.
    """
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 (the project's own commands on its own files)
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            process_group=0,
        )
        watcher = _Watcher(process.pid, started + seconds)
        watcher.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            _end_group(process.pid)
            raise
        wall = time.perf_counter() - started
        watcher.ended.set()
        watcher.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        if watcher.was_too_slow:
            raise TooSlowError(f"{command[0]} was not done in {seconds:.0f} seconds")
        if process.returncode:
            said.seek(0)
            end = said.read().decode(errors="replace").strip()[-300:]
            raise BackfileError(f"{command[0]} failed: {end}")
    return Used(usage.ru_utime + usage.ru_stime, wall, watcher.most)


class _Watcher(threading.Thread):
    """Looks at the memory of a process and its children until `ended` is set.

    At the time *latest* it ends them all.
    """

    def __init__(self, pid: int, latest: float) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.latest = latest
        self.most = 0
        self.was_too_slow = False
        self.ended = threading.Event()

    def run(self) -> None:
        while True:
            began = time.perf_counter()
            self.most = max(self.most, sum(map(_held, _with_children(self.pid))))
            now = time.perf_counter()
            if now > self.latest:
                self.was_too_slow = True
                _end_group(self.pid)
            if self.was_too_slow or self.ended.wait(max(_EVERY, (now - began) / _SHARE)):
                return


def _end_group(pid: int) -> None:
    """End the process *pid*, which leads a group, and all of the group."""
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _with_children(pid: int) -> Iterator[int]:
    """Go through *pid* and the processes that its threads have started, and theirs."""
    yield pid
    for child in _children(pid):
        yield from _with_children(child)


def _children(pid: int) -> list[int]:
    try:
        lists = list(Path(f"/proc/{pid}/task").glob("*/children"))
        return [int(child) for one in lists for child in one.read_text("ascii").split()]
    except OSError:  # it has ended, or the system has no such lists
        return []


def _held(pid: int) -> int:
    """Return the memory of a process in bytes, its part of what it shares with others."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
