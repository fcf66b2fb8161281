"""`invoke check`: findings printed, inferences written into the source on demand."""

from __future__ import annotations

import sys
from collections import Counter

from backfile.build.site import site_settings
from backfile.errors import UsageError
from backfile.reading.archive import read_archive
from backfile.reading.check import FORMATS, Finding, Severity, check
from backfile.reading.fix import fix


def check_archive(conf: str, *, content: str, fix_it: bool, strict: bool, format_name: str) -> int:
    """Print the findings in the named format; return 1 on errors, with *strict* on warnings too."""
    if format_name not in FORMATS:
        raise UsageError(f'unknown format "{format_name}"; use one of {", ".join(FORMATS)}')
    archive = read_archive(site_settings(conf, content=content))
    refused: list[Finding] = []
    if fix_it:
        fixes = fix(archive)
        for path in fixes.written:
            print(f"{path}: dates written", file=sys.stderr)
        refused = [
            Finding(one.path, one.line, one.code, one.message, Severity.WARNING)
            for one in fixes.refused
        ]
        archive = read_archive(site_settings(conf, content=content))
    findings = sorted([*check(archive), *refused])
    text = FORMATS[format_name](findings)
    if text:
        print(text)
    print(_summary(findings, len(archive.articles)), file=sys.stderr)
    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return 1 if any(one.severity in grave for one in findings) else 0


def _summary(findings: list[Finding], stories: int) -> str:
    counts = Counter(one.severity for one in findings)
    parts = [f"{counts[one]} {one.value}{'' if counts[one] == 1 else 's'}" for one in Severity]
    return f"{stories} {'story' if stories == 1 else 'stories'} read: {', '.join(parts)}"
