"""Keeps the texts of all stories of a build out of memory, and reads those that are asked for.

A text with one curly quotation mark takes two bytes a character in Python, and a story is held as
HTML and as plain text. Packed, both take a fifth of that, in a temporary file without a name,
which the system removes however the build ends.
"""

from __future__ import annotations

import os
import pickle
import tempfile
import weakref
import zlib
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pelican.contents import Article

from backfile.reading.document import Document

if TYPE_CHECKING:
    from collections.abc import Callable

    from backfile.story.model import Story

# A page asks for its story's texts many times in a row, and seldom for those of another.
_AT_HAND = 16
_FAST = 1  # zlib's level
_PARTS = attrgetter(*(one.name for one in fields(Document) if one.name != "story"))


class _PackFile:
    """A temporary file that ends with the last of the values in it."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="backfile-")  # noqa: SIM115 (as long as this lives)
        weakref.finalize(self, self._file.close)

    def add(self, data: bytes) -> int:
        """Write *data* at the end; return where it begins. Raises OSError."""
        start = self._file.seek(0, os.SEEK_END)
        self._file.write(data)
        self._file.flush()
        return start

    def read(self, start: int, length: int) -> bytes:
        # Copies of the process share the file, and its position.
        return os.pread(self._file.fileno(), length, start)


@dataclass(frozen=True, slots=True)
class Packed:
    """A value in a temporary `file`: where it begins, and its length in bytes."""

    file: _PackFile
    start: int
    length: int

    @property
    def data(self) -> bytes:
        """The bytes of the value."""
        return self.file.read(self.start, self.length)

    def __reduce__(self) -> tuple[Callable[[bytes], Packed], tuple[bytes]]:
        """Return the value itself, for Pelican's own cache, which outlives the file."""
        return _kept, (self.data,)


def begin_file() -> None:
    """Let a build, or a copy of its process, pack into a file of its own.

    That of another goes with the last of its values.
    """
    _file.cache_clear()
    unpacked.cache_clear()
    _resolved.cache_clear()


def repacked(data: bytes) -> Packed:
    """Return the value whose `Packed.data` another process has sent. Raises OSError."""
    return _kept(data)


def packed(value: object) -> Packed:
    """Return *value* for `unpacked`. Raises OSError where the temporary file cannot be written."""
    return _kept(zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), _FAST))


@lru_cache(maxsize=_AT_HAND)
def unpacked(one: Packed) -> Any:
    """Return what `packed` was given when it made *one*."""
    return pickle.loads(zlib.decompress(one.data))  # noqa: S301 (Pelican's cache is pickled as well)


def _kept(data: bytes) -> Packed:
    file = _file()
    return Packed(file, file.add(data), len(data))


@cache
def _file() -> _PackFile:
    return _PackFile()


class StoryArticle(Article):
    """A Pelican article that keeps its parts packed; its content is theirs, joined when asked for.

    `Content.get_content` would keep the content of every story as long as the process lives.
    """

    story: Story
    _parts: Packed
    _own_content: str | None

    @property
    def document(self) -> Document:
        """The parts of the story."""
        return Document(self.story, *unpacked(self._parts))

    @document.setter
    def document(self, document: Document) -> None:
        self._parts, self._own_content = packed(_PARTS(document)), None

    @property
    def _content(self) -> str:
        return self.document.html if self._own_content is None else self._own_content

    @_content.setter
    def _content(self, html: str) -> None:
        """Let another plugin change the content, until the parts change."""
        self._own_content = html

    def get_content(self, siteurl: str) -> str:
        """Return the content, its links resolved below *siteurl*."""
        own = getattr(self, "_get_content", None)
        return _resolved(self, own() if own else self._content, siteurl)


@cache
def packing(kind: type[Article]) -> type[StoryArticle]:
    """Return the *kind* of articles, maybe another plugin's, that keeps its parts packed."""
    return StoryArticle if kind is Article else type(kind.__name__, (StoryArticle, kind), {})


@lru_cache(maxsize=_AT_HAND)
def _resolved(article: StoryArticle, html: str, siteurl: str) -> str:
    resolved: str = article._update_content(html, siteurl)  # noqa: SLF001 (as Pelican does)
    return resolved
