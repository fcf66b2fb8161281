"""What a built site in a folder tells of itself: its files, their digests, and its address."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.text.html_text import parse

if TYPE_CHECKING:
    from collections.abc import Iterator


def files_of(root: Path) -> Iterator[str]:
    """Go through the paths of all files below *root*, in one order everywhere. Raises OSError.

    A link to a folder counts as a file: whoever copies the site may not follow it.
    """

    def refuse(error: OSError) -> None:
        raise error

    for folder, names, files in os.walk(root, onerror=refuse):
        names.sort()
        inside = Path(folder).relative_to(root).as_posix()
        links = [name for name in names if Path(folder, name).is_symlink()]
        for name in sorted([*files, *links]):
            yield name if inside == "." else f"{inside}/{name}"


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a *file*, which may be larger than memory, in hexadecimal digits.

    Raises OSError.
    """
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def stated_address(site: Path) -> str:
    """Return the address that the first page of a built *site* states as its own; empty if none.

    It is the canonical address, without a slash at its end.
    """
    page = site / "index.html"
    if not page.is_file():
        return ""
    root = parse(page.read_text("utf-8", "replace"))
    link = root.css_first('head link[rel~="canonical"]')
    address = (link.attributes.get("href") or "") if link is not None else ""
    return address.rstrip("/") if address.startswith(("http://", "https://")) else ""
