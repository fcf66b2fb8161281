"""The folder that a build writes into, and its exchange with the published site.

At every moment either the old site or the new one is complete at its path. Where the system cannot
exchange two folders in one step, a build that is killed between two renames leaves the old site in
a folder beside it, and the next build puts it back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
import sys
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from filecmp import cmp
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from backfile.files.locks import holding
from backfile.files.writing import umask
from backfile.outputs.site_manifest.format import is_of_manifest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path, PurePath

# Python's `tempfile` names folders with eight of these characters.
_OURS = re.compile(r"\.(?P<site>.+)-(?P<kind>new|old)-[a-z0-9_]{8}")
# The errors of a system that cannot exchange two folders, or not on this disk.
_NOT_SUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)
# linux/fs.h and fcntl.h; macOS, sys/stdio.h.
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2


@contextmanager
def folder_beside(output: Path) -> Iterator[Path]:
    """Yield a new folder beside *output* to build in; the folder is removed afterwards.

    What killed builds have left there is removed first. A lock protects the folder from other
    builds that do the same. Raises OSError.
    """
    clear_away(output)
    with ExitStack() as stack:
        folder = _make_folder(output, "new")
        while not _is_ours(folder, stack):
            folder = _make_folder(output, "new")
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def exchange(new: Path, output: Path) -> None:
    """Move the folder *new* to *output*, whose old files are then in *new*, or removed.

    Raises OSError; the old site is then where it was.
    """
    if not output.exists():
        new.rename(output)
        return
    try:
        _swap(new, output)
    except OSError as error:
        if error.errno not in _NOT_SUPPORTED:
            raise
        _in_two_steps(new, output)


def put_in_place(new: Path, output: Path, removed: Iterable[str]) -> None:
    """Move each file in the folder *new* to its place in *output*, where it is another there.

    New files come before those that may lead to them, and the files *removed* are taken away last,
    with the folders that are empty then. So readers meet whole files only, and no link to a file
    that is not there yet. Raises OSError.
    """
    files = [one.relative_to(new) for one in new.rglob("*") if one.is_file()]
    for path in sorted(files, key=lambda one: ((output / one).exists(), _turn(one))):
        file, place = new / path, output / path
        if place.is_file() and cmp(file, place, shallow=False):
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        file.replace(place)
    for gone in sorted(removed):
        (output / gone).unlink(missing_ok=True)
        with suppress(OSError):  # one that is not empty stays
            for folder in PurePosixPath(gone).parents[:-1]:
                (output / folder).rmdir()


def _turn(file: PurePath) -> tuple[bool, bool, int, str]:
    """Return what decides when *file* is put in place.

    Pages come after what they use, and of these the lists are last. The manifest tells of them all.
    """
    is_manifest = is_of_manifest(file.as_posix())
    return is_manifest, file.suffix == ".html", -len(file.parts), str(file)


def clear_away(output: Path) -> None:
    """Remove what killed builds have left beside *output*; put the old site back if it is there."""
    for folder in sorted(output.parent.glob(".*")):
        named = _OURS.fullmatch(folder.name)
        if named is None or named["site"] != output.name or folder.is_symlink():
            continue
        with suppress(OSError), holding(folder) as is_free:
            if is_free and named["kind"] == "old":
                _put_back(folder, output)
            elif is_free:
                shutil.rmtree(folder, ignore_errors=True)


def _make_folder(output: Path, kind: str) -> Path:
    folder = output.parent / tempfile.mkdtemp(dir=output.parent, prefix=f".{output.name}-{kind}-")
    # mkdtemp makes private folders; this one is as readable as any other.
    folder.chmod(0o777 & ~umask())
    return folder


def _is_ours(folder: Path, stack: ExitStack) -> bool:
    """Lock *folder* until *stack* ends, and check that it is still there.

    Until it is locked, another build may remove it as a leftover.
    """
    try:
        return stack.enter_context(holding(folder)) and folder.exists()
    except OSError:  # it is gone, or its disk has no locks
        return folder.exists()


def _in_two_steps(new: Path, output: Path) -> None:
    old = _make_folder(output, "old")
    with holding(old):
        try:
            output.rename(old / output.name)
            new.rename(output)
        finally:
            _put_back(old, output)


def _put_back(old: Path, output: Path) -> None:
    """Move the site in the folder *old* back if *output* is free; remove the folder."""
    site = old / output.name
    if site.exists() and not output.exists():
        site.rename(output)
    shutil.rmtree(old, ignore_errors=True)


def _swap(one: Path, other: Path) -> None:
    """Exchange two folders in one step: renameat2(2) on Linux, renamex_np(2) on macOS.

    Raises OSError, with a number of `_NOT_SUPPORTED` where there is no such call.
    """
    system = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "darwin":
            status = system.renamex_np(*names, _RENAME_SWAP)
        else:
            status = system.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
    except AttributeError:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS)) from None
    if status:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(one), None, str(other))
