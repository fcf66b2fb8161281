"""Stories in five languages that nobody has written: words made by rule, as frequent as words are.

They look like news, as far as a search can tell: a few words are in nearly every sentence, most are
in a few stories; words have endings, accents, capitals and compounds; there are names, numbers,
dates, and what is joined by dashes, slashes and apostrophes.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from backfile.outputs.search.stories import Filed, Passage, SearchedStory
from benchmarks.words import language

if TYPE_CHECKING:
    from collections.abc import Sequence

LANGUAGES = ("en", "es", "de", "ja", "ar")
FIRST, YEARS = 1996, 20
WORDS = 600  # in a story, on average
_ROOTS = 12_000
_COMMON = {
    "en": "the of and a to in that was on for with at by as it from were said had not but they",
    "es": "el la de que y en los del se las por un con una su para al más dijo está según sólo",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein über während",
    "ja": "の は に を が と で も から まで した という この その",
    "ar": "في من على إلى أن عن مع التي هذا بعد قال كان الذي بين",
}
_ENDINGS = {
    "en": ["", "", "", "s", "ed", "ing", "er", "ly", "ation"],
    "es": ["o", "a", "os", "as", "ar", "ado", "ción", "ciones", "ísimo"],
    "de": ["", "", "e", "en", "er", "ung", "ungen", "lich", "keit"],
    "ja": [""],
    "ar": ["", "", "ة", "ات", "ين", "ون", "ها"],
}
_KANJI = (
    "東京大阪港橋駅道海山川風雨雪火水電車列船空市長国民会議選挙法院病新聞社員警察消防救助隊時"
    "分日月年前後今朝夜明南北西中央地震津波台避難所停閉鎖開始終結果発表"
)
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロン"
_ARABIC = "بتثجحخدرزسشصضطعغفقكلمنهوي"
_MARKED = {
    "es": {"a": "á", "e": "é", "i": "í", "o": "ó", "n": "ñ"},
    "de": {"a": "ä", "o": "ö", "u": "ü", "ss": "ß"},
}
_MONTHS = "January February March April May June July August September October November December"


@dataclass(frozen=True, slots=True)
class Tongue:
    """The words of a language, the most frequent first, and the weights of all up to each."""

    lang: str
    words: Sequence[str]
    weights: Sequence[float]

    def say(self, chance: random.Random, count: int) -> list[str]:
        """Return *count* words: the n-th comes 1/n times as often as the first (Zipf)."""
        return chance.choices(self.words, cum_weights=self.weights, k=count)


@cache
def tongue(lang: str) -> Tongue:
    """Return the language *lang*, the same in every run; it is one of LANGUAGES."""
    chance = random.Random(f"1912 {lang}")  # noqa: S311 (the same in every run)
    made = dict.fromkeys(_COMMON[lang].split())
    endings = _ENDINGS[lang]
    for root in _roots(lang, chance):
        for ending in chance.sample(endings, k=min(4, len(endings))):
            made[root + ending] = None
    words = list(made)
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(words))))
    return Tongue(lang, words, weights)


def _roots(lang: str, chance: random.Random) -> list[str]:
    if lang == "ja":
        return [_together(chance, _KANJI, 1, 3) for _ in range(_ROOTS * 2)] + [
            _together(chance, _KANA, 2, 5) for _ in range(_ROOTS)
        ]
    if lang == "ar":
        return [
            chance.choice(["", "ال", "م", "ت"]) + _together(chance, _ARABIC, 3, 4)
            for _ in range(_ROOTS)
        ]
    roots = language(chance, _ROOTS)
    for plain, marked in _MARKED.get(lang, {}).items():
        roots = [one.replace(plain, marked, 1) if chance.random() < 0.2 else one for one in roots]
    if lang == "de":
        roots += [f"{chance.choice(roots)}{chance.choice(roots)}" for _ in range(_ROOTS // 2)]
    return roots


def _together(chance: random.Random, letters: str, least: int, most: int) -> str:
    return "".join(chance.choices(letters, k=chance.randint(least, most)))


def day_of(number: int, of: int) -> date:
    """Return the day of story *number* of so many, which are spread evenly over twenty years."""
    return date(FIRST, 1, 1) + number * timedelta(days=365.25 * YEARS) // of


def made_story(number: int, of: int, lang: str, words: int = WORDS) -> SearchedStory:
    """Return story *number* of so many in *lang*, with about so many *words*; always the same."""
    chance = random.Random(f"{number} {lang}")  # noqa: S311 (the same in every run)
    said = tongue(lang)
    day = day_of(number, of)
    length = int(words * chance.lognormvariate(-0.125, 0.5)) + 20
    updates = chance.choice((0, 2, 4, 4, 6))
    share = length // (updates + 1)
    parts = [Passage("", "", "", "", _text(said, chance, share))]
    for hour in range(updates):
        anchor = f"update-{day}-{8 + hour:02}{chance.randrange(60):02}"
        printed = f"{8 + hour}:{anchor[-2:]} {'a.m.' if hour < 4 else 'p.m.'}"
        headline = _joined(lang, said.say(chance, chance.randrange(6)))
        parts.append(
            Passage(anchor, printed, day.isoformat(), headline, _text(said, chance, share))
        )
    filed = _filed(chance)
    return SearchedStory(
        url=f"{lang}/{day:%Y/%m}/story-{number}/",
        title=_joined(lang, said.say(chance, 6)).capitalize(),
        day=day,
        partner=filed[0].name,
        updates=updates > 0,
        summary=_text(said, chance, 15) if chance.random() < 0.5 else "",
        filed=filed,
        parts=tuple(parts),
    )


def _filed(chance: random.Random) -> tuple[Filed, ...]:
    """Return what a story is filed under: names of two words, some of which others have as well."""
    names = language(random.Random(7), 120)  # noqa: S311 (the same in every run)
    drawn = [
        ("partner", chance.randrange(7)),
        ("section", chance.randrange(5)),
        ("topic", chance.randrange(40)),
        ("topic", 40 + chance.randrange(89)),
        ("author", chance.randrange(97)),
    ]
    filed = []
    for kind, number in drawn:
        name = f"{names[number % 61]} {names[(number * 7 + len(kind)) % 120]}".title()
        filed.append(Filed(kind, f"{kind}-{number}", name, f"{kind}s/{kind}-{number}/"))
    return tuple(filed)


def _text(said: Tongue, chance: random.Random, count: int) -> str:
    """Return about *count* words as paragraphs of sentences."""
    words = said.say(chance, count)
    paragraphs: list[list[str]] = [[]]
    at = 0
    while at < len(words):
        long = chance.randrange(6, 22)
        paragraphs[-1].append(_sentence(said.lang, chance, words[at : at + long]))
        at += long
        if len(paragraphs[-1]) > 3:
            paragraphs.append([])
    space = "" if said.lang == "ja" else " "
    return "\n\n".join(space.join(one) for one in paragraphs if one)


def _sentence(lang: str, chance: random.Random, words: list[str]) -> str:
    aside = chance.random()
    if aside < 0.06:
        words.append(f"{chance.randrange(1, 30)},{chance.randrange(1000):03}")
    elif aside < 0.1:
        month = chance.choice(_MONTHS.split())
        words.append(f"{month} {chance.randrange(1, 29)}, {chance.randrange(1990, 2020)}")
    elif aside < 0.18 and len(words) > 3 and lang != "ja":
        words[1] = chance.choice("-/–’.").join(words[1:3])
    text = _joined(lang, words)
    return f"{text[:1].upper()}{text[1:]}{'。' if lang == 'ja' else '.'}"


def _joined(lang: str, words: Sequence[str]) -> str:
    return ("" if lang == "ja" else " ").join(words)
