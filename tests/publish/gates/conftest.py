"""A small published site with a feature of each kind, which each test may copy and break."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fidelity.received_story import FERRY, FERRY_BODY
from tests.in_process import call

ROOT = Path(__file__).parents[3]
ADDRESS = "https://news.example/archive"
DRAFT = "The harbour board has hired a diver to look for the missing anchor of the dredger."
STORIES = {
    "partners/the-wire.md": "Title: The Wire\nURL: https://wire.example/\n\nA wire service.\n",
    "stories/ferry.md": (
        "Title: Ferry radios for help\nDate: 2014-06-16 14:00\nPartner: the-wire\nTags: Ice\n"
        f"{FERRY.fields}\n{FERRY_BODY}"
    ),
    "stories/basin.md": (
        "Title: The basin is closed\nDate: 2014-06-20 09:00\nTags: Ice, Tide\n\n"
        "The ferry [radioed for help]({filename}ferry.md) four days ago.\n\n"
        "## 4:10 p.m.\n\nThe basin is open.[^1]\n\n## Original Post\n\nIt is closed.\n\n"
        "[^1]: So said the harbour board.\n\n![A chart of the basin]({static}../images/chart.png)\n"
    ),
    "stories/diver.md": f"Title: A diver is sought\nDate: 2014-06-21\nStatus: draft\n\n{DRAFT}\n",
    "pages/about.md": "Title: About\nSlug: about\n\nThe archive of a port.\n",
}


@dataclass(frozen=True)
class Archive:
    """An archive in a folder, and its site, built for publication."""

    folder: Path

    @property
    def site(self) -> Path:
        return self.folder / "output"

    def copy(self, folder: Path) -> Archive:
        shutil.copytree(self.folder, folder, symlinks=True)
        return Archive(folder)

    def write(self, name: str, data: str | bytes) -> None:
        """Put a file into the site."""
        path = self.site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)

    def change(self, name: str, old: str, new: str) -> None:
        """Replace *old* in a file of the site, which has it, by *new*."""
        path = self.site / name
        text = path.read_text("utf-8")
        assert old in text, f"{name} has no {old!r}"
        path.write_text(text.replace(old, new, 1), "utf-8")


def built(folder: Path, *options: str, address: str = ADDRESS) -> Archive:
    """Return the archive in *folder* after a build for publication, which must succeed."""
    env = {"BACKFILE_SITEURL": address, "BACKFILE_TAG_AUTHORITY": "news.example,2026"}
    done = call("invoke", ["build", "--production", *options], folder, env)
    assert done.returncode == 0, done.stderr
    return Archive(folder)


def configured(folder: Path) -> Path:
    """Return *folder* with the configuration of this repository; plugins and theme are links."""
    folder.mkdir(parents=True)
    for name in ("tasks.py", "pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / name, folder / name)
    for name in ("plugins", "theme"):
        (folder / name).symlink_to(ROOT / name)
    return folder


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = configured(tmp_path_factory.mktemp("gates") / "archive")
    (folder / "content" / "images").mkdir(parents=True)
    picture = next((ROOT / "tests" / "archive" / "images").glob("*.png"))
    shutil.copy(picture, folder / "content" / "images" / "chart.png")
    FERRY.keep(folder / "content")
    for name, text in STORIES.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return built(folder)


@pytest.fixture
def broken(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """A copy of the archive that a test may break; its folder is the current one.

    Its site has no manifest, which would name every file that is broken.
    """
    copy = archive.copy(tmp_path / "archive")
    shutil.rmtree(copy.site / "manifest")
    monkeypatch.chdir(copy.folder)
    return copy
