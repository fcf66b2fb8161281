"""Copies of the process that builds: whether there can be any, and what they log."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from backfile.workers.pool import Copies, can_be_copied, cores

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.config.settings import Settings


def copies_for(settings: Settings) -> Copies | None:
    """Return the copies that share the work of a build, None where one process is to do it all."""
    count = settings.workers or cores()
    return Copies(count) if count > 1 and can_be_copied() else None


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextmanager
def logging_apart() -> Iterator[list[logging.LogRecord]]:
    """Let what the block logs be in the list that is yielded, and nowhere else."""
    log, kept = logging.getLogger(), _Kept()
    before, log.handlers[:] = log.handlers[:], [kept]
    try:
        yield kept.records
    finally:
        log.handlers[:] = before
