"""A reader who fetches a whole site by HTTP on and on, and takes down what is broken."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.sites.walker import FIRST, FORK, Dead, links_in, what_is_broken

from .servers import fetched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.synchronize import Event


@dataclass
class Met:
    """What a reader has met: broken files, links to nothing, and the SHA-256 of all files."""

    broken: set[str] = field(default_factory=set)
    dead: set[Dead] = field(default_factory=set)
    digests: set[str] = field(default_factory=set)
    walks: int = 0


@contextmanager
def reading_from(server: str, address: str) -> Iterator[Met]:
    """Let a process read the site at *server* while the block runs; it is built for *address*.

    What it has met is in what is yielded, after the block.
    """
    met, ends = Met(), FORK.Event()
    hears, tells = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_read_on_and_on, args=(server, address, ends, tells))
    process.start()
    tells.close()  # so that the end of the process is heard
    try:
        yield met
    finally:
        ends.set()
        met.__dict__.update(hears.recv().__dict__)
        process.join()


def walk(server: str, address: str, met: Met) -> None:
    """Follow all links of the site at *server*, from its first pages; note in *met* how it was."""
    waiting = [Dead("", one) for one in FIRST]
    seen = set(FIRST)
    while waiting:
        source, path = waiting.pop()
        data = fetched(f"{server}{quote(path)}")
        if not data:
            met.dead.add(Dead(source, path))
            continue
        met.digests.add(hashlib.sha256(data).hexdigest())
        if reason := what_is_broken(path, data):
            met.broken.add(f"{path}: {reason}")
        for target in links_in(path, data, address):
            if target not in seen:
                seen.add(target)
                waiting.append(Dead(path, target))
    met.walks += 1


def _read_on_and_on(server: str, address: str, ends: Event, tells: Connection) -> None:
    met = Met()
    while not ends.is_set():
        walk(server, address, met)
    tells.send(met)
