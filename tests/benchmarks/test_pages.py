"""The table that `invoke bench pages` prints, from the reports that Lighthouse writes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from backfile.errors import BackfileError
from benchmarks.pages import CATEGORIES, Loss, Report, read_report, table

ALL_WELL = Report(dict.fromkeys(CATEGORIES, 100), ())
SLOW = Loss("performance", "Largest Contentful Paint", 0.91, "2.4 s")
SLOWER = Loss("performance", "Largest Contentful Paint", 0.85, "2.9 s")
PALE = Loss("accessibility", "Colours do not contrast", 0.0, "")


def report(score: float | None, *audits: dict[str, Any]) -> str:
    """Return a report as Lighthouse writes it, with one score and the same audits everywhere."""
    references = [{"id": f"audit-{n}", "weight": one["weight"]} for n, one in enumerate(audits)]
    return json.dumps(
        {
            "requestedUrl": "http://archive.example/",
            "categories": {
                name: {"score": score, "auditRefs": references if name == "performance" else []}
                for name in CATEGORIES
            },
            "audits": {f"audit-{n}": one for n, one in enumerate(audits)},
        }
    )


LCP = {"title": "Largest Contentful Paint", "score": 0.91, "displayValue": "2.4 s", "weight": 25}
WHOLE = {"title": "Cumulative Layout Shift", "score": 1, "displayValue": "0", "weight": 25}
NOT_WEIGHED = {"title": "Minify CSS", "score": 0.5, "weight": 0}
DOES_NOT_APPLY = {"title": "A video has captions", "score": None, "weight": 10}


@pytest.mark.parametrize(
    ("audit", "losses"),
    [(LCP, (SLOW,)), (WHOLE, ()), (NOT_WEIGHED, ()), (DOES_NOT_APPLY, ())],
    ids=["cost points", "cost none", "is not weighed", "does not apply"],
)
def test_an_audit_is_named_if_it_cost_points(audit, losses):
    assert read_report(report(0.98, audit)) == Report(dict.fromkeys(CATEGORIES, 98), losses)


def test_full_marks_name_no_audit_that_missed_them_by_a_hair():
    assert read_report(report(1, {**LCP, "score": 0.99})) == ALL_WELL


def test_a_run_without_a_score_is_a_fault():
    with pytest.raises(BackfileError, match=r"^http://archive\.example/: .* no score for perf"):
        read_report(report(None))


def test_the_table_gives_medians_and_the_worst_of_each_audit():
    reports = {
        "home": [ALL_WELL, ALL_WELL, ALL_WELL],
        "story": [
            Report({**ALL_WELL.scores, "performance": 96, "accessibility": 95}, (SLOW, PALE)),
            ALL_WELL,
            Report({**ALL_WELL.scores, "performance": 93}, (SLOWER,)),
        ],
    }
    assert table(reports).splitlines() == [
        "page      performance  accessibility  best-practices  seo",
        "home              100            100             100  100",
        "story              96            100             100  100",
        "story: performance: Largest Contentful Paint 2.9 s, at worst 0.85, in 2 of 3 runs",
        "story: accessibility: Colours do not contrast, at worst 0.00, in 1 of 3 runs",
    ]
