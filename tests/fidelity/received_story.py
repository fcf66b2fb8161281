"""Stories that were received, for the tests: a text told apart by hand, and its ledger."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backfile.fidelity.account import signs

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Received:
    """A text as pairs of a place and what stands there, in its order.

    A place is written as in an account, with the reason after a colon: `dropped: share links`.
    """

    parts: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        return "\n".join(said for _, said in self.parts)

    @property
    def account(self) -> list[list[Any]]:
        return [[signs(said), *map(str.strip, place.split(":", 1))] for place, said in self.parts]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def file(self) -> str:
        return f"originals/{self.sha256[:2]}/{self.sha256}.txt"

    @property
    def fields(self) -> str:
        return f"Original_File: {self.file}\nOriginal_SHA256: {self.sha256}\n"

    @property
    def ledger(self) -> dict[str, Any]:
        return {
            "original": {"file": self.file, "sha256": self.sha256},
            "how": {"format": "text", "encoding": "utf-8"},
            "account": self.account,
        }

    def keep(self, content: Path, **changes: Any) -> Received:
        """Write the original and its ledger, with *changes*, below *content*."""
        path = content / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.text.encode())
        ledger = {**self.ledger, **changes}
        path.with_suffix(".json").write_text(json.dumps(ledger), "utf-8")
        return self


def received(*parts: tuple[str, str]) -> Received:
    return Received(parts)


FERRY = received(
    ("title", "Ferry radios for help"),
    ("credit", "This article is from the archive of our partner The Wire."),
    ("lead", "The ferry was towed in at noon."),
    ("stamp 1", "• Update, 6:20 p.m.:"),
    ("section 1", "All hands counted. Nobody was hurt, they say. The tow begins at nine tonight."),
    ("dropped: share links", "Share this"),
    ("stamp 2", "3:31 p.m."),
    ("section 2", "The ferry is silent, and so is her owner. Two boats went out to look for her."),
    ("stamp 3", "Original Post"),
    ("section 3", "A call came at half past two."),
)
FERRY_BODY = """\
The ferry was towed in at noon.

## Update, 6:20 p.m.

All hands counted. Nobody was hurt, they say. The tow begins at nine tonight.

## 3:31 p.m.

The ferry is silent, and so is her owner. Two boats went out to look for her.

## Original Post

A call came at half past two.
"""
