"""What of the timelines a revision changes: their pages, and the stories that lead to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backfile.catalogue.writing import TOPICS
from backfile.outputs.timelines.hours import shared_days
from backfile.outputs.timelines.links import coverage_of_parts
from backfile.outputs.timelines.output import (
    PlannedHours,
    coverage_on,
    hours_pages,
    plan_hours,
    series_pages,
    subject_of,
    term_pages,
)
from backfile.outputs.timelines.places import (
    KINDS,
    base_of_story,
    hours_page,
    timeline_page,
)
from backfile.outputs.timelines.plan import FEWEST, plan_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from backfile.catalogue.catalogue import Catalogue
    from backfile.catalogue.rows import Card, StoryRow
    from backfile.config.settings import PageAddress, Settings
    from backfile.outputs.artifacts import PageFile
    from backfile.outputs.timelines.output import TimelineSubject
    from backfile.outputs.timelines.plan import PlannedPage

_TermKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class TermState:
    """The timeline of a term: its folder, None for no pages; the plan of its pages and hours."""

    base: PageAddress | None = None
    pages: tuple[PlannedPage, ...] = ()
    hours: tuple[PlannedHours, ...] = ()

    @property
    def days(self) -> frozenset[date]:
        """Return the days of which there are hours."""
        return frozenset(one.day for one in self.hours)

    @property
    def files(self) -> Iterator[str]:
        """Go through the files of its pages."""
        if self.base:
            yield from (timeline_page(self.base, one.num).save_as for one in self.pages)
            yield from (hours_page(self.base, one.day).save_as for one in self.hours)


@dataclass(frozen=True, slots=True)
class SeriesState:
    """A running story: its first part, its parts, and the days of which there are hours.

    `first` is None where too few parts were added to for a timeline.
    """

    first: Card | None = None
    parts: tuple[str, ...] = ()
    days: tuple[date, ...] = ()

    @property
    def files(self) -> Iterator[str]:
        """Go through the files of its pages."""
        if self.first:
            base = base_of_story(self.first)
            yield timeline_page(base).save_as
            yield from (hours_page(base, day).save_as for day in self.days)


@dataclass(frozen=True, slots=True)
class TimelineStates:
    """The timelines near some stories: of their terms, and of their running stories by address."""

    terms: dict[_TermKey, TermState] = field(default_factory=dict)
    series: dict[str, SeriesState] = field(default_factory=dict)

    @property
    def files(self) -> Iterator[str]:
        """Go through the files of their pages."""
        for term in self.terms.values():
            yield from term.files
        for series in self.series.values():
            yield from series.files


def states_near(
    rows: Iterable[StoryRow],
    catalogue: Catalogue,
    settings: Settings,
    before: TimelineStates | None = None,
) -> TimelineStates:
    """Return the timelines, as the *catalogue* has them now, that have or might have *rows*.

    Those of running stories are found by all parts that they had *before*.
    """
    parts = {url for one in before.series.values() for url in one.parts} if before else set()
    listed = [row for row in rows if row.is_listed]
    urls = {row.card.url for row in listed}
    terms = {(kind, term.slug) for row in listed for kind, term in row.card.terms if term.slug}
    return TimelineStates(
        {
            key: _state_of_term(*key, catalogue, settings)
            for key in sorted(terms)
            if key[0] in KINDS
        },
        {url: _state_of_series(url, catalogue) for url in {*parts, *urls}},
    )


def _state_of_term(kind: str, slug: str, catalogue: Catalogue, settings: Settings) -> TermState:
    found, subject = catalogue.term(kind, slug), subject_of(kind, slug, catalogue, settings)
    if found is None or subject is None:
        return TermState()
    days = catalogue.shared_days(slug) if kind == TOPICS else []
    pages = plan_pages(found[1].update_counts())
    return TermState(subject.base, pages, tuple(plan_hours(days)))


def _state_of_series(url: str, catalogue: Catalogue) -> SeriesState:
    parts = catalogue.parts(url)
    urls = tuple(part.url for part in parts)
    coverage = coverage_of_parts(url, catalogue)
    if len(coverage) < FEWEST:
        return SeriesState(None, urls)
    return SeriesState(parts[0], urls, shared_days(coverage))


@dataclass(frozen=True, slots=True)
class RevisedTimelines:
    """The timelines near the stories of a revision, `before` and `after` it, and these `rows`.

    The rows are those of the stories as they were and as they are.
    """

    before: TimelineStates = field(default_factory=TimelineStates)
    after: TimelineStates = field(default_factory=TimelineStates)
    rows: tuple[StoryRow, ...] = ()

    def needed(self, catalogue: Catalogue) -> set[str]:
        """Return the addresses of the stories that lead to what comes, goes or moves."""
        urls: set[str] = set()
        for key, before, after in self._terms():
            if key[0] != TOPICS:
                continue
            found = catalogue.term(*key)
            if found and bool(before.pages) != bool(after.pages):
                urls |= {card.url for card, _ in found[1].coverage()}
            for day in before.days ^ after.days:
                urls |= {card.url for card, _ in catalogue.covering(key[1], day)}
        for url, was in self.before.series.items():
            now = self.after.series.get(url, SeriesState())
            if was != now:
                urls |= {*was.parts, *now.parts}
        return urls

    def pages(self, catalogue: Catalogue, settings: Settings) -> Iterator[PageFile]:
        """Go through the pages that have one of the stories, come, or lead on to others now."""
        for key, before, after in self._terms():
            subject, found = subject_of(*key, catalogue, settings), catalogue.term(*key)
            if subject and found:
                touched = self._days_of(key, before.days ^ after.days, catalogue)
                pages = [
                    one
                    for one in after.pages
                    if one not in before.pages or any(_is_in(day, one.num) for day in touched)
                ]
                yield from term_pages(subject, found[1], pages, sorted(after.days))
                yield from self._hours(subject, key, before, after, catalogue)
        firsts = {one.first.url: one.first for one in self.after.series.values() if one.first}
        for first in firsts.values():
            yield from series_pages(first, catalogue)

    def gone(self) -> set[str]:
        """Return the files of the pages that there were and are no longer."""
        return {*self.before.files} - {*self.after.files}

    def _terms(self) -> Iterator[tuple[_TermKey, TermState, TermState]]:
        for key, before in self.before.terms.items():
            yield key, before, self.after.terms[key]

    def _with_term(self, key: _TermKey) -> Iterator[StoryRow]:
        for row in self.rows:
            if any((kind, term.slug) == key for kind, term in row.card.terms):
                yield row

    def _days_of(self, key: _TermKey, flipped: Iterable[date], catalogue: Catalogue) -> set[date]:
        """Return the days of the stories whose timeline shows something else than before.

        Those too of which a day leads to its hours now, or did so before.
        """
        days = {row.card.day for row in self._with_term(key)}
        covering = (catalogue.covering(key[1], day) for day in flipped)
        return days | {card.day for stories in covering for card, _ in stories}

    def _hours(
        self,
        subject: TimelineSubject,
        key: _TermKey,
        before: TermState,
        after: TermState,
        catalogue: Catalogue,
    ) -> Iterator[PageFile]:
        touched = {day for row in self._with_term(key) for day in row.timed_days}
        plan = [one for one in after.hours if one not in before.hours or one.day in touched]
        yield from hours_pages(subject, plan, coverage_on(subject, catalogue))


def _is_in(day: date, num: tuple[int, ...]) -> bool:
    return (day.year, day.month, day.day)[: len(num)] == num
