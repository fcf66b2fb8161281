"""No question of a page goes through all stories: SQLite tells how it finds each answer."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from backfile.catalogue.listing import DAY
from tests.catalogue.stories import catalogue_of
from tests.catalogue.test_listing import STORIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from backfile.catalogue.catalogue import Catalogue

OWN = STORIES[5]
QUESTIONS: dict[str, Callable[[Catalogue], Any]] = {
    "all": lambda asked: list(asked.listed),
    "all by instant": lambda asked: list(asked.listed.by_instant()),
    "how many": lambda asked: len(asked.listed.within((2014,))),
    "a period": lambda asked: list(asked.listed.within((2014, 6))),
    "one at a place": lambda asked: asked.listed[5],
    "the first and last day": lambda asked: asked.listed.span(),
    "the periods around one": lambda asked: asked.listed.around((2014, 6)),
    "the longest": lambda asked: asked.listed.longest(8),
    "before": lambda asked: asked.listed.before(OWN),
    "after": lambda asked: asked.listed.after(OWN),
    "the nearest of a topic": lambda asked: list(asked.term("tags", "sea")[1].nearest(OWN)),
    "the story at an address": lambda asked: asked.card(OWN.url),
    "a term": lambda asked: asked.term("partners", "wire"),
    "the newest": lambda asked: asked.newest(20, "partners", "wire"),
    "a day of the year": lambda asked: asked.of_day_of_year(6, 16),
    "the greatest with a picture": lambda asked: next(asked.pictured(), None),
    "the last corrected": lambda asked: asked.corrected(20),
    "whether a topic was added to": lambda asked: asked.term("tags", "sea")[1].has_updates_of(2),
    "the updates of a story": lambda asked: asked.updates(OWN.url),
    "whether partners share a day": lambda asked: asked.is_shared_day("sea", OWN.day),
}
# What sorts or gathers the few rows that an index has found.
OF_FEW: dict[str, Callable[[Catalogue], Any]] = {
    "the days of a month": lambda asked: asked.listed.within((2014, 6)).counts(DAY),
    "the longest of a month": lambda asked: asked.listed.within((2014, 6)).longest(1),
    "the terms of a kind": lambda asked: list(asked.terms("tags")),
    "the days of a topic's updates": lambda asked: asked.term("tags", "sea")[1].update_counts(),
    "the updates of a topic's month": lambda asked: list(
        asked.term("tags", "sea")[1].within((2014, 6)).coverage()
    ),
    "the days that partners share": lambda asked: asked.shared_days("sea"),
    "the stories of a topic and a day": lambda asked: list(asked.covering("sea", OWN.day)),
    "the parts of a story": lambda asked: asked.parts("take-off/"),
}


def plans(ask: Callable[[Catalogue], Any]) -> list[str]:
    """Return how SQLite finds the answer: a line for each table that it looks into."""
    with catalogue_of(STORIES) as catalogue:
        asked: list[str] = []
        database = catalogue.listed.database.connection
        database.set_trace_callback(asked.append)
        ask(catalogue)
        database.set_trace_callback(None)
        assert asked
        return [
            line[3]
            for query in dict.fromkeys(asked)
            for line in database.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()
        ]


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_index_answers(question: str) -> None:
    for line in plans(QUESTIONS[question]):
        assert line.startswith(("SEARCH", "SCALAR SUBQUERY"))


@pytest.mark.parametrize("question", OF_FEW)
def test_an_index_finds_the_few_that_matter(question: str) -> None:
    steps = [line for line in plans(OF_FEW[question]) if line.startswith(("SCAN", "SEARCH"))]
    # What is found is gone through once more.
    scanned = {line for line in steps if line.startswith("SCAN")}
    assert scanned <= {"SCAN parts", "SCAN CONSTANT ROW"}
    assert any(line.startswith("SEARCH") for line in steps)


def test_few_of_the_nearest_are_read_and_not_all() -> None:
    with catalogue_of(STORIES) as catalogue:
        nearest = catalogue.listed.nearest(OWN)
        assert [one.url for one in islice(nearest, 2)] == ["fog/", "bridge/"]
