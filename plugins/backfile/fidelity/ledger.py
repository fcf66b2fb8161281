"""The ledger of a story, beside its original: everything that an import did with it.

An import writes it. Later it takes up only the changes that an editor vouches for, and what became
of its original.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from backfile.errors import BackfileError
from backfile.fidelity.account import AccountError, Span, from_rows
from backfile.fidelity.originals import FOLDER, ledger_path
from backfile.files.writing import write_atomically, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
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
class Repair:
    """One thing that the story file says otherwise than the original did."""

    kind: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """One thing of the original that the story does not have: what it was, why, its text.

    `text` is what stood there, whole; for furniture of a page its beginning.
    """

    kind: str
    why: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What an original's text is (`how`), where its words went (`spans`), what was edited since.

    `spans` is None in the ledgers of an importer that kept no account yet; so are `stated` (what
    the story file stated beside its words: `facts.stated`) and `text_sha256` (of the original's
    text as it was extracted, kept in `text_file`) in those of importers that recorded neither.
    `importer` is the program that made the story, with its version; older ledgers do not say it.
    `identity` names the story in every dump of its site. `name` is what the received file was
    called, `place` where in it the original stood, `file` where it is kept. `story` is the story
    file, below the content folder, when it was imported. `order` and `times` are those of the
    updates: their numbers in the file from oldest to newest, and each one's machine time.
    `pictures` are the SHA-256 of the files beside the story, by name. `recognised`, `inferred`,
    `repaired`, `dropped` and `warned` are the notes of the import. `superseded_by` is the SHA-256
    of a newer original; `no_story` says why the original has no story any more.
    """

    sha256: str
    how: Mapping[str, Any]
    spans: tuple[Span, ...] | None
    edits: tuple[Edit, ...] = ()
    importer: str = ""
    identity: str = ""
    name: str = ""
    place: str = ""
    file: str = ""
    story: str = ""
    story_sha256: str = ""
    recognised: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    repaired: tuple[Repair, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    warned: tuple[str, ...] = ()
    stated: dict[str, Any] | None = None
    order: tuple[int, ...] = ()
    times: tuple[str, ...] = ()
    pictures: dict[str, str] = field(default_factory=dict)
    text_file: str = ""
    text_sha256: str | None = None
    superseded_by: str = ""
    no_story: str = ""

    @property
    def credits(self) -> Iterator[Repair]:
        """Go through the credit sentences that the import replaced."""
        return (one for one in self.repaired if one.kind in ("credit-line", "lost-partner"))

    def row(self) -> dict[str, Any]:
        """Return the ledger of an import as JSON holds it."""
        place = {"place": self.place} if self.place else {}
        return {
            **({"importer": self.importer} if self.importer else {}),
            "identity": self.identity,
            "story": self.story,
            "story_sha256": self.story_sha256,
            "original": {"name": self.name, **place, "file": self.file, "sha256": self.sha256},
            "recognised": list(self.recognised),
            "inferred": list(self.inferred),
            "repaired": [asdict(one) for one in self.repaired],
            "dropped": [asdict(one) for one in self.dropped],
            **({"warned": list(self.warned)} if self.warned else {}),
            "stated": self.stated,
            "order": list(self.order),
            "times": list(self.times),
            "pictures": self.pictures,
            "text": {"file": self.text_file, "sha256": self.text_sha256},
            "how": dict(self.how),
            "account": [span.row() for span in self.spans or ()],
            **({"accepted": [asdict(one) for one in self.edits]} if self.edits else {}),
        }


def read_ledger(path: Path) -> Ledger:
    """Return the ledger at *path*. Raises LedgerError."""
    return _ledger(_read(path))


def find_ledger(content: Path, digest: str) -> Ledger | None:
    """Return the ledger of the original with SHA-256 *digest*, None where none can be read."""
    with suppress(LedgerError):
        return read_ledger(ledger_path(content, digest))
    return None


def ledgers(content: Path) -> Iterator[Ledger]:
    """Go through all ledgers below *content* that can be read."""
    for path in sorted((content / FOLDER).glob("??/*.json")):
        with suppress(LedgerError):
            yield read_ledger(path)


def story_of(content: Path, digest: str) -> str:
    """Return the story file that a ledger names, even one that is damaged elsewhere; else ""."""
    with suppress(LedgerError):
        return str(_read(ledger_path(content, digest)).get("story", ""))
    return ""


def write_ledger(path: Path, ledger: Ledger) -> None:
    """Write *ledger* whole or not at all, unless it stands there as it is. Raises OSError."""
    row = ledger.row()
    with suppress(LedgerError):
        if _read(path) == row:
            return
    write_whole(path, _text(row).encode())


def amend(path: Path, **changes: Any) -> None:
    """Write *changes* into the ledger at *path*; all else stays. Raises LedgerError, OSError."""
    write_atomically(path, _text({**_read(path), **changes}).encode())


def accept(path: Path, differences: Iterable[Difference], why: str) -> None:
    """Write the *differences* of a story into the ledger at *path*, as changes made on purpose.

    They stand for all that an editor has changed so far; one that was accepted before keeps its
    reason. Raises LedgerError, OSError.
    """
    reasons = {(one.place, one.before, one.after): one.why for one in read_ledger(path).edits}
    edits = []
    for one in differences:
        before, after = " ".join(one.before), " ".join(one.after)
        reason = reasons.get((one.place, before, after), why)
        edits.append(Edit(one.place, one.at, before, after, reason))
    amend(path, accepted=[asdict(one) for one in edits])


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


def _text(known: Mapping[str, Any]) -> str:
    """Return the ledger *known* as JSON that a person can read: of its account, a span a line."""
    if not known.get("account"):
        return json.dumps(known, ensure_ascii=False, indent=2) + "\n"
    rows = [json.dumps(row, ensure_ascii=False) for row in known["account"]]
    text = json.dumps({**known, "account": []}, ensure_ascii=False, indent=2)
    listed = ",\n    ".join(rows)
    return text.replace('"account": []', f'"account": [\n    {listed}\n  ]') + "\n"


def _ledger(known: dict[str, Any]) -> Ledger:
    try:
        how = dict(known.get("how", {}))
        if how and "account" not in known:
            raise LedgerError(f"has lost its account; {_REMEDY}")
        original, text = known["original"], known.get("text", {})
        return Ledger(
            sha256=str(original["sha256"]),
            how=how,
            spans=from_rows(known["account"]) if "account" in known else None,
            edits=tuple(_edit(row) for row in known.get("accepted", ())),
            importer=str(known.get("importer") or ""),
            identity=str(known.get("identity", "")),
            name=str(original.get("name", "")),
            place=str(original.get("place", "")),
            file=str(original.get("file", "")),
            story=str(known.get("story", "")),
            story_sha256=str(known.get("story_sha256", "")),
            recognised=tuple(map(str, known.get("recognised", ()))),
            inferred=tuple(map(str, known.get("inferred", ()))),
            repaired=tuple(Repair(**one) for one in known.get("repaired", ())),
            dropped=tuple(Dropped(**one) for one in known.get("dropped", ())),
            warned=tuple(map(str, known.get("warned", ()))),
            stated=_stated(known["stated"]) if "stated" in known else None,
            order=tuple(map(int, known.get("order", ()))),
            times=tuple(map(str, known.get("times", ()))),
            pictures={str(name): str(one) for name, one in known.get("pictures", {}).items()},
            text_file=str(text.get("file", "")),
            text_sha256=str(text["sha256"]) if text else None,
            superseded_by=str(known.get("superseded_by") or ""),
            no_story=str(known.get("no_story") or ""),
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


def _edit(row: dict[str, Any]) -> Edit:
    edit = Edit(**row)
    texts = (edit.place, edit.before, edit.after, edit.why)
    if type(edit.at) is not int or edit.at < 0 or not all(isinstance(one, str) for one in texts):
        raise ValueError(row)
    return edit


_REMEDY = "restore it, or import the original again"
