"""The files of a folder that is imported, and those in it that are never read."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.errors import Fault
from backfile.files.containment import is_utf8, printable, refusal
from backfile.importers.dump_items import LeftOutItem

if TYPE_CHECKING:
    from collections.abc import Iterator


# Of these, places are noted in tables that hold text alone.
_DUMPS = (
    *(".arc", ".atom", ".bz2", ".csv", ".gz", ".json", ".jsonl", ".ndjson", ".rss", ".tar"),
    *(".tbz", ".tbz2", ".tgz", ".tsv", ".txz", ".wacz", ".warc", ".xml", ".xz", ".zip"),
)


def files_in(folder: Path) -> list[Path]:
    """Return the files below *folder* by their names: regular ones that lie in it.

    Links to folders are not followed, and a link to a file in the folder is passed over where the
    file itself has the same suffix: it is read once, under its own name.
    """
    return sorted(one for one in _walk(folder) if isinstance(one, Path))


def left_out_of(folder: Path) -> list[LeftOutItem]:
    """Return what of *folder* is not read although it has a name there, each with the reason."""
    refused = sorted(one for one in _walk(folder) if isinstance(one, Fault))
    return [_left_out(one, folder) for one in refused]


def _left_out(one: Fault, folder: Path) -> LeftOutItem:
    name = printable(Path(one.path).relative_to(folder).as_posix())
    return LeftOutItem(one.path, "", name, one.message)


def _walk(folder: Path) -> Iterator[Path | Fault]:
    unread: list[OSError] = []
    for name, folders, files in os.walk(folder, onerror=unread.append):
        here = Path(name)
        for one in folders:
            if (here / one).is_symlink():
                yield _linked_folder(here / one, folder)
        for one in files:
            found = _file(here / one, folder)
            if found is not None:
                yield found
    for error in unread:
        yield Fault(error.filename, 0, "unreadable", f"cannot be read: {error.strerror}")


def _linked_folder(link: Path, root: Path) -> Fault:
    why = "is a link to another folder of the dump, which is read once, under its own name"
    return refusal(link, root) or Fault(str(link), 0, "link-loop", why)


def _file(file: Path, root: Path) -> Path | Fault | None:
    """Return *file*, or why it must not be read, or None for a second name of another file."""
    is_dump = file.name.lower().endswith(_DUMPS)
    is_plain = _is_plain(file)
    refused = None if is_plain else refusal(file, root)
    if refused is not None and (refused.code != "unreadable" or is_dump):
        return refused
    if is_dump and not is_utf8(file.relative_to(root)):
        return Fault(str(file), 0, "bad-file-name", "has a name that is not UTF-8; rename it")
    if not is_plain and file.is_symlink() and file.resolve().suffix.lower() == file.suffix.lower():
        return None
    return file


def _is_plain(file: Path) -> bool:
    """Tell a regular file that can be read: found without following a link, it is in the folder."""
    try:
        return stat.S_ISREG(file.lstat().st_mode) and os.access(file, os.R_OK)
    except OSError:
        return False
