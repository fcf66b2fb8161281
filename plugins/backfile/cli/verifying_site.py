"""`backfile verify --site`: compares a site with its manifest, or with another site."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from backfile.cli.checking_site import in_format, need_format
from backfile.cli.progress import progress
from backfile.publish.gates.site_source import open_source
from backfile.publish.gates.verify_site import compare_site, expected_files, manifest_files

if TYPE_CHECKING:
    from backfile.publish.gates.verify_site import SiteComparison
    from backfile.reading.severities import Severity

_COUNTED = {"file-differs": "differ", "missing-file": "missing", "extra-file": "extra"}


def verify_published(where: str, *, against: str, format_name: str) -> int:
    """Print which files of the site at *where* are not as they should be; return 1 if any, else 0.

    *where* is an address or a folder. The files are compared with the manifest of the site, or with
    the site *against*: a folder, the folder of a manifest, or an address. Raises UsageError,
    BackfileError.
    """
    need_format(format_name)
    site = open_source(where)
    expected = expected_files(open_source(against)) if against else manifest_files(site)
    with progress("verify") as watch:
        comparison = compare_site(site, expected, where.rstrip("/"), watch)
    print("\n".join(_summary(comparison)), file=sys.stderr, flush=True)
    if text := in_format(format_name, comparison.findings, every=False, advice=_advice):
        print(text)
    return 1 if comparison.findings else 0


def _summary(comparison: SiteComparison) -> list[str]:
    codes = [finding.code for finding in comparison.findings]
    counts = [f"{codes.count(code):,} {name}" for code, name in _COUNTED.items()]
    lines = [f"{comparison.compared:,} files compared: {', '.join(counts)}"]
    if comparison.unserved:
        lines.append(f"not served by the host, as is usual: {', '.join(comparison.unserved)}")
    return lines


def _advice(_worst: Severity) -> str:
    return "Next: find out why the files differ; a build of the same sources gives the same bytes."
