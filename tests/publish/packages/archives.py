"""An archive of one's own, with the stories of the tests, from which packages are made."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.in_process import call

if TYPE_CHECKING:
    from subprocess import CompletedProcess

ARCHIVE = Path(__file__).parents[2] / "archive"
ADDRESS = "https://archive.example.org/news"
NAME = "The Tests’ Archive"
SETTINGS = f"""
from backfile.defaults import *

SITENAME = {NAME!r}
SITESUBTITLE = "Finished coverage"
SITEURL = ""
DEFAULT_LANG = "en"
TIMEZONE = "America/New_York"
BACKFILE_TAG_AUTHORITY = "archive.example.org,2026"
"""
PRODUCTION = "from pelicanconf import *\nfrom backfile.production import *\n"


@dataclass(frozen=True)
class Archive:
    """The folder of an archive, and in it that of the site that was built of it."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / "output"

    def run(self, *words: str, **env: str) -> CompletedProcess[str]:
        """Call `backfile` in the archive."""
        return call("backfile", words, self.root, {"BACKFILE_SITEURL": ADDRESS, **env})

    def pack(self, kind: str, output: Path, *words: str, **env: str) -> Path:
        """Make a package of the site that is there."""
        done = self.run("package", kind, "--site", "output", "--output", str(output), *words, **env)
        assert done.returncode == 0, done.stderr
        return output


def new_archive(folder: Path, content: Path = ARCHIVE, settings: str = SETTINGS) -> Archive:
    """Make an archive in *folder* with a copy of *content*, and build its production site."""
    shutil.copytree(content, folder / "content")
    (folder / "pelicanconf.py").write_text(settings, "utf-8")
    (folder / "publishconf.py").write_text(PRODUCTION, "utf-8")
    archive = Archive(folder)
    archive.run("build", "--production").check_returncode()
    return archive


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all files below *folder*, by their paths."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
