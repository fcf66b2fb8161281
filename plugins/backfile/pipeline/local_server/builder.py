"""A process that builds the site for the server, each time that it is asked.

The server answers meanwhile, and what Pelican changes in its process does not concern it. All that
a build loads stays loaded for the next one.
"""

from __future__ import annotations

import os
import signal
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from backfile.errors import BackfileError, say

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    Read = Callable[[], dict[str, Any]]

_PATIENCE = 2  # seconds, until a process that should end is interrupted
_NEW = get_context("spawn")  # a copy of the server would have its threads and its sockets


class Builder:
    """The process that builds with the settings that *read* returns."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._begin()

    def _begin(self) -> None:
        self._asks, asked = _NEW.Pipe()
        self._process = _NEW.Process(target=_work, args=(asked, self._read), name="builds")
        self._process.start()
        asked.close()

    def build(self) -> tuple[str, ...]:
        """Build; return the lines that were printed of what is wrong, none where all is well."""
        try:
            self._asks.send(None)
            said: tuple[str, ...] = self._asks.recv()
        except (EOFError, OSError):
            self.stop()
            self._begin()
            return ("the process that builds has ended; its last words are in the terminal",)
        return said

    def stop(self) -> None:
        """End the process; a build that it has begun leaves the site as it was."""
        self._asks.close()
        self._process.join(_PATIENCE)
        if self._process.pid and self._process.is_alive():
            os.kill(self._process.pid, signal.SIGINT)
            self._process.join()


def _work(asked: Connection, read: Read) -> None:
    """Build each time that the server asks, until it has gone or somebody presses Ctrl-C."""
    try:
        while True:
            asked.recv()
            asked.send(_build(read))
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        pass


def _build(read: Read) -> tuple[str, ...]:
    from backfile.pipeline.build import build  # noqa: PLC0415 (the server needs nothing of it)

    try:
        build({"BACKFILE_DRAFTS": True, **read()})
    except (BackfileError, OSError) as error:
        say(f"{error}\nThe site still shows the last build until you correct this.")
        return tuple(str(error).splitlines())
    return ()
