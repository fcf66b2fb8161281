"""The files of a site where it stands: in a folder, or published on the Web."""

from __future__ import annotations

import hashlib
import time
import zlib
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from backfile import __version__
from backfile.errors import BackfileError, UsageError
from backfile.outputs.site_manifest.format import FOLDER, INDEX
from backfile.publish.built_site import files_of, sha256_of
from backfile.publish.gates.site_addresses import page_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from http.client import HTTPResponse

MOST_READ = 256 * 1024**2  # bytes of a list or a table, which are held in memory
MOST_HASHED = 16 * 1024**3  # bytes of any file
SECONDS = 30  # without an answer, or without a byte of it
LONGEST = 900  # seconds for one file
TRIES = 4
_LONGEST_WAIT = 60  # seconds that a server may ask for
_BLOCK = 256 * 1024
_GZIP = 16  # what zlib adds to the size of its window for files of gzip
_BUSY = (429, 502, 503, 504)
_GONE = (404, 410)


class AbsentError(BackfileError):
    """The site has no such file."""


class SourceError(BackfileError):
    """A file of a site that cannot be had, and why."""


class SiteSource(Protocol):
    """A site whose files can be read by their paths from its root."""

    def read(self, path: str) -> bytes:
        """Return the bytes of a file. Raises AbsentError, SourceError."""
        ...

    def sha256(self, path: str) -> str:
        """Return the SHA-256 of a file in hexadecimal digits. Raises AbsentError, SourceError."""
        ...


@dataclass(frozen=True, slots=True)
class FolderSource:
    """A site in the folder `root`."""

    root: Path

    def read(self, path: str) -> bytes:
        """Return the bytes of a file. Raises AbsentError, SourceError."""
        with _as_source_errors(path) as _:
            return self._file(path).read_bytes()

    def sha256(self, path: str) -> str:
        """Return the SHA-256 of a file. Raises AbsentError, SourceError."""
        with _as_source_errors(path) as _:
            return sha256_of(self._file(path))

    def files(self) -> Iterator[str]:
        """Go through the paths of all files, in one order everywhere."""
        return files_of(self.root)

    def _file(self, path: str) -> Path:
        return self.root / _inside(path)


@dataclass(frozen=True, slots=True)
class ManifestSource:
    """A manifest alone, kept in the folder `root` without the site that it tells of."""

    root: Path

    def read(self, path: str) -> bytes:
        """Return the bytes of a file of the manifest. Raises AbsentError, SourceError."""
        return FolderSource(self.root).read(path.removeprefix(FOLDER))

    def sha256(self, path: str) -> str:
        """Return the SHA-256 of a file of the manifest. Raises AbsentError, SourceError."""
        return FolderSource(self.root).sha256(path.removeprefix(FOLDER))


@dataclass(frozen=True, slots=True)
class WebSource:
    """A site that is published at `address`, which has no slash at its end.

    One request at a time is made by each caller, and a server that is busy is given time. `wait`
    waits so many seconds.
    """

    address: str
    wait: Callable[[float], None] = time.sleep

    def read(self, path: str) -> bytes:
        """Return the bytes of a file. Raises AbsentError, SourceError."""
        return b"".join(self._blocks(path, MOST_READ))

    def sha256(self, path: str) -> str:
        """Return the SHA-256 of a file. Raises AbsentError, SourceError."""
        digest = hashlib.sha256()
        for block in self._blocks(path, MOST_HASHED):
            digest.update(block)
        return digest.hexdigest()

    def _blocks(self, path: str, most: int) -> Iterator[bytes]:
        """Go through the bytes of a file, of which there may be so many at *most*."""
        address = f"{self.address}/{page_path(_inside(path))}"
        try:
            with self._answer(address) as answer:
                ends, size = time.monotonic() + LONGEST, 0
                for block in _decoded(answer, address):
                    size += len(block)
                    if size > most:
                        raise SourceError(f"{address}: it has more than {most >> 20:,} MB")
                    if time.monotonic() > ends:
                        raise SourceError(f"{address}: it took more than {LONGEST} seconds")
                    yield block
                if answer.length:
                    raise SourceError(f"{address}: the connection ended before the file did")
        except HTTPError as error:
            raise _http_error(error, address, path) from error
        except (URLError, HTTPException, OSError, zlib.error) as error:
            reason = getattr(error, "reason", "") or error
            raise SourceError(f"{address}: no answer that can be read ({reason})") from error

    def _answer(self, address: str) -> HTTPResponse:
        request = Request(address, headers={"User-Agent": f"backfile/{__version__}"})  # noqa: S310 (http alone: see open_source)
        opener = build_opener(_SameHost)
        for tried in range(1, TRIES + 1):
            try:
                answer: HTTPResponse = opener.open(request, timeout=SECONDS)
            except HTTPError as error:
                if error.code not in _BUSY or tried == TRIES:
                    raise
                self.wait(_asked_wait(error, tried))
                error.close()
            else:
                return answer
        raise AssertionError


