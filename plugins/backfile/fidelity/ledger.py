"""The ledger of a story, as far as the check of its words goes by it.

The importer writes it; all that is written here are the changes that an editor vouches for.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backfile.errors import BackfileError
from backfile.fidelity.account import AccountError, Span, from_rows
from backfile.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from backfile.fidelity.compare import Difference


class LedgerError(BackfileError):
    """A ledger that is not there or cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change that an editor has made on purpose: other words in a place, and why.

    `at` is how many of the original's words stand before it in the place.
    """

    place: str
    at: int
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """What an original's text is (`how`), where its words went (`spans`), what was edited since.

    `spans` is None in the ledgers of an importer that kept no account yet.
    """

    sha256: str
    how: dict[str, Any]
    spans: tuple[Span, ...] | None
    edits: tuple[Edit, ...]


def read_ledger(path: Path) -> Ledger:
    """Return the ledger at *path*. Raises LedgerError."""
    return _ledger(_read(path))


def ledger_text(known: dict[str, Any]) -> str:
    """Return the ledger *known* as JSON that a person can read: of its account, a span a line."""
    if not known.get("account"):
        return json.dumps(known, ensure_ascii=False, indent=2) + "\n"
    rows = [json.dumps(row, ensure_ascii=False) for row in known["account"]]
    text = json.dumps({**known, "account": []}, ensure_ascii=False, indent=2)
    listed = ",\n    ".join(rows)
    return text.replace('"account": []', f'"account": [\n    {listed}\n  ]') + "\n"


def accept(path: Path, differences: Iterable[Difference], why: str) -> None:
    """Write the *differences* of a story into the ledger at *path*, as changes made on purpose.

    They stand for all that an editor has changed so far; one that was accepted before keeps its
    reason. Raises LedgerError, OSError.
    """
    known = _read(path)
    reasons = {(one.place, one.before, one.after): one.why for one in _ledger(known).edits}
    rows = []
    for one in differences:
        before, after = " ".join(one.before), " ".join(one.after)
        reason = reasons.get((one.place, before, after), why)
        rows.append(
            {"place": one.place, "at": one.at, "before": before, "after": after, "why": reason}
        )
    write_atomically(path, ledger_text({**known, "accepted": rows}).encode())


def edited(expected: Sequence[str], edits: Iterable[Edit]) -> list[str]:
    """Return the words *expected* in a place with the *edits* of that place made.

    Raises LedgerError where one does not fit.
    """
    made = list(expected)
    for one in sorted(edits, key=lambda one: one.at, reverse=True):
        before = one.before.split()
        if one.at > len(made) or made[one.at : one.at + len(before)] != before:
            message = f'the change that it accepts in {one.place} does not fit ("{one.before}")'
            raise LedgerError(f"{message}; accept the story's changes again")
        made[one.at : one.at + len(before)] = one.after.split()
    return made


def _read(path: Path) -> dict[str, Any]:
    try:
        known = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise LedgerError("is not there; restore it, or import the original again") from None
    except OSError as error:
        raise LedgerError(f"cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise LedgerError(f"is no JSON; {_REMEDY}") from None
    if not isinstance(known, dict):
        raise LedgerError(f"is no ledger; {_REMEDY}")
    return known


def _ledger(known: dict[str, Any]) -> Ledger:
    try:
        return Ledger(
            sha256=str(known["original"]["sha256"]),
            how=dict(known.get("how", {})),
            spans=from_rows(known["account"]) if "account" in known else None,
            edits=tuple(_edit(row) for row in known.get("accepted", ())),
        )
    except AccountError as error:
        raise LedgerError(str(error)) from None
    except (KeyError, TypeError, ValueError):
        raise LedgerError(f"is damaged; {_REMEDY}") from None


def _edit(row: dict[str, Any]) -> Edit:
    edit = Edit(**row)
    texts = (edit.place, edit.before, edit.after, edit.why)
    if type(edit.at) is not int or edit.at < 0 or not all(isinstance(one, str) for one in texts):
        raise ValueError(row)
    return edit


_REMEDY = "restore it, or import the original again"
