"""`invoke bench publish`: what is sent after one story was corrected, and how long that takes."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from backfile.publish.built_site import files_of
from backfile.publish.publishing import Publication, publish
from benchmarks.changes import change_body, change_nothing
from benchmarks.contestants import ENVIRONMENT, contestants
from benchmarks.processes import run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from backfile.publish.publishing import PublishOutcome
    from benchmarks.changes import Archive

CHANGES: Mapping[str, Callable[[Archive, int], None]] = {
    "for the first time": change_nothing,
    "nothing changed": change_nothing,
    "the body of one story": change_body,
    "the body of another story": change_body,
}


@dataclass(frozen=True, slots=True)
class Sent:
    """One publication: after which `change`, to which kind of `target`, and its outcome.

    `seconds` are by the clock, without the build. `space` are the bytes that the target grew by.
    """

    change: str
    target: str
    outcome: PublishOutcome
    seconds: float
    space: int


def publications(folder: Path, *, stories: int) -> None:
    """Build so many *stories* in *folder*, publish them after changes, and print what was sent."""
    ours = next(contestants(folder / "archives", stories, ()))
    targets = {"folder": folder / "www", "branch": folder / "pages.git"}
    subprocess.run(["git", "init", "--quiet", "--bare", targets["branch"]], check=True)  # noqa: S603, S607
    sent = []
    for turn, (name, change) in enumerate(CHANGES.items()):
        change(ours.archive, turn)
        run(ours.command, ours.archive.folder, ENVIRONMENT)
        site = ours.archive.folder / "output"
        for kind, target in targets.items():
            publication = Publication(site, ours.archive.folder / "cache", str(target))
            sent.append(_published(publication, name, kind, target))
    Console(width=120).print(publication_table(sent, stories))


def _published(publication: Publication, change: str, kind: str, target: Path) -> Sent:
    before, began = space_of(target), time.perf_counter()
    outcome = publish(publication, compare=False, anyway=False)
    seconds = time.perf_counter() - began
    return Sent(change, kind, outcome, seconds, space_of(target) - before)


def publication_table(sent: list[Sent], stories: int) -> Table:
    """Return what was *sent* of an archive of so many *stories*."""
    names = (
        "published",
        "to a",
        "files sent",
        "deleted",
        "of",
        "bytes sent",
        "space",
        "by the clock",
    )
    rows = Table(*names, title=f"{stories:,} stories")
    for one in sent:
        changes = one.outcome.changes
        rows.add_row(
            one.change,
            one.target,
            f"{len(changes.sent):,}",
            f"{len(changes.removed):,}",
            f"{one.outcome.files:,}",
            f"{one.outcome.size:,}",
            f"{one.space:,}",
            f"{one.seconds:.2f} s",
        )
    return rows


def space_of(folder: Path) -> int:
    """Return the bytes of the files in *folder*, those with several names counted once.

    A folder that is not there has none.
    """
    if not folder.is_dir():
        return 0
    found = (os.lstat(folder / one) for one in files_of(folder))
    return sum({(one.st_dev, one.st_ino): one.st_size for one in found}.values())
