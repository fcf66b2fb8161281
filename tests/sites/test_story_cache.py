"""What was read of a story is kept from build to build, and read again where it may be another."""

from __future__ import annotations

import os
import shutil
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from backfile.pipeline import story_cache
from backfile.reading.reader import StoryReader

from .sites import WIRE, MiniSite

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SEA = """Title: Storm at sea
Date: 2014-06-16 11:02
Partner: the-wire
Category: Harbor
Tags: Weather, Ships
Authors: Ada Lind

Lead of the "storm".

## 6:20 p.m.

The ferry is in.

## 3:31 p.m.

The ferry is late.
"""
ICE = "Title: Ice\nDate: 2015-01-04 08:00\nSummary: Thin.\n\nNobody walks on it -- yet.\n"
SITE = {"partners/the-wire.md": WIRE, "stories/sea.md": SEA, "stories/ice.md": ICE}


class Watched:
    """A site of two stories, and the names of those that its builds have read."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.site = MiniSite(folder).write(SITE)
        self.read: list[str] = []
        true_read = StoryReader.read

        def read(reader: StoryReader, path: str) -> object:
            self.read.append(os.path.basename(path))  # noqa: PTH119 (text, as Pelican has it)
            return true_read(reader, path)

        monkeypatch.setattr(StoryReader, "read", read)

    @property
    def kept(self) -> Path:
        return self.site.folder / "cache" / story_cache.FILE

    def build(self, **settings: object) -> tuple[list[str], str]:
        """Build; return which stories were read, and what was said."""
        self.read.clear()
        ended = self.site.build(**settings)
        assert ended.status == 0, ended.said
        return sorted(self.read), ended.said

    def files(self) -> dict[str, bytes]:
        output = self.site.folder / "output"
        files = (one for one in output.rglob("*") if one.is_file())
        return {one.relative_to(output).as_posix(): one.read_bytes() for one in files}


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(tmp_path, monkeypatch)


def test_a_story_that_has_not_changed_is_not_read_again(watched: Watched) -> None:
    assert watched.build()[0] == ["ice.md", "sea.md"]
    before = watched.files()
    shutil.rmtree(watched.site.folder / "output")
    assert watched.build()[0] == []
    assert watched.files() == before


def test_a_story_that_has_changed_is_read_again(watched: Watched) -> None:
    watched.build()
    watched.site.write({"stories/ice.md": ICE.replace("Nobody", "No one")})
    assert watched.build()[0] == ["ice.md"]
    assert "No one walks" in watched.site.page("ice.html")


def test_the_time_of_a_file_counts_for_nothing(watched: Watched) -> None:
    watched.build()
    for path in (watched.site.folder / "content").rglob("*.md"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    assert watched.build()[0] == []


@pytest.mark.parametrize(
    "settings",
    [
        {"TIMEZONE": "Europe/Berlin"},
        {"TYPOGRIFY": True},
        {"BACKFILE_SOURCE_ORDER": "oldest-first"},
        {"MARKDOWN": {"extensions": ["markdown.extensions.extra", "markdown.extensions.nl2br"]}},
        {"DEFAULT_METADATA": {"status": "hidden"}},
        {"SLUG_REGEX_SUBSTITUTIONS": [(r"\s", "_")]},
    ],
    ids=lambda given: next(iter(given)),
)
def test_another_setting_lets_every_story_be_read(
    watched: Watched, settings: dict[str, object]
) -> None:
    watched.build()
    assert watched.build(**settings)[0] == ["ice.md", "sea.md"]


def test_another_version_of_the_program_reads_every_story(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.build()
    monkeypatch.setattr(story_cache, "made_by", lambda: "another")
    assert watched.build()[0] == ["ice.md", "sea.md"]


def test_the_record_of_a_partner_is_none_of_it(watched: Watched) -> None:
    watched.build()
    watched.site.write({"partners/the-wire.md": WIRE.replace("The Wire", "The Harbor Wire")})
    assert watched.build()[0] == []
    assert "archive of our partner" in watched.site.page("storm-at-sea.html")
    assert "The Harbor Wire" in watched.site.page("storm-at-sea.html")


def test_what_was_to_say_of_a_story_is_said_again(watched: Watched) -> None:
    odd = ICE.replace("Nobody", "[Nobody][^1]")
    watched.site.write({"stories/ice.md": odd})
    warning = "stories/ice.md:5: the note [^1]"
    assert warning in watched.build()[1]
    read, said = watched.build()
    assert read == []
    assert warning in said


def test_a_fault_is_found_again(watched: Watched) -> None:
    watched.build()
    watched.site.write({"stories/ice.md": ICE.replace("2015-01-04", "2015-02-30")})
    first, again = watched.site.build(), watched.site.build()
    assert first.status == 1
    assert "stories/ice.md:2" in first.said
    assert again == first


def test_a_date_to_come_is_looked_at_in_every_build(watched: Watched) -> None:
    watched.site.write({"stories/ice.md": ICE.replace("2015", str(datetime.now(UTC).year + 2))})
    watched.build()
    assert watched.build()[0] == ["ice.md"]


def test_a_story_that_is_gone_is_forgotten(watched: Watched) -> None:
    watched.build()
    (watched.site.folder / "content/stories/ice.md").unlink()
    watched.build()
    with sqlite3.connect(watched.kept) as database:
        assert database.execute("SELECT path FROM stories").fetchall() == [
            ("content/stories/sea.md",)
        ]


@pytest.mark.parametrize("extension", ["pymdownx.extra", "extra"])
def test_an_extension_of_another_maker_may_read_what_it_likes(
    extension: str,
) -> None:
    assert not story_cache.ground_of({"MARKDOWN": {"extensions": [extension]}})


def test_a_program_among_the_settings_of_markdown_may_do_what_it_likes() -> None:
    markdown = {
        "extensions": ["markdown.extensions.toc"],
        "extension_configs": {"markdown.extensions.toc": {"slugify": str.lower}},
    }
    assert not story_cache.ground_of({"MARKDOWN": markdown})


def test_a_date_that_the_file_system_tells_is_told_in_every_build(watched: Watched) -> None:
    watched.build(DEFAULT_DATE="fs")
    assert watched.build(DEFAULT_DATE="fs")[0] == ["ice.md", "sea.md"]


def test_articles_in_other_formats_are_read_in_every_build(watched: Watched) -> None:
    included = watched.site.folder / "included.txt"
    included.write_text("Before.", "utf-8")
    watched.site.write(
        {"stories/fog.rst": f"Fog\n###\n\n:date: 2016-01-01\n\n.. include:: {included}\n"}
    )
    watched.build()
    included.write_text("Behind.", "utf-8")
    assert watched.build()[0] == []
    assert "Behind." in watched.site.page("fog.html")


def test_pelicans_own_cache_takes_its_place(watched: Watched) -> None:
    watched.build(CACHE_CONTENT=True)
    assert not watched.kept.exists()


def _nothing(path: Path) -> None:
    path.write_bytes(b"")


def _another(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0, but not really")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE stories (title TEXT)")


def _damaged(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("UPDATE stories SET data = zeroblob(40)")


def _unreadable(path: Path) -> None:
    """Let the rows hold what is no pickle, with its right digest."""
    with sqlite3.connect(path) as database:
        data = b"no pickle"
        digest = story_cache.digest_of_bytes(data)
        database.execute("UPDATE stories SET data = ?, digest = ?", (data, digest))


@pytest.mark.parametrize("harm", [_nothing, _another, _cut, _foreign, _damaged, _unreadable])
def test_a_cache_that_is_broken_is_made_again(
    watched: Watched, harm: Callable[[Path], None]
) -> None:
    watched.build()
    before = watched.files()
    harm(watched.kept)
    assert watched.build()[0] == ["ice.md", "sea.md"]
    assert watched.files() == before
    assert watched.build()[0] == []


def test_while_another_build_writes_nothing_new_is_kept(watched: Watched) -> None:
    watched.build()
    watched.site.write({"stories/ice.md": ICE.replace("Nobody", "No one")})
    other = sqlite3.connect(watched.kept)
    other.execute("BEGIN IMMEDIATE")
    assert watched.build()[0] == ["ice.md"]
    other.close()
    assert watched.build()[0] == ["ice.md"]
    assert watched.build()[0] == []


def test_where_no_cache_can_be_stories_are_read(watched: Watched) -> None:
    watched.kept.parent.mkdir(parents=True)
    watched.kept.mkdir()
    assert watched.build()[0] == ["ice.md", "sea.md"]
    assert watched.build()[0] == ["ice.md", "sea.md"]
