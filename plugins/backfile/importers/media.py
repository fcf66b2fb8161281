"""The files that stories show: finds them in the dump, and copies them next to the story."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from backfile.errors import RefusedError
from backfile.importers.crawl.bodies import payload
from backfile.importers.dump_items import Locator
from backfile.importers.file_types import checked_name, unique
from backfile.text.web_addresses import address_key, safe_link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LARGEST_FILE = 64 * 1024 * 1024

# WordPress names a smaller version after its size, and one that it made of too large a picture.
_SIZE = re.compile(r"-(?:\d{1,5}x\d{1,5}|scaled)(?=\.[A-Za-z0-9]{2,5}$)")
_EXTENSION = re.compile(r"(?=\.[A-Za-z0-9]{2,5}$)")
# WordPress.com serves the pictures of other sites from there, below their own addresses.
_PHOTON = re.compile(r"https?://i[0-3]\.wp\.com/", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]{2}")
_MEDIA = (".avif", ".gif", ".jpeg", ".jpg", ".m4a", ".mp3", ".mp4", ".ogg", ".pdf", ".png", ".webp")
# Deeper than any folder of an archive.
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class MediaLocator:
    """Looks for the bytes of the files that the stories of one dump show.

    `root` is the dump's folder, None where it is one file, which has what lies beside it and below.
    `lookup` is the dump's own table: it
    returns where the bytes of an address are, given by its key (`web_addresses.address_key`).
    `folders` are those of `--media`.
    """

    lookup: Callable[[str], Locator | None]
    root: Path | None = None
    folders: tuple[Path, ...] = ()

    def find(self, src: str, base: str = "", beside: str = "") -> Locator | None:
        """Return where the bytes of *src* are, as a page at the address *base* shows it, or None.

        Looked for first below the folder *beside*, in which a saved page lies, then in the dump's
        table, then in the folders of `--media`: there the longest end of the address's path that
        exists, the file's name at least. Where only the full size of a WordPress picture is there,
        it serves for all. Nothing outside the dump's root and these folders is ever found.
        """
        src = src.strip()
        relative = _local_path(src)
        if relative and beside:
            for version in _versions(relative):
                found = _beside(version, Path(beside), self.root or Path(beside))
                if found:
                    return found
        return self._by_address(safe_link(src, base) or _rootless(relative))

    def _by_address(self, address: str) -> Locator | None:
        if not address:
            return None
        address = _PHOTON.sub("https://", address)
        bare = re.split("[?#]", address)[0]
        for version in dict.fromkeys([address, *_versions(bare)]):
            found = self.lookup(address_key(version))
            if found:
                return found
        for folder in self.folders:
            for version in _versions(bare):
                found = _below(folder, _segments(version))
                if found:
                    return found
        return None


def fetch(locator: Locator, limit: int = LARGEST_FILE) -> bytes:
    """Return the bytes at *locator*, of a crawl's record what its server sent.

    Raises RefusedError where they cannot be read or are more than *limit*.
    """
    if locator.offset >= 0:
        return payload(locator, limit)
    try:
        with Path(locator.path).open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise RefusedError(f"{locator.path}: cannot be read: {error.strerror}") from error
    if len(data) > limit:
        raise RefusedError(f"{locator.path}: larger than {limit // 2**20} MB")
    return data


@dataclass(slots=True)
class MediaStore:
    """The files that one story shows, copied to a folder of the story's *slug* next to its file.

    `base` and `beside` are the story's own address and folder. After the story was converted,
    `files` has the names of the copies with where their bytes are, in order of appearance, and
    `refused` the addresses of those that are there but must not be shown, with the reason.
    """

    finder: MediaLocator
    slug: str
    base: str = ""
    beside: str = ""
    files: dict[str, Locator] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def show(self, src: str) -> str | None:
        """Return what the story's Markdown says for *src* (`{attach}slug/pier.jpg`), or None."""
        locator = self.finder.find(src, self.base, self.beside)
        if locator is None:
            return None
        name = next((name for name, one in self.files.items() if one == locator), "")
        if not name and src not in self.refused:
            try:
                name = checked_name(fetch(locator), file_name(src))
            except RefusedError as error:
                self.refused[src] = str(error)
                return None
            name = unique(name, self.files)
            self.files[name] = locator
        return f"{{attach}}{self.slug}/{name}" if name else None


def is_media(href: str) -> bool:
    """Tell an address that leads to a picture, a sound, a film or a document by its name."""
    return file_name(href).lower().endswith(_MEDIA)


def file_name(address: str) -> str:
    """Return the last segment of the path of *address*, with its percent-encoding undone."""
    path = re.split("[?#]", address)[0].rstrip("/\\")
    return unquote(re.split(r"[/\\]", path)[-1])


def _local_path(src: str) -> str:
    """Return *src* as a path of files; empty if it is an address in full."""
    if _SCHEME.match(src):
        return ""
    return unquote(re.split("[?#]", src)[0]).replace("\\", "/")


def _rootless(relative: str) -> str:
    """Return an address that no table has, for the path of a page whose own address is unknown."""
    return safe_link(f"/{relative.lstrip('/')}", "https://unknown.invalid/") if relative else ""


def _versions(path: str) -> Iterator[str]:
    """Give *path*, and where it is a smaller version of a WordPress picture, the larger ones."""
    yield path
    whole = _SIZE.sub("", path)
    if whole != path:
        yield whole
        yield _EXTENSION.sub("-scaled", whole)


def _segments(address: str) -> list[str]:
    parts = urlsplit(address)
    return [parts.netloc, *(unquote(one) for one in parts.path.split("/") if one)]


def _beside(relative: str, folder: Path, root: Path) -> Locator | None:
    """Find *relative* below *folder*; one that begins with a slash, below any folder above it."""
    if not relative.startswith("/"):
        return _inside(root, folder / relative)
    above = [folder, *folder.parents][:_DEEPEST]
    places = (_inside(root, one / relative.lstrip("/")) for one in above)
    return next((place for place in places if place), None)


def _below(folder: Path, segments: Iterable[str]) -> Locator | None:
    """Find the longest end of *segments* that is a file in *folder*."""
    parts = list(segments)
    if any(one in ("", ".", "..") or re.search(r"[/\\\0]", one) for one in parts):
        return None
    # The first is the host: never a file's name alone.
    ends = [parts[start:] for start in range(len(parts)) if parts[start:] != parts[:1]]
    places = (_inside(folder, folder.joinpath(*end)) for end in ends[-_DEEPEST:])
    return next((place for place in places if place), None)


def _inside(root: Path, file: Path) -> Locator | None:
    """Return *file* if it is one, and lies below *root* once all links are followed."""
    try:
        real = os.path.realpath(file)
        within = Path(real).is_relative_to(os.path.realpath(root))
        return Locator(real) if within and Path(real).is_file() else None
    except (OSError, ValueError):  # a name too long, or with a NUL in it
        return None
