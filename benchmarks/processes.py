"""What a command takes: CPU, time by the clock, and memory, all its processes together."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.errors import BackfileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_EVERY = 0.1  # seconds from one look at the memory to the next


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


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Used:
    """Run *command* in *folder*, with *environment* on top of this process's own.

    Raises BackfileError with the end of what it said where it fails.
    """
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 (the project's own commands on its own files)
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        watcher = _MemoryWatcher(process.pid)
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        watcher.ended.set()
        watcher.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            end = said.read().decode(errors="replace").strip()[-300:]
            raise BackfileError(f"{command[0]} failed: {end}")
    return Used(usage.ru_utime + usage.ru_stime, wall, watcher.most)


class _MemoryWatcher(threading.Thread):
    """Looks at the memory of a process and its children until `ended` is set."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.most = 0
        self.ended = threading.Event()

    def run(self) -> None:
        while True:
            self.most = max(self.most, sum(map(_held, _with_children(self.pid))))
            if self.ended.wait(_EVERY):
                return


def _with_children(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return
    for child in children:
        yield from _with_children(int(child))


def _held(pid: int) -> int:
    """Return the memory of a process in bytes, its part of what it shares with others."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
