"""Keeps the changes in several files of a cache at one moment, when all of them are made."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


class CacheFile(Protocol):
    """A file of the cache, such as a database, that keeps no change until `commit`."""

    def commit(self) -> None:
        """Keep what was changed."""

    def close(self) -> None:
        """Let the file go; what was not committed is lost."""


_Held = TypeVar("_Held")
_File = TypeVar("_File", bound=CacheFile)


class CacheFiles:
    """Files of the cache that are open, and the locks that protect them.

    As a context, it closes them at the end of the block.
    """

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._files: list[CacheFile] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, file: _File) -> _File:
        """Take a *file* that was opened, and return it."""
        self._stack.callback(file.close)
        self._files.append(file)
        return file

    def hold(self, lock: AbstractContextManager[_Held]) -> _Held:
        """Enter *lock* until the files are closed; return what it yields."""
        return self._stack.enter_context(lock)

    def commit(self) -> None:
        """Keep what was changed in all files. Raises what they raise, sqlite3.Error or OSError."""
        for one in self._files:
            one.commit()

    def close(self) -> None:
        """Let all files go, and then the locks."""
        self._files.clear()
        self._stack.close()
