"""A small archive that tests edit and build, beside a build of the same from nothing."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass, field
from io import StringIO
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from backfile.config.site_settings import site_settings
from backfile.errors import BackfileError
from backfile.pipeline import build as building
from backfile.pipeline.last_build import LastBuild
from backfile.pipeline.revision import CONTENT, PLACE, content_named, place_of

from .imported_archive import imported, picture
from .sites import ROOT, WIRE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SETTINGS: dict[str, Any] = {
    "SITENAME": "Harbour Archive",
    "SITEURL": "https://archive.example",
    "BACKFILE_TAG_AUTHORITY": "archive.example,2026",
    "FEED_MAX_ITEMS": 2,
    "BACKFILE_CARD_IMAGES": False,  # they take long, and no edit of a story changes them
}
FERRY = """Title: The ferry is late
Date: 2014-06-16 11:02
Partner: the-wire
Tags: Ships, Weather
Authors: Ada Lind

Nobody knows why; see [the ice]({filename}/stories/ice.md).

## Original Post

It should have come at ten.

## 3:31 p.m.

The ferry is late.

## 6:20 p.m.

The ferry is in.
"""
STORM = """Title: A storm is coming
Date: 2014-06-15 08:00
Partner: the-wire
Tags: Weather
Authors: Ada Lind

Boats stay in the harbour.
"""
CALM = """Title: After the storm
Date: 2014-06-17 09:00
Partner: the-wire
Tags: Weather
Continues: storm

## Correction, June 18, 10 a.m.

The wind came from the west.
"""
ICE = "Title: Ice\nDate: 2015-01-04 08:00\nTags: Weather\n\nNobody walks on it -- yet.\n"
EIS = "Title: Eis\nDate: 2015-01-04 08:00\nLang: de\nSlug: ice\n\nNoch geht niemand darauf.\n"
PIER = "Title: The pier\nDate: 2013-02-01 08:00\nAuthors: Bo Ek\nCategory: Harbor\n\nIt stands.\n"
GATE = "Title: The gate\nDate: 2013-02-03 08:00\nRedirect_From: /old/gate.html\n\nIt is shut.\n"
FILES = {
    "partners/the-wire.md": WIRE,
    "pages/about.md": "Title: About\n\nWho we are: [the ferry]({filename}/stories/ferry.md).\n",
    "stories/ferry.md": FERRY,
    "stories/storm.md": STORM,
    "stories/calm.md": CALM,
    "stories/ice.md": ICE,
    "stories/eis.md": EIS,
    "stories/pier.md": PIER,
    "stories/gate.md": GATE,
}
# What tells more: a picture, a third part, another partner, a draft, old addresses.
FURTHER = {
    "partners/port-post.md": "Title: The Port Post\nURL: https://port-post.example/\n",
    "stories/lighthouse.md": "Title: The lighthouse\nDate: 2013-02-03 08:00\nTags: Ships\n"
    "Partner: port-post\nRedirect_From: /old/lighthouse.html\n\n"
    "It shines.\n\n![The pier]({static}/images/pier.png)\n",
    "stories/wind.md": "Title: The wind again\nDate: 2014-06-19 07:30\nTags: Weather\n"
    "Partner: port-post\nContinues: calm\n\nIt blows.\n\n## 9:10 a.m.\n\nIt blows on.\n",
    "stories/unready.md": "Title: Unready\nDate: 2014-01-02 08:00\nStatus: draft\n\nWords.\n",
}
UNLISTED = "Title: Unlisted\nDate: 2014-03-04 08:00\nStatus: hidden\n\nQuiet.\n"


@dataclass
class Ran:
    """How a build ended: what it said, and whether it built everything (`whole`), and why."""

    said: str = ""
    whole: bool = False
    wrong: str = ""
    why: str = ""


@dataclass
class Archive:
    """An archive in a `folder`, which is built into `output`, with a cache beside it."""

    folder: Path
    settings: dict[str, Any] = field(default_factory=lambda: dict(SETTINGS))

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def output(self) -> Path:
        return self.folder / "output"

    @property
    def beside(self) -> Path:
        """The site of a build from nothing."""
        return self.folder / "other"

    def write(self, name: str, text: str) -> None:
        path = self.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Put *new* in the place of *old* in the file *name*."""
        text = (self.content / name).read_text("utf-8")
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def build(self) -> Ran:
        """Build into the output, with what the cache has."""
        return self._build(self.output, self.folder / "cache")

    def from_nothing(self) -> Ran:
        """Build the same into the folder `beside`, with a new cache."""
        for folder in (self.beside, self.folder / "other-cache"):
            shutil.rmtree(folder, ignore_errors=True)
        return self._build(self.beside, self.folder / "other-cache")

    def assert_current(self) -> None:
        """The output has the files of a build from nothing, byte for byte, and no other."""
        ran = self.from_nothing()
        assert not ran.wrong, ran.wrong
        self.assert_same()

    def assert_same(self) -> None:
        """The output has the files of the build from nothing that was just made."""
        wanted, found = files_in(self.beside), files_in(self.output)
        assert sorted(found) == sorted(wanted)
        assert [path for path, data in found.items() if data != wanted[path]] == []

    def copied(self, folder: Path) -> Archive:
        """Return a copy in *folder*, which is not there yet, of this archive and its site."""
        shutil.copytree(self.folder, folder)
        copy = Archive(folder, dict(self.settings))
        move_in(folder)
        return copy

    def _build(self, output: Path, cache: Path) -> Ran:
        ran, said, theme = Ran(), StringIO(), self.folder / "theme"
        with contextlib.chdir(ROOT), watching(ran), contextlib.redirect_stderr(said):
            conf = site_settings(content=str(self.content), output=str(output))
            conf |= {"THEME": str(theme)} if theme.is_dir() else {}
            try:
                building.build({**conf, "CACHE_PATH": str(cache), **self.settings})
            except BackfileError as error:
                ran.wrong = str(error)
        ran.said = said.getvalue()
        return ran


