"""A build after an edit of some stories makes what shows them, and is the build of everything."""

from __future__ import annotations

import gc
import os
import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from backfile.pipeline.build import CHECKED
from backfile.pipeline.last_build import FILE, LastBuild
from backfile.reading.site import Site

from .revised import UNLISTED, Archive, files_in, new_archive, varied_archive

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NEW = """Title: Gulls
Date: 2014-06-16 07:00
Tags: Weather
Authors: Bo Ek

They fly low.
"""
FERRY, ICE, PIER = "stories/ferry.md", "stories/ice.md", "stories/pier.md"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = new_archive(tmp_path_factory.mktemp("archive"))
    assert not archive.build().wrong
    return archive


@pytest.fixture
def archive(built: Archive, tmp_path: Path) -> Archive:
    """Return an archive of which the site is current."""
    copy = built.copied(tmp_path / "archive")
    assert not copy.build().whole
    return copy


def test_where_nothing_has_changed_nothing_is_built(archive: Archive) -> None:
    before = {one: one.stat().st_mtime_ns for one in archive.output.rglob("*")}

    assert not archive.build().whole
    assert {one: one.stat().st_mtime_ns for one in archive.output.rglob("*")} == before


def test_a_build_lets_go_of_what_it_has_read(archive: Archive) -> None:
    def sites() -> int:
        gc.collect()
        return sum(isinstance(one, Site) for one in gc.get_objects())

    before = sites()
    archive.replace(FERRY, "It should have come", "It ought to have come")
    archive.build()
    archive.from_nothing()

    assert sites() <= before


def test_the_times_of_files_count_for_nothing(archive: Archive) -> None:
    for path in archive.content.rglob("*.md"):
        os.utime(path, (1_000_000_000, 1_000_000_000))

    assert not archive.build().whole


