"""A cluster makes what one process makes, whatever becomes of its workers."""

from __future__ import annotations

import shutil
import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest

from backfile.config.read_settings import read_settings
from backfile.config.site_settings import site_settings
from backfile.errors import BackfileError, RefusedError, UsageError
from backfile.outputs.keys import made_by
from backfile.pipeline.reading_ahead import ReadElsewhere, StoryText
from backfile.workers import cluster as clusters
from backfile.workers.cluster import Cluster
from tests.sites.revised import ICE, ROOT, Archive, new_archive
from tests.workers.clusters import LocalCluster, cluster
from tests.workers.jobs import doubled, end_first, first_words, stories_read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STORIES = 70  # from 64 on, they are shared


@pytest.fixture(scope="module")
def two() -> Iterator[LocalCluster]:
    with cluster(2) as started:
        yield started


def workers(two: LocalCluster) -> Cluster:
    return Cluster(0, address=two.address, program=made_by)


def test_jobs_come_back_in_their_order(two: LocalCluster) -> None:
    assert list(workers(two).each(doubled, range(40))) == [(one, one * 2) for one in range(40)]


def test_a_job_that_fails_is_refused_and_the_others_are_done(two: LocalCluster) -> None:
    (_, refused), (_, made) = workers(two).each(first_words, [7, "The ferry"])
    assert isinstance(refused, RefusedError)
    assert "AttributeError at jobs.py" in str(refused)
    assert made == "The"


def test_what_a_lost_worker_did_is_done_again(tmp_path: Path) -> None:
    with cluster(2) as started:
        work = partial(end_first, str(tmp_path / "ended"))
        found = list(workers(started).each(work, range(30)))
        assert found == [(one, one * 2) for one in range(30)]
        assert sum(one.poll() is not None for one in started.workers) == 1


def test_a_worker_with_another_program_is_not_relied_on(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "plugins", tmp_path / "plugins")
    with (tmp_path / "plugins/backfile/errors.py").open("a", encoding="utf-8") as file:
        file.write("# of another version\n")
    with (
        cluster(1, tmp_path / "plugins") as started,
        pytest.raises(BackfileError, match="has another version of Backfile, Python or a package"),
    ):
        list(workers(started).each(doubled, [1]))


def test_where_no_scheduler_answers_the_address_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "PATIENCE", 1)
    with pytest.raises(BackfileError, match="no scheduler of a Dask cluster answers at tcp://127"):
        list(Cluster(0, address="tcp://127.0.0.1:9").each(doubled, [1]))


def test_without_a_worker_how_to_start_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with cluster(0) as started:
        list_of_none = workers(started)
        monkeypatch.setattr(clusters, "PATIENCE", 3)
        with pytest.raises(BackfileError, match=f"start one: dask worker {started.address}"):
            list(list_of_none.each(doubled, [1]))


def test_the_package_that_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r'pip install "backfile\[cluster\]"'):
        list(Cluster(0, address="tcp://127.0.0.1:9").each(doubled, [1]))


def archive_of_many(folder: Path) -> Archive:
    archive = new_archive(folder)
    for number in range(STORIES):
        text = ICE.replace("Ice", f"Ice {number}").replace("Nobody", f"Nobody -- {number}")
        archive.write(f"stories/ice-{number}.md", text)
    archive.write("stories/noted.md", ICE.replace("Nobody", "[Nobody][^1]"))
    return archive


def test_a_site_is_the_one_that_one_process_makes(two: LocalCluster, tmp_path: Path) -> None:
    archive = archive_of_many(tmp_path / "archive")
    alone = archive.from_nothing()
    archive.settings["BACKFILE_SCHEDULER"] = two.address
    with stories_read() as here:
        said = archive.build().said
    assert here == []
    assert "noted.md:5: the note [^1]" in said
    assert said == alone.said
    archive.assert_same()


def test_a_site_is_the_same_if_a_worker_is_lost(tmp_path: Path) -> None:
    archive = archive_of_many(tmp_path / "archive")
    assert not archive.from_nothing().wrong
    with cluster(2) as started:
        archive.settings["BACKFILE_SCHEDULER"] = started.address
        with stories_read(ending=started) as here:
            assert not archive.build().wrong
    assert here == []
    archive.assert_same()


def test_stories_are_read_where_their_files_are_not(tmp_path: Path) -> None:
    """As on another machine."""
    archive = archive_of_many(tmp_path / "archive")
    path = archive.content / "stories/noted.md"
    story = StoryText(str(path), "", path.read_text("utf-8"))
    settings = site_settings(content=str(archive.content))
    read = ReadElsewhere(settings, read_settings(settings), str(archive.content), str(tmp_path), "")
    before = read([story])
    shutil.rmtree(archive.folder)
    assert read([story]) == before != [b""]
