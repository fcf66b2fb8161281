"""Publications that are killed at any moment: the next makes up for it, and no reader notices."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import pytest

from backfile.publish.publishing import Publication, publish
from backfile.publish.targets import (
    bucket,
    bucket_lock,
    local_folder,
    release_folders,
    ssh_server,
)
from tests.sites.walker import FORK

from .places import BucketPlace, FolderPlace, Place, files_in
from .servers import nginx
from .site_versions import ADDRESS, Versions
from .web_reader import reading_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import FrameType

KILLS = int(os.environ.get("BACKFILE_KILLS", "4"))
FIRST_LINES = 200  # of the code that sends files, among which a kill is made
TARGETS = {one.__file__ for one in (bucket, bucket_lock, local_folder, release_folders, ssh_server)}


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
    with served(place, tmp_path / "nginx") as server, reading_from(server, ADDRESS) as met:
        for number in range(1, KILLS + 1):
            sent = partial(publish_from, versions.sites[number % 5], place, tmp_path)
            if number % 2 and lines:
                kill_at_line(chance.randrange(1, lines), sent)
            else:
                kill_after(chance.uniform(0, seconds), sent)
            # People edit on, or take their last edit back.
            site = versions.sites[(number + chance.choice((-1, 0, 1))) % 5]
            began = time.monotonic()
            lines = lines_of(partial(publish_from, site, place, tmp_path))
            seconds = time.monotonic() - began
            assert_published(place, site)
    assert met.walks
    assert not met.broken
    assert not [one for one in met.dead if one.target not in versions.deleted()]
    assert met.digests <= versions.digests()


def test_a_first_publication_that_is_killed_is_made_up_for(
    place: Place, versions: Versions, tmp_path: Path
) -> None:
    chance = random.Random(5)  # noqa: S311 (no secret)
    for _ in range(KILLS):
        sent = partial(publish_from, versions.sites[0], place, tmp_path)
        kill_at_line(chance.randrange(1, FIRST_LINES), sent)
    publish_from(versions.sites[1], place, tmp_path)
    assert_published(place, versions.sites[1])


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
        if frame.f_code.co_filename not in TARGETS:
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
