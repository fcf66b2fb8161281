"""Puts the kept index into the output: all of its files, or those that were changed since."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.outputs.search.forms import SEARCH_INDEX

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from backfile.outputs.search.store import Store


@dataclass(frozen=True, slots=True)
class IndexChanges:
    """What makes an output that has an older edition of the index have this `edition`.

    `written` are paths below the output with what the files hold, `removed` paths of files that are
    no more. An output may already have some of both.
    """

    edition: str
    written: Iterable[tuple[str, bytes]]
    removed: list[str]


def publish(store: Store, folder: Path) -> None:
    """Put the files of *store* into *folder*, in the place of all that is there.

    Raises DamagedIndexError at a file that is not as it was written.
    """
    shutil.rmtree(folder, ignore_errors=True)
    made: set[Path] = set()
    for path in store.paths():
        data = store.data(path)
        file = folder / f"{path}.js"
        if file.parent not in made:
            file.parent.mkdir(parents=True, exist_ok=True)
            made.add(file.parent)
        file.write_bytes(data)


def changes_of(store: Store, paths: Iterable[str]) -> IndexChanges:
    """Return the changes in the files *paths* of *store*, whose bytes are read one after another.

    Reading them raises DamagedIndexError at a file that is not as it was written.
    """
    there = {path: store.has(path) for path in paths}
    return IndexChanges(
        store.edition,
        ((_published(path), store.data(path)) for path, is_there in there.items() if is_there),
        [_published(path) for path, is_there in there.items() if not is_there],
    )


def _published(path: str) -> str:
    return f"{SEARCH_INDEX}/{path}.js"
