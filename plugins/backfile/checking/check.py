"""`invoke check`: everything that was inferred, is in doubt or is wrong, with its place.

Errors are the faults that stop a build, listed in pipeline/faults.py. Warnings
and notices are found here: a concern takes a `Reading`, one story with its file, and yields a
`Finding` for each thing that a person should know. To add one, write such a function and put it
into `CONCERNS`, or, if it shows only beside other stories, into `ARCHIVE_CONCERNS`, whose functions
take the whole `CheckedArchive`. Give its code a severity in reading/severities.py, a phrase in
reading/codes.py and a heading in docs/check.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.partners.credit import recognise_credit
from backfile.reading.reader import shown_path
from backfile.reading.severities import SEVERITIES, Severity
from backfile.reading.source import Source, parse_source, read_text
from backfile.reading.terms import doubtful_terms
from backfile.story.placement import is_before_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from backfile.checking.archive_reader import CheckedArchive
    from backfile.errors import Fault
    from backfile.partners.registry import Partner, Registry
    from backfile.story.model import Story


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


@dataclass(frozen=True, slots=True)
class Reading:
    """One story as a concern sees it: its file as it would be typed, the file's text, the story.

    `partner` is None where the story names none, or one that is unknown.
    """

    path: str
    source: Source
    story: Story
    partner: Partner | None
    registry: Registry


def inferences(reading: Reading) -> Iterator[Finding]:
    """What was worked out about the updates and their order, and what was remarked of the text."""
    path, story = reading.path, reading.story
    first = min((update.section.line for update in story.updates), default=1)
    for doubt in story.doubts:
        yield _finding(path, first, doubt.code, doubt.reason)
    for update in story.updates:
        for one in update.inferences:
            yield _finding(path, update.section.line, one.code, one.reason)
    for remark in story.remarks:
        yield _finding(path, remark.line, remark.code, remark.message)


def lost_partner(reading: Reading) -> Iterator[Finding]:
    """The story's partner once had a name, which has been lost."""
    source = reading.source
    if "partner_lost" in source.fields and not reading.partner:
        message = (
            f'the partner\'s name is lost ("{source.fields["partner_lost"].value}"); '
            "add Partner: with its slug once it is known"
        )
        yield _warning(reading.path, source.line_of("partner_lost"), "partner-lost", message)


def limits(reading: Reading) -> Iterator[Finding]:
    """A limit is before the story's own date, and therefore of no use."""
    for one in reading.story.dateline.limits:
        if is_before_date(one.moment, reading.story.dateline):
            message = (
                f"{one.field} is before Date and was not used as the last moment of the updates; "
                "correct one of the two"
            )
            line = reading.source.line_of(one.field.lower())
            yield _warning(reading.path, line, "modified-before-date", message)


def credit_lines(reading: Reading) -> Iterator[Finding]:
    """The text prints a credit line beside the one from the partner's record."""
    for line, text in _body_lines(reading.source):
        credit = recognise_credit(text, reading.registry)
        if credit is None:
            continue
        if credit.partner:
            message = f'the body prints a credit line; delete it and state "Partner:" ({text})'
            yield _warning(reading.path, line, "credit-in-body", message)
        else:
            message = (
                f"the credit line has lost its partner's name; delete it, state Partner: ({text})"
            )
            yield _warning(reading.path, line, "partner-lost", message)


CONCERNS: tuple[Callable[[Reading], Iterator[Finding]], ...] = (
    inferences,
    limits,
    lost_partner,
    credit_lines,
)


def remarks(archive: CheckedArchive) -> Iterator[Finding]:
    """Remarks about fields, links, and the bodies of pages and partners' records."""
    for fault in archive.site.remarks:
        yield _finding(fault.path, fault.line, fault.code, fault.message)


def terms(archive: CheckedArchive) -> Iterator[Finding]:
    """Topics, sections or authors share a page, or are too long for an address."""
    for fault in doubtful_terms(archive.articles):
        yield _finding(fault.path, fault.line, fault.code, fault.message)


ARCHIVE_CONCERNS: tuple[Callable[[CheckedArchive], Iterator[Finding]], ...] = (remarks, terms)


def check(archive: CheckedArchive) -> list[Finding]:
    """Return all findings of *archive*, by file and line."""
    findings = {_error(fault) for fault in archive.site.faults}
    findings |= {
        Finding("", 0, "pelican", complaint, Severity.ERROR) for complaint in archive.complaints
    }
    for reading in _readings(archive):
        findings.update(finding for concern in CONCERNS for finding in concern(reading))
    findings.update(finding for concern in ARCHIVE_CONCERNS for finding in concern(archive))
    return sorted(findings)


def _readings(archive: CheckedArchive) -> Iterator[Reading]:
    """Go through the stories, those included whose faults leave them without an address.

    Nobody will read the text of a withdrawn story.
    """
    registry = archive.site.registry
    for article in (one for one in archive.articles if not one.withdrawal):
        yield _reading(article.source_path, article.story, article.partner, registry)
    for unread in archive.site.unread:
        if unread.story is not None:
            yield _reading(unread.path, unread.story, registry.get(unread.partner), registry)


def _reading(path: str, story: Story, partner: Partner | None, registry: Registry) -> Reading:
    source = parse_source(read_text(Path(path)))
    return Reading(shown_path(path), source, story, partner, registry)


def _error(fault: Fault) -> Finding:
    return Finding(fault.path, fault.line, fault.code, fault.message, Severity.ERROR)


def _body_lines(source: Source) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.lines[source.body_line - 1 :], start=source.body_line):
        # Nearly every credit line names "our partner"; a partner's own Credit is short and whole.
        if line.strip():
            yield number, line.strip()


def _finding(path: str, line: int, code: str, message: str) -> Finding:
    return Finding(path, line, code, message, SEVERITIES[code])


def _warning(path: str, line: int, code: str, message: str) -> Finding:
    return Finding(path, line, code, message, Severity.WARNING)
