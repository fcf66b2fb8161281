"""Versions of one site, built from a small archive after edits as people make them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

from backfile.publish.release import ready
from tests.sites.revised import FERRY, Archive, new_archive

from .places import files_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ADDRESS = "https://archive.example"


class Versions(NamedTuple):
    """Versions of one site, each in a folder of its own."""

    folder: Path
    sites: Sequence[Path]

    def deleted(self) -> set[str]:
        """Return the paths that some versions lack."""
        paths = [set(files_in(one)) for one in self.sites]
        return set().union(*paths) - set.intersection(*paths)

    def digests(self) -> set[str]:
        """Return the SHA-256 of all files of all versions."""
        return {sha256 for one in self.sites for sha256 in ready(one).files.values()}


def built_versions(folder: Path) -> Versions:
    """Build the versions in *folder*."""
    archive, sites = new_archive(folder / "archive"), []
    archive.settings["BACKFILE_SEARCH"] = True
    for number, edit in enumerate((_nothing, _reword, _add, _rename, _delete)):
        edit(archive)
        ran = archive.build()
        assert not ran.wrong, ran.wrong
        site = folder / f"site-{number}"
        shutil.copytree(archive.output, site)
        sites.append(site)
    return Versions(folder, sites)


def _nothing(_archive: Archive) -> None:
    """Leave the archive as it is."""


def _reword(archive: Archive) -> None:
    archive.replace("stories/ferry.md", "The ferry is in.", "The ferry is in at last.")


def _add(archive: Archive) -> None:
    archive.write("stories/new.md", FERRY.replace("The ferry", "The new ferry"))
    archive.replace("stories/ferry.md", "ice.md", "new.md")


def _rename(archive: Archive) -> None:
    archive.settings["SITENAME"] = "The Harbour Archive"


def _delete(archive: Archive) -> None:
    archive.replace("stories/ferry.md", "new.md", "ice.md")
    (archive.content / "stories/new.md").unlink()
