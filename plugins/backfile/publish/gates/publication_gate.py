"""All gates of a site as the one that a publication asks: what speaks against publishing it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from backfile.publish.gates.check_site import check_site
from backfile.publish.gates.earlier_release import EarlierRelease
from backfile.reading.severities import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from backfile.checking.check import Finding
    from backfile.outputs.site_manifest.format import SiteManifest
    from backfile.publish.gates.archive_sources import ArchiveSources

MOST_LISTED = 5  # findings of one code: check --site lists all


def publication_gate(
    sources: ArchiveSources | None, workers: int = 0
) -> Callable[[Path, SiteManifest, SiteManifest | None], Sequence[str]]:
    """Return the gate of an archive with these *sources*: it returns the errors, a sentence each.

    It takes the folder of a site, its manifest, and that of the published site, whose addresses
    must stay. A manifest tells no anchors, so these are not compared. It uses so many *workers*, 0
    for one a core, and raises what `check_site` raises.
    """

    def objections(
        site: Path, _manifest: SiteManifest, published: SiteManifest | None
    ) -> Sequence[str]:
        earlier = EarlierRelease(frozenset(published.files)) if published else None
        findings = check_site(site, sources=sources, earlier=earlier, workers=workers)
        return _lines(one for one in findings if one.severity is Severity.ERROR)

    return objections


def _lines(errors: Iterable[Finding]) -> list[str]:
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for error in errors:
        by_code[error.code].append(error)
    lines: list[str] = []
    for code, found in by_code.items():
        lines += map(str, found[:MOST_LISTED])
        more = len(found) - MOST_LISTED
        if more > 0:
            lines.append(f"and {more:,} more {code}; check --site --only {code} lists all")
    return lines
