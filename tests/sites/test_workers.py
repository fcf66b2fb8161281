"""A build by several processes makes the files of a build by one, and says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .in_copies import build
from .revised import ICE, Archive, new_archive

if TYPE_CHECKING:
    from pathlib import Path

ODD = {
    "stories/notes.md": ICE.replace("Nobody", "[Nobody][^1]"),
    "stories/windows.md": ICE.replace("\n", "\r\n"),
}
# The copy that reads the story of the pier ends.
LOST = """
read_source = StoryReader.read_source
def lost(reader, path, text):
    if parent_process() and path.endswith("pier.md"):
        os.kill(os.getpid(), signal.SIGKILL)
    return read_source(reader, path, text)
StoryReader.read_source = lost
"""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return new_archive(tmp_path)


def test_stories_are_read_by_others(archive: Archive) -> None:
    assert "read" not in build(archive.folder).done_here
    archive.assert_current()


def test_what_is_to_say_of_a_story_is_said(archive: Archive) -> None:
    for name, text in ODD.items():
        archive.write(name, text)
    ended = build(archive.folder)
    assert "stories/notes.md:5: the note [^1]" in ended.said
    archive.assert_current()
    assert archive.build().said == ended.said


def test_a_story_that_no_cache_may_keep_is_read_by_the_process_that_builds(
    archive: Archive,
) -> None:
    archive.write("stories/coming.md", ICE.replace("2015", "2999"))
    assert build(archive.folder).done_here.count("read") == 1
    archive.assert_current()


def test_faults_are_those_of_one_process(archive: Archive) -> None:
    archive.replace("stories/ice.md", "2015-01-04", "2015-02-30")
    (archive.content / "stories/fog.md").write_bytes(b"Title: Fog\n\n\xff\n")
    ended = build(archive.folder)
    assert "stories/ice.md:2" in ended.wrong
    assert "stories/fog.md:3" in ended.wrong
    assert archive.build().wrong == ended.wrong


def test_what_a_process_was_reading_that_ended_is_read_again(archive: Archive) -> None:
    assert 0 < build(archive.folder, LOST).done_here.count("read") <= 7
    archive.assert_current()
