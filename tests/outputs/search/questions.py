"""Questions that somebody could ask of an archive, drawn at random, the same for a seed."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backfile.outputs.search.stories import SearchedStory

FILTERED = 0.2  # how many questions have a filter, too


class Question(NamedTuple):
    """What is typed, and what is chosen: kinds with names, a year, and the order."""

    text: str
    filters: tuple[tuple[str, str], ...] = ()
    year: int = 0
    sort: str = ""


def questions(stories: Sequence[SearchedStory], count: int, seed: int, lang: str) -> list[Question]:
    """Return *count* questions whose words are for the most part those of *stories*."""
    return [_question(random.Random(f"{seed} {n} {lang}"), stories, lang) for n in range(count)]  # noqa: S311 (the same in every run)


def _question(chance: random.Random, stories: Sequence[SearchedStory], lang: str) -> Question:
    draw = _Draw(chance, stories, lang)
    kinds: list[Callable[[], str]] = [
        *[draw.word, draw.words, draw.words, draw.beginning, draw.beginning, draw.phrase],
        *[draw.phrase_and_word, draw.without, draw.without_phrase, draw.either, draw.longer_either],
        *[draw.date, draw.date, draw.unknown, draw.accents, draw.capitals, draw.name, draw.mixture],
        *[draw.words_of_many, draw.long, draw.inflected, draw.joined, draw.nothing],
    ]
    text = chance.choice(kinds)()
    story = chance.choice(stories)
    filters: list[tuple[str, str]] = []
    year = 0
    if chance.random() < FILTERED or not text:
        one = chance.choice(story.filed or ("",))
        filters += [(one.kind, one.name)] if one else []
        filters += [("updates", "yes")] if chance.random() < FILTERED else []
        year = story.day.year if chance.random() < FILTERED else 0
    sort = chance.choice(["", "", "", "newest", "oldest"])
    return Question(text, tuple(filters), year, sort)


class _Draw:
    """Draws questions from the words of stories."""

    def __init__(self, chance: random.Random, stories: Sequence[SearchedStory], lang: str) -> None:
        self._chance, self._stories, self._lang = chance, stories, lang

    def _tokens(self) -> list[str]:
        """Return the words of a part of a story, as they are printed; there is at least one."""
        while True:
            story = self._chance.choice(self._stories)
            part = self._chance.choice(story.parts)
            text = self._chance.choice((story.title, part.headline, part.text, part.text))
            if self._lang == "ja":
                found = [one for one in re.split(r"(.{1,4})", text) if one.strip(" 。\n")]
            else:
                found = text.split()
            if found:
                return found

    def word(self) -> str:
        return self._chance.choice(self._tokens()) + self._chance.choice(["", "", " "])

    def words(self) -> str:
        tokens = self._tokens()
        return " ".join(self._chance.choices(tokens, k=self._chance.randint(2, 3)))

    def words_of_many(self) -> str:
        return f"{self.word()} {self.word()}"

    def long(self) -> str:
        """Return more words than are taken."""
        return " ".join(self._chance.choices([*self._tokens(), self.word(), self.name()], k=40))

    def beginning(self) -> str:
        words = self.words().split()
        last = words[-1]
        words[-1] = last[: self._chance.randint(1, max(1, len(last) - 1))]
        return " ".join(words[-self._chance.randint(1, 2) :])

    def phrase(self) -> str:
        tokens = self._tokens()
        length = self._chance.randint(2, 4)
        at = self._chance.randrange(max(1, len(tokens) - length))
        space = "" if self._lang == "ja" else " "
        said = space.join(tokens[at : at + length])
        return f'"{re.sub("[“”„«»]", "", said)}"'

    def phrase_and_word(self) -> str:
        return f"{self.phrase()} {self.word()}"

    def without(self) -> str:
        return f"{self.word()} -{self.word()}"

    def without_phrase(self) -> str:
        return f"-{self.phrase()} {self.word()}"

    def either(self) -> str:
        return f"{self.word()} OR {self.word()}"

    def longer_either(self) -> str:
        return f"{self.word()} OR {self.phrase()} OR {self.word()} {self.word()}"

    def date(self) -> str:
        day = self._chance.choice(self._stories).day
        month = f"{day:%B}" if self._lang == "en" else f"{day.month}"
        forms = [
            f"{day.year}",
            day.isoformat(),
            f"{day.month}/{day.day}/{day.year}",
            f"{month} {day.day} {day.year}",
            f"{day.day} {month} {day.year}",
            f"{month} {day.year}",
            f"{month[:3]} {day.day}, {day.year} {self.word()}",
        ]
        return self._chance.choice(forms)

    def unknown(self) -> str:
        made = "".join(self._chance.choices("qxzvwk", k=6))
        return f"{made} {self.word()}" if self._chance.random() < 0.5 else made

    def accents(self) -> str:
        return self.words().translate(str.maketrans("áéíóúñäöüe", "aeiounaoué"))

    def capitals(self) -> str:
        return self.words().upper()

    def inflected(self) -> str:
        return self.word().strip() + self._chance.choice(["s", "ed ", "ing", "es ", "en", "ung "])

    def joined(self) -> str:
        return self._chance.choice("-/’.,").join(self.words().split()[:2])

    def name(self) -> str:
        story = self._chance.choice(self._stories)
        name = self._chance.choice(story.filed).name if story.filed else self.word()
        words = name.split()
        return " ".join(words[: self._chance.randint(1, len(words))]) + self._chance.choice(
            ["", " ", f" {self.word()}"]
        )

    def mixture(self) -> str:
        parts = [self.word(), self.phrase(), f"-{self.word()}", "OR", self.name(), self.date()]
        return " ".join(self._chance.sample(parts, k=4))

    @staticmethod
    def nothing() -> str:
        return ""
