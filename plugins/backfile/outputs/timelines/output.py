"""The pages of timelines, and of the hours of days that several partners covered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backfile.catalogue.writing import TOPICS
from backfile.outputs.artifacts import PageFile
from backfile.outputs.pages.lists import headline
from backfile.outputs.timelines.entries import timeline_of
from backfile.outputs.timelines.hours import hours_of, shared_days
from backfile.outputs.timelines.links import coverage_of_parts
from backfile.outputs.timelines.places import (
    KINDS,
    base_of_story,
    base_of_term,
    hours_page,
    timeline_page,
)
from backfile.outputs.timelines.plan import FEWEST, PlannedPage, first_day, plan_pages
from backfile.render.timeline import strip_of
from backfile.story.opening import Kind
from backfile.text.addresses import encoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from backfile.catalogue.catalogue import Catalogue
    from backfile.catalogue.listing import Listing
    from backfile.catalogue.rows import Card, Term
    from backfile.config.settings import PageAddress, Settings
    from backfile.outputs.timelines.entries import Coverage, Timeline, TimelineEntry
    from backfile.outputs.timelines.hours import HoursOfDay


@dataclass(frozen=True, slots=True)
class TimelineSubject:
    """What a timeline is of: a `term` of a `kind`, or a running story, whose first part is `first`.

    `base` is the folder of its pages.
    """

    base: PageAddress
    kind: str
    term: Term | None = None
    first: Card | None = None

    @property
    def told(self) -> object:
        """Return what its pages show of it."""
        return self.kind, self.term, self.first and headline(self.first)


@dataclass(frozen=True, slots=True)
class PlannedHours:
    """The hours of a day, and the days before and after it that have some, None for none."""

    day: date
    earlier: date | None = None
    later: date | None = None


def subject_of(
    kind: str, slug: str, catalogue: Catalogue, settings: Settings
) -> TimelineSubject | None:
    """Return the term with *slug*; None where it has no page, or no listed story."""
    found = catalogue.term(kind, slug)
    base = base_of_term(kind, found[0], settings) if found else None
    return TimelineSubject(base, kind, found[0]) if found and base else None


def timeline_pages(catalogue: Catalogue, settings: Settings) -> Iterator[PageFile]:
    """Go through all pages of the timelines and hours of terms, then of running stories."""
    for kind in KINDS:
        for term, stories in catalogue.terms(kind):
            if base := base_of_term(kind, term, settings):
                subject = TimelineSubject(base, kind, term)
                days = catalogue.shared_days(term.slug) if kind == TOPICS else []
                plan = plan_pages(stories.update_counts())
                yield from term_pages(subject, stories, plan, days)
                yield from hours_pages(subject, plan_hours(days), coverage_on(subject, catalogue))
    seen: set[str] = set()
    for url in catalogue.continuing():
        if url not in seen and (parts := catalogue.parts(url)):
            seen.update(part.url for part in parts)
            yield from series_pages(parts[0], catalogue)


def plan_hours(days: Sequence[date]) -> list[PlannedHours]:
    """Return the pages of the hours of *days*, which are in order."""
    beside = [None, *days, None]
    return [PlannedHours(day, beside[at], beside[at + 2]) for at, day in enumerate(days)]


def coverage_on(subject: TimelineSubject, catalogue: Catalogue) -> Callable[[date], Coverage]:
    """Return what tells, of a day, the stories of a topic that have updates on it."""
    slug = subject.term.slug if subject.term else ""
    return lambda day: catalogue.covering(slug, day)


def term_pages(
    subject: TimelineSubject, stories: Listing, plan: Iterable[PlannedPage], shared: Sequence[date]
) -> Iterator[PageFile]:
    """Go through the pages of the timeline of a term: those in the *plan*.

    *shared* are the days of which there are hours.
    """
    for one in plan:
        of_period = stories.within(one.num) if one.num else stories
        coverage = () if one.periods else of_period.coverage()
        yield _timeline_page(subject, one, coverage, shared)


def series_pages(first: Card, catalogue: Catalogue) -> Iterator[PageFile]:
    """Go through the pages of the running story whose first part is *first*."""
    subject = TimelineSubject(base_of_story(first), "", first=first)
    coverage = coverage_of_parts(first.url, catalogue)
    if len(coverage) < FEWEST:
        return
    days = shared_days(coverage)
    yield _timeline_page(subject, PlannedPage(()), coverage, days)
    yield from hours_pages(subject, plan_hours(days), lambda _day: coverage)


def _timeline_page(
    subject: TimelineSubject, plan: PlannedPage, coverage: Coverage, shared: Sequence[date]
) -> PageFile:
    timeline = timeline_of(coverage)
    days = {one.day for one in timeline.days}
    hours = {day: encoded(hours_page(subject.base, day).url) for day in shared if day in days}
    page = timeline_page(subject.base, plan.num)
    names = {
        "subject": subject,
        "plan": plan,
        "timeline": timeline,
        "hours": hours,
        "strip": _strip(timeline),
        "address": lambda num: encoded(timeline_page(subject.base, num).url),
        "first_day": first_day,
    }
    made_of = subject.told, plan, _told(timeline), sorted(hours)
    return PageFile(page.save_as, page.url, "timeline", made_of, names)


def _strip(timeline: Timeline) -> Any:
    moments = [(one.when, ("", Kind(one.update.kind), -1)) for one in timeline.timed if one.when]
    return strip_of(moments, timeline.clock)


def hours_pages(
    subject: TimelineSubject, plan: Iterable[PlannedHours], coverage_of: Callable[[date], Coverage]
) -> Iterator[PageFile]:
    """Go through the pages of the hours of the days in the *plan*.

    *coverage_of* returns the stories of a day with their updates.
    """
    for one in plan:
        if hours := hours_of(coverage_of(one.day), one.day):
            page = hours_page(subject.base, one.day)
            names = {
                "subject": subject,
                "plan": one,
                "hours": hours,
                "timeline_url": encoded(timeline_page(subject.base).url),
                "address": lambda day: encoded(hours_page(subject.base, day).url),
            }
            made_of = subject.told, one, _told_hours(hours)
            yield PageFile(page.save_as, page.url, "hours", made_of, names)


def _told(timeline: Timeline) -> object:
    """Return what a page shows of a timeline."""
    days = [
        (
            one.day,
            [(_entry(each.entry), each.silence, each.other_day) for each in one.timed],
            [_entry(each) for each in one.of_day],
        )
        for one in timeline.days
    ]
    return timeline.clock, timeline.is_one_clock, days, _undated(timeline.undated)


def _told_hours(hours: HoursOfDay) -> object:
    """Return what a page shows of the hours of a day."""
    rows = [
        (
            row.when,
            [cell and (cell.rows, [_entry(one) for one in cell.entries]) for cell in row.cells],
        )
        for row in hours.rows
    ]
    apart = [_entry(one) for one in hours.of_day], _undated(hours.undated)
    return hours.clock, hours.is_one_clock, hours.partners, rows, apart


def _undated(undated: Iterable[tuple[Card, Iterable[TimelineEntry]]]) -> object:
    return [(headline(card), [_entry(one) for one in ones]) for card, ones in undated]


def _entry(one: TimelineEntry) -> object:
    return headline(one.card), one.card.partner, one.update, one.when
