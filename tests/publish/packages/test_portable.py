"""The portable edition: what is in the zip file, and what is left out."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.publish.packages.archives import ADDRESS, new_archive

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publish.packages.archives import Archive

FOLDER = "the-tests-archive"


@pytest.fixture(scope="module")
def edition(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive.pack("portable", tmp_path_factory.mktemp("packages") / "edition.zip")


@pytest.fixture(scope="module")
def entries(edition: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(edition) as whole:
        assert whole.testzip() is None
        return {name: whole.read(name) for name in whole.namelist()}


def test_it_unpacks_into_one_folder_with_a_note(entries: dict[str, bytes]) -> None:
    assert {name.partition("/")[0] for name in entries} == {FOLDER}
    note = entries[f"{FOLDER}/README.txt"].decode()
    assert f"at {ADDRESS}/" in note
    assert "up to 2020-08-03" in note
    assert f"index.html in the folder {FOLDER}" in note


def test_every_page_story_picture_and_table_is_in_it(
    entries: dict[str, bytes], archive: Archive
) -> None:
    expected = {
        path.relative_to(archive.folder).as_posix()
        for pattern in ("**/story.json", "**/*.md", "**/*.png", "**/*.csv", "20*/**/index.html")
        for path in archive.folder.glob(pattern)
    } - {"2000/11/07/florida/index.html"}  # an old address
    assert len(expected) > 100
    assert {f"{FOLDER}/{path}" for path in expected} <= entries.keys()


def test_what_needs_a_server_or_scripts_is_left_out(entries: dict[str, bytes]) -> None:
    names = {name.partition("/")[2] for name in entries}
    out = re.compile(
        r".*\.js|feeds/.*|search/.*|es/search/.*|search-index/.*|.*sitemap.*|_.*|404.*"
    )
    assert {name for name in names if out.fullmatch(name)} == set()
    for name, data in entries.items():
        if name.endswith(".html"):
            assert b"<script src" not in data
            assert b"<form" not in data


def test_every_link_is_relative_and_ends_in_a_file(entries: dict[str, bytes]) -> None:
    for name, data in entries.items():
        if not name.endswith(".html"):
            continue
        body = data.decode().partition("<body>")[2]
        for link in re.findall(r' (?:href|src)="([^"]+)"', body):
            assert not link.startswith(("/", ADDRESS)), name
            assert link.startswith(("#", "http")) or "." in link.rpartition("/")[2], name


def test_all_entries_state_the_same_time_and_rights(edition: Path) -> None:
    with zipfile.ZipFile(edition) as whole:
        told = {(one.date_time, one.external_attr, one.create_system) for one in whole.infolist()}
        names = whole.namelist()
    assert told == {((2020, 8, 3, 0, 0, 0), 0o100644 << 16, 3)}
    assert names[1:] == sorted(names[1:])


def test_a_section_called_search_is_in_it(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "stories").mkdir(parents=True)
    story = "Title: A search\nDate: 2011-03-04\nCategory: Search\n\nThe divers went down.\n"
    (content / "stories" / "search.md").write_text(story, "utf-8")
    archive = new_archive(tmp_path / "archive", content)

    edition = archive.pack("portable", tmp_path / "edition.zip")

    with zipfile.ZipFile(edition) as whole:
        names = {name.partition("/")[2] for name in whole.namelist()}
    assert {"2011/03/search/index.html", "sections/search/index.html"} <= names
    assert "search/index.html" not in names


def test_a_site_without_a_first_page_is_refused(archive: Archive, tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "2011").mkdir(parents=True)

    done = archive.run(
        *("package", "portable", "--site", str(site), "--output", str(tmp_path / "x.zip")),
        SOURCE_DATE_EPOCH="0",
    )

    assert done.returncode == 1
    assert "there is no index.html" in done.stderr
    assert list(tmp_path.iterdir()) == [site]
