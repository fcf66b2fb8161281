"""A list by years, in parts of which each has the years that begin so; some years are changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from backfile.outputs.search.entries import YearItem, as_json, texts_of
from backfile.outputs.search.open_trees import OpenTree
from backfile.outputs.search.parts import part_path, write_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backfile.outputs.search.store import Store


class YearFiles:
    """The parts of a list, of which those are loaded that are needed."""

    def __init__(self, store: Store, base: str, most: int, parts: Sequence[str]) -> None:
        """Open the list *base*, which has these *parts* of at most *most* characters."""
        self._store, self._base, self._parts = store, base, parts
        sizes = {part: store.size(part_path(base, part)) for part in parts}
        self._tree = OpenTree(sizes, most, self._load)

    def years(self) -> list[int]:
        """Return the years that the list has."""
        return [int(one.key) for one in self._tree.items()]

    def get(self, year: int) -> Any:
        """Return what the list has of *year*, None where it has nothing."""
        item = self._tree.get(f"{year:04}")
        return json.loads(item.text) if item else None

    def put(self, year: int, told: object) -> None:
        """Let the list have *told* of *year*, None for nothing."""
        if told is None:
            self._tree.drop(f"{year:04}")
        else:
            self._tree.put(YearItem(f"{year:04}", as_json(told)))

    def write(self) -> list[str]:
        """Write the files that are others now; return the parts that there are."""
        gone, files = self._tree.divide()
        for part in gone:
            self._store.remove(part_path(self._base, part))
        for part, items in files.items():
            write_part(self._store, self._base, part, items)
        return self._tree.names

    def remove(self) -> None:
        """Remove all files."""
        for part in self._parts:
            self._store.remove(part_path(self._base, part))

    def _load(self, part: str) -> Iterator[YearItem]:
        text = self._store.text(part_path(self._base, part))
        return (YearItem(*one) for one in texts_of(text))
