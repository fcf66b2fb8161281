"""Who shares the work of a build: copies of its process, or a cluster; and what copies log."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from backfile.outputs.keys import made_by
from backfile.reading.log_capture import handled_by
from backfile.workers.cluster import Cluster
from backfile.workers.pool import Copies, can_be_copied, cores

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backfile.config.settings import Settings


FEWEST = 64  # stories; with fewer, processes do not pay


def copies_for(settings: Settings) -> Copies | None:
    """Return the copies that share the work of a build, None where one process is to do it all."""
    count = settings.workers or cores()
    return Copies(count) if count > 1 and can_be_copied() else None


def cluster_of(settings: Settings) -> Cluster | None:
    """Return the cluster that reads stories, None where no scheduler is named."""
    address = settings.scheduler
    return Cluster(count=0, address=address, program=made_by) if address else None


class Message(NamedTuple):
    """Something logged: which `log` is for it, its level and its text.

    `more` is what Pelican goes by where many messages are alike.
    """

    log: str
    level: int
    text: str
    more: dict[str, Any]


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Message] = []

    def emit(self, record: logging.LogRecord) -> None:
        more = {name: getattr(record, name) for name in _MORE if hasattr(record, name)}
        self.messages.append(Message(record.name, record.levelno, record.getMessage(), more))


_MORE = ("limit_msg", "limit_args")


@contextmanager
def logging_apart() -> Iterator[list[Message]]:
    """Let what the block logs be in the list that is yielded, and nowhere else."""
    kept = _Kept()
    with handled_by(kept):
        yield kept.messages


def log_again(messages: Iterable[Message]) -> None:
    """Log in this process what a copy of it would have logged."""
    for one in messages:
        logging.getLogger(one.log).log(one.level, "%s", one.text, extra=one.more)
