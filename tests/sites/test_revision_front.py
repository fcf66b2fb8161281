"""Days of the year, the lead story and pictures in listings after an edit of some stories.

Each is as a build of everything makes it, and few of their files change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .imported_archive import picture
from .revised import Archive, files_in, new_archive

if TYPE_CHECKING:
    from pathlib import Path

FERRY, PIER = "stories/ferry.md", "stories/pier.md"
# Two stories bring their pictures with them, as imported ones do.
LONG = """Title: The long night
Date: 1999-12-31 20:00
Slug: night

{attach}

## 9:00 p.m.

One.

## 10:00 p.m.

Two.

## 11:00 p.m.

Three.
"""
SHORT = """Title: The short night
Date: 1998-12-31 20:00

{attach}

## 9:00 p.m.

One.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = new_archive(tmp_path_factory.mktemp("archive"))
    for name, text in (("night", LONG), ("short", SHORT)):
        shown = f"![The bay]({{attach}}{name}/bay.png)"
        archive.write(f"stories/{name}.md", text.replace("{attach}", shown))
        (archive.content / "stories" / name).mkdir()
        (archive.content / "stories" / name / "bay.png").write_bytes(picture("navy", (600, 400)))
    archive.settings |= {"STATIC_PATHS": ["stories"], "BACKFILE_ON_THIS_DAY": True}
    assert not archive.build().wrong
    return archive


@pytest.fixture
def archive(built: Archive, tmp_path: Path) -> Archive:
    copy = built.copied(tmp_path / "archive")
    assert not copy.build().whole
    return copy


def changed_by(archive: Archive) -> set[str]:
    """Build a revision, hold it against a whole build, return the files that are others now."""
    before = files_in(archive.output)
    ran = archive.build()
    assert not ran.wrong
    assert not ran.whole, ran.why
    archive.assert_current()
    after = files_in(archive.output)
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def lead_of(archive: Archive) -> str:
    """Return the HTML of the lead story, without the spaces that keep words together."""
    page = (archive.output / "index.html").read_text("utf-8").replace("&nbsp;", " ")
    return page.partition('class="lead-story')[2].partition("</article>")[0]


def of_days(paths: set[str]) -> set[str]:
    return {one.removeprefix("on-this-day/") for one in paths if one.startswith("on-this-day/")}


def test_the_story_with_the_most_updates_leads_with_the_picture_that_it_brings(
    built: Archive,
) -> None:
    lead = lead_of(built)
    assert "The long night" in lead
    assert "/1999/12/night/night/bay.png" in lead
    assert lead.count('class="mark"') == 4  # the first report, and three updates
    year = (built.output / "1998" / "index.html").read_text("utf-8")
    assert "1998/12/short/short/bay.png" in year


def test_a_word_changes_no_file_of_a_day(archive: Archive) -> None:
    archive.replace(FERRY, "It should have come", "It ought to have come")

    assert of_days(changed_by(archive)) == set()


def test_a_title_changes_the_files_of_its_day(archive: Archive) -> None:
    archive.replace(FERRY, "The ferry is late\nDate", "The ferry is very late\nDate")

    assert of_days(changed_by(archive)) == {"06-16/index.html", "06-16.json"}


def test_a_story_that_comes_on_a_day_with_stories_changes_that_day(archive: Archive) -> None:
    archive.write("stories/gulls.md", "Title: Gulls\nDate: 2013-06-16 07:00\n\nThey fly low.\n")

    assert of_days(changed_by(archive)) == {"index.html", "06-16/index.html", "06-16.json"}


def test_a_story_that_comes_on_a_new_day_changes_those_beside_it(archive: Archive) -> None:
    archive.write("stories/gulls.md", "Title: Gulls\nDate: 2013-05-01 07:00\n\nThey fly low.\n")

    assert of_days(changed_by(archive)) == {
        *("index.html", "days.json", "05-01/index.html", "05-01.json"),
        *("02-03/index.html", "06-15/index.html"),
    }


def test_a_story_that_moves_takes_its_day_along(archive: Archive) -> None:
    archive.replace(PIER, "Date: 2013-02-01", "Date: 2013-02-02")

    assert of_days(changed_by(archive)) == {
        *("index.html", "days.json", "02-01/index.html", "02-01.json"),
        *("02-02/index.html", "02-02.json", "01-04/index.html", "02-03/index.html"),
    }


def test_a_story_that_goes_takes_its_day_along(archive: Archive) -> None:
    (archive.content / PIER).unlink()

    assert of_days(changed_by(archive)) == {
        *("index.html", "days.json", "02-01/index.html", "02-01.json"),
        *("01-04/index.html", "02-03/index.html"),
    }


def test_a_story_beside_those_with_pictures_leaves_them_as_they_are(archive: Archive) -> None:
    archive.write("stories/gulls.md", "Title: Gulls\nDate: 1999-12-30 07:00\n\nThey fly low.\n")

    changed = changed_by(archive)

    assert "1999/index.html" in changed
    assert not any(path.startswith("pictures/") for path in changed)
    assert b"1999/12/night/night/bay.png" in (archive.output / "1999" / "index.html").read_bytes()


def test_the_strip_of_the_lead_story_changes_with_its_updates(archive: Archive) -> None:
    archive.replace("stories/night.md", "## 10:00 p.m.", "## 10:20 p.m.")

    assert "index.html" in changed_by(archive)


def test_another_story_leads_once_it_has_more_updates(archive: Archive) -> None:
    more = "".join(f"\n## 9:{number} p.m.\n\nMore.\n" for number in (10, 20, 30))
    archive.replace("stories/short.md", "One.\n", f"One.\n{more}")

    assert "index.html" in changed_by(archive)
    assert "The short night" in lead_of(archive)


def test_a_lead_story_that_is_named_stays_where_it_is(built: Archive, tmp_path: Path) -> None:
    archive = built.copied(tmp_path / "archive")
    archive.settings["BACKFILE_LEAD_STORY"] = FERRY
    assert archive.build().whole
    archive.replace(FERRY, "The ferry is late\nDate", "The ferry is very late\nDate")

    assert "index.html" in changed_by(archive)
    lead = lead_of(archive)
    assert "The ferry is very late" in lead
    assert "<img" not in lead


def test_a_lead_story_that_is_a_draft_is_told_of(built: Archive, tmp_path: Path) -> None:
    archive = built.copied(tmp_path / "archive")
    archive.write("stories/draft.md", "Title: A\nDate: 2014-03-04\nStatus: draft\n\nQuiet.\n")
    archive.settings["BACKFILE_LEAD_STORY"] = "stories/draft.md"

    ran = archive.build()

    assert not ran.wrong
    assert 'BACKFILE_LEAD_STORY names "stories/draft.md", which is not among' in ran.said
    assert "The long night" in lead_of(archive)
