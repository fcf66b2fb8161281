"""The same sources give the same bytes in another folder, zone, locale, year and process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from .manifests import site_manifest
from .revised import ROOT, files_in, varied_archive

if TYPE_CHECKING:
    from pathlib import Path

CONF = """
from backfile.defaults import *

SITENAME = "Harbour Archive"
SITEURL = "https://archive.example"
BACKFILE_TAG_AUTHORITY = "archive.example,2026"
TIMEZONE = "America/New_York"
PLUGINS = ["backfile"]
PATH = "content"
THEME = "theme"
BACKFILE_VERIFY = BACKFILE_CARD_IMAGES = True
"""
BUILD = [sys.executable, "-m", "backfile", "build", "--workers"]
HERE = {"TZ": "America/New_York", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
THERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "POSIX", "PYTHONHASHSEED": "2"}
LATER = ["faketime", "-f", "+5y"]


def built(folder: Path, command: list[str], env: dict[str, str]) -> dict[str, bytes]:
    """Build the archive in *folder*; return the files of its site."""
    path = f"{ROOT / 'plugins'}"
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return files_in(folder / "output")


def test_a_site_is_the_same_wherever_and_whenever_it_is_built(tmp_path: Path) -> None:
    if not shutil.which("faketime"):
        assert "BACKFILE_REQUIRE_BROWSER" not in os.environ, "install faketime"
        pytest.skip("the year is changed by the program faketime, which is not installed")
    archive = varied_archive(tmp_path / "here")
    (archive.folder / "pelicanconf.py").write_text(CONF, "utf-8")
    shutil.copytree(archive.folder, tmp_path / "there" / "archive", copy_function=shutil.copyfile)

    here = built(archive.folder, [*BUILD, "1"], HERE)
    there = built(tmp_path / "there" / "archive", [*LATER, *BUILD, "2"], THERE)

    assert sorted(there) == sorted(here)
    assert [path for path in here if there[path] != here[path]] == []
    assert len(site_manifest(archive.output).files) > 100
    said = b"".join(here.values())
    assert str(tmp_path).encode() not in said
