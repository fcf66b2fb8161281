"""Changes the catalogue with the stories of a revision, and tells which other stories it needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backfile.catalogue.related import leading_to
from backfile.outputs.feeds.plan import KINDS
from backfile.outputs.timelines.revising import RevisedTimelines, states_near
from backfile.reading.scope import NotARevisionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backfile.catalogue.catalogue import Catalogue
    from backfile.catalogue.rows import Card, StoryChange, StoryRow
    from backfile.config.settings import Settings
    from backfile.reading.scope import Scope


@dataclass(frozen=True, slots=True)
class Revised:
    """What a revision changes: the stories, the feeds that lose one of them, the timelines.

    A feed is named by the kind of its term and its slug, both empty for that of all stories.
    """

    changes: tuple[StoryChange, ...]
    feeds: frozenset[tuple[str, str]]
    timelines: RevisedTimelines = field(default_factory=RevisedTimelines)

    @property
    def had_corrections(self) -> bool:
        """Tell whether a story of these had a correction."""
        return any(one.was_corrected for one in self.changes)

    @property
    def moves(self) -> bool:
        """Tell whether a story comes, goes, or stands elsewhere."""
        return any(one.moves for one in self.changes)

    @property
    def is_timed(self) -> bool:
        """Tell whether a story moves, or changed last at another time than before."""
        return self.moves or any(one.is_later for one in self.changes)

    @property
    def cards(self) -> tuple[Card, ...]:
        """Return the cards of the stories, as they were and as they are."""
        return tuple(card for change in self.changes for card in change.cards)

    @property
    def years(self) -> list[int]:
        """Return the years in which the stories are, or were."""
        return sorted({card.day.year for card in self.cards})

    @property
    def terms(self) -> set[tuple[str, str]]:
        """Return the terms that have, or had, one of the stories: their kinds and slugs."""
        return {(kind, term.slug) for card in self.cards for kind, term in card.terms if term.slug}

    def years_of(self, kind: str, slug: str) -> set[int]:
        """Return the years in which the stories are, or were, that have a term, or had it."""
        return {
            card.day.year
            for card in self.cards
            for of, term in card.terms
            if (of, term.slug) == (kind, slug)
        }


def revise_catalogue(
    catalogue: Catalogue, rows: Iterable[StoryRow], scope: Scope, settings: Settings
) -> Revised:
    """Put *rows* of the stories in the *scope* into the *catalogue*, and remove what is gone.

    Raises NotARevisionError where the catalogue cannot be written, or a page would have the name of
    a term from a story that is not read; StoriesNeededError where stories outside of the scope have
    pages that change.
    """
    if not catalogue.is_shared:
        raise NotARevisionError("another program uses the catalogue")
    now = {row.source: row for row in rows if row.source in scope.changed}
    # A draft or a hidden story is in no list, before or after.
    before = {
        source: row
        for source in sorted(scope.changed)
        if (row := catalogue.row(source)) or source in now
    }
    rows = tuple(row for row in (*before.values(), *now.values()) if row)
    timelines = states_near(rows, catalogue, settings) if settings.timelines else None
    moved = [source for source, row in before.items() if _is_moved(row, now.get(source))]
    old = [row.card for source in moved if (row := before[source])]
    needed = {url for card in old for url in leading_to(card, catalogue)}
    feeds = {key for card in old for key in _feeds_of(card, catalogue, settings.feed_length)}
    changes = tuple(catalogue.revise(source, now.get(source)) for source in before)
    revised_timelines = RevisedTimelines()
    if timelines:
        after = states_near(rows, catalogue, settings, timelines)
        revised_timelines = RevisedTimelines(timelines, after, rows)
        needed |= revised_timelines.needed(catalogue)
    revised = Revised(changes, frozenset(feeds), revised_timelines)
    if any(catalogue.has_names(*term) for term in revised.terms):
        raise NotARevisionError("a term of a story is spelled in several ways")
    new = [row.card for source in moved if (row := now.get(source))]
    needed |= {url for card in new for url in leading_to(card, catalogue)}
    gone = {card.url for card in old} - {card.url for card in new}
    scope.need(needed - gone)
    return revised


def _is_moved(before: StoryRow | None, after: StoryRow | None) -> bool:
    """Tell whether stories that lead to one show something else now, or other stories do."""
    if before is None or after is None:
        return True
    was, now = before.card, after.card
    return was.title != now.title or was.standing != now.standing


def _feeds_of(card: Card, catalogue: Catalogue, length: int | None) -> Iterator[tuple[str, str]]:
    """Go through the feeds that have the story of *card*."""
    terms = [(kind, term.slug) for kind, term in card.terms if kind in KINDS and term.slug]
    for kind, slug in [("", ""), *terms]:
        if card.url in catalogue.newest(length, kind, slug):
            yield kind, slug
