"""The index of the published stories: kept in the cache, and put into the output by each build."""

from __future__ import annotations

import logging
import sqlite3
import tempfile
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.catalogue.encoding import instant
from backfile.errors import BuildError
from backfile.files.locks import holding
from backfile.outputs.search.forms import SEARCH_INDEX
from backfile.outputs.search.keeping import Candidate, change_all, change_some, make_all
from backfile.outputs.search.publishing import changes_of, publish
from backfile.outputs.search.store import DamagedIndexError, KeptStory, Store
from backfile.outputs.search.stories import filed_under, searched_story
from backfile.outputs.story_digests import record_digest
from backfile.reading.record import record_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from backfile.config.settings import Settings
    from backfile.files.cache_files import CacheFiles
    from backfile.outputs.search.publishing import IndexChanges

CACHE = "search"
log = logging.getLogger(__name__)


class UnknownChangeError(Exception):
    """What is to be changed in the index is known only to a build that reads all stories."""


@dataclass(frozen=True, slots=True)
class StoryChanges:
    """The stories that were changed since the output got its edition of the index.

    `came` are Pelican's articles that are new or others than they were, `gone` the addresses
    (below SITEURL) of those that are no more, or that have another now. `since` is the edition,
    as `index_stories` or the changes before named it.
    """

    came: Collection[Any]
    gone: Collection[str]
    since: str


def index_stories(
    stories: Iterable[Any],
    langs: Collection[str],
    settings: Settings,
    pages: Container[tuple[str, str]],
) -> str:
    """Write the index of *stories*, Pelican's articles, into the output.

    One can search in all *langs*, tags in small letters, even if no story is in them. *pages* are
    the names that have a page: kind and slug. Returns the edition of the index, empty where the
    cache does not keep it. Raises BuildError where the index cannot be kept in the cache.
    """
    candidates = [_candidate(one, pages) for one in stories]
    folder, output = settings.cache / CACHE, settings.output / SEARCH_INDEX
    settings.cache.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        if not _is_ours(settings.cache, stack.enter_context):
            with tempfile.TemporaryDirectory() as own:
                _publish_new(candidates, Path(own) / CACHE, output, langs)
            return ""
        try:
            return _publish_changed(candidates, folder, output, langs)
        except (DamagedIndexError, sqlite3.DatabaseError) as damage:
            log.info("search: the kept index is made again: %s", damage)
            return _publish_new(candidates, folder, output, langs)


@contextmanager
def changed_index(
    changes: StoryChanges,
    langs: Collection[str],
    settings: Settings,
    pages: Container[tuple[str, str]],
    caches: CacheFiles,
) -> Iterator[IndexChanges]:
    """Give what *changes* of stories change in the output's files of the index, for the block.

    No other story is looked at, but those of the same days. The index is open in *caches*, which
    keep the change when they are committed. The rest is as for `index_stories`. Raises
    UnknownChangeError, in the block as well, where that is not enough: the cache is in use or
    damaged, has another index than the output, or a name of other stories has now a page or none.
    `index_stories` then writes the index.
    """
    came = [_candidate(one, pages) for one in changes.came]
    try:
        if not _is_ours(settings.cache, caches.hold):
            raise UnknownChangeError("another build is at work on the index")
        store = caches.add(Store.kept(settings.cache / CACHE))
        change_some(store, came, changes.gone, langs)
        paths = store.changed_since(changes.since)
        if paths is None:
            raise UnknownChangeError("the output has another index")
        if not _names_are_as_in(store, pages):
            raise UnknownChangeError("a name has now a page, or none")
        yield changes_of(store, paths)
    except (DamagedIndexError, sqlite3.DatabaseError) as damage:
        raise UnknownChangeError(str(damage)) from damage


def _is_ours(cache: Path, hold: Callable[[AbstractContextManager[bool]], bool]) -> bool:
    """*Hold* the lock of *cache*; tell whether this build alone can change what it keeps."""
    try:
        return hold(holding(cache))
    except OSError:  # its disk has no locks, for a database neither
        return False


def _publish_changed(
    stories: Sequence[Candidate], folder: Path, output: Path, langs: Collection[str]
) -> str:
    with closing(Store.kept(folder)) as store:
        change_all(store, stories, langs)
        publish(store, output)
        return store.edition


def _publish_new(
    stories: Sequence[Candidate], folder: Path, output: Path, langs: Collection[str]
) -> str:
    with closing(make_all(stories, folder, langs)) as store:
        try:
            publish(store, output)
        except DamagedIndexError as damage:
            raise BuildError(
                f"the search index changes while it is written ({damage}); "
                f"see what else writes into {folder}, and build again"
            ) from damage
        return store.edition


def _names_are_as_in(store: Store, pages: Container[tuple[str, str]]) -> bool:
    """Tell whether the names that have an address in the index are those that have a page."""
    rows = store.db.execute("select distinct kind, slug, url <> '' from filed")
    return all(((kind, slug) in pages) == has_url for kind, slug, has_url in rows)


def _candidate(article: Any, pages: Container[tuple[str, str]]) -> Candidate:
    card = article.card
    pageless = [f"{one.kind}/{one.slug}" for one in filed_under(card, pages) if not one.url]
    digest = " ".join([record_digest(article), *pageless])
    return Candidate(
        card.lang.lower(),
        card.day.toordinal(),
        KeptStory(instant(card.moment), card.url, digest),
        lambda: searched_story(record_of(article), pages),
    )
