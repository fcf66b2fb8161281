"""One import at a time in one archive: another that begins meanwhile is refused."""

from __future__ import annotations

import pytest

from backfile.errors import RefusedError
from backfile.files.writing import UNFINISHED
from backfile.importers.lock import alone_in
from tests.cli.test_commands import IMPORTED, RECEIVED, Project


@pytest.fixture
def project(tmp_path):
    project = Project(tmp_path)
    project.write("ice.txt", RECEIVED)
    return project


def test_an_import_waits_for_none_that_is_under_way(project, tmp_path):
    content, notes = tmp_path / "content", tmp_path / "notes"
    with alone_in(content, notes):
        refused = project.run("import", "ice.txt", "--date", "2014-06-16")

        assert (refused.returncode, refused.stdout) == (1, "")
        assert refused.stderr == f"{content}: another import is at work here; wait for it\n"
        assert project.files("content") == {}

    done = project.run("import", "ice.txt", "--date", "2014-06-16")
    assert (done.returncode, done.stderr) == (0, "")
    assert IMPORTED in project.files("content")


def test_the_one_that_is_refused_leaves_the_files_of_the_other(tmp_path):
    content, notes = tmp_path / "content", tmp_path / "notes"
    content.mkdir()
    with alone_in(content, notes):
        unfinished = content / f"{UNFINISHED}1"
        unfinished.touch()
        with pytest.raises(RefusedError, match="wait for it"), alone_in(content, notes):
            pytest.fail("two imports are at work in one archive")
        assert unfinished.exists()


def test_imports_into_two_archives_are_at_work_together(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    with alone_in(tmp_path / "one", tmp_path / "notes"), alone_in(tmp_path / "two", tmp_path):
        assert len(list(tmp_path.rglob("under-way-*"))) == 2
