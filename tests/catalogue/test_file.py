"""The catalogue's file: kept from build to build, made anew where it cannot be trusted."""

from __future__ import annotations

import gc
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from backfile.catalogue import schema
from backfile.catalogue.catalogue import Catalogue, CatalogueError
from tests.catalogue.stories import card, row

if TYPE_CHECKING:
    from pathlib import Path

FERRY = row(card("2014-06-16", "ferry/"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "catalogue.db"


def stories_in(path: Path) -> int:
    with Catalogue(path) as catalogue:
        return len(catalogue.listed)


def kept(path: Path) -> bytes:
    with Catalogue(path) as catalogue:
        catalogue.fill([FERRY])
        catalogue.keep()
    return path.read_bytes()


def test_the_next_build_finds_what_was_kept(path: Path) -> None:
    kept(path)
    assert stories_in(path) == 1


def test_nothing_stays_of_a_build_that_is_given_up(path: Path) -> None:
    kept(path)
    with Catalogue(path) as catalogue:
        catalogue.fill([row(card("2014-06-17", "fog/"))])
    with Catalogue(path) as catalogue:
        assert [one.url for one in catalogue.listed] == ["ferry/"]


def test_a_catalogue_that_nobody_has_closed_closes_itself(path: Path) -> None:
    catalogue = Catalogue(path)
    catalogue.fill([FERRY])
    del catalogue
    gc.collect()
    kept(path)
    assert stories_in(path) == 1


def test_a_deleted_file_is_made_again(path: Path) -> None:
    kept(path)
    path.unlink()
    assert stories_in(path) == 0


def test_a_file_may_be_deleted_while_a_build_uses_it(path: Path) -> None:
    kept(path)
    with Catalogue(path) as catalogue:
        path.unlink()
        assert [one.url for one in catalogue.listed] == ["ferry/"]


def no_database(path: Path) -> None:
    path.write_bytes(b"This is no database. " * 1000)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def overwritten_inside(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)


def somebody_elses(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE stories (id INTEGER PRIMARY KEY, url TEXT)")
    database.close()


def of_another_version(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA user_version = {schema.VERSION ^ 1}")
    database.close()


@pytest.mark.parametrize(
    "spoil",
    [no_database, cut_short, overwritten_inside, somebody_elses, of_another_version],
    ids=lambda one: one.__name__,
)
def test_a_file_that_cannot_be_trusted_is_made_again(spoil, path: Path) -> None:
    sound = kept(path)
    spoil(path)
    assert path.read_bytes() != sound
    assert stories_in(path) == 0
    kept(path)
    assert stories_in(path) == 1


def test_of_two_builds_at_once_each_has_its_own_stories(path: Path) -> None:
    with Catalogue(path) as first, Catalogue(path) as second:
        first.fill([FERRY])
        assert len(second.listed) == 0
        second.fill([row(card("2014-06-17", "fog/"))])
        assert [one.url for one in first.listed] == ["ferry/"]
        second.keep()
        first.keep()
    with Catalogue(path) as catalogue:
        assert [one.url for one in catalogue.listed] == ["ferry/"]


def test_a_place_where_no_file_can_be_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "cache" / "catalogue.db", tmp_path / "folder"):
        with Catalogue(path) as catalogue:
            catalogue.fill([FERRY])
            assert len(catalogue.listed) == 1


def test_a_full_disk_is_one_clear_error(path: Path) -> None:
    with Catalogue(path) as catalogue:
        # SQLite takes a file that must not grow for a full disk.
        catalogue.listed.database.execute("PRAGMA max_page_count = 1")
        many = (row(card("2014-06-16", f"{number}/")) for number in range(100))
        with pytest.raises(CatalogueError, match="disk is full; make room"):
            catalogue.fill(many)


def test_a_build_goes_on_where_its_catalogue_cannot_be_kept(path: Path) -> None:
    kept(path)
    with Catalogue(path) as catalogue, closing(sqlite3.connect(path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM stories").fetchone()
        catalogue.fill([row(card("2014-06-17", "fog/"))])
        catalogue.keep()
    with Catalogue(path) as catalogue:
        assert [one.url for one in catalogue.listed] == ["ferry/"]


def test_every_change_of_tables_or_rows_is_another_version() -> None:
    assert 0 < schema.VERSION < 2**31
    assert 0 < schema.APPLICATION < 2**31
