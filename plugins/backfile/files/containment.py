"""Which files of a folder may be read: regular files that lie in it, links followed."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from backfile.errors import Fault


def refusal(path: Path, root: Path) -> Fault | None:
    """Return why *path*, a file or folder below *root*, must not be read; None where it may be.

    The message goes on from the path: `x.txt: leads outside of dump/`.
    Nothing is opened: a pipe without a writer would wait for ever.
    """
    try:
        real = os.path.realpath(path, strict=True)
        if not Path(real).is_relative_to(os.path.realpath(root)):
            name = printable(root.absolute().name)
            return Fault(str(path), 0, "leads-outside", f"leads outside of {name}/")
        mode = Path(real).stat().st_mode
    except OSError as error:
        return _broken(path, error)
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        return Fault(str(path), 0, "no-file", "is no file: it is a pipe, a socket or a device")
    if not os.access(real, os.R_OK):
        return Fault(str(path), 0, "unreadable", "cannot be read: permission denied")
    return None


def is_utf8(path: str | Path) -> bool:
    """Tell whether the name of a file is text."""
    return printable(str(path)) == str(path)


def printable(path: str) -> str:
    r"""Return *path* as text: a byte that is not UTF-8 becomes `\xff`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _broken(path: Path, error: OSError) -> Fault:
    if error.errno == errno.ELOOP:
        return Fault(str(path), 0, "link-loop", "is a link that leads back to itself")
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Fault(str(path), 0, "no-file", "is a link that leads nowhere")
    return Fault(str(path), 0, "unreadable", f"cannot be read: {error.strerror}")
