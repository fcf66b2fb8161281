"""Which files of a site work only on a server or with scripts, and have no use on a disk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.outputs.feeds.entry import FOLDER as FEEDS
from backfile.outputs.hosts.server_files import SERVER_FILES
from backfile.outputs.redirects.formats import PAGE_MARK
from backfile.outputs.search.forms import SEARCH_INDEX, search_pages
from backfile.outputs.site_manifest.format import FOLDER as MANIFEST

if TYPE_CHECKING:
    from pathlib import Path

    from backfile.config.settings import Settings

# What servers do not send at these addresses.
UNSENT = SERVER_FILES | {"404.html", "CNAME"}
_ROBOTS = "robots.txt"
_SITEMAP = frozenset({"sitemap.xml"})
_SCRIPTS = (".js", ".mjs")
_HEAD = 200  # bytes, in which a page says that it leads on from an old address


@dataclass(frozen=True, slots=True)
class OnlineParts:
    """The files that only a site on the Web has a use for.

    They are `files` by their paths, all that begins with one of `folders`, scripts, files whose
    names begin with a dot, and the pages that lead on from old addresses.
    """

    files: frozenset[str]
    folders: tuple[str, ...]

    def has(self, path: str, site: Path) -> bool:
        """Tell whether the file at *path* of *site* is one of them."""
        hidden = any(name.startswith(".") for name in path.split("/"))
        if hidden or path in self.files or path.endswith(_SCRIPTS):
            return True
        return path.startswith(self.folders) or is_redirect_page(site / path)


def online_parts(site: Path, settings: Settings) -> OnlineParts:
    """Return what of a built *site* only works online."""
    index = site / SEARCH_INDEX
    languages = [one.name for one in index.iterdir() if one.is_dir()] if index.is_dir() else []
    searches = search_pages(languages, settings).values() if settings.search else ()
    folders = {
        f"{SEARCH_INDEX}/": settings.search,
        f"{FEEDS}/": settings.feeds,
        "sitemaps/": settings.sitemap,
        MANIFEST: True,
    }
    return OnlineParts(
        UNSENT
        | {_ROBOTS}
        | {page.save_as for page in searches}
        | (_SITEMAP if settings.sitemap else set()),
        tuple(folder for folder, is_made in folders.items() if is_made),
    )


def is_redirect_page(file: Path) -> bool:
    """Tell whether a *file* is a page that leads on from an old address."""
    if file.suffix not in {".html", ".htm"}:
        return False
    with file.open("rb") as page:
        return PAGE_MARK.encode() in page.read(_HEAD)
