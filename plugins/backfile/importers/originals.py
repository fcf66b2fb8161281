"""The text of an original, worked out anew from its untouched bytes."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from backfile.errors import BackfileError

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMATS = ("text", "html", "wxr", "warc", "json", "feed", "csv")
_MODULES = {
    name: f"backfile.importers.formats.{name}" for name in (*FORMATS, "archive", "other")
} | {
    "json": "backfile.importers.formats.jsonl",
    "csv": "backfile.importers.formats.table",
}


def source_module(name: str) -> Any:
    """Return the module that reads the format *name*; each is loaded when it is first needed."""
    return importlib.import_module(_MODULES[name])


def original_text(data: bytes, how: Mapping[str, Any]) -> str:
    """Return all that a reader could see in an original.

    *data* are its bytes, *how* is what its ledger says of their format. Raises BackfileError where
    they are not of that format.
    """
    if how.get("format") not in FORMATS:
        raise BackfileError(f"its ledger names no format that is known ({how.get('format')!r})")
    text: str = source_module(how["format"]).text_of(data, how)
    return text
