"""Commits files to the Git repository that they are in, and nothing else that is changed there."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from backfile.errors import BackfileError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_AT_WORK = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD")
_AT_ONCE = 1000  # paths of one call, whose arguments have a largest size


class GitError(BackfileError):
    """What Git did not do, and why."""


def is_in_repository(folder: Path) -> bool:
    """Tell whether *folder* is in the working tree of a Git repository, and Git is installed.

    A folder that the repository ignores is in none. Raises GitError where Git refuses to tell, as
    it does in a repository of another user.
    """
    try:
        done = _git(folder, "rev-parse", "--is-inside-work-tree")
    except FileNotFoundError:
        return False
    if done.returncode and "not a git repository" not in done.stderr:
        raise GitError(f"git rev-parse: {done.stderr.strip()}")
    place = folder.resolve()
    ignored = _git(place.parent, "check-ignore", "-q", "--", place.name)
    return done.stdout.strip() == "true" and ignored.returncode != 0


def uncommitted(folder: Path, paths: Sequence[Path]) -> list[str]:
    """Return those of the *paths* below *folder* that differ from the last commit, or are in none.

    Raises GitError where Git cannot tell, or is in the middle of a merge or the like.
    """
    for name in _AT_WORK:
        if _git(folder, "rev-parse", "-q", "--verify", name).returncode == 0:
            word = name.removesuffix("_HEAD").lower().replace("_", "-")
            raise GitError(f"{folder}: Git is in the middle of a {word}; end it first")
    names = _names(folder, paths)
    found = "".join(
        _done(folder, "status", "--porcelain", "-z", "--", *names[start : start + _AT_ONCE])
        for start in range(0, len(names), _AT_ONCE)
    )
    return [entry[3:] for entry in found.split("\0") if entry]


def commit_files(folder: Path, paths: Sequence[Path], message: str) -> str:
    """Commit the *paths* below *folder* as they are, and return the short name of the commit.

    What else is staged stays staged. Raises GitError, with the files as they are.
    """
    names = "\0".join(_names(folder, paths))
    told = ("--pathspec-from-file=-", "--pathspec-file-nul")
    _done(folder, "commit", "--quiet", "-m", message, "--only", *told, given=names)
    return _done(folder, "rev-parse", "--short", "HEAD").strip()


def _names(folder: Path, paths: Sequence[Path]) -> list[str]:
    return [os.path.relpath(one, folder) for one in paths]


def _done(folder: Path, *words: str, given: str = "") -> str:
    # Paths stand for themselves, whatever signs of patterns are in them.
    done = _git(folder, "--literal-pathspecs", *words, given=given)
    if done.returncode:
        said = (done.stderr or done.stdout).strip() or f"exit status {done.returncode}"
        raise GitError(f"git {words[0]}: {said}")
    return done.stdout


def _git(folder: Path, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    command = ["git", *words]
    return subprocess.run(  # noqa: S603 (git, with paths after "--")
        command, cwd=folder, env=env, input=given, capture_output=True, text=True, check=False
    )
