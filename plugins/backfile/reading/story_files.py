"""Finds the story files of an archive, in the folders from which a build reads them."""

from __future__ import annotations

import os
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from backfile.reading.site import RECORD_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.config.settings import Settings

_ORIGINALS = "originals"  # the folder of what was received


def story_files(settings: Settings) -> Iterator[str]:
    """Go through the story files below the folder of the content, by their paths in it, in order.

    Pelican counts the folders of stories among those without pages, so they are no exclusion.
    """
    folders = {os.path.normpath(one) for one in settings.article_paths}
    excluded = {settings.partner_path, *settings.page_paths, *settings.excludes, _ORIGINALS}
    excluded = {os.path.normpath(one) for one in excluded} - folders
    found: set[str] = set()
    for one in folders:
        for folder, below, names in os.walk(settings.content / one):
            place = Path(folder).relative_to(settings.content).as_posix()
            paths = {name: os.path.normpath(f"{place}/{name}") for name in (*below, *names)}
            kept = [name for name in paths if not _is_ignored(name, settings)]
            below[:] = [name for name in below if name in kept and paths[name] not in excluded]
            found |= {paths[name] for name in names if name in kept and _is_story(name)}
    yield from sorted(found)


def _is_story(name: str) -> bool:
    return PurePosixPath(name).suffix in RECORD_SUFFIXES


def _is_ignored(name: str, settings: Settings) -> bool:
    return any(fnmatch(name, one) for one in settings.ignored)
