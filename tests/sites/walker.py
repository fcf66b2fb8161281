"""A reader who walks a site on and on, while it is built, and takes down what is broken."""

from __future__ import annotations

import json
import posixpath
import re
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import unescape
from multiprocessing import get_context
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.synchronize import Event
    from pathlib import Path

FORK = get_context("fork")
PAUSE = 0.02  # seconds between two walks
FIRST = ("index.html", "404.html", "sitemap.xml", "feeds/all.json", "data/datapackage.json")
_LEADS_ON = re.compile(rb'\b(?:href|src)="([^"]+)"|<loc>([^<]+)</loc>')


class Dead(NamedTuple):
    """A link in the file `source` to the file `target`, which was not there."""

    source: str
    target: str


@dataclass
class Walked:
    """What a reader has met: broken files with the reason, dead links, and how many files."""

    broken: set[str] = field(default_factory=set)
    dead: set[Dead] = field(default_factory=set)
    files: int = 0
    walks: int = 0


@contextmanager
def reading(output: Path, address: str) -> Iterator[Walked]:
    """Let a process walk the site at *output* while the block runs.

    What it has met is in what is yielded, after the block. *address* is that of the site.
    """
    met, ends = Walked(), FORK.Event()
    hears, tells = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_read_on_and_on, args=(output, address, ends, tells))
    process.start()
    try:
        yield met
    finally:
        ends.set()
        met.__dict__.update(hears.recv().__dict__)
        process.join()


def walk(output: Path, address: str, met: Walked) -> None:
    """Follow all links of the site at *output*, from its first pages on; note in *met* how it was.

    A file is read when a link to it is met. Then the index of the search is read as well, to which
    no page links.
    """
    waiting = [Dead("", one) for one in FIRST]
    seen = set(FIRST)
    while waiting:
        source, path = waiting.pop()
        try:
            data = (output / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            met.dead.add(Dead(source, path))
            continue
        met.files += 1
        if reason := what_is_broken(path, data):
            met.broken.add(f"{path}: {reason}")
        for target in links_in(path, data, address):
            if target not in seen:
                seen.add(target)
                waiting.append(Dead(path, target))
    for file in output.glob("search-index/*/**/*.js"):
        with suppress(FileNotFoundError):  # nobody has led there
            if not file.read_bytes().endswith(b")\n"):
                met.broken.add(f"{file.name}: ends before its end")
    met.walks += 1


def what_is_broken(path: str, data: bytes) -> str:
    """Return what is broken in the file at *path*, nothing where it is whole."""
    if not data.strip():
        return "empty"
    if path.endswith(".html") and not data.rstrip().endswith(b"</html>"):
        return "ends before its end"
    try:
        if path.endswith(".json"):
            json.loads(data)
        if path.endswith(".xml"):
            ET.fromstring(data)  # noqa: S314 (our own file)
    except (ValueError, ET.ParseError) as error:
        return str(error)
    return ""


def links_in(path: str, data: bytes, address: str) -> Iterator[str]:
    """Go through the files of the site that the one at *path* links to."""
    if not path.endswith((".html", ".xml")):
        return
    for found in _LEADS_ON.findall(data):
        url = unescape((found[0] or found[1]).decode("utf-8"))
        parts = urlsplit(url.removeprefix(address))
        if parts.scheme or parts.netloc or not parts.path:
            continue
        place = unquote(parts.path) + "index.html" * parts.path.endswith("/")
        yield posixpath.normpath(posixpath.join("/", posixpath.dirname(path), place)).lstrip("/")


def _read_on_and_on(output: Path, address: str, ends: Event, tells: Connection) -> None:
    met = Walked()
    while not ends.wait(PAUSE):
        walk(output, address, met)
    tells.send(met)
