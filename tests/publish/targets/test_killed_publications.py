"""Publications that are killed at any moment: the next makes up for it, and no reader notices."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import pytest

from backfile.publish import publishing, release
from backfile.publish.publishing import Publication, publish
from backfile.publish.release import ready
from backfile.publish.targets import branch, bucket, local_folder, release_folders, ssh_server
from tests.publish.published_sites import write_manifest
from tests.sites.revised import FERRY, Archive, new_archive
from tests.sites.walker import FORK

from .places import BucketPlace, FolderPlace, Place, files_in
from .servers import nginx
from .web_reader import reading_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from types import FrameType

KILLS = int(os.environ.get("BACKFILE_KILLS", "4"))
SITE = "https://archive.example"
TRACED = {
    one.__file__
    for one in (publishing, release, branch, bucket, local_folder, release_folders, ssh_server)
}


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


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Versions:
    """Return versions of the site of a small archive, after edits as people make them."""
    folder = tmp_path_factory.mktemp("versions")
    archive, sites = new_archive(folder / "archive"), []
    archive.settings["BACKFILE_SEARCH"] = True
    for number, edit in enumerate((_nothing, _reword, _add, _rename, _delete)):
        edit(archive)
        ran = archive.build()
        assert not ran.wrong, ran.wrong
        site = folder / f"site-{number}"
        shutil.copytree(archive.output, site)
        write_manifest(site)
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


@pytest.fixture(params=["folder", "server", "bucket"])
def place(request: pytest.FixtureRequest) -> Place:
    made: Place = request.getfixturevalue(f"{request.param}_place")
    return made


@contextmanager
def served(place: Place, folder: Path) -> Iterator[str]:
    """Yield the address at which readers get the site of *place*."""
    if isinstance(place, BucketPlace):
        yield f"{place.endpoint}/{place.bucket}/{place.prefix}/"
        return
    assert isinstance(place, FolderPlace)
    folder.mkdir()
    with nginx(folder, place.site) as address:
        yield address


def test_a_kill_at_any_moment_is_made_up_for_and_no_reader_notices(
    place: Place, versions: Versions, tmp_path: Path
) -> None:
    chance = random.Random(7)  # noqa: S311 (no secret)
    publish_from(versions.sites[0], place, tmp_path)
    lines, seconds = 0, 0.0
    with served(place, tmp_path / "nginx") as server, reading_from(server, SITE) as met:
        for number in range(1, KILLS + 1):
            sent = partial(publish_from, versions.sites[number % 5], place, tmp_path)
            if number % 2 and lines:
                kill_at_line(chance.randrange(1, lines), sent)
            else:
                kill_after(chance.uniform(0, seconds), sent)
            # Half of the time, people edit on.
            site = versions.sites[(number + chance.randrange(2)) % 5]
            began = time.monotonic()
            lines = lines_of(partial(publish_from, site, place, tmp_path))
            seconds = time.monotonic() - began
            assert_published(place, site)
    assert met.walks
    assert not met.broken
    assert not [one for one in met.dead if one.target not in versions.deleted()]
    assert met.digests <= versions.digests()


def publish_from(site: Path, place: Place, folder: Path) -> None:
    endpoint = os.environ.get("AWS_ENDPOINT_URL", "")
    publication = Publication(site, folder / "cache", place.target, endpoint)
    publish(publication, compare=False, anyway=False)


def assert_published(place: Place, site: Path) -> None:
    """Readers get the *site*, and nothing is left of a publication that was killed."""
    wanted, found = files_in(site), place.files()
    assert {path: data for path, data in found.items() if path in wanted} == wanted
    others = found.keys() - wanted.keys()
    if isinstance(place, BucketPlace):
        assert not [one for one in others if one.endswith(".html")]
        assert {one for one in place.objects() if "/.backfile/" in one} == {
            f"{place.prefix}/.backfile/release.json"
        }
    if isinstance(place, FolderPlace):
        assert not others
        assert len(place.releases) <= 3
        assert place.current in place.releases
        assert not [one for one in place.releases if one.startswith(".")]


def kill_after(seconds: float, work: Callable[[], object]) -> None:
    """Do *work* in a process that is killed after some *seconds*."""
    process = FORK.Process(target=work)
    process.start()
    time.sleep(seconds)
    process.kill()
    process.join()


def kill_at_line(number: int, work: Callable[[], object]) -> None:
    """Do *work* in a process that is killed at a line of our code, counted as they are run."""
    process = FORK.Process(target=_counting, args=(work, number))
    process.start()
    process.join()
    assert process.exitcode in {0, -signal.SIGKILL}


def lines_of(work: Callable[[], object]) -> int:
    """Do *work*; return how many lines of our code it runs."""
    return _counting(work, 0)


def _counting(work: Callable[[], object], last: int) -> int:
    """Do *work* and return the number of lines, but kill this process at the *last* one."""
    count = 0

    def trace(frame: FrameType, event: str, _arg: object) -> object:
        nonlocal count
        if frame.f_code.co_filename not in TRACED:
            return None
        count += event == "line"
        if last and count >= last:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count
