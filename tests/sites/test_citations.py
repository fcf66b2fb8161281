"""The files of citations of a built site: which stories have them, and what a reader can check."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import rispy

from backfile.publish.media_types import known_type

from .revised import UNLISTED, Archive, files_in, new_archive
from .sites import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FERRY = "2014/06/ferry/"
NAMES = ("citations.bib", "citations.csl.json", "citations.ris")
WITHDRAWN = (
    "Title: Boats\nDate: 2014-05-01 08:00\nStatus: withdrawn\nWithdrawn: 2026-03-05\n"
    "Reason: Asked.\n\nThey sailed.\n"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = new_archive(tmp_path_factory.mktemp("archive"))
    archive.write("stories/unlisted.md", UNLISTED)
    archive.write("stories/draft.md", UNLISTED.replace("hidden", "draft"))
    archive.write("stories/boats.md", WITHDRAWN)
    assert not archive.build().wrong
    return archive


def cited_in(paths: Iterable[str]) -> set[str]:
    """Return the folders that have citations."""
    return {path.rpartition("/")[0] for path in paths if path.endswith(NAMES)}


def items_of(archive: Archive, story: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        (archive.output / story / "citations.csl.json").read_text("utf-8")
    )
    return found


def test_each_listed_story_and_translation_has_them_and_no_other(site: Archive) -> None:
    paths = files_in(site.output)
    stories = {path.rpartition("/")[0] for path in paths if path.endswith("/story.json")}
    assert cited_in(paths) == stories - {"schema"}
    assert {"2014/06/ferry", "de/2015/01/ice"} <= cited_in(paths)
    assert not any("unlisted" in one or "boats" in one for one in cited_in(paths))


def test_the_page_links_to_each_file_with_its_type(site: Archive) -> None:
    page = (site.output / FERRY / "index.html").read_text("utf-8")
    head, _, body = page.partition("</head>")
    for name in NAMES:
        address = f"https://archive.example/{FERRY}{name}"
        kind = re.escape(known_type(name))
        assert re.search(f'<link rel="describedby" type="{kind}" href="{address}">', head)
        assert re.search(f'<a href="{address}" type="{kind}" download>', body)


def test_the_program_in_the_docs_finds_the_digests(site: Archive, tmp_path: Path) -> None:
    docs = (ROOT / "docs/citing.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", docs, re.DOTALL)
    program = tmp_path / "digests.py"
    program.write_text(code, "utf-8")
    story = site.output / FERRY / "story.json"
    ran = subprocess.run(
        [sys.executable, program, story], capture_output=True, check=True, encoding="utf-8"
    )
    states = [
        (one["custom"]["sha256"], one["id"].partition(".as-of-")[2])
        for one in items_of(site, FERRY)
        if one["custom"]["cites"] == "state"
    ]
    assert len(states) == 3
    assert [tuple(line.split()) for line in ran.stdout.splitlines()] == states


def test_the_anchors_of_all_citations_are_on_the_page(site: Archive) -> None:
    page = (site.output / FERRY / "index.html").read_text("utf-8")
    addresses = [one["URL"] for one in items_of(site, FERRY)[1:]]
    assert len(addresses) == 6
    assert all(f'id="{address.partition("#")[2]}"' in page for address in addresses)


def test_all_formats_cite_the_same(site: Archive) -> None:
    keys = [one["id"] for one in items_of(site, FERRY)]
    with (site.output / FERRY / "citations.ris").open(encoding="utf-8", newline="") as file:
        assert [one["id"] for one in rispy.load(file)] == keys
    text = (site.output / FERRY / "citations.bib").read_text("utf-8")
    assert re.findall(r"^@article\{(.*),$", text, re.MULTILINE) == keys


def test_notes_are_in_the_language_of_the_story(site: Archive, tmp_path: Path) -> None:
    copy = site.copied(tmp_path / "copy")
    copy.replace("stories/eis.md", "Noch geht", "## 9:10 Uhr\n\nNoch geht")
    copy.write(
        "stories/eis.md", (copy.content / "stories/eis.md").read_text() + "\n## 10:20 Uhr\n\nNun.\n"
    )
    assert not copy.build().wrong
    *_, state = items_of(copy, "de/2015/01/ice/")
    assert state["note"].startswith("Stand vom ")


def test_an_edit_changes_the_citations_of_its_story_alone(site: Archive, tmp_path: Path) -> None:
    copy = site.copied(tmp_path / "copy")
    before = files_in(copy.output)
    copy.replace("stories/ferry.md", "The ferry is in.", "The ferry is in at last.")
    ran = copy.build()
    assert not ran.wrong
    assert not ran.whole, ran.why
    after = files_in(copy.output)
    changed = {path for path, data in after.items() if data != before.get(path)}
    assert cited_in(changed) == {"2014/06/ferry"}
    old, new = (
        [one["sha256"] for one in digests(data[f"{FERRY}citations.csl.json"])]
        for data in (before, after)
    )
    # The story, its last update and its last state.
    assert [at for at, (a, b) in enumerate(zip(old, new, strict=True)) if a != b] == [0, 3, 6]
    copy.assert_current()


def digests(data: bytes) -> list[dict[str, str]]:
    return [one["custom"] for one in json.loads(data)]


def test_a_story_that_goes_takes_its_citations_with_it(site: Archive, tmp_path: Path) -> None:
    copy = site.copied(tmp_path / "copy")
    (copy.content / "stories/pier.md").unlink()
    assert not copy.build().wrong
    assert "2013/02/pier" not in cited_in(files_in(copy.output))
    copy.assert_current()


def test_a_site_may_have_none(site: Archive, tmp_path: Path) -> None:
    copy = site.copied(tmp_path / "copy")
    copy.settings["BACKFILE_CITATIONS"] = False
    assert not copy.build().wrong
    paths = files_in(copy.output)
    assert cited_in(paths) == set()
    page = paths[f"{FERRY}index.html"].decode()
    assert "citations." not in page
    assert "cite.js" not in page
