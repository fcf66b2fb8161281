"""Archives (zip, tar, one compressed file): unpacked into a folder that is imported like any other.

Nothing leaves that folder: names are made of the member's own parts, links and devices are refused,
and so is what grows without end.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, cast

from backfile.errors import RefusedError
from backfile.files.containment import printable
from backfile.importers.dump_items import Quarantined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PREFIX = "backfile-unpacked-"
_HEAD = 512
_USTAR = slice(257, 262)  # POSIX.1-1988, the magic of a tar's first header
_BLOCK = 1024 * 1024
_MOST_MEMBERS = 200_000
# What grows beyond both when it is unpacked is a bomb, a member and the archive as a whole.
_LARGEST_UNPACKED = 1024 * 1024 * 1024
_LARGEST_RATIO = 50
_LONGEST_NAME = 200
SUFFIXES = (".gz", ".bz2", ".xz", ".zip", ".tar", ".tgz", ".tbz2", ".tbz", ".txz")
# Of a member; a crawl that is compressed is none.
_NESTED = (
    *(".zip", ".tar", ".tgz", ".tbz2", ".tbz", ".txz", ".7z", ".rar"),
    *(".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst"),
)
# What macOS adds to archives: its notes on the other members.
_NOTES = ("__MACOSX", ".DS_Store")
_DAMAGED = (OSError, EOFError, zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError)
_BEGINNINGS = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
)
_OPENERS: dict[str, Callable[[Path], IO[bytes]]] = {
    "gz": lambda path: cast("IO[bytes]", gzip.GzipFile(path)),
    "bz2": bz2.BZ2File,
    "xz": lzma.LZMAFile,
}


@dataclass(frozen=True, slots=True)
class _ArchiveMember:
    """A member: its name, how to open it, and why it is refused."""

    name: str
    open: Callable[[], IO[bytes]]
    refused: str = ""


def kind_of(head: bytes) -> str:
    """Return what kind of archive begins with *head*, or nothing.

    `zip`, `tar`, or `gz`, `bz2`, `xz` for one compressed file, which may be a tar.
    """
    for begin, kind in _BEGINNINGS:
        if head.startswith(begin):
            return kind
    return "tar" if head[_USTAR] == b"ustar" else ""


@contextmanager
def unpacked(path: Path) -> Iterator[tuple[Path, list[Quarantined]]]:
    """Unpack the archive *path* for a while; return the folder, and which members were refused.

    The folder has the archive's name without its suffixes, so that what is in it is called the
    same in every import. Raises RefusedError for an archive that cannot be read, or is a bomb.
    """
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as above:
        folder = Path(above) / stem(path.name)
        folder.mkdir()
        refused: list[Quarantined] = []
        try:
            _unpack(path, folder, refused)
        except RefusedError:
            raise
        except (*_DAMAGED, NotImplementedError, RuntimeError, ValueError) as error:
            raise RefusedError(f"it cannot be unpacked: {error}") from None
        yield folder, refused


def stem(name: str) -> str:
    """Return the *name* of an archive without its suffixes: stories.tar.gz → stories."""
    while name.lower().endswith(SUFFIXES):
        name = name.rpartition(".")[0]
    return name or "archive"


def as_named(path: Path) -> Path:
    """Return *path* as a person knows it: of what was unpacked, its place in the archive."""
    for above in path.parents:
        if above.name.startswith(_PREFIX):
            return path.relative_to(above)
    return path


def _unpack(path: Path, folder: Path, refused: list[Quarantined]) -> None:
    room = max(_LARGEST_UNPACKED, _LARGEST_RATIO * path.stat().st_size)
    taken: set[str] = set()
    for number, member in enumerate(_members(path)):
        if number == _MOST_MEMBERS:
            raise RefusedError(f"it has more than {_MOST_MEMBERS:,} members; unpack it yourself")
        if any(part.startswith(_NOTES) for part in _parts(member.name)):
            continue
        why = member.refused or _fault(member.name)
        target = folder.joinpath(*_parts(member.name))
        if not why and str(target).casefold() in taken:
            why = "another member has this name"
        if why:
            refused.append(Quarantined(str(path), member.name[:_LONGEST_NAME], why))
            continue
        taken.add(str(target).casefold())
        target.parent.mkdir(parents=True, exist_ok=True)
        with member.open() as source, target.open("xb") as copy:
            room = _copy(source, copy, room)


def _copy(source: IO[bytes], copy: IO[bytes], room: int) -> int:
    """Copy a member; return how many bytes there is *room* for after it."""
    while block := source.read(_BLOCK):
        room -= len(block)
        if room < 0:
            raise RefusedError(
                "it is a bomb, which grows without end when it is unpacked; if you trust it, "
                "unpack it yourself and import the folder"
            )
        copy.write(block)
    return room


def _members(path: Path) -> Iterator[_ArchiveMember]:
    with path.open("rb") as file:
        kind = kind_of(file.read(_HEAD))
    if kind == "zip":
        yield from _of_zip(path)
    elif kind == "tar" or _holds_tar(path, kind):
        yield from _of_tar(path, kind)
    else:
        yield _ArchiveMember(_without_suffix(path.name), partial(_OPENERS[kind], path))


def _without_suffix(name: str) -> str:
    """Return the name of the one file that *name* is compressed: bridge.txt.gz → bridge.txt."""
    return name.rpartition(".")[0] if name.lower().endswith((".gz", ".bz2", ".xz")) else name


def _holds_tar(path: Path, kind: str) -> bool:
    with _OPENERS[kind](path) as file:
        return file.read(_HEAD)[_USTAR] == b"ustar"


def _of_zip(path: Path) -> Iterator[_ArchiveMember]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            why = "it is encrypted; unpack it yourself" if info.flag_bits & 1 else ""
            if (info.external_attr >> 16) & 0o170000 == 0o120000:
                why = "it is a link; only files are unpacked"
            yield _ArchiveMember(info.filename, partial(archive.open, info), why)


def _of_tar(path: Path, kind: str) -> Iterator[_ArchiveMember]:
    # As a stream: a tar that is compressed is read once, from its beginning to its end. It is not
    # unpacked by tarfile, which takes one that was cut off for one that ends there.
    opened = _OPENERS[kind](path) if kind in _OPENERS else path.open("rb")
    with opened as file, tarfile.open(fileobj=file, mode="r|") as archive:
        for info in archive:
            if info.isdir():
                continue
            why = "" if info.isreg() else "it is a link or a device; only files are unpacked"
            yield _ArchiveMember(_spelt(info.name), partial(_opened, archive, info), why)


def _spelt(name: str) -> str:
    """Return *name* with bytes that are not UTF-8 spelt out: caf%e9.txt."""
    spelt = printable(name)
    return name if spelt == name else spelt.replace("\\x", "%")


def _opened(archive: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    file = archive.extractfile(info)
    if file is None:
        raise RefusedError(f"its member {info.name[:_LONGEST_NAME]} cannot be read")
    return file


def _parts(name: str) -> tuple[str, ...]:
    return tuple(one for one in PurePosixPath(name.replace("\\", "/")).parts if one not in "/.")


def _fault(name: str) -> str:
    """Say why a member called *name* is not unpacked, if it is not."""
    parts = _parts(name)
    if not parts or name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        return "its name leads out of the archive"
    if any(len(one.encode("utf-8", "replace")) > _LONGEST_NAME or "\0" in one for one in parts):
        return "its name is longer than any file's"
    if name.lower().endswith(_NESTED):
        return "it is an archive in an archive; unpack it, and import it by itself"
    return ""
