"""The manifest of a site has each of its files, whatever was built before."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from backfile.commit import commit_of

from .manifests import digests, site_manifest
from .revised import Archive, files_in, new_archive

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TIMELINES = ("partners", "sections", "topics")  # they show the first words of each update
PIER, FERRY = "stories/pier.md", "stories/ferry.md"
OTHER_YEAR = "Title: Fog\nDate: 2011-01-04 08:00\n\nNobody sees the pier.\n"
PAGE = "Title: A list\nSave_as: manifest/index.html\nURL: manifest/\n\nOf a ship.\n"
EDITS: dict[str, Callable[[Archive], None]] = {
    "a body": lambda archive: archive.replace(PIER, "It stands.", "It stood."),
    "a story of another year": lambda archive: archive.write("stories/fog.md", OTHER_YEAR),
    "a story less": lambda archive: (archive.content / PIER).unlink(),
    "a setting": lambda archive: archive.settings.update(SITENAME="The Harbour"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = new_archive(tmp_path_factory.mktemp("archive"))
    archive.settings |= {"BACKFILE_SEARCH": True, "BACKFILE_DATA": True}
    assert not archive.build().wrong
    return archive


@pytest.fixture
def archive(built: Archive, tmp_path: Path) -> Archive:
    """Return an archive of which the site is current."""
    return built.copied(tmp_path / "archive")


def test_each_file_is_in_it_and_what_the_site_was_made_with(built: Archive) -> None:
    manifest = site_manifest(built.output)
    assert manifest.files == digests(built.output)
    assert {"backfile", "python", "pelican"} <= manifest.made_with.keys()
    assert manifest.settings
    assert manifest.commit == ""


@pytest.mark.parametrize("name", EDITS)
def test_it_follows_an_edit(archive: Archive, name: str) -> None:
    EDITS[name](archive)
    archive.build()
    assert site_manifest(archive.output).files == digests(archive.output)
    archive.assert_current()


def test_the_list_of_a_year_goes_with_its_last_story(archive: Archive) -> None:
    archive.write("stories/fog.md", OTHER_YEAR)
    archive.build()
    assert (archive.output / "manifest/2011.sha256").is_file()
    (archive.content / "stories/fog.md").unlink()
    assert not archive.build().whole
    assert not (archive.output / "manifest/2011.sha256").exists()
    archive.assert_current()


def test_an_edit_changes_the_lists_of_its_year_and_of_what_shows_the_story(
    archive: Archive,
) -> None:
    before = files_in(archive.output / "manifest")
    archive.replace(FERRY, "The ferry is in.", "The ferry has come.")
    archive.build()
    after = files_in(archive.output / "manifest")
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {
        "index.json",
        *(f"{name}.sha256" for name in ("2014", "data", "feeds", "search-index", *TIMELINES)),
    }


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="there is no sha256sum here")
def test_sha256sum_checks_the_site(built: Archive) -> None:
    lists = [f"manifest/{one.name}" for one in (built.output / "manifest").glob("*.sha256")]
    command = ["sha256sum", "--check", "--quiet", "--strict", *sorted(lists)]
    subprocess.run(command, cwd=built.output, check=True)


def test_another_commit_of_the_same_sources_changes_its_index_alone(archive: Archive) -> None:
    before = files_in(archive.output)
    archive.settings["BACKFILE_COMMIT"] = "c0ffee"
    assert not archive.build().whole
    after = files_in(archive.output)
    assert {path for path in after if after[path] != before[path]} == {"manifest/index.json"}
    assert site_manifest(archive.output).commit == "c0ffee"
    archive.assert_current()


def test_it_says_whether_the_site_was_built_to_be_published(archive: Archive) -> None:
    assert not site_manifest(archive.output).is_production
    archive.settings["BACKFILE_PRODUCTION"] = True
    archive.build()
    assert site_manifest(archive.output).is_production
    archive.replace(FERRY, "The ferry is in.", "The ferry has come.")
    archive.build()
    assert site_manifest(archive.output).is_production
    archive.assert_current()


def test_a_page_may_be_in_the_folder_of_the_manifest(archive: Archive) -> None:
    archive.write("pages/manifest.md", PAGE)
    archive.build()
    archive.replace("pages/manifest.md", "Of a ship.", "Of a boat.")
    archive.build()
    assert "manifest/index.html" in site_manifest(archive.output).files
    archive.assert_current()


def test_no_page_takes_the_place_of_its_index(archive: Archive) -> None:
    archive.write("pages/manifest.md", PAGE.replace("index.html", "index.json"))
    assert "the index of the manifest" in archive.build().wrong


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=Bo Ek", "-c", "user.email=bo@archive.example")
    command = ["git", "-C", str(folder), *who, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_the_commit_is_that_of_the_sources_as_they_are(tmp_path: Path) -> None:
    assert commit_of(tmp_path) == ""
    git(tmp_path, "init", "--quiet")
    (tmp_path / "ice.md").write_text("Ice.", "utf-8")
    assert commit_of(tmp_path) == ""
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Ice")
    assert commit_of(tmp_path) == git(tmp_path, "rev-parse", "HEAD")
    (tmp_path / "fog.md").write_text("Fog.", "utf-8")
    assert commit_of(tmp_path) == ""
