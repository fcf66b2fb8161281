"""Which story a story continues, and what is said where it continues none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from backfile.reading.series import follow_continues

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(eq=False)
class Article:
    """As much of a Pelican article as matters here."""

    slug: str
    date: datetime
    source_path: str
    metadata: dict[str, str]
    status: str = "published"
    translations: list[Article] = field(default_factory=list)
    continues: Article | None = None


@pytest.fixture
def article(tmp_path: Path):
    def made(name: str, continues: str = "", suffix: str = "") -> Article:
        year, month, slug = name.split("/")
        path = tmp_path / f"{year}-{month}-{slug}{suffix}.md"
        stated = f"Continues: {continues}\n" if continues else ""
        path.write_text(f"Title: {slug}\nDate: {year}-{month}-01\n{stated}\nText.\n", "utf-8")
        date = datetime(int(year), int(month), 1, tzinfo=UTC)
        return Article(slug, date, str(path), {"continues": continues} if continues else {})

    return made


@pytest.mark.parametrize(
    ("continues", "expected"),
    [
        ("storm", "2011/03/storm"),
        ("2011/03/storm", "2011/03/storm"),
        ("2011/03/fair", "2011/03/fair"),
        ("2012/03/fair", "2012/03/fair"),
        ("", None),
    ],
)
def test_a_story_continues_the_one_that_it_names(article, continues, expected):
    names = ("2011/03/storm", "2011/03/fair", "2012/03/fair")
    stories = {name: article(name) for name in names}
    flood = article("2012/04/flood", continues)

    assert follow_continues([*stories.values(), flood]) == []
    assert flood.continues is stories.get(expected)
    assert all(one.continues is None for one in stories.values())


@pytest.mark.parametrize(
    ("continues", "message"),
    [
        ("strom", 'there is no story "strom" to continue; did you mean "storm"?'),
        ("2011/04/storm", None),
        ("zz", 'there is no story "zz" to continue; write its slug, such as 2014/06/ferry'),
        (
            "fair",
            'several stories are called "fair"; write 2011/03/fair or 2012/03/fair',
        ),
        (
            "flood",
            'this story continues itself; write the slug of the story before it, not "flood"',
        ),
        (
            "2012/04/flood",
            (
                "this story continues itself; write the slug of the story before it, "
                'not "2012/04/flood"'
            ),
        ),
    ],
)
def test_a_story_that_continues_none_is_named(article, continues, message):
    message = message or (
        'there is no story "2011/04/storm" to continue; did you mean "2011/03/storm"?'
    )
    names = ("2011/03/storm", "2011/03/fair", "2012/03/fair")
    flood = article("2012/04/flood", continues)

    (fault,) = follow_continues([*map(article, names), flood])

    assert fault.path.endswith("2012-04-flood.md")
    assert (fault.line, fault.code, fault.message) == (3, "bad-continues", message)
    assert flood.continues is None


@pytest.mark.parametrize("translated", ["2011/03/storm", "2012/01/storm"])
def test_the_languages_of_a_story_are_one_story(article, translated):
    storm, spanish = article("2011/03/storm"), article(translated, suffix=".es")
    storm.translations, spanish.translations = [spanish], [storm]
    flood = article("2012/04/flood", "storm")

    assert follow_continues([storm, flood, spanish]) == []
    assert flood.continues is storm


def test_a_translation_does_not_continue_its_own_story(article):
    storm, spanish = article("2011/03/storm"), article("2012/01/storm", "storm", suffix=".es")
    storm.translations, spanish.translations = [spanish], [storm]

    (fault,) = follow_continues([storm, spanish])

    assert fault.message.startswith("this story continues itself")
