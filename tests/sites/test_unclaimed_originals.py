"""Originals that no story of the site names: which of them are faults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backfile.outputs.fidelity_report.unclaimed_originals import unclaimed_originals
from tests.fidelity.received_story import FERRY, FERRY_BODY

if TYPE_CHECKING:
    from pathlib import Path

DRAFT = {"fields": {"Status": "draft"}, "links": [], "struck": [], "hiding": []}
PUBLISHED = {**DRAFT, "fields": {}}
ACCEPTED = {"place": "Status", "at": 0, "before": "", "after": "draft", "why": "withdrawn"}
# The story's Status (None for no story), what its ledger has, and what is said of the original.
KEPT: dict[str, tuple[str | None, dict[str, Any], str]] = {
    "skipped": ("skip", {}, 'its Status is "skip"'),
    "not read": ("", {}, "the site reads no stories there"),
    "imported as a draft": ("draft", {"stated": DRAFT}, ""),
    "a draft of an earlier import": ("draft", {}, ""),
    "made a draft": ("draft", {"stated": PUBLISHED}, 'its Status is "draft"'),
    "a draft on purpose": ("draft", {"stated": PUBLISHED, "accepted": [ACCEPTED]}, ""),
    "deleted": (None, {"story": "stories/ferry.md"}, "this story is gone"),
    "deleted on purpose": (None, {"story": "stories/ferry.md", "no_story": "so"}, ""),
    "replaced by a newer one": (None, {"superseded_by": "0" * 64}, ""),
    "of no known story": (None, {}, "no story names this original"),
}


@pytest.mark.parametrize("name", KEPT)
def test_originals_that_the_site_does_not_name(tmp_path: Path, name: str) -> None:
    status, ledger, said = KEPT[name]
    FERRY.keep(tmp_path, **ledger)
    if status is not None:
        path = tmp_path / "stories" / "ferry.md"
        path.parent.mkdir()
        field = f"Status: {status}\n" if status else ""
        path.write_text(f"Title: Ferry\n{field}{FERRY.fields}\n{FERRY_BODY}", "utf-8")
    faults = list(unclaimed_originals(tmp_path, []))
    assert [said in one.message for one in faults] == ([True] if said else [])
    assert {one.code for one in faults} <= {"no-story"}


def test_originals_that_are_named_and_files_that_a_build_goes_without(tmp_path: Path) -> None:
    FERRY.keep(tmp_path, story="stories/ferry.md")
    assert list(unclaimed_originals(tmp_path, [FERRY.sha256])) == []
    assert list(unclaimed_originals(tmp_path, [], ["stories/ferry.md"])) == []
    assert len(list(unclaimed_originals(tmp_path, []))) == 1


def test_quarantine_and_the_accounts_of_imports_need_no_story(tmp_path: Path) -> None:
    for folder in ("quarantine/ab", "imports"):
        path = tmp_path / "originals" / folder / f"{'ab' * 32}.html"
        path.parent.mkdir(parents=True)
        path.write_text("<p>x", "utf-8")
    assert list(unclaimed_originals(tmp_path, [])) == []
