"""What the index says of a word: its forms with their postings, its stems, and names with it.

A form that few stories have keeps its postings in the file of words. That of many has its ids and
weights in a list by years, together with all such forms of its stem, since a question for one asks
for all; its positions are in a list of its own. The entry of the stem says how the list is divided.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from backfile.outputs.search.numbers import Number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

INLINE = 1024  # stories: a form that more have keeps its postings apart
WHOLE = [""]  # the names of parts where a list is one file


@dataclass(slots=True)
class Entry:
    """What a file of words says of the word `key`.

    `forms` have [ids, weights], or [stories, stem, parts of positions]; `positions` has those of
    the former, which lie in another file. `stems` are the stems of the forms, `mates` the words
    that have this one as a stem, `lists` the parts of the list of that stem, if there are several,
    and `names` the names that the word is in.
    """

    key: str
    forms: dict[str, list[Any]] = field(default_factory=dict)
    positions: dict[str, str] = field(default_factory=dict)
    stems: list[str] = field(default_factory=list)
    mates: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    names: list[list[str]] = field(default_factory=list)

    def text(self) -> str:
        """Return the entry as JSON, after its key; what is empty or goes without saying is out."""
        said: dict[str, Any] = {}
        if self.forms:
            said["forms"] = self.forms
        if self.lists:
            said["lists"] = self.lists
        if self.mates not in ([], [self.key]):
            said["mates"] = self.mates
        if self.names:
            said["names"] = self.names
        if self.stems not in ([], [self.key]):
            said["stems"] = self.stems
        return as_json(said)

    @property
    def is_word(self) -> bool:
        """Tell whether it is a word of a story or a name, and not a stem alone."""
        return bool(self.forms or self.names)

    @property
    def is_needed(self) -> bool:
        """Tell whether there is anything to say of the word."""
        return bool(self.is_word or self.mates not in ([], [self.key]))


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
    stems = list(said.get("stems", [key] if forms else []))
    return Entry(
        key,
        forms,
        {form: positions[form] for form in forms if form in positions},
        stems,
        list(said.get("mates", [key] if key in stems else [])),
        list(said.get("lists", [])),
        [list(one) for one in said.get("names", [])],
    )


def year_of(day: int) -> int:
    """Return the year of *day*, counted from 0001-01-01."""
    return date.fromordinal(day).year


def start_of(year: int) -> Number:
    """Return the number that those of *year* are told from: that of the day before."""
    return Number(date(year, 1, 1).toordinal() - 1, 0)


def listed_form(stories: int, key: str, stem: str, positions: list[str]) -> list[Any]:
    """Return what the entry of *key* says of a form of so many *stories*, that is in a list.

    The list is that of its *stem*; the list of its positions has these parts.
    """
    if positions != WHOLE:
        return [stories, stem, positions]
    return [stories, stem] if stem != key else [stories]


def positions_of(said: Sequence[Any]) -> list[str]:
    """Return the parts of the positions of a form of which an entry says *said*."""
    return said[2] if len(said) > 2 else WHOLE


def several(parts: list[str]) -> list[str]:
    """Return what an entry says of the *parts* of a list: nothing where that is one file."""
    return [] if parts == WHOLE else parts


def texts_of(text: str) -> Iterator[tuple[str, str]]:
    """Go through the items of a JSON object *text* as `as_json` writes it: keys, and their JSON.

    Keys are words or years, in which nothing is escaped.
    """
    at = 1
    while text[at] == '"':
        end = text.index('"', at + 1)
        _, stop = _DECODER.raw_decode(text, end + 2)
        yield text[at + 1 : end], text[end + 2 : stop]
        at = stop + 1
        if at >= len(text):
            return


_DECODER = json.JSONDecoder()
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
)


def as_json(data: object) -> str:
    """Return *data* as JSON in as few characters as there can be."""
    return _ENCODER.encode(data)
