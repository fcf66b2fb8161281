"""The files of a crawl (WARC, ARC, and WARC files in WACZ), opened so that one can seek in them."""

from __future__ import annotations

import io
import struct
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from backfile.errors import RefusedError
from backfile.importers.folder import files_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIXES = (".warc", ".warc.gz", ".wacz", ".arc", ".arc.gz")
# Of a WACZ, its list of members is read at once.
_MOST_MEMBERS = 10_000
_LOCAL_HEADER = struct.Struct("<26xHH")  # lengths of name and extra field (APPNOTE, 4.3.7)


def crawl_files(path: Path) -> list[Path]:
    """Return *path*, or all WARC, ARC and WACZ files in the folder *path*, by their names."""
    if not path.is_dir():
        return [path]
    return [one for one in files_in(path) if one.name.lower().endswith(SUFFIXES)]


def members(path: Path) -> list[str]:
    """Return the names of the WARC files in the archive *path*, or `[""]` where it is one itself.

    Raises RefusedError for a WACZ that cannot be read, or whose members are not stored as they
    are (WACZ 1.1.1, §5.2.1): they could not be read from the middle, and could be bombs.
    """
    if not path.name.lower().endswith(".wacz"):
        return [""]
    with _archive(path) as archive:
        infos = [one for one in archive.infolist() if one.filename.startswith("archive/")]
        infos = [one for one in infos if one.filename.lower().endswith(SUFFIXES[:2])]
        if not infos:
            raise RefusedError(f"{path.name}: this WACZ contains no WARC file")
        if any(one.compress_type != zipfile.ZIP_STORED or one.flag_bits & 1 for one in infos):
            raise RefusedError(
                f"{path.name}: the crawl in this WACZ is compressed or encrypted once more; "
                "unpack it (unzip) and import its folder archive/"
            )
        if sum(one.file_size for one in infos) > path.stat().st_size:
            raise RefusedError(f"{path.name}: the members of this WACZ overlap; create it again")
        return sorted(one.filename for one in infos)


@contextmanager
def opened(path: Path, member: str = "") -> Iterator[BinaryIO]:
    """Open the WARC file *path*, or the *member* of a WACZ.

    Raises RefusedError where it cannot be read.
    """
    try:
        with path.open("rb") as file:
            yield io.BufferedReader(_window(path, file, member)) if member else file
    except OSError as error:
        raise RefusedError(f"{path.name}: cannot be read: {error.strerror or error}") from error


def begin_of(path: Path, member: str) -> int:
    """Return where in the file *path* the bytes of its *member* begin; 0 for the file itself."""
    if not member:
        return 0
    with path.open("rb") as file:
        return _window(path, file, member).start


def _window(path: Path, file: BinaryIO, member: str) -> _Window:
    with _archive(path) as archive:
        try:
            info = archive.getinfo(member)
        except KeyError:
            raise RefusedError(f"{path.name}: there is no {member} in it any more") from None
    file.seek(info.header_offset)
    name, extra = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
    return _Window(file, info.header_offset + _LOCAL_HEADER.size + name + extra, info.file_size)


@contextmanager
def _archive(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > _MOST_MEMBERS:
                raise RefusedError(f"{path.name}: this WACZ has more than {_MOST_MEMBERS} members")
            yield archive
    except OSError as error:
        raise RefusedError(f"{path.name}: cannot be read: {error.strerror or error}") from error
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError) as error:
        raise RefusedError(f"{path.name}: this is no whole WACZ (a zip): {error}") from error


class _Window(io.RawIOBase):
    """*size* bytes of *file* from *start*, as a file of their own."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self.start, self._size, self._at = file, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, origin + offset)
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        self._file.seek(self.start + self._at)
        data = self._file.read(max(0, min(len(buffer), self._size - self._at)))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)
