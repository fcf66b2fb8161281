"""What people do to an archive from one build to the next, each change different in each round.

A change leaves an archive that the next build makes current, so another change can follow it.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FROM_NOTHING = "from nothing"
NOTHING = "nothing changed"
BODY = "the body of one story"


@dataclass(frozen=True, slots=True)
class Archive:
    """So many generated `stories` in the folder `content` of the site in `folder`."""

    folder: Path
    stories: int

    def story(self, turn: int, which: int) -> Path:
        """Return the file of a story in the middle, another for each *turn* and *which* below 5."""
        middle = self.stories // 20 * 10
        number = (middle + 10 * turn + which) % self.stories
        return next((self.folder / "content").rglob(f"story-{number}.md"))


def change_nothing(_archive: Archive, _turn: int) -> None:
    """Leave the archive as it is."""


def change_body(archive: Archive, turn: int) -> None:
    """Add a paragraph to a story."""
    with archive.story(turn, 1).open("a", encoding="utf-8") as file:
        file.write("\nThe ferry came in at noon.\n")


def _change_title(archive: Archive, turn: int) -> None:
    _edit(archive.story(turn, 2), "Title: ", "Title: Once more: ")


def _add_story(archive: Archive, turn: int) -> None:
    beside = archive.story(turn, 3)
    added = beside.with_name(f"added-{turn}.md")
    shutil.copyfile(beside, added)
    _edit(added, "Title: ", "Title: New: ")


def _delete_story(archive: Archive, turn: int) -> None:
    archive.story(turn, 4).unlink()


def _change_partial(archive: Archive, turn: int) -> None:
    colophon = archive.folder / "theme" / "templates" / "partials" / "colophon.html"
    _edit(colophon, "</footer>", f"<p>Changed {turn}.</p></footer>")


def _rename_partner(archive: Archive, _turn: int) -> None:
    _edit(archive.folder / "content" / "partners" / "partner-0.md", "Title: ", "Title: The New ")


def _check_out(archive: Archive, _turn: int) -> None:
    """Put the same files there as new ones, with new times."""
    for name in ("content", "theme"):
        folder = archive.folder / name
        old = folder.rename(folder.with_name(f"old-{name}"))
        shutil.copytree(old, folder, copy_function=shutil.copyfile)
        shutil.rmtree(old)


CHANGES: dict[str, Callable[[Archive, int], None]] = {
    NOTHING: change_nothing,
    BODY: change_body,
    "the title of one story": _change_title,
    "one story added in the middle": _add_story,
    "one story deleted": _delete_story,
    "a partial of the theme that all pages show": _change_partial,
    "a partner renamed": _rename_partner,
    "a fresh checkout of the same files": _check_out,
}


def _edit(path: Path, old: str, new: str) -> None:
    """Put *new* in the place of the first *old* in the file at *path*."""
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
