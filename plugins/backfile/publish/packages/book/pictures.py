"""The pictures of a book: each once, in a size that readers of books can use."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from backfile.publish.packages.media_types import media_type

if TYPE_CHECKING:
    from pathlib import Path

    from selectolax.lexbor import LexborNode

    from backfile.publish.packages.site_links import SiteLinks

# What every reader shows (EPUB 3.3, section 3.2, "Core media types").
_SHOWN = frozenset({"image/gif", "image/jpeg", "image/png", "image/svg+xml", "image/webp"})
_WIDEST = 1600  # pixels: wider than the screens of readers
_CANDIDATE = re.compile(r"(\S+)\s+(\d+)w\s*(?:,|$)")


class BookPictures:
    """The pictures that a book needs so far."""

    def __init__(self, site: Path, links: SiteLinks) -> None:
        self._site, self._links = site, links
        self._names: dict[str, str] = {}
        self._untaken: list[tuple[str, Path]] = []
        self.are_described = True

    def take(self, image: LexborNode, page: str) -> str:
        """Return the name that the picture of an `<img>` on *page* has in the book.

        It is empty for one that is not a file of the site, or not of a kind that readers show.
        """
        path = self._chosen(image, page)
        if path is None:
            return ""
        if not (image.attributes.get("alt") or "").strip():
            self.are_described = False
        if path not in self._names:
            ending = PurePosixPath(path).suffix.lower()
            name = f"images/{len(self._names) + 1:04}{ending}"
            self._names[path] = name
            self._untaken.append((name, self._site / path))
        return self._names[path]

    def new(self) -> list[tuple[str, Path]]:
        """Return the pictures that were taken since the last call: their names and files."""
        found, self._untaken = self._untaken, []
        return found

    @property
    def names(self) -> list[str]:
        """The names of all pictures so far."""
        return list(self._names.values())

    @property
    def may_move(self) -> bool:
        """Whether a picture is of a kind that can be animated."""
        return any(name.endswith((".gif", ".svg", ".webp")) for name in self.names)

    def _chosen(self, image: LexborNode, page: str) -> str | None:
        """Return the path of the largest version that is not too wide, or else of the picture."""
        sizes = _CANDIDATE.findall(image.attributes.get("srcset") or "")
        fitting = [(int(width), link) for link, width in sizes if int(width) <= _WIDEST]
        best = [link for _, link in sorted(fitting, reverse=True)]
        for link in [*best, image.attributes.get("src") or ""]:
            target = self._links.target(link, page) if link else None
            if target is not None and media_type(target.path) in _SHOWN:
                return target.path
        return None