def open_source(where: str) -> SiteSource:
    """Return the site at *where*: an address of the Web, a folder, or the folder of a manifest.

    Raises UsageError for a folder that is not there, and for an address that is none of the Web.
    """
    if "://" in where:
        parts = urlsplit(where)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise UsageError(f"{where}: write the address of a site, as https://news.example")
        return WebSource(f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}")
    root = Path(where)
    if not root.is_dir():
        raise UsageError(f"{where}: there is no such folder")
    index = INDEX.removeprefix(FOLDER)
    is_manifest = (root / index).is_file() and not (root / INDEX).exists() and _has_lists(root)
    return ManifestSource(root) if is_manifest else FolderSource(root)


class _SameHost(HTTPRedirectHandler):
    """Follows redirects of the same host alone: another has no files of this site."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0913, PLR0917 (as urllib calls it)
        if urlsplit(newurl).hostname != urlsplit(req.full_url).hostname:
            raise HTTPError(req.full_url, code, f"it leads to {newurl}", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _as_source_errors:  # noqa: N801 (a context manager that reads as a phrase)
    """Raise what goes wrong with the file at *path* in the block as errors of a source."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __enter__(self) -> None:
        """Begin the block."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """End the block."""
        if isinstance(error, (FileNotFoundError, NotADirectoryError)):
            raise AbsentError(f"{self.path}: there is no such file") from error
        if isinstance(error, OSError):
            raise SourceError(f"{self.path}: it cannot be read: {error.strerror}") from error


def _decoded(answer: HTTPResponse, address: str) -> Iterator[bytes]:
    """Go through the bytes of a file, also where a server sends it packed without being asked to.

    A small packed file can hold a large one, so it is unpacked a block at a time.
    """
    packed = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if packed not in ("identity", "gzip"):
        raise SourceError(f"{address}: it comes packed as {packed}, which was not asked for")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | _GZIP)
    while block := answer.read1(_BLOCK):
        if packed == "identity":
            yield block
        while packed == "gzip" and block:
            yield unpacker.decompress(block, _BLOCK)
            block = unpacker.unconsumed_tail
    if packed == "gzip" and not unpacker.eof:
        raise SourceError(f"{address}: the connection ended before the file did")


def _has_lists(root: Path) -> bool:
    return any(root.glob("*.sha256"))


def _inside(path: str) -> str:
    r"""Return *path*, from the root of a site. Raises SourceError for one that leads out of it."""
    parts = path.replace("\\", "/").split("/")
    if path.startswith("/") or ".." in parts or "" in parts or ":" in parts[0]:
        raise SourceError(f"{path}: this path leads out of the site")
    return path


def _http_error(error: HTTPError, address: str, path: str) -> BackfileError:
    error.close()
    if error.code in _GONE:
        return AbsentError(f"{path}: the site has no such file")
    return SourceError(f"{address}: the server answers {error.code} ({error.reason})")


def _asked_wait(error: HTTPError, tried: int) -> float:
    """Return how many seconds to wait, as a busy server asks (RFC 9110, section 10.2.3)."""
    asked = error.headers.get("Retry-After", "")
    return min(int(asked) if asked.isdecimal() else 2**tried, _LONGEST_WAIT)
