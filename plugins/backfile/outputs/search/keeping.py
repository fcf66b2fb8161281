"""Keeps the index of an archive in a folder: makes it, or changes it to what the archive is now."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

from backfile.outputs.search.changing import NewStory, change_index
from backfile.outputs.search.contents import remove_contents, write_contents
from backfile.outputs.search.making import make_index
from backfile.outputs.search.numbers import Number
from backfile.outputs.search.parts import story_path
from backfile.outputs.search.store import DamagedIndexError, KeptStory, Store
from backfile.outputs.search.stories import story_from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from pathlib import Path

    from backfile.outputs.search.stories import SearchedStory


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story to be indexed, which is read where the index does not know it as it is.

    `lang` is in small letters: the folder of its index, which some disks do not tell from another
    that differs in case. The digest in `kept` is that of all that `read` returns.
    """

    lang: str
    day: int
    kept: KeptStory
    read: Callable[[], SearchedStory]


# The stories of some days by language, each by its number.
_Numbered = dict[str, dict[Number, Candidate]]
_Kept = dict[str, dict[Number, KeptStory]]


def numbered(stories: Iterable[Candidate]) -> _Numbered:
    """Return *stories* by language, in order, each with its number."""
    days: dict[tuple[str, int], list[Candidate]] = defaultdict(list)
    for one in stories:
        days[one.lang, one.day].append(one)
    found: _Numbered = defaultdict(dict)
    for lang, day in sorted(days):
        in_order = sorted(days[lang, day], key=attrgetter("kept"))
        found[lang] |= {Number(day, rank): one for rank, one in enumerate(in_order)}
    return found


def make_all(stories: Iterable[Candidate], folder: Path, langs: Collection[str] = ()) -> Store:
    """Return the index of *stories*, made anew in *folder*; one can search in all *langs*."""
    by_lang = numbered(stories)
    store = Store.anew(folder)
    try:
        for lang in sorted(by_lang):
            told = ((number, one.kept, one.read()) for number, one in by_lang[lang].items())
            make_index(store, lang, told)
        _finish(store, langs)
        store.commit()
    except BaseException:
        store.close()
        raise
    return store


def change_all(store: Store, stories: Iterable[Candidate], langs: Collection[str] = ()) -> None:
    """Change the index in *store* to that of *stories*; one can search in all *langs*.

    Raises DamagedIndexError where it cannot be changed; it is then to be made anew, as it is where
    so many stories are others that this is the shorter way.
    """
    _change(store, store.stories(), numbered(stories), langs)
    store.commit()


def change_some(
    store: Store, came: Collection[Candidate], gone: Iterable[str], langs: Collection[str] = ()
) -> None:
    """Change the index in *store*, of which only the stories of some days are looked at.

    Nothing of the change is kept until the store is committed.
    *came* are the stories that are new or others than they were, *gone* the addresses of those that
    are no more, or elsewhere now. Raises DamagedIndexError as `change_all` does.
    """
    urls = {one.kept.url for one in came}.union(gone)
    days = {one for url in urls for one in store.days_of(url)}.union((c.lang, c.day) for c in came)
    before: _Kept = defaultdict(dict)
    for lang, day in days:
        before[lang] |= store.stories_of(lang, day)
    stay = (
        Candidate(lang, number.day, kept, partial(_read_back, store, lang, number))
        for lang, stories in before.items()
        for number, kept in stories.items()
        if kept.url not in urls
    )
    _change(store, before, numbered([*came, *stay]), langs)


def _read_back(store: Store, lang: str, number: Number) -> SearchedStory:
    """Return the story with this *number* as the index has it."""
    return story_from_json(store.get(story_path(lang, number)))


# As many changed stories, or this part of all, make an index as slowly as all stories do.
_FEW, _MOST = 50, 20


def _change(store: Store, before: _Kept, after: _Numbered, langs: Collection[str]) -> None:
    """Let the days of the stories *before* have those *after*. Raises DamagedIndexError."""
    changed = {
        lang: _changed(before.get(lang, {}), after.get(lang, {}))
        for lang in sorted({*before, *after})
    }
    others = sum(len(gone) + len(come) for gone, come in changed.values())
    if others > max(_FEW, store.count_stories() // _MOST):
        raise DamagedIndexError(f"{others} stories are others")
    for lang, (gone, come) in changed.items():
        if gone or come:
            now = {number: NewStory(one.kept, one.read()) for number, one in come.items()}
            change_index(store, lang, gone, now)
    _finish(store, langs)


def _changed(
    before: Mapping[Number, KeptStory], after: Mapping[Number, Candidate]
) -> tuple[list[Number], dict[Number, Candidate]]:
    """Return which numbers no longer have the story that they had, and which have another now."""
    come = {number: one for number, one in after.items() if before.get(number) != one.kept}
    return [number for number in before if number in come or number not in after], come


def _finish(store: Store, langs: Collection[str]) -> None:
    """Write what tells of the whole index."""
    languages = {*langs, *store.languages()}
    for lang in languages:
        write_contents(store, lang, languages)
    for lang in store.heads() - languages:
        remove_contents(store, lang)
    store.finish()
