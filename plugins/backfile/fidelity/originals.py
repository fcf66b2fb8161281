"""Where the originals of an archive stand, and what belongs to each: below the content folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "originals"


def original_place(digest: str, suffix: str) -> str:
    """Return where the original with SHA-256 *digest* is kept, below the content folder."""
    return f"{FOLDER}/{digest[:2]}/{digest}{suffix}"


def ledger_path(content: Path, digest: str) -> Path:
    """Return where the ledger of the original with SHA-256 *digest* is written: beside it."""
    return content / original_place(digest, ".json")


def text_place(digest: str) -> str:
    """Return where the text of an original is kept: beside it, below the content folder."""
    return original_place(digest, ".extract.txt")


def new_version(story: Path) -> Path:
    """Return where the new version of an edited *story* is put; Pelican passes over it."""
    return story.with_name(f"{story.name}.new")
