"""Releases in a folder of this computer."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.errors import say
from backfile.files.locks import signed_lock
from backfile.files.writing import write_atomically
from backfile.pipeline.watching import unwatched
from backfile.publish.built_site import files_of, sha256_of
from backfile.publish.release import SiteNotReadyError
from backfile.publish.targets.release_folders import (
    CURRENT,
    HIDDEN,
    LOCK,
    MARKER,
    MARKER_TEXT,
    NEXT,
    RECORD,
    RELEASES,
    SITE,
    ReleaseListing,
    refuse_second,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backfile.pipeline.watching import Watch
    from backfile.publish.release import Release
    from backfile.publish.targets.changes import SiteChanges

_CHUNK = 1 << 20
# The errors of a disk without locks; see flock(2).
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EINVAL)


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """The releases in the folder `root`. The methods are those of ReleaseStore.

    `watch` is told how many files of a release are there.
    """

    root: Path
    watch: Watch = unwatched

    def listing(self) -> ReleaseListing:
        """Return what is in the folder."""
        if not os.path.lexists(self.root):
            return ReleaseListing()
        names = sorted(one.name for one in self.root.iterdir())
        if names and MARKER not in names:
            return ReleaseListing(there=True, foreign=names[0])
        releases = self.root / RELEASES
        found = sorted(one.name for one in releases.iterdir()) if releases.is_dir() else ()
        return ReleaseListing(there=True, names=tuple(found), link=_link(self.root / CURRENT))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock of the folder."""

        def refuse(holder: str) -> None:
            raise refuse_second(str(self.root), holder)

        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / MARKER).open("a+") as marker:
            if not marker.tell():
                marker.write(MARKER_TEXT)
        (self.root / RELEASES).mkdir(exist_ok=True)
        with ExitStack() as stack:
            try:
                stack.enter_context(signed_lock(self.root / LOCK, refuse))
            except OSError as error:
                if error.errno not in _NO_LOCKS:
                    raise
                say(f"{self.root}: its disk has no locks; nothing keeps two publications apart")
            yield

    def read(self, path: str) -> bytes:
        """Return the bytes of a file of the current site."""
        return (self.root / CURRENT / path).read_bytes()

    def digests(self) -> Mapping[str, str]:
        """Return the SHA-256 of all files of the current site."""
        site = self.root / CURRENT
        return {one: sha256_of(site / one) for one in files_of(site) if (site / one).is_file()}

    def fill(self, hidden: str, base: str, release: Release, changes: SiteChanges) -> None:
        """Link the files that *base* has, and copy the others.

        Raises SiteNotReadyError where a file of the *release* is no longer what it was.
        """
        site, old = self._folder(hidden) / SITE, self._folder(base) / SITE
        sent, made = frozenset(changes.sent), set[Path]()
        for number, (path, sha256) in enumerate(release.files.items(), start=1):
            self.watch("sending", number, len(release.files))
            source, place = release.folder / path, site / path
            if place.parent not in made:
                place.parent.mkdir(parents=True, exist_ok=True)
                made.add(place.parent)
            if path in sent or not base or not _linked(old / path, place, source):
                _copy(source, place, sha256)
        # What is named a release stays whole if the machine stops.
        os.sync()

    def finish(self, hidden: str, name: str, record: bytes) -> None:
        """Give a hidden folder its name."""
        write_atomically(self._folder(hidden) / RECORD, record)
        self._folder(hidden).rename(self._folder(name))

    def switch(self, name: str) -> None:
        """Replace the link."""
        target = f"{RELEASES}/{name}/{SITE}"
        if _link(self.root / CURRENT) == target:
            return
        (self.root / NEXT).unlink(missing_ok=True)
        (self.root / NEXT).symlink_to(target)
        (self.root / NEXT).replace(self.root / CURRENT)

    def remove(self, name: str) -> None:
        """Hide the folder of a release, and delete it."""
        folder = self._folder(name)
        if not name.startswith(HIDDEN):
            hidden = self._folder(f"{HIDDEN[1]}{name}")
            shutil.rmtree(hidden, ignore_errors=True)
            folder = folder.rename(hidden)
        shutil.rmtree(folder, ignore_errors=True)

    def _folder(self, name: str) -> Path:
        return self.root / RELEASES / name


def _link(path: Path) -> str:
    return str(path.readlink()) if path.is_symlink() else ""


def _linked(old: Path, new: Path, source: Path) -> bool:
    """Make *new* a link to *old* if that has the size of *source*; tell whether it is one."""
    with suppress(OSError):  # it is not there, or this disk has no such links, or no more of them
        if not old.is_symlink() and old.stat().st_size == source.stat().st_size:
            os.link(old, new)
            return True
    return False


def _copy(source: Path, place: Path, sha256: str) -> None:
    digest = hashlib.sha256()
    with source.open("rb") as read, place.open("xb") as written:
        while chunk := read.read(_CHUNK):
            digest.update(chunk)
            written.write(chunk)
    if digest.hexdigest() != sha256:
        raise SiteNotReadyError(f"{source}: it has changed meanwhile; build and publish again")
