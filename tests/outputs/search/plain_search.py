"""The search without an index: it reads all texts, by the same rules, and takes its time.

It shares with the index how words are cut and what their stems are, and nothing else. What a
question means is in docs/search.md.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from babel.core import Locale
from babel.dates import get_month_names

from backfile.outputs.search.stems import stemmer_of
from backfile.outputs.search.words import (
    chain_pattern,
    cut_chain,
    has_unspaced,
    key_of,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from backfile.outputs.search.stories import SearchedStory

K1, B = 1.2, 0.75
ACCENT, MATE = 0.9, 0.6
LEAST = (1, 2, 3, 4, 6, 8, 12, 18)
COUNTS = (1, 2, 3, 4.5, 6.5, 9.5, 14.5, 22)
GREATEST = (50, 100, 200, 400, 800, 1600, 3200)
LENGTHS = (32, 75, 150, 300, 600, 1200, 2400, 4800)
QUOTED = re.compile(r"(?:(?<=\s)|(?<=^))-?[\"“”„«»][^\"“”„«»]*[\"“”„«»](?=\s|$)")
MOST_UNITS = 32  # chains and phrases of a question
LONGEST_ROW = 8  # words in which a name is looked for
KINDS = ("partner", "section", "topic", "author", "year")
Scores = dict[int, float]


@dataclass
class Text:
    """The words of a story: of each form how much it counts, and where it stands."""

    counted: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    length: int = 0


@dataclass(frozen=True)
class Answer:
    """The addresses of the stories, best first, and the parts of the question that none has.

    `counts` has, by kinds, how many stories have each name, of those that all filters of other
    kinds leave.
    """

    urls: list[str]
    unknown: list[str]
    counts: dict[str, dict[str, int]]


@dataclass
class Chunk:
    """What stands between spaces, or in quotation marks."""

    text: str
    chains: list[str]
    quoted: bool = False
    minus: bool = False
    after_or: bool = False
    before_or: bool = False

    @property
    def is_alone(self) -> bool:
        return not (self.quoted or self.minus or self.after_or or self.before_or)

    @property
    def units(self) -> int:
        return 1 if self.quoted else len(self.chains)

    @property
    def word(self) -> str:
        """Return its one word, or an empty string where it is more."""
        words = [word for chain in self.chains for word in asked(chain)[0]]
        whole = any(asked(chain)[1] for chain in self.chains)
        return words[0] if len(words) == 1 and len(self.chains) == 1 and not whole else ""


def asked(chain: str) -> tuple[list[str], str]:
    """Return the words that a chain of a question asks for, and what they make together."""
    words = cut_chain(chain).words
    runs: dict[int, list[str]] = defaultdict(list)
    for form, position in words:
        runs[position].append(form)
    compound = next((some[1] for some in runs.values() if len(some) > 1), "")
    single = [some[0] for _, some in sorted(runs.items())]
    # Of characters without spaces the pairs are asked for, not the last one by itself.
    told = [
        form
        for n, form in enumerate(single)
        if not (
            n
            and has_unspaced(form)
            and len(form) == 1
            and len(single[n - 1]) == 2
            and has_unspaced(single[n - 1])
            and single[n - 1][1] == form
        )
    ]
    return told, compound


def chains_of(text: str) -> list[str]:
    return [chain for chain in chain_pattern().findall(text) if cut_chain(chain).words]


def text_of(story: SearchedStory) -> Text:
    """Read all words of *story*."""
    made = Text()
    at = 0

    def take(text: str, counts: int) -> None:
        nonlocal at
        for paragraph in text.split("\n\n"):
            used = 0
            for chain in chain_pattern().findall(paragraph):
                words, positions = cut_chain(chain)
                for form, place in words:
                    made.counted[form] += counts
                    made.places[form].append(at + used + place)
                used += positions
            at += used + 1
            made.length += used

    take(story.title, 5)
    at = math.ceil(at / 64) * 64
    take(story.summary, 2)
    for number, part in enumerate(story.parts):
        at = math.ceil(at / 64) * 64
        take(part.printed, 1)
        take(part.headline, 2)
        first, *others = part.text.split("\n\n")
        take(first, 1 if number else 2)
        for other in others:
            take(other, 1)
    return made


class PlainArchive:
    """All stories of one language, and what they answer."""

    def __init__(self, stories: Sequence[SearchedStory], lang: str) -> None:
        """Read *stories*, which come in the order of the archive, oldest first."""
        self.stories = stories
        self.lang = lang
        self.texts = [text_of(story) for story in stories]
        self.having: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(self.texts):
            for form in text.counted:
                self.having[form].append(number)
        classes = [LENGTHS[bisect_left(GREATEST, text.length)] for text in self.texts]
        self.lengths = classes
        self.average = round(sum(classes) / len(classes), 4) if classes else 0
        stem_of = stemmer_of(lang)
        self.forms: dict[str, list[str]] = defaultdict(list)
        self.stems: dict[str, set[str]] = defaultdict(set)
        self.mates: dict[str, set[str]] = defaultdict(set)
        for form in sorted(self.having):
            key, stem = key_of(form), stem_of(form)
            self.forms[key].append(form)
            self.stems[key].add(stem)
            self.mates[stem].add(key)

    @cached_property
    def suffixes(self) -> list[str]:
        """Return the endings that words have after their stems, the most frequent first."""
        counted: Counter[str] = Counter()
        for stem, keys in self.mates.items():
            counted.update(key[len(stem) :] for key in keys if key != stem and key.startswith(stem))
        often = [one for one, count in counted.items() if count >= 3]
        return sorted(often, key=lambda one: (-counted[one], one))[:80]

    # Questions

    def answer(
        self,
        text: str,
        filters: Sequence[tuple[str, str]] = (),
        year: int = 0,
        sort: str = "",
    ) -> Answer:
        """Answer the question *text*; *filters* are kinds and names."""
        chunks = chunks_of(text)
        is_open = unicodedata.category(text[-1:] or " ")[0] in "LMN"
        last = chunks[-1] if chunks else None
        full = sum(chunk.units for chunk in chunks) == MOST_UNITS
        if last is None or last.quoted or last.minus or full:
            is_open = False
        wanted: list[tuple[str, Scores]] = []
        unwanted: set[int] = set()
        n = 0
        while n < len(chunks):
            chunk = chunks[n]
            opens = is_open and chunk is last
            dated = self._date(chunks, n)
            named = None if dated else self._names(chunks, n)
            if chunk.minus:
                unwanted |= self._all([chunk], False).keys()
            elif dated or named:
                taken, scores = dated or named or (0, {})
                some = chunks[n : n + taken]
                words = self._all(some, is_open and some[-1] is last)
                wanted.append((" ".join(one.text for one in some), best([words, scores])))
                n += taken - 1
            elif chunk.after_or:
                before, scores = wanted[-1]
                other = self._all([chunk], opens)
                wanted[-1] = f"{before} OR {chunk.text}", best([scores, other])
            elif chunk.is_alone:
                for i, chain in enumerate(chunk.chains):
                    ends = opens and i == len(chunk.chains) - 1
                    wanted.append((chain, self._chain(chain, ends)))
            else:
                wanted.append((chunk.text, self._all([chunk], opens)))
            n += 1
        unknown = [said for said, scores in wanted if not scores]
        known = [scores for _, scores in wanted if scores]
        some_asked = bool(chunks) or bool(filters) or bool(year)
        scores = total(known) if wanted else dict.fromkeys(range(len(self.stories)), 0.0)
        chosen = [*filters, *([("year", f"{year}")] if year else [])]
        wanted = [one for one in (scores if some_asked else {}) if one not in unwanted]
        found = [one for one in wanted if self._is_left(one, chosen)]
        if sort in ("newest", "oldest"):
            found.sort(reverse=sort == "newest")
        else:
            found.sort(key=lambda one: (-math.floor(scores[one] * 1e9 + 0.5), -one))
        counts = {kind: self._counts(kind, wanted, chosen) for kind in KINDS}
        return Answer([self.stories[one].url for one in found], unknown, counts)

    def _counts(
        self, kind: str, numbers: Iterable[int], chosen: Iterable[tuple[str, str]]
    ) -> dict[str, int]:
        others = [one for one in chosen if one[0] != kind]
        counted = Counter[str]()
        for number in numbers:
            if self._is_left(number, others):
                counted.update(self._names_of(number, kind))
        return dict(counted)

    def _is_left(self, number: int, chosen: Iterable[tuple[str, str]]) -> bool:
        return all(name in self._names_of(number, kind) for kind, name in chosen)

    def alike(self, word: str) -> set[int]:
        """Return the stories that have *word* itself, accents and case apart."""
        return {one for form in self.forms.get(key_of(word), ()) for one in self.having[form]}

    def _names_of(self, number: int, kind: str) -> set[str]:
        """Return what a story has of a *kind* that one can choose."""
        story = self.stories[number]
        if kind == "year":
            return {f"{story.day.year}"}
        if kind == "updates":
            return {"yes"} if story.updates else set()
        return {one.name for one in story.filed if one.kind == kind}

    # Parts of questions

    def _all(self, chunks: Sequence[Chunk], opens: bool) -> Scores:
        """Return the stories that have all of *chunks*."""
        scores = []
        for chunk in chunks:
            if chunk.quoted:
                scores.append(self._phrase(chunk.text))
                continue
            for n, chain in enumerate(chunk.chains):
                is_last = chunk is chunks[-1] and n == len(chunk.chains) - 1
                scores.append(self._chain(chain, opens and is_last))
        return total(scores)

    def _chain(self, chain: str, opens: bool) -> Scores:
        words, compound = asked(chain)
        runs = [self._word(one, opens and n == len(words) - 1) for n, one in enumerate(words)]
        together = self._word(compound, opens) if compound else {}
        return best([together, total(runs)])

    def _word(self, form: str, opens: bool) -> Scores:
        return self._scored(self._group(form, opens))

    def _group(self, form: str, opens: bool = False) -> list[tuple[str, float]]:
        """Return the forms that stand for *form*, each with what it counts."""
        key, unspaced = key_of(form), has_unspaced(form)
        if unspaced and len(form) == 1:
            return self._of_keys(sorted(k for k in self.forms if k.startswith(key)), 1)
        if key in self.forms:
            own = [(one, 1.0 if one == form else ACCENT) for one in self.forms[key]]
            stems = [] if unspaced else sorted(self.stems[key])
            mates = dict.fromkeys(mate for stem in stems for mate in sorted(self.mates[stem]))
            return own + self._of_keys([mate for mate in mates if mate != key], MATE)
        if not unspaced and len(key) >= 4:
            stems = [key[: -len(end)] for end in self.suffixes if key.endswith(end)]
            for stem in sorted(stems, key=len, reverse=True):
                if len(stem) > 2 and stem in self.mates:
                    return self._of_keys(sorted(self.mates[stem]), MATE)
        if opens and (unspaced or len(key) > 1):
            begun = [one for one in self.forms if one.startswith(key)]
            begun.sort(key=lambda one: (-sum(len(self.having[f]) for f in self.forms[one]), one))
            return self._of_keys(begun[:20], MATE)
        return []

    def _of_keys(self, keys: Iterable[str], factor: float) -> list[tuple[str, float]]:
        return [(form, factor) for key in keys for form in self.forms[key]]

    def _idf(self, count: int) -> float:
        return math.log(1 + (len(self.stories) - count + 0.5) / (count + 0.5))

    def _scored(self, group: Sequence[tuple[str, float]]) -> Scores:
        often: dict[int, float] = defaultdict(float)
        for form, factor in group:
            for number in self.having[form]:
                counted = self.texts[number].counted[form]
                often[number] += factor * COUNTS[bisect_right(LEAST, counted) - 1]
        idf = self._idf(len(often))
        scores = {}
        for number, f in often.items():
            norm = K1 * (1 - B + (B * self.lengths[number]) / self.average)
            scores[number] = (idf * (f * (K1 + 1))) / (f + norm)
        return scores

    def _phrase(self, text: str) -> Scores:
        words = [(form, position) for form, position in words_of(text) if form]
        runs: dict[int, str] = {}
        for form, position in words:
            runs.setdefault(position, form)
        order = sorted(runs)
        # The last character of a row stands in its pair already.
        kept = [
            at
            for at in order
            if not (
                has_unspaced(runs[at])
                and len(runs[at]) == 1
                and at - 1 in runs
                and has_unspaced(runs[at - 1])
                and runs[at - 1][-1] == runs[at]
            )
        ]
        groups = [
            self._group(runs[at])
            if has_unspaced(runs[at]) and len(runs[at]) == 1
            else [
                (one, 1.0 if one == runs[at] else ACCENT)
                for one in self.forms.get(key_of(runs[at]), ())
            ]
            for at in kept
        ]
        scores = total([self._scored(group) for group in groups])
        return {
            number: score
            for number, score in scores.items()
            if self._stands(number, [[form for form, _ in group] for group in groups], kept)
        }

    def _stands(self, number: int, groups: list[list[str]], order: list[int]) -> bool:
        places = self.texts[number].places
        rows = [{place for form in forms for place in places.get(form, ())} for forms in groups]
        return any(
            all(first + at - order[0] in row for row, at in zip(rows, order, strict=True))
            for first in rows[0]
        )

    def _same(self, numbers: Iterable[int]) -> Scores:
        found = sorted(set(numbers))
        return dict.fromkeys(found, self._idf(len(found)))

    # Dates and names

    def _date(self, chunks: list[Chunk], n: int) -> tuple[int, Scores] | None:
        """Return how many chunks from *n* on say a date, and the stories of it."""
        if not chunks[n].is_alone:
            return None
        found = whole_date(chunks[n].text, self.lang)
        if found:
            return 1, self._days(found)
        parts: list[tuple[str, int]] = []
        best_found = None
        for taken, chunk in enumerate(chunks[n : n + 6], 1):
            part = date_part(chunk.word, self.lang) if chunk.is_alone and chunk.word else None
            if part:
                parts.append(part)
            elif parts and chunk.is_alone and key_of(chunk.word) in between(self.lang):
                continue
            else:
                break
            days = days_of(parts)
            if days:
                best_found = taken, self._days(days)
        return best_found

    def _days(self, days: tuple[date, date]) -> Scores:
        first, last = days
        return self._same(n for n, one in enumerate(self.stories) if first <= one.day <= last)

    @cached_property
    def _known_names(self) -> list[tuple[str, str, list[str], list[int]]]:
        filed: dict[tuple[str, str], dict[str, Any]] = {}
        for number, story in enumerate(self.stories):
            for one in story.filed:
                known = filed.setdefault((one.kind, one.slug), {"names": set(), "in": []})
                known["names"].add(one.name)
                known["in"].append(number)
        names = []
        for (kind, _), known in filed.items():
            name = min(known["names"])
            names.append((kind, name, runs_of(name), known["in"]))
        return names

    def _names(self, chunks: list[Chunk], n: int) -> tuple[int, Scores] | None:
        """Return how many chunks from *n* on are part of names, and the stories of these."""
        row = []
        for at in range(n, min(n + LONGEST_ROW, len(chunks))):
            if not (chunks[at].is_alone and chunks[at].word) or self._date(chunks, at):
                break
            row.append(key_of(chunks[at].word))
        for taken in range(len(row), 0, -1):
            keys = row[:taken]
            if taken == 1 and self._group(chunks[n].word):
                return None
            named = [
                numbers
                for _, _, own, numbers in self._known_names
                if any(own[i : i + taken] == keys for i in range(len(own)))
            ]
            if named and len(named) <= 6:
                return taken, self._same(one for numbers in named for one in numbers)
        return None


def chunks_of(text: str) -> list[Chunk]:
    """Cut a question into its chunks."""
    parts: list[tuple[str, bool]] = []
    at = 0
    for quoted in QUOTED.finditer(text):
        parts += [(one, False) for one in text[at : quoted.start()].split()]
        parts.append((quoted[0], True))
        at = quoted.end()
    parts += [(one, False) for one in text[at:].split()]
    chunks: list[Chunk] = []
    left = MOST_UNITS
    either = False
    for part, quoted_part in parts:
        if part == "OR":
            either = bool(chunks) and not chunks[-1].minus
            continue
        minus = part.startswith("-")
        said = part[1:] if minus else part
        chains = chains_of(said)[:left]
        if chains:
            after = either and not minus
            if after:
                chunks[-1].before_or = True
            chunks.append(Chunk(said, chains, quoted_part, minus, after))
            left -= chunks[-1].units
            either = False
    return chunks


def best(some: Sequence[Scores]) -> Scores:
    """Return the stories that any of *some* has, with the best of its scores."""
    made: Scores = {}
    for scores in some:
        for number, score in scores.items():
            made[number] = max(score, made.get(number, 0))
    return made


def total(some: Sequence[Scores]) -> Scores:
    """Return the stories that all of *some* have, with the sum of their scores."""
    made: Scores = {}
    for number in some[0] if some else ():
        if all(number in scores for scores in some):
            made[number] = 0
            for scores in some:  # one by one: sum() rounds in a way of its own
                made[number] += scores[number]
    return made


def runs_of(name: str) -> list[str]:
    """Return the keys of the words of *name*, without those that are joined."""
    runs: dict[int, str] = {}
    for form, position in words_of(name):
        runs.setdefault(position, key_of(form))
    return [runs[at] for at in sorted(runs)]


@cache
def months(lang: str) -> dict[str, int]:
    """Return the months by the keys of their names."""
    found = {}
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for number, name in get_month_names(width, context, locale=lang).items():
                words = [word.form for word in words_of(name)]
                if len(words) == 1 and re.search(r"[^\W\d_]", name):
                    found[key_of(words[0])] = number
    return found


@cache
def between(lang: str) -> set[str]:
    """Return the words that stand between the parts of a date."""
    pattern = Locale.parse(lang).date_formats["long"].pattern
    quoted = re.findall("'([^']*)'", pattern)
    return {key_of(form) for one in quoted for form, _ in words_of(one)} - {""}


def date_part(word: str, lang: str) -> tuple[str, int] | None:
    """Return what part of a date *word* is, y, m or d, and its value."""
    if re.fullmatch(r"[12][0-9]{3}", word):
        return "y", int(word)
    day = re.fullmatch(r"([0-9]{1,2})(st|nd|rd|th)?", word)
    if day and (lang == "en" or not day[2]):
        return "d", int(day[1])
    month = months(lang).get(key_of(word))
    return ("m", month) if month else None


def days_of(parts: Sequence[tuple[str, int]]) -> tuple[date, date] | None:
    """Return the first and the last day of what *parts* say; None where that is no date."""
    if "".join(kind for kind, _ in parts) not in ("y", "my", "mdy", "dmy"):
        return None
    told: Mapping[str, int] = dict(parts)
    try:
        if "d" in told:
            day = date(told["y"], told["m"], told["d"])
            return day, day
    except ValueError:
        return None
    if "m" in told:
        first = date(told["y"], told["m"], 1)
        after = date(told["y"] + told["m"] // 12, told["m"] % 12 + 1, 1)
        return first, date.fromordinal(after.toordinal() - 1)
    return date(told["y"], 1, 1), date(told["y"], 12, 31)


def whole_date(text: str, lang: str) -> tuple[date, date] | None:
    """Return the day that a chunk says by itself: 1912-04-15, in English 4/15/1912."""
    iso = re.fullmatch(r"([12]\d{3})-(\d{1,2})-(\d{1,2})[.,;]?", text)
    slashed = re.fullmatch(r"(\d{1,2})/(\d{1,2})/([12]\d{3})[.,;]?", text)
    if iso:
        year, month, day = map(int, iso.groups())
    elif slashed and lang == "en":
        month, day, year = map(int, slashed.groups())
    else:
        return None
    return days_of([("y", year)]) and days_of([("m", month), ("d", day), ("y", year)])
