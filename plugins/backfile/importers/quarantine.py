"""The quarantine: keeps each item that could not become a story, with the reason."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.fidelity.originals import FOLDER
from backfile.files.writing import UNFINISHED, umask, write_whole

if TYPE_CHECKING:
    from backfile.importers.dump_items import Quarantined

# A larger file stays where it is; its name is listed.
LARGEST_COPY = 1024**3
_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Held:
    """A thing in quarantine, as it is listed; `kept` is its copy, empty where there is none."""

    source: str
    place: str
    why: str
    kept: str = ""


def folder(content: Path) -> Path:
    """Return the folder of what could not become a story."""
    return content / FOLDER / "quarantine"


def hold(content: Path, one: Quarantined, *, dry_run: bool) -> Held:
    """Keep the bytes of *one*, named after their SHA-256, and the reason beside them."""
    name = Path(one.source).name
    if dry_run:
        return Held(name, one.place, one.why)
    kept = _keep(content, one)
    held = Held(name, one.place, one.why, kept.relative_to(content).as_posix() if kept else "")
    if kept:
        digest = kept.name.partition(".")[0]
        told = {"source": held.source, "place": held.place, "why": held.why, "sha256": digest}
        text = json.dumps({k: v for k, v in told.items() if v}, ensure_ascii=False, indent=2)
        write_whole(kept.with_name(f"{digest}.json"), f"{text}\n".encode())
    return held


def release(content: Path, digest: str) -> None:
    """Take out of quarantine what has become a story after all."""
    shard = folder(content) / digest[:2]
    for path in shard.iterdir() if shard.is_dir() else ():
        if path.name.startswith(digest):
            path.unlink()


def _keep(content: Path, one: Quarantined) -> Path | None:
    if one.data is not None:
        digest = hashlib.sha256(one.data).hexdigest()
        path = folder(content) / digest[:2] / f"{digest}{one.suffix}"
        if not path.exists():
            write_whole(path, one.data)
        return path
    if not 0 < one.length <= LARGEST_COPY or not Path(one.source).is_file():
        return None
    return _copy(content, one)


def _copy(content: Path, one: Quarantined) -> Path:
    """Copy the bytes of *one* out of its dump without ever holding all of them."""
    folder(content).mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    handle, name = tempfile.mkstemp(dir=folder(content), prefix=UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as beside, Path(one.source).open("rb") as file:
            file.seek(one.offset)
            left = one.length
            while left and (block := file.read(min(left, _BLOCK))):
                digest.update(block)
                beside.write(block)
                left -= len(block)
        path = folder(content) / digest.hexdigest()[:2] / f"{digest.hexdigest()}{one.suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        Path(name).chmod(0o666 & ~umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path
