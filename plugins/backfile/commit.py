"""The commit of the sources that a site is made of, for its manifest."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def commit_of(folder: Path) -> str:
    """Return the id of the commit that is checked out in *folder*, in hexadecimal digits.

    Empty where the folder is in no Git repository, and where anything in the repository differs
    from the commit: the site is not made of it then.
    """
    with suppress(OSError, subprocess.CalledProcessError):
        if not _git(folder, "status", "--porcelain"):
            return _git(folder, "rev-parse", "--verify", "HEAD")
    return ""


def _git(folder: Path, *words: str) -> str:
    command = ["git", "--no-optional-locks", "-C", str(folder), *words]
    done = subprocess.run(command, check=True, capture_output=True)  # noqa: S603 (words of our own)
    return done.stdout.decode().strip()
