"""What an output says of its files, and how they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backfile.outputs.artifacts import artifact, text_file, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_an_artifact_is_written_below_the_output(tmp_path: Path) -> None:
    write(text_file("feeds/all.atom.xml", (), lambda: "<title>Café</title>\n"), tmp_path)
    assert (tmp_path / "feeds/all.atom.xml").read_bytes() == "<title>Café</title>\n".encode()


def test_an_artifact_that_cannot_be_made_leaves_what_was_there(tmp_path: Path) -> None:
    def breaks() -> Iterator[bytes]:
        yield b"half of"
        raise OSError(28, "No space left on device")

    write(artifact("data/stories.csv", 1, lambda: [b"old ", b"table"]), tmp_path)
    with pytest.raises(OSError, match="No space left"):
        write(artifact("data/stories.csv", 2, breaks), tmp_path)
    assert [one.name for one in (tmp_path / "data").iterdir()] == ["stories.csv"]
    assert (tmp_path / "data/stories.csv").read_bytes() == b"old table"


def test_a_file_in_the_way_of_a_folder_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("a page", "utf-8")
    with pytest.raises(OSError, match="old"):
        write(text_file("old/index.html", (), lambda: "moved"), tmp_path)
