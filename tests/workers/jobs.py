"""What workers of a cluster do in tests: it must be in a module that they can load."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from backfile.pipeline import reading_ahead
from backfile.reading.reader import StoryReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.workers.clusters import LocalCluster


def doubled(number: int) -> int:
    return number * 2


def first_words(text: str) -> str:
    return text.split(maxsplit=1)[0]


def end_first(file: str, number: int) -> int:
    """Return the double of *number*; the worker that comes to 5 first ends, and makes *file*."""
    if number == 5 and not Path(file).exists():
        Path(file).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * 2


@contextmanager
def stories_read(ending: LocalCluster | None = None) -> Iterator[list[str]]:
    """List the stories that this process reads in the block.

    The first worker of *ending* is killed once the first batch has come back.
    """
    here: list[str] = []
    true_read, true_each = StoryReader.read, reading_ahead.Cluster.each

    def read(self: StoryReader, path: str) -> Any:
        here.append(path)
        return true_read(self, path)

    def each(self: Any, *given: Any) -> Iterator[Any]:
        for number, one in enumerate(true_each(self, *given)):
            if number == 0 and ending:
                ending.kill()
            yield one

    with (
        patch.object(StoryReader, "read", read),
        patch.object(reading_ahead.Cluster, "each", each),
        patch.object(reading_ahead, "_FAR_BATCH", 4),
    ):
        yield here
