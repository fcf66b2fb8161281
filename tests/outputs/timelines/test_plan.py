"""Which pages a timeline has."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st

from backfile.catalogue.listing import DayCount
from backfile.outputs.timelines.plan import LONGEST, PlannedPage, plan_pages


def count(day: str, updates: int = 1, stories: int = 1) -> DayCount:
    on = date.fromisoformat(day)
    return DayCount((on.year, on.month, on.day), stories, updates)


def nums(plan: tuple[PlannedPage, ...]) -> list[tuple[int, ...]]:
    return [one.num for one in plan]


def test_a_short_timeline_is_one_page() -> None:
    assert plan_pages([count("1912-04-15", 5), count("1969-07-20", 9)]) == (PlannedPage(()),)


def test_a_single_story_has_none() -> None:
    assert plan_pages([count("1912-04-15", 500)]) == ()
    assert plan_pages([]) == ()


def test_a_long_one_has_a_page_for_each_year_and_one_that_leads_to_them() -> None:
    plan = plan_pages([count("1912-04-15", LONGEST - 1), count("1969-07-20"), count("1970-01-01")])

    assert nums(plan) == [(), (1912,), (1969,), (1970,)]
    assert [(one.num, one.stories, one.updates) for one in plan[0].periods] == [
        ((1912,), 1, LONGEST - 1),
        ((1969,), 1, 1),
        ((1970,), 1, 1),
    ]
    assert (plan[1].earlier, plan[1].later) == (None, (1969,))
    assert (plan[2].earlier, plan[2].later) == ((1912,), (1970,))


def test_a_long_year_has_months_and_a_long_month_has_days() -> None:
    plan = plan_pages(
        [count("1912-04-15", LONGEST), count("1912-04-16", 2 * LONGEST), count("1912-05-01")]
    )

    assert nums(plan) == [
        (),
        (1912,),
        (1912, 4),
        (1912, 4, 15),
        (1912, 4, 16),
        (1912, 5),
    ]
    assert plan[4].periods == ()  # a day is one page, however long


DAYS = st.lists(
    st.tuples(st.integers(0, 2000), st.integers(1, 120), st.integers(1, 5)), max_size=30
)


def counts_of(drawn: list[tuple[int, int, int]]) -> list[DayCount]:
    days = {}
    for since, updates, stories in drawn:
        on = date(2010, 1, 1) + timedelta(days=since)
        days[on] = DayCount((on.year, on.month, on.day), stories, max(updates, stories))
    return [days[on] for on in sorted(days)]


@given(DAYS)
def test_every_story_is_on_one_page_that_lists_and_none_is_too_long(drawn) -> None:
    counts = counts_of(drawn)
    plan = plan_pages(counts)
    leaves = [one for one in plan if not one.periods]
    for one in counts if plan else ():
        assert sum(one.num[: len(leaf.num)] == leaf.num for leaf in leaves) == 1
    for leaf in leaves:
        inside = [one for one in counts if one.num[: len(leaf.num)] == leaf.num]
        assert len(leaf.num) == 3 or sum(one.updates + one.stories for one in inside) <= LONGEST


@given(DAYS)
def test_pages_lead_to_pages_and_beside_them_to_their_neighbours(drawn) -> None:
    plan = plan_pages(counts_of(drawn))
    made = set(nums(plan))
    assert len(made) == len(plan)
    for one in plan:
        assert {period.num for period in one.periods} <= made
    for _, ones in groupby(
        sorted(plan, key=lambda one: (len(one.num), one.num[:-1], one.num)),
        key=lambda one: (len(one.num), one.num[:-1]),
    ):
        beside = list(ones)
        for before, after in pairwise(beside):
            assert (before.later, after.earlier) == (after.num, before.num)
