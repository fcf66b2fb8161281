"""What Pelican only logs: it goes on after an error, and a story would be missing."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def heard_errors() -> Iterator[list[str]]:
    """Keep the messages that Pelican logs as errors, and print none of its messages.

    Its warnings are about what the plugin finds itself and says with file and line.
    """
    handler = _Errors()
    log = logging.getLogger()
    before = log.handlers[:]
    log.handlers[:] = [handler]
    try:
        yield handler.messages
    finally:
        log.handlers[:] = before
