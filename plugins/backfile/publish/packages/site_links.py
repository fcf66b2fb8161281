"""Which file of a site an address on one of its pages means, and how another page leads to it."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from backfile.text.addresses import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

_INDEX = "index.html"
_ELSEWHERE = "https://site.invalid"  # of a site without a host, to tell its addresses from others


@dataclass(frozen=True, slots=True)
class SiteLink:
    """A file of the site by its path, and the place in it, empty for its beginning."""

    path: str
    fragment: str


@dataclass(frozen=True, slots=True)
class SiteLinks:
    """The addresses of a site.

    `address` is the site's, without a slash at its end; `has_file` tells whether the site has a
    file at a path.
    """

    address: str
    has_file: Callable[[str], bool]

    def target(self, link: str, page: str) -> SiteLink | None:
        """Return what the address *link* on the page at the path *page* means.

        Returns None for an address of another site, of no file, and for one that is broken.
        """
        base = self._base
        try:
            parts = urlsplit(urljoin(f"{base}/{quoted(page)}", link.strip()))
            path = unquote(parts.path, errors="strict")
        except ValueError:
            return None
        root = urlsplit(base)
        if (parts.scheme, parts.netloc) != (root.scheme, root.netloc):
            return None
        above = f"{unquote(root.path)}/"
        if path == above.rstrip("/"):
            path = above
        if not path.startswith(above):
            return None
        found = self._file(path.removeprefix(above))
        return None if found is None else SiteLink(found, parts.fragment)

    def is_on_site(self, link: str, page: str) -> bool:
        """Tell whether *link* on *page* is an address of this site, with a file or without."""
        base = self._base
        try:
            full = urljoin(f"{base}/{quoted(page)}", link.strip())
        except ValueError:
            return False
        return full == base or full.startswith((f"{base}/", f"{base}?", f"{base}#"))

    @property
    def _base(self) -> str:
        if self.address.startswith(("http://", "https://")):
            return self.address
        return f"{_ELSEWHERE}/{self.address.strip('/')}".rstrip("/")

    def _file(self, path: str) -> str | None:
        """Return the file that a server sends for *path*."""
        if not path or path.endswith("/"):
            candidates = [path + _INDEX]
        else:
            candidates = [path, f"{path}/{_INDEX}", f"{path}.html"]
        return next((one for one in candidates if self.has_file(one)), None)


def relative_address(target: str, page: str) -> str:
    """Return how the page at the path *page* leads to the file *target*: `../a.html`."""
    return quoted(posixpath.relpath(target, posixpath.dirname(page) or "."))
