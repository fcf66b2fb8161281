"""`backfile check --site`: judges a built site by all gates, and prints what is wrong with it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.checking.report import FORMATS, Narrowing, as_github, as_json, as_text
from backfile.cli.progress import progress
from backfile.config.read_settings import read_settings
from backfile.config.site_settings import site_settings
from backfile.errors import UsageError, did_you_mean
from backfile.publish.gates.accepted_findings import accepted_findings, judged
from backfile.publish.gates.archive_sources import archive_sources
from backfile.publish.gates.check_site import check_site
from backfile.publish.gates.codes import MEANINGS
from backfile.publish.gates.earlier_release import earlier_release
from backfile.reading.reader import shown_path
from backfile.reading.severities import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from backfile.checking.check import Finding
    from backfile.config.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCheckOptions:
    """The options of a check of a site.

    `site` is its folder, empty for that of the settings. `earlier` is the release whose addresses
    must stay: the address of a site, its folder or that of a manifest; empty for none. `paths` are
    files and folders of the site, `only` are codes, perhaps several in one entry with commas
    between; other findings are neither printed nor counted. `every` finding is listed, however many
    there are. `strict` fails on warnings too. `format_name` is one of `FORMATS`.
    """

    site: str = ""
    earlier: str = ""
    paths: Sequence[str] = ()
    only: Sequence[str] = ()
    every: bool = False
    strict: bool = False
    format_name: str = "text"


def check_built_site(conf: str, *, content: str = "", options: SiteCheckOptions) -> int:
    """Print what is wrong with a built site; return 1 on errors, else 0.

    With `strict`, warnings count as errors. A site can be checked without its archive, if its
    folder is named; then nobody knows what is not to be public, and a notice says so. Raises
    UsageError for a wrong option or a folder without a site, and BackfileError.
    """
    need_format(options.format_name)
    narrowing = Narrowing(_known_codes(options.only), tuple(map(_place, options.paths)))
    settings = _settings(conf, content, options.site)
    site = Path(options.site) if options.site or settings is None else settings.output
    earlier = earlier_release(options.earlier) if options.earlier else None
    with progress("check") as watch:
        findings = check_site(
            site,
            sources=archive_sources(settings) if settings else None,
            earlier=earlier,
            workers=(settings.workers if settings else None) or 0,
            watch=watch,
        )
    if settings:
        accepted = accepted_findings(settings.accepted_findings)
        judgement = judged(
            findings, accepted, folder=shown_path(site), has_earlier=earlier is not None
        )
        findings = sorted([*judgement.findings, *judgement.accepted])
    wanted = [finding for finding in findings if narrowing.wants(finding)]
    print(f"{shown_path(site)}: {counted(wanted)}", file=sys.stderr, flush=True)
    every = options.every or bool(narrowing.codes)
    if text := in_format(options.format_name, wanted, every=every, advice=_advice):
        print(text)
    grave = {Severity.ERROR, Severity.WARNING} if options.strict else {Severity.ERROR}
    return 1 if any(finding.severity in grave for finding in wanted) else 0


def need_format(name: str) -> None:
    """Raise UsageError unless *name* is that of a format of reports."""
    if name not in FORMATS:
        raise UsageError(f'unknown format "{name}"; use one of {", ".join(FORMATS)}')


def in_format(
    name: str, findings: Sequence[Finding], *, every: bool, advice: Callable[[Severity], str]
) -> str:
    """Return the *findings* of gates in the format called *name*."""
    if name == "json":
        return as_json(findings)
    if name == "github":
        return as_github(findings)
    return as_text(findings, every=every, meanings=MEANINGS, advice=advice)


def counted(findings: Iterable[Finding]) -> str:
    """Return how many *findings* there are of each severity: `1 error, 0 warnings, 2 notices`."""
    severities = [finding.severity for finding in findings]
    counts = [(severities.count(one), one.value) for one in Severity]
    return ", ".join(f"{count:,} {name}{'' if count == 1 else 's'}" for count, name in counts)


def _settings(conf: str, content: str, site: str) -> Settings | None:
    """Return the settings of the archive; None where a *site* is named in a folder without one."""
    if site and not content and not Path(conf).is_file():
        return None
    return read_settings(site_settings(conf, content=content))


def _known_codes(only: Iterable[str]) -> frozenset[str]:
    codes = [code.strip() for entry in only for code in entry.split(",") if code.strip()]
    for code in codes:
        if code not in MEANINGS:
            hint = did_you_mean(code, MEANINGS) or "; docs/gates.md lists all codes"
            raise UsageError(f'--only: there is no code "{code}"{hint}')
    return frozenset(codes)


def _place(path: str) -> str:
    if not os.path.lexists(path):
        raise UsageError(f"{path}: there is no such file or folder")
    return shown_path(path)


def _advice(worst: Severity) -> str:
    if worst is Severity.ERROR:
        return "Next: correct the errors before you publish; docs/gates.md explains each code."
    if worst is Severity.WARNING:
        return "Next: read the warnings; none of them keeps the site from being published."
    return "Next: nothing is wrong."
