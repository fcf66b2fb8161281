"""The same archive gives the same packages, wherever and whenever they are made."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.publish.packages.archives import ADDRESS, files_of, new_archive

if TYPE_CHECKING:
    from pathlib import Path

CALLS = (
    ["bag"],
    ["wacz"],
    ["portable"],
    ["epub", "--year", "2010"],
    ["epub", "--story", "florida"],
)


def packed(folder: Path, env: dict[str, str]) -> dict[str, bytes]:
    """Return all files of all packages of the archive in *folder*, by paths."""
    for call in CALLS:
        subprocess.run(
            [sys.executable, "-m", "backfile", "package", *call, "--site", "output"],
            cwd=folder,
            env={**os.environ, "BACKFILE_SITEURL": ADDRESS, **env},
            check=True,
            capture_output=True,
        )
    return files_of(folder / "packages")


@pytest.mark.slow
def test_zone_hash_seed_locale_folder_and_disk_make_no_difference(tmp_path: Path) -> None:
    one = new_archive(tmp_path / "one")
    other = new_archive(tmp_path / "a folder far away")
    for file in sorted(other.folder.rglob("*"), reverse=True):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    plugins = os.pathsep.join(sys.path)

    first = packed(one.root, {"PYTHONPATH": plugins, "TZ": "UTC", "PYTHONHASHSEED": "1"})
    second = packed(
        other.root,
        {
            "PYTHONPATH": plugins,
            "TZ": "Pacific/Kiritimati",
            "PYTHONHASHSEED": "2",
            "LC_ALL": "C",
            "SOURCE_DATE_EPOCH": "",
        },
    )

    assert first.keys() == second.keys()
    assert {path for path in first if first[path] != second[path]} == set()
