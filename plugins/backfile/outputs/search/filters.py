"""The lists of stories by which results are filtered: those under a name, those with updates, all.

They are lists by years as those of words are, and have ids alone. One more list has the ids under
every name, year by year: so it is counted how many stories of an answer each name has.
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
NAMES = "names"  # the list of what all lists of names have: by years, the ids of each name


def filters_of(story: SearchedStory) -> set[str]:
    """Return the names of the lists that *story* is in."""
    names = {filter_name(one.kind, one.slug) for one in story.filed}
    return names | {ALL, UPDATES} if story.updates else names | {ALL}


def write_filters(store: Store, lang: str, lists: Mapping[str, Iterable[Number]]) -> None:
    """Write the *lists* of an index that has none; the numbers in each are in order."""
    named: dict[int, dict[str, str]] = defaultdict(dict)
    for name in sorted(lists):
        numbers = list(lists[name])
        years = {
            year: written_numbers(some, start_of(year))
            for year, some in groupby(numbers, lambda one: year_of(one.day))
        }
        _write(store, lang, name, years, len(numbers))
        if _is_name(name):
            for year, ids in years.items():
                named[year][name] = ids
    _write(store, lang, NAMES, dict(sorted(named.items())))


def _is_name(name: str) -> bool:
    return name not in (ALL, UPDATES)


def _write(
    store: Store, lang: str, name: str, years: Mapping[int, object], stories: int = 0
) -> None:
    items = [YearItem(f"{year:04}", as_json(told)) for year, told in years.items()]
    parts = write_years(store, f"{lang}/filters/{name}", items, LISTS)
    _keep(store, lang, name, stories, parts)


def change_filters(
    store: Store,
    lang: str,
    without: Mapping[str, Collection[Number]],
    more: Mapping[str, Collection[Number]],
) -> None:
    """Take the numbers *without* out of the lists with these names, and *more* into them."""
    named: dict[int, dict[str, str]] = defaultdict(dict)
    for name in without.keys() | more.keys():
        edits = _by_year(without.get(name, ()), more.get(name, ()))
        years = _change(store, lang, name, edits)
        if _is_name(name):
            for year, ids in years.items():
                named[year][name] = ids
    files = _open(store, lang, NAMES)
    for year, ids_now in named.items():
        told = (files.get(year) or {}) | ids_now
        files.put(year, {name: ids for name, ids in told.items() if ids} or None)
    _keep(store, lang, NAMES, 0, files.write())


# What is taken out of a list, and into it, by years.
_Edits = dict[int, tuple[set[Number], set[Number]]]


def _change(store: Store, lang: str, name: str, edits: _Edits) -> dict[int, str]:
    """Make *edits* in the list *name*; return what it has of these years now."""
    stories, _ = _known(store, lang, name)
    files = _open(store, lang, name)
    years = {}
    for year, (out, new) in edits.items():
        before = set(read_numbers(files.get(year) or "", start_of(year)))
        after = sorted((before - out) | new)
        stories += len(after) - len(before)
        years[year] = written_numbers(after, start_of(year))
        files.put(year, years[year] or None)
    _keep(store, lang, name, stories, files.write())
    return years


def _open(store: Store, lang: str, name: str) -> YearFiles:
    _, parts = _known(store, lang, name)
    return YearFiles(store, f"{lang}/filters/{name}", LISTS, parts)


def _known(store: Store, lang: str, name: str) -> tuple[int, list[str]]:
    """Return how many stories the list *name* has, and its parts."""
    row = store.db.execute(
        "select stories, parts from filters where lang = ? and name = ?", [lang, name]
    ).fetchone()
    return (row[0], json.loads(row[1])) if row else (0, [])


def _by_year(without: Iterable[Number], more: Iterable[Number]) -> _Edits:
    """Return, by their years, the numbers *without* and *more*."""
    years: _Edits = defaultdict(lambda: (set(), set()))
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
