"""Archives of made stories in five languages, for the tests of the search."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.tongues import LANGUAGES, made_story

from .plain_search import PlainArchive

if TYPE_CHECKING:
    from backfile.outputs.search.stories import SearchedStory

STORIES = 300  # in each language, so that common words have lists of their own


def made_archive(lang: str, count: int = STORIES) -> list[SearchedStory]:
    """Return stories in *lang*, in the order of the archive."""
    stories = [made_story(number, count, lang, 25) for number in range(count)]
    return sorted(stories, key=lambda one: (one.day, one.url))


@pytest.fixture(scope="session")
def plain(archives: dict[str, list[SearchedStory]]) -> dict[str, PlainArchive]:
    return {lang: PlainArchive(stories, lang) for lang, stories in archives.items()}


@pytest.fixture(scope="session")
def archives() -> dict[str, list[SearchedStory]]:
    return {lang: made_archive(lang) for lang in LANGUAGES}
