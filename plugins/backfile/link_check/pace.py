"""Keeps the time between requests to one host."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class Pace:
    """Lets a host be asked once in so many `seconds`, by however many threads.

    `now` and `sleep` are those of the clock, in seconds.
    """

    seconds: float
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _next: dict[str, float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def wait(self, host: str) -> None:
        """Wait until *host* may be asked."""
        with self._lock:
            now = self.now()
            turn = max(self._next.get(host, now), now)
            self._next[host] = turn + self.seconds
        if turn > now:
            self.sleep(turn - now)
