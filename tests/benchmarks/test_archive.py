"""The archive that `invoke bench build` generates."""

from __future__ import annotations

import json
import re

import pytest

from benchmarks.archive import stories, write_for_hugo, write_for_pelican, years_of


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


def test_both_generators_get_the_same_words(tmp_path):
    write_for_pelican(tmp_path / "ours", 3)
    write_for_hugo(tmp_path / "hugo", 3)
    for file in (tmp_path / "ours" / "stories").rglob("*.md"):
        other = tmp_path / "hugo" / file.relative_to(tmp_path / "ours" / "stories")
        fields, _, body = other.read_text("utf-8").partition("\n\n")
        header, _, own = file.read_text("utf-8").partition("\n\n")
        assert own == body
        assert f"Title: {json.loads(fields)['title']}\n" in header
