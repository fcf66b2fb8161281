"""Names in one metadata field: authors, tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.fidelity.ledger import Repair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def listed(names: Iterable[str]) -> str:
    """Return *names* as Pelican reads them: parted by semicolons where one holds a comma.

    Of names that differ in capitals or white space alone, which would have one address, the first
    is kept.
    """
    unlike: dict[str, str] = {}
    for name in names:
        line = " ".join(name.replace(";", ",").split())
        if line:
            unlike.setdefault(line.casefold(), line)
    kept = [*unlike.values()]
    if not any("," in name for name in kept):
        return ", ".join(kept)
    # A semicolon at the end tells Pelican that one name with a comma is one.
    return "; ".join(kept) + (";" if len(kept) == 1 else "")


def respelled(names: Iterable[str]) -> Iterator[Repair]:
    """Go through the *names* that `listed` spells otherwise: a semicolon in one parts no others."""
    for name in dict.fromkeys(names):
        if ";" in name:
            yield Repair("name", name, name.replace(";", ","))
