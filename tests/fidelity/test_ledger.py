"""Ledgers: what an import writes is what the check reads, and nothing else is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from backfile.fidelity.account import Span
from backfile.fidelity.ledger import (
    Dropped,
    Edit,
    Ledger,
    LedgerError,
    Repair,
    amend,
    find_ledger,
    ledgers,
    read_ledger,
    story_of,
    write_ledger,
)
from backfile.fidelity.originals import ledger_path

if TYPE_CHECKING:
    from pathlib import Path

DIGEST = "ab" * 32
LEDGER = Ledger(
    sha256=DIGEST,
    how={"format": "text", "encoding": "utf-8"},
    spans=(Span(3, "title"), Span(2, "dropped", "separator")),
    edits=(Edit("lead", 0, "a fast", "a swift", "clearer"),),
    identity="file:ice.txt",
    name="ice.txt",
    place="item 3",
    file=f"originals/ab/{DIGEST}.txt",
    story="stories/2014/06/ice.md",
    story_sha256="cd" * 32,
    recognised=("title: Ice",),
    inferred=("the date is taken from the file's name",),
    repaired=(Repair("credit-line", "By Wire.", "By Harbor Wire."), Repair("list-mark", "•", "")),
    dropped=(Dropped("separator", "it parts the updates", "***"),),
    warned=("look at this",),
    stated={"fields": {}, "links": [], "struck": [], "hiding": []},
    order=(2, 1),
    times=("", "2014-06-16T18:20:00-04:00"),
    pictures={"pier.jpg": "ef" * 32},
    text_file=f"originals/ab/{DIGEST}.extract.txt",
    text_sha256="01" * 32,
)


@pytest.fixture
def path(tmp_path) -> Path:
    path = ledger_path(tmp_path, DIGEST)
    write_ledger(path, LEDGER)
    return path


def test_a_ledger_is_read_as_it_was_written(path, tmp_path):
    assert read_ledger(path) == LEDGER
    assert find_ledger(tmp_path, DIGEST) == LEDGER
    assert list(ledgers(tmp_path)) == [LEDGER]


def test_one_that_stands_as_it_is_is_not_written_again(path):
    written = path.stat().st_ino

    write_ledger(path, LEDGER)
    assert path.stat().st_ino == written
    write_ledger(path, replace(LEDGER, story="stories/2014/06/frost.md"))
    assert path.stat().st_ino != written


def test_the_credits_are_the_repairs_of_credit_lines():
    assert list(LEDGER.credits) == [LEDGER.repaired[0]]


def test_what_is_amended_leaves_all_else_as_it_stands(path):
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "own": 1}), "utf-8")

    amend(path, superseded_by="23" * 32)

    assert read_ledger(path) == replace(LEDGER, superseded_by="23" * 32)
    assert json.loads(path.read_text("utf-8"))["own"] == 1


@pytest.mark.parametrize(
    ("text", "story"),
    [
        ("", ""),
        ("[]", ""),
        ("{", ""),
        ("{}", ""),
        ('{"story": "stories/ice.md"}', "stories/ice.md"),
        ('{"story": "stories/ice.md", "original": 1}', "stories/ice.md"),
    ],
)
def test_a_damaged_ledger_is_none_and_still_names_its_story(path, tmp_path, text, story):
    path.write_text(text, "utf-8")

    with pytest.raises(LedgerError):
        read_ledger(path)
    assert find_ledger(tmp_path, DIGEST) is None
    assert list(ledgers(tmp_path)) == []
    assert story_of(tmp_path, DIGEST) == story
