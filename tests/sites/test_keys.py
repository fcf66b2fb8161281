"""The promise of keys: equal keys mean equal bytes, and what an edit does not show keeps its key.

One archive is built; each edit is made in a copy of it, elsewhere, which is then built anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from pelican import signals
from pelican.writers import Writer
from PIL import Image

from backfile.config.site_settings import site_settings
from backfile.outputs import artifacts
from backfile.outputs.pages import keys as page_keys
from backfile.packaged import theme_folder
from backfile.pipeline import build_files
from backfile.pipeline.build import build
from backfile.pipeline.last_build import LastBuild

from .manifests import digests, site_manifest
from .revised import move_in
from .sites import ARCHIVE, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from blinker import Signal

SETTINGS: dict[str, Any] = {
    "SITENAME": "Harbour Archive",
    "SITEURL": "https://archive.example",
    "BACKFILE_TAG_AUTHORITY": "archive.example,2026",
    "BACKFILE_SEARCH": False,
    "BACKFILE_VERIFY": True,
    "BACKFILE_ACCENT_LIGHT": "#0b5468",
}
LANDING = "stories/2014/11/philae.md"
FLOOD = "stories/1910/01/paris-flood.md"
PICTURE = "images/pont-dausterlitz.png"
# Enough of the archive for every kind of page.
PARTS = ("images", "pages", "partners", *(f"stories/{year}" for year in (1910, 1969, 2010, 2014)))
COPIES = ("theme/css/", "theme/favicon", "theme/fonts/", "theme/js/", "images/", "pictures/")
ACCENT = "theme/css/accent.css"


@dataclass(frozen=True)
class Built:
    """The files of a site: the digests of their bytes, and the keys of those that have any."""

    root: Path
    bytes: dict[str, str]
    keys: dict[str, str]

    def changed(self, other: Built, what: str) -> set[str]:
        """Return the files of both that have other *what* in *other*."""
        mine, theirs = getattr(self, what), getattr(other, what)
        both = self.keys.keys() & other.keys.keys()
        return {path for path in both if mine[path] != theirs[path]}


@dataclass(frozen=True)
class Edit:
    """A change of an archive: in its `content`, or in its `settings`."""

    content: Path
    settings: dict[str, Any]

    def replace(self, name: str, old: str, new: str) -> None:
        """Put *new* in the place of *old*, which is in the file *name*."""
        path = self.content / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    def add(self, name: str, text: str) -> None:
        path = self.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def template(self, name: str, old: str, new: str) -> None:
        """Let the site have the template *name* with *new* in the place of *old*."""
        text = (theme_folder() / "templates" / name).read_text("utf-8")
        assert old in text
        path = self.content.parent / "templates" / name
        path.parent.mkdir(parents=True)
        path.write_text(text.replace(old, new, 1), "utf-8")
        self.settings["THEME_TEMPLATES_OVERRIDES"] = [str(self.content.parent / "templates")]


def made(root: Path, settings: dict[str, Any]) -> Built:
    """Build the archive in *root* with *settings*."""
    with contextlib.chdir(ROOT):
        conf = site_settings(content=str(root / "content"), output=str(root / "output"))
        output = build({**conf, **SETTINGS, "CACHE_PATH": str(root / "cache"), **settings})
    with closing(LastBuild.opened(root / "cache")) as last:
        noted = {path: one.key for path, one in last.files().items() if one.key}
    files = {one.relative_to(output).as_posix() for one in output.rglob("*") if one.is_file()}
    digests = {path: hashlib.sha256((output / path).read_bytes()).hexdigest() for path in files}
    return Built(root, digests, noted)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("archive")
    for part in PARTS:
        shutil.copytree(ARCHIVE / part, root / "content" / part)
    return made(root, {})


def after(before: Built, folder: Path, edit: Callable[[Edit], None]) -> Built:
    """Build a copy of the archive in *folder* after an *edit*, from nothing."""
    shutil.copytree(before.root / "content", folder / "content")
    return edited(folder, edit)


def taken_over(before: Built, folder: Path, edit: Callable[[Edit], None]) -> Built:
    """Do the same with the site before and its cache there, as if they had been made there."""
    shutil.copytree(before.root, folder)
    move_in(folder)
    return edited(folder, edit)


def edited(folder: Path, edit: Callable[[Edit], None]) -> Built:
    """Build the archive in *folder* after an *edit*."""
    making = Edit(folder / "content", {})
    edit(making)
    return made(folder, making.settings)


def field(name: str, file: str, value: str) -> Callable[[Edit], None]:
    """Return the edit that writes the field *name* into a *file*, in the place of any it has."""

    def write(edit: Edit) -> None:
        path = edit.content / file
        head, blank, body = path.read_text("utf-8").partition("\n\n")
        lines = [line for line in head.split("\n") if not line.startswith(f"{name}:")]
        path.write_text("\n".join([*lines, f"{name}: {value}"]) + blank + body, "utf-8")

    return write


def setting(**values: object) -> Callable[[Edit], None]:
    return lambda edit: edit.settings.update(values)


def picture(edit: Edit) -> None:
    Image.new("RGB", (1100, 733), "#335577").save(edit.content / PICTURE)


STORY = """Title: A quiet day at the lock
Date: 2014-11-14 10:00
Timezone: Europe/Berlin
Partner: meridian-desk
Tags: Europe
Authors: Peter Halloran
Category: Science

