"""What the reader of a format offers: each module of this folder has one as its FORMAT."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from backfile.errors import BackfileError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from backfile.importers.draft import Draft
    from backfile.importers.dump_items import Facts, Item, LeftOutItem, Locator, Quarantined
    from backfile.importers.options import Call, LinkResolver

# Those whose originals are kept.
FORMATS = ("text", "html", "wxr", "warc", "json", "feed", "csv")
_MODULES = {"json": "jsonl", "csv": "table"}


def _no_files(_path: Path, _call: Call) -> Iterable[tuple[str, Locator]]:
    return ()


def _no_story(*_: object) -> NoReturn:
    raise RefusedError("no story can be made of it")


@dataclass(frozen=True, slots=True)
class Format:
    """The functions by which a format is read.

    `items` goes through all that a dump holds, and `files` through the addresses of the files that
    it brings along, each with where its bytes are. `facts` and `draft` read one item; both raise
    RefusedError. `text_of` returns all that a reader could see in the bytes of an original, given
    what its ledger says of them. A format of which nothing is imported has `items` alone.
    """

    items: Callable[[Path, Call], Iterator[Item | LeftOutItem | Quarantined]]
    facts: Callable[[Item, Call], Facts] = _no_story
    draft: Callable[[Item, Call, LinkResolver], Draft] = _no_story
    text_of: Callable[[bytes, Mapping[str, Any]], str] = _no_story
    files: Callable[[Path, Call], Iterable[tuple[str, Locator]]] = _no_files


def format_called(name: str) -> Format:
    """Return the format *name*; its module is loaded when it is first needed."""
    found: Format = importlib.import_module(module_of(name)).FORMAT
    return found


def module_of(name: str) -> str:
    """Return the full name of the module that reads the format *name*."""
    return f"{__package__}.{_MODULES.get(name, name)}"


def original_text(data: bytes, how: Mapping[str, Any]) -> str:
    """Return all that a reader could see in an original, worked out anew from its bytes.

    *data* are these, and *how* is what its ledger says of their format. Raises BackfileError where
    they are not of that format.
    """
    if how.get("format") not in FORMATS:
        raise BackfileError(f"its ledger names no format that is known ({how.get('format')!r})")
    return format_called(how["format"]).text_of(data, how)
