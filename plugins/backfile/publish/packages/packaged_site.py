"""The built site that a package is made of: its files, its name, and when it last changed."""

from __future__ import annotations

import csv
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from backfile.errors import BackfileError, UsageError
from backfile.files.containment import is_utf8, printable, refusal
from backfile.outputs.site_manifest.format import INDEX, read_site_manifest
from backfile.publish.built_site import sha256_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

    from backfile.pipeline.watching import Watch

STORY_TABLES = "data/stories-*.csv"
_EPOCH = "SOURCE_DATE_EPOCH"
_NAMED = 5  # in a message


class PackageError(BackfileError):
    """Something that a package cannot hold, or that is needed to make it and is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagedSite:
    """A built site.

    `folder` holds its files. `address` is where it is on the Web, without a slash at its end: as
    its links have it, empty where they begin with a slash. `changed` is the moment that the package
    states; it comes from the stories or from SOURCE_DATE_EPOCH, never from the clock.
    """

    folder: Path
    name: str
    subtitle: str
    address: str
    lang: str
    changed: datetime


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file below a folder: its path from there, with slashes, and where it is."""

    path: str
    file: Path


def files_below(folder: Path, is_left_out: Callable[[str], bool]) -> Iterator[FoundFile]:
    """Go through the files below *folder*, ordered by their paths.

    *is_left_out* tells by the name of a file or folder whether it is passed over. Raises
    PackageError for a link that leads outside, and for what is no file or has no name in UTF-8.
    """
    yield from _files_in(folder, folder, "", is_left_out)


def _files_in(
    folder: Path, root: Path, before: str, is_left_out: Callable[[str], bool]
) -> Iterator[FoundFile]:
    with os.scandir(folder) as found:
        # A folder is ordered as its paths are, with the slash: "a-b" comes before "a/b".
        names = sorted(f"{one.name}/" if one.is_dir() else one.name for one in found)
    for name in names:
        path = folder / name.rstrip("/")
        if is_left_out(name.rstrip("/")):
            continue
        if fault := refusal(path, root):
            raise PackageError(f"{printable(str(path))}: {fault.message}; it cannot be packaged")
        if not is_utf8(path):
            raise PackageError(f"{printable(str(path))}: its name is not UTF-8; rename it")
        if name.endswith("/"):
            yield from _files_in(path, root, before + name, is_left_out)
        else:
            yield FoundFile(before + name, path)


def need_whole_site(site: Path, watch: Watch) -> None:
    """Raise PackageError if a file of a built *site* is not as its manifest says.

    A site without a manifest is taken as it is.
    """
    if not (site / INDEX).is_file():
        return
    manifest = read_site_manifest(lambda path: (site / path).read_bytes())
    wrong = []
    for number, (path, sha256) in enumerate(sorted(manifest.files.items()), start=1):
        file = site / path
        if not file.exists() or sha256_of(file) != sha256:
            wrong.append(path)
        watch("checking files", number, len(manifest.files))
    if wrong:
        more = f" and {len(wrong) - _NAMED} more" if len(wrong) > _NAMED else ""
        raise PackageError(
            f"{site}: these files are not as they were built: {', '.join(wrong[:_NAMED])}{more}; "
            "build the site again with --check-output"
        )


def moment_of(
    site: Path, environment: Mapping[str, str], stories: Collection[str] | None = None
) -> datetime:
    """Return the moment that a package of *site* states, in UTC.

    *stories* are the keys of those that it holds, None for all. It is that of SOURCE_DATE_EPOCH in
    the *environment* (https://reproducible-builds.org/specs/), or else that of the last story or
    update. Raises UsageError for a SOURCE_DATE_EPOCH that is no number of seconds, and PackageError
    where neither is known.
    """
    given = environment.get(_EPOCH, "")
    if given:
        return _from_epoch(given)
    rows = (row for row in story_rows(site) if stories is None or row["story"] in stories)
    last = max(map(_last_of, rows), default="")
    if not last:
        raise PackageError(
            f"{site}: it has no tables of stories in data/, so nothing says when it last changed; "
            f"set {_EPOCH}, or BACKFILE_DATA = True and build again"
        )
    return datetime.fromisoformat(last)


def story_rows(site: Path) -> Iterator[dict[str, str]]:
    """Go through the rows of the tables of stories of a built *site*, by year."""
    csv.field_size_limit(sys.maxsize)  # a story may be longer than Python's limit
    for table in sorted(site.glob(STORY_TABLES)):
        with table.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)


def rfc_3339(moment: datetime) -> str:
    """Return a *moment* in UTC to the second: `2011-03-04T21:30:00Z`. Its year has four digits."""
    return f"{moment.replace(microsecond=0, tzinfo=None).isoformat()}Z"


def _from_epoch(given: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError):
        raise UsageError(
            f'{_EPOCH} is "{given}"; set it to a number of seconds since 1970, or unset it'
        ) from None


def _last_of(row: Mapping[str, str]) -> str:
    """Return the last moment that the *row* of a story states, in UTC, in RFC 3339."""
    published = row["published_utc"] or f"{row['published_day']}T00:00:00Z"
    modified = row["modified_utc"] or (
        f"{row['modified_day']}T00:00:00Z" if row["modified_day"] else ""
    )
    return max(published, modified)
