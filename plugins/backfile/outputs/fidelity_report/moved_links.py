"""Recognises links to a story that was moved after its import as links to the same story."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from backfile.fidelity.ledger import story_of
from backfile.reading.source import parse_source, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_TO_FILE = re.compile(r"[{|]filename[}|](?P<path>[^?#]*)(?P<rest>.*)", re.DOTALL)
_SHA256 = re.compile(r"[0-9a-f]{64}")


def as_recorded(
    recorded: Sequence[str], now: Sequence[str], content: Path, was: str, story: str
) -> Iterator[str]:
    """Go through the addresses of a story's links *now*, those to the same stories as *recorded*.

    The story file was at *was* when its links were recorded and is at *story* now, both below
    *content*. An address of another story, or of none, is given as it is.
    """
    pairs = zip(recorded, now, strict=True) if len(recorded) == len(now) else ()
    same = {
        after: before
        for before, after in pairs
        if before != after and _is_same(before, after, content, was, story)
    }
    return (same.get(one, one) for one in now)


def _is_same(before: str, after: str, content: Path, was: str, story: str) -> bool:
    old, new = _TO_FILE.fullmatch(before), _TO_FILE.fullmatch(after)
    if old is None or new is None or old["rest"] != new["rest"]:
        return False
    target = _file(new["path"], story)
    return _file(old["path"], was) in (target, _place_at_import(content, target))


def _file(path: str, story: str) -> str:
    """Return the file below the content folder to which *path* leads from the file *story*."""
    path = unquote(path)
    inside = path if path.startswith("/") else f"/{posixpath.dirname(story)}/{path}"
    return posixpath.normpath(inside).lstrip("/")


def _place_at_import(content: Path, file: str) -> str:
    """Return where the story *file* was when it was imported, by its ledger; empty for no such."""
    try:
        stated = parse_source(read_text(content / file)).values().get("original_sha256", "")
        sha256 = stated.strip().lower()
        if _SHA256.fullmatch(sha256):
            return story_of(content, sha256)
    except (OSError, ValueError):
        pass
    return ""
