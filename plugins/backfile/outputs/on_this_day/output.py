"""The files of the days of the year: a page and data for each, a calendar, a list of the days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backfile.catalogue.days_of_year import around
from backfile.outputs.artifacts import PageFile, text_file
from backfile.outputs.on_this_day.day_data import day_json, days_json
from backfile.outputs.pages import lists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.catalogue.archives import Archive
    from backfile.catalogue.rows import StoryChange
    from backfile.config.settings import Settings
    from backfile.outputs.artifacts import Artifact
    from backfile.outputs.listings.revising import Revised

CALENDAR, DAY = "on_this_day", "day_of_year"  # the templates
DAYS = "days.json"


def on_this_day_files(
    archive: Archive, settings: Settings, context: Any
) -> Iterator[Artifact | PageFile]:
    """Go through the calendar and the files of all days; *context* is that of any page."""
    yield from _of_all_days(archive, settings)
    for num in archive.days_of_year:
        yield from _of_day(num, archive, settings, context)


def revised_on_this_day(
    revised: Revised, archive: Archive, settings: Settings, context: Any
) -> Iterator[Artifact | PageFile]:
    """Go through those of the same files that may be others after what is *revised*."""
    days: set[tuple[int, ...]] = {_day(card) for card in revised.cards}
    yield from _of_all_days(archive, settings)
    if revised.moves:
        # A day leads to those beside it, which may come and go.
        days |= {near for num in days for near in around(num, archive.days_of_year) if near}
    for num in sorted(days & {*archive.days_of_year}):
        yield from _of_day(num, archive, settings, context)


def data_files_of(change: StoryChange, settings: Settings) -> Iterator[str]:
    """Go through the files of data that had the story of a *change*."""
    if change.before:
        yield _data_path(_day(change.before), settings)


def _of_all_days(archive: Archive, settings: Settings) -> Iterator[Artifact | PageFile]:
    page, days = settings.calendar_page, archive.days_of_year
    names = {"calendar": archive.calendar}
    yield PageFile(page.save_as, page.url, CALENDAR, archive.calendar, names)
    yield text_file(_beside(settings, DAYS), days, lambda: days_json(days))


def _of_day(
    num: tuple[int, ...], archive: Archive, settings: Settings, context: Any
) -> Iterator[Artifact | PageFile]:
    day = archive.day_of_year(*num)
    page = settings.day_page(*num)
    shown = num, day.earlier, day.later, lists.shown(day.cards, context)
    yield PageFile(page.save_as, page.url, DAY, shown, {"day_of_year": day})
    made = day_json(day, page.url, context)
    yield text_file(_data_path(num, settings), made, lambda: made)


def _data_path(num: tuple[int, ...], settings: Settings) -> str:
    return _beside(settings, "{:02}-{:02}.json".format(*num))


def _beside(settings: Settings, name: str) -> str:
    folder = settings.calendar_page.save_as.rpartition("/")[0]
    return f"{folder}/{name}"


def _day(card: Any) -> tuple[int, int]:
    return card.day.month, card.day.day
