"""Of a withdrawn story a site has a tombstone and nothing else: no word, name, picture or count."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from typing import TYPE_CHECKING

import pytest

from backfile.config.site_settings import site_settings
from backfile.outputs.tombstones.gone import gone_addresses
from backfile.pipeline import build as building
from backfile.pipeline import order

from .imported_archive import imported
from .revised import UNLISTED, Archive, files_in, new_archive
from .sites import MiniSite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backfile.outputs.artifacts import Artifact
    from backfile.reading.site import Site

WITHDRAWN = "Status: withdrawn\nWithdrawn: 2026-03-05\nReason: The person concerned asked for it.\n"
WORDS = (
    *("zanzibar", "quokka", "pangolin", "okapi", "axolotl", "wombat", "tapir", "dugong"),
    *("numbat", "fossa", "serval", "saiga"),
)
# A word of its own in every place that the words of a story reach.
STORY = """Title: Zanzibar boats & wharves
Date: 2014-06-15 10:00
{status}Tags: Quokka, Weather
Authors: Axolotl Lind
Category: Wombat
Partner: the-wire
Summary: The tapir is out.
Continues: storm
Archived_URL: https://archive.invalid/serval
Original_URL: https://wire.example/2014/boats.html
Redirect_From: /old/boats.html
Order: oldest-first

The pangolin is in. ![Saiga]({{static}}/images/saiga.jpg) [File]({{static}}/images/numbat.pdf)

## Original Post

The okapi came.[^1]

## 3:31 p.m.: Dugong {{: former=update-2014-06-16-1531 }}

Nobody else came. <img src="/images/fossa.jpg" alt="">

[^1]: A note.
"""
READER = "Title: After\nDate: 2014-06-20\nContinues: boats\n\n[It]({filename}boats.md).\n"
TOMBSTONE = "2014/06/boats/index.html"


def withdrawn_archive(folder: Path, status: str = WITHDRAWN) -> Archive:
    archive = new_archive(folder)
    archive.settings |= {
        "BACKFILE_SEARCH": True,
        "BACKFILE_VERIFY": True,
        "BACKFILE_CARD_IMAGES": True,
        "OUTPUT_SOURCES": True,
        "STATIC_PATHS": ["images", "originals"],
    }
    archive.write("stories/boats.md", STORY.format(status=status))
    archive.write("stories/after.md", READER)
    for name in ("saiga.jpg", "fossa.jpg", "numbat.pdf"):
        archive.write(f"images/{name}", name)
    return archive


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Return the site of an archive whose story was published before it was withdrawn."""
    archive = withdrawn_archive(tmp_path_factory.mktemp("archive"), status="")
    assert not archive.build().wrong
    assert set(WORDS) <= words_in(archive)
    archive.write("stories/boats.md", STORY.format(status=WITHDRAWN))
    assert not archive.build().wrong
    return archive


def unpacked(data: bytes) -> bytes:
    found = data
    for unpack in (gzip.decompress, zlib.decompress):
        try:
            found += unpack(data)
        except (OSError, EOFError, zlib.error):
            continue
    return found.lower()


def words_in(archive: Archive) -> set[str]:
    """Return those of the words that are in a file of the site, or in its name."""
    files = files_in(archive.output)
    return {
        word
        for word in WORDS
        for name, data in files.items()
        if word in name.lower() or word.encode() in unpacked(data)
    }


def test_no_word_of_a_withdrawn_story_is_on_the_site(site: Archive) -> None:
    # The headline stays, on the tombstone and where an old address leads to it.
    assert words_in(site) == {"zanzibar"}
    of_title = [one for one, data in files_in(site.output).items() if b"Zanzibar" in data]
    assert sorted(of_title) == [TOMBSTONE, "2014/boats.html", "old/boats.html"]


BODIES = {
    # The words are gone from the file as well.
    "": ["update-2014-06-15-1531", "original-post"],
    # What is wrong with words that nobody will read stops no build.
    "## 25:31\n\nThe okapi. [It]({filename}nowhere.md) <i>is\n\n## Original Post\n\nIt.\n": [
        "original-post",
        "update-2014-06-15-1531",
    ],
}


