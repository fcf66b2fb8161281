"""How the findings of `check` are shown to a person: a summary, not too many lines, what to do."""

from __future__ import annotations

import pytest

from backfile.checking.check import Finding
from backfile.checking.report import MOST_LISTED, Narrowing, as_text
from backfile.reading.severities import SEVERITIES, Severity


def finding(path: str, line: int, code: str) -> Finding:
    return Finding(path, line, code, "words.", SEVERITIES.get(code, Severity.ERROR))


def test_a_few_findings_are_summed_up_and_listed_with_the_errors_first() -> None:
    found = [
        finding("a.md", 4, "next-day"),
        finding("a.md", 9, "date-inferred"),
        finding("b.md", 2, "next-day"),
        finding("b.md", 5, "out-of-order"),
        finding("c.md", 1, "missing-date"),
    ]
    assert as_text(found, every=False).splitlines() == [
        "error    1  missing-date   a story without a date",
        "warning  2  next-day       placed on the day after the update before it",
        "warning  1  out-of-order   moved, since it was printed out of order",
        "notice   1  date-inferred  the day was worked out",
        "",
        "c.md:1: error: words. [missing-date]",
        "a.md:4: warning: words. [next-day]",
        "b.md:2: warning: words. [next-day]",
        "b.md:5: warning: words. [out-of-order]",
        "a.md:9: notice: words. [date-inferred]",
        "",
        "Next: correct the errors; they keep the site from being published.",
    ]


def test_nothing_found_is_nothing_said() -> None:
    assert as_text([], every=False) == ""


@pytest.mark.parametrize(
    ("code", "number", "listed", "more"),
    [
        ("next-day", 20, 20, None),
        ("next-day", 21, 20, "… and 1 more next-day; --only next-day lists all"),
        ("next-day", 1200, 20, "… and 1,180 more next-day; --only next-day lists all"),
        ("date-inferred", 20, 20, None),
        ("date-inferred", 21, 0, "… and 21 date-inferred; --only date-inferred lists all"),
    ],
)
def test_of_many_findings_the_first_are_listed(
    code: str, number: int, listed: int, more: str | None
) -> None:
    found = [finding(f"{index:05}.md", 1, code) for index in range(number)]
    lines = as_text(found, every=False).splitlines()
    assert [line for line in lines if line.endswith(f"[{code}]")] == [
        str(one) for one in found[:listed]
    ]
    assert [line for line in lines if line.startswith("…")] == ([more] if more else [])
    assert all(str(one) in as_text(found, every=True) for one in found)


def test_a_large_archive_is_still_read_in_one_screen_or_two() -> None:
    found = [
        finding(f"{number}.md", 5, code) for code in sorted(SEVERITIES) for number in range(10_000)
    ]
    assert len(as_text(found, every=False).splitlines()) < (MOST_LISTED + 3) * len(SEVERITIES)


@pytest.mark.parametrize(
    ("codes", "places", "wanted"),
    [
        ((), (), True),
        (("next-day",), (), True),
        (("out-of-order",), (), False),
        ((), ("content/stories/2014",), True),
        ((), ("content/stories/2014/06/a.md",), True),
        ((), (".",), True),
        ((), ("content/stories/201",), False),
        (("next-day",), ("content/pages",), False),
    ],
)
def test_narrowing(codes: tuple[str, ...], places: tuple[str, ...], wanted: bool) -> None:
    narrowing = Narrowing(frozenset(codes), places)
    assert narrowing.wants(finding("content/stories/2014/06/a.md", 4, "next-day")) is wanted
