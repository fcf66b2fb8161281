"""Reports what is not imported of an archive (zip, tar): some of its members, or all of it.

What can be imported is unpacked, and read by the modules of its own formats (`detection.sources`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.errors import RefusedError
from backfile.importers.dump_items import Quarantined
from backfile.importers.formats.format import Format
from backfile.importers.packed import unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backfile.importers.dump_items import Item, LeftOutItem
    from backfile.importers.options import Call


def items(path: Path, _call: Call) -> Iterator[Item | LeftOutItem | Quarantined]:
    """Go through the members of the archive *path* that are refused, with the reasons."""
    try:
        with unpacked(path) as (_, refused):
            yield from refused
    except RefusedError as error:
        yield Quarantined(str(path), "", str(error))


FORMAT = Format(items)
