"""`invoke check`: everything that was inferred, is in doubt or is wrong, with its place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.partners.credit import recognise_credit
from backfile.reading.reader import shown_path
from backfile.reading.source import Source, parse_source, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pelican.contents import Article

    from backfile.errors import Fault
    from backfile.partners.registry import Registry
    from backfile.reading.archive import Archive


class Severity(StrEnum):
    """How much a finding matters: an error stops the build, a warning wants a person's eye."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


# Every code that is no error, and what it means; docs/check.md explains each.
SEVERITIES = {
    "date-inferred": Severity.NOTICE,
    "year-inferred": Severity.NOTICE,
    "weekday-inferred": Severity.NOTICE,
    "direction-inferred": Severity.NOTICE,
    "next-day": Severity.WARNING,
    "out-of-order": Severity.WARNING,
    "meridiem-inferred": Severity.WARNING,
    "zone-contradiction": Severity.WARNING,
    "clock-change": Severity.WARNING,
    "numeric-date": Severity.WARNING,
    "weekday-contradiction": Severity.WARNING,
    "ambiguous-day": Severity.WARNING,
    "ambiguous-direction": Severity.WARNING,
    "near-miss-opening": Severity.WARNING,
    "unconverted-update": Severity.WARNING,
    "unknown-zone": Severity.WARNING,
    "zone-from-text": Severity.NOTICE,
    "empty-update": Severity.WARNING,
    "empty-lead": Severity.WARNING,
    "stamp-as-headline": Severity.WARNING,
    "long-update": Severity.WARNING,
    "draft-link": Severity.WARNING,
    "unresolved-link": Severity.WARNING,
    "unsafe-link": Severity.WARNING,
    "unclosed-inline-tag": Severity.WARNING,
    "unknown-tag": Severity.WARNING,
    "undefined-note": Severity.WARNING,
    "unused-note": Severity.WARNING,
    "duplicate-abbreviation": Severity.WARNING,
    "partner-lost": Severity.WARNING,
    "credit-in-body": Severity.WARNING,
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing found: its place, its code, how much it matters, and a sentence."""

    path: str
    line: int
    code: str
    message: str
    severity: Severity

    def __str__(self) -> str:
        """Return the finding as one line for people."""
        place = f"{self.path}:{self.line}" if self.line else self.path or "pelican"
        return f"{place}: {self.severity.value}: {self.message} [{self.code}]"


def check(archive: Archive) -> list[Finding]:
    """Return all that is to be said of *archive*, by file and line."""
    found = [_error(fault) for fault in archive.site.faults]
    found += [
        Finding(one.path, one.line, one.code, one.message, SEVERITIES[one.code])
        for one in archive.site.doubts
    ]
    found += [Finding("", 0, "pelican", one, Severity.ERROR) for one in archive.complaints]
    for article in archive.articles:
        found += _about_story(article)
        found += _about_credit(article, archive.site.registry)
    return sorted(set(found))


def as_text(findings: Iterable[Finding]) -> str:
    """Return the findings a line each."""
    return "\n".join(map(str, findings))


def as_json(findings: Iterable[Finding]) -> str:
    """Return the findings as a JSON array of objects."""
    rows = [
        {
            "path": one.path,
            "line": one.line,
            "severity": one.severity.value,
            "code": one.code,
            "message": one.message,
        }
        for one in findings
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_github(findings: Iterable[Finding]) -> str:
    """Return the findings as GitHub workflow commands, which mark their lines in a pull request.

    Source: GitHub Docs, "Workflow commands for GitHub Actions".
    """
    return "\n".join(
        f"::{one.severity.value} file={_property(one.path)},line={max(one.line, 1)},"
        f"title={_property(one.code)}::{_data(one.message)}"
        for one in findings
    )


FORMATS = {"text": as_text, "json": as_json, "github": as_github}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _error(fault: Fault) -> Finding:
    return Finding(fault.path, fault.line, fault.code, fault.message, Severity.ERROR)


def _about_story(article: Article) -> Iterator[Finding]:
    path, story = shown_path(article.source_path), article.story
    first = min((update.section.line for update in story.updates), default=1)
    for doubt in story.doubts:
        yield Finding(path, first, doubt.code, doubt.reason, SEVERITIES[doubt.code])
    for update in story.updates:
        for one in update.inferences:
            yield Finding(path, update.section.line, one.code, one.reason, SEVERITIES[one.code])
    for one in story.remarks:
        yield Finding(path, one.line, one.code, one.message, SEVERITIES[one.code])


def _about_credit(article: Article, registry: Registry) -> Iterator[Finding]:
    path = shown_path(article.source_path)
    source = parse_source(read_text(Path(article.source_path)))
    if "partner_lost" in source.fields and not article.partner:
        message = (
            f'the partner\'s name is lost ("{source.fields["partner_lost"].value}"); '
            "add Partner: with its slug once it is known"
        )
        yield _warning(path, source.line_of("partner_lost"), "partner-lost", message)
    for line, text in _body_lines(source):
        credit = recognise_credit(text, registry)
        if credit is None:
            continue
        if credit.partner:
            message = f'the body prints a credit line; delete it and state "Partner:" ({text})'
            yield _warning(path, line, "credit-in-body", message)
        else:
            message = (
                f"the credit line has lost its partner's name; delete it, state Partner: ({text})"
            )
            yield _warning(path, line, "partner-lost", message)


def _body_lines(source: Source) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.lines[source.body_line - 1 :], start=source.body_line):
        # Nearly every credit line names "our partner"; a partner's own Credit is short and whole.
        if line.strip():
            yield number, line.strip()


def _warning(path: str, line: int, code: str, message: str) -> Finding:
    return Finding(path, line, code, message, SEVERITIES[code])
