"""Finds the originals of an archive that no story of the site names.

Rules: docs/fidelity.md, "Originals without a story".
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from backfile.errors import Fault
from backfile.fidelity.ledger import LedgerError, amend, find_ledger
from backfile.fidelity.originals import FOLDER, ledger_path, new_version
from backfile.reading.left_out import file_of
from backfile.reading.reader import shown_path
from backfile.reading.source import parse_source, read_text
from backfile.story.withdrawal import is_withdrawn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from backfile.fidelity.ledger import Ledger
    from backfile.reading.source import Source

_KEPT_NAME = re.compile(r"([0-9a-f]{64})\.")
_STORY_FILES = (".md", ".markdown", ".mkd", ".mdown")


def unclaimed_originals(
    content: Path, named: Collection[str], absent: Collection[str] = ()
) -> Iterator[Fault]:
    """Go through the originals below *content* that no story of the site names.

    *named* are the SHA-256 of those that one names; *absent* are files, below *content*, that the
    build goes without. What a newer original has replaced, what an editor has accepted, that of a
    withdrawn story, and a new version that waits beside its story are no faults.
    """
    left = sorted(_originals(content) - set(named))
    if not left:
        return
    standing = dict(_naming(content))
    for digest in left:
        ledger = find_ledger(content, digest)
        if ledger and (ledger.superseded_by or ledger.no_story):
            continue
        path = standing.get(digest)
        if path is not None and path.suffix not in _STORY_FILES:
            continue  # the new version of a story that was edited stands beside it
        if path is not None and (_is_known_draft(path, ledger) or _is_withdrawn(path)):
            continue
        fault = _not_on_site(path, content, digest) if path else _gone(content, digest, ledger)
        if file_of(fault, content) not in absent:
            yield fault


def accept_stray(ledger: Path, why: str) -> None:
    """Record in the file *ledger* that its original has no story any more, and *why*.

    Raises LedgerError, OSError.
    """
    try:
        amend(ledger, no_story=why)
    except LedgerError:
        raise LedgerError(f"{shown_path(ledger)}: it is not a ledger; restore it") from None


def _originals(content: Path) -> set[str]:
    """Return the SHA-256 of all originals that are kept, with a ledger or without one."""
    shards = (content / FOLDER).glob("??")
    names = (_KEPT_NAME.match(one.name) for shard in shards for one in os.scandir(shard))
    return {found[1] for found in names if found}


def _naming(content: Path) -> Iterator[tuple[str, Path]]:
    """Go through the story files that name an original, whatever became of them on the site."""
    suffixes = (*_STORY_FILES, new_version(content / "story.md").suffix)
    for path in sorted(content.rglob("*")):
        if path.suffix not in suffixes or path.is_relative_to(content / FOLDER):
            continue
        source = _source(path)
        digest = source.fields.get("original_sha256") if source else None
        if digest:
            yield digest.value.lower(), path


def _source(path: Path) -> Source | None:
    try:
        return parse_source(read_text(path))
    except (OSError, UnicodeDecodeError):
        return None


def _gone(content: Path, digest: str, ledger: Ledger | None) -> Fault:
    """Return the fault of an original that no file names."""
    record = ledger_path(content, digest)
    accept = f"or accept that it has none with --accept {shown_path(record)}"
    if not (ledger and ledger.story):
        shard = record.parent
        kept = next((one for one in sorted(shard.iterdir()) if one.name.startswith(digest)), shard)
        message = "no story names this original; restore its story and its ledger"
        return Fault(shown_path(kept), 0, "no-story", message)
    path = content / ledger.story
    if path.is_file():
        message = (
            f"it does not name the original {digest[:12]}…, which was received for it; state it in "
            f"Original_File and Original_SHA256, {accept}"
        )
        return Fault(shown_path(path), 1, "no-story", message)
    message = f"this story is gone, and its original is kept; restore the story, {accept}"
    return Fault(shown_path(path), 0, "no-story", message)


def _is_known_draft(path: Path, ledger: Ledger | None) -> bool:
    """Say whether a story is a draft, and was one when it was imported, or is one on purpose."""
    source = _source(path)
    status = source.values().get("status", "").lower() if source else ""
    if status != "draft":
        return False
    if ledger is None or not ledger.stated:
        return True
    accepted = [one.after for one in ledger.edits if one.place == "Status"]
    return status in (ledger.stated["fields"].get("Status"), *accepted)


def _is_withdrawn(path: Path) -> bool:
    source = _source(path)
    return source is not None and is_withdrawn(source.values())


def _not_on_site(path: Path, content: Path, digest: str) -> Fault:
    """Return the fault of a story file that the site does not show."""
    source = _source(path)
    status = source.fields.get("status") if source else None
    said = f'its Status is "{status.value}"' if status else "the site reads no stories there"
    record = shown_path(ledger_path(content, digest))
    message = (
        f"it names an original and is no part of the site: {said}; restore it, or accept it with "
        f"--accept {record}"
    )
    return Fault(shown_path(path), status.line if status else 1, "no-story", message)