@pytest.mark.parametrize("body", BODIES)
def test_the_ids_of_updates_stay_whatever_the_file_still_has(body: str, tmp_path: Path) -> None:
    archive = new_archive(tmp_path)
    anchors = "Former_Anchors: update-2014-06-15-1531, original-post\n"
    head = f"Title: Boats\nDate: 2014-06-15 10:00\n{WITHDRAWN}{anchors}"
    archive.write("stories/boats.md", f"{head}\n{body}")
    assert not archive.build().wrong

    page = (archive.output / TOMBSTONE).read_text("utf-8")
    assert re.findall(r'<span class="former" id="([^"]+)"', page) == BODIES[body]
    assert "okapi" not in page


def test_the_title_can_go_as_well(tmp_path: Path) -> None:
    status = f"{WITHDRAWN}Withdrawn_Title: no\n"
    archive = withdrawn_archive(tmp_path, status)
    assert not archive.build().wrong

    assert words_in(archive) == set()
    assert "<h1>Withdrawn story</h1>" in (archive.output / TOMBSTONE).read_text("utf-8")


def test_a_story_that_comes_withdrawn_is_as_one_that_was_published(
    site: Archive, tmp_path: Path
) -> None:
    site.copied(tmp_path / "archive").assert_current()


def test_the_tombstone_says_when_and_why_and_keeps_every_address(site: Archive) -> None:
    page = (site.output / TOMBSTONE).read_text("utf-8")

    assert '<meta name="robots" content="noindex">' in page
    assert '<time datetime="2026-03-05">March 5, 2026</time>' in page
    assert "<p>The person concerned asked for it.</p>" in page
    ids = {"original-post", "update-2014-06-15-1531", "update-2014-06-16-1531"}
    assert ids <= set(re.findall(r' id="([^"]+)"', page))
    assert 'rel="canonical"' not in page
    assert "application/ld+json" not in page


def test_links_and_old_addresses_lead_to_the_tombstone(site: Archive) -> None:
    after = (site.output / "2014/06/after/index.html").read_text("utf-8")
    assert '<a href="https://archive.example/2014/06/boats/">It</a>' in after
    for old in ("old/boats.html", "2014/boats.html"):
        page = (site.output / old).read_text("utf-8")
        assert "url=https://archive.example/2014/06/boats/" in page
    rules = (site.output / "_redirects").read_text("utf-8")
    assert "/old/boats.html https://archive.example/2014/06/boats/" in rules


def test_no_list_counts_a_withdrawn_story(site: Archive) -> None:
    assert not (site.output / "2014/06/boats/story.json").exists()
    assert not (site.output / "2014/06/boats/index.md").exists()
    assert not list((site.output / "images").glob("*"))
    lists = [one for one in files_in(site.output) if one.endswith((".xml", ".csv", ".json"))]
    assert not [one for one in lists if b"06/boats" in (site.output / one).read_bytes()]
    after = json.loads((site.output / "2014/06/after/story.json").read_text("utf-8"))
    assert after["continues"] is None


EDITS = {
    "the reason": ("stories/boats.md", "The person concerned", "A person", False),
    "the title": ("stories/boats.md", "Title: Zanzibar", "Title: Many", False),
    "the words": ("stories/boats.md", "The okapi came", "The okapi went", False),
    "another story": ("stories/ferry.md", "It should have", "It ought to have", False),
    "the day of another story": ("stories/pier.md", "2013-02-01", "2013-02-02", False),
    "the day": ("stories/boats.md", "2014-06-15", "2014-05-15", True),
    "an old address": ("stories/boats.md", "/old/boats", "/old/ships", True),
}


