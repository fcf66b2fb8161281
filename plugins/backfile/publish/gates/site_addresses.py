"""The addresses of a site: which file a link leads to, and which links lead elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from urllib.parse import quote, unquote, urljoin, urlsplit

_NO_SITE = "https://site.invalid"  # RFC 2606: stands for a site that knows no address of its own
_INDEX = "index.html"


class LinkPlace(Enum):
    """Where an address leads: to a file of the site, to none of it, to another host, or nowhere.

    OTHER are addresses that load nothing and lead to no page, such as `mailto:` and `data:`;
    BESIDE are those of the same host outside of the folder of the site.
    """

    FILE = auto()
    MISSING = auto()
    BESIDE = auto()
    ELSEWHERE = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Where an address leads: the file, empty where there is none, and the decoded fragment."""

    place: LinkPlace
    file: str = ""
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class SiteAddresses:
    """The files of a site and the address below which servers send them.

    `address` has no slash at its end, and is empty where the site knows none. `files` are paths
    from the root of the site.
    """

    address: str
    files: frozenset[str]

    def target(self, written: str, file: str) -> LinkTarget:
        """Return where the address *written* leads, which stands in the *file* of the site."""
        if written.startswith("#"):
            return LinkTarget(LinkPlace.FILE, file, _fragment(written[1:]))
        root = f"{self.address or _NO_SITE}/"
        if written.startswith(root) and "/." not in written and "\\" not in written:
            return self._inside(written.removeprefix(root))
        return self._resolved(written, root, file)

    def _resolved(self, written: str, root: str, file: str) -> LinkTarget:
        try:
            full = urljoin(_page_address(root, file), written.strip())
            parts = urlsplit(full)
        except ValueError:
            return LinkTarget(LinkPlace.MISSING)
        if parts.scheme not in ("http", "https"):
            return LinkTarget(LinkPlace.MISSING if parts.scheme == "file" else LinkPlace.OTHER)
        own = urlsplit(root)
        if parts.netloc.lower() != own.netloc.lower():
            return LinkTarget(LinkPlace.ELSEWHERE)
        if not parts.path.startswith(own.path) and f"{parts.path}/" != own.path:
            return LinkTarget(LinkPlace.BESIDE)
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return self._inside(f"{parts.path[len(own.path) :]}{fragment}")

    def _inside(self, rest: str) -> LinkTarget:
        path, _, fragment = rest.partition("#")
        file = self.file_at(path.partition("?")[0])
        return LinkTarget(LinkPlace.FILE if file else LinkPlace.MISSING, file, _fragment(fragment))

    def file_at(self, path: str) -> str:
        """Return the file that servers send for the encoded *path* from the root; empty for none.

        They send `a/index.html` for `a/`, and lead from `a` to `a/`.
        """
        name = unquote(path)
        if name in self.files and name:
            return name
        index = f"{name}{'' if name.endswith('/') or not name else '/'}{_INDEX}"
        return index if index in self.files else ""


def page_path(file: str) -> str:
    """Return the encoded address of *file* below the site: `2014/06/` for `2014/06/index.html`."""
    is_index = file == _INDEX or file.endswith(f"/{_INDEX}")
    return quote(file.removesuffix(_INDEX) if is_index else file)


@lru_cache(maxsize=64)
def _page_address(root: str, file: str) -> str:
    return f"{root}{page_path(file)}"


def _fragment(written: str) -> str:
    """Return the id that a fragment names; empty for the top and for a text to be found."""
    named = unquote(written.partition(":~:")[0])
    return "" if named.lower() == "top" else named
