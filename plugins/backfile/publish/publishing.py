"""One publication: from a site that is built to what readers get at a target."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.pipeline.one_build import alone_with
from backfile.publish.release import GATES, SiteNotReadyError, objections, ready
from backfile.publish.targets.address import (
    BranchAddress,
    BucketAddress,
    FolderAddress,
    ServerAddress,
    address_of,
)
from backfile.publish.targets.branch import opened_branch
from backfile.publish.targets.bucket import Bucket
from backfile.publish.targets.changes import SiteChanges, changes_between
from backfile.publish.targets.local_folder import LocalFolder
from backfile.publish.targets.object_store import opened_store
from backfile.publish.targets.release_folders import ReleaseFolders
from backfile.publish.targets.remote_shell import RemoteShell
from backfile.publish.targets.ssh_server import SshServer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backfile.publish.release import Gate, Release
    from backfile.publish.targets.address import Address
    from backfile.publish.targets.target import PublishedSite, Target

KEPT = 3  # releases


@dataclass(frozen=True, slots=True)
class Publication:
    """What is published where: the folder of the `site`, the `cache` of its builds, the target.

    `endpoint` is the web address of a store of objects, empty where boto3 knows it. `keep` is the
    number of releases that stay. `gates` are asked before.
    """

    site: Path
    cache: Path
    target: str
    endpoint: str = ""
    keep: int = KEPT
    gates: Sequence[Gate] = GATES


@dataclass(frozen=True, slots=True)
class PublishOutcome:
    """What a publication has done, or would do.

    `name` is what the release is called at the target, empty where nothing was done. `size` is that
    of the files to send in bytes, `files` the number of all files. `is_first` where nothing was
    published there before; `remark` says why every file was compared; `despite` is what speaks
    against the site.
    """

    address: str
    name: str
    changes: SiteChanges
    size: int
    files: int
    is_first: bool
    remark: str = ""
    despite: tuple[str, ...] = ()


def publish(publication: Publication, *, compare: bool, anyway: bool) -> PublishOutcome:
    """Let readers get the site; return what was done.

    With *compare*, every file at the target is compared, whatever its manifest says. *anyway*, what
    gates say against the site is recorded and does not stop it. Raises SiteNotReadyError,
    PublishError, UsageError; readers then get what they got before.
    """
    address = address_of(publication.target)
    with alone_with(publication.cache), opened(address, publication.endpoint) as target:
        release = ready(publication.site)
        with target.locked():
            found = target.compared(release) if compare else target.published(release)
            release = _judged(publication, release, found)
            if release.despite and not anyway:
                raise SiteNotReadyError("\n".join([*release.despite, _REFUSED]))
            changes = changes_between(found.files, release.files)
            outcome = _outcome(address, release, found, changes)
            return replace(outcome, name=target.put(release, changes, publication.keep))


def preview(publication: Publication, *, compare: bool) -> PublishOutcome:
    """Return what `publish` would do. Nothing is changed. Raises what it raises."""
    address = address_of(publication.target)
    with alone_with(publication.cache), opened(address, publication.endpoint) as target:
        release = ready(publication.site)
        found = target.compared(release) if compare else target.published(release)
        release = _judged(publication, release, found)
        return _outcome(address, release, found, changes_between(found.files, release.files))


def roll_back(target: str, endpoint: str = "") -> str:
    """Let readers get the release before this one again; return its name.

    Raises UsageError where there is none, and PublishError.
    """
    with opened(address_of(target), endpoint) as place, place.locked():
        return place.roll_back()


@contextmanager
def opened(address: Address, endpoint: str = "") -> Iterator[Target]:
    """Yield the target at *address*, connected during the block.

    Raises UsageError, PublishError.
    """
    with ExitStack() as stack:
        match address:
            case FolderAddress():
                yield ReleaseFolders(LocalFolder(address.path), str(address))
            case ServerAddress():
                shell = stack.enter_context(RemoteShell(address))
                yield ReleaseFolders(SshServer(address, shell), str(address))
            case BucketAddress():
                yield Bucket(opened_store(address, endpoint))
            case BranchAddress():
                folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="backfile-"))
                yield opened_branch(address, Path(folder))


_REFUSED = "the site is not published; correct this, or publish it with --anyway, which is recorded"


def _judged(publication: Publication, release: Release, found: PublishedSite) -> Release:
    despite = objections(release, found.manifest, publication.gates)
    return replace(release, despite=despite)


def _outcome(
    address: Address, release: Release, found: PublishedSite, changes: SiteChanges
) -> PublishOutcome:
    size, files = release.size(changes.sent), len(release.files)
    is_first = not found.files
    return PublishOutcome(
        str(address), "", changes, size, files, is_first, found.remark, release.despite
    )
