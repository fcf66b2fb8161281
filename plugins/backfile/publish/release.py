"""What may be published: a site that is whole, and what speaks against it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.errors import BackfileError
from backfile.outputs.site_manifest.format import (
    INDEX,
    ManifestError,
    SiteManifest,
    read_site_manifest,
)
from backfile.pipeline.watching import unwatched
from backfile.publish.built_site import files_of, sha256_of
from backfile.reading.reader import shown_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from backfile.pipeline.watching import Watch

    # Takes the folder of a site, its manifest and that of the published site, if one is known;
    # returns what it finds.
    Gate = Callable[[Path, SiteManifest, SiteManifest | None], "GateAnswer"]

_AGAIN = "build it again with backfile build --production"


class SiteNotReadyError(BackfileError):
    """A site that cannot be published: it is not whole, or a gate has refused it."""


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """What a gate finds in a site, a sentence each.

    `objections` speak against publishing it; `accepted` would, if its owners did not accept them;
    `remarks` are what somebody should know.
    """

    objections: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """A whole site in a `folder`, to be published.

    `files` are the SHA-256 of all its files, by their paths, those of the manifest included. The
    `digest` is that of the index of the manifest, and so stands for all of them. `despite` is what
    spoke against the site, where it is published all the same, and `accepted` what did not, since
    its owners accept it.
    """

    folder: Path
    manifest: SiteManifest
    files: Mapping[str, str]
    digest: str
    despite: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()

    def read(self, path: str) -> bytes:
        """Return the bytes of the file at *path*.

        Raises SiteNotReadyError where they are not those that the manifest names.
        """
        data = (self.folder / path).read_bytes()
        if hashlib.sha256(data).hexdigest() != self.files[path]:
            raise SiteNotReadyError(f"{self.folder / path}: it has changed meanwhile; {_AGAIN}")
        return data

    def size(self, paths: Sequence[str]) -> int:
        """Return how many bytes the files at *paths* have together."""
        return sum((self.folder / one).stat().st_size for one in paths)


def ready(folder: Path, watch: Watch = unwatched) -> Release:
    """Return the release of the site in *folder*, if its build has ended and it is whole.

    Every file is compared with the manifest, of which *watch* is told. Raises SiteNotReadyError
    otherwise.
    """
    try:
        manifest = read_site_manifest(lambda path: (folder / path).read_bytes())
        digest = sha256_of(folder / INDEX)
    except FileNotFoundError as error:
        what = shown_path(error.filename) if folder.is_dir() else f"{shown_path(folder)}/"
        raise SiteNotReadyError(f"{what}: there is no such {_kind(folder)}; {_AGAIN}") from error
    except ManifestError as error:
        raise SiteNotReadyError(f"{shown_path(folder)}/{error}; {_AGAIN}") from error
    release = Release(folder, manifest, all_files(manifest, digest), digest)
    if wrong := list(_differing(release, watch)):
        more = f" and {len(wrong) - 1:,} more" if wrong[1:] else ""
        raise SiteNotReadyError(
            f"{shown_path(folder)}/: the site is not as its manifest says ({wrong[0]}{more}); "
            f"a build was stopped, or somebody has changed it; {_AGAIN}"
        )
    return release


def answer_of(
    release: Release, published: SiteManifest | None, gates: Sequence[Gate]
) -> GateAnswer:
    """Return all that *gates* find in the *release*, which is to follow the *published* one."""
    answers = [gate(release.folder, release.manifest, published) for gate in gates]
    return GateAnswer(
        tuple(line for one in answers for line in one.objections),
        tuple(line for one in answers for line in one.accepted),
        tuple(line for one in answers for line in one.remarks),
    )


def all_files(manifest: SiteManifest, digest: str) -> dict[str, str]:
    """Return the files of a *manifest*, whose index has this *digest*, and its own."""
    return {**manifest.files, **manifest.lists, INDEX: digest}


def _differing(release: Release, watch: Watch) -> Iterator[str]:
    """Go through what is in the folder otherwise than in the manifest, a few words each."""
    told, found = release.files, set(files_of(release.folder))
    paths = sorted(told.keys() | found)
    for number, path in enumerate(paths, start=1):
        watch("checking", number, len(paths))
        file = release.folder / path
        if path not in found:
            yield f"{path} is missing"
        elif path not in told:
            yield f"{path} is not in it"
        elif file.is_symlink() or not file.is_file() or sha256_of(file) != told[path]:
            yield f"{path} has other bytes"


def _kind(folder: Path) -> str:
    return "file, so the site has no whole manifest" if folder.is_dir() else "folder"
