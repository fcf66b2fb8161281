"""Allows one import at a time in an archive, and removes what a killed import has left there."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from backfile.errors import RefusedError
from backfile.files.locks import holding
from backfile.files.writing import UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def alone_in(content: Path, notes: Path) -> Iterator[None]:
    """Keep other imports out of *content*, and clear away files that are not whole.

    Before the block these are what a killed import has left, after it what an interrupted one has.
    In the folder *notes* stands whether one is under way. Raises RefusedError while another is.
    """
    with holding(content) as is_alone:
        if not is_alone:
            raise RefusedError(f"{content}: another import is at work here; wait for it")
        notes.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(str(content.resolve()).encode()).hexdigest()[:16]
        under_way = notes / f"under-way-{name}"
        if under_way.exists():
            _clear_away(content)
        under_way.touch()
        try:
            yield
        except BaseException:
            _clear_away(content)
            raise
        finally:
            under_way.unlink()


def _clear_away(content: Path) -> None:
    for path in content.rglob(f"{UNFINISHED}*"):
        path.unlink()
