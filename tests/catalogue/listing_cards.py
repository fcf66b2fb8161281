"""Cards for the tests of listings."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from backfile.reading.cards import Card, Term


def term(name: str) -> Term:
    slug = name.lower().replace(" ", "-").strip("!")
    return Term(name, slug, f"{slug}/")


def card(
    day: str,
    url: str = "",
    *,
    hours: float = 0,
    updates: int = 0,
    moment: datetime | None = None,
    **terms: object,
) -> Card:
    """Return the card of a story of *day* (2014-06-16) that was added to for so many *hours*."""
    on = date.fromisoformat(day)
    return Card(
        url=url or f"{day}/",
        title=url or day,
        lang="en",
        day=on,
        moment=moment or datetime.combine(on, time(12), UTC),
        updates=updates or (1 if hours else 0),
        lasted=timedelta(hours=hours) if hours else None,
        **terms,  # type: ignore[arg-type]
    )
