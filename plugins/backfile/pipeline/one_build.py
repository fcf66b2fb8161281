"""Keeps builds and publications of one site apart: the second waits for the first."""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from typing import TYPE_CHECKING

from backfile.errors import BuildError, say
from backfile.files.locks import signed_lock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "build.lock"
PATIENCE = 600  # seconds: a large archive takes minutes
_SILENCE = 1  # seconds
_PAUSE = 0.05  # seconds


@contextmanager
def alone_with(cache: Path) -> Iterator[None]:
    """Let no other build use the *cache* during the block; wait while one does, and say so.

    Raises BuildError where it takes too long. Where the disk has no locks, nothing keeps builds
    apart but that each has a folder of its own.
    """
    began, turns = time.monotonic(), count()

    def wait(holder: str) -> None:
        waited = time.monotonic() - began
        running = f"another build or publication of this site is running ({holder})"
        if waited > PATIENCE:
            raise BuildError(f"{running}; wait until it has ended, and build again")
        if waited > _SILENCE and not next(turns):
            say(f"{running}; waiting until it has ended")
        time.sleep(_PAUSE)

    with ExitStack() as stack:
        with suppress(OSError):
            cache.mkdir(parents=True, exist_ok=True)
            stack.enter_context(signed_lock(cache / FILE, wait))
        yield
