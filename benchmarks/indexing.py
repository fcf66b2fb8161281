"""What the index of the search takes to make and to change, measured in a process of its own.

`python -m benchmarks.indexing make FOLDER STORIES` makes it from nothing, `change` then changes one
story, takes one out and puts it in again: first as a build does that knows all stories, then as one
that knows what was changed. Figures go into a file of the folder, as JSON. What the making of the
stories takes, which a build reads, is left out.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.outputs.search.keeping import Candidate, change_all, change_some, make_all
from backfile.outputs.search.store import KeptStory, Store
from benchmarks.tongues import day_of, made_story, tongue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.outputs.search.stories import SearchedStory

LANG = "en"
INDEX, FIGURES = "index", "figures-{}.json"


@dataclass(frozen=True, slots=True)
class Figures:
    """What one step took: seconds of CPU and by the clock, and megabytes at most until then."""

    step: str
    cpu: float
    wall: float
    memory: float


class _Archive:
    """The stories that are indexed; `making` is the CPU time that went into making them."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.making = 0.0

    def candidates(self) -> list[Candidate]:
        return [self._candidate(number) for number in range(self.count)]

    def story(self, number: int) -> SearchedStory:
        began = time.process_time()
        made = made_story(number, self.count, LANG)
        self.making += time.process_time() - began
        return made

    def _candidate(self, number: int) -> Candidate:
        day = day_of(number, self.count)
        kept = KeptStory(number, f"{number}/", str(number))
        return Candidate(LANG, day.toordinal(), kept, lambda: self.story(number))

    @contextmanager
    def measured(self, step: str, into: list[Figures]) -> Iterator[None]:
        """Measure what the block takes, without what goes into making stories."""
        before, cpu, wall = self.making, time.process_time(), time.perf_counter()
        yield
        made = self.making - before
        cpu, wall = time.process_time() - cpu - made, time.perf_counter() - wall - made
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        into.append(Figures(step, cpu, wall, memory))


def make(folder: Path, count: int) -> list[Figures]:
    """Make the index of so many stories in *folder*."""
    archive, figures = _Archive(count), list[Figures]()
    stories = archive.candidates()
    tongue(LANG)
    with archive.measured("from nothing", figures):
        make_all(stories, folder / INDEX, [LANG]).close()
    return figures


def change(folder: Path, count: int) -> list[Figures]:
    """Change the index that `make` made."""
    archive, figures = _Archive(count), list[Figures]()
    stories = archive.candidates()
    tongue(LANG)
    index, middle = folder / INDEX, count // 2
    one = _other(stories[middle], _corrected(archive.story(middle)))
    newest = replace(stories[-1], kept=KeptStory(count, "newest/", "newest"))
    without = [*stories[:middle], *stories[middle + 1 :]]
    for step, now in {
        "nothing changed": stories,
        "one story changed": [*without, one],
        "one story deleted": without,
        "one story added": stories,
    }.items():
        with archive.measured(step, figures), closing(Store.kept(index)) as store:
            change_all(store, now, [LANG])
    for step, came, gone in (
        ("one known story changed", [one], []),
        ("one known story deleted", [], [one.kept.url]),
        ("one known story added", [stories[middle]], []),
        ("a newest story added", [newest], []),
        ("a newest story deleted", [], [newest.kept.url]),
    ):
        with archive.measured(step, figures), closing(Store.kept(index)) as store:
            change_some(store, came, gone, [LANG])
            store.commit()
    return figures


def _other(story: Candidate, read: SearchedStory) -> Candidate:
    """Return what comes in the place of *story*, and is *read* otherwise."""
    return replace(story, kept=story.kept._replace(digest="another"), read=lambda: read)


def _corrected(story: SearchedStory) -> SearchedStory:
    """Return *story* with a sentence more in its last update."""
    *others, last = story.parts
    last = last._replace(text=f"{last.text} An earlier version misspelled a name.")
    return replace(story, parts=(*others, last))


def main(step: str, folder: str, count: str) -> None:
    """Take the *step* and write its figures."""
    figures = {"make": make, "change": change}[step](Path(folder), int(count))
    told = json.dumps([asdict(one) for one in figures])
    Path(folder, FIGURES.format(step)).write_text(told, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
