"""Where an imported story came from, on its page and in its data."""

from __future__ import annotations

import json
import re
from contextlib import chdir
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from backfile import __version__
from backfile.importers import story_writer
from backfile.text.html_text import parse

from .imported_archive import imported
from .revised import Archive, varied_archive

if TYPE_CHECKING:
    from pathlib import Path

STORY = "2011/03/swing-bridge-stuck-north/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = varied_archive(tmp_path_factory.mktemp("archive"))
    assert not archive.build().wrong
    return archive


def test_the_data_say_all_that_was_recorded(site: Archive) -> None:
    data = json.loads((site.output / STORY / "story.json").read_text("utf-8"))
    told = data["provenance"]
    repairs = told.pop("repairs")
    assert told == {
        "name": "north.html",
        "place": None,
        "format": "html",
        "encoding": "utf-8",
        "importer": f"Backfile {__version__}",
        "order": [3, 2, 1],
    }
    assert [one["kind"] for one in repairs].count("credit-line") == 2
    assert data["received"]["sha256"]
    other = json.loads((site.output / "2013/02/pier/story.json").read_text("utf-8"))
    assert other["provenance"] is None


def test_the_page_says_it_too(site: Archive) -> None:
    page = parse((site.output / STORY / "index.html").read_text("utf-8"))
    shown = " ".join(page.css_first("footer.record").text().split())
    assert "Received as north.html, saved page, UTF-8" in shown
    assert f"Imported by Backfile {__version__}" in shown
    assert "The original lists the newest first. This page lists the newest first." in shown
    assert "What the import changed credit line" in shown
    other = (site.output / "2013/02/pier/index.html").read_text("utf-8")
    assert not re.search("Received as|Imported by|What the import changed", other)


def test_another_note_in_a_ledger_is_a_revision(site: Archive, tmp_path: Path) -> None:
    archive = site.copied(tmp_path / "archive")
    archive.settings["BACKFILE_VERIFY"] = False  # a story that has a proof is proved anew with all
    archive.build()
    (path,) = archive.content.glob("originals/??/*.json")
    known = json.loads(path.read_text("utf-8"))
    known["repaired"].append({"kind": "name", "before": "A; B", "after": "A, B"})
    path.write_text(json.dumps(known), "utf-8")

    ran = archive.build()

    assert (ran.wrong, ran.whole, ran.why) == ("", False, "")
    assert "A; B" in (archive.output / STORY / "story.json").read_text("utf-8")
    archive.assert_current()


def test_a_newer_version_that_makes_the_same_story_leaves_the_ledger(tmp_path: Path) -> None:
    archive = imported(tmp_path, ["north"])
    before = archive.kept("north", ".json").read_bytes()
    with patch.object(story_writer, "__version__", "9.9"), chdir(tmp_path):
        archive.take(["north"])
        assert archive.kept("north", ".json").read_bytes() == before
        archive.take(["north"], mole="https://other.example/")  # a newer dump
    assert archive.ledger("north")["importer"] == "Backfile 9.9"
