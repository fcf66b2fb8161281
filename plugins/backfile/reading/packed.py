"""Keeps the texts of all stories of a build small in memory, and unpacks those that are asked for.

A text with one curly quotation mark takes two bytes a character in Python, and a story is held as
HTML and as plain text; packed, both take a fifth of that.
"""

from __future__ import annotations

import pickle
import zlib
from dataclasses import fields
from functools import cache, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pelican.contents import Article

from backfile.reading.document import Document

if TYPE_CHECKING:
    from backfile.story.model import Story

# A page asks for its story's texts many times in a row, and seldom for those of another.
_AT_HAND = 16
_FAST = 1  # zlib's level
_PARTS = attrgetter(*(one.name for one in fields(Document) if one.name != "story"))


def packed(value: object) -> bytes:
    """Return *value* for `unpacked`, in this process or from Pelican's own cache."""
    return zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), _FAST)


@lru_cache(maxsize=_AT_HAND)
def unpacked(data: bytes) -> Any:
    """Return what `packed` has made *data* of."""
    return pickle.loads(zlib.decompress(data))  # noqa: S301 (Pelican's cache is pickled as well)


class StoryArticle(Article):
    """A Pelican article that keeps its parts packed; its content is theirs, joined when asked for.

    `Content.get_content` would keep the content of every story as long as the process lives.
    """

    story: Story
    _parts: bytes
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
