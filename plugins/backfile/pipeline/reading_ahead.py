"""Reads the stories that the cache lacks in several processes, before Pelican asks for them.

They are copies of this process, or the workers of a cluster.

A task carries the texts of some stories, and brings back what the cache keeps of each. A story of
which its reader has something to log, or on which it fails, is left to Pelican, so that a build
hears of it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pelican.readers import _filter_discardable_metadata

from backfile.errors import RefusedError
from backfile.outputs.keys import digest, made_by, settings_without
from backfile.pipeline.copies import FEWEST, cluster_of, copies_for, logging_apart
from backfile.pipeline.story_cache import packed_story
from backfile.pipeline.watching import watch_of
from backfile.reading.bodies import SHOWN_AS_HTML
from backfile.reading.reader import StoryReader, shown_from
from backfile.reading.source import text_of
from backfile.reading.typography import spare_typogrify, typogrified
from backfile.workers.cluster import Cluster
from backfile.workers.pool import batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pelican.generators import ArticlesGenerator

    from backfile.config.settings import Settings
    from backfile.pipeline.story_cache import StoryCache
    from backfile.workers.pool import Workers

_BATCH, _FAR_BATCH = 16, 64


class StoryText(NamedTuple):
    """The text of a story file at `path`, and its `key` in the cache."""

    path: str
    key: str
    text: str


def read_ahead(generator: ArticlesGenerator, kept: StoryCache, settings: Settings) -> None:
    """Read the stories of *generator* that *kept* lacks, in several processes, and put them there.

    Where they are few, or no process can be copied, Pelican reads them.
    """
    workers: Workers | None = cluster_of(settings) or copies_for(settings)
    if workers is None:
        return
    lacking = _lacking(generator, kept)
    first = list(islice(lacking, FEWEST))
    if len(first) < FEWEST:
        return
    texts = chain(first, lacking)
    if isinstance(workers, Cluster):
        read: Callable[[list[StoryText]], list[bytes]] = _elsewhere(generator.settings, settings)
        size = _FAR_BATCH
    else:
        readers = generator.readers.readers
        read = partial(_read_here, readers)
        size = _BATCH
    done, watch = 0, watch_of(generator.settings)
    for batch, made in workers.each(read, batches(texts, size)):
        done += len(batch)
        watch("new stories", done, None)
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


def _read_here(readers: Mapping[str, StoryReader], batch: list[StoryText]) -> list[bytes]:
    return [_read(readers[_ending(one.path)], one) for one in batch]


@dataclass(frozen=True, slots=True)
class ReadElsewhere:
    """Reads stories on another machine, as they would be read here.

    `settings` are Pelican's, `backfile` ours. `content` is the folder of the stories on this
    machine, `here` the folder from which messages show paths. The digest `ground` stands for all.
    """

    settings: Mapping[str, Any]
    backfile: Settings
    content: str
    here: str
    ground: str

    def __call__(self, batch: list[StoryText]) -> list[bytes]:
        """Return what is to be kept of each story of a *batch*."""
        with shown_from(self.here):
            return [_read(self._reader(), one) for one in batch]

    def _reader(self) -> StoryReader:
        """Return the reader, which this process makes once."""
        if self.ground not in _READERS:
            spare_typogrify()
            reader = StoryReader(dict(self.settings), self.backfile)
            reader.base = self.content
            _READERS.clear()
            _READERS[self.ground] = reader
        return _READERS[self.ground]


_READERS: dict[str, StoryReader] = {}


def _elsewhere(pelican_settings: Mapping[str, Any], settings: Settings) -> ReadElsewhere:
    own = {name: one for name, one in pelican_settings.items() if not name.startswith("_")}
    here = str(Path.cwd())
    ground = digest(made_by(), settings_without(own, frozenset()), here)
    return ReadElsewhere(own, settings, os.path.realpath(settings.content), here, ground)


def _read(reader: StoryReader, one: StoryText) -> bytes:
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
            packed = packed_story((content, metadata), settings)
        except Exception:  # noqa: BLE001 (Pelican will meet it too)
            return b""
    return b"" if said else packed


def _ending(path: str) -> str:
    return Path(path).suffix[1:].lower()
