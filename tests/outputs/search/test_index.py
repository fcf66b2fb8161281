"""The index says what a plain reading of all texts says, and nothing else."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections import defaultdict
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from backfile.outputs.search import filters, making
from backfile.outputs.search.keeping import Candidate, make_all, numbered
from backfile.outputs.search.store import KeptStory
from backfile.outputs.search.stories import Filed, Passage, SearchedStory
from benchmarks.tongues import LANGUAGES

from .index_reader import Found, IndexReader, coded
from .plain_search import GREATEST, LEAST, PlainArchive, runs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from backfile.outputs.search.numbers import Number

    Archives = Mapping[str, Sequence[SearchedStory]]


pytestmark = pytest.mark.slow

MANY = 200  # stories of an archive this small: a form that more have keeps its postings apart


def candidates(stories: Iterable[SearchedStory], lang: str = "en") -> list[Candidate]:
    """Return *stories* as a build hands them over."""
    return [
        Candidate(lang, one.day.toordinal(), KeptStory(0, one.url, repr(one)), lambda one=one: one)
        for one in stories
    ]


def numbers_of(stories: Sequence[SearchedStory]) -> list[Number]:
    """Return the numbers of *stories*, which are in order."""
    return list(numbered(candidates(stories))["en"])


@pytest.fixture(scope="module")
def folder(archives: Archives, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the index of all languages is."""
    kept = tmp_path_factory.mktemp("index")
    told = [one for lang, stories in archives.items() for one in candidates(stories, lang)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "INLINE", MANY)
        make_all(told, kept).close()
    return kept / "files"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_form_has_the_postings_that_a_plain_reading_finds(
    archives: Archives, plain: Mapping[str, PlainArchive], folder: Path, lang: str
) -> None:
    numbers = numbers_of(archives[lang])
    expected: dict[str, dict[Number, Found]] = {}
    for number, text in zip(numbers, plain[lang].texts, strict=True):
        for form, counted in text.counted.items():
            expected.setdefault(form, {})[number] = Found(
                bisect_right(LEAST, counted) - 1,
                bisect_left(GREATEST, text.length),
                tuple(text.places[form]),
            )
    found = IndexReader(folder, lang).postings()
    assert found == expected
    assert lang == "ja" or any(len(one) > MANY for one in found.values())  # these lie apart


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_are_grouped_by_their_stems_and_the_head_tells_the_rest(
    archives: Archives, plain: Mapping[str, PlainArchive], folder: Path, lang: str
) -> None:
    index, told = IndexReader(folder, lang), plain[lang]
    stems = {key: sorted(told.stems[key]) for key in told.forms}
    assert {
        key: entry.get("stems", [key]) for key, entry in index.entries.items() if "forms" in entry
    } == stems
    mates = {
        key: entry.get("mates", [key] if key in entry.get("stems", [key]) else [])
        for key, entry in index.entries.items()
        if "forms" in entry or "mates" in entry
    }
    assert {key: some for key, some in mates.items() if some} == {
        stem: sorted(keys) for stem, keys in told.mates.items()
    }
    assert index.head["suffixes"] == told.suffixes
    assert index.head["stories"] == len(archives[lang])
    assert index.head["length"] == told.average
    assert sum(count for _, count in index.head["years"]) == len(archives[lang])
    assert index.head["languages"] == sorted(LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_filter_has_its_stories_and_every_name_its_words(
    archives: Archives, folder: Path, lang: str
) -> None:
    stories, index = archives[lang], IndexReader(folder, lang)
    numbers = numbers_of(stories)
    told = dict(zip(numbers, stories, strict=True))
    assert index.filters("all", index.head["all"]) == numbers
    count, parts = index.head["updates"]
    with_updates = [number for number in numbers if told[number].updates]
    assert index.filters("updates", parts) == with_updates
    assert count == len(with_updates)
    named = index.named()
    for kind in index.head["kinds"]:
        for name, url, count, file, *more in index.file(f"names/{kind}"):
            here = [
                number
                for number in numbers
                if (kind, name, url)
                in {(one.kind, one.name, one.url) for one in told[number].filed}
            ]
            assert index.filters(file, *(more or [[""]])) == here
            assert named.pop(file) == here
            assert count == len(here)
            for key in runs_of(name):
                assert [kind, name, url] in index.entries[key]["names"]
    assert not named


def test_tails_have_the_first_letters_of_all_words(
    archives: Archives, plain: Mapping[str, PlainArchive], folder: Path
) -> None:
    index = IndexReader(folder, "es")
    names = {key for one in archives["es"] for filed in one.filed for key in runs_of(filed.name)}
    keys = {*plain["es"].forms, *names}
    found = {
        first + tail
        for name in index.head["tails"]
        for tail, letters in index.file(f"tails/t{coded(name)}").items()
        for first in letters
    }
    assert found == {key for key in keys if len(key) > 3 and not any(map(str.isdigit, key))}


def test_the_text_of_a_story_is_that_which_was_read(archives: Archives, folder: Path) -> None:
    index = IndexReader(folder, "ja")
    for number, story in zip(numbers_of(archives["ja"]), archives["ja"], strict=True):
        text = index.story(number)
        assert text["title"] == story.title
        assert [tuple(one) for one in text["parts"]] == list(story.parts)


@pytest.mark.parametrize("lang", ["en", "es", "de"])
def test_sqlites_full_text_search_finds_the_same_stories(
    archives: Archives, folder: Path, lang: str
) -> None:
    index, numbers = IndexReader(folder, lang), numbers_of(archives[lang])
    runs: dict[str, set[Number]] = defaultdict(set)  # SQLite knows nothing of what is joined
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(
            "create virtual table texts using"
            " fts5(text, tokenize = 'unicode61 remove_diacritics 2')"
        )
        for row, story in enumerate(archives[lang]):
            text = "\n".join(one for one, _, _ in story.fields)
            db.execute("insert into texts (rowid, text) values (?, ?)", [row, text])
            for key in runs_of(text):
                runs[key].add(numbers[row])
        compared = 0
        for key in sorted(runs)[::5]:
            if "ss" in key:  # may be written ß, which is another letter there
                continue
            rows = db.execute("select rowid from texts where texts match ?", [f'"{key}"'])
            assert {numbers[row] for (row,) in rows} == runs[key], key
            forms = index.entries[key]["forms"]
            assert runs[key] <= {one for form in forms for one in index.postings_of(form)}
            compared += 1
        assert compared > 100


STORY = SearchedStory(
    url="1912/04/titanic/",
    title="Titanic sinks",
    day=date(1912, 4, 15),
    partner="Harbor Wire",
    updates=True,
    filed=(
        Filed("partner", "harbor-wire", "Harbor Wire", "partners/harbor-wire/"),
        Filed("topic", "c", "C++", "topics/c/"),
    ),
    parts=(
        Passage("", "", "", "", "She struck ice.\n\nShe sank."),
        Passage("update-1", "12:15 a.m.", "1912-04-15", "Distress", "C.Q.D. was sent."),
    ),
)


def test_positions_and_weights_are_those_of_the_fields(tmp_path: Path) -> None:
    make_all(candidates([STORY]), tmp_path / "index").close()
    index = IndexReader(tmp_path / "index" / "files", "en")
    (number,) = numbers_of([STORY])
    found = {form: rows[number] for form, rows in index.postings().items()}
    assert found["titanic"] == Found(3, 0, (0,))  # five times: the title
    assert found["she"] == Found(2, 0, (130, 134))  # twice as much in the first paragraph
    assert found["distress"] == Found(1, 0, (197,))
    assert found["cqd"] == Found(0, 0, (199,))


def test_topics_of_one_address_are_one_name(tmp_path: Path) -> None:
    other = SearchedStory("b/", "B", STORY.day, filed=(Filed("topic", "c", "C#", "topics/c/"),))
    make_all(candidates([STORY, other]), tmp_path / "index").close()
    index = IndexReader(tmp_path / "index" / "files", "en")
    assert index.file("names/topic") == [["C#", "topics/c/", 2, "topic-c"]]


def test_a_list_that_is_divided_by_years_is_no_other_names_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filters, "LISTS", 100)
    years = [*range(1990, 2000), 2010]
    stories = [
        SearchedStory(f"{year}/", "A", date(year, 1, 1), filed=(Filed("author", "x", "X", "x/"),))
        for year in years
    ]
    other = Filed("author", "x-2", "X 2", "x-2/")
    stories.append(SearchedStory("b/", "B", date(2011, 1, 1), filed=(other,)))
    make_all(candidates(stories), tmp_path / "index").close()
    index = IndexReader(tmp_path / "index" / "files", "en")
    (_, _, _, file, parts), (_, _, _, other_file) = index.file("names/author")
    numbers = numbers_of(stories)
    assert "2" in parts
    assert index.filters(file, parts) == numbers[:-1]
    assert index.filters(other_file, [""]) == numbers[-1:]


def test_one_can_search_in_a_language_without_stories(tmp_path: Path) -> None:
    make_all([], tmp_path / "index", ["en"]).close()
    head = IndexReader(tmp_path / "index" / "files", "en").head
    assert (head["stories"], head["words"], head["all"]) == (0, [], [])
