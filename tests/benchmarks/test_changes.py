"""The changes that `invoke bench build` makes to an archive between two builds."""

from __future__ import annotations

import shutil

import pytest

from benchmarks.archive import is_received, write_for_backfile
from benchmarks.changes import CHANGES, Archive
from tests.sites.sites import ROOT

COUNT = 40


@pytest.fixture
def archive(tmp_path):
    write_for_backfile(tmp_path / "content", COUNT)
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    return Archive(tmp_path, COUNT)


def files(archive):
    found = sorted(path for path in archive.folder.rglob("*") if path.is_file())
    return {path.relative_to(archive.folder): path.read_bytes() for path in found}


@pytest.mark.parametrize(
    ("name", "changed", "added", "gone"),
    [
        ("nothing changed", 0, 0, 0),
        ("the body of one story", 1, 0, 0),
        ("the title of one story", 1, 0, 0),
        ("one story added in the middle", 0, 1, 0),
        ("one story deleted", 0, 0, 1),
        ("a partial of the theme that all pages show", 1, 0, 0),
        ("a partner renamed", 1, 0, 0),
        ("a fresh checkout of the same files", 0, 0, 0),
    ],
)
def test_each_change_is_one_and_can_be_made_in_each_round(name, changed, added, gone, archive):
    for turn in range(2):
        before = files(archive)
        CHANGES[name](archive, turn)
        after = files(archive)
        both = before.keys() & after.keys()
        assert len([one for one in both if before[one] != after[one]]) == changed
        assert len(after.keys() - before.keys()) == added
        assert len(before.keys() - after.keys()) == gone


def test_a_fresh_checkout_has_files_of_its_own(archive):
    before = {path: path.stat().st_ino for path in archive.folder.rglob("*.md")}
    CHANGES["a fresh checkout of the same files"](archive, 0)
    assert before
    assert all(path.stat().st_ino != number for path, number in before.items())


def test_no_change_is_made_to_what_was_received(archive):
    for turn in range(3):
        numbers = [int(archive.story(turn, which).stem.rpartition("-")[2]) for which in range(5)]
        assert len(set(numbers)) == 5
        assert not any(map(is_received, numbers))
