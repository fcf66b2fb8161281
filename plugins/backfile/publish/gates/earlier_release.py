"""The addresses and anchors that an earlier release of a site has promised."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.outputs.hosts.server_files import SERVER_FILES
from backfile.outputs.site_manifest.format import FOLDER, INDEX, ManifestError, read_site_manifest
from backfile.publish.gates.file_judge import story_anchors_of
from backfile.publish.gates.html_reader import read_tags
from backfile.publish.gates.links import PAGES
from backfile.publish.gates.site_addresses import SiteAddresses
from backfile.publish.gates.site_source import (
    AbsentError,
    FolderSource,
    ManifestSource,
    SourceError,
    open_source,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.publish.gates.site_source import SiteSource

# Files that pages load and that nobody cites: those of the theme and the search, versions of
# pictures, the parts of sitemaps, and what servers read. Their names may change from release to
# release.
_UNCITED = ("theme/", "search-index/", "pictures/", "cards/", "sitemaps/", "manifest/")
_UNCITED_FILES = SERVER_FILES | {"robots.txt"}
_TABLE = re.compile(r"(?:.*/)?updates-\d{4,}\.csv")
_LONGEST_CELL = 2**31 - 1


@dataclass(frozen=True, slots=True)
class EarlierRelease:
    """An earlier release of a site: the paths of all its files, and its `source` to read them.

    The source is None where only the manifest is left.
    """

    files: frozenset[str]
    source: SiteSource | None = None

    @property
    def cited(self) -> Iterator[str]:
        """Go through the paths that people or programs may hold on to, in their order."""
        cited = (path for path in sorted(self.files) if not path.startswith(_UNCITED))
        return (path for path in cited if path not in _UNCITED_FILES)

    @property
    def tells_anchors(self) -> bool:
        """Tell whether the anchors of its pages can be known."""
        has_tables = any(map(_TABLE.fullmatch, self.files))
        return isinstance(self.source, FolderSource) or (self.source is not None and has_tables)

    def anchors(self) -> Iterator[tuple[str, list[str]]]:
        """Go through the pages that have promised anchors, each with these.

        Of a folder, these are all ids within the text of a story; of a site on the Web, those of
        updates, which its tables name, since that takes a request a year. Raises SourceError,
        AbsentError.
        """
        if isinstance(self.source, FolderSource):
            yield from _of_pages(self.source, self.files)
        elif self.source is not None:
            yield from _of_tables(self.source, self.files)


def earlier_release(where: str) -> EarlierRelease:
    """Return the release at *where*: the address of a site, its folder, or that of a manifest.

    A folder without a manifest is taken as it is. Raises UsageError, ManifestError, SourceError.
    """
    source = open_source(where)
    try:
        files = frozenset(read_site_manifest(source.read).files)
    except AbsentError as error:
        if isinstance(source, FolderSource) and not (source.root / INDEX).exists():
            return EarlierRelease(frozenset(source.files()), source)
        message = f"{where}: it has no {FOLDER}, which names its files; name a folder of the site"
        raise ManifestError(message) from error
    return EarlierRelease(files, None if isinstance(source, ManifestSource) else source)


def _of_pages(source: FolderSource, files: frozenset[str]) -> Iterator[tuple[str, list[str]]]:
    for path in sorted(files):
        if path.endswith(PAGES):
            in_story = story_anchors_of(read_tags(source.read(path).decode("utf-8", "replace")))
            if in_story:
                yield path, list(in_story)


def _of_tables(source: SiteSource, files: frozenset[str]) -> Iterator[tuple[str, list[str]]]:
    promised = read_site_manifest(source.read).files
    addresses = SiteAddresses("", files)
    for path in sorted(filter(_TABLE.fullmatch, files)):
        data = source.read(path)
        if hashlib.sha256(data).hexdigest() != promised[path]:
            raise SourceError(
                f"{path}: it is not the file that the manifest names; publish it again"
            )
        by_page: dict[str, list[str]] = {}
        for story, anchor in _updates(data):
            page = addresses.file_at(story)
            if page:
                by_page.setdefault(page, []).append(anchor)
        yield from by_page.items()


def _updates(data: bytes) -> Iterator[tuple[str, str]]:
    """Go through the rows of a table of updates: the address of the story, and the anchor."""
    csv.field_size_limit(_LONGEST_CELL)  # a cell may hold a whole story
    for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig", "replace"), newline="")):
        if row.get("story") and row.get("anchor"):
            yield row["story"], row["anchor"]