Nothing passed the lock today, and the keeper mended his nets.
"""
CORRECTION = "## Correction: November 16\n\nThe lander is as large as a dishwasher.\n\n"
EDITS: dict[str, Callable[[Edit], None]] = {
    "nothing": lambda _edit: None,
    "a word in a body": lambda edit: edit.replace(
        LANDING, "The battery is empty", "The cell is dry"
    ),
    "a title": field("Title", LANDING, "Three landings on one comet"),
    "a summary": field("Summary", LANDING, "A probe came down."),
    "a date": field("Date", LANDING, "2014-11-12 08:40"),
    "a date in another year": field("Date", FLOOD, "1911-01-28 09:00"),
    "a status": field("Status", LANDING, "draft"),
    "hidden": field("Status", LANDING, "hidden"),
    "a tag": field("Tags", LANDING, "Europe, Firsts, Comets"),
    "an author": field("Authors", LANDING, "Inés Carrasco"),
    "a section": field("Category", LANDING, "Space"),
    "an old address": field("Redirect_From", LANDING, "/old/philae.html"),
    "no partner": lambda edit: edit.replace(LANDING, "Partner: meridian-desk\n", ""),
    "a running story": field("Continues", LANDING, "eagle-lands"),
    "a correction": lambda edit: edit.replace(
        LANDING, "## UPDATE: 11/15/14", f"{CORRECTION}## UPDATE: 11/15/14"
    ),
    "a partner's record": field("Copyright_Holder", "partners/harbor-wire.md", "The Wire Trust"),
    "a partner's name": field("Title", "partners/harbor-wire.md", "Harbour Wire"),
    "a partner's history": lambda edit: edit.replace(
        "partners/harbor-wire.md", "over a chandler's shop", "above a bakery"
    ),
    "a partner more": lambda edit: edit.add("partners/tide.md", "Title: Tide\n\nA sheet.\n"),
    "the words of a page": lambda edit: edit.replace("pages/about.md", "the", "all the"),
    "the title of a page": field("Title", "pages/about.md", "About all this"),
    "a page more": lambda edit: edit.add("pages/help.md", "Title: Help\n\nAsk us.\n"),
    "a story more": lambda edit: edit.add("stories/2014/11/lock.md", STORY),
    "a translation": lambda edit: edit.add(
        "stories/2014/11/philae.es.md",
        "Title: Un cometa\nLang: es\nDate: 2014-11-12 09:40\nTimezone: Europe/Berlin\n"
        "Partner: meridian-desk\n\nBajó tres veces.\n",
    ),
    "a story less": lambda edit: (edit.content / LANDING).unlink(),
    "a link to another story": lambda edit: edit.replace(
        LANDING, "The battery is empty", "[The flood]({filename}/stories/1910/01/paris-flood.md)"
    ),
    "a picture": picture,
    "the site's name": setting(SITENAME="Another Archive"),
    "the site's address": setting(SITEURL="https://other.example"),
    "relative addresses": setting(RELATIVE_URLS=True, SITEURL=""),
    "a menu": setting(MENUITEMS=[("Shop", "https://shop.example/")]),
    "the footer": setting(BACKFILE_FOOTER="All rights with their owners."),
    "an accent": setting(BACKFILE_ACCENT_LIGHT="#004466"),
    "the zone": setting(TIMEZONE="Asia/Tokyo"),
    "the language": setting(DEFAULT_LANG="es"),
    "the attribution": setting(BACKFILE_ATTRIBUTION="foot"),
    "the order": setting(NEWEST_FIRST_ARCHIVES=True),
    "the order of updates": setting(BACKFILE_UPDATE_ORDER="oldest-first"),
    "no pages of topics": setting(TAG_SAVE_AS=""),
    "no pages of years": setting(YEAR_ARCHIVE_SAVE_AS=""),
    "no feeds": setting(BACKFILE_FEEDS=False),
    "short feeds": setting(FEED_MAX_ITEMS=3),
    "a template": lambda edit: edit.template("article.html", "<h1>", '<h1 class="own">'),
    "an included template": lambda edit: edit.template(
        "partials/colophon.html", '<footer class="colophon"', '<footer class="own colophon"'
    ),
    "how templates are read": setting(
        JINJA_ENVIRONMENT={"trim_blocks": False, "lstrip_blocks": True, "extensions": []}
    ),
    "a story as the first page": field("Save_as", LANDING, "index.html"),
    "another theme": setting(THEME="simple", DIRECT_TEMPLATES=["index", "archives", "tags"]),
}

TODAY = {"today": "November 30"}

# Where more files than two have new keys and old bytes: a setting that few of those show which
# read it, a date that moves nothing, JSON feeds that lack what Atom has, the updates of a year
# whose stories alone changed.
IN_VAIN = {
    "a date": 18,
    "a section": 6,
    "a running story": 11,
    "a translation": 4,
    "a story as the first page": 13,
    "the order": 56,
    "no pages of topics": 53,
    "another theme": 15,
    "the language": 3,
    "the order of updates": 4,
}


@pytest.mark.parametrize("name", EDITS)
def test_files_with_equal_keys_have_equal_bytes(name: str, before: Built, tmp_path: Path) -> None:
    built = after(before, tmp_path / "anew", EDITS[name])

    shown, keyed = before.changed(built, "bytes"), before.changed(built, "keys")
    assert shown <= keyed
    # What is keyed without need is made in vain: nearly nothing.
    assert len(keyed - shown) <= IN_VAIN.get(name, 2), sorted(keyed - shown)
    # So a build that takes over what is current makes the same site.
    again = taken_over(before, tmp_path / "again", EDITS[name])
    assert (again.bytes, again.keys) == (built.bytes, built.keys)


def test_a_word_in_a_body_is_no_part_of_most_files(before: Built, tmp_path: Path) -> None:
    """The story, its JSON, its citations, the tables of its year, and its feeds."""
    built = after(before, tmp_path, EDITS["a word in a body"])

    keyed = before.changed(built, "keys")
    assert len(before.keys) > 100
    assert {path for path in keyed if not path.startswith("feeds/")} == {
        *("2014/11/philae/index.html", "2014/11/philae/story.json"),
        # They state the digest of the text.
        *(f"2014/11/philae/citations.{ending}" for ending in ("bib", "ris", "csl.json")),
        *("data/stories-2014.csv", "data/updates-2014.csv", "data/datapackage.json"),
    }


def test_a_template_of_the_site_may_show_any_story(before: Built, tmp_path: Path) -> None:
    def show_all(edit: Edit) -> None:
        titles = "{% for one in articles %}{{ one.title }}{% endfor %}"
        edit.template("partials/colophon.html", "<nav", f"{titles}<nav")

    def show_all_and_retitle(edit: Edit) -> None:
        show_all(edit)
        EDITS["a title"](edit)

    own = after(before, tmp_path / "own", show_all)
    built = after(before, tmp_path / "retitled", show_all_and_retitle)

    assert "about/index.html" in own.changed(built, "bytes")
    assert own.changed(built, "bytes") <= own.changed(built, "keys")
    again = after(before, tmp_path / "again", show_all)
    assert own.keys == again.keys


def test_another_version_of_the_program_makes_all_files_anew(
    before: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (artifacts, page_keys):
        monkeypatch.setattr(module, "made_by", lambda: "another version")

    built = after(before, tmp_path, EDITS["nothing"])

    assert not before.changed(built, "bytes")
    assert before.changed(built, "keys") == before.keys.keys()


def test_what_is_current_is_not_made_again(
    before: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_again = []
    monkeypatch.setattr(build_files, "write", lambda one, _: made_again.append(one.path))
    monkeypatch.setattr(Writer, "write_file", lambda _, name, *__, **___: made_again.append(name))

    built = taken_over(before, tmp_path / "again", EDITS["nothing"])

    assert (made_again, built.bytes) == ([], before.bytes)


def test_a_template_of_the_site_is_asked_again(
    before: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may show what no key knows of, and so may what it includes."""

    def own(edit: Edit) -> None:
        edit.template("partials/colophon.html", "<nav", "{{ today }}<nav")

    first = after(before, tmp_path / "own", own)
    monkeypatch.chdir(tmp_path)
    shutil.rmtree(tmp_path / "own/templates")
    again = edited(
        tmp_path / "own", lambda edit: (own(edit), edit.settings.update(JINJA_GLOBALS=TODAY))[0]
    )

    assert "November 30" in (again.root / "output/about/index.html").read_text("utf-8")
    assert first.bytes["about/index.html"] != again.bytes["about/index.html"]