EDITS = {
    "a word": (FERRY, "It should have come", "It ought to have come"),
    "the title": (FERRY, "The ferry is late\nDate", "The ferry is very late\nDate"),
    "the title of a part of a running story": ("stories/storm.md", "A storm is", "A gale is"),
    "the title of a story with an old address": ("stories/gate.md", "The gate", "The lock"),
    "the title of a translation": ("stories/eis.md", "Title: Eis", "Title: Das Eis"),
    "a new update": (FERRY, "## 6:20 p.m.", "## 7:05 p.m.\n\nIt left again.\n\n## 6:20 p.m."),
    "an update less": (FERRY, "## 3:31 p.m.\n\nThe ferry is late.\n\n", ""),
    "a new correction": (ICE, "-- yet.", "-- yet.\n\n## Correction, January 5, 9 a.m.\n\nSome do."),
    "the text of a correction": ("stories/calm.md", "from the west", "from the north"),
    "a link": (PIER, "It stands.", "It [stands]({filename}ice.md)."),
    "a summary": (ICE, "Tags: Weather", "Tags: Weather\nSummary: Thin ice."),
    "a comment that nobody sees": (ICE, "Nobody", "<!-- ask -->\n\nNobody"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_is_a_revision_with_the_bytes_of_a_whole_build(
    edit: tuple[str, str, str], archive: Archive
) -> None:
    archive.replace(*edit)

    ran = archive.build()

    assert not ran.wrong
    assert not ran.whole
    archive.assert_current()


def test_a_story_without_original_is_revised_beside_one_that_has_one(tmp_path: Path) -> None:
    archive = varied_archive(tmp_path)
    archive.build()
    archive.replace(FERRY, "It should have come", "It ought to have come")

    assert not archive.build().whole
    archive.assert_current()


UNLISTED_EDITS = {
    "a hidden story": ("stories/hidden.md", "Quiet.", "Quieter."),
    "the topic of a hidden story": ("stories/hidden.md", "Tags: Weather", "Tags: Ships"),
    "a draft": ("stories/draft.md", "Quiet.", "Quieter."),
    "the title of a draft": ("stories/draft.md", "Title: Unlisted", "Title: A draft"),
    "a story beside them": (FERRY, "It should have come", "It ought to have come"),
}


@pytest.mark.parametrize("edit", UNLISTED_EDITS.values(), ids=UNLISTED_EDITS)
def test_an_edit_beside_or_of_what_no_list_has_is_a_revision_too(
    edit: tuple[str, str, str], archive: Archive
) -> None:
    for status in ("hidden", "draft"):
        archive.write(
            f"stories/{status}.md",
            f"Title: Unlisted\nDate: 2014-03-04 08:00\nTags: Weather\nStatus: {status}\n\nQuiet.\n",
        )
    archive.settings["BACKFILE_DRAFTS"] = True
    archive.build()
    archive.replace(*edit)

    ran = archive.build()

    assert not ran.wrong
    assert not ran.whole
    archive.assert_current()


def test_a_hidden_story_without_original_is_counted_when_it_comes_and_goes(tmp_path: Path) -> None:
    archive = varied_archive(tmp_path)
    archive.build()
    archive.write("stories/unlisted.md", UNLISTED)
    archive.build()
    archive.assert_current()

    (archive.content / "stories/unlisted.md").unlink()
    archive.build()
    archive.assert_current()


def test_one_revision_follows_another(archive: Archive) -> None:
    archive.replace(FERRY, "Nobody knows", "Few know")
    archive.build()
    archive.replace(FERRY, "Few know", "All know")
    archive.replace(ICE, "Title: Ice", "Title: Thin ice")

    assert not archive.build().whole
    archive.assert_current()


def test_a_revision_touches_what_has_changed_and_no_other_file(archive: Archive) -> None:
    before = {one: one.stat().st_mtime_ns for one in archive.output.rglob("*.html")}

    archive.replace(FERRY, "The ferry is in.", "The ferry is safe.")
    archive.build()

    now = {one: one.stat().st_mtime_ns for one in archive.output.rglob("*.html")}
    changed = {one.relative_to(archive.output).as_posix() for one in now if now[one] != before[one]}
    assert changed == {
        "2014/06/ferry/index.html",
        # They show how an update without a headline begins.
        "partners/the-wire/timeline/index.html",
        "sections/news/timeline/index.html",
        "topics/weather/timeline/index.html",
    }


MOVES: dict[str, Callable[[Archive], object]] = {
    "a story more": lambda one: one.write("stories/new.md", NEW),
    "a story more on a day of its own": lambda one: one.write(
        "stories/new.md", NEW.replace("2014-06-16", "1999-03-01")
    ),
    "a story more, with a new topic": lambda one: one.write(
        "stories/new.md", NEW.replace("Weather", "Winds, Weather")
    ),
    "a story less": lambda one: (one.content / PIER).unlink(),
    "a new story and another less": lambda one: (
        one.write("stories/new.md", NEW),
        (one.content / PIER).unlink(),
    ),
    "a file with another name": lambda one: (one.content / PIER).rename(
        one.content / "stories/quay.md"
    ),
    "another day": lambda one: one.replace(PIER, "2013-02-01", "2013-02-02"),
    "another year": lambda one: one.replace(PIER, "2013-02-01", "2014-06-16"),
    "an earlier hour": lambda one: one.replace(FERRY, "11:02", "02:00"),
    "another topic": lambda one: one.replace(FERRY, "Ships, Weather", "Winds, Weather"),
    "another section": lambda one: one.replace(PIER, "Category: Harbor", "Category: Docks"),
    "no partner": lambda one: one.replace(FERRY, "Partner: the-wire\n", ""),
    "another author": lambda one: one.replace(PIER, "Authors: Bo Ek", "Authors: Ada Lind"),
    "another address": lambda one: one.replace(PIER, "Category:", "Slug: quay\nCategory:"),
}


@pytest.mark.parametrize("change", MOVES.values(), ids=MOVES)
def test_stories_may_come_go_and_move_in_a_revision(
    change: Callable[[Archive], object], archive: Archive
) -> None:
    change(archive)

    ran = archive.build()

    assert not ran.wrong
    assert not ran.whole
    archive.assert_current()


def test_a_story_that_comes_and_goes_leaves_nothing(archive: Archive) -> None:
    before = files_in(archive.output)
    archive.write("stories/new.md", NEW.replace("2014-06-16", "1999-03-01"))
    archive.build()
    (archive.content / "stories/new.md").unlink()

    assert not archive.build().whole
    assert files_in(archive.output) == before
    assert not [one for one in archive.output.rglob("*") if one.is_dir() and not any(one.iterdir())]


WIDER: dict[str, Callable[[Archive], object]] = {
    "a draft": lambda one: one.replace(PIER, "Category:", "Status: draft\nCategory:"),
    "the partner's record": lambda one: one.replace("partners/the-wire.md", "The Wire", "A Wire"),
    "a page": lambda one: one.replace("pages/about.md", "Who we are", "Who we were"),
    "a setting": lambda one: one.settings.update(SITENAME="Port Archive"),
    "a picture": lambda one: one.replace(
        ICE, "Nobody", '<img src="https://ice.example/thin.png" alt="">'
    ),
    "another spelling of a topic": lambda one: one.replace(ICE, "Tags: Weather", "Tags: weather"),
    "an old address": lambda one: one.replace(ICE, "Tags:", "Redirect_From: /ice/\nTags:"),
    "the address of a story with a link to it": lambda one: one.replace(
        FERRY, "Tags:", "Slug: boat\nTags:"
    ),
    "the day of a story in two languages": lambda one: one.replace(ICE, "2015-01-04", "2015-01-05"),
    "another story of that name": lambda one: one.write(
        "stories/x.md", NEW.replace("Tags", "Slug: pier\nTags")
    ),
    "a language more": lambda one: one.write(
        "stories/neu.md", NEW.replace("Tags", "Lang: fr\nTags")
    ),
    "what a story continues": lambda one: one.replace("stories/calm.md", "Continues: storm\n", ""),
}


@pytest.mark.parametrize("change", WIDER.values(), ids=WIDER)
def test_what_reaches_further_is_built_as_a_whole(
    change: Callable[[Archive], object], archive: Archive
) -> None:
    change(archive)

    ran = archive.build()

    assert ran.whole
    assert not ran.wrong
    archive.assert_current()


FRESH = "Title: Fresh\nDate: 2014-05-01\nTags: Winter\n\nNews.\n"


@pytest.mark.parametrize(
    "address", ["/2014/05/Fresh", "/topics/winter/", "/2014/05/fresh/story.html"]
)
@pytest.mark.parametrize("pages", [True, False], ids=["pages", "rules"])
def test_a_story_comes_to_the_old_address_of_another_and_goes(
    pages: bool, address: str, archive: Archive
) -> None:
    archive.settings["BACKFILE_REDIRECT_PAGES"] = pages
    archive.replace("stories/gate.md", "/old/gate.html", address)
    archive.build()

    for text in (FRESH, ""):
        archive.write("stories/fresh.md", text)
        if not text:
            (archive.content / "stories/fresh.md").unlink()
        said = archive.build().said
        assert said == archive.from_nothing().said
        archive.assert_same()


def test_a_fault_leaves_the_site_as_it_was_and_is_told_as_ever(archive: Archive) -> None:
    before = files_in(archive.output)
    archive.replace(FERRY, "3:31 p.m.", "25:31")

    ran = archive.build()

    assert 'ferry.md:13: "25:31" is not a time of day' in ran.wrong
    assert files_in(archive.output) == before
    archive.replace(FERRY, "25:31", "3:32 p.m.")
    assert not archive.build().whole
    archive.assert_current()


def test_warnings_of_all_stories_are_told_by_each_build(archive: Archive) -> None:
    archive.replace(ICE, "Nobody walks", "<foo>Nobody</foo> walks")
    archive.replace(PIER, "It stands", "<bar>It</bar> stands")
    first = archive.build()
    archive.replace(PIER, "It</bar> stands", "It</bar> still stands")
    second, third = archive.build(), archive.build()

    assert (first.whole, second.whole, third.whole) == (False, False, False)
    assert "ice.md:5" in first.said
    assert "pier.md:6" in first.said
    assert first.said == second.said == third.said

    archive.replace(PIER, "<bar>It</bar>", "It")
    assert archive.build().said == "".join(
        line for line in first.said.splitlines(keepends=True) if "pier.md" not in line
    )


def test_warnings_are_told_where_no_revision_will_be(archive: Archive) -> None:
    archive.write("stories/later.md", "Title: Later\nDate: 2999-01-01\n\n<foo>Not</foo> yet.\n")

    first, second = archive.build(), archive.build()

    assert (first.whole, second.whole) == (True, True)
    assert "later.md:4" in first.said
    assert first.said == second.said


def lost(archive: Archive) -> None:
    shutil.rmtree(archive.output)


def another(archive: Archive) -> None:
    restored(archive)
    (archive.output / "index.html").write_text("Something else.", "utf-8")


def restored(archive: Archive) -> None:
    """Let the site be a copy of itself, with other times."""
    archive.output.rename(archive.folder / "old")
    shutil.copytree(archive.folder / "old", archive.output, copy_function=shutil.copyfile)


def test_a_copy_of_the_site_is_as_good_as_the_site(archive: Archive) -> None:
    restored(archive)
    archive.replace(ICE, "Nobody", "No one")

    assert not archive.build().whole
    archive.assert_current()


@pytest.mark.parametrize("name", ["index.html", "theme/css/base.css", "stories/new.txt", "feeds"])
def test_a_file_of_the_site_that_somebody_changed_is_made_again_if_all_are_looked_at(
    name: str, archive: Archive
) -> None:
    path = archive.output / name
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text("Something else.", "utf-8")
    assert not archive.build().whole

    archive.settings[CHECKED] = True

    assert archive.build().whole
    archive.assert_current()
    assert not archive.build().whole


def unfinished(archive: Archive) -> None:
    with closing(LastBuild.opened(archive.folder / "cache")) as last:
        last.begin()


def broken(archive: Archive) -> None:
    (archive.folder / "cache" / FILE).write_bytes(b"nothing")


def no_cache(archive: Archive) -> None:
    shutil.rmtree(archive.folder / "cache")


@pytest.mark.parametrize("happens", [lost, another, unfinished, broken, no_cache])
def test_a_site_that_may_be_another_is_built_as_a_whole(
    happens: Callable[[Archive], None], archive: Archive
) -> None:
    happens(archive)
    archive.replace(ICE, "Nobody", "No one")

    assert archive.build().whole
    archive.assert_current()
    archive.replace(ICE, "No one", "Nobody")
    assert not archive.build().whole
    archive.assert_current()


@pytest.mark.parametrize("name", ["catalogue.db", "stories.db", "sitemap.json", "data.db"])
def test_a_cache_without_one_of_its_files_is_made_up_for(name: str, archive: Archive) -> None:
    (archive.folder / "cache" / name).unlink()
    archive.replace(FERRY, "## 6:20 p.m.", "## 7:05 p.m.\n\nIt left.\n\n## 6:20 p.m.")

    assert not archive.build().wrong
    archive.assert_current()


def test_a_table_that_somebody_has_changed_is_not_built_upon(archive: Archive) -> None:
    table = archive.output / "data" / "stories-2015.csv"
    table.write_bytes(table.read_bytes().replace(b"Ice", b"Fog"))
    archive.replace(ICE, "Nobody", "No one")

    assert archive.build().whole
    archive.assert_current()
