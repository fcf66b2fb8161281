"""Makes stories of their date and headings, for the tests of the chronology."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from backfile.story.chronology import order_updates
from backfile.story.model import Dateline, Limit, Section, Settled, Story, Update
from backfile.story.opening import parse_opening


def dateline(published: str | None, zone: str = "America/New_York", **more) -> Dateline:
    """Make the dateline of `2014-06-16 11:02`, of `2014-06-16`, or of a draft without a date.

    What follows `modified` or `captured` in it is the time of the page's last change or of its
    copy, in the story's zone.
    """
    stated, *limits = re.split(r" (?=modified|captured)", published or "")
    day, _, clock = stated.partition(" ")
    return Dateline(
        ZoneInfo(zone),
        date.fromisoformat(day) if day else None,
        time.fromisoformat(clock) if clock else None,
        limits=tuple(_limit(one, zone) for one in limits),
        **more,
    )


def _limit(stated: str, zone: str) -> Limit:
    field, _, moment = stated.partition(" ")
    return Limit(field.capitalize(), datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)))


def section(heading: str, line: int = 1, settled: Settled | None = None) -> Section:
    """Make the update section under *heading*."""
    opening = parse_opening(heading)
    assert opening is not None, f"no update section: {heading}"
    return Section(opening, line, settled)


def story_of(published: str | None, *headings: str | Section, **more) -> Story:
    """Return the story of *published*, with *headings* as they stand from top to bottom."""
    sections = [
        section(one, line) if isinstance(one, str) else one
        for line, one in enumerate(headings, start=1)
    ]
    return order_updates(sections, dateline(published, **more))


def spoken(update: Update, story: Story) -> str:
    """Return the result for *update*: its time on the story's own clock, and its flags.

    An update without an instant is called by its day, and without one as it was printed.
    """
    if update.instant is not None:
        local = update.instant.astimezone(story.dateline.zone).replace(tzinfo=None)
        when = local.isoformat(" ", "minutes")
    else:
        when = update.day.isoformat() if update.day else update.printed
    return " ".join([when, *update.flags])


def oldest_first(story: Story) -> list[str]:
    """Return the story's updates in words, from oldest to newest."""
    return [spoken(update, story) for update in story.updates]
