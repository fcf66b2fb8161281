"""The files of a build with their keys, and what the next one takes over by it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from backfile.outputs.artifacts import Artifact
from backfile.pipeline.build_files import BuildFiles
from backfile.pipeline.last_build import FILE, LastBuild

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from backfile.pipeline.last_build import MadeFile

PAGE = "2009/08/café/index.html"


def build(folder: Path, key: str, text: str, before: BuildFiles | None = None) -> BuildFiles:
    """Have one page in *folder*, made as *text* where it is not taken over."""
    if before is None:
        files = BuildFiles()
    else:
        files = BuildFiles(folder.parent / "before", dict(before.made))
    files.write(Artifact(PAGE, key, lambda: [text.encode()]), folder)
    return files


def test_what_is_kept_is_read(tmp_path: Path) -> None:
    files = build(tmp_path / "site", "1f", "The bridge is shut.")

    kept(files, tmp_path)

    assert read(tmp_path) == files.made
    assert files.made[PAGE].key == "1f"


def kept(files: BuildFiles, cache: Path) -> None:
    last = LastBuild.opened(cache)
    last.put_files(files.made)
    last.commit()
    last.close()


def read(cache: Path) -> dict[str, MadeFile]:
    with closing(LastBuild.opened(cache)) as last:
        return last.files()


@pytest.mark.parametrize("data", [b"", b"{", b"SQLite format 3\0 and no more", b"\xff" * 5000])
def test_a_database_that_is_none_has_no_files(data: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(data)

    assert read(tmp_path) == {}


def test_the_database_of_another_program_is_made_anew(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as other:
        other.execute("CREATE TABLE files (name)")

    assert read(tmp_path) == {}


def test_a_cache_that_cannot_be_written_ends_no_build(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in the way", "utf-8")

    kept(BuildFiles(), tmp_path / "cache")

    assert read(tmp_path / "cache") == {}


def touched(page: Path) -> None:
    os.utime(page, ns=(0, 0))


def changed(page: Path) -> None:
    page.write_text("The bridge is open.", "utf-8")


def emptied(page: Path) -> None:
    page.write_text("", "utf-8")


def as_a_link(page: Path) -> None:
    page.rename(page.with_name("other"))
    page.symlink_to("other")


def removed(page: Path) -> None:
    page.unlink()


@pytest.mark.parametrize(
    ("happens", "key", "taken"),
    [
        (lambda _page: None, "1f", True),
        (touched, "1f", True),
        (lambda _page: None, "2e", False),
        (lambda _page: None, "", False),
        (changed, "1f", False),
        (emptied, "1f", False),
        (as_a_link, "1f", False),
        (removed, "1f", False),
    ],
    ids=["nothing", "touched", "key", "no key", "changed", "emptied", "link", "removed"],
)
def test_a_file_with_the_same_key_that_nobody_touched_is_taken_over(
    happens: Callable[[Path], None], key: str, taken: bool, tmp_path: Path
) -> None:
    before = build(tmp_path / "before", "1f", "The bridge is shut.")
    happens(tmp_path / "before" / PAGE)

    build(tmp_path / "site", key, "Made anew.", before)

    text = (tmp_path / "site" / PAGE).read_text("utf-8")
    assert text == ("The bridge is shut." if taken else "Made anew.")


def test_what_is_taken_over_stays_known(tmp_path: Path) -> None:
    before = build(tmp_path / "before", "1f", "The bridge is shut.")

    after = build(tmp_path / "site", "1f", "Made anew.", before)

    assert after.made == before.made


def test_what_is_written_to_a_site_leaves_the_one_before_as_it_was(tmp_path: Path) -> None:
    before = build(tmp_path / "before", "1f", "The bridge is shut.")
    build(tmp_path / "site", "1f", "Made anew.", before)

    (tmp_path / "site" / PAGE).write_text("The bridge is open.", "utf-8")

    assert (tmp_path / "before" / PAGE).read_text("utf-8") == "The bridge is shut."


def test_a_file_that_a_plugin_has_removed_is_not_noted(tmp_path: Path) -> None:
    files = BuildFiles()

    files.note(PAGE, "1f", tmp_path)

    assert not files.made
