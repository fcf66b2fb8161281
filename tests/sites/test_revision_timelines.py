"""An edit of some stories makes the timelines that show them, as a build of everything does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backfile.outputs.timelines import plan

from .revised import Archive, files_in, new_archive
from .timelines_archive import FILES, PIER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FERRY, DRIFT, INQUIRY = "stories/ferry.md", "stories/drift.md", "stories/inquiry.md"
REPORT = "stories/report.md"
TUG = """Title: The tug
Date: 2014-06-16 15:00
Partner: port-post
Tags: Harbor, Aurora

It turned.

## 7:05 p.m.

It has turned back.
"""


@pytest.fixture(scope="module", autouse=True)
def short_pages() -> object:
    """Let timelines be divided that are long for so small an archive."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(plan, "LONGEST", 8)
        yield


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = new_archive(tmp_path_factory.mktemp("archive"), FILES)
    assert not archive.build().wrong
    return archive


@pytest.fixture
def archive(built: Archive, tmp_path: Path) -> Archive:
    """Return an archive of which the site is current."""
    return built.copied(tmp_path / "archive")


def pages(archive: Archive) -> list[str]:
    """Return the pages of timelines and hours."""
    return sorted(
        name.removesuffix("index.html")
        for name in files_in(archive.output)
        if "/timeline/" in name or "/hours/" in name
    )


def test_the_pages_of_the_archive(archive: Archive) -> None:
    assert pages(archive) == [
        "2014/06/drift/timeline/",
        "partners/port-post/timeline/",
        "sections/news/timeline/",
        "sections/news/timeline/2013/",
        "sections/news/timeline/2014/",
        "sections/news/timeline/2014/06/",
        "sections/news/timeline/2014/07/",
        "topics/aurora/hours/2014-06-16/",
        "topics/aurora/timeline/",
        "topics/aurora/timeline/2014/",
        "topics/aurora/timeline/2014/06/",
        "topics/aurora/timeline/2014/07/",
    ]


EDITS: dict[str, Callable[[Archive], object]] = {
    "a word of an update without a headline": lambda one: one.replace(
        FERRY, "The engine is", "One engine is"
    ),
    "a headline": lambda one: one.replace(FERRY, "Survivors ashore", "Survivors on land"),
    "the title": lambda one: one.replace(FERRY, "Ferry in trouble", "Ferry in distress"),
    "a correction": lambda one: one.write(
        FERRY, f"{FILES[FERRY]}\n## Correction, June 18, 10 a.m.\n\nTwo engines.\n"
    ),
    "an update less, so that the timeline is one page": lambda one: one.replace(
        FERRY, "## 6:20 p.m.\n\nThe engine is running.\n\n", ""
    ),
    "a second story of a topic that is added to": lambda one: one.write(
        "stories/quay.md", PIER.replace("2013-02-01", "2013-03-01").replace("pier", "quay")
    ),
    "an event loses its second partner": lambda one: one.replace(DRIFT, "Partner: port-post\n", ""),
    "an event moves to another day": lambda one: one.replace(DRIFT, "2014-06-16", "2014-06-17"),
    "a third story of an event": lambda one: one.write("stories/tug.md", TUG),
    "another event, the night after": lambda one: one.write(
        "stories/tug.md",
        TUG.replace("2014-06-16 15:00", "2014-06-16 23:30").replace("7:05 p.m", "1:05 a.m"),
    ),
    "a part of a running story is added to": lambda one: one.write(
        REPORT, f"{FILES[REPORT]}\n## 4 p.m.: Who says what\n\nThis.\n"
    ),
    "the only other part that was added to is a first report again": lambda one: one.replace(
        INQUIRY, "\n## 10:15 a.m.\n\nThe master is heard.\n", ""
    ),
    "a story of another section": lambda one: one.replace(
        "stories/pier.md", "Tags: Harbor", "Category: Local\nTags: Harbor"
    ),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_and_its_undoing_are_revisions_with_the_bytes_of_a_whole_build(
    edit: Callable[[Archive], object], archive: Archive
) -> None:
    before = files_in(archive.output)
    edit(archive)

    ran = archive.build()

    assert not ran.wrong
    assert not ran.whole, ran.why
    archive.assert_current()
    for path in archive.content.rglob("*.md"):
        path.unlink()
    for name, text in FILES.items():
        archive.write(name, text)
    assert not archive.build().wrong
    assert files_in(archive.output) == before


# These reach further: the whole site is built.
WIDER: dict[str, Callable[[Archive], object]] = {
    "the last part of a running story goes": lambda one: (one.content / REPORT).unlink(),
    "a story moves to another year": lambda one: one.replace(INQUIRY, "2014-07-20", "2015-01-02"),
    "a draft beside them": lambda one: one.write(
        "stories/tug.md", TUG.replace("Tags", "Status: draft\nTags")
    ),
}


@pytest.mark.parametrize("edit", WIDER.values(), ids=WIDER)
def test_after_a_wider_change_the_site_is_that_of_a_build_from_nothing(
    edit: Callable[[Archive], object], archive: Archive
) -> None:
    edit(archive)

    assert not archive.build().wrong
    archive.assert_current()


def test_an_edit_of_one_month_leaves_those_of_others_alone(archive: Archive) -> None:
    def times() -> dict[str, int]:
        return {name: (archive.output / name / "index.html").stat().st_mtime_ns for name in kept}

    kept = [name for name in pages(archive) if "2014/06" not in name and "hours" not in name]
    before = times()
    archive.replace(FERRY, "The engine is", "One engine is")

    assert not archive.build().whole
    assert times() == before
