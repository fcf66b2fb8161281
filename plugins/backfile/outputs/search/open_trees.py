"""A tree of items in files, as trees.py divides them, of which some items are changed."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING, Generic

from backfile.outputs.search.trees import ITSELF, Item, divided

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


class OpenTree(Generic[Item]):
    """A tree of which files are loaded as they are needed.

    When it is divided anew, it is as if it had been made of all its items from nothing.
    """

    def __init__(
        self, sizes: Mapping[str, int], most: int, load: Callable[[str], Iterable[Item]]
    ) -> None:
        """Open the tree whose files have these *sizes*; *load* returns the items of one."""
        self._sizes = dict(sizes)
        self._most = most
        self._load = load
        self._loaded: dict[str, dict[str, Item]] = {}
        self._changed: set[str] = set()
        self._divided = {one for name in sizes for one in _above(name)}

    @property
    def names(self) -> list[str]:
        """Return the names of the files, in order."""
        return sorted(self._sizes)

    def get(self, key: str) -> Item | None:
        """Return the item with this *key*, None where there is none."""
        name = self._name_of(key)
        return self._items(name).get(key) if name in self._sizes else None

    def put(self, item: Item) -> None:
        """Put *item* in the place of the one with its key."""
        name = self._name_of(item.key)
        if name not in self._sizes:
            self._sizes[name] = 0
            self._loaded[name] = {}
            self._divided |= set(_above(name))
        self._items(name)[item.key] = item
        self._changed.add(name)

    def drop(self, key: str) -> None:
        """Take out the item with this *key*, which may not be there."""
        name = self._name_of(key)
        if name in self._sizes and self._items(name).pop(key, None):
            self._changed.add(name)

    def items(self) -> Iterator[Item]:
        """Go through all items, in order."""
        for name in self.names:
            items = self._items(name)
            yield from (items[key] for key in sorted(items))

    def divide(self) -> tuple[list[str], dict[str, list[Item]]]:
        """Divide anew what has changed: the names of files that are no more, and changed files."""
        totals: Counter[str] = Counter()
        for name in self._changed:
            self._sizes[name] = sum(one.size for one in self._items(name).values())
        for name, size in self._sizes.items():
            for above in (*_above(name), name):
                totals[above] += size
        files: dict[str, list[Item]] = {}
        gone: set[str] = set()
        for name in self._changed:
            if name in gone:
                continue
            # All that has room together is one file; and so the longer beginnings are none.
            top = next((one for one in _above(name) if totals[one] <= self._most), name)
            below = [name] if top == name else [one for one in self._sizes if one.startswith(top)]
            items = [item for one in below for item in self._items(one).values()]
            items.sort(key=attrgetter("key"))
            gone.update(below)
            if items and totals[top] <= self._most:
                files[top] = items  # as `divided` would say, which counts again
            else:
                files |= divided(items, self._most, top)
        for name in gone:
            del self._sizes[name]
        self._sizes |= {
            name: totals[name] or sum(one.size for one in items) for name, items in files.items()
        }
        self._changed.clear()
        return sorted(gone - files.keys()), files

    def _items(self, name: str) -> dict[str, Item]:
        if name not in self._loaded:
            self._loaded[name] = {one.key: one for one in self._load(name)}
        return self._loaded[name]

    def _name_of(self, key: str) -> str:
        """Return the name of the file that has the item with this *key*, or would have it."""
        if f"{key}{ITSELF}" in self._sizes:
            return f"{key}{ITSELF}"
        for length in range(len(key) + 1):
            if key[:length] in self._sizes:
                return key[:length]
            if key[:length] not in self._divided:
                return key[:length]
        return f"{key}{ITSELF}"


def _above(name: str) -> Iterator[str]:
    """Go through the shorter beginnings that are divided into *name* and others."""
    prefix = name.removesuffix(ITSELF)
    for length in range(len(prefix) + (1 if name.endswith(ITSELF) else 0)):
        yield prefix[:length]
