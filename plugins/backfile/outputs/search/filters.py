"""The lists of stories by which results are filtered: those under a name, those with updates, all.

They are lists by years as those of words are, and have ids alone.
"""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from backfile.outputs.search.entries import YearItem, as_json, start_of, year_of
from backfile.outputs.search.numbers import Number, read_numbers, written_numbers
from backfile.outputs.search.parts import LISTS, filter_name, write_years
from backfile.outputs.search.year_files import YearFiles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from backfile.outputs.search.store import Store
    from backfile.outputs.search.stories import SearchedStory

ALL, UPDATES = "all", "updates"


def filters_of(story: SearchedStory) -> set[str]:
    """Return the names of the lists that *story* is in."""
    names = {filter_name(one.kind, one.slug) for one in story.filed}
    return names | {ALL, UPDATES} if story.updates else names | {ALL}


def write_filters(store: Store, lang: str, lists: Mapping[str, Iterable[Number]]) -> None:
    """Write the *lists* of an index that has none; the numbers in each are in order."""
    for name in sorted(lists):
        numbers = list(lists[name])
        items = [
            YearItem(f"{year:04}", as_json(written_numbers(some, start_of(year))))
            for year, some in groupby(numbers, lambda one: year_of(one.day))
        ]
        parts = write_years(store, f"{lang}/filters/{name}", items, LISTS)
        _keep(store, lang, name, len(numbers), parts)


def change_filter(
    store: Store, lang: str, name: str, without: Collection[Number], more: Collection[Number]
) -> None:
    """Take the numbers *without* out of the list *name*, and *more* into it."""
    stories, parts = _known(store, lang, name)
    files = YearFiles(store, f"{lang}/filters/{name}", LISTS, parts)
    for year, (out, new) in _by_year(without, more).items():
        before = set(read_numbers(files.get(year) or "", start_of(year)))
        after = sorted((before - out) | new)
        stories += len(after) - len(before)
        files.put(year, written_numbers(after, start_of(year)) or None)
    _keep(store, lang, name, stories, files.write())


def _known(store: Store, lang: str, name: str) -> tuple[int, list[str]]:
    """Return how many stories the list *name* has, and its parts."""
    row = store.db.execute(
        "select stories, parts from filters where lang = ? and name = ?", [lang, name]
    ).fetchone()
    return (row[0], json.loads(row[1])) if row else (0, [])


def _by_year(
    without: Iterable[Number], more: Iterable[Number]
) -> dict[int, tuple[set[Number], set[Number]]]:
    """Return, by their years, the numbers *without* and *more*."""
    years: dict[int, tuple[set[Number], set[Number]]] = defaultdict(lambda: (set(), set()))
    for which, numbers in enumerate((without, more)):
        for one in numbers:
            years[year_of(one.day)][which].add(one)
    return years


def _keep(store: Store, lang: str, name: str, stories: int, parts: list[str]) -> None:
    """Note that the list *name* has so many *stories*, and these *parts*, none if empty."""
    if parts:
        row = [lang, name, stories, json.dumps(parts)]
        store.db.execute("insert or replace into filters values (?, ?, ?, ?)", row)
    else:
        store.db.execute("delete from filters where lang = ? and name = ?", [lang, name])
