"""A true chronology, printed as bare times of day, is recovered from what was printed."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backfile.story.chronology import order_updates
from backfile.story.model import Order
from tests.story.stories_from_headings import dateline, section

ZONE = "Asia/Tokyo"  # without clock changes
FORMS = ["{hour}:{minute:02} {half}.m.", "{hour24:02}:{minute:02}"]
unhurried = settings(deadline=None)


def printed(moment: datetime, form: str) -> str:
    return form.format(
        hour=moment.hour % 12 or 12,
        hour24=moment.hour,
        minute=moment.minute,
        half="ap"[moment.hour // 12],
    )


@st.composite
def coverages(draw, days: int = 4) -> list[datetime]:
    """Draw the local times of a coverage of one to *days* days, oldest first.

    No silence lasts longer than seven hours: a longer one over midnight reads the other way round
    like an afternoon. Two updates at least are of one day, since one on each day reads as well
    either way.
    """
    begin = draw(st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001
    begin = begin.replace(second=0, microsecond=0)
    steps = draw(st.lists(st.integers(1, 7 * 60), min_size=2, max_size=40))
    moments = [begin]
    for minutes in steps:
        moments.append(moments[-1] + timedelta(minutes=minutes))
    moments = [one for one in moments if one - begin < timedelta(days=days)]
    changes = len({one.date() for one in moments}) - 1
    assume(len(moments) - 1 > 2 * changes)
    return moments


def recovered(moments, form, published, order, **more) -> list[datetime]:
    """Print *moments* in *order* and read them back, oldest first, as local times."""
    headings = [printed(one, form) for one in moments]
    if order is Order.NEWEST_FIRST:
        headings.reverse()
    if form is FORMS[1]:
        assume(any(one.hour > 12 or one.hour < 10 for one in moments))
    story = order_updates([section(one) for one in headings], dateline(published, ZONE, **more))
    return [one.instant.replace(tzinfo=None) for one in story.updates]


def nearest_by_clock(published: datetime, moments: list[datetime]) -> timedelta:
    """Return how near one of *moments* would come to *published* if it were of any day.

    Two that would come equally near say nothing of the day.
    """
    gaps = [(published - one) % timedelta(days=1) for one in moments]
    near = sorted(min(one, timedelta(days=1) - one) for one in gaps)
    assume(len(near) == 1 or near[0] < near[1])
    return near[0]


cases = (coverages(), st.sampled_from(FORMS), st.sampled_from(Order), st.sampled_from(Order))


@unhurried
@given(*cases)
def test_with_the_day_alone(moments, form, order, default):
    published = f"{moments[0].date()}"

    found = recovered(moments, form, published, order, default_source_order=default)
    assert found == moments


@unhurried
@given(*cases, st.integers(0, 5 * 60))
def test_with_the_time_of_the_first_version(moments, form, order, default, before):
    # With the date nearest to the first update, no other placement has one that is nearer.
    published = moments[0] - timedelta(minutes=before)
    assume(nearest_by_clock(published, moments) == moments[0] - published)

    found = recovered(
        moments, form, f"{published:%Y-%m-%d %H:%M}", order, default_source_order=default
    )
    assert found == moments


@unhurried
@given(*cases, st.integers(0, 5 * 60))
def test_with_the_time_of_the_last_version_as_date_and_as_limit(
    moments, form, order, default, after
):
    published = f"{moments[-1] + timedelta(minutes=after):%Y-%m-%d %H:%M}"

    found = recovered(
        moments, form, f"{published} modified {published}", order, default_source_order=default
    )
    assert found == moments


@unhurried
@given(*cases, st.integers(0, 30))
def test_with_the_time_of_the_last_version_alone(moments, form, order, default, after):
    published = moments[-1] + timedelta(minutes=after)
    assume(nearest_by_clock(published, moments) == published - moments[-1])
    # Else the date reads like that of a first version.
    assume(min(moments[0].time(), moments[-1].time()) < published.time())

    found = recovered(
        moments, form, f"{published:%Y-%m-%d %H:%M}", order, default_source_order=default
    )
    assert found == moments
