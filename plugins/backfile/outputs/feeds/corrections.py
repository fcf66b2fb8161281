"""Feed entries of corrected stories: each begins with the story's corrections and notes."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Protocol, TypeVar
from zoneinfo import ZoneInfo

from backfile.outputs.feeds.entry import clean
from backfile.reading.timestamps import moment_of
from backfile.story.model import Precision
from backfile.story.opening import CORRECTING, Kind
from backfile.text.addresses import as_named
from backfile.text.tag_uri import tag_uri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backfile.outputs.feeds.entry import StoryEntry
    from backfile.reading.record import StoryRecord, UpdateRecord


class _HasKind(Protocol):
    """What an update and its record have in common."""

    @property
    def kind(self) -> Kind: ...
    @property
    def precision(self) -> Precision: ...


_AnUpdate = TypeVar("_AnUpdate", bound=_HasKind)


def corrections_in(updates: Iterable[_AnUpdate]) -> list[_AnUpdate]:
    """Return those of *updates* that are corrections or notes."""
    return [one for one in updates if one.kind in CORRECTING]


def last_correction(corrections: list[_AnUpdate]) -> _AnUpdate:
    """Return the last of *corrections*, oldest first; of those with a time if there are any."""
    dated = [one for one in corrections if one.precision is not Precision.ORDER]
    return (dated or corrections)[-1]


def correction_entry(entry: StoryEntry, record: StoryRecord, authority: str) -> StoryEntry:
    """Return the entry that reports the corrections of *record*, whose own entry is *entry*.

    It has its own id and the time of the last correction or note, so that feed readers show it to
    people who have seen the story. Where none states a time, it has the story's latest.
    """
    corrections = corrections_in(record.updates)
    last = last_correction(corrections)
    when = moment_of(last.time, record.timezone) if last.time else entry.updated
    newest_first = [last, *(one for one in reversed(corrections) if one is not last)]
    html = "".join(_correction_html(one, entry.url) for one in newest_first)
    return replace(
        entry,
        id=tag_uri(authority, as_named(record.url), last.anchor),
        url=f"{entry.url}#{last.anchor}",
        title=clean(f"{last.opening}: {record.title}"),
        summary="",
        content=f"{clean(html)}<hr>\n{entry.content}",
        text=clean("\n\n".join([*map(_correction_text, newest_first), entry.text])),
        published=when,
        updated=when,
        day=when.astimezone(ZoneInfo(record.timezone)).date(),
    )


def _correction_html(correction: UpdateRecord, page: str) -> str:
    """Return the HTML of a correction or a note; its opening links to it on the page."""
    address = f"{escape(page)}#{escape(correction.anchor)}"
    link = f'<p><a href="{address}">{escape(correction.opening)}</a></p>\n'
    paragraphs = correction.text.split("\n\n") if correction.text else []
    return link + "".join(f"<p>{escape(text, quote=False)}</p>\n" for text in paragraphs)


def _correction_text(correction: UpdateRecord) -> str:
    return "\n\n".join(part for part in (correction.opening, correction.text) if part)
