"""A bucket of Amazon S3, or of any store that speaks its language.

Objects are replaced one by one, so their order keeps the site whole: what pages load comes first,
then pages, then what leads to them, then the manifest; deletions are last. An object beside the
site, the record, says whether a publication has come to its end. After one that has not, all
objects are compared with the files.
"""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from backfile.errors import UsageError
from backfile.outputs.site_manifest.format import FOLDER, ManifestError, read_list
from backfile.pipeline.watching import unwatched
from backfile.publish.targets.bucket_lock import ObjectLock
from backfile.publish.targets.changes import FileRole, deleting_order, role_of, sending_order
from backfile.publish.targets.http_headers import ASK_AGAIN, cache_control, content_type
from backfile.publish.targets.object_store import CONNECTIONS
from backfile.publish.targets.release_names import number_of, release_name
from backfile.publish.targets.target import PublishedSite, PublishError, published_by_manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from backfile.pipeline.watching import Watch
    from backfile.publish.release import Release
    from backfile.publish.targets.changes import SiteChanges
    from backfile.publish.targets.object_store import ObjectStore

OWN = ".backfile/"  # the folder of what is no part of the site
RECORD = f"{OWN}release.json"
LOCK = f"{OWN}lock.json"
_VERSION = 1
_LOOK = 5  # seconds between two looks at the lock
_STOPPED = "the last publication was stopped before its end, so every file is compared"


@dataclass(frozen=True, slots=True)
class BucketRecord:
    """What a bucket tells of its last publication, called `name`.

    `is_whole` once it has ended. `touched` are the paths that one that has not may have added or
    deleted. `retired` are assets that the site does without, by the number of the release that did
    first: who reads an older page may still ask for them. `despite` is what spoke against it,
    and `accepted` what its owners accept.
    """

    name: str = ""
    is_whole: bool = True
    touched: tuple[str, ...] = ()
    retired: dict[str, int] = field(default_factory=dict)
    despite: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()


class Bucket:
    """The site in the objects of a *store*; *watch* is told how many are sent. See Target."""

    def __init__(self, store: ObjectStore, watch: Watch = unwatched) -> None:
        self._store = store
        self._watch = watch
        self._lock = ObjectLock(store, LOCK, str(store.address))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock, which is renewed while files are sent; see Target."""
        self._record()
        self._lock.take()
        try:
            yield
        finally:
            self._lock.give_back()

    def published(self, release: Release) -> PublishedSite:
        """Return what is in the bucket, by its manifest if it is whole; see Target."""
        record = self._record()
        if not record.is_whole:
            return PublishedSite(self.digests(release), None, _STOPPED)
        if not record.name:
            return PublishedSite()

        def read(path: str) -> bytes:
            return self._store.get(path).data

        return published_by_manifest(read, release, lambda: self.digests(release))

    def digests(self, release: Release) -> dict[str, str]:
        """Return the digests of the objects, by their tags; see Target.

        The tag of an object is its MD5 (Amazon S3 API, "Object"); where a store has others, the
        files are sent again.
        """
        ours = self._known_paths()
        found = {}
        for path, tag in self._store.tags():
            if path in release.files:
                found[path] = release.files[path] if _is_md5(tag, release.read(path)) else ""
            elif path in ours:
                found[path] = ""
        return found

    def put(self, release: Release, changes: SiteChanges, keep: int) -> str:
        """Send and delete what has changed, in order; see Target.

        Assets that are no longer used stay as long as one of the *keep* last releases had them.
        """
        record = self._record()
        if not changes and record.is_whole and record.name:
            return record.name
        number = number_of(record.name) + 1
        name = release_name(number, release.digest)
        touched = {*record.touched, *changes.added, *changes.removed}
        self._note(
            BucketRecord(
                name, is_whole=False, touched=tuple(sorted(touched)), retired=record.retired
            )
        )
        sent = 0
        for group in sending_order(changes):
            self._each(group, lambda path: self._send(release, path))
            sent += len(group)
            self._watch("sending", sent, len(changes.sent))
        retired = record.retired | {
            path: number for path in changes.removed if role_of(path) is FileRole.ASSET
        }
        retired = {path: since for path, since in retired.items() if path not in release.files}
        expired = {path for path, since in retired.items() if number - since >= keep - 1}
        gone = {path for path in changes.removed if path not in retired} | expired
        for group in deleting_order(gone):
            self._each(group, self._store.delete)
        kept = {path: since for path, since in retired.items() if path not in expired}
        self._note(
            BucketRecord(name, retired=kept, despite=release.despite, accepted=release.accepted)
        )
        return name

    def _record(self) -> BucketRecord:
        """Return the record. Raises UsageError where something else is in the bucket."""
        try:
            told = json.loads(self._store.get(RECORD).data)
            if told.pop("version") != _VERSION:
                raise PublishError(f"{self._store.address}{RECORD}: a newer Backfile wrote it")
            return BucketRecord(
                told["name"],
                told["is_whole"],
                tuple(told["touched"]),
                dict(told["retired"]),
                tuple(told["despite"]),
                tuple(told.get("accepted", ())),
            )
        except FileNotFoundError:
            self._refuse_others()
            return BucketRecord()
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            where = f"{self._store.address}{RECORD}"
            raise PublishError(
                f"{where}: it is no record of a publication; delete it only if all else at "
                "this address may go too"
            ) from error

    def _refuse_others(self) -> None:
        for key, _ in self._store.tags():
            if not key.startswith(OWN):
                raise UsageError(
                    f"{self._store.address}: it holds {key}, which Backfile has not published; "
                    "name another prefix"
                )

    def _note(self, record: BucketRecord) -> None:
        told = {"version": _VERSION, **asdict(record)}
        data = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
        self._store.put(RECORD, data, "application/json", CacheControl=ASK_AGAIN)

    def _known_paths(self) -> set[str]:
        """Return the paths that an earlier publication may have left: all others are not ours."""
        record = self._record()
        known = set(record.touched) - record.retired.keys()
        for path, _ in self._store.tags(FOLDER):
            known.add(path)
            with suppress(ManifestError, FileNotFoundError):  # then it tells of nothing
                known |= read_list(self._store.get(path).data, path).keys()
        return known

    def _send(self, release: Release, path: str) -> None:
        headers = {"CacheControl": cache_control(path, release.files[path])}
        self._store.put(path, release.read(path), content_type(path), **headers)

    def _each(self, paths: Sequence[str], work: Callable[[str], None]) -> None:
        """Do *work* with each of *paths*, several at once, and keep the lock meanwhile."""
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            left: Iterable[Future[None]] = {pool.submit(work, path) for path in paths}
            try:
                while left:
                    done, left = wait(left, _LOOK, FIRST_EXCEPTION)
                    for one in done:
                        one.result()
                    self._lock.renew()
            finally:
                pool.shutdown(cancel_futures=True)


def _is_md5(tag: str, data: bytes) -> bool:
    return tag.strip('"') == hashlib.md5(data, usedforsecurity=False).hexdigest()
