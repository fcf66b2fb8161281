"""A bag holds the whole archive, and the tool of the Library of Congress finds it whole."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import bagit
import pytest

from backfile.packaged import theme_folder
from tests.publish.packages.archives import (
    ADDRESS,
    ARCHIVE,
    SETTINGS,
    Archive,
    files_of,
    new_archive,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def bag(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive.pack("bag", tmp_path_factory.mktemp("packages") / "bag")


def validated(bag: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, bagit.__file__, "--validate", str(bag)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_of_bagit_finds_it_valid(bag: Path) -> None:
    assert validated(bag).returncode == 0


def test_it_holds_sources_originals_ledgers_and_the_site(bag: Path, archive: Archive) -> None:
    payload = files_of(bag / "data")
    content = {f"archive/content/{path}": data for path, data in files_of(ARCHIVE).items()}
    site = {f"site/{path}": data for path, data in files_of(archive.folder).items()}

    assert any(path.endswith(".json") and "/originals/" in path for path in content)
    assert payload.keys() == {
        *content,
        *site,
        "archive/pelicanconf.py",
        "archive/publishconf.py",
    }
    assert payload.items() >= {**content, **site}.items()


def test_it_says_what_it_is_in_version_1_0(bag: Path) -> None:
    assert (bag / "bagit.txt").read_text("utf-8") == (
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    )
    said = bagit.Bag(str(bag)).info
    assert said["External-Identifier"] == ADDRESS
    assert said["External-Description"] == "The Tests’ Archive. Finished coverage"
    assert said["Bagging-Date"] == "2020-08-03"  # of the last correction in the archive


def test_each_file_has_two_checksums(bag: Path) -> None:
    paths = {f"data/{path}" for path in files_of(bag / "data")}
    for checksum in ("sha256", "sha512"):
        lines = (bag / f"manifest-{checksum}.txt").read_text("utf-8").splitlines()
        assert {line.split("  ", 1)[1] for line in lines} == paths
        tags = (bag / f"tagmanifest-{checksum}.txt").read_text("utf-8").splitlines()
        assert [line.split()[1] for line in tags] == [
            "bag-info.txt",
            "bagit.txt",
            "manifest-sha256.txt",
            "manifest-sha512.txt",
        ]


def test_the_site_can_be_built_again_from_a_bag(bag: Path, tmp_path: Path) -> None:
    shutil.copytree(bag / "data" / "archive", tmp_path / "archive")
    restored = Archive(tmp_path / "archive")

    restored.run("build", "--production").check_returncode()

    assert files_of(restored.folder) == files_of(bag / "data" / "site")


def test_a_byte_that_changes_later_is_noticed(archive: Archive, tmp_path: Path) -> None:
    bag = archive.pack("bag", tmp_path / "bag")
    page = bag / "data" / "site" / "index.html"
    page.write_bytes(page.read_bytes().replace(b"<h1>", b"<h2>", 1))

    assert validated(bag).returncode == 1


def test_what_editors_leave_beside_stories_stays_out(tmp_path: Path) -> None:
    archive = new_archive(tmp_path / "archive")
    stories = archive.root / "content" / "stories"
    for name in (".DS_Store", "ferry.md~", "#ferry.md#"):
        (stories / name).write_text("left", "utf-8")

    bag = archive.pack("bag", tmp_path / "bag")

    assert not {path for path, data in files_of(bag / "data").items() if data == b"left"}


def test_a_theme_of_ones_own_is_a_source(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(theme_folder(), folder / "theme")
    settings = f'{SETTINGS}\nTHEME = "theme"\n'
    archive = new_archive(folder, settings=settings)

    bag = archive.pack("bag", tmp_path / "bag")

    assert (bag / "data/archive/theme/templates/article.html").is_file()


@pytest.mark.parametrize("name", ["100%.png", "two\nlines.png"])
def test_a_name_that_programs_read_differently_is_refused(
    archive: Archive, tmp_path: Path, name: str
) -> None:
    site = tmp_path / "site"
    (site / "data").mkdir(parents=True)
    (site / name).write_text("x", "utf-8")
    bag = tmp_path / "bag"

    done = archive.run(
        *("package", "bag", "--site", str(site), "--output", str(bag)), SOURCE_DATE_EPOCH="0"
    )

    assert done.returncode == 1
    assert f"site/{name}: a bag cannot hold a name with" in done.stderr
    assert not bag.exists()


def test_a_link_that_leads_outside_is_refused(archive: Archive, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "secret.txt").symlink_to("/etc/hostname")

    done = archive.run(
        *("package", "bag", "--site", str(site), "--output", str(tmp_path / "bag")),
        SOURCE_DATE_EPOCH="0",
    )

    assert done.returncode == 1
    assert f"{site}/secret.txt: leads outside of site/; it cannot be packaged" in done.stderr
    assert list(tmp_path.iterdir()) == [site]
