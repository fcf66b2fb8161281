"""Reads the stories that the cache lacks in several processes, before Pelican asks for them.

A task carries the texts of some stories, and brings back what the cache keeps of each. A story of
which its reader has something to log, or on which it fails, is left to Pelican, so that a build
hears of it.
"""

from __future__ import annotations

import os
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pelican.readers import _filter_discardable_metadata

from backfile.errors import RefusedError
from backfile.pipeline.copies import FEWEST, copies_for, logging_apart
from backfile.reading.bodies import SHOWN_AS_HTML
from backfile.reading.source import text_of
from backfile.reading.typography import typogrified

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pelican.generators import ArticlesGenerator

    from backfile.config.settings import Settings
    from backfile.pipeline.story_cache import StoryCache
    from backfile.reading.reader import StoryReader

_BATCH = 16


class StoryText(NamedTuple):
    """The text of a story file at `path`, and its `key` in the cache."""

    path: str
    key: str
    text: str


def read_ahead(generator: ArticlesGenerator, kept: StoryCache, settings: Settings) -> None:
    """Read the stories of *generator* that *kept* lacks, in several processes, and put them there.

    Where they are few, or no process can be copied, Pelican reads them.
    """
    copies = copies_for(settings)
    if copies is None:
        return
    lacking = _lacking(generator, kept)
    first = list(islice(lacking, FEWEST))
    if len(first) < FEWEST:
        return
    readers = generator.readers.readers

    def read(batch: list[StoryText]) -> list[bytes]:
        return [_read(readers[_ending(one.path)], one, kept) for one in batch]

    for batch, made in copies.each(read, _batches(chain(first, lacking))):
        if not isinstance(made, RefusedError):
            for one, packed in zip(batch, made, strict=True):
                kept.add(one.path, one.key, packed)


def _lacking(generator: ArticlesGenerator, kept: StoryCache) -> Iterator[StoryText]:
    """Go through the stories to be read; one that nobody can read is Pelican's."""
    settings = generator.settings
    for name in generator.get_files(
        settings["ARTICLE_PATHS"], exclude=settings["ARTICLE_EXCLUDES"]
    ):
        path = os.path.abspath(os.path.join(generator.path, name))  # noqa: PTH100, PTH118 (as Pelican does)
        try:
            data = Path(path).read_bytes()
            key = kept.key(path, data)
            if kept.lacks(path, key):
                yield StoryText(path, key, text_of(data))
        except (OSError, UnicodeDecodeError):
            continue


def _batches(texts: Iterable[StoryText]) -> Iterator[list[StoryText]]:
    texts = iter(texts)
    while batch := list(islice(texts, _BATCH)):
        yield batch


def _read(reader: StoryReader, one: StoryText, kept: StoryCache) -> bytes:
    """Return what is to be kept of a story, nothing where Pelican has to read it."""
    settings = reader.settings
    with logging_apart() as said:
        try:
            content, metadata = reader.read_source(one.path, one.text)
            metadata = _filter_discardable_metadata(metadata)
            if settings["TYPOGRIFY"]:
                shown = [name for name in SHOWN_AS_HTML if name in metadata]
                metadata |= {name: typogrified(metadata[name], settings) for name in shown}
                content = typogrified(content, settings)
            packed = kept.pack((content, metadata))
        except Exception:  # noqa: BLE001 (Pelican will meet it too)
            return b""
    return b"" if said else packed


def _ending(path: str) -> str:
    return Path(path).suffix[1:].lower()
