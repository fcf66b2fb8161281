"""What differs between the published site and the new one, and in which order it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from backfile.outputs.hosts.server_files import SERVER_FILES
from backfile.outputs.site_manifest.format import FOLDER, INDEX

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Folders whose files lead readers or their programs to pages.
_LEADING = ("feeds/", "sitemaps/", "search-index/")
_LEADING_FILES = SERVER_FILES | {"robots.txt"}


class FileRole(IntEnum):
    """What a file is to readers, in the order in which files are sent."""

    ASSET = 0  # what pages load or offer: style sheets, scripts, pictures, texts, data
    PAGE = 1
    LISTING = 2  # feeds, sitemaps, the index of the search: what leads to pages
    MANIFEST = 3
    INDEX = 4  # of the manifest: the site is complete


@dataclass(frozen=True, slots=True)
class SiteChanges:
    """The paths of the files that are new, that are other ones now, and that are gone."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def sent(self) -> tuple[str, ...]:
        """The paths of the files that have to be sent."""
        return (*self.added, *self.changed)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def changes_between(before: Mapping[str, str], after: Mapping[str, str]) -> SiteChanges:
    """Return what turns the files *before* into those *after*; both are digests by path."""
    return SiteChanges(
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(one for one in after.keys() & before.keys() if after[one] != before[one])),
        tuple(sorted(before.keys() - after.keys())),
    )


def role_of(path: str) -> FileRole:
    """Return what the file at *path* of the site is to readers."""
    if path == INDEX:
        return FileRole.INDEX
    if path.startswith(FOLDER):
        return FileRole.MANIFEST
    if path.startswith(_LEADING) or path.endswith(".xml") or path in _LEADING_FILES:
        return FileRole.LISTING
    return FileRole.PAGE if path.endswith((".html", ".htm")) else FileRole.ASSET


def sending_order(changes: SiteChanges) -> list[list[str]]:
    """Return the paths of the files to send, in groups: each is sent when the last one is there.

    What is new comes before what may lead to it, and the deepest pages come before the lists above
    them, as where a build puts its files in place (pipeline/exchange.py).
    """
    new = frozenset(changes.added)

    def turn(path: str) -> tuple[FileRole, bool, int]:
        role = role_of(path)
        depth = len(PurePosixPath(path).parts) if role is FileRole.PAGE else 0
        return role, path not in new, -depth

    ordered = sorted(changes.sent, key=lambda path: (turn(path), path))
    return [list(group) for _, group in groupby(ordered, turn)]


def deleting_order(paths: Iterable[str]) -> list[list[str]]:
    """Return *paths* in groups, what leads to others first: each is deleted after the last one."""

    def turn(path: str) -> tuple[int, int]:
        role = role_of(path)
        return -role, len(PurePosixPath(path).parts) if role is FileRole.PAGE else 0

    ordered = sorted(paths, key=lambda path: (turn(path), path))
    return [list(group) for _, group in groupby(ordered, turn)]
