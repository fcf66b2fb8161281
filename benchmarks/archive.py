"""A generated archive: stories as news archives have them, the same ones every time."""

from __future__ import annotations

import itertools
import json
import math
import random
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import IO, TYPE_CHECKING

from benchmarks.words import language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = 600
UPDATES = 4
TOPICS_EACH = 3
AUTHORS, PARTNERS, SECTIONS, TOPICS = 40, 5, 6, 150
FIRST_YEAR = 1995
_VOCABULARY = 30_000
_PARAGRAPHS = 2  # in each part: the lead, the updates, the Original Post


@dataclass(frozen=True, slots=True)
class GeneratedStory:
    """One story: its name, its fields, and its body in Markdown."""

    name: str
    title: str
    date: datetime
    partner: str
    author: str
    section: str
    topics: tuple[str, ...]
    body: str


def years_of(count: int) -> int:
    """Return over how many years *count* stories are spread: 10 for 1,000, 30 for 100,000."""
    return max(10, min(30, round(10 * math.log10(max(count, 1) / 100))))


def stories(count: int) -> Iterator[GeneratedStory]:
    """Make up *count* stories of about 600 words and four updates."""
    apart = timedelta(days=365.25 * years_of(count)) / count
    for number in range(count):
        chance = random.Random(number)  # noqa: S311 (the same in every run, not a secret)
        date = datetime(FIRST_YEAR, 1, 1, 9) + number * apart  # noqa: DTZ001 (in the field Timezone)
        yield GeneratedStory(
            name=f"story-{number}",
            title=" ".join(_words(chance, 7)).capitalize(),
            date=date.replace(hour=9, minute=0, second=0, microsecond=0),
            partner=f"partner-{chance.randrange(PARTNERS)}",
            author=f"Writer {chance.randrange(AUTHORS)}",
            section=f"Section {chance.randrange(SECTIONS)}",
            topics=tuple(f"Topic {one}" for one in chance.sample(range(TOPICS), TOPICS_EACH)),
            body=_body(chance),
        )


def is_received(number: int) -> bool:
    """Tell whether story *number* was imported, and so has an original: one in ten was."""
    return number % 10 == 5


def write_for_backfile(content: Path, count: int) -> None:
    """Write the partners of *count* stories, and those of the stories that were not received."""
    (content / "partners").mkdir(parents=True)
    for number in range(PARTNERS):
        record = content / "partners" / f"partner-{number}.md"
        record.write_text(f"Title: Partner {number}\n\nA partner of the archive.\n", "utf-8")
    for number, story in enumerate(stories(count)):
        if is_received(number):
            continue
        fields = (
            f"Title: {story.title}\nDate: {story.date:%Y-%m-%d %H:%M}\n"
            f"Timezone: America/New_York\nPartner: {story.partner}\nAuthors: {story.author}\n"
            f"Category: {story.section}\nTags: {', '.join(story.topics)}\n"
        )
        _write(content / "stories", story, f"{fields}\n{story.body}")


def write_received(folder: Path, count: int) -> None:
    """Write the received ones of *count* stories: a dump for each partner, and `recipe.toml`."""
    folder.mkdir()
    with ExitStack() as stack:
        dumps: dict[str, IO[str]] = {}
        for number, story in enumerate(stories(count)):
            if not is_received(number):
                continue
            if story.partner not in dumps:
                dump = (folder / f"{story.partner}.jsonl").open("w", encoding="utf-8")
                dumps[story.partner] = stack.enter_context(dump)
            told = {
                "slug": story.name,
                "title": story.title,
                "date": f"{story.date:%Y-%m-%d %H:%M}",
                "authors": story.author,
                "category": story.section,
                "tags": story.topics,
                "body": story.body,
            }
            dumps[story.partner].write(f"{json.dumps(told)}\n")
    keys = "".join(f'{one} = "{one}"\n' for one in told)
    recipe = f'format = "json"\n\n[json]\nidentity = "slug"\nbody_format = "markdown"\n{keys}'
    (folder / "recipe.toml").write_text(recipe, "utf-8")


def write_for_others(content: Path, count: int) -> None:
    """Write *count* stories with front matter, as Hugo, Eleventy and Nikola read it.

    They know no partners, so the partner is one more tag.
    """
    for story in stories(count):
        fields = {
            "title": story.title,
            "date": f"{story.date:%Y-%m-%dT%H:%M:%S}-05:00",
            "author": story.author,
            "category": story.section,
            "tags": [*story.topics, story.partner],
        }
        lines = "".join(f"{name}: {json.dumps(value)}\n" for name, value in fields.items())
        _write(content, story, f"---\n{lines}---\n\n{story.body}")


def _write(folder: Path, story: GeneratedStory, text: str) -> None:
    path = folder / f"{story.date:%Y/%m}" / f"{story.name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _body(chance: random.Random) -> str:
    parts = [_text(chance)]
    clocks = zip(("9:{} p.m.", "6:{} p.m.", "3:{} p.m.", "10:{} a.m."), range(UPDATES), strict=True)
    for stamp, number in clocks:
        headline = f": {' '.join(_words(chance, 5)).capitalize()}" if number % 2 else ""
        parts.append(f"## {stamp.format(chance.randrange(10, 60))}{headline}\n\n{_text(chance)}")
    parts.append(f"## Original Post\n\n{_text(chance)}")
    return "\n\n".join(parts) + "\n"


def _text(chance: random.Random) -> str:
    length = WORDS // ((UPDATES + 2) * _PARAGRAPHS)
    return "\n\n".join(_paragraph(_words(chance, length)) for _ in range(_PARAGRAPHS))


def _paragraph(words: list[str]) -> str:
    """Return *words* as sentences: one with emphasis, one with a link, one quoted."""
    third = len(words) // 3
    first, second, third_ = words[:third], words[third : 2 * third], words[2 * third :]
    first[2] = f"*{first[2]}*"
    second[3] = f"[{second[3]}](https://{second[3]}.example/)"
    third_[1] = f"{third_[1]}'s"
    return f'{_sentence(first)} {_sentence(second)} "{_sentence(third_)[:-1]}," they said.'


def _sentence(words: list[str]) -> str:
    return f"{words[0].capitalize()} {' '.join(words[1:])}."


def _words(chance: random.Random, count: int) -> list[str]:
    """Draw *count* words, the n-th of the vocabulary 1/n times as often as the first (Zipf)."""
    vocabulary, weights = _vocabulary()
    return chance.choices(vocabulary, cum_weights=weights, k=count)


@cache
def _vocabulary() -> tuple[list[str], list[float]]:
    words = language(random.Random(1912), _VOCABULARY)  # noqa: S311 (the same in every run)
    return words, list(itertools.accumulate(1 / (rank + 2.7) for rank in range(_VOCABULARY)))
