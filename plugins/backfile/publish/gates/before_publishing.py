"""What the gates say against the publication of a site, with the published one before them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.publish.gates.archive_sources import archive_sources
from backfile.publish.gates.check_site import check_site
from backfile.publish.gates.earlier_release import EarlierRelease
from backfile.publish.gates.site_source import ManifestSource
from backfile.reading.severities import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from backfile.checking.check import Finding
    from backfile.config.settings import Settings
    from backfile.outputs.site_manifest.format import SiteManifest

_MOST = 10  # findings that are told, of one code


@dataclass(frozen=True, slots=True)
class SiteGate:
    """All gates at once, for the site of an archive with these `settings`."""

    settings: Settings

    def __call__(
        self, folder: Path, _manifest: SiteManifest, published: SiteManifest | None
    ) -> list[str]:
        """Return the errors of the site in *folder*, as lines for people.

        No address of the *published* site may be gone; its anchors are not known from its manifest.
        """
        earlier = None
        if published:  # of which nothing but the manifest was read
            earlier = EarlierRelease(ManifestSource(folder), frozenset(published.files))
        sources, workers = archive_sources(self.settings), self.settings.workers or 0
        found = check_site(folder, sources=sources, earlier=earlier, workers=workers)
        return _lines([one for one in found if one.severity is Severity.ERROR])


def _lines(errors: Sequence[Finding]) -> list[str]:
    """Return the first errors of each code as lines, and how many more there are."""
    counts: Counter[str] = Counter()
    lines = []
    for one in errors:
        counts[one.code] += 1
        if counts[one.code] <= _MOST:
            lines.append(str(one))
    more = len(errors) - len(lines)
    said = f"and {more:,} more errors, which backfile check --site lists"
    return [*lines, said] if more else lines
