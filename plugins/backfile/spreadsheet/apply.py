"""Writes the changes of a table into the story files: all or none, and as one commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.errors import BackfileError
from backfile.files.git import commit_files, is_in_repository, uncommitted
from backfile.files.locks import holding
from backfile.files.writing import write_atomically
from backfile.reading.reader import shown_path

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from backfile.spreadsheet.plan import StoryEdit


def apply_changes(changes: Sequence[StoryEdit], content: Path, message: str) -> str:
    """Write the *changes* below *content*, and return the name of the commit that has them.

    It is empty where the content is in no Git repository. Raises BackfileError or OSError; all
    files are then as they were.
    """
    with holding(content) as is_alone:
        if not is_alone:
            raise BackfileError(
                f"{shown_path(content)}: an import or a table is at work here; wait for it"
            )
        _check_unchanged(changes)
        is_kept = is_in_repository(content)
        paths = [one.path for one in changes]
        if is_kept and (others := uncommitted(content, paths)):
            raise BackfileError(
                f"{others[0]}: it has changes that are not committed yet; commit them first, so "
                "that the changes of the table can be undone alone"
            )
        try:
            for one in changes:
                write_atomically(one.path, one.after)
            return commit_files(content, paths, message) if is_kept else ""
        except BaseException:
            _undo(changes)
            raise


def _check_unchanged(changes: Sequence[StoryEdit]) -> None:
    for one in changes:
        if one.path.read_bytes() != one.before:
            raise BackfileError(
                f"{shown_path(one.path)}: it was changed just now; write the table again"
            )


def _undo(changes: Sequence[StoryEdit]) -> None:
    for one in changes:
        if one.path.read_bytes() != one.before:
            write_atomically(one.path, one.before)
