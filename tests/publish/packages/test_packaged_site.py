"""The moment that a package states, and the files and the address of a site."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from backfile.errors import UsageError
from backfile.outputs.site_manifest.format import (
    INDEX,
    SiteManifest,
    written_index,
    written_list,
)
from backfile.publish.built_site import stated_address
from backfile.publish.packages.packaged_site import (
    PackageError,
    files_below,
    moment_of,
    need_whole_site,
)

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "story,published_utc,published_day,modified_utc,modified_day\n"
TABLES = [
    # The last of all moments counts, in whichever table and column.
    (["a/,2011-03-04T21:30:00Z,2011-03-04,,\n"], (2011, 3, 4, 21, 30)),
    (["a/,,2011-03-04,,\n"], (2011, 3, 4)),
    (["a/,,2011-03-04,2011-03-06T09:05:00Z,2011-03-06\n"], (2011, 3, 6, 9, 5)),
    (["a/,,2011-03-04,,2011-03-07\n", "b/,,2012-01-01,,\n"], (2012, 1, 1)),
    (["a/,,2011-03-04,,2019-03-07\n", "b/,,2012-01-01,,\n"], (2019, 3, 7)),
    (["a/,,1912-04-15,1912-04-18T12:00:00Z,1912-04-18\n"], (1912, 4, 18, 12)),
    (["a/,,0999-04-15,,\n"], (999, 4, 15)),
]


def write_tables(site: Path, tables: list[str]) -> None:
    (site / "data").mkdir()
    for number, rows in enumerate(tables):
        (site / "data" / f"stories-{2000 + number}.csv").write_text(HEAD + rows, "utf-8")


@pytest.mark.parametrize(("tables", "moment"), TABLES)
def test_the_last_change_of_a_story_is_the_moment(
    tmp_path: Path, tables: list[str], moment: tuple[int, int, int]
) -> None:
    write_tables(tmp_path, tables)

    assert moment_of(tmp_path, {}) == datetime(*moment, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "moment"),
    [("1300000000", (2011, 3, 13, 7, 6, 40)), ("0", (1970, 1, 1))],
)
def test_source_date_epoch_takes_its_place(
    tmp_path: Path, given: str, moment: tuple[int, int, int]
) -> None:
    write_tables(tmp_path, ["a/,,2019-03-04,,\n"])

    found = moment_of(tmp_path, {"SOURCE_DATE_EPOCH": given})

    assert found == datetime(*moment, tzinfo=UTC)


@pytest.mark.parametrize("given", ["tomorrow", "1e9", "99999999999999999"])
def test_a_source_date_epoch_that_is_no_number_is_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(UsageError, match=f'SOURCE_DATE_EPOCH is "{given}"'):
        moment_of(tmp_path, {"SOURCE_DATE_EPOCH": given})


def test_nothing_is_guessed_where_no_moment_is_known(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="it has no tables of stories in data/"):
        moment_of(tmp_path, {})


def write_site(site: Path, files: dict[str, bytes]) -> None:
    """Write *files*, and a manifest of them."""
    for path, data in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)
    listed = written_list({path: sha256(data).hexdigest() for path, data in files.items()})
    (site / "manifest").mkdir()
    (site / "manifest" / "root.sha256").write_bytes(listed)
    lists = {"manifest/root.sha256": sha256(listed).hexdigest()}
    (site / INDEX).write_bytes(written_index(SiteManifest({}, lists)))


def test_a_site_that_is_as_it_was_built_can_be_packed(tmp_path: Path) -> None:
    write_site(tmp_path, {"index.html": b"Home", "2011/03/bridge/index.html": b"Bridge"})
    (tmp_path / "CNAME").write_bytes(b"archive.example.org")  # added by its owner

    need_whole_site(tmp_path, lambda *_: None)


@pytest.mark.parametrize(
    ("path", "data"), [("index.html", b"Hacked"), ("2011/03/bridge/index.html", None)]
)
def test_a_site_that_was_changed_since_cannot(
    tmp_path: Path, path: str, data: bytes | None
) -> None:
    write_site(tmp_path, {"index.html": b"Home", "2011/03/bridge/index.html": b"Bridge"})
    if data is None:
        (tmp_path / path).unlink()
    else:
        (tmp_path / path).write_bytes(data)

    with pytest.raises(PackageError, match=f"these files are not as they were built: {path};"):
        need_whole_site(tmp_path, lambda *_: None)


def test_a_site_without_a_manifest_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b"Home")

    need_whole_site(tmp_path, lambda *_: None)


def test_files_are_in_the_order_of_their_paths(tmp_path: Path) -> None:
    paths = ["a.txt", "a/b.txt", "a-b/c.txt", "a/B.txt", "é.txt"]
    for path in paths:
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("", "utf-8")

    found = [one.path for one in files_below(tmp_path, lambda _name: False)]

    assert found == sorted(paths)


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ('<link rel="canonical" href="https://a.example/">', "https://a.example"),
        ('<link rel="canonical" href="https://a.example/news/">', "https://a.example/news"),
        ('<link rel="canonical" href="/">', ""),
        ("", ""),
    ],
)
def test_the_first_page_states_the_address(tmp_path: Path, head: str, address: str) -> None:
    page = f"<!DOCTYPE html><html><head>{head}</head><body></body></html>"
    (tmp_path / "index.html").write_text(page, "utf-8")

    assert stated_address(tmp_path) == address
