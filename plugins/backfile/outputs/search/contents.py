"""The table of contents of an index: its head, and the names by which stories can be filtered."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from backfile.outputs.search.entries import as_json
from backfile.outputs.search.filters import ALL, NAMES, UPDATES
from backfile.outputs.search.parts import filter_name
from backfile.outputs.search.stories import LENGTH_VALUES, Filed
from backfile.outputs.search.words import key_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backfile.outputs.search.store import Store

VERSION = 2  # of the format, which browser/index.js reads
KINDS = ("author", "partner", "section", "topic")
_STEMS, _ENDINGS = 3, 80  # an ending that fewer stems have is left out; and how many there are


def write_contents(store: Store, lang: str, languages: Iterable[str]) -> None:
    """Write the head of *lang* and its names, from what the database knows.

    One can search in all *languages*.
    """
    kinds = [kind for kind in KINDS if _write_names(store, lang, kind)]
    lists = {
        name: (stories, json.loads(parts))
        for name, stories, parts in store.db.execute(
            "select name, stories, parts from filters where lang = ? and name in (?, ?, ?)",
            [lang, ALL, NAMES, UPDATES],
        )
    }
    counted = dict(
        store.db.execute(
            "select length, sum(stories) from lengths where lang = ? group by length", [lang]
        )
    )
    stories = sum(counted.values())
    total = sum(LENGTH_VALUES[length] * count for length, count in counted.items())
    head = {
        "version": VERSION,
        "lang": lang,
        "languages": sorted(languages),
        "stories": stories,
        "length": round(total / stories, 4) if stories else 0,
        "years": _years(store, lang),
        "words": _files(store, "select name from leaves where lang = ? order by name", lang),
        "tails": _files(store, "select name from tails where lang = ? order by name", lang),
        "suffixes": _suffixes(store, lang),
        "kinds": kinds,
        "all": lists.get(ALL, (0, []))[1],
        "named": lists.get(NAMES, (0, []))[1],
        "updates": lists.get(UPDATES, (0, [])),
    }
    store.put_changed(f"{lang}/head", as_json(head))


def remove_contents(store: Store, lang: str) -> None:
    """Remove what `write_contents` wrote of *lang*."""
    for name in ("head", *(f"names/{kind}" for kind in KINDS)):
        store.remove(f"{lang}/{name}")


def shown_names(store: Store, lang: str, kind: str | None = None) -> list[Filed]:
    """Return the names in *lang*, of one *kind* or of all: one for each slug.

    Names that fall together in one slug have one page, and are one here: the first of them.
    """
    names: dict[tuple[str, str], Filed] = {}
    for row in store.db.execute(
        "select kind, slug, name, url from filed where lang = ? and (? is null or kind = ?)"
        " order by kind, slug, name, url",
        [lang, kind, kind],
    ):
        one = Filed(*row)
        names.setdefault((one.kind, one.slug), one)
    return list(names.values())


def keys_in(name: str) -> set[str]:
    """Return the keys of the words of *name*."""
    return {key_of(form) for form, _ in words_of(name)}


def names_by_word(names: Iterable[Filed]) -> Mapping[str, list[list[str]]]:
    """Return, by the keys of their words, *names* as the files of words have them."""
    found = defaultdict(list)
    for one in names:
        for key in keys_in(one.name):
            found[key].append([one.kind, one.name, one.url])
    return {key: sorted(some) for key, some in found.items()}


def _write_names(store: Store, lang: str, kind: str) -> bool:
    """Write the names of one *kind*; return whether there are any."""
    rows = []
    for one in shown_names(store, lang, kind):
        file = filter_name(kind, one.slug)
        stories, parts = store.db.execute(
            "select stories, parts from filters where lang = ? and name = ?", [lang, file]
        ).fetchone()
        cut = json.loads(parts)
        rows.append([one.name, one.url, stories, file, *([] if cut == [""] else [cut])])
    rows.sort(key=lambda row: (row[0].lower(), row[0], row[3]))
    if rows:
        store.put_changed(f"{lang}/names/{kind}", as_json(rows))
    else:
        store.remove(f"{lang}/names/{kind}")
    return bool(rows)


def _files(store: Store, select: str, lang: str) -> list[str]:
    return [name for (name,) in store.db.execute(select, [lang])]


def _years(store: Store, lang: str) -> list[list[int]]:
    """Return the years that have stories, each with their number."""
    found = store.db.execute(
        "select year, sum(stories) from lengths where lang = ? group by year"
        " having sum(stories) > 0 order by year",
        [lang],
    )
    return [list(row) for row in found]


def _suffixes(store: Store, lang: str) -> list[str]:
    """Return the endings that most words with one stem have, the most frequent first."""
    found = store.db.execute(
        "select ending from endings where lang = ? and stems >= ? order by stems desc, ending"
        " limit ?",
        [lang, _STEMS, _ENDINGS],
    )
    return [ending for (ending,) in found]
