"""The portable edition: the site as a zip file that is read from a disk, in any browser."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from backfile.publish.packages.offline_pages import offline_css, offline_page
from backfile.publish.packages.packaged_site import PackageError, files_below
from backfile.publish.packages.site_links import SiteLinks
from backfile.publish.packages.zip_files import writing_zip

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from backfile.pipeline.watching import Watch
    from backfile.publish.packages.packaged_site import FoundFile, PackagedSite
    from backfile.publish.packages.site_parts import OnlineParts
    from backfile.publish.packages.zip_files import ZipFile

_KEPT = 1 << 16  # answers whether a file is there; a page leads mostly where others have led
_README = """\
{name}
{line}

This is a copy of the whole archive{where}, to be read without the Internet.
It holds everything that was published up to {changed}.

To read it, unpack the zip file and open index.html in the folder {folder} in any browser.

Left out is what needs a server or scripts: the search, the feeds, the sitemap and
redirects from old addresses. Nothing is loaded from anywhere else.
"""


def write_portable(
    target: Path, site: PackagedSite, online: OnlineParts, folder: str, watch: Watch
) -> None:
    """Write the zip file *target*, which unpacks into *folder*; *online* is what it leaves out.

    Raises PackageError where the site has no first page, or a page is not in UTF-8, and OSError.
    """
    if not (site.folder / "index.html").is_file():
        raise PackageError(
            f"{site.folder}: there is no index.html, which a reader would open first"
        )

    @lru_cache(maxsize=_KEPT)
    def has_file(path: str) -> bool:
        return (site.folder / path).is_file() and not online.has(path, site.folder)

    links = SiteLinks(site.address, has_file)
    with writing_zip(target, site.changed) as edition:
        edition.add(f"{folder}/README.txt", _readme(site, folder).encode())
        for number, found in enumerate(files_below(site.folder, lambda _name: False), start=1):
            if has_file(found.path) and found.path != "README.txt":
                _add(edition, f"{folder}/{found.path}", found, links)
            watch("packing files", number, None)


def _add(edition: ZipFile, path: str, found: FoundFile, links: SiteLinks) -> None:
    changes: dict[str, Callable[[str, str, SiteLinks], str]] = {
        ".html": offline_page,
        ".htm": offline_page,
        ".css": offline_css,
    }
    change = changes.get(found.file.suffix)
    if change is None:
        edition.copy(path, found.file)
        return
    try:
        text = found.file.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise PackageError(f"{found.file}: it is not UTF-8, so its links cannot be read") from error
    edition.add(path, change(text, found.path, links).encode())


def _readme(site: PackagedSite, folder: str) -> str:
    where = f" at {site.address}/" if site.address else ""
    line = "=" * len(site.name)
    return _README.format(
        name=site.name, line=line, where=where, changed=site.changed.date(), folder=folder
    )
