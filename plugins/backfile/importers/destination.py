"""The archive that an import writes into: its folders, and the names of new files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.fidelity.originals import FOLDER
from backfile.files.containment import refusal
from backfile.text.addresses import file_slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

_DIGEST = re.compile(rb"(?im)^original_sha256:[ \t]*([0-9a-f]{64})")
_DRAFT = re.compile(rb"(?im)^status:[ \t]*draft[ \t]*\r?$")
_ADDRESSES = re.compile(rb"(?im)^(?:original_url|redirect_from):[ \t]*([^\r\n]*)")


@dataclass(frozen=True, slots=True)
class ImportTarget:
    """The content folder, where in it partners stand, and how a title becomes a file's name.

    `slugify` can be sent to another process. `stories` and `pages` are the folders into which each
    kind is written, `read_from` all in which a story may stand since, below the content folder.
    """

    content: Path
    partner_path: str
    slugify: Callable[[str], str]
    stories: str = "stories"
    pages: str = "pages"
    read_from: tuple[str, ...] = ("stories", "pages")

    def wanted(self, folder: str, day: date | None, name: str, digest: str) -> Iterator[str]:
        """Go through the places for a story called *name*, below the content folder, best first.

        *folder* is `stories` or `pages`, as in `Facts`. A story without a day goes among the
        drafts.
        """
        slug = file_slug(self.slugify(name)) or f"story-{digest[:8]}"
        period = f"{day.year:04}/{day:%m}" if day else "undated"
        below = f"{self.stories}/{period}" if folder == "stories" else self.pages
        for one in numbered(slug):
            yield f"{below}/{one}.md"


@dataclass(frozen=True, slots=True)
class Standing:
    """A story of the archive: its place below the content folder, and what its head states.

    `digest` is the SHA-256 of its original, empty for none; `addresses` are those where it stood,
    none for a draft, to which no story may link.
    """

    place: str
    digest: str
    addresses: tuple[str, ...]


def standing_stories(archive: ImportTarget) -> Iterator[Standing]:
    """Go through the stories and pages that are there, wherever they were moved."""
    content = archive.content
    for folder in archive.read_from:
        for path in sorted((content / folder).rglob("*.md")):
            is_original = path.is_relative_to(content / FOLDER)
            if is_original or refusal(path, content) is not None:
                continue
            with path.open("rb") as file:
                head = file.read(8192).partition(b"\n\n")[0]
            digest = _DIGEST.search(head)
            found = [] if _DRAFT.search(head) else _ADDRESSES.findall(head)
            addresses = b" ".join(found).decode("utf-8", "replace").split()
            place = path.relative_to(content).as_posix()
            yield Standing(place, digest[1].decode().lower() if digest else "", tuple(addresses))


def numbered(slug: str) -> Iterator[str]:
    """Go through *slug*, *slug*-2, *slug*-3 and so on."""
    yield slug
    number = 2
    while True:
        yield f"{slug}-{number}"
        number += 1
