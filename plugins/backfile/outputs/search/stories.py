"""A story as the search knows it: what is searched, what results show, and its words' postings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from backfile.outputs.search.numbers import ALPHABET, written, written_positions
from backfile.outputs.search.words import Cutter

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from backfile.outputs.search.words import ChainWords
    from backfile.reading.cards import Card
    from backfile.reading.record import StoryRecord

# How often a word counts by where it stands.
_TITLE, _SUMMARY, _HEADLINE, _BEGINNING, _TEXT = 5, 2, 2, 2, 1
# The classes of what a word counts in a story, and of a story's length. The search page counts
# with the value of a class, in browser/answer.js; the averages here are of the same values.
COUNTED = (1, 2, 3, 4, 6, 8, 12, 18)  # the least of each class
LENGTHS = (50, 100, 200, 400, 800, 1600, 3200)  # the greatest of each class but the last
LENGTH_VALUES = (32, 75, 150, 300, 600, 1200, 2400, 4800)
# The kinds of names by Pelican's names.
_KINDS = {"partners": "partner", "categories": "section", "tags": "topic", "authors": "author"}
_PART = 64  # positions: each part begins at a multiple, so that an edit moves no other part's


class Filed(NamedTuple):
    """A name that a story is filed under; `kind` is partner, section, topic or author.

    `url` is empty where the name has no page.
    """

    kind: str
    slug: str
    name: str
    url: str


class Passage(NamedTuple):
    """The lead or an update. The `anchor` of the lead is empty.

    `printed` is the opening as it was printed, `day` its day (ISO 8601) where one is known, `text`
    has paragraphs apart by an empty line.
    """

    anchor: str
    printed: str
    day: str
    headline: str
    text: str


# What the index says of a word in a story: the letter of its weight, then its positions in letters.
# A plain text, since every story has hundreds.
Posting = str


@dataclass(frozen=True, slots=True)
class SearchedStory:
    """A story as the search knows it; all texts are plain.

    `url` is below SITEURL. `summary` is empty where the file states none. `parts` begin with the
    lead, updates follow from the oldest to the newest.
    """

    url: str
    title: str
    day: date
    partner: str = ""
    updates: bool = False
    summary: str = ""
    filed: tuple[Filed, ...] = ()
    parts: tuple[Passage, ...] = (Passage("", "", "", "", ""),)

    def as_json(self) -> dict[str, Any]:
        """Return the story as the file of its text has it."""
        return {
            "url": self.url,
            "title": self.title,
            "day": self.day.isoformat(),
            "partner": self.partner,
            "updates": self.updates,
            "summary": self.summary,
            "names": self.filed,
            "parts": self.parts,
        }

    @property
    def fields(self) -> Iterator[tuple[str, int, bool]]:
        """Go through what is searched: a text, how much its words count, if a part begins there."""
        yield self.title, _TITLE, True
        yield self.summary, _SUMMARY, True
        for number, part in enumerate(self.parts):
            yield part.printed, _TEXT, True
            yield part.headline, _HEADLINE, False
            first, *others = part.text.split("\n\n")
            yield first, _TEXT if number else _BEGINNING, False
            for text in others:
                yield text, _TEXT, False


def story_from_json(data: Mapping[str, Any]) -> SearchedStory:
    """Return the story that *data*, the file of its text, tells of."""
    return SearchedStory(
        url=data["url"],
        title=data["title"],
        day=date.fromisoformat(data["day"]),
        partner=data["partner"],
        updates=data["updates"],
        summary=data["summary"],
        filed=tuple(Filed(*one) for one in data["names"]),
        parts=tuple(Passage(*one) for one in data["parts"]),
    )


def filed_under(card: Card, pages: Container[tuple[str, str]]) -> Iterator[Filed]:
    """Go through the names that the story of *card* is filed under.

    *pages* are those that have a page: kind and slug.
    """
    for pelicans, term in card.terms:
        kind = _KINDS[pelicans]
        yield Filed(kind, term.slug, term.name, term.url if (kind, term.slug) in pages else "")


def searched_story(record: StoryRecord, pages: Container[tuple[str, str]]) -> SearchedStory:
    """Return what the search knows of the story of *record*; *pages* are as in `filed_under`."""
    card = record.card
    updates = [
        Passage(one.anchor, one.printed, one.time[:10], one.headline, one.text)
        for one in record.updates
    ]
    return SearchedStory(
        url=record.url,
        title=record.title,
        day=card.day,
        partner=card.partner.name if card.partner else "",
        updates=card.updates > 0,
        summary=record.summary if record.summary_stated else "",
        filed=tuple(filed_under(card, pages)),
        parts=(Passage("", "", "", "", record.lead), *updates),
    )


@dataclass(frozen=True, slots=True)
class StoryWords:
    """What reading a story gave: the class of its length, and the postings of its forms."""

    length: int
    postings: dict[str, Posting]


class WordReader:
    """Reads stories: what their words are, how much these count, and where they stand."""

    def __init__(self) -> None:
        self._cutter = Cutter()

    def read(self, story: SearchedStory) -> StoryWords:
        """Return what there is to know of the words of *story*."""
        places: dict[str, list[int]] = defaultdict(list)
        more: dict[str, int] = defaultdict(int)  # what a form counts, beside once at each place
        at = length = 0
        for text, counts, is_part in story.fields:
            if is_part:
                at = -(-at // _PART) * _PART
            began = at
            chains = self._cutter.chains(text)
            for one in chains:
                if isinstance(one, str):
                    places[one].append(at)
                    at += 1
                else:
                    for form, place in one.words:
                        places[form].append(at + place)
                    at += one.positions
            if counts > 1:
                for form in _forms(chains):
                    more[form] += counts - 1
            length += at - began
            at += 1  # so that no phrase runs on into what follows
        size = bisect_left(LENGTHS, length)
        letters, once = _WEIGHTS[size], _ONCE[size]
        postings = {
            # Most words stand in one place.
            form: once[some[0]]
            if len(some) == 1
            else letters[min(len(some), _MOST)] + written_positions(some)
            for form, some in places.items()
        }
        for form, counts in more.items():
            weight = letters[min(len(places[form]) + counts, _MOST)]
            postings[form] = weight + postings[form][1:]
        return StoryWords(size, postings)


def _forms(chains: Iterable[str | ChainWords]) -> Iterator[str]:
    """Go through the forms of all words of *chains*."""
    for one in chains:
        if isinstance(one, str):
            yield one
        else:
            yield from (word.form for word in one.words)


_MOST = COUNTED[-1]
# By the class of a story's length and by what its word counts, the letter of a posting.
_WEIGHTS = [
    [
        ALPHABET[8 * max(bisect_right(COUNTED, counted) - 1, 0) + size]
        for counted in range(_MOST + 1)
    ]
    for size in range(8)
]


class _Once(dict[int, str]):
    """The posting of a word that stands in one place, by that place."""

    def __init__(self, letter: str) -> None:
        super().__init__()
        self._letter = letter

    def __missing__(self, place: int) -> str:
        posting = self._letter + written(place)
        if place < _OFTEN:
            self[place] = posting
        return posting


_OFTEN = 4096
_ONCE = [_Once(letters[1]) for letters in _WEIGHTS]
