"""`backfile package`: what it builds, prints and refuses."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from backfile.cli.packing import PackageCall, package_archive
from backfile.errors import UsageError
from backfile.publish.packages.book.selection import BookChoice, BookKind
from tests.publish.packages.archives import PRODUCTION, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

STORY = "Title: Swing bridge\nDate: 2011-03-04 17:30\n\nThe bridge has not closed.\n"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of an archive with one story, which is the current one."""
    (tmp_path / "content" / "stories").mkdir(parents=True)
    (tmp_path / "content" / "stories" / "bridge.md").write_text(STORY, "utf-8")
    (tmp_path / "pelicanconf.py").write_text(SETTINGS, "utf-8")
    (tmp_path / "publishconf.py").write_text(PRODUCTION, "utf-8")
    monkeypatch.setenv("BACKFILE_SITEURL", "https://archive.example.org")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "pelicanconf", raising=False)  # of another test's archive
    here = Path.cwd()
    os.chdir(tmp_path)
    yield tmp_path
    os.chdir(here)


def test_the_production_site_is_built_and_the_package_named_after_the_archive(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert package_archive(PackageCall(kind="portable")) == 0

    assert (archive / "output" / "2011" / "03" / "bridge" / "index.html").is_file()
    assert [one.name for one in (archive / "packages").iterdir()] == [
        "the-tests-archive-portable.zip"
    ]
    built, packed = capsys.readouterr().out.splitlines()[-2:]
    assert built == "The site is in output/"
    assert re.fullmatch(r"packages/the-tests-archive-portable\.zip, [1-9]\d\d kB", packed)


BRIDGE = (BookChoice(BookKind.STORY, "bridge"),)
REFUSED = [
    ({"kind": "bagit"}, 'unknown package "bagit"; use one of bag, wacz, portable, epub'),
    ({"kind": "epub"}, "say what the book is to hold, with one of --story, --series, --topic,"),
    (
        {"kind": "epub", "books": (*BRIDGE, BookChoice(BookKind.YEAR, "2011"))},
        "a book holds one thing, and --story and --year name several; keep one of them",
    ),
    ({"kind": "wacz", "site": "empty"}, "empty: it is empty; name the folder of a built site"),
    ({"kind": "wacz", "site": "pelicanconf.py"}, "pelicanconf.py: there is no such folder"),
    ({"kind": "bag", "books": BRIDGE}, "--story, --series, --topic, --year are for books"),
    ({"kind": "bag", "site": "nowhere"}, "nowhere: there is no such folder"),
    ({"kind": "bag", "site": "output", "output": "output/bag"}, "output/bag: it is in output/"),
    ({"kind": "bag", "site": "output", "output": "content/bag"}, "content/bag: it is in content/"),
]


@pytest.mark.parametrize(("options", "message"), REFUSED)
@pytest.mark.usefixtures("archive")
def test_a_call_that_cannot_be_carried_out_is_refused(
    options: dict[str, Any], message: str
) -> None:
    Path("output").mkdir()
    Path("output/index.html").write_text("<!DOCTYPE html>", "utf-8")
    Path("empty").mkdir()
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    try:
        with pytest.raises(UsageError) as error:
            package_archive(PackageCall(**options))
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]

    assert str(error.value).startswith(message)
    assert not Path("packages").exists()
