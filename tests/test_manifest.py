"""The manifest of a build, which the next one may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backfile.pipeline.manifest import MANIFEST, BuildKeys, read_manifest

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_kept_is_read(tmp_path: Path) -> None:
    keys = BuildKeys()
    keys.note("2009/08/café/index.html", "1f")
    keys.note("feeds/all.json", "2e")

    keys.keep(tmp_path)

    assert read_manifest(tmp_path) == {"2009/08/café/index.html": "1f", "feeds/all.json": "2e"}


@pytest.mark.parametrize("text", [None, "", "{", "[1]", "\udcff"])
def test_a_manifest_that_is_none_has_no_files(text: str | None, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / MANIFEST).write_bytes(text.encode(errors="surrogateescape"))

    assert read_manifest(tmp_path) == {}


def test_a_cache_that_cannot_be_written_ends_no_build(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in the way", "utf-8")

    BuildKeys().keep(tmp_path / "cache")

    assert read_manifest(tmp_path / "cache") == {}
