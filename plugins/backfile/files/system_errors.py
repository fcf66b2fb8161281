"""What the system answers where a file cannot be read or written, in words for people."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from backfile.files.writing import UNFINISHED

# What to do, by the number of the error (errno(3)).
_REMEDIES = {
    errno.EACCES: "let your user read and write there, or name another place",
    errno.EPERM: "let your user read and write there, or name another place",
    errno.EROFS: "name a place on another disk",
    errno.ENOSPC: "make room on the disk, and try again",
    errno.EDQUOT: "make room on the disk, and try again",
    errno.ENOENT: "correct its name, or make it",
    errno.ENOTDIR: "a part of its path is a file; name another place",
    errno.EISDIR: "name a file",
    errno.EEXIST: "name another place, or remove it",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.ELOOP: "a symbolic link leads back to itself; remove it",
    errno.EMFILE: "let the process open more files (ulimit -n)",
    errno.EIO: "the disk may be damaged; look after it first",
}


def in_words(error: OSError) -> str:
    """Return a sentence that says which file it is about, what is wrong, and what to do.

    An error that no system call has given is returned as it is.
    """
    if error.errno is None or not error.strerror:
        return str(error)
    reason = f"{error.strerror[:1].lower()}{error.strerror[1:]}"
    remedy = _REMEDIES.get(error.errno, "")
    said = f"{reason}; {remedy}" if remedy else reason
    place = _place(error)
    return f"{place}: {said}" if place else said


def _place(error: OSError) -> str:
    """Return the file of an *error* as a person knows it: not one that was only being written."""
    name = error.filename2 or error.filename
    if not isinstance(name, str | bytes):
        return ""
    path = Path(os.fsdecode(name))
    return str(path.parent if path.name.startswith(UNFINISHED) else path)
