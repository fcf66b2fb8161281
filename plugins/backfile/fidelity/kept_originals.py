"""The original of a story as it is kept, byte for byte, and the ledger beside it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.errors import BackfileError
from backfile.fidelity.ledger import LedgerError, read_ledger
from backfile.fidelity.originals import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from backfile.fidelity.ledger import Ledger


class KeptError(BackfileError):
    """An original or a ledger that is not as it was kept; `code` is the kind of fault."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Kept:
    """An original: its bytes, which have the SHA-256 that the story states, and its ledger.

    `text` is all that a reader could see in it, as it was extracted when it was imported; None
    where an older importer kept none.
    """

    data: bytes
    ledger: Ledger
    text: str | None = None


def ledger_beside(content: Path, file: str, sha256: str) -> Path:
    """Return where the ledger of the original *file* (below *content*) is: beside it."""
    return (content / file).with_name(f"{sha256}.json")


def kept(content: Path, file: str, sha256: str) -> Kept:
    """Return the original that a story names by *file*, below *content*, and by *sha256*.

    Raises KeptError.
    """
    if not file or not sha256:
        said, lacks = ("SHA256", "File") if sha256 else ("File", "SHA256")
        message = f"it states Original_{said} and no Original_{lacks}; add it, or drop both"
        raise KeptError("original-missing", message)
    path = (content / file).resolve()
    if not path.is_relative_to((content / FOLDER).resolve()):
        message = f"its original {file} is not in the folder {FOLDER}; keep it there"
        raise KeptError("original-missing", message)
    data = _bytes(path, file)
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        message = f"its original {file} was changed: its SHA-256 is {found}; restore it"
        raise KeptError("original-changed", message)
    ledger = _ledger(content, file, sha256)
    return Kept(data, ledger, _text(path, data, ledger))


def _bytes(path: Path, file: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        why = "is not there"
    except OSError as error:
        why = f"cannot be read ({error.strerror})"
    raise KeptError("original-missing", f"its original {file} {why}; restore it")


def _text(kept_at: Path, original: bytes, ledger: Ledger) -> str | None:
    """Return the text that the *ledger* names, which may be the bytes of the *original* itself.

    It stands beside the original, which is *kept_at*.
    """
    if ledger.text_sha256 is None:
        return None
    if ledger.text_sha256 == ledger.sha256:
        data = original
    else:
        try:
            data = kept_at.with_name(ledger.text_file.rpartition("/")[2]).read_bytes()
        except (OSError, ValueError):
            message = f"the text of its original, {ledger.text_file}, is not there"
            raise KeptError("bad-extract", f"{message}; {_AGAIN}") from None
        if hashlib.sha256(data).hexdigest() != ledger.text_sha256:
            message = f"the text of its original, {ledger.text_file}, was changed"
            raise KeptError("bad-extract", f"{message}; {_AGAIN}")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        message = f"the text of its original, {ledger.text_file}, is not UTF-8"
        raise KeptError("bad-extract", f"{message}; {_AGAIN}") from None


_AGAIN = "restore it, or import the original again"


def _ledger(content: Path, file: str, sha256: str) -> Ledger:
    path = ledger_beside(content, file, sha256)
    shown = path.relative_to(content).as_posix()
    try:
        ledger = read_ledger(path)
    except LedgerError as error:
        raise KeptError("bad-ledger", f"its ledger {shown} {error}") from None
    if ledger.sha256 != sha256:
        raise KeptError("bad-ledger", f"its ledger {shown} is of another original; restore it")
    return ledger
