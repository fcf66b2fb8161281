"""Locks on folders and files, which end with the process that holds them, however it ends."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@contextmanager
def holding(folder: Path) -> Iterator[bool]:
    """Hold the lock of *folder* during the block; give False where another process holds it.

    Raises OSError where the folder is gone or its file system has no locks.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield _is_locked(handle)
    finally:
        os.close(handle)


@contextmanager
def signed_lock(file: Path, wait: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock of *file* during the block, in which then stands who holds it since when.

    While another process does, *wait* is called again and again with what stands there, such as
    "process 4711, since 12:03", and may raise to give up. Raises OSError where the file cannot be
    written or its file system has no locks.
    """
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        while not _is_locked(handle):
            wait(os.pread(handle, 100, 0).decode() or "it has just begun")
        os.truncate(handle, 0)
        since = datetime.now().astimezone()
        os.pwrite(handle, f"process {os.getpid()}, since {since:%H:%M}".encode(), 0)
        yield
    finally:
        os.close(handle)


def _is_locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
