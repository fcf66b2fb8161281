"""The provenance of a story: what its ledger says, and nothing that it does not."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from backfile.fidelity.ledger import Ledger, Repair, write_ledger
from backfile.fidelity.originals import ledger_path
from backfile.outputs.provenance.provenance import Provenance, provenance_from, provenance_of

if TYPE_CHECKING:
    from pathlib import Path

DIGEST = "ab" * 32
FULL = Ledger(
    sha256=DIGEST,
    how={"format": "html", "encoding": "windows-1252"},
    spans=(),
    importer="Backfile 0.1.0",
    name="bridge.html",
    place="record 7",
    repaired=(Repair("encoding", "latin-1", "windows-1252"),),
    order=(3, 2, 1),
    stated={"fields": {}, "links": [], "struck": [], "hiding": []},
)
KNOWN = Provenance(
    name="bridge.html",
    place="record 7",
    format="html",
    encoding="windows-1252",
    importer="Backfile 0.1.0",
    repairs=(Repair("encoding", "latin-1", "windows-1252"),),
    order=(3, 2, 1),
)


@pytest.mark.parametrize(
    ("ledger", "expected"), [(FULL, KNOWN), (Ledger(DIGEST, {}, None), Provenance())]
)
def test_what_a_ledger_says(ledger: Ledger, expected: Provenance) -> None:
    assert provenance_from(ledger) == expected


ORDERS = {
    (): (False, False),
    (1,): (False, False),
    (1, 2): (True, False),
    (2, 1): (False, True),
    (2, 1, 3): (False, False),
}


@pytest.mark.parametrize("order", ORDERS)
def test_the_direction_of_the_original(order: tuple[int, ...]) -> None:
    one = Provenance(order=order)
    assert (one.was_oldest_first, one.was_newest_first) == ORDERS[order]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (DIGEST, KNOWN),
        (f" {DIGEST.upper()} ", KNOWN),
        ("cd" * 32, None),
        ("", None),
        ("../../secret", None),
    ],
)
def test_a_story_has_the_provenance_in_the_ledger_that_it_names(
    stated: str, expected: Provenance | None, tmp_path: Path
) -> None:
    write_ledger(ledger_path(tmp_path, DIGEST), FULL)
    assert provenance_of(SimpleNamespace(original_sha256=stated), tmp_path) == expected
    assert provenance_of(SimpleNamespace(), tmp_path) is None


def test_a_damaged_ledger_says_nothing(tmp_path: Path) -> None:
    path = ledger_path(tmp_path, DIGEST)
    write_ledger(path, FULL)
    path.write_text(path.read_text("utf-8")[:-20], "utf-8")
    assert provenance_of(SimpleNamespace(original_sha256=DIGEST), tmp_path) is None


def test_a_ledger_of_an_older_version_says_no_importer(tmp_path: Path) -> None:
    path = ledger_path(tmp_path, DIGEST)
    write_ledger(path, FULL)
    known = json.loads(path.read_text("utf-8"))
    del known["importer"], known["order"]
    path.write_text(json.dumps(known), "utf-8")
    found = provenance_of(SimpleNamespace(original_sha256=DIGEST), tmp_path)
    assert found
    assert (found.importer, found.order) == ("", ())