def test_pictures_and_attached_files_stay_with_a_template_of_the_site(
    before: Built, tmp_path: Path
) -> None:
    def own(edit: Edit) -> None:
        edit.template("article.html", "<h1>", '<h1 class="own">')

    first = after(before, tmp_path / "own", own)
    shutil.rmtree(tmp_path / "own/templates")
    again = edited(tmp_path / "own", own)

    assert any(path.startswith("pictures/") for path in first.bytes)
    assert again.bytes == first.bytes


def test_a_first_page_that_was_a_story_is_made_again(before: Built, tmp_path: Path) -> None:
    after(before, tmp_path / "again", EDITS["a story as the first page"])

    built = edited(
        tmp_path / "again",
        lambda edit: edit.replace(LANDING, "Save_as: index.html\n", ""),
    )

    assert built.bytes["index.html"] == before.bytes["index.html"]


@pytest.mark.parametrize("signal", [signals.content_written, signals.finalized])
def test_another_plugin_gets_all_files_to_change(
    signal: Signal, before: Built, tmp_path: Path
) -> None:
    def sign(*_: object, **__: object) -> None:
        for page in (tmp_path / "again").rglob("about/index.html"):
            page.write_text("Seen.", "utf-8")

    with signal.connected_to(sign):
        built = taken_over(before, tmp_path / "again", EDITS["nothing"])

    assert (tmp_path / "again/output/about/index.html").read_text("utf-8") == "Seen."
    assert {path for path in built.bytes if built.bytes[path] != before.bytes[path]} == {
        *("about/index.html", "manifest/about.sha256", "manifest/index.json")
    }
    assert site_manifest(tmp_path / "again/output").files == digests(tmp_path / "again/output")
    assert (before.root / "output/about/index.html").read_text("utf-8") != "Seen."


def test_each_page_and_each_file_that_is_made_has_a_key(before: Built) -> None:
    output = before.root / "output"
    files = {one.relative_to(output).as_posix() for one in output.rglob("*") if one.is_file()}
    without = (*COPIES, "manifest/")
    copied = {path for path in files if path.endswith(".md") or path.startswith(without)}

    assert before.keys.keys() == files - copied | {ACCENT}
