"""Finds what of the content folder must not be published: files outside of it, special files.

Pelican follows every link, in circles as well, and waits for ever at a pipe. So its folders are
looked through before it reads them.
"""

from __future__ import annotations

import fnmatch
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.errors import Fault
from backfile.files.containment import is_utf8, refusal
from backfile.reading.reader import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backfile.config.settings import Settings

_REMEDIES = {
    "leads-outside": "; put the file itself there, since only what is in this folder is published",
    "link-loop": "; remove the link",
    "no-file": "; remove it",
    "unreadable": "; let it be read",
    "bad-file-name": "; rename it",
}


def refuse(settings: Settings) -> tuple[list[Fault], frozenset[str]]:
    """Look through the folders that a build reads, and find what it must not read there.

    Returns a fault for each such path, but for hidden ones, such as the lock files of editors; and
    all these paths, named from the content folder.
    """
    content = settings.content
    read = (*settings.article_paths, *settings.page_paths, *settings.static_paths)
    places = {*read, settings.partner_path, "originals"}
    # What the settings themselves fetch from elsewhere is meant to be published.
    within = [one for one in map(os.path.normpath, places) if not one.startswith(("..", "/"))]
    seen = _Seen(content, settings.ignored)
    refused = {one for place in within for one in seen.at(content / place)}
    faults = [
        replace(one, path=shown_path(one.path), message=f"{one.message}{_REMEDIES[one.code]}")
        for one in sorted(refused)
        if not any(part.startswith(".") for part in Path(one.path).relative_to(content).parts)
    ]
    return faults, frozenset(os.path.relpath(one.path, content) for one in refused)


def _leads_up(path: Path) -> bool:
    """Tell a link to a folder in which it stands."""
    above = map(os.path.realpath, path.absolute().parents)
    return path.is_symlink() and os.path.realpath(path) in above


class _Seen:
    """Looks through folders as Pelican does, but for the links that it must not follow."""

    def __init__(self, root: Path, ignored: Iterable[str]) -> None:
        self._root = root
        self._ignored = ignored

    def at(self, path: Path) -> Iterator[Fault]:
        """Go through what is refused at *path* and below."""
        if not path.exists() and not path.is_symlink():
            return
        refused = refusal(path, self._root)
        if refused is None and not is_utf8(path.relative_to(self._root)):
            refused = Fault(str(path), 0, "bad-file-name", "has a name that is not UTF-8")
        if refused is None and path != self._root and _leads_up(path):
            refused = Fault(str(path), 0, "link-loop", "is a link to a folder that holds it")
        if refused is not None:
            yield refused
        elif path.is_dir():
            with os.scandir(path) as entries:
                names = sorted(one.name for one in entries if self._may_matter(one))
            for name in names:
                yield from self.at(path / name)

    def _may_matter(self, entry: os.DirEntry[str]) -> bool:
        """Tell whether *entry* has to be looked at: most are plain files with plain names."""
        if any(fnmatch.fnmatch(entry.name, one) for one in self._ignored):
            return False
        return not entry.is_file(follow_symlinks=False) or not is_utf8(entry.name)
