"""What the index says of a word: its forms with their postings, its stems, and names with it.

A form that few stories have keeps its postings in the file of words. That of many has lists of its
own, divided by years, and the entry says how many stories there are and how the lists are divided.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from backfile.outputs.search.numbers import START, Number, read_numbers, written_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

INLINE = 256  # stories: a form that more have keeps its postings apart
WHOLE = [""]  # the names of parts where a list is one file


class Listed(NamedTuple):
    """A posting in a list: the story's number, the weight and the positions, in letters."""

    number: Number
    weight: str
    positions: str


@dataclass(slots=True)
class Entry:
    """What a file of words says of the word `key`.

    `forms` have [ids, weights], or [stories, parts of lists, parts of positions]; `positions` has
    those of the former, which lie in another file. `stems` are the stems of the forms, `mates` the
    words that have this one as a stem, `names` the names that the word is in.
    """

    key: str
    forms: dict[str, list[Any]] = field(default_factory=dict)
    positions: dict[str, str] = field(default_factory=dict)
    stems: list[str] = field(default_factory=list)
    mates: list[str] = field(default_factory=list)
    names: list[list[str]] = field(default_factory=list)

    def text(self) -> str:
        """Return the entry as JSON, after its key; what is empty or goes without saying is out."""
        said: dict[str, Any] = {}
        if self.forms:
            said["forms"] = self.forms
        if self.mates not in ([], [self.key]):
            said["mates"] = self.mates
        if self.names:
            said["names"] = self.names
        if self.stems not in ([], [self.key]):
            said["stems"] = self.stems
        return as_json(said)

    @property
    def is_needed(self) -> bool:
        """Tell whether there is anything to say of the word."""
        return bool(self.forms or self.names or self.mates not in ([], [self.key]))


class WordItem(NamedTuple):
    """An entry in a tree of files: its key, its JSON, and its positions by form."""

    key: str
    text: str
    positions: Mapping[str, str]

    @property
    def size(self) -> int:
        """Return the characters that it takes up in a file, with what stands between."""
        return len(self.key) + len(self.text) + 4


class YearItem(NamedTuple):
    """A year of a list in a tree of files: the year in four digits, and its JSON."""

    key: str
    text: str

    @property
    def size(self) -> int:
        """Return the characters that it takes up in a file, with what stands between."""
        return len(self.key) + len(self.text) + 4


def item_of(entry: Entry) -> WordItem:
    """Return *entry* as an item of a tree."""
    return WordItem(entry.key, entry.text(), entry.positions)


def entry_of(key: str, said: Mapping[str, Any], positions: Mapping[str, str]) -> Entry:
    """Return the entry of which a file of words says *said*, with the *positions* of its forms."""
    forms = dict(said.get("forms", {}))
    return Entry(
        key,
        forms,
        {form: positions[form] for form in forms if form in positions},
        list(said.get("stems", [key] if forms else [])),
        list(said.get("mates", [])),
        [list(one) for one in said.get("names", [])],
    )


def year_of(day: int) -> int:
    """Return the year of *day*, counted from 0001-01-01."""
    return date.fromordinal(day).year


def start_of(year: int) -> Number:
    """Return the number that those of *year* are told from: that of the day before."""
    return Number(date(year, 1, 1).toordinal() - 1, 0)


def inline(postings: Sequence[Listed]) -> tuple[list[str], str]:
    """Return ids and weights of *postings*, as an entry has them, and their positions."""
    ids = written_numbers(one.number for one in postings)
    weights = "".join(one.weight for one in postings)
    return [ids, weights], " ".join(one.positions for one in postings)


def read_inline(said: Sequence[str], positions: str) -> list[Listed]:
    """Return the postings of which an entry says *said*."""
    return _listed(said[0], said[1], positions, START)


def by_year(postings: Iterable[Listed]) -> dict[int, list[Listed]]:
    """Return *postings*, which are in order, by year."""
    return {
        year: list(some) for year, some in groupby(postings, lambda one: year_of(one.number.day))
    }


def year_list(year: int, postings: Sequence[Listed]) -> tuple[YearItem, YearItem]:
    """Return the items of *year* in the lists of a form: of its postings, of their positions."""
    ids = written_numbers((one.number for one in postings), start_of(year))
    weights = "".join(one.weight for one in postings)
    positions = " ".join(one.positions for one in postings)
    key = f"{year:04}"
    return YearItem(key, as_json([ids, weights])), YearItem(key, as_json(positions))


def read_year_list(year: int, said: Sequence[str], positions: str) -> list[Listed]:
    """Return the postings of which the lists of a form say *said* and *positions* in *year*."""
    return _listed(said[0], said[1], positions, start_of(year))


def _listed(ids: str, weights: str, positions: str, start: Number) -> list[Listed]:
    numbers = read_numbers(ids, start)
    return list(map(Listed, numbers, weights, positions.split(" ")))


def listed_form(stories: int, lists: list[str], positions: list[str]) -> list[Any]:
    """Return what an entry says of a form of so many *stories*, whose lists have these parts."""
    if lists == WHOLE and positions == WHOLE:
        return [stories]
    return [stories, lists] if positions == WHOLE else [stories, lists, positions]


def parts_of(said: Sequence[Any]) -> tuple[list[str], list[str]]:
    """Return the parts of the lists and of the positions of a form of which an entry says *said*.

    It is the reverse of `listed_form`.
    """
    lists = list(said[1]) if len(said) > 1 else WHOLE
    positions = list(said[2]) if len(said) > 2 else WHOLE  # noqa: PLR2004 (the third)
    return lists, positions


def as_json(data: object) -> str:
    """Return *data* as JSON in as few characters as there can be."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
