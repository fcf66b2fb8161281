"""Reads the files of an index as a browser would, whole: for tests that ask what is in them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from backfile.outputs.search.numbers import Number, read_numbers, read_positions

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Found:
    """What the index says of a form in one story: the classes of its weight, its positions."""

    counts: int
    length: int
    positions: tuple[int, ...]


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


class IndexReader:
    """The index of one language below a folder."""

    def __init__(self, folder: Path, lang: str) -> None:
        self._folder, self._lang = folder, lang
        self.head = self.file("head")
        self.entries: dict[str, Any] = {}
        self._positions: dict[str, str] = {}
        for name in self.head["words"]:
            file = coded(name)
            self.entries |= self.file(f"words/w{file}")
            if (folder / lang / f"positions/p{file}.js").exists():
                self._positions |= self.file(f"positions/p{file}")

    def file(self, path: str) -> Any:
        """Return what the file *path* of the language holds."""
        text = (self._folder / self._lang / f"{path}.js").read_text("utf-8")
        begin, end = f'found("{self._lang}/{path}",', ")\n"
        assert text.startswith(begin)
        assert text.endswith(end)
        return json.loads(text[len(begin) : -len(end)])

    def story(self, number: Number) -> Any:
        """Return the text of the story with this *number*."""
        day = date.fromordinal(number.day)
        path = f"stories/{day.year:04}/{day.timetuple().tm_yday}-{number.rank}"
        return self.file(path)

    @cached_property
    def _all(self) -> dict[str, dict[Number, Found]]:
        return self.postings()

    def postings_of(self, form: str) -> dict[Number, Found]:
        """Return what the index says of *form*, by the numbers of stories."""
        return self._all[form]

    def postings(self) -> dict[str, dict[Number, Found]]:
        """Return what the index says of each form, by the numbers of stories."""
        found = {}
        for key, entry in self.entries.items():
            for form, said in entry.get("forms", {}).items():
                if isinstance(said[0], str):
                    rows = _rows(*said, self._positions[form], Number(0, 0))
                else:
                    stem = said[1] if len(said) > 1 else key
                    rows = self._listed(form, stem, *said[2:])
                    assert len(rows) == said[0]
                found[form] = rows
        return found

    def filters(self, name: str, parts: list[str]) -> list[Number]:
        """Return the stories in the list *name*."""
        return [
            number
            for year, ids in self._years(f"filters/{name}", parts)
            for number in read_numbers(ids, before(year))
        ]

    def named(self) -> dict[str, list[Number]]:
        """Return the stories of all names, by the names of their lists, from the list of all."""
        found: dict[str, list[Number]] = {}
        for year, names in self._years("filters/names", self.head["named"]):
            for name, ids in names.items():
                found.setdefault(name, []).extend(read_numbers(ids, before(year)))
        return found

    def _years(self, path: str, parts: list[str]) -> list[tuple[str, Any]]:
        """Return the years of a list in order, each with what it has."""
        years: dict[str, Any] = {}
        for part in parts:
            years |= self.file(f"{path}{'-' if part else ''}{part}")
        return sorted(years.items())

    def _listed(self, form: str, stem: str, places: Any = ("",)) -> dict[Number, Found]:
        """Return what the list of a *stem* says of a *form*, whose positions have these parts."""
        parts = self.entries[stem].get("lists", [""])
        listed = self._years(f"lists/w{coded(stem)}", parts)
        positions = dict(self._years(f"positions/w{coded(form)}", places))
        rows: dict[Number, Found] = {}
        for year, forms in listed:
            if form in forms:
                rows |= _rows(*forms[form], positions[year], before(year))
        return rows


def _rows(ids: str, weights: str, positions: str, start: Number) -> dict[Number, Found]:
    numbers = list(read_numbers(ids, start))
    classes = [divmod(LETTERS.index(letter), 8) for letter in weights]
    places = [tuple(read_positions(one)) for one in positions.split(" ")]
    return {
        number: Found(counts, length, told)
        for number, (counts, length), told in zip(numbers, classes, places, strict=True)
    }


def before(year: str) -> Number:
    """Return the number that those of *year* are told from."""
    return Number(date(int(year), 1, 1).toordinal() - 1, 0)


def coded(name: str) -> str:
    """Return the name of a file; what is neither a plain letter nor a figure is in hexadecimal."""
    made, codes = "", []
    for letter in [*name.removesuffix("_"), ""]:
        if letter and letter not in "abcdefghijklmnopqrstuvwxyz0123456789":
            codes.append(f"{ord(letter):x}")
            continue
        made += (f"-{'.'.join(codes)}-" if codes else "") + letter
        codes = []
    return made + ("_" if name.endswith("_") else "")


def files(folder: Path) -> dict[str, bytes]:
    """Return what is in *folder*, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
