"""The lists of stories by which results are filtered: those under a name, those with updates, all.

They are lists by years as those of words are, and have ids alone.
"""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING

from backfile.outputs.search.entries import YearItem, as_json, start_of, year_of
from backfile.outputs.search.numbers import Number, read_numbers, written_numbers
from backfile.outputs.search.parts import LISTS, filter_name, part_path, write_years

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
            _item(year, list(some)) for year, some in groupby(numbers, lambda one: year_of(one.day))
        ]
        _write(store, lang, name, items, len(numbers), ())


def change_filter(
    store: Store, lang: str, name: str, without: Collection[Number], more: Collection[Number]
) -> None:
    """Take the numbers *without* out of the list *name*, and *more* into it."""
    known = store.db.execute(
        "select stories, parts from filters where lang = ? and name = ?", [lang, name]
    ).fetchone()
    stories, old = (known[0], json.loads(known[1])) if known else (0, [])
    base = f"{lang}/filters/{name}"
    years = {
        int(year): ids for part in old for year, ids in store.get(part_path(base, part)).items()
    }
    items = {year: YearItem(f"{year:04}", as_json(ids)) for year, ids in years.items()}
    for year in {year_of(one.day) for one in (*without, *more)}:
        here = set(read_numbers(years.get(year, ""), start_of(year)))
        before = len(here)
        here -= {one for one in without if year_of(one.day) == year}
        here |= {one for one in more if year_of(one.day) == year}
        stories += len(here) - before
        items[year] = _item(year, sorted(here))
        if not here:
            del items[year]
    _write(store, lang, name, [items[year] for year in sorted(items)], stories, old)


def _write(  # noqa: PLR0913, PLR0917 (what is written, and where)
    store: Store, lang: str, name: str, items: list[YearItem], stories: int, old: Iterable[str]
) -> None:
    parts = write_years(store, f"{lang}/filters/{name}", items, LISTS, old)
    if stories:
        row = [lang, name, stories, json.dumps(parts)]
        store.db.execute("insert or replace into filters values (?, ?, ?, ?)", row)
    else:
        store.db.execute("delete from filters where lang = ? and name = ?", [lang, name])


def _item(year: int, numbers: list[Number]) -> YearItem:
    return YearItem(f"{year:04}", as_json(written_numbers(numbers, start_of(year))))
