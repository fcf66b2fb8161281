"""The words without their first letters, by which one is found whose first letter was mistyped.

All else that finds a word begins with its first letter. A file has tails that begin alike, each
with the letters that make a word before it: `{"itanic":"bt"}`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from backfile.outputs.search.entries import as_json, texts_of
from backfile.outputs.search.open_trees import OpenTree
from backfile.outputs.search.parts import WORDS, leaf_path
from backfile.outputs.search.trees import divided
from backfile.outputs.search.words import has_unspaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backfile.outputs.search.store import Store

_LEAST = 4  # letters of a word that is meant to be found so


class TailItem(NamedTuple):
    """A tail in a tree of files: itself, and the JSON of the letters that it stands behind."""

    key: str
    text: str

    @property
    def size(self) -> int:
        """Return the characters that it takes up in a file, with what stands between."""
        return len(self.key) + len(self.text) + 4


def write_tails(store: Store, lang: str, keys: Iterable[str]) -> None:
    """Write the tails of the words *keys* of an index that has none."""
    letters = _letters(keys)
    items = [TailItem(tail, _told(letters[tail])) for tail in sorted(letters)]
    for name, some in divided(items, WORDS):
        _write_leaf(store, lang, name, some)


def change_tails(store: Store, lang: str, gone: Iterable[str], come: Iterable[str]) -> None:
    """Take the tails of the words *gone* out, and put those of *come* in."""
    sizes = dict(store.db.execute("select name, size from tails where lang = ?", [lang]))
    tree = OpenTree(sizes, WORDS, lambda name: _leaf(store, lang, name))
    without, more = _letters(gone), _letters(come)
    for tail in without.keys() | more.keys():
        item = tree.get(tail)
        letters = set(json.loads(item.text) if item else "") - without[tail] | more[tail]
        if letters:
            tree.put(TailItem(tail, _told(letters)))
        else:
            tree.drop(tail)
    names, files = tree.divide()
    for name in names:
        store.remove(leaf_path(lang, "tails/t", name))
        store.db.execute("delete from tails where lang = ? and name = ?", [lang, name])
    for name, items in files.items():
        _write_leaf(store, lang, name, items)


def _letters(keys: Iterable[str]) -> dict[str, set[str]]:
    """Return the tails of *keys*, each with the first letters; words with figures have none."""
    found: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        if len(key) >= _LEAST and not any(map(str.isnumeric, key)) and not has_unspaced(key):
            found[key[1:]].add(key[0])
    return found


def _told(letters: set[str]) -> str:
    return as_json("".join(sorted(letters)))


def _leaf(store: Store, lang: str, name: str) -> Iterator[TailItem]:
    text = store.text(leaf_path(lang, "tails/t", name))
    return (TailItem(*one) for one in texts_of(text))


def _write_leaf(store: Store, lang: str, name: str, items: Sequence[TailItem]) -> None:
    text = ",".join(f'"{one.key}":{one.text}' for one in items)
    store.put_changed(leaf_path(lang, "tails/t", name), f"{{{text}}}")
    row = [lang, name, sum(one.size for one in items)]
    store.db.execute("insert or replace into tails values (?, ?, ?)", row)
