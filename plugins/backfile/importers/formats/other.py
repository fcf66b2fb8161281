"""Dumps of other systems: none is imported, each is named, with the way to convert it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.importers.dump_items import Quarantined
from backfile.importers.foreign import foreign
from backfile.importers.formats.format import Format
from backfile.importers.packed import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backfile.importers.dump_items import Item, LeftOutItem
    from backfile.importers.options import Call

_HEAD = 64 * 1024
_NESTED = "it is an archive in an archive; unpack it, and import it by itself"
_UNKNOWN = "this is no file that can be imported"


def items(path: Path, _call: Call) -> Iterator[Item | LeftOutItem | Quarantined]:
    """Say what the file *path* is. It stays where it is: its bytes are not copied."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        kind = foreign(head, path)
    except OSError as error:
        yield Quarantined(str(path), "", f"it cannot be read: {error.strerror}")
    else:
        why = kind.why() if kind else _NESTED if kind_of(head) else _UNKNOWN
        yield Quarantined(str(path), "", why)


FORMAT = Format(items)
