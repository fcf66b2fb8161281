"""The list of updates beside a story's text, in either direction; templates call it `rail`."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from backfile.reading.record import record_of
from backfile.story.model import Order
from backfile.story.opening import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from pelican.generators import Generator

    from backfile.reading.record import UpdateRecord
    from backfile.story.model import Story, Update

BEGINNING = 7  # words


@dataclass(frozen=True, slots=True)
class UpdateListItem:
    """One update in the list.

    `headline` is the update's own, as plain text, and `beginning` the first words of its text.
    `when` is its instant in the story's zone, `day` the day under which it is listed; an Original
    Post without a stamp has the story's date. `newest` and `oldest` are its places, from 0, in the
    two reading directions; `rank` is its place in time, None where it has none of its own.
    `opens` are the directions in which it is the first of its day, empty where all are of one day.
    """

    update: Update
    headline: str
    beginning: str
    when: datetime | None
    day: date | None
    newest: int
    oldest: int
    rank: int | None
    opens: tuple[Order, ...]

    @property
    def is_key(self) -> bool:
        """Tell whether it belongs to the short history: a key event, or a correction."""
        return bool(self.update.key_mark) or self.update.kind is Kind.CORRECTION


def update_list_items(story: Story, updates: Iterable[UpdateRecord]) -> tuple[UpdateListItem, ...]:
    """List the updates of *story* as the page shows them; *updates* are those of its record."""
    records = {record.anchor: record for record in updates}
    days = _days(story)
    directions = {order: story.page_in(order) for order in Order}
    places = {
        order: {one.source: place for place, one in enumerate(ones)}
        for order, ones in directions.items()
    }
    openings = {order: _openings(ones, days) for order, ones in directions.items()}
    ranks = {one.source: rank for rank, one in enumerate(story.timeline)}
    return tuple(
        UpdateListItem(
            update=one,
            headline=records[one.anchor].headline,
            beginning=_shortened(records[one.anchor].beginning),
            when=_when(one, story),
            day=days[one.source],
            newest=places[Order.NEWEST_FIRST][one.source],
            oldest=places[Order.OLDEST_FIRST][one.source],
            rank=ranks.get(one.source),
            opens=tuple(order for order in Order if one.source in openings[order]),
        )
        for one in story.on_page
    )


def _when(update: Update, story: Story) -> datetime | None:
    """Return the moment of *update* on the story's own clock."""
    if update.instant is not None:
        return update.instant.astimezone(story.dateline.zone)
    published = update.kind is Kind.ORIGINAL and update.day is None
    return story.dateline.instant if published else None


def _days(story: Story) -> dict[int, date | None]:
    """Return the day under which each update is listed.

    An update without a time has the day of the update before it.
    """
    days: dict[int, date | None] = {}
    day = None
    for update in story.updates:
        when = _when(update, story)
        published = story.dateline.day if update.kind is Kind.ORIGINAL else None
        day = when.date() if when else update.day or published or day
        days[update.source] = None if update.after == -1 else day
    return days


def _openings(updates: Sequence[Update], days: dict[int, date | None]) -> set[int]:
    """Return the sources of the *updates* that begin a day, none where all are of one day."""
    if len(set(days.values()) - {None}) < 2:
        return set()
    changes = {b.source for a, b in pairwise(updates) if days[a.source] != days[b.source]}
    return {one for one in changes | {updates[0].source} if days[one]}


def _shortened(text: str) -> str:
    words = text.split()
    return " ".join(words[:BEGINNING]) + ("…" if len(words) > BEGINNING else "")


def connect(generator: Generator) -> None:
    """Give the templates of *generator* the global `rail(article)` (generator_init)."""
    generator.env.globals["rail"] = _rail


def _rail(article: Any) -> tuple[UpdateListItem, ...]:
    return update_list_items(article.story, record_of(article).updates)
