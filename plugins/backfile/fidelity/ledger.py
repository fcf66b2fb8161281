"""The ledger of a story, as far as the check of its words goes by it.

The importer writes it; all that is written here are the changes that an editor vouches for.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from backfile.errors import BackfileError
from backfile.fidelity.account import AccountError, Span, from_rows
from backfile.files.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
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

    `spans` is None in the ledgers of an importer that kept no account yet; so are `stated` (what
    the story file stated beside its words: `facts.stated`) and `text_sha256` (of the original's
    text as it was extracted, kept in `text_file`) in those of importers that recorded neither.
    `story` is the story file, below the content folder, when it was imported.
    `order` and `times` are those of the updates: their numbers in the file from oldest to newest,
    and each one's machine time. `pictures` are the SHA-256 of the files beside the story, by name.
    `credits` are the credit sentences that the import replaced, each with what now stands there.
    """

    sha256: str
    how: dict[str, Any]
    spans: tuple[Span, ...] | None
    edits: tuple[Edit, ...]
    story: str = ""
    story_sha256: str = ""
    stated: dict[str, Any] | None = None
    order: tuple[int, ...] = ()
    times: tuple[str, ...] = ()
    pictures: dict[str, str] = field(default_factory=dict)
    credits: tuple[tuple[str, str], ...] = ()
    text_file: str = ""
    text_sha256: str | None = None


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
        how = dict(known.get("how", {}))
        if how and "account" not in known:
            raise LedgerError(f"has lost its account; {_REMEDY}")
        text = known.get("text", {})
        return Ledger(
            sha256=str(known["original"]["sha256"]),
            how=how,
            spans=from_rows(known["account"]) if "account" in known else None,
            edits=tuple(_edit(row) for row in known.get("accepted", ())),
            story=str(known.get("story", "")),
            story_sha256=str(known.get("story_sha256", "")),
            stated=_stated(known["stated"]) if "stated" in known else None,
            order=tuple(map(int, known.get("order", ()))),
            times=tuple(map(str, known.get("times", ()))),
            pictures={str(name): str(one) for name, one in known.get("pictures", {}).items()},
            credits=tuple(_credits(known.get("repaired", ()))),
            text_file=str(text.get("file", "")),
            text_sha256=str(text["sha256"]) if text else None,
        )
    except AccountError as error:
        raise LedgerError(str(error)) from None
    except (AttributeError, KeyError, TypeError, ValueError):
        raise LedgerError(f"is damaged; {_REMEDY}") from None


def _stated(known: dict[str, Any]) -> dict[str, Any]:
    texts = [*known["fields"].values(), *known["links"], *known["struck"], *known["hiding"]]
    if not all(isinstance(one, str) for one in texts):
        raise ValueError(known)
    return known


def _credits(repaired: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Go through the credit sentences that were replaced, each with what stands there."""
    for one in repaired:
        if one["kind"] in ("credit-line", "lost-partner"):
            yield str(one["before"]), str(one["after"])


def _edit(row: dict[str, Any]) -> Edit:
    edit = Edit(**row)
    texts = (edit.place, edit.before, edit.after, edit.why)
    if type(edit.at) is not int or edit.at < 0 or not all(isinstance(one, str) for one in texts):
        raise ValueError(row)
    return edit


_REMEDY = "restore it, or import the original again"
