"""The index of the published stories: kept in the cache, and put into the output by each build."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import tempfile
from collections import defaultdict
from contextlib import ExitStack, closing
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.errors import BuildError
from backfile.files.locks import holding
from backfile.outputs.search.changing import NewStory, change_index
from backfile.outputs.search.contents import remove_contents, write_contents
from backfile.outputs.search.forms import SEARCH_INDEX
from backfile.outputs.search.making import make_index
from backfile.outputs.search.numbers import Number
from backfile.outputs.search.store import DamagedIndexError, Store
from backfile.outputs.search.stories import filed_under, searched_story
from backfile.outputs.story_digests import record_digest
from backfile.reading.record import record_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
    from datetime import date

    from backfile.config.settings import Settings
    from backfile.outputs.search.stories import SearchedStory

CACHE = "search"
log = logging.getLogger(__name__)


def index_stories(
    stories: Iterable[Any],
    langs: Collection[str],
    settings: Settings,
    pages: Container[tuple[str, str]],
) -> None:
    """Write the index of *stories*, Pelican's articles, into the output.

    One can search in all *langs*, tags in small letters, even if no story is in them. *pages* are
    the names that have a page: kind and slug. Raises BuildError where the index cannot be kept in
    the cache.
    """
    candidates = [_candidate(one, pages) for one in stories]
    folder, output = settings.cache / CACHE, settings.output / SEARCH_INDEX
    settings.cache.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        if not _is_ours(settings.cache, stack):
            with tempfile.TemporaryDirectory() as own:
                _publish_new(candidates, Path(own) / CACHE, output, langs)
            return
        try:
            _publish_changed(candidates, folder, output, langs)
        except (DamagedIndexError, sqlite3.DatabaseError) as damage:
            log.info("search: the kept index is made again: %s", damage)
            _publish_new(candidates, folder, output, langs)


def _is_ours(cache: Path, stack: ExitStack) -> bool:
    """Lock *cache* until *stack* ends; tell whether this build alone can change what it keeps."""
    try:
        return stack.enter_context(holding(cache))
    except OSError:  # its disk has no locks, for a database neither
        return False


def _publish_changed(
    stories: Sequence[Candidate], folder: Path, output: Path, langs: Collection[str]
) -> None:
    with closing(change_all(stories, folder, langs)) as store:
        publish(store, output)


def _publish_new(
    stories: Sequence[Candidate], folder: Path, output: Path, langs: Collection[str]
) -> None:
    with closing(make_all(stories, folder, langs)) as store:
        try:
            publish(store, output)
        except DamagedIndexError as damage:
            raise BuildError(
                f"the search index changes while it is written ({damage}); "
                f"see what else writes into {folder}, and build again"
            ) from damage


def publish(store: Store, folder: Path) -> None:
    """Put the files of *store* into *folder*, in the place of all that is there.

    Raises DamagedIndexError at a file that is not as it was written.
    """
    shutil.rmtree(folder, ignore_errors=True)
    made: set[Path] = set()
    for path in store.paths():
        data = store.data(path)
        file = folder / f"{path}.js"
        if file.parent not in made:
            file.parent.mkdir(parents=True, exist_ok=True)
            made.add(file.parent)
        file.write_bytes(data)


def _candidate(article: Any, pages: Container[tuple[str, str]]) -> Candidate:
    card = article.card
    pageless = [f"{one.kind}/{one.slug}" for one in filed_under(card, pages) if not one.url]
    return Candidate(
        card.lang.lower(),
        card.day,
        card.place,
        " ".join([record_digest(article), *pageless]),
        lambda: searched_story(record_of(article), pages),
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story to be indexed, which is read where the index does not know it as it is.

    `lang` is in small letters: the folder of its index, which some disks do not tell from another
    that differs in case. `place` is what stories of a day are sorted by, `digest` that of all that
    `read` returns.
    """

    lang: str
    day: date
    place: tuple[Any, ...]
    digest: str
    read: Callable[[], SearchedStory]


def numbered(stories: Iterable[Candidate]) -> dict[str, list[tuple[Number, Candidate]]]:
    """Return *stories* by language, in order, each with its number."""
    days: dict[tuple[str, date], list[Candidate]] = defaultdict(list)
    for one in stories:
        days[one.lang, one.day].append(one)
    found: dict[str, list[tuple[Number, Candidate]]] = defaultdict(list)
    for lang, day in sorted(days):
        ordinal = day.toordinal()
        in_order = sorted(days[lang, day], key=attrgetter("place"))
        found[lang] += [(Number(ordinal, rank), one) for rank, one in enumerate(in_order)]
    return found


def make_all(stories: Iterable[Candidate], folder: Path, langs: Collection[str] = ()) -> Store:
    """Return the index of *stories*, made anew in *folder*; one can search in all *langs*."""
    by_lang = numbered(stories)
    store = Store.anew(folder)
    try:
        for lang in sorted(by_lang):
            told = ((number, one.digest, one.read()) for number, one in by_lang[lang])
            make_index(store, lang, told)
        _finish(store, {*langs, *by_lang})
    except BaseException:
        store.close()
        raise
    return store


def change_all(stories: Iterable[Candidate], folder: Path, langs: Collection[str] = ()) -> Store:
    """Return the index in *folder*, changed to that of *stories*; one can search in all *langs*.

    Raises DamagedIndexError where there is none that can be changed; it is then to be made anew, as
    it is where so many stories are others that this is the shorter way.
    """
    by_lang = numbered(stories)
    store = Store.kept(folder)
    try:
        for lang, (gone, come) in _all_changed(store, by_lang).items():
            if gone or come:
                now = {number: NewStory(one.digest, one.read()) for number, one in come.items()}
                change_index(store, lang, gone, now)
        _finish(store, {*langs, *by_lang})
    except BaseException:
        store.close()
        raise
    return store


# As many changed stories, or this part of all, make an index as slowly as all stories do.
_FEW, _MOST = 50, 20


# Which numbers have no longer the story that they had, and which have another one now.
_Changed = tuple[list[Number], dict[Number, Candidate]]


def _all_changed(
    store: Store, by_lang: Mapping[str, Sequence[tuple[Number, Candidate]]]
) -> dict[str, _Changed]:
    """Return what has changed in each language. Raises DamagedIndexError where that is much."""
    changed = {
        lang: _changed(store, lang, by_lang.get(lang, ()))
        for lang in sorted({*by_lang, *store.languages()})
    }
    others = sum(len(gone) + len(come) for gone, come in changed.values())
    if others > max(_FEW, sum(map(len, by_lang.values())) // _MOST):
        raise DamagedIndexError(f"{others} stories are others")
    return changed


def _changed(store: Store, lang: str, stories: Iterable[tuple[Number, Candidate]]) -> _Changed:
    """Return the stories in *lang* that the index has otherwise, and those that it has to have."""
    rows = store.db.execute("select day, rank, digest from stories where lang = ?", [lang])
    known = {(day, rank): digest for day, rank, digest in rows}
    gone: list[Number] = []
    come: dict[Number, Candidate] = {}
    for number, one in stories:
        digest = known.pop(number, None)
        if digest != one.digest:
            come[number] = one
            if digest is not None:
                gone.append(number)
    gone += [Number(*number) for number in known]
    return gone, come


def _finish(store: Store, languages: Collection[str]) -> None:
    """Write what tells of the whole index, and keep it."""
    for lang in languages:
        write_contents(store, lang, languages)
    for lang in store.heads() - set(languages):
        remove_contents(store, lang)
    store.commit()
