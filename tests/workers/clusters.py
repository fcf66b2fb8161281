"""A Dask cluster on this machine: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.sites.revised import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class LocalCluster:
    """A cluster at `address`; its `workers` are processes."""

    address: str
    workers: list[subprocess.Popen[bytes]]

    def kill(self) -> None:
        """Kill the first worker, at once."""
        self.workers[0].send_signal(signal.SIGKILL)
        self.workers[0].wait()


@contextmanager
def cluster(workers: int, plugins: Path = ROOT / "plugins") -> Iterator[LocalCluster]:
    """Run a cluster of *workers* in a folder of their own; the program is in *plugins*."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    path = os.pathsep.join([str(plugins), str(ROOT)])
    env = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}

    def start(folder: str, program: str, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{program}", *words, "--no-dashboard"]
        with Path(folder, "log").open("ab") as log:
            return subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log)

    with TemporaryDirectory() as folder:
        started = [start(folder, "dask_scheduler", "--host", "127.0.0.1", "--port", str(port))]
        try:
            of_one = ("--nthreads", "1", "--no-nanny", "--local-directory", folder)
            made = [start(folder, "dask_worker", address, *of_one) for _ in range(workers)]
            started += made
            yield LocalCluster(address, made)
        finally:
            for process in reversed(started):
                process.kill()
                process.wait()
