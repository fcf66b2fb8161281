"""Releases in folders of their own, of which a symbolic link names the one that readers get.

    /srv/www/current              a link to releases/000012-3fa9bc120d5e/site
    /srv/www/releases/000012-3fa9bc120d5e/site/…
    /srv/www/releases/000012-3fa9bc120d5e/release.json
    /srv/www/releases/000011-…

A release is made beside the others, under a hidden name, and takes its own name when it is whole.
Then the link is replaced in one step. Whatever is killed, the link leads to a whole site, and the
next publication removes what is left. Files that have not changed are hard links to those of the
release before, so a release takes the space of its changes.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from backfile.errors import UsageError
from backfile.publish.targets.release_names import (
    finished_release,
    next_name,
    release_before,
    releases_in,
    superseded,
)
from backfile.publish.targets.target import PublishedSite, PublishError, published_by_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from backfile.publish.release import Release
    from backfile.publish.targets.changes import SiteChanges

MARKER = "backfile-releases.txt"
MARKER_TEXT = (
    "Releases of a site, published by Backfile. The link current leads to the one that readers "
    "get: make current/ the root of the web server. Put nothing of your own into releases/.\n"
)
LOCK = "publish.lock"
RELEASES = "releases"
CURRENT = "current"
NEXT = ".current-next"  # the link that is to take its place
SITE = "site"  # the folder of the site within that of the release
RECORD = "release.json"
HIDDEN = (".new-", ".old-")  # how the names of folders begin that are no releases yet, or any more
_VERSION = 1


@dataclass(frozen=True, slots=True)
class ReleaseListing:
    """What is at the target: whether it is `there`, the first `foreign` thing, and the releases.

    `names` are all names in the folder of releases; `link` is where `current` leads, empty where
    there is no such link.
    """

    there: bool = False
    foreign: str = ""
    names: tuple[str, ...] = ()
    link: str = ""

    @property
    def releases(self) -> tuple[str, ...]:
        """The names of the whole releases, the oldest first."""
        return releases_in(self.names)

    @property
    def current(self) -> str:
        """The name of the release that readers get, empty where there is none."""
        named = self.link.removeprefix(f"{RELEASES}/").removesuffix(f"/{SITE}")
        return named if named in self.releases else ""

    @property
    def leftovers(self) -> tuple[str, ...]:
        """The hidden folders of publications that were killed."""
        return tuple(one for one in self.names if one.startswith(HIDDEN))


class ReleaseStore(Protocol):
    """The steps of a publication into folders, on this computer or on another.

    All raise PublishError or OSError.
    """

    def listing(self) -> ReleaseListing:
        """Return what is there. Nothing is changed."""

    def locked(self) -> AbstractContextManager[None]:
        """Let nobody else publish here during the block; make the folder first, if need be."""

    def read(self, path: str) -> bytes:
        """Return the bytes of a file of the current site. Raises FileNotFoundError."""

    def digests(self) -> Mapping[str, str]:
        """Return the SHA-256 of all files of the current site, by their paths."""

    def fill(self, hidden: str, base: str, release: Release, changes: SiteChanges) -> None:
        """Make a hidden folder with the *release*: *changes* from it, the rest from *base*."""

    def finish(self, hidden: str, name: str, record: bytes) -> None:
        """Add the *record* to a hidden folder, and give it its *name*: it is whole."""

    def switch(self, name: str) -> None:
        """Let readers get the release called *name*, in one step."""

    def remove(self, name: str) -> None:
        """Remove the release or leftover called *name*; it is no release from the first moment."""


@dataclass(frozen=True, slots=True)
class ReleaseFolders:
    """A target that keeps releases in folders, reached by its `store`."""

    store: ReleaseStore
    address: str

    def locked(self) -> AbstractContextManager[None]:
        """Lock the folder; see Target."""
        self._listing()
        return self.store.locked()

    def published(self, release: Release) -> PublishedSite:
        """Return the current release; see Target."""
        if not self._listing().current:
            return PublishedSite()
        return published_by_manifest(self.store.read, release, self.store.digests)

    def digests(self, _release: Release) -> Mapping[str, str]:
        """Return the digests of the files of the current release; see Target."""
        return self.store.digests() if self._listing().current else {}

    def put(self, release: Release, changes: SiteChanges, keep: int) -> str:
        """Make the *release* the current one; see Target."""
        found = self._listing()
        for one in found.leftovers:
            self.store.remove(one)
        name = self._made(found, release, changes)
        self.store.switch(name)
        releases = (*found.releases, name) if name not in found.releases else found.releases
        for one in superseded(releases, found.current, name, keep):
            self.store.remove(one)
        return name

    def roll_back(self) -> str:
        """Make the release before this one the current one again; return its name.

        Raises UsageError where there is none.
        """
        found = self._listing()
        name = release_before(found.releases, found.current)
        if not name:
            kept = ", ".join(found.releases) or "none"
            raise UsageError(f"{self.address}: there is no earlier release (releases: {kept})")
        self.store.switch(name)
        return name

    def _made(self, found: ReleaseListing, release: Release, changes: SiteChanges) -> str:
        """Return the name of the *release*, which is made if it is not there yet."""
        if found.current and not changes:
            return found.current
        if name := finished_release(found.releases, found.current, release.digest):
            return name
        name = next_name(found.releases, release.digest)
        hidden = f"{HIDDEN[0]}{name}-{secrets.token_hex(4)}"
        self.store.fill(hidden, found.current, release, changes)
        self.store.finish(hidden, name, _record(name, release))
        return name

    def _listing(self) -> ReleaseListing:
        """Return what is there. Raises UsageError where something else is."""
        found = self.store.listing()
        if found.foreign:
            raise UsageError(
                f"{self.address}: it holds {found.foreign}, which Backfile has not published; name "
                "an empty folder or a new one, and make current/ in it the root of the web server"
            )
        return found


def _record(name: str, release: Release) -> bytes:
    told = {
        "version": _VERSION,
        "release": name,
        "manifest": release.digest,
        "commit": release.manifest.commit,
        "despite": list(release.despite),
        "accepted": list(release.accepted),
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def refuse_second(address: str, holder: str) -> PublishError:
    """Return the error of a publication that another one locks out."""
    return PublishError(
        f"{address}: another publication is running ({holder}); wait until it has ended, and "
        "publish again"
    )
