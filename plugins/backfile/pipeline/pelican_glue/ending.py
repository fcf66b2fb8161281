"""Ends Pelican on an error of ours; it prints a traceback for any exception but SystemExit."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pelican.contents import Content

from backfile.errors import BackfileError

if TYPE_CHECKING:
    from collections.abc import Iterator


class PelicanEnd(SystemExit):
    """The end of Pelican on an `error`, whose text is printed; the exit status is 1."""

    def __init__(self, error: BackfileError) -> None:
        super().__init__(str(error))
        self.error = error


@contextmanager
def ending_pelican() -> Iterator[None]:
    """Let a BackfileError in the block, or in the function so decorated, end Pelican."""
    try:
        yield
    except BackfileError as error:
        raise PelicanEnd(error) from error


@contextmanager
def running_pelican() -> Iterator[None]:
    """Raise the BackfileError that has ended Pelican, which runs in the block.

    Pelican keeps all contents with a summary as long as the program runs; they are let go.
    """
    try:
        yield
    except PelicanEnd as ended:
        raise ended.error from ended.error.__cause__
    finally:
        Content.get_summary.cache.clear()
        Content.get_content.cache.clear()
