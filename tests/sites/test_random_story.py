"""The page that opens a story at random: what its script reads, and what an edit changes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from backfile.outputs.random_story import output as random_story

from .revised import UNLISTED, Archive, files_in, new_archive

if TYPE_CHECKING:
    from pathlib import Path

NEW = "Title: {0}\nDate: {1} 07:00\n\nThey fly low.\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = new_archive(tmp_path_factory.mktemp("archive"))
    assert not archive.build().wrong
    return archive


def lists(archive: Archive) -> dict[str, list[str]]:
    folder = archive.output / "random"
    names = json.loads((folder / "index.json").read_text("utf-8"))
    found = {name: json.loads((folder / f"{name}.json").read_text("utf-8")) for name in names}
    assert {name: len(urls) for name, urls in found.items()} == names
    assert {path.stem for path in folder.glob("*.json")} == {*names, "index"}
    return found


def test_the_lists_have_each_listed_story_once(site: Archive) -> None:
    assert lists(site) == {
        "2013-02": ["2013/02/pier/", "2013/02/gate/"],
        "2014-06": ["2014/06/storm/", "2014/06/ferry/", "2014/06/calm/"],
        "2015-01": ["2015/01/ice/"],
    }


def test_a_hidden_story_is_in_none(site: Archive, tmp_path: Path) -> None:
    copy = site.copied(tmp_path / "copy")
    copy.write("stories/unlisted.md", UNLISTED)
    assert not copy.build().wrong
    assert (copy.output / "2014/03/unlisted/index.html").is_file()
    assert lists(copy) == lists(site)


def test_the_page_leads_to_the_years_and_is_not_indexed(site: Archive) -> None:
    page = (site.output / "random/index.html").read_text("utf-8")
    assert '<meta name="robots" content="noindex">' in page
    for year in (2013, 2014, 2015):
        assert f'<a href="https://archive.example/{year}/">{year}</a>' in page
    sitemaps = b"".join(
        data for path, data in files_in(site.output).items() if "sitemap" in path
    ).decode()
    assert "/random/" not in sitemaps


def test_every_page_leads_to_it(site: Archive) -> None:
    assert 'href="https://archive.example/random/"' in (site.output / "index.html").read_text()


def test_a_text_that_changes_changes_nothing_of_it(site: Archive, tmp_path: Path) -> None:
    copy = site.copied(tmp_path / "copy")
    assert changed(copy, "stories/ferry.md", "The ferry is in.", "It is in.") == set()


def test_a_story_more_changes_the_index_and_one_list(site: Archive, tmp_path: Path) -> None:
    copy = site.copied(tmp_path / "copy")
    before = files_in(copy.output)
    copy.write("stories/gulls.md", NEW.format("Gulls", "2014-06-16"))
    ran = copy.build()
    assert not ran.whole, ran.why
    assert of_random(before, files_in(copy.output)) == {"random/index.json", "random/2014-06.json"}
    copy.assert_current()


def test_a_list_comes_and_goes_with_its_last_story(site: Archive, tmp_path: Path) -> None:
    copy = site.copied(tmp_path / "copy")
    copy.write("stories/gulls.md", NEW.format("Gulls", "2014-07-16"))
    assert not copy.build().whole
    assert lists(copy)["2014-07"] == ["2014/07/gulls/"]
    copy.assert_current()
    (copy.content / "stories/gulls.md").unlink()
    assert not copy.build().whole
    assert "2014-07" not in lists(copy)
    copy.assert_current()


def test_a_month_with_many_stories_is_cut_into_days(site: Archive, tmp_path: Path) -> None:
    with patch.object(random_story, "MANY", 3):
        copy = site.copied(tmp_path / "copy")
        copy.write("stories/gulls.md", NEW.format("Gulls", "2014-06-16"))
        ran = copy.build()
        assert not ran.whole, ran.why
        assert [name for name in lists(copy) if name.startswith("2014")] == [
            "2014-06-15",
            "2014-06-16",
            "2014-06-17",
        ]
        assert lists(copy)["2014-06-16"] == ["2014/06/gulls/", "2014/06/ferry/"]
        copy.assert_current()
        (copy.content / "stories/gulls.md").unlink()
        assert not copy.build().wrong
        assert "2014-06" in lists(copy)
        copy.assert_current()


def test_a_site_may_have_none(site: Archive, tmp_path: Path) -> None:
    copy = site.copied(tmp_path / "copy")
    copy.settings["BACKFILE_RANDOM_STORY"] = False
    assert not copy.build().wrong
    assert not (copy.output / "random").exists()
    assert "/random/" not in (copy.output / "index.html").read_text("utf-8")


def test_a_story_may_not_take_its_address(site: Archive, tmp_path: Path) -> None:
    copy = site.copied(tmp_path / "copy")
    copy.write("pages/random.md", "Title: Random\n\nWords.\n")
    assert "the page of a random story" in copy.build().wrong


def changed(archive: Archive, name: str, old: str, new: str) -> set[str]:
    before = files_in(archive.output)
    archive.replace(name, old, new)
    assert not archive.build().wrong
    return of_random(before, files_in(archive.output))


def of_random(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """Return the files of a story at random that are not as they were."""
    paths = before.keys() | after.keys()
    return {
        path for path in paths if path.startswith("random/") and before.get(path) != after.get(path)
    }
