"""How much each code of `check` matters: an error stops a build, a warning or a notice does not."""

from __future__ import annotations

from enum import StrEnum


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
    "before-date": Severity.NOTICE,
    "direction-inferred": Severity.NOTICE,
    "next-day": Severity.WARNING,
    "out-of-order": Severity.WARNING,
    "dated-from-end": Severity.WARNING,
    "ambiguous-placement": Severity.WARNING,
    "leap-day": Severity.WARNING,
    "after-modified": Severity.WARNING,
    "modified-before-date": Severity.WARNING,
    "number-order": Severity.WARNING,
    "told-afterwards": Severity.WARNING,
    "meridiem-inferred": Severity.WARNING,
    "zone-contradiction": Severity.WARNING,
    "clock-change": Severity.WARNING,
    "numeric-date": Severity.WARNING,
    "weekday-contradiction": Severity.WARNING,
    "ambiguous-day": Severity.WARNING,
    "ambiguous-direction": Severity.WARNING,
    "near-miss-opening": Severity.WARNING,
    "near-miss-attribute": Severity.WARNING,
    "unconverted-update": Severity.WARNING,
    "unknown-zone": Severity.WARNING,
    "zone-from-text": Severity.NOTICE,
    "empty-update": Severity.WARNING,
    "empty-lead": Severity.WARNING,
    "stamp-as-headline": Severity.WARNING,
    "long-update": Severity.WARNING,
    "dead-anchor": Severity.WARNING,
    "unresolved-link": Severity.WARNING,
    "unsafe-link": Severity.WARNING,
    "unclosed-inline-tag": Severity.WARNING,
    "unknown-tag": Severity.WARNING,
    "undefined-note": Severity.WARNING,
    "undefined-link": Severity.WARNING,
    "raw-heading": Severity.WARNING,
    "unused-note": Severity.WARNING,
    "duplicate-abbreviation": Severity.WARNING,
    "partner-lost": Severity.WARNING,
    "credit-in-body": Severity.WARNING,
    "terms-fall-together": Severity.WARNING,
    "long-term": Severity.WARNING,
    "unknown-field": Severity.WARNING,
    "field-in-text": Severity.WARNING,
    "unread-file": Severity.WARNING,
    "future-date": Severity.WARNING,
    "author-name": Severity.NOTICE,
}
