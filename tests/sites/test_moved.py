"""A link to a story that was moved leads to the same story as before; one to another does not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from backfile.outputs.fidelity_report.moved_links import as_recorded

from .imported_archive import imported

if TYPE_CHECKING:
    from pathlib import Path

FERRY, TUG = "f" * 64, "7" * 64
WAS = "stories/2011/03/bridge.md"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A folder in which the ferry's story was moved, and the tug's was not."""
    standing = {"ferry/night/help.md": (FERRY, "2011/03/help.md"), "2011/03/tug.md": (TUG, "")}
    for place, (digest, was) in standing.items():
        path = tmp_path / "stories" / place
        path.parent.mkdir(parents=True)
        path.write_text(f"Title: A story\nOriginal_SHA256: {digest}\n\nText.\n", "utf-8")
        ledger = tmp_path / "originals" / digest[:2] / f"{digest}.json"
        ledger.parent.mkdir(parents=True)
        known = {"original": {"sha256": digest}, "story": f"stories/{was or place}"}
        ledger.write_text(json.dumps(known), "utf-8")
    return tmp_path


OLD = "{filename}/stories/2011/03/help.md"


@pytest.mark.parametrize(
    ("before", "after", "story"),
    [
        (OLD, "{filename}/stories/ferry/night/help.md", WAS),
        (OLD, "{filename}../../ferry/night/help.md", WAS),
        (OLD, "|filename|../../ferry/night/help.md", WAS),
        ("{filename}help.md", "{filename}/stories/ferry/night/help.md", WAS),
        (f"{OLD}#update-2", "{filename}/stories/ferry/night/help.md#update-2", WAS),
        (OLD, "{filename}ferry/night/help.md", "stories/bridge.md"),
        ("{filename}tug.md", "{filename}2011/03/tug.md", "stories/bridge.md"),
        ("{filename}tug.md", "{filename}/stories/2011/03/tug.md", WAS),
    ],
)
def test_the_same_story_elsewhere_is_the_same_target(content, before, after, story):
    wharf = "https://wharf.example/"
    assert list(as_recorded([wharf, before], [wharf, after], content, WAS, story)) == [
        wharf,
        before,
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (OLD, "{filename}/stories/2011/03/tug.md"),
        (f"{OLD}#update-2", "{filename}/stories/ferry/night/help.md#update-3"),
        (OLD, "/stories/ferry/night/help.md"),
        (OLD, "{attach}/stories/ferry/night/help.md"),
        (OLD, "{filename}/stories/none.md"),
        ("https://wharf.example/", "{filename}/stories/ferry/night/help.md"),
    ],
)
def test_all_else_is_another_target(content, before, after):
    assert list(as_recorded([before], [after], content, WAS, WAS)) == [after]


def test_a_link_that_was_added_or_taken_out_is_told_as_it_is(content):
    moved = "{filename}/stories/ferry/night/help.md"
    assert list(as_recorded([OLD], [moved, moved], content, WAS, WAS)) == [moved, moved]
    assert list(as_recorded([OLD], [], content, WAS, WAS)) == []


def test_an_archive_holds_whose_editor_moved_a_story_and_led_the_links_to_it(tmp_path):
    archive = imported(tmp_path, ["ferry"])
    archive.take(["tug"], mole="https://packet.example/2011/03/ferry/")
    ferry, tug = archive.story("ferry"), archive.story("tug")
    text = tug.read_text("utf-8")
    assert "(<{filename}/" in text or "({filename}/" in text
    folder = archive.content / "stories" / "ferries"
    folder.mkdir()
    ferry.rename(folder / ferry.name)
    ferry.with_suffix("").rename(folder / ferry.stem)
    tug.write_text(text.replace("{filename}/stories/2011/03/", "{filename}../../ferries/"), "utf-8")
    assert archive.checked() is None
