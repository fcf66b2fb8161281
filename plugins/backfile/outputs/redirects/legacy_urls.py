"""The old address of a story, on a site that is gone, parsed for redirects."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from backfile.errors import BackfileError

DEEPEST = 20  # folders of a page; some programs follow no more than a few hundred
LONGEST = 2000  # characters that all servers and browsers accept
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?")
_SLASHES = re.compile(r"/{2,}")
# What a file must not be called, on one system or another. A % is left of a double encoding.
_NO_FILE_NAME = re.compile(r'^\.|[%<>:"|?*\\]|[. ]$')
_PAGES = (".html", ".htm")
# What a host sends for every address that it does not have.
_NOT_FOUND = "404.html"


class OldAddressError(BackfileError):
    """An old address that no server can be told to answer, with the reason."""


@dataclass(frozen=True, slots=True, order=True)
class OldAddress:
    """A request to a server: a host, where empty any host; a path; a query.

    `host` is in small letters, without `www.`; `path` is decoded and begins with a slash; `query`
    is as it was written, without its `?`.
    """

    host: str
    path: str
    query: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """Return a key that is the same for all spellings of the path and the query.

        Case does not count, as for nginx and on many disks; nor does it whether a folder has a
        slash at its end, or `index.html`.
        """
        path = self.path.lower()
        for index in _PAGES:
            path = path.removesuffix(f"/index{index}")
        return path.rstrip("/"), self.query.lower()

    @property
    def file(self) -> str:
        """Return the file that a static host sends for the address, empty where there is none."""
        *folders, last = self.path[1:].split("/")
        if last and "." not in last:
            folders, last = [*folders, last], ""
        names = [*folders, last or "index.html"]
        fits = all(len(name.encode()) <= 255 and not _NO_FILE_NAME.search(name) for name in names)
        is_page = names[-1].lower().endswith(_PAGES) and names != [_NOT_FOUND]
        stands = fits and is_page and all(names) and len(names) <= DEEPEST
        return "/".join(names) if stands and not self.query else ""


def bare_host(host: str) -> str:
    """Return *host* for comparison: in lower case, as DNS has it, without `www.`.

    Raises OldAddressError for an invalid name.
    """
    try:
        name = host.rstrip(".").encode("idna").decode().lower()
    except UnicodeError:
        name = ""
    if not _HOST.fullmatch(name):
        raise OldAddressError(f'"{host}" is not the name of a host')
    return name.removeprefix("www.") or name


def read_old_address(text: str) -> OldAddress:
    """Read a web address, or a path that begins with one slash and is meant for any host.

    Raises OldAddressError for anything else, and for an address that may mislead: with control
    characters, backslashes, or a path that climbs (`/../`, also encoded).
    """
    if len(text) > LONGEST:
        raise OldAddressError(f"it is longer than {LONGEST:,} characters")
    if "\\" in text or any(map(_is_control, text)):
        raise OldAddressError("it has a backslash or a control character in it")
    if text.startswith("/") and not text.startswith("//"):
        host, rest = "", text
    elif text.lower().startswith(("http://", "https://")):
        host, rest = _split_host(text)
    else:
        raise OldAddressError("begin it with http://, https:// or a single /")
    path, _, query = rest.partition("#")[0].partition("?")
    return OldAddress(host, _decode(path), query)


def _split_host(text: str) -> tuple[str, str]:
    """Return the host of a web address, and what follows it."""
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise OldAddressError(f"it is not a web address: {error}") from error
    query = f"?{parts.query}" if parts.query else ""
    return bare_host(parts.hostname or ""), f"{parts.path or '/'}{query}"


def _decode(path: str) -> str:
    """Return *path* as a server decodes it, several slashes in a row as one."""
    try:
        decoded = _SLASHES.sub("/", unquote(path, errors="strict"))
    except UnicodeDecodeError as error:
        raise OldAddressError("its characters are not encoded in UTF-8") from error
    if "\\" in decoded or any(map(_is_control, decoded)):
        raise OldAddressError("it has an encoded backslash or control character in it")
    if any(name in {".", ".."} for name in decoded.split("/")):
        raise OldAddressError('it climbs from folder to folder with "." or ".."')
    return decoded


def _is_control(character: str) -> bool:
    """Return whether it is a control character, a line separator, or half a surrogate pair."""
    return unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
