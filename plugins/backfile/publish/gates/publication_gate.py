"""All gates of a site as the one that a publication asks: what speaks against publishing it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from backfile.publish.gates.accepted_findings import UNUSED, AcceptedFindings, judged
from backfile.publish.gates.check_site import NOT_PRODUCTION, check_site
from backfile.publish.gates.earlier_release import EarlierRelease
from backfile.publish.release import GateAnswer
from backfile.reading.reader import shown_path
from backfile.reading.severities import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from backfile.checking.check import Finding
    from backfile.outputs.site_manifest.format import SiteManifest
    from backfile.publish.gates.archive_sources import ArchiveSources
    from backfile.publish.release import Gate

MOST_LISTED = 5  # findings of one code: check --site lists all
_NOTHING = AcceptedFindings()


def publication_gate(
    sources: ArchiveSources | None, accepted: AcceptedFindings = _NOTHING, workers: int = 0
) -> Gate:
    """Return the gate of an archive with these *sources*, which objects to every error.

    It takes the folder of a site, its manifest, and that of the published site, whose addresses
    must stay. A manifest tells no anchors, so these are not compared. What the owners have
    *accepted* is no error; a line of theirs that accepts nothing is remarked. It uses so many
    *workers*, 0 for one a core, and raises what `check_site` raises.
    """

    def answer(site: Path, _manifest: SiteManifest, published: SiteManifest | None) -> GateAnswer:
        earlier = EarlierRelease(frozenset(published.files)) if published else None
        judgement = judged(
            check_site(site, sources=sources, earlier=earlier, workers=workers),
            accepted,
            folder=shown_path(site),
            has_earlier=earlier is not None,
        )
        return GateAnswer(
            tuple(_lines(filter(_objects, judgement.findings))),
            judgement.used,
            tuple(str(one) for one in judgement.findings if one.code == UNUSED),
        )

    return answer


def _objects(finding: Finding) -> bool:
    """Tell whether a *finding* keeps a site from being published."""
    return finding.severity is Severity.ERROR or finding.code == NOT_PRODUCTION


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
