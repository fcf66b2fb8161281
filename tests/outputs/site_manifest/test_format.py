"""The lists of a manifest are those of `sha256sum`, and are read as they were written."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.outputs.site_manifest.format import (
    INDEX,
    ManifestError,
    SiteManifest,
    list_of,
    read_site_manifest,
    written_index,
    written_list,
)

if TYPE_CHECKING:
    from pathlib import Path

ICE, INK = "1" * 64, "a" * 64
LISTS = {
    "index.html": "manifest/root.sha256",
    "2014/06/ice/index.html": "manifest/2014.sha256",
    "es/2014/06/hielo/index.html": "manifest/2014.sha256",
    "topics/weather/2014/index.html": "manifest/2014.sha256",
    "topics/weather/index.html": "manifest/topics.sha256",
    "data/stories-2014.csv": "manifest/data.sha256",
}
SPOILT = {
    "no JSON": ({INDEX: b"{"}, "index.json: it is not the index of a manifest"),
    "an array": ({INDEX: b"[]"}, "index.json: it is not the index of a manifest"),
    "a later version": ({INDEX: b'{"version": 2}'}, "it has version 2, not 1"),
    "another list": ({"manifest/2014.sha256": b""}, "2014.sha256: it is not the list that"),
}


def written(files: dict[str, str], **more: str) -> dict[str, bytes]:
    """Return the files of a manifest of *files*."""
    made: dict[str, dict[str, str]] = {}
    for path, sha256 in files.items():
        made.setdefault(list_of(path), {})[path] = sha256
    lists = {path: written_list(one) for path, one in made.items()}
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in lists.items()}
    return {**lists, INDEX: written_index(SiteManifest(files, digests, **more))}


@pytest.mark.parametrize(("path", "wanted"), LISTS.items())
def test_a_file_is_in_the_list_of_its_year_or_of_its_folder(path: str, wanted: str) -> None:
    assert list_of(path) == wanted


def test_a_list_is_one_of_sha256sum() -> None:
    data = written_list({"b.html": ICE, "a\\b\n.html": INK})
    assert data.decode() == f"\\{INK}  a\\\\b\\n.html\n{ICE}  b.html\n"


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="there is no sha256sum here")
def test_sha256sum_checks_a_site(tmp_path: Path) -> None:
    names = ["ice.html", "é.html", "a\\b.html", "two\nlines.html", "-.html"]
    for name in names:
        (tmp_path / name).write_text(name, "utf-8")
    digests = {name: hashlib.sha256(name.encode()).hexdigest() for name in names}
    (tmp_path / "root.sha256").write_bytes(written_list(digests))
    command = ["sha256sum", "--check", "--quiet", "--strict", "root.sha256"]
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 0


@given(st.dictionaries(st.text(min_size=1).filter(lambda one: one[-1] != "/"), st.just(ICE)))
def test_what_was_written_is_read(files: dict[str, str]) -> None:
    files = {path.encode("utf-8", "replace").decode(): one for path, one in files.items()}
    manifest = read_site_manifest(written(files, commit="c0ffee", settings="5e").__getitem__)
    assert manifest.files == files
    assert (manifest.commit, manifest.settings) == ("c0ffee", "5e")


@pytest.mark.parametrize("name", SPOILT)
def test_a_manifest_that_was_changed_is_refused(name: str) -> None:
    change, message = SPOILT[name]
    found = {**written({"2014/ice.html": ICE}), **change}
    with pytest.raises(ManifestError, match=message):
        read_site_manifest(found.__getitem__)


def test_a_line_that_is_none_is_named() -> None:
    bad = f"{ICE}  ice.html\nice.html\n".encode()
    index = written_index(
        SiteManifest({}, {"manifest/root.sha256": hashlib.sha256(bad).hexdigest()})
    )
    with pytest.raises(ManifestError, match=r"root\.sha256:2: it is no SHA-256 with a path"):
        read_site_manifest({INDEX: index, "manifest/root.sha256": bad}.__getitem__)
