"""The rule by which many small items are divided into files: by the beginning of their keys.

A beginning whose items have room in one file is one file. Otherwise it is divided by the next
character, and so on; the item whose key is that beginning itself has a file to itself. So an item
that grows or goes changes its own file, and at most how its neighbours are divided.
"""

from __future__ import annotations

from itertools import chain, groupby
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Sized(Protocol):
    """An item of a tree, which knows its key and its size."""

    @property
    def key(self) -> str:
        """Return the key, by whose beginning the item is found."""

    @property
    def size(self) -> int:
        """Return the characters that it takes up in a file."""


Item = TypeVar("Item", bound=Sized)
ITSELF = "_"  # at the end of a file's name: it has the item whose key that is, and no other


def divided(items: Sequence[Item], most: int, prefix: str = "") -> Iterator[tuple[str, list[Item]]]:
    """Divide *items*, which begin with *prefix* and are in order, into files of at most *most*.

    Yields the name of each file, which is a prefix, and its items.
    """
    if not items:
        return
    if prefix.endswith(ITSELF) or sum(one.size for one in items) <= most:
        yield prefix, list(items)
        return
    at = len(prefix)
    for letter, some in groupby(items, lambda one: one.key[at : at + 1]):
        yield from divided(list(some), most, prefix + (letter or ITSELF))


def divided_stream(
    items: Iterator[Item], most: int, prefix: str = ""
) -> Iterator[tuple[str, list[Item]]]:
    """Divide *items* as `divided` does, of which only those of a few files are kept at a time."""
    first: list[Item] = []
    size = 0
    for one in items:
        first.append(one)
        size += one.size
        if size > most:
            break
    else:
        if first:
            yield prefix, first
        return
    at = len(prefix)
    for letter, some in groupby(chain(first, items), lambda one: one.key[at : at + 1]):
        if letter:
            yield from divided_stream(some, most, prefix + letter)
        else:
            yield prefix + ITSELF, list(some)


def coded(name: str) -> str:
    """Return *name* as part of a file's name that all systems can have, and tell from others."""
    made = ""
    for is_plain, some in groupby(name, lambda one: one.isascii() and one.isalnum()):
        letters = list(some)
        codes = ".".join(f"{ord(one):x}" for one in letters)
        made += "".join(letters) if is_plain else f"-{codes}-"
    return made
