"""Writes files so that no reader ever sees an incomplete one."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# What a system answers where there is no room for a file.
DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
# How the names of files begin that are not yet whole.
UNFINISHED = ".backfile-"


def write_atomically(path: Path, data: bytes) -> None:
    """Put *data* at *path*, whole or not at all, also if the machine stops meanwhile.

    Raises OSError; what was at *path* is then still there.
    """
    _put(path, data, os.fsync)


def write_whole(path: Path, data: bytes) -> None:
    """Put *data* at *path*, whole or not at all, whenever the program is killed.

    A hundred times faster than `write_atomically` where many files are written. If the machine
    stops before `os.sync`, a new file can be empty: see `is_whole`. Raises OSError; what was at
    *path* is then still there.
    """
    _put(path, data, lambda _handle: None)


def is_whole(data: bytes) -> bool:
    """Tell whether *data* may be a file's; what a stop of the machine leaves is empty or zeros."""
    return bool(data.strip(b"\0"))


@contextmanager
def writing_whole(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be written bit by bit, which is at *path* once the block has ended well.

    Raises OSError; after any exception, what was at *path* is still there.
    """
    unfinished = path.with_name(f"{UNFINISHED}{secrets.token_hex(8)}")
    file = _created(unfinished)
    try:
        with file:
            yield file
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _created(path: Path) -> BinaryIO:
    """Open a new file at *path*, in a new folder if there is none yet.

    Unlike those of tempfile, it is as readable as any other file.
    """
    try:
        return path.open("xb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")


def _put(path: Path, data: bytes, keep: Callable[[int], None]) -> None:
    with writing_whole(path) as file:
        file.write(data)
        file.flush()
        keep(file.fileno())


def umask() -> int:
    """Return the permissions that new files of this process must not have."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
