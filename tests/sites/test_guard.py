"""A build publishes nothing that lies outside of the content folder, and waits for no pipe."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from backfile.checking.archive_reader import read_archive
from backfile.config.site_settings import site_settings

from .sites import CONF, ROOT, WIRE, MiniSite

if TYPE_CHECKING:
    from pathlib import Path

PRIVATE = "Title: Private\nDate: 2011-03-04\n\nNobody may read it.\n"
STORY = "Title: Open\nDate: 2011-03-04\n\nEverybody may read it.\n"
SETTINGS = {"ARTICLE_PATHS": ["stories"], "PAGE_PATHS": ["pages"], "STATIC_PATHS": ["images"]}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MiniSite:
    monkeypatch.chdir(tmp_path)
    made = MiniSite(tmp_path).write(
        {"stories/open.md": STORY, "pages/about.md": "Title: About\n\nUs.\n", "images/a.txt": "A"}
    )
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/private.md").write_text(PRIVATE, "utf-8")
    (tmp_path / "outside/partner.md").write_text(WIRE, "utf-8")
    for folder in ("partners", "originals/ab"):
        (tmp_path / "content" / folder).mkdir(parents=True)
    return made


def link(target: str) -> object:
    return lambda path: path.symlink_to(target)


OUTSIDE = "leads outside of content/; put the file itself there, since only what is in this folder "
OUTSIDE += "is published"
NO_FILE = "is no file: it is a pipe, a socket or a device; remove it"
LOOP = "is a link to a folder that holds it; remove the link"
REFUSED = {
    "stories/private.md": (link("../../outside/private.md"), OUTSIDE),
    "stories/2011": (link("../../outside"), OUTSIDE),
    "pages/private.md": (link("../../outside/private.md"), OUTSIDE),
    "partners/the-wire.md": (link("../../outside/partner.md"), OUTSIDE),
    "images/private.md": (link("../../outside/private.md"), OUTSIDE),
    "images/all": (link("../../outside"), OUTSIDE),
    "originals/ab/cd.txt": (link("../../../outside/private.md"), OUTSIDE),
    "stories/x.md": (os.mkfifo, NO_FILE),
    "pages/x.md": (os.mkfifo, NO_FILE),
    "images/x.jpg": (os.mkfifo, NO_FILE),
    "partners/x.md": (os.mkfifo, NO_FILE),
    "images/loop": (link("."), LOOP),
    "stories/loop": (link(".."), LOOP),
    "images/self": (link("self"), "is a link that leads back to itself; remove the link"),
    "images/none.jpg": (link("nothing.jpg"), "is a link that leads nowhere; remove it"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_lies_elsewhere_or_is_no_file_stops_the_build(site: MiniSite, name: str) -> None:
    make, why = REFUSED[name]
    make(site.folder / "content" / name)
    built = site.build(**SETTINGS)
    assert built.status == 1
    assert built.said.splitlines() == [f"content/{name}: {why}"]
    assert not (site.folder / "output").exists() or site.pages() == set()


def test_check_names_all_of_them_and_reads_the_rest(site: MiniSite) -> None:
    for name, (make, _) in REFUSED.items():
        make(site.folder / "content" / name)
    bad = os.fsencode(site.folder / "content/stories") + b"/\xff.md"
    with open(bad, "wb") as file:  # noqa: PTH123 (its name is bytes)
        file.write(PRIVATE.encode())
    settings = "".join(f"{name} = {value!r}\n" for name, value in SETTINGS.items())
    (site.folder / "pelicanconf.py").write_text(CONF + settings, "utf-8")

    archive = read_archive(site_settings())

    assert sorted(map(str, archive.site.faults)) == sorted(
        [f"content/{name}: {why}" for name, (_, why) in REFUSED.items()]
        + [r"content/stories/\xff.md: has a name that is not UTF-8; rename it"]
    )
    assert [one.title for one in archive.articles] == ["Open"]


def test_links_within_the_content_and_hidden_ones_are_nobodys_business(site: MiniSite) -> None:
    (site.folder / "content/images/same.txt").symlink_to("a.txt")
    (site.folder / "content/stories/.#open.md").symlink_to("ann@host.17")
    (site.folder / "content/.venv").mkdir()
    (site.folder / "content/.venv/python").symlink_to(sys.executable)
    built = site.build(**SETTINGS)
    assert (built.status, built.said.count("WARNING")) == (0, 0), built.said
    assert site.page("images/same.txt") == "A"


def test_the_settings_may_fetch_files_from_elsewhere(site: MiniSite) -> None:
    settings = {**SETTINGS, "STATIC_PATHS": ["images", "../outside"], "ARTICLE_PATHS": [""]}
    built = site.build(**settings)
    assert (built.status, built.said.count("leads outside")) == (0, 0), built.said


def test_an_import_does_not_wait_for_a_pipe_among_the_stories(site: MiniSite) -> None:
    os.mkfifo(site.folder / "content/stories/x.md")
    (site.folder / "pelicanconf.py").write_text(CONF, "utf-8")
    text = site.folder / "ice.txt"
    text.write_text("Ice\n\nThe pilots stay at home.\n", "utf-8")
    command = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]);"
        "from backfile.cli.importing import import_files;"
        "sys.exit(import_files([Path('ice.txt')], conf='pelicanconf.py', date='2014-06-16'))"
    )
    plugins = str(ROOT / "plugins")
    done = subprocess.run(
        [sys.executable, "-c", command, plugins], cwd=site.folder, timeout=60, check=False
    )
    assert done.returncode == 0
