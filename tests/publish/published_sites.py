"""Small sites with a manifest, for tests that publish them."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

from backfile.outputs.site_manifest.format import (
    FOLDER,
    INDEX,
    SiteManifest,
    list_of,
    written_index,
    written_list,
)
from backfile.publish.built_site import files_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PAGE = '<!DOCTYPE html>\n<html lang="en"><link rel="stylesheet" href="/theme/site.css">{}</html>\n'
FILES = {
    "index.html": PAGE.format('<a href="/2014/06/ice/">Ice</a>'),
    "404.html": PAGE.format("<p>Not found.</p>"),
    "2014/06/ice/index.html": PAGE.format('<img src="/images/ice.png" alt="Ice.">'),
    "2014/06/ice/index.md": "Title: Ice\n\nNobody walks on it.\n",
    "2014/06/index.html": PAGE.format('<a href="/2014/06/ice/">Ice</a>'),
    "images/ice.png": "a picture",
    "theme/site.css": "p { color: navy }\n",
    "feeds/all.json": '{"items": []}\n',
    "data/stories-2014.csv": "title\nIce\n",
    "a name with 'quotes' and spaces.txt": "It is odd, and it stays.\n",
}


def write_site(folder: Path, files: Mapping[str, str]) -> Path:
    """Write a site of *files* with its manifest into *folder*, in the place of what is there."""
    shutil.rmtree(folder, ignore_errors=True)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    write_manifest(folder)
    return folder


def write_manifest(site: Path, commit: str = "") -> None:
    """Write the manifest of the files that are in the folder *site*."""
    shutil.rmtree(site / FOLDER, ignore_errors=True)
    lists: dict[str, dict[str, str]] = {}
    for path in files_of(site):
        sha256 = hashlib.sha256((site / path).read_bytes()).hexdigest()
        lists.setdefault(list_of(path), {})[path] = sha256
    (site / FOLDER).mkdir()
    digests = {}
    for path, files in lists.items():
        data = written_list(files)
        (site / path).write_bytes(data)
        digests[path] = hashlib.sha256(data).hexdigest()
    (site / INDEX).write_bytes(written_index(SiteManifest({}, digests, commit, is_production=True)))
