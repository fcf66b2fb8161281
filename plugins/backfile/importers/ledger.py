"""The ledger of a story: beside its original, all that was done on the way."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from backfile.fidelity.account import merged
from backfile.fidelity.ledger import ledger_text
from backfile.files.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backfile.importers.draft import Draft, Notes
    from backfile.importers.dump_items import Item

Ledger = dict[str, Any]


def ledger_path(content: Path, digest: str) -> Path:
    """Return where the ledger of the original with SHA-256 *digest* stands."""
    return content / "originals" / digest[:2] / f"{digest}.json"


def read_ledger(content: Path, digest: str) -> Ledger:
    """Return the ledger of an original, empty where there is none that can be read."""
    try:
        found = json.loads(ledger_path(content, digest).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_ledger(content: Path, digest: str, ledger: Ledger) -> None:
    """Write *ledger* whole or not at all. Raises OSError."""
    write_whole(ledger_path(content, digest), ledger_text(ledger).encode())


def ledgers(content: Path) -> Iterator[tuple[str, Ledger]]:
    """Go through all ledgers, by the SHA-256 of their originals."""
    for path in sorted((content / "originals").glob("??/*.json")):
        if path.is_file():
            yield path.stem, read_ledger(content, path.stem)


def text_path(content: Path, digest: str) -> Path:
    """Return where the text of the original with SHA-256 *digest* is kept, beside it."""
    return content / "originals" / digest[:2] / f"{digest}.extract.txt"


def make_ledger(item: Item, draft: Draft, notes: Notes, kept: Ledger) -> Ledger:
    """Return the ledger of *item*, which became *draft*.

    *kept* is what only the writing knows: `identity`, `name`, `place`, `story`, `story_sha256`,
    `file`, `sha256`, and in `recorded` what the check of the words holds edits against.
    """
    place = kept["place"] or item.place
    return {
        "identity": kept["identity"],
        "story": kept["story"],
        "story_sha256": kept["story_sha256"],
        "original": {
            "name": kept["name"] or (item.name or item.source).rpartition("/")[2],
            **({"place": place} if place else {}),
            "file": kept["file"],
            "sha256": kept["sha256"],
        },
        "recognised": list(notes.recognised),
        "inferred": list(notes.inferred),
        "repaired": [asdict(one) for one in notes.repaired],
        "dropped": [asdict(one) for one in notes.dropped],
        **({"warned": list(notes.warned)} if notes.warned else {}),
        **kept["recorded"],
        "how": dict(draft.how),
        "account": [span.row() for span in merged(draft.body.spans)],
    }
