"""What lies in a folder of saved pages: the pages, and what browsers saved beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.importers.folder import files_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
# Browsers put what a page shows into such a folder beside it.
_FOLDERS = ("_files", "_Files", ".files", "_archivos", "_fichiers", "-Dateien", "_bestanden")
_BEGINNINGS = (b"<!doctype html", b"<html", b"<head", b"<?xml", b"<!--")


def received_files(folder: Path) -> Iterator[Path]:
    """Go through the files below *folder* by their names, without what was saved beside pages."""
    for file in files_in(folder):
        inside = file.relative_to(folder).parts[:-1]
        beside = any(part.endswith(_FOLDERS) or part.startswith(".") for part in inside)
        if not beside:
            yield file


def is_page(file: Path) -> bool:
    """Tell a page by its suffix, or where there is none by its first tag."""
    return file.suffix.lower() in SUFFIXES or (not file.suffix and _begins_as_html(file))


def _begins_as_html(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            begin = opened.read(512).removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    except OSError:
        return False
    return begin.startswith(_BEGINNINGS) and b"<rss" not in begin
