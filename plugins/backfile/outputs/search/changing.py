"""Changes the index of one language where some of its stories were changed, added or taken out.

The files are then, byte by byte, what they would be if the index were made from nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from backfile.outputs.search.contents import keys_in, shown_names
from backfile.outputs.search.entries import (
    INLINE,
    WHOLE,
    Entry,
    WordItem,
    as_json,
    entry_of,
    item_of,
    listed_form,
    positions_of,
    several,
    start_of,
    texts_of,
    year_of,
)
from backfile.outputs.search.filters import change_filters, filters_of
from backfile.outputs.search.numbers import START, Number
from backfile.outputs.search.open_trees import OpenTree
from backfile.outputs.search.parts import (
    LISTS,
    POSITIONS,
    WORDS,
    form_path,
    leaf_path,
    remove_leaf,
    story_path,
    write_leaf,
)
from backfile.outputs.search.postings import NONE, Postings, of_years
from backfile.outputs.search.stems import stemmer_of
from backfile.outputs.search.stories import WordReader, story_from_json
from backfile.outputs.search.tails import change_tails
from backfile.outputs.search.words import key_of
from backfile.outputs.search.year_files import YearFiles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backfile.outputs.search.store import KeptStory, Store
    from backfile.outputs.search.stories import Filed, Posting, SearchedStory

# The new postings of a form by the numbers of stories; None where a story has it no longer.
Edits = dict[Number, "Posting | None"]


class NewStory(NamedTuple):
    """A story as it is now, and what the database keeps of it."""

    kept: KeptStory
    story: SearchedStory


def change_index(
    store: Store, lang: str, gone: Sequence[Number], come: Mapping[Number, NewStory]
) -> None:
    """Take the stories *gone* out of the index of *lang* in *store*, and *come* into it.

    A number may be in both, where another story has it now or the story was changed. Raises
    DamagedIndexError where the index is not as it was written; it is then to be made anew.
    """
    before = shown_names(store, lang)
    exchange = _Exchange(store, lang)
    for number in gone:
        exchange.take_out(number, is_replaced=number in come)
    for number, one in come.items():
        exchange.put_in(number, one)
    exchange.filter()
    words = _Words(store, lang)
    for form, edits in exchange.edits.items():
        if edits:
            words.edit(form, edits)
    words.rename(before, shown_names(store, lang))
    words.write()


class _Exchange:
    """Takes stories out of an index and others into it, with the lists by which one filters.

    `edits` are the edits of each form that follow.
    """

    def __init__(self, store: Store, lang: str) -> None:
        self.edits: dict[str, Edits] = defaultdict(dict)
        self._store, self._lang = store, lang
        self._reader = WordReader()
        self._had: dict[Number, Mapping[str, Posting]] = {}
        self._without: dict[str, set[Number]] = defaultdict(set)
        self._more: dict[str, set[Number]] = defaultdict(set)

    def take_out(self, number: Number, *, is_replaced: bool) -> None:
        """Take out the story with this *number*, in whose place another may come."""
        store, path = self._store, story_path(self._lang, number)
        story = story_from_json(store.get(path))
        reading = self._reader.read(story)
        self._had[number] = reading.postings
        for form in self._had[number]:
            self.edits[form][number] = None
        for name in filters_of(story):
            self._without[name].add(number)
        for one in set(story.filed):
            store.count_name(self._lang, one, -1)
        store.drop_story(self._lang, number, reading.length)
        if not is_replaced:
            store.remove(path)

    def put_in(self, number: Number, new: NewStory) -> None:
        """Put in the *new* story with this *number*."""
        story = new.story
        reading, had = self._reader.read(story), self._had.get(number, {})
        for form, posting in reading.postings.items():
            if had.get(form) == posting:
                del self.edits[form][number]
            else:
                self.edits[form][number] = posting
        for name in filters_of(story):
            if number in self._without[name]:
                self._without[name].remove(number)
            else:
                self._more[name].add(number)
        for one in set(story.filed):
            self._store.count_name(self._lang, one, 1)
        self._store.add_story(self._lang, number, new.kept, reading.length)
        self._store.put_changed(story_path(self._lang, number), as_json(story.as_json()))

    def filter(self) -> None:
        """Write the lists by which one filters."""
        without, more = _not_empty(self._without), _not_empty(self._more)
        change_filters(self._store, self._lang, without, more)


def _not_empty(lists: Mapping[str, set[Number]]) -> dict[str, set[Number]]:
    return {name: numbers for name, numbers in lists.items() if numbers}


class _Words:
    """The words of a language, of which some are changed."""

    def __init__(self, store: Store, lang: str) -> None:
        self._store, self._lang = store, lang
        self._stem_of = stemmer_of(lang)
        leaves = dict(store.db.execute("select name, size from leaves where lang = ?", [lang]))
        self._tree = OpenTree(leaves, WORDS, self._leaf)
        self._entries: dict[str, Entry] = {}
        self._before: set[str] = set()  # the words among them that there were
        self._lists: dict[str, _StemList] = {}

    def edit(self, form: str, edits: Edits) -> None:
        """Change the postings of *form*, and what follows of that for stems."""
        entry = self._entry(key_of(form))
        had = form in entry.forms
        self._change(entry, form, edits)
        if (form in entry.forms) != had:
            self._group(entry)

    def rename(self, before: Sequence[Filed], after: Sequence[Filed]) -> None:
        """Change the names at their words: from those *before* to those *after*."""
        for one in set(before) - set(after):
            for key in keys_in(one.name):
                self._entry(key).names.remove([one.kind, one.name, one.url])
        for one in set(after) - set(before):
            for key in keys_in(one.name):
                entry = self._entry(key)
                entry.names = sorted([*entry.names, [one.kind, one.name, one.url]])

    def write(self) -> None:
        """Write the files that are others now."""
        for one in self._lists.values():
            one.write()
        after = {key for key, entry in self._entries.items() if entry.is_word}
        change_tails(self._store, self._lang, self._before - after, after - self._before)
        for key, entry in self._entries.items():
            if entry.is_needed:
                self._tree.put(item_of(entry))
            else:
                self._tree.drop(key)
        gone, files = self._tree.divide()
        for name in gone:
            remove_leaf(self._store, self._lang, name)
        for name, items in files.items():
            write_leaf(self._store, self._lang, name, items)

    def _change(self, entry: Entry, form: str, edits: Edits) -> None:
        """Change the postings of *form* in its *entry*, or in its lists."""
        said = entry.forms.get(form)
        if said and form not in entry.positions:
            self._lists_of(form, entry).edit(edits)
            return
        before = Postings(said[0], said[1], entry.positions[form]) if said else NONE
        postings = before.changed(edits, START)
        if len(postings.weights) > INLINE:
            self._lists_of(form, entry).fill(postings)
        else:
            _put_inline(entry, form, postings)

    def _lists_of(self, form: str, entry: Entry) -> _FormLists:
        stem = self._stem_of(form)
        if stem not in self._lists:
            self._lists[stem] = _StemList(self._store, self._lang, stem, self._entry(stem))
        return _FormLists(self._store, self._lang, entry, form, self._lists[stem])

    def _group(self, entry: Entry) -> None:
        """Put the word of *entry* with those that have its stems now, and with no others."""
        before = set(entry.stems)
        entry.stems = sorted(set(map(self._stem_of, entry.forms)))
        for stem in before ^ set(entry.stems):
            is_new = stem not in before
            mates = self._entry(stem)
            others = set(mates.mates) - {entry.key}
            mates.mates = sorted(others | {entry.key} if is_new else others)
            if stem != entry.key and entry.key.startswith(stem):
                ending = entry.key[len(stem) :]
                self._store.count_ending(self._lang, ending, 1 if is_new else -1)

    def _entry(self, key: str) -> Entry:
        if key not in self._entries:
            item = self._tree.get(key)
            said = json.loads(item.text) if item else {}
            entry = entry_of(key, said, item.positions if item else {})
            self._entries[key] = entry
            if entry.is_word:
                self._before.add(key)
        return self._entries[key]

    def _leaf(self, name: str) -> Iterator[WordItem]:
        """Go through the entries in the file of words with the *name*."""
        positions: dict[str, dict[str, str]] = defaultdict(dict)
        path = leaf_path(self._lang, "positions/p", name)
        if self._store.has(path):
            for form, told in self._store.get(path).items():
                positions[key_of(form)][form] = told
        for key, text in texts_of(self._store.text(leaf_path(self._lang, "words/w", name))):
            yield WordItem(key, text, positions.get(key, {}))


class _StemList:
    """The list of one stem: by year, the ids and weights of its forms that many stories have."""

    def __init__(self, store: Store, lang: str, stem: str, entry: Entry) -> None:
        """Open the list of *stem*, whose *entry* says how it is divided."""
        self.stem = stem
        self._entry = entry
        base = form_path(lang, "lists", stem)
        parts = entry.lists or (WHOLE if store.has(base) else [])
        self._files = YearFiles(store, base, LISTS, parts)
        self._years: dict[int, dict[str, list[str]]] = {}

    def get(self, form: str, year: int) -> list[str]:
        """Return the ids and the weights of *form* in a *year*; it has both."""
        return self._of(year)[form]

    def put(self, form: str, year: int, postings: Postings) -> None:
        """Let the list have the *postings* of *form* in a *year*, which may be none."""
        if postings.weights:
            self._of(year)[form] = [postings.ids, postings.weights]
        else:
            self._of(year).pop(form, None)

    def write(self) -> None:
        """Write the files that are others now."""
        for year, told in self._years.items():
            self._files.put(year, told or None)
        self._entry.lists = several(self._files.write())

    def _of(self, year: int) -> dict[str, list[str]]:
        if year not in self._years:
            self._years[year] = self._files.get(year) or {}
        return self._years[year]


class _FormLists:
    """What lists have of a form that many stories have: that of its stem, and its positions."""

    def __init__(self, store: Store, lang: str, entry: Entry, form: str, lists: _StemList) -> None:
        """Open what *lists* has of *form*, of which the *entry* tells; it may be nothing yet."""
        self._entry, self._form, self._lists = entry, form, lists
        said = [] if form in entry.positions else entry.forms.get(form, [])
        self._stories: int = said[0] if said else 0
        parts = positions_of(said) if said else []
        self._positions = YearFiles(store, form_path(lang, "positions", form), POSITIONS, parts)

    def edit(self, edits: Edits) -> None:
        """Make *edits*; where few stories are left, the postings go back into the entry."""
        by_year: dict[int, Edits] = defaultdict(dict)
        for number, posting in edits.items():
            by_year[year_of(number.day)][number] = posting
        for year, of_year in by_year.items():
            before = self._postings(year)
            after = before.changed(of_year, start_of(year))
            self._put(year, after)
            self._stories += len(after.weights) - len(before.weights)
        if self._stories > INLINE:
            self._write()
        else:
            years = {year: self._postings(year) for year in self._positions.years()}
            for year in years:
                self._put(year, NONE)
            self._positions.remove()
            _put_inline(self._entry, self._form, of_years(years))

    def fill(self, postings: Postings) -> None:
        """Take all *postings*, for which the entry has no room."""
        for year, some in postings.by_year():
            self._put(year, some)
        self._stories = len(postings.weights)
        self._entry.positions.pop(self._form, None)
        self._write()

    def _postings(self, year: int) -> Postings:
        positions = self._positions.get(year)
        if not positions:
            return NONE
        ids, weights = self._lists.get(self._form, year)
        return Postings(ids, weights, positions)

    def _put(self, year: int, postings: Postings) -> None:
        self._lists.put(self._form, year, postings)
        self._positions.put(year, postings.positions or None)

    def _write(self) -> None:
        parts = self._positions.write()
        said = listed_form(self._stories, self._entry.key, self._lists.stem, parts)
        self._entry.forms[self._form] = said


def _put_inline(entry: Entry, form: str, postings: Postings) -> None:
    if postings.weights:
        entry.forms[form] = [postings.ids, postings.weights]
        entry.positions[form] = postings.positions
    else:
        entry.forms.pop(form, None)
        entry.positions.pop(form, None)