@pytest.mark.parametrize(("name", "old", "new", "whole"), EDITS.values(), ids=EDITS)
def test_each_build_is_the_build_from_nothing(  # noqa: PLR0913, PLR0917 (an edit and what it makes)
    name: str, old: str, new: str, whole: bool, tmp_path: Path, plain: Archive
) -> None:
    archive = plain.copied(tmp_path / "archive")
    assert not archive.build().whole
    archive.replace(name, old, new)

    ran = archive.build()

    assert not ran.wrong
    assert ran.whole is whole, ran.why
    archive.assert_current()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Return the same without files that only the withdrawn story used."""
    archive = withdrawn_archive(tmp_path_factory.mktemp("archive"))
    for one in (archive.content / "images").iterdir():
        one.unlink()
    archive.settings |= {"BACKFILE_CARD_IMAGES": False, "STATIC_PATHS": []}
    assert not archive.build().wrong
    return archive


def test_a_story_that_is_withdrawn_or_gone_makes_a_whole_build(
    tmp_path: Path, plain: Archive
) -> None:
    archive = plain.copied(tmp_path / "archive")
    archive.replace("stories/pier.md", "Category:", f"{WITHDRAWN}Category:")
    assert archive.build().whole
    archive.assert_current()

    (archive.content / "stories/pier.md").unlink()
    assert archive.build().whole
    archive.assert_current()


def test_a_story_can_come_back(tmp_path: Path, plain: Archive) -> None:
    archive = plain.copied(tmp_path / "archive")
    boats = archive.content / "stories/boats.md"
    boats.write_text(READER.replace("Continues: boats\n", "Redirect_From: /old/boats.html\n"))
    archive.replace("stories/boats.md", "({filename}boats.md)", "(https://wire.example/)")
    archive.build()
    archive.assert_current()


def test_a_hidden_story_still_keeps_stories_from_moving_alone(
    tmp_path: Path, plain: Archive
) -> None:
    archive = plain.copied(tmp_path / "archive")
    archive.write("stories/unlisted.md", UNLISTED)
    archive.build()
    archive.replace("stories/pier.md", "2013-02-01", "2013-02-02")
    assert archive.build().whole


def test_the_addresses_that_are_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = withdrawn_archive(tmp_path)
    found: list[str] = []
    last_files = order.last_files

    def watched(site: Site) -> Iterator[Artifact]:
        found.extend(gone_addresses(site))
        return last_files(site)

    monkeypatch.setattr(order, "last_files", watched)
    assert not archive.build().wrong
    assert found == ["2014/06/boats/"]


def test_verify_asks_for_no_word_of_a_withdrawn_story(tmp_path: Path) -> None:
    received = imported(tmp_path, ["north", "south"])
    story = received.story("north")
    story.write_text(story.read_text("utf-8").replace("Date:", f"{WITHDRAWN}Date:", 1), "utf-8")

    assert received.checked() is None
    output = received.folder / "output"
    told = json.loads((output / "fidelity.json").read_text("utf-8"))
    assert [one["url"] for one in told["stories"]] == ["swing-bridge-stuck-south.html"]
    assert told["written_here"] == 0
    digest = received.digest("north")
    assert not [
        one for one, data in files_in(output).items() if digest in one or digest.encode() in data
    ]

    received.kept("north", ".html").unlink()  # as when its words leave the repository too
    assert received.checked() is None


def test_the_original_of_a_withdrawn_story_is_no_public_file(tmp_path: Path) -> None:
    archive = imported(tmp_path, ["north", "south"])
    story = archive.story("north")
    story.write_text(story.read_text("utf-8").replace("Date:", f"{WITHDRAWN}Date:", 1), "utf-8")
    moved = story.rename(story.with_name("elsewhere.md"))  # the ledger does not know
    conf = {**site_settings(str(tmp_path / "pelicanconf.py")), "STATIC_PATHS": ["originals"]}
    conf |= {"PATH": str(archive.content), "OUTPUT_PATH": str(tmp_path / "output")}
    building.build(conf)

    names = " ".join(files_in(tmp_path / "output"))
    digest = moved.read_text("utf-8").partition("Original_SHA256: ")[2].partition("\n")[0]
    assert archive.digest("south") in names
    assert digest not in names


def test_in_another_theme_the_page_says_so_too(tmp_path: Path) -> None:
    site = MiniSite(tmp_path).write({"stories/boats.md": STORY.format(status=WITHDRAWN)})
    site.write({"partners/the-wire.md": "Title: The Wire\n", "storm.md": UNLISTED})
    built = site.build(ARTICLE_PATHS=["stories"], BACKFILE_DRAFTS=False)
    assert built.status == 0, built.said

    page = site.page("zanzibar-boats-wharves.html")
    assert "This story was withdrawn from the archive on" in page
    assert '<span id="original-post"></span>' in page
    assert not [word for word in WORDS if word != "zanzibar" and word in page.lower()]


def test_without_its_title_a_story_keeps_its_address(tmp_path: Path) -> None:
    status = f"{WITHDRAWN}Withdrawn_Title: no\n"
    site = MiniSite(tmp_path).write({"stories/boats.md": STORY.format(status=status)})
    site.write({"partners/the-wire.md": "Title: The Wire\n"})
    assert site.build(ARTICLE_PATHS=["stories"]).status == 0
    assert "zanzibar-boats-wharves.html" in site.pages()
    assert "Zanzibar" not in site.page("zanzibar-boats-wharves.html")


def test_a_field_of_which_addresses_are_made_stays_in_the_address(tmp_path: Path) -> None:
    story = STORY.format(status=f"{WITHDRAWN}Desk: harbour\nPrint_Page: quokka\n")
    site = MiniSite(tmp_path).write({"stories/boats.md": story})
    site.write({"partners/the-wire.md": "Title: The Wire\n"})
    place = "{desk}/{author}/{category}/{slug}.html"
    built = site.build(
        ARTICLE_PATHS=["stories"],
        ARTICLE_URL=place,
        ARTICLE_SAVE_AS=place,
        SLUGIFY_SOURCE="basename",
        BACKFILE_STORY_FIELDS=["Desk", "Print_Page"],
    )
    assert built.status == 0, built.said
    assert "harbour/axolotl-lind/wombat/boats.html" in site.pages()


FAULTS = {
    "Withdrawn: 2026-03-05\n": (
        'content/boats.md:3: Withdrawn is stated without "Status: withdrawn"; add it, or delete '
        "Withdrawn\n"
    ),
    "Status: withdrawn\nWithdrawn: 2026-03-05\n": (
        "content/boats.md:3: a withdrawn story states Reason; add a line such as "
        '"Reason: The person concerned asked for it."\n'
    ),
    "Status: withdrawn\nReason: Asked.\nWithdrawn: 2026-02-30\n": (
        'content/boats.md:5: "2026-02-30" is not a date; write 2014-06-16 or 2014-06-16 18:20\n'
    ),
    "Status: withdrawn\nReason:\nWithdrawn: 2026-03-05\n": (
        'content/boats.md:4: Reason has no value; write one, such as "Reason: The person '
        'concerned asked for it."\n'
    ),
    "Status: widthdrawn\nReason: Asked.\nWithdrawn: 2026-03-05\n": (
        'content/boats.md:3: unknown Status "widthdrawn"; did you mean "withdrawn"?\n'
        'content/boats.md:4: Reason is stated without "Status: withdrawn"; add it, or delete '
        "Reason\n"
        'content/boats.md:5: Withdrawn is stated without "Status: withdrawn"; add it, or delete '
        "Withdrawn\n"
    ),
    "Status: withdrawn\nReason: Asked.\nWithdrawn: 2026-03-05\nWithdrwn_By: Ann\n": (
        'content/boats.md:6: unknown field "Withdrwn_By"; did you mean "Withdrawn_By"?\n'
    ),
}


@pytest.mark.parametrize("fields", FAULTS)
def test_mistyped_fields_are_reported(tmp_path: Path, fields: str) -> None:
    site = MiniSite(tmp_path).write({"boats.md": f"Title: A\nDate: 2014-06-16\n{fields}\nText.\n"})
    built = site.build()
    assert (built.status, built.said) == (1, FAULTS[fields])


def test_a_page_cannot_be_withdrawn(tmp_path: Path) -> None:
    site = MiniSite(tmp_path).write({"pages/about.md": "Title: A\nStatus: withdrawn\n\nText.\n"})
    built = site.build()
    assert built.status == 1
    assert 'content/pages/about.md:2: unknown Status "withdrawn"' in built.said
