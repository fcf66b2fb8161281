"""What each code of `check` means, in one short phrase; docs/check.md explains each at length."""

from __future__ import annotations

MEANINGS = {
    # Errors.
    "bad-continues": "Continues names no story, or several",
    "bad-corrects": "a correction names no update of its story",
    "bad-date": "a date that cannot be read, or has no single day",
    "bad-lang": "Lang is not a language tag",
    "bad-order": "Order or Source_Order is neither of the two",
    "bad-original": "the status or the address of the original is wrong",
    "bad-partner": "a partner's record with a wrong field",
    "bad-save-as": "a page would be written outside of the site",
    "bad-slug": "a name that cannot be part of an address",
    "bad-stamp": "a heading with a time or a date that cannot be",
    "bad-status": "Status is not one that Pelican knows",
    "bad-zone": "Timezone is not a time zone",
    "duplicate-address": "two files would become the same page",
    "missing-date": "a story without a date",
    "missing-title": "a story or page without a title",
    "no-such-time": "a time that the clocks skipped, or a day that never was",
    "pelican": "Pelican could not read it",
    "unknown-partner": "Partner names no record",
    "unknown-template": "Template names none of the theme's",
    "unreadable": "a file that cannot be read, or is not in UTF-8",
    # Warnings.
    "ambiguous-day": "may belong to the day before",
    "ambiguous-direction": "the order hangs on a guess",
    "clock-change": "a time that happened twice that night",
    "credit-in-body": "the text has a credit line of its own",
    "long-term": "a name so long that its address is cut",
    "meridiem-inferred": "read as a.m. or p.m., which is not printed",
    "next-day": "placed on the day after the update before it",
    "not-fixed": "--fix left the file alone",
    "numeric-date": "a date in numbers that reads both ways",
    "out-of-order": "moved, since it was printed out of order",
    "partner-lost": "the partner's name is lost",
    "terms-fall-together": "two names share one page",
    "unconverted-update": "a paragraph that opens like an update",
    "unknown-zone": "a word that looks like a time zone",
    "weekday-contradiction": "the weekday does not fit the date",
    "zone-contradiction": "the zone does not fit the season",
    # Notices.
    "date-inferred": "the day was worked out",
    "direction-inferred": "the order of the file was worked out",
    "weekday-inferred": "the date was worked out from a weekday",
    "year-inferred": "the year was worked out",
}
