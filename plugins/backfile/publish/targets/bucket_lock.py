"""An object that keeps two publications to one bucket apart.

It is written only where it is not there (If-None-Match, If-Match; Amazon S3 User Guide, "How to
prevent object overwrites with conditional writes"). It expires where nobody renews it, by the clock
of the store alone.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from backfile.errors import say
from backfile.publish.targets.release_folders import refuse_second
from backfile.publish.targets.target import PublishError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backfile.publish.targets.object_store import ObjectStore

LEASE = 60  # seconds for which a lock holds that is not renewed
_RENEWED = 15  # seconds
_TAKEN = ("PreconditionFailed", "ConditionalRequestConflict", "412", "409")
_UNKNOWN = ("NotImplemented", "InvalidArgument", "501")


@dataclass(frozen=True, slots=True)
class _Holder:
    """Who holds a lock: the process, the tag of the object, and for how many seconds."""

    told: Mapping[str, Any]
    tag: str
    age: float

    @property
    def is_gone(self) -> bool:
        """Whether the lock has expired, or its process on this computer has ended."""
        process = self.told.get("process")
        if self.age > LEASE:
            return True
        is_here = self.told.get("host") == socket.gethostname()
        return is_here and isinstance(process, int) and not _is_running(process)

    def __str__(self) -> str:
        return f"process {self.told.get('process')} on {self.told.get('host')}"


class ObjectLock:
    """The lock called *key* in *store*. All methods raise PublishError."""

    def __init__(self, store: ObjectStore, key: str, address: str) -> None:
        self._store, self._key, self._address = store, key, address
        self._tag = ""
        self._renewed = 0.0
        told = {"host": socket.gethostname(), "process": os.getpid(), "id": secrets.token_hex(8)}
        self._told = json.dumps(told).encode()

    def take(self) -> None:
        """Take the lock, also from one who is gone; refuse where somebody holds it."""
        if self._write(IfNoneMatch="*"):
            return
        try:
            holder = self._holder()
        except FileNotFoundError:  # it has just been given back
            holder = None
        if holder and not holder.is_gone:
            raise refuse_second(
                self._address, f"{holder}; if it was killed, its lock ends within {LEASE} seconds"
            )
        if not self._write(**({"IfMatch": holder.tag} if holder else {"IfNoneMatch": "*"})):
            raise refuse_second(self._address, "it has just begun")

    def renew(self) -> None:
        """Keep the lock from expiring, where some time has passed."""
        if not self._tag or time.monotonic() - self._renewed < _RENEWED:
            return
        if not self._write(IfMatch=self._tag):
            self._tag = ""
            raise PublishError(
                f"{self._address}: this took too long, and another publication has begun; "
                "publish again when it has ended"
            )

    def give_back(self) -> None:
        """Remove the lock, unless somebody else has it now."""
        if self._tag:
            self._store.delete(self._key)

    def _write(self, **condition: str) -> bool:
        """Write the lock under a *condition*; tell whether it is ours."""
        try:
            self._tag = self._store.put(self._key, self._told, "application/json", **condition)
        except PublishError as error:
            code = getattr(error.__cause__, "response", {}).get("Error", {}).get("Code", "")
            if code in _TAKEN:
                return False
            if code not in _UNKNOWN:
                raise
            say(f"{self._address}: it has no locks, so nothing keeps two publications apart")
        self._renewed = time.monotonic()
        return True

    def _holder(self) -> _Holder:
        """Return who holds the lock. Raises FileNotFoundError where nobody does."""
        found = self._store.get(self._key)
        try:
            told = dict(json.loads(found.data))
        except (ValueError, TypeError):
            told = {}
        now = parsedate_to_datetime(found.headers["date"])
        written = parsedate_to_datetime(found.headers["last-modified"])
        return _Holder(told, found.tag, (now - written).total_seconds())


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
