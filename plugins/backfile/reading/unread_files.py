"""Finds files that begin like a story, but whose name or folder keeps them from being read."""

from __future__ import annotations

import os
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from backfile.errors import Fault
from backfile.reading.fields import is_field
from backfile.reading.names import PARTNER_FIELDS, STORY_FIELDS
from backfile.reading.reader import shown_path
from backfile.reading.site import RECORD_SUFFIXES, site_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pelican.generators import Generator

    from backfile.reading.site import Site

# Endings, in lower case, under which people keep stories; others are pictures and the like.
_SUFFIXES = (*RECORD_SUFFIXES, "", ".txt", ".text", ".mdwn", ".mkdn")
_KNOWN = {*STORY_FIELDS, *PARTNER_FIELDS}
# Enough to hold the blank lines above the first field, and that field.
_BEGINNING = 4096


def check_overlooked(generators: Sequence[Generator]) -> Iterator[Fault]:
    """Every file that begins with a field is read."""
    site = site_of(generators[0].settings)
    settings, partner_path = site.settings, site.settings.partner_path
    read = (*settings.article_paths, *settings.page_paths, partner_path)
    folders = [os.path.normpath(folder) for folder in read]
    extensions = {f".{one}" for generator in generators for one in generator.readers.extensions}
    for name in _candidates(site, folders):
        is_in_place = any(PurePosixPath(name).is_relative_to(one) for one in folders)
        suffix = PurePosixPath(name).suffix
        known = RECORD_SUFFIXES if PurePosixPath(name).is_relative_to(partner_path) else extensions
        if (is_in_place and suffix in known) or not _begins_with_a_field(settings.content, name):
            continue
        if is_in_place:
            stem = PurePosixPath(name).stem
            why = f"its name does not end in .md; call it {stem}.md"
        else:
            *others, last = (f"{one}/" for one in folders)
            why = f"it lies outside of {', '.join(others)} and {last}; move it there"
        path = shown_path(settings.content / name)
        yield Fault(path, 1, "unread-file", f"is not read, because {why}")


def _candidates(site: Site, folders: Collection[str]) -> Iterator[str]:
    """Go through the files that may be stories, named from the content folder.

    Pelican itself excludes the folders of pages from those of articles, and the other way round; so
    no exclusion counts that names one of *folders*.
    """
    settings, content = site.settings, site.settings.content
    passed = {os.path.normpath(one) for one in (*settings.excludes, *settings.static_paths)}
    passed -= {*folders}
    output = os.path.relpath(settings.output, content).replace(os.sep, "/")
    passed |= {"originals", output, *site.refused}
    ignored = [*settings.ignored, ".*"]
    for folder, below, names in os.walk(content):
        place = os.path.relpath(folder, content).replace(os.sep, "/")

        def is_passed(name: str, place: str = place) -> bool:
            path = os.path.normpath(f"{place}/{name}").replace(os.sep, "/")
            return path in passed or any(fnmatch(name, one) for one in ignored)

        below[:] = sorted(one for one in below if not is_passed(one))
        for name in sorted(names):
            if PurePosixPath(name).suffix.lower() in _SUFFIXES and not is_passed(name):
                yield os.path.normpath(f"{place}/{name}").replace(os.sep, "/")


def _begins_with_a_field(content: Path, name: str) -> bool:
    try:
        with (content / name).open("rb") as file:
            beginning = file.read(_BEGINNING).decode("utf-8-sig", "ignore")
    except OSError:
        return False
    first = next((line for line in beginning.splitlines() if line.strip()), "")
    return is_field(first, _KNOWN)
