"""Files that look like stories, and that no build reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backfile.checking.archive_reader import read_archive
from backfile.config.site_settings import site_settings

from .sites import CONF, WIRE, MiniSite

if TYPE_CHECKING:
    from pathlib import Path

STORY = "Title: Adrift\nDate: 2011-03-04\n\nText.\n"


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def said(files: dict[str, str], **settings: object) -> list[str]:
        MiniSite(tmp_path).write({"partners/the-wire.md": WIRE, **files})
        settings |= {"ARTICLE_PATHS": ["stories"], "PAGE_PATHS": ["pages"]}
        lines = [f"{name} = {value!r}" for name, value in settings.items()]
        (tmp_path / "pelicanconf.py").write_text(CONF + "\n".join(lines), "utf-8")
        monkeypatch.chdir(tmp_path)
        archive = read_archive(site_settings("pelicanconf.py", content=""))
        return [f"{one.path}: {one.message}" for one in archive.site.remarks]

    return said


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("stories/2011/adrift.MD", "its name does not end in .md; call it adrift.md"),
        ("stories/2011/adrift.txt", "its name does not end in .md; call it adrift.md"),
        ("stories/adrift", "its name does not end in .md; call it adrift.md"),
        ("pages/about.Md", "its name does not end in .md; call it about.md"),
        ("partners/dock.txt", "its name does not end in .md; call it dock.md"),
        ("storys/adrift.md", "it lies outside of stories/, pages/ and partners/; move it there"),
        ("adrift.md", "it lies outside of stories/, pages/ and partners/; move it there"),
    ],
)
def test_a_file_that_begins_like_a_story_is_missed(said, name, remedy) -> None:
    assert said({name: STORY}) == [f"content/{name}: is not read, because {remedy}"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("stories/2011/adrift.md", STORY),
        ("stories/2011/adrift.markdown", STORY),
        ("stories/2011/draft.md", STORY.replace("\n\n", "\nStatus: skip\n\n")),
        ("stories/notes.txt", "Call the harbor master.\n"),
        ("stories/2011/.adrift.txt", STORY),
        ("README.md", "# What is where\n"),
        ("images/adrift.txt", STORY),
        ("originals/ab/ab.txt", STORY),
        ("stories/2011/empty.txt", ""),
        ("stories/_templates/story.txt", STORY),
    ],
)
def test_other_files_are_passed_over(said, name, text) -> None:
    assert said({name: text}, ARTICLE_EXCLUDES=["stories/_templates"]) == []


def test_the_output_and_other_programs_files_are_passed_over(said) -> None:
    files = {"output/2011/adrift.md": STORY, ".venv/adrift.md": STORY}
    assert said(files, OUTPUT_PATH="content/output") == []


def test_a_hidden_file_of_an_archive_is_no_story(tmp_path: Path, monkeypatch) -> None:
    hidden = {"stories/._adrift.md": "\x00\x05", "stories/.#adrift.md": STORY}
    MiniSite(tmp_path).write({"stories/adrift.md": STORY, "pages/.about.md": STORY, **hidden})
    (tmp_path / "pelicanconf.py").write_text(
        'from backfile.defaults import *\nSITENAME = "A"\nBACKFILE_FEEDS = False\n', "utf-8"
    )
    monkeypatch.chdir(tmp_path)

    archive = read_archive(site_settings("pelicanconf.py", content=""))

    assert archive.stories == ["content/stories/adrift.md"]
    assert archive.site.faults == []
