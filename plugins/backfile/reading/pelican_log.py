"""What Pelican only logs: it goes on after an error, and a story would be missing."""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Heard:
    """What Pelican has logged, an entry a message."""

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class _Listener(logging.Handler):
    def __init__(self, heard: Heard) -> None:
        super().__init__(logging.WARNING)
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        message = " ".join(record.getMessage().split())
        if record.levelno < logging.ERROR:
            self.heard.warnings.append(message)
            return
        # Pelican logs "Could not process" while it handles the reason, and leaves that out.
        reason = sys.exc_info()[1]
        self.heard.errors.append(f"{message}: {reason}" if reason else message)


@contextmanager
def listening() -> Iterator[Heard]:
    """Hear what Pelican logs as errors and warnings, instead of printing it."""
    heard = Heard()
    log = logging.getLogger()
    before = log.handlers[:]
    log.handlers[:] = [_Listener(heard)]
    try:
        yield heard
    finally:
        log.handlers[:] = before
