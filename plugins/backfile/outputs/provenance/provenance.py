"""The provenance of a story: how its original was received, and what the import made of it.

Everything is taken from the ledger beside the original; what that does not say is left out. The
templates get the global `provenance(article)`. Rules: docs/data.md, "Provenance".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backfile.fidelity.ledger import find_ledger
from backfile.reading.site import site_of

if TYPE_CHECKING:
    from pathlib import Path

    from pelican.generators import Generator

    from backfile.fidelity.ledger import Ledger, Repair

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a story came into its archive. What is not known is empty.

    `name` is what the received file was called, `place` where in it the story stood. `format` is
    the import format (`html`, `wxr`), `encoding` that of the file, `importer` the program with its
    version. `repairs` are what the story file says otherwise than the original. `order` has, for
    each update from the oldest to the newest, its number in the original, counted from its top.
    """

    name: str = ""
    place: str = ""
    format: str = ""
    encoding: str = ""
    importer: str = ""
    repairs: tuple[Repair, ...] = ()
    order: tuple[int, ...] = ()

    @property
    def was_oldest_first(self) -> bool:
        """Tell whether the original listed the updates from the oldest to the newest."""
        return len(self.order) > 1 and self.order == tuple(sorted(self.order))

    @property
    def was_newest_first(self) -> bool:
        """Tell whether the original listed the updates from the newest to the oldest."""
        return len(self.order) > 1 and self.order == tuple(sorted(self.order, reverse=True))


def provenance_from(ledger: Ledger) -> Provenance:
    """Return what *ledger* says of where its story came from."""
    return Provenance(
        name=ledger.name,
        place=ledger.place,
        format=str(ledger.how.get("format") or ""),
        encoding=str(ledger.how.get("encoding") or ""),
        importer=ledger.importer,
        repairs=ledger.repaired,
        order=ledger.order,
    )


def provenance_of(article: Any, content: Path) -> Provenance | None:
    """Return the provenance of a Pelican *article*; its ledger is below *content*, and read once.

    Returns None where the story names no original, or its ledger cannot be read.
    """
    if not hasattr(article, "provenance_read"):
        article.provenance_read = _read(article, content)
    read: Provenance | None = article.provenance_read
    return read


def _read(article: Any, content: Path) -> Provenance | None:
    digest = str(getattr(article, "original_sha256", "") or "").strip().lower()
    ledger = find_ledger(content, digest) if _SHA256.fullmatch(digest) else None
    return provenance_from(ledger) if ledger else None


def connect(generator: Generator) -> None:
    """Give the templates of *generator* the global `provenance(article)` (generator_init)."""
    content = site_of(generator.settings).settings.content
    generator.env.globals["provenance"] = lambda article: provenance_of(article, content)
