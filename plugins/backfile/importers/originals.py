"""The text of an original, worked out anew from its untouched bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backfile.errors import BackfileError
from backfile.importers.formats.format import FORMATS, format_called

if TYPE_CHECKING:
    from collections.abc import Mapping


def original_text(data: bytes, how: Mapping[str, Any]) -> str:
    """Return all that a reader could see in an original.

    *data* are its bytes, *how* is what its ledger says of their format. Raises BackfileError where
    they are not of that format.
    """
    if how.get("format") not in FORMATS:
        raise BackfileError(f"its ledger names no format that is known ({how.get('format')!r})")
    return format_called(how["format"]).text_of(data, how)
