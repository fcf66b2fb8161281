"""The inputs of a build: its source files and its settings, and which of them have changed.

Files are compared by what the system says of them, and by their bytes where that differs: after a
fresh checkout all times are new, and nothing has changed.
"""

from __future__ import annotations

import json
import os
import re
import time
from dataclasses import dataclass, field
from fnmatch import translate
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from backfile.files.containment import is_utf8
from backfile.outputs.keys import (
    ALL_PLACES,
    NoDigestError,
    digest,
    digest_of_bytes,
    made_by,
    settings_without,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

# A file may change twice between two ticks of its disk's clock: one so young is always read.
_TICKS = 2_000_000_000  # nanoseconds


class Input(NamedTuple):
    """A source file: what the system says of it, and the digest of its bytes.

    `size` is in bytes; `changed` and `noted` are the times of the last change of its bytes and of
    its entry in the folder, in nanoseconds, 0 where they are too young to be relied on.
    """

    size: int
    changed: int
    noted: int
    digest: str


@dataclass(frozen=True, slots=True)
class Changes:
    """How source files differ from those of the build before; paths are as `scan` has them."""

    edited: frozenset[str] = field(default_factory=frozenset)
    added: frozenset[str] = field(default_factory=frozenset)
    removed: frozenset[str] = field(default_factory=frozenset)

    def __bool__(self) -> bool:
        return bool(self.edited or self.added or self.removed)


class UnsureInputError(Exception):
    """Files or settings of which nobody can tell whether they have changed."""


def scan(
    folders: Mapping[str, Path],
    known: Mapping[str, Input],
    *,
    ignored: Sequence[str] = (),
    without: Collection[Path] = (),
) -> dict[str, Input]:
    """Return the files below *folders*, by the name of the folder and the path in it.

    The digest of one that the system says is as in *known* is taken from there. Files and folders
    with names that match one of *ignored* are passed over, as are the folders *without*. Raises
    UnsureInputError at a link, and where a file cannot be read.
    """
    found = {}
    young = time.time_ns() - _TICKS
    passed = _Passed(
        re.compile("|".join(map(translate, ignored)) or "(?!)"), set(map(str, without))
    )
    for name, folder in folders.items():
        for path, told in _files(str(folder), passed):
            place = f"{name}/{path}"
            size, changed, noted = told.st_size, told.st_mtime_ns, told.st_ctime_ns
            before = known.get(place)
            if before is not None and before[:3] == (size, changed, noted):
                found[place] = before
                continue
            try:
                made = digest_of_bytes(Path(folder, path).read_bytes())
            except OSError as error:
                raise UnsureInputError(f"{folder}/{path}: {error.strerror}") from error
            is_old = max(changed, noted) < young
            found[place] = Input(size, changed if is_old else 0, noted if is_old else 0, made)
    return found


def changes(before: Mapping[str, Input], now: Mapping[str, Input]) -> Changes:
    """Return how the files *now* differ from those *before*."""
    return Changes(
        edited=frozenset(
            path
            for path, one in now.items()
            if (was := before.get(path)) is not one and was and was.digest != one.digest
        ),
        added=frozenset(now.keys() - before.keys()),
        removed=frozenset(before.keys() - now.keys()),
    )


def settings_digest(settings: Mapping[str, Any]) -> str:
    """Return the digest of all *settings*, and of the program.

    Raises UnsureInputError where a function is among them, of which only the name is known.
    """
    named = settings_without(settings, ALL_PLACES | {"DEBUG"})
    try:
        json.dumps(named, default=_no_function)
        return digest(made_by(), named)
    except (NoDigestError, TypeError, ValueError) as error:
        raise UnsureInputError(f"the settings: {error}") from error


def _no_function(value: object) -> str:
    if callable(value):
        raise TypeError(f"a function, {value!r}")
    return ""


class _Passed(NamedTuple):
    """What is passed over: names of files and folders, and whole folders by their paths."""

    names: re.Pattern[str]
    folders: Collection[str]


def _files(root: str, passed: _Passed) -> Iterator[tuple[str, os.stat_result]]:
    """Go through the files below *root*, each with what the system says."""
    places = [""]
    while places:
        place = places.pop()
        for entry in _entries(f"{root}/{place}"):
            name = entry.name
            if passed.names.fullmatch(name):
                continue
            if not (name.isascii() or is_utf8(name)):
                raise UnsureInputError(f"{root}/{place}: a name that is not UTF-8")
            path = f"{place}{name}"
            if entry.is_symlink():
                raise UnsureInputError(f"{root}/{path}: a link")
            if not entry.is_dir(follow_symlinks=False):
                yield path, entry.stat(follow_symlinks=False)
            elif entry.path not in passed.folders:
                places.append(f"{path}/")


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """Return what is in *folder*, nothing where it is not there."""
    try:
        with os.scandir(folder.rstrip("/") or "/") as entries:
            return list(entries)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise UnsureInputError(f"{folder}: {error.strerror}") from error
