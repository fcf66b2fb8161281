"""What every place has in common at which a site is published."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

from backfile.errors import BackfileError
from backfile.outputs.site_manifest.format import (
    INDEX,
    ManifestError,
    SiteManifest,
    read_site_manifest,
)
from backfile.publish.release import all_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from backfile.publish.release import Release
    from backfile.publish.targets.changes import SiteChanges

_NOT_THERE = (FileNotFoundError, IsADirectoryError, NotADirectoryError)


class PublishError(BackfileError):
    """A site that could not be published; what readers get is as it was, or still whole."""


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """What readers get at a target now: the digests of its files, by their paths.

    A digest is empty where it is not known. `manifest` is None where no whole one is there; then
    `remark` says so.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    manifest: SiteManifest | None = None
    remark: str = ""


class Target(Protocol):
    """A place at which a site is published.

    All methods raise PublishError where the place cannot be reached or does not do what is asked,
    and UsageError where it holds something else than a site that Backfile has published.
    """

    def locked(self) -> AbstractContextManager[None]:
        """Let nobody else publish here during the block. Raises PublishError if somebody does."""

    def published(self, release: Release) -> PublishedSite:
        """Return what is published here; the files of the *release* spare reading the same."""

    def digests(self, release: Release) -> Mapping[str, str]:
        """Return the SHA-256 of all files here, by their paths, whatever the manifest here says.

        One is empty where it is not known, but is not that of the file in the *release*.
        """

    def put(self, release: Release, changes: SiteChanges, keep: int) -> str:
        """Make readers get the *release*, by the *changes* that lead to it, and finish the job.

        So many releases are kept. Return what the release is called here.
        """


def published_by_manifest(
    read: Callable[[str], bytes], release: Release, compare: Callable[[], Mapping[str, str]]
) -> PublishedSite:
    """Return what is published, by its manifest; *read* returns the bytes of a file there.

    Where there is no whole manifest, *compare* is asked for the digests of all files. Raises what
    these two raise, except FileNotFoundError for a file of the manifest.
    """
    try:
        index = read(INDEX)
        manifest = read_site_manifest(_sparing(index, read, release))
        _check_paths(manifest.files)
    except (*_NOT_THERE, ManifestError) as reason:
        why = str(reason) if isinstance(reason, ManifestError) else "there is none"
        remark = f"the published site has no whole manifest ({why}), so every file is compared"
        return PublishedSite(compare(), None, remark)
    return PublishedSite(all_files(manifest, hashlib.sha256(index).hexdigest()), manifest)


def _sparing(
    index: bytes, read: Callable[[str], bytes], release: Release
) -> Callable[[str], bytes]:
    """Return a function that reads only those lists of the manifest that the *release* lacks."""
    try:
        lists = dict(json.loads(index)["lists"])
    except (ValueError, LookupError, TypeError):
        lists = {}  # the index is at fault, which is found where it is read

    def spare(path: str) -> bytes:
        if path == INDEX:
            return index
        is_same = path in lists and release.manifest.lists.get(path) == lists[path]
        return release.read(path) if is_same else read(path)

    return spare


def _check_paths(paths: Mapping[str, str]) -> None:
    """Raise ManifestError where a path leads out of the site."""
    for path in paths:
        if path.startswith("/") or ".." in PurePosixPath(path).parts:
            raise ManifestError(f"{path!r} is outside of the site")
