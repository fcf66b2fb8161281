"""What the fields of a story file must say: every concern runs, whatever another has found."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from backfile.reading.concerns import STORY_CONCERNS, StoryFile, troubles_of
from backfile.reading.source import parse_source

if TYPE_CHECKING:
    from backfile.story.model import Trouble

SOUND = "Title: A\nDate: 2014-06-16\n"
WITHDRAWN = "Status: withdrawn\nReason: A court.\n"
FILES = [
    (SOUND, []),
    (f"{SOUND}Status: Hidden\nLang: pt-BR\nModified: 2014-06-17 09:00\n", []),
    ("Title: A\nStatus: draft\n", []),
    ("Date: 2014-06-16\n", [(1, "missing-title")]),
    ("Title: A\n", [(1, "missing-date")]),
    (f"{SOUND}Robots: NoIndex\n", []),
    (f"{SOUND}Robots: index\n", []),
    (f"{SOUND}Robots: no-index\n", [(3, "bad-robots")]),
    (f"{SOUND}Status: withdrawn\n", [(3, "bad-withdrawal"), (3, "bad-withdrawal")]),
    (f"{SOUND}Reason: A court.\n", [(3, "bad-withdrawal")]),
    (f"{SOUND}{WITHDRAWN}Withdrawn: 2014-06-15\n", [(5, "bad-withdrawal")]),
    (f"{SOUND}{WITHDRAWN}Withdrawn: 2014-06-16\n", []),
    (f"{SOUND}{WITHDRAWN}Withdrawn: soon\n", [(5, "bad-date")]),
    (f"{SOUND}Status: publised\n", [(3, "bad-status")]),
    (f"{SOUND}Modified: June 2014\n", [(3, "bad-date")]),
    (
        "Lang: English (US)\nStatus: shut\nModified: soon\n\nTitle: in the text\n",
        [
            (1, "bad-lang"),
            (1, "missing-date"),
            (1, "missing-title"),
            (2, "bad-status"),
            (3, "bad-date"),
        ],
    ),
]


def found_in(text: str) -> list[Trouble]:
    source = parse_source(text)
    file = StoryFile("story", source, source.values(), ZoneInfo("UTC"))
    return troubles_of(file, STORY_CONCERNS)


@pytest.mark.parametrize(("text", "expected"), FILES)
def test_what_is_wrong_with_the_fields(text: str, expected: list[tuple[int, str]]) -> None:
    assert sorted((one.line, one.code) for one in found_in(text)) == expected


def test_a_language_with_an_underscore_is_told_with_a_hyphen() -> None:
    (trouble,) = found_in(f"{SOUND}Lang: en_US\n")
    assert (trouble.line, trouble.code) == (3, "bad-lang")
    assert trouble.message == 'Lang "en_US" is no language tag; write "en-US"'


@pytest.mark.parametrize(("stated", "hint"), [("Deutsch", '"de"'), ("english", '"en"')])
def test_the_name_of_a_language_is_no_tag(stated: str, hint: str) -> None:
    (trouble,) = found_in(f"{SOUND}Lang: {stated}\n")
    assert trouble.message == f'Lang "{stated}" is no language tag; write {hint}'


@pytest.mark.parametrize("tag", ["nds", "qaa", "zh-Hant-TW", "de-CH-1996"])
def test_a_tag_of_any_language_is_one(tag: str) -> None:
    assert found_in(f"{SOUND}Lang: {tag}\n") == []
