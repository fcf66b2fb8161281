"""The findings of `check` as lines for people, as JSON, or as GitHub's notes on a pull request."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from backfile.reading.codes import MEANINGS
from backfile.reading.severities import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from backfile.checking.check import Finding

FORMATS = ("text", "json", "github")
MOST_LISTED = 20  # findings of one code that are listed; further ones are counted
_RANK = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The findings that are wanted: their codes, and files or folders; none of either means all."""

    codes: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()

    def wants(self, finding: Finding) -> bool:
        """Return whether *finding* has one of the codes, at one of the places."""
        return (not self.codes or finding.code in self.codes) and self.has(finding.path)

    def has(self, path: str) -> bool:
        """Return whether the file *path* is one of the places, or lies in one."""
        return not self.places or any(PurePath(path).is_relative_to(place) for place in self.places)


def as_text(
    findings: Sequence[Finding],
    *,
    every: bool,
    meanings: Mapping[str, str] = MEANINGS,
    advice: Callable[[Severity], str] | None = None,
) -> str:
    """Return a summary by code, the findings a line each, errors first, and what to do next.

    Unless *every* finding is wanted, at most `MOST_LISTED` of a code are listed, and notices only
    where there are no more than that in all. *meanings* has a phrase for each code; *advice* says
    what to do next where the gravest finding is of a severity, by default that of a check of
    stories. Empty where nothing was found.
    """
    if not findings:
        return ""
    ranked = sorted(findings, key=lambda finding: (_RANK[finding.severity], finding))
    listed = ranked if every else _listed(ranked)
    summary = _summary(ranked, meanings)
    next_step = (advice or _next_step)(ranked[0].severity)
    blocks = [summary, map(str, listed), _unlisted(ranked, listed), [next_step]]
    return "\n\n".join(text for block in blocks if (text := "\n".join(block)))


def as_json(findings: Iterable[Finding]) -> str:
    """Return the findings as a JSON array of objects."""
    rows = [
        {
            "path": finding.path,
            "line": finding.line,
            "severity": finding.severity.value,
            "code": finding.code,
            "message": finding.message,
        }
        for finding in findings
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_github(findings: Iterable[Finding]) -> str:
    """Return the findings as GitHub workflow commands, which mark their lines in a pull request.

    Source: GitHub Docs, "Workflow commands for GitHub Actions".
    """
    return "\n".join(
        f"::{finding.severity.value} file={_property(finding.path)},line={max(finding.line, 1)},"
        f"title={_property(finding.code)}::{_data(finding.message)}"
        for finding in findings
    )


def _listed(findings: Sequence[Finding]) -> list[Finding]:
    notices = sum(finding.severity is Severity.NOTICE for finding in findings)
    seen: Counter[str] = Counter()
    listed = []
    for finding in findings:
        seen[finding.code] += 1
        if finding.severity is Severity.NOTICE and notices > MOST_LISTED:
            continue
        if seen[finding.code] <= MOST_LISTED:
            listed.append(finding)
    return listed


def _summary(findings: Sequence[Finding], meanings: Mapping[str, str]) -> list[str]:
    """Return a line for each code, the gravest and most frequent first."""
    counts = Counter((finding.severity, finding.code) for finding in findings)
    ordered = sorted(counts.items(), key=lambda row: (_RANK[row[0][0]], -row[1], row[0][1]))
    width = max(len(code) for _, code in counts)
    digits = max(len(f"{count:,}") for count in counts.values())
    return [
        f"{severity.value:7}  {count:>{digits},}  {code:{width}}  {meanings.get(code, '')}".rstrip()
        for (severity, code), count in ordered
    ]


def _unlisted(findings: Sequence[Finding], listed: Sequence[Finding]) -> list[str]:
    """Return a line for each code of which some are not listed."""
    missing = Counter(finding.code for finding in findings)
    missing.subtract(Counter(finding.code for finding in listed))
    lines = []
    for code, count in missing.most_common():
        if count:
            more = "more " if any(finding.code == code for finding in listed) else ""
            lines.append(f"… and {count:,} {more}{code}; --only {code} lists all")
    return lines


def _next_step(worst: Severity) -> str:
    if worst is Severity.ERROR:
        return "Next: correct the errors; they keep the site from being published."
    if worst is Severity.WARNING:
        return (
            "Next: read the warnings; none of them stops the build. "
            "check --fix --diff shows the dates that check --fix would write."
        )
    return (
        "Next: nothing is wrong. check --fix --diff shows the dates that check --fix would write."
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
