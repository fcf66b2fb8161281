"""Makes the index of one language from nothing, in memory that hardly grows with the stories."""

from __future__ import annotations

import gc
import heapq
import json
import tempfile
from collections import Counter, defaultdict
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from backfile.outputs.search.contents import names_by_word, shown_names
from backfile.outputs.search.entries import (
    INLINE,
    Entry,
    YearItem,
    as_json,
    item_of,
    listed_form,
    several,
)
from backfile.outputs.search.filters import filters_of, write_filters
from backfile.outputs.search.parts import (
    LISTS,
    POSITIONS,
    WORDS,
    form_path,
    story_path,
    write_leaf,
    write_years,
)
from backfile.outputs.search.runs import Runs, joined, years_of
from backfile.outputs.search.stems import stemmer_of
from backfile.outputs.search.stories import WordReader
from backfile.outputs.search.tails import write_tails
from backfile.outputs.search.trees import divided_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from backfile.outputs.search.numbers import Number
    from backfile.outputs.search.store import KeptStory, Store
    from backfile.outputs.search.stories import SearchedStory

_FORM, _MATE, _LIST, _NAME = range(4)


def make_index(
    store: Store, lang: str, stories: Iterable[tuple[Number, KeptStory, SearchedStory]]
) -> None:
    """Write the index of *stories*, all those in *lang*, into *store*, which has none of it.

    They come in order, each with its number and what the database keeps of it.
    """
    with _uncollected(), tempfile.TemporaryDirectory(prefix="backfile-search-") as folder:
        runs = Runs(Path(folder))
        filters: dict[str, list[Number]] = defaultdict(list)
        filed: Counter[tuple[str, ...]] = Counter()
        reader = WordReader()
        for number, kept, story in stories:
            reading = reader.read(story)
            runs.add(number, reading.postings)
            store.put(story_path(lang, number), as_json(story.as_json()))
            store.add_story(lang, number, kept, reading.length)
            filed.update(set(story.filed))
            for name in filters_of(story):
                filters[name].append(number)
        store.db.executemany(
            "insert into filed values (?, ?, ?, ?, ?, ?)",
            [(lang, *name, count) for name, count in filed.items()],
        )
        write_filters(store, lang, filters)
        keys: list[str] = []
        entries = (_noted(one, keys) for one in _entries(store, lang, runs, Path(folder)))
        for name, items in divided_stream(map(item_of, entries), WORDS):
            write_leaf(store, lang, name, items)
        write_tails(store, lang, keys)


def _noted(entry: Entry, keys: list[str]) -> Entry:
    """Return *entry*, whose key is noted in *keys* where it is a word."""
    if entry.is_word:
        keys.append(entry.key)
    return entry


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave cycles uncollected: looking for them takes a quarter of the time, and none are made."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _entries(store: Store, lang: str, runs: Runs, folder: Path) -> Iterator[Entry]:
    """Go through the entries in order of their keys, and write the lists of frequent forms."""
    mates: list[tuple[str, str]] = []
    path = folder / "forms"
    with (
        path.open("w", encoding="utf-8", newline="\n") as file,
        tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", dir=folder) as listed,
    ):
        lists = _Lists(listed)
        _write_forms(store, lang, runs, file.write, mates, lists)
        divided = lists.write(store, lang)
    mates = sorted(set(mates))
    endings = Counter(key[len(stem) :] for stem, key in mates if key.startswith(stem))
    store.db.executemany(
        "insert into endings values (?, ?, ?)",
        [(lang, ending, stems) for ending, stems in endings.items()],
    )
    names = names_by_word(shown_names(store, lang))
    with path.open(encoding="utf-8") as file:
        forms = (line[:-1].split("\t") for line in file)
        rows = heapq.merge(
            ((row[0], _FORM, row[1:]) for row in forms),
            ((stem, _MATE, key) for stem, key in mates),
            ((stem, _LIST, parts) for stem, parts in divided),
            ((key, _NAME, names[key]) for key in sorted(names)),
            key=itemgetter(0),
        )
        for key, some in groupby(rows, itemgetter(0)):
            yield _entry(key, some)


def _entry(key: str, rows: Iterable[tuple[str, int, Any]]) -> Entry:
    """Return the entry of the word *key* of its *rows*."""
    entry = Entry(key)
    for _, kind, told in rows:
        if kind == _FORM:
            form, said, positions, stem = told
            entry.forms[form] = json.loads(said)
            if len(entry.forms[form]) == 2 and isinstance(entry.forms[form][0], str):
                entry.positions[form] = positions
            entry.stems = sorted({*entry.stems, stem})
        elif kind == _MATE:
            entry.mates.append(told)
        elif kind == _LIST:
            entry.lists = told
        else:
            entry.names = told
    entry.mates = sorted({*entry.mates, *([key] if key in entry.stems else [])})
    return entry


class _Lists:
    """The lists of frequent forms, which wait in a file until those of one stem can be joined."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._rows: list[tuple[str, str, int]] = []  # the stem, the form, and where its list begins

    def put(self, stem: str, form: str, years: Mapping[int, tuple[str, str]]) -> None:
        """Take the list of *form*: ids and weights by *years*."""
        self._rows.append((stem, form, self._file.tell()))
        self._file.write(f"{as_json(years)}\n")

    def write(self, store: Store, lang: str) -> list[tuple[str, list[str]]]:
        """Write the lists of *lang*; return the stems whose list has several parts, with them."""
        divided = []
        for stem, rows in groupby(sorted(self._rows), itemgetter(0)):
            years: dict[str, dict[str, list[str]]] = defaultdict(dict)
            for _, form, at in rows:
                self._file.seek(at)
                for year, told in json.loads(self._file.readline()).items():
                    years[year][form] = told
            items = [YearItem(f"{year:0>4}", as_json(years[year])) for year in sorted(years)]
            parts = write_years(store, form_path(lang, "lists", stem), items, LISTS)
            if parts := several(parts):
                divided.append((stem, parts))
        return divided


def _write_forms(  # noqa: PLR0913, PLR0917 (what the forms are written into)
    store: Store,
    lang: str,
    runs: Runs,
    write: Callable[[str], object],
    mates: list[tuple[str, str]],
    lists: _Lists,
) -> None:
    """Write a row for each form, and its lists; note in *mates* stems and the words with them."""
    stem_of = stemmer_of(lang)
    for key, form, stretches in runs.forms():
        stem = stem_of(form)
        if stem != key:
            mates.append((stem, key))
        stories = sum(len(one.weights) for one in stretches)
        if stories <= INLINE:
            ids, weights, positions = joined(stretches)
            said = f'["{ids}","{weights}"]'
        else:
            years = dict(years_of(stretches))
            lists.put(stem, form, {year: told[:2] for year, told in years.items()})
            places = [YearItem(f"{year:04}", as_json(told[2])) for year, told in years.items()]
            parts = write_years(store, form_path(lang, "positions", form), places, POSITIONS)
            said, positions = as_json(listed_form(stories, key, stem, parts)), ""
        write(f"{key}\t{form}\t{said}\t{positions}\t{stem}\n")
