"""Stories with updates, for the tests of timelines."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from backfile.catalogue.rows import Card, Term, UpdateRow

if TYPE_CHECKING:
    from collections.abc import Sequence

NEW_YORK, LONDON, TOKYO = "America/New_York", "Europe/London", "Asia/Tokyo"


def story(
    url: str, *times: str, partner: str = "wire", zone: str = NEW_YORK
) -> tuple[Card, tuple[UpdateRow, ...]]:
    """Return a story in *zone* that has an update at each of *times*.

    A time is `2014-06-16 18:20` or a day; an empty one is not known.
    """
    updates = tuple(update(f"{url}{at}", time, zone) for at, time in enumerate(times))
    first = next((one.day for one in updates if one.day), date(2014, 6, 16))
    moment = datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(zone))
    of = Term(partner.title(), partner, f"partners/{partner}/") if partner else None
    return Card(f"{url}/", url.title(), "en", first, moment, updates=1, partner=of), updates


def update(anchor: str, time: str, zone: str = NEW_YORK) -> UpdateRow:
    if len(time) > 10:
        time = datetime.fromisoformat(time).replace(tzinfo=ZoneInfo(zone)).isoformat()
    return UpdateRow(anchor, "update", time, beginning=f"Words of {anchor}")


def anchors(entries: Sequence[object]) -> str:
    """Return the anchors of *entries* in one line."""
    return " ".join(one.update.anchor for one in entries)  # type: ignore[attr-defined]


def between(first: str, last: str) -> st.SearchStrategy[datetime]:
    """Return moments without a zone from the beginning of one day to that of another."""
    return st.datetimes(datetime.fromisoformat(first), datetime.fromisoformat(last))
