"""The archive that `invoke bench build` generates."""

from __future__ import annotations

import json
import re
import sys

import pytest

from benchmarks.archive import (
    stories,
    write_for_backfile,
    write_for_others,
    write_received,
    years_of,
)
from benchmarks.contestants import ENVIRONMENT, contestants
from benchmarks.processes import run


@pytest.mark.parametrize(
    ("count", "years"), [(1, 10), (1000, 10), (10_000, 20), (100_000, 30), (1_000_000, 30)]
)
def test_a_larger_archive_runs_over_more_years(count, years):
    assert years_of(count) == years


def test_the_stories_are_the_same_every_time():
    assert list(stories(5)) == list(stories(5))


def test_a_story_is_as_long_as_the_benchmark_says():
    made = list(stories(20))
    lengths = [len(re.findall(r"\w+", one.body)) for one in made]
    assert all(500 <= length <= 750 for length in lengths)
    assert all(one.body.count("\n## ") == 5 for one in made)  # four updates, the Original Post
    assert all(len(set(one.topics)) == 3 for one in made)


def test_an_archive_has_its_authors_partners_and_years():
    made = list(stories(1000))
    assert len({one.author for one in made}) == 40
    assert len({one.partner for one in made}) == 5
    assert {one.date.year for one in made} == set(range(1995, 2005))


def read(folder):
    return {path.stem: path.read_text("utf-8") for path in folder.rglob("*.md")}


def test_all_generators_get_the_same_words(tmp_path):
    write_for_backfile(tmp_path / "ours", 3)
    write_for_others(tmp_path / "theirs", 3)
    ours, theirs = read(tmp_path / "ours" / "stories"), read(tmp_path / "theirs")
    assert ours.keys() == theirs.keys() == {"story-0", "story-1", "story-2"}
    for name, text in ours.items():
        header, _, body = text.partition("\n\n")
        _, fields, other = theirs[name].split("---\n", 2)
        assert other == f"\n{body}"
        title = re.search(r'^title: "(.+)"$', fields, re.MULTILINE)
        assert f"Title: {title[1]}\n" in header


def test_one_story_in_ten_is_imported(tmp_path):
    write_for_backfile(tmp_path / "content", 40)
    write_received(tmp_path / "dumps", 40)
    lines = [line for dump in tmp_path.rglob("*.jsonl") for line in dump.read_text().splitlines()]
    received = {json.loads(line)["slug"] for line in lines}
    assert received == {"story-5", "story-15", "story-25", "story-35"}
    assert received.isdisjoint(read(tmp_path / "content" / "stories"))


def test_what_was_imported_is_verified(tmp_path):
    """The archive builds for publication, so that no word of an original is missing."""
    archive = next(contestants(tmp_path / "contest", 20, [])).archive
    fields = next(archive.folder.rglob("story-5.md")).read_text("utf-8")
    assert "Original_SHA256: " in fields
    assert "Slug: " not in fields
    run((sys.executable, "-m", "invoke", "build", "--production"), archive.folder, ENVIRONMENT)
    assert any((archive.folder / "output").rglob("story-5/index.html"))
