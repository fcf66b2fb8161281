"""The index of the published stories: kept in the cache, and put into the output by each build."""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from backfile.errors import BuildError
from backfile.outputs.search.forms import SEARCH_INDEX
from backfile.outputs.search.contents import write_contents
from backfile.outputs.search.making import make_index
from backfile.outputs.search.numbers import Number
from backfile.outputs.search.store import DamagedIndexError, Store
from backfile.outputs.search.stories import searched_story
from backfile.outputs.story_digests import record_digest
from backfile.reading.record import record_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from backfile.config.settings import Settings
    from backfile.outputs.search.stories import SearchedStory

CACHE = "search"
log = logging.getLogger(__name__)


def index_stories(stories: Iterable[Any], langs: Collection[str], settings: Settings) -> None:
    """Write the index of *stories*, Pelican's articles, into the output.

    One can search in all *langs*, even if no story is in them. Raises BuildError where the index
    cannot be kept in the cache.
    """
    candidates = [_candidate(one) for one in stories]
    store = make_all(candidates, settings.cache / CACHE, langs)
    try:
        publish(store, settings.output / SEARCH_INDEX)
    finally:
        store.close()


def publish(store: Store, folder: Path) -> None:
    """Put the files of *store* into *folder*. Raises DamagedIndexError at one that was changed."""
    made: set[Path] = set()
    for path in store.paths():
        data = store.data(path)
        file = folder / f"{path}.js"
        if file.parent not in made:
            file.parent.mkdir(parents=True, exist_ok=True)
            made.add(file.parent)
        file.write_bytes(data)


def _candidate(article: Any) -> Candidate:
    card = article.card
    return Candidate(
        card.lang,
        card.day,
        card.place,
        record_digest(article),
        lambda: searched_story(record_of(article)),
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story to be indexed, which is read where the index does not know it as it is.

    `place` is what stories of a day are sorted by, `digest` that of all that `read` returns.
    """

    lang: str
    day: date
    place: tuple[Any, ...]
    digest: str
    read: Callable[[], SearchedStory]


def numbered(stories: Iterable[Candidate]) -> dict[str, list[tuple[Number, Candidate]]]:
    """Return *stories* by language, in order, each with its number."""
    found: dict[str, list[tuple[Number, Candidate]]] = defaultdict(list)
    in_order = sorted(stories, key=lambda one: (one.lang, one.day, one.place))
    for (lang, day), some in groupby(in_order, lambda one: (one.lang, one.day)):
        found[lang] += [(Number(day.toordinal(), rank), one) for rank, one in enumerate(some)]
    return found


def make_all(stories: Sequence[Candidate], folder: Path, langs: Collection[str] = ()) -> Store:
    """Return the index of *stories*, made anew in *folder*; one can search in all *langs*."""
    store = Store.anew(folder)
    by_lang = numbered(stories)
    languages = {*langs, *by_lang}
    for lang in sorted(by_lang):
        make_index(store, lang, ((number, one.digest, one.read()) for number, one in by_lang[lang]))
    for lang in languages:
        write_contents(store, lang, languages)
    store.commit()
    return store
