"""Compares each file of a site with what its manifest says, or with another site."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.errors import BackfileError
from backfile.outputs.hosts.server_files import SERVER_FILES
from backfile.outputs.site_manifest.format import FOLDER, INDEX, ManifestError, read_site_manifest
from backfile.pipeline.watching import unwatched
from backfile.publish.gates.flaws import Flaw
from backfile.publish.gates.site_source import (
    AbsentError,
    FolderSource,
    ManifestSource,
    SourceError,
    WebSource,
)
from backfile.workers.pool import batches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backfile.checking.check import Finding
    from backfile.pipeline.watching import Watch
    from backfile.publish.gates.site_source import SiteSource

_AT_ONCE = 4  # requests: a server answers others meanwhile
_BATCH = 64
_MOST_FAILURES = 10  # in a row: the server is gone
# GitHub Pages reads the last one.
FOR_HOSTS = SERVER_FILES | {".nojekyll"}


@dataclass(frozen=True, slots=True)
class SiteComparison:
    """What came of a comparison: the findings in order, the number of files that were compared.

    `unserved` are the files for hosts that a site on the Web sends to nobody.
    """

    findings: list[Finding]
    compared: int
    unserved: tuple[str, ...] = ()


def expected_files(source: SiteSource) -> dict[str, str]:
    """Return the SHA-256 of each file that a site should have, by its path.

    Of a folder these are its files as they are, of anything else those that the manifest names.
    Raises ManifestError, SourceError.
    """
    if isinstance(source, FolderSource):
        return {path: sha256 for path, sha256 in _digests(source, source.files()) if sha256}
    return manifest_files(source)


def manifest_files(source: SiteSource) -> dict[str, str]:
    """Return the SHA-256 of the files that the manifest of a site names.

    Raises ManifestError, also where there is no manifest, and SourceError.
    """
    try:
        return dict(read_site_manifest(source.read).files)
    except AbsentError as error:
        message = (
            f"{INDEX}: the site has no manifest, or not all of it; compare the site with another "
            "folder: --against FOLDER"
        )
        raise ManifestError(message) from error


def compare_site(
    site: SiteSource,
    expected: Mapping[str, str],
    shown: str,
    watch: Watch = unwatched,
) -> SiteComparison:
    """Compare all files of *site* with the *expected* SHA-256, by their paths.

    *shown* is how findings name the site, before the path. Files that are not expected are found
    in a folder alone, since no server lists its files. Raises UsageError for a manifest without its
    site, SourceError if a server has stopped answering.
    """
    if isinstance(site, ManifestSource):
        raise ManifestError(f"{shown}: this is a manifest without its site; name the site")
    flaws: list[tuple[str, Flaw]] = []
    unserved = []
    for done, (path, found) in enumerate(_found(site, sorted(expected)), start=1):
        if isinstance(found, AbsentError) and isinstance(site, WebSource) and _is_for_hosts(path):
            unserved.append(path)
        elif found != expected[path]:
            flaws.append((path, _flaw(found, expected[path])))
        watch("files", done, len(expected))
    if isinstance(site, FolderSource):
        flaws += [(path, Flaw(0, "extra-file", _EXTRA)) for path in _extra(site, expected)]
    findings = sorted(flaw.finding(f"{shown}/{path}") for path, flaw in flaws)
    return SiteComparison(findings, len(expected) - len(unserved), tuple(unserved))


def _extra(site: FolderSource, expected: Mapping[str, str]) -> Iterator[str]:
    """Go through the files that nobody expects. A manifest does not name its own files."""
    has_manifest = any(path.startswith(FOLDER) for path in expected)
    for path in site.files():
        if path not in expected and (has_manifest or not path.startswith(FOLDER)):
            yield path


def _flaw(found: str | BackfileError, expected: str) -> Flaw:
    if isinstance(found, AbsentError):
        return Flaw(0, "missing-file", _MISSING)
    if isinstance(found, BackfileError):
        return Flaw(0, "unreadable-file", f"{found}; try again later")
    return Flaw(0, "file-differs", _differs(found, expected))


_MISSING = "it is named and not there; publish the site again"
_EXTRA = "nothing names it; take it away, or publish the site again"


def _differs(found: str, expected: str) -> str:
    return (
        f"its SHA-256 is {found[:12]}…, and {expected[:12]}… is expected; find out who changed it, "
        "and publish the site again"
    )


def _is_for_hosts(path: str) -> bool:
    return path.rpartition("/")[2] in FOR_HOSTS


def _found(site: SiteSource, paths: list[str]) -> Iterator[tuple[str, str | BackfileError]]:
    """Go through *paths* with the SHA-256 of each, or what is wrong. Raises SourceError."""
    failures = 0
    for path, found in _outcomes(site, iter(paths)):
        failures = failures + 1 if isinstance(found, SourceError) else 0
        if isinstance(found, SourceError) and failures > _MOST_FAILURES:
            raise SourceError(f"{found}; {failures} files in a row failed: try again later")
        yield path, found


def _digests(site: SiteSource, paths: Iterator[str]) -> Iterator[tuple[str, str]]:
    for path, found in _outcomes(site, paths):
        if isinstance(found, BackfileError):
            raise found
        yield path, found


def _outcomes(site: SiteSource, paths: Iterator[str]) -> Iterator[tuple[str, str | BackfileError]]:
    def outcome(path: str) -> str | BackfileError:
        try:
            return site.sha256(path)
        except (AbsentError, SourceError) as error:
            return error

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for batch in batches(paths, _BATCH):
            yield from zip(batch, pool.map(outcome, batch), strict=True)
