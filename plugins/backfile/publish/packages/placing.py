"""Puts a package in its place once it is whole, and never takes the place of another in silence."""

from __future__ import annotations

import os
from contextlib import contextmanager
from enum import Enum
from filecmp import cmp, dircmp
from typing import TYPE_CHECKING
from zipfile import is_zipfile

from backfile.errors import UsageError
from backfile.pipeline.exchange import exchange, folder_beside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Existing(Enum):
    """What becomes of another package that is where the new one is to be."""

    KEEP = "keep"
    REPLACE = "replace"


@contextmanager
def placing(output: Path, existing: Existing) -> Iterator[Path]:
    """Give a path beside *output* to make a file or folder at, which then takes its place.

    One that is the same as what is at *output* changes nothing. Raises UsageError where something
    else is there and *existing* says to keep it, and OSError. After any exception, *output* is as
    it was, and nothing is left beside it; what one that was killed has left there goes first.
    """
    if not output.name:
        raise UsageError(f"{output}: it is a folder; name the package in it")
    output.parent.mkdir(parents=True, exist_ok=True)
    with folder_beside(output.absolute()) as folder:
        unfinished = folder / output.name
        yield unfinished
        if unfinished.is_file():
            _keep(unfinished)
        if not _is_same(unfinished, output):
            _put(unfinished, output, existing)


def _put(new: Path, output: Path, existing: Existing) -> None:
    if not os.path.lexists(output) or (new.is_dir() and _is_empty_folder(output)):
        new.rename(output)
        return
    if existing is Existing.KEEP:
        raise UsageError(
            f"{output}: something else is there; add --replace, or name another place with --output"
        )
    if new.is_dir() != output.is_dir():
        raise UsageError(f"{output}: it is {_kind(output)}, and the package is {_kind(new)}")
    if new.is_dir() and not (output / "bagit.txt").is_file():
        raise UsageError(f"{output}: it is a folder that holds something else than a bag")
    if new.is_file():
        if not is_zipfile(output):
            raise UsageError(f"{output}: it is a file that is no package; name another place")
        new.replace(output)
        return
    exchange(new, output)


def _is_empty_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink() and not any(path.iterdir())


def _keep(file: Path) -> None:
    """Have the system write a *file* to its disk, so that it stays whole if the machine stops."""
    with file.open("rb") as whole:
        os.fsync(whole.fileno())


def _kind(path: Path) -> str:
    return "a folder" if path.is_dir() else "a file"


def _is_same(one: Path, other: Path) -> bool:
    if one.is_file() and other.is_file():
        return cmp(one, other, shallow=False)
    if not (one.is_dir() and other.is_dir()):
        return False
    compared = dircmp(one, other, ignore=[], hide=[])
    if compared.left_only or compared.right_only or compared.common_funny:
        return False
    same_files = all(cmp(one / name, other / name, shallow=False) for name in compared.common_files)
    return same_files and all(_is_same(one / n, other / n) for n in compared.common_dirs)
