"""One publication: from a site that is built to what readers get at a target."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from backfile.errors import UsageError
from backfile.pipeline.one_build import alone_with
from backfile.pipeline.watching import unwatched
from backfile.publish.release import GateAnswer, SiteNotReadyError, answer_of, ready
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
    from pathlib import Path

    from backfile.pipeline.watching import Watch
    from backfile.publish.release import Gate, Release
    from backfile.publish.targets.target import Target

KEPT = 3  # releases
_SCRATCH = "publish.git"  # the folder in the cache of what git needs
_REFUSED = (
    "the site is not published; correct this, accept single findings in accepted-findings.txt, or "
    "publish it with --anyway, which is recorded"
)


@dataclass(frozen=True, slots=True)
class Publication:
    """What is published where: the folder of the `site`, the `cache` of its builds, the target.

    `endpoint` is the web address of a store of objects, empty where boto3 knows it. `keep` is the
    number of releases that stay. `gates` are asked before; `watch` is told of the progress.
    """

    site: Path
    cache: Path
    target: str
    endpoint: str = ""
    keep: int = KEPT
    gates: Sequence[Gate] = ()
    watch: Watch = unwatched


@dataclass(frozen=True, slots=True)
class PublishOutcome:
    """What a publication has done, or would do.

    `name` is what the release is called at the target, empty where nothing was done. `size` is that
    of the files to send in bytes, `files` the number of all files. `is_first` where nothing was
    published there before; `remark` says why every file was compared; `answer` is what gates say of
    the site.
    """

    address: str
    name: str
    changes: SiteChanges
    size: int
    files: int
    is_first: bool
    remark: str = ""
    answer: GateAnswer = field(default_factory=GateAnswer)


def publish(publication: Publication, *, compare: bool, anyway: bool) -> PublishOutcome:
    """Let readers get the site; return what was done.

    With *compare*, every file at the target is compared, whatever its manifest says. *anyway*, what
    gates say against the site is recorded and does not stop it. Raises SiteNotReadyError,
    PublishError, UsageError; readers then get what they got before.
    """
    with _ready_for(publication) as (release, target), target.locked():
        plan = _planned(publication, release, target, compare=compare)
        if plan.release.despite and not anyway:
            raise SiteNotReadyError("\n".join([*plan.release.despite, _REFUSED]))
        name = target.put(plan.release, plan.outcome.changes, publication.keep)
        return replace(plan.outcome, name=name)


def preview(publication: Publication, *, compare: bool) -> PublishOutcome:
    """Return what `publish` would do. Nothing is changed. Raises what it raises."""
    with _ready_for(publication) as (release, target):
        return _planned(publication, release, target, compare=compare).outcome


def roll_back(target: str) -> str:
    """Let readers get the release before this one again; return its name.

    Raises UsageError where there is none, and PublishError.
    """
    with ExitStack() as stack:
        match address_of(target):
            case FolderAddress() | ServerAddress() as address:
                folders = _release_folders(address, stack)
                stack.enter_context(folders.locked())
                return folders.roll_back()
            case BranchAddress():
                remedy = "push a commit that reverts the last one"
            case BucketAddress():
                remedy = "build the earlier sources again, and publish that site"
    raise UsageError(f"{target}: --rollback is for folders and servers; {remedy}")


@contextmanager
def opened(publication: Publication) -> Iterator[Target]:
    """Yield the target of a *publication*, connected during the block.

    Raises UsageError, PublishError.
    """
    with ExitStack() as stack:
        match address_of(publication.target):
            case FolderAddress() | ServerAddress() as address:
                yield _release_folders(address, stack, publication.watch)
            case BucketAddress() as address:
                store = opened_store(address, publication.endpoint)
                yield Bucket(store, publication.watch)
            case BranchAddress() as address:
                folder = publication.cache.absolute() / _SCRATCH
                stack.callback(shutil.rmtree, folder, ignore_errors=True)
                shutil.rmtree(folder, ignore_errors=True)  # one that was killed has left it
                yield opened_branch(address, folder)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A release with what speaks against it, and what its publication would do."""

    release: Release
    outcome: PublishOutcome


@contextmanager
def _ready_for(publication: Publication) -> Iterator[tuple[Release, Target]]:
    """Yield the whole site and the target, while no build changes the site."""
    address = address_of(publication.target)
    if isinstance(address, FolderAddress) and address.path.is_relative_to(publication.site):
        raise UsageError(f"{address}: it is in the site that is to be published; name another")
    with alone_with(publication.cache):
        release = ready(publication.site, publication.watch)
        with opened(publication) as target:
            yield release, target


def _planned(publication: Publication, release: Release, target: Target, *, compare: bool) -> _Plan:
    found = target.published(release)
    files = target.digests(release) if compare else found.files
    changes = changes_between(files, release.files)
    answer = answer_of(release, found.manifest, publication.gates)
    outcome = PublishOutcome(
        address=str(address_of(publication.target)),
        name="",
        changes=changes,
        size=release.size(changes.sent),
        files=len(release.files),
        is_first=not found.files,
        remark=found.remark,
        answer=answer,
    )
    told = replace(release, despite=answer.objections, accepted=answer.accepted)
    return _Plan(told, outcome)


def _release_folders(
    address: FolderAddress | ServerAddress, stack: ExitStack, watch: Watch = unwatched
) -> ReleaseFolders:
    """Return the releases at *address*, reached until *stack* ends."""
    if isinstance(address, FolderAddress):
        return ReleaseFolders(LocalFolder(address.path, watch), str(address))
    shell = stack.enter_context(RemoteShell(address))
    return ReleaseFolders(SshServer(address, shell), str(address))