def new_archive(folder: Path, files: Mapping[str, str] = FILES) -> Archive:
    """Return an archive of a few stories in *folder*."""
    archive = Archive(folder)
    for name, text in files.items():
        archive.write(name, text)
    return archive


def varied_archive(folder: Path) -> Archive:
    """Return an archive in *folder* with something of everything: pictures, an original, a draft.

    Almost all settings are on; the theme is a copy, which may be changed.
    """
    archive = new_archive(folder, {**FILES, **FURTHER})
    archive.settings |= {"BACKFILE_SEARCH": True, "BACKFILE_VERIFY": True}
    (folder / "received").mkdir()
    received = imported(folder / "received", ["north"])
    shutil.copytree(received.content, archive.content, dirs_exist_ok=True)
    shutil.copytree(ROOT / "theme", folder / "theme")
    (archive.content / "images").mkdir()
    (archive.content / "images" / "pier.png").write_bytes(picture("navy"))
    return archive


def move_in(folder: Path) -> None:
    """Let the site of a copy of an archive, which is now in *folder*, count as built there."""
    with contextlib.chdir(ROOT), contextlib.closing(LastBuild.opened(folder / "cache")) as last:
        last.put_facts({PLACE: place_of(folder / "output")})
        last.put_facts({CONTENT: content_named(folder / "content")})
        last.commit()


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the bytes of the files in *folder*, by their paths."""
    files = (one for one in folder.rglob("*") if one.is_file())
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in files}


@contextlib.contextmanager
def watching(ran: Ran) -> Iterator[None]:
    """Note in *ran* whether everything is built in the block, and why."""
    true_build = building.build_all

    def build_all(*given: Any) -> list[str]:
        ran.whole = True
        return true_build(*given)

    def debug(message: str, *given: object) -> None:
        ran.why = message % given

    with (
        patch.object(building, "build_all", build_all),
        patch.object(building, "_LOG", SimpleNamespace(debug=debug)),
    ):
        yield
