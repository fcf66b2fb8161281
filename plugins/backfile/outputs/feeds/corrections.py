"""A story's corrections and notes in a feed: what brings a corrected story back to its readers."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Protocol, TypeVar

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


class _Placed(Protocol):
    """What an update and its record have in common."""

    @property
    def kind(self) -> Kind: ...
    @property
    def precision(self) -> Precision: ...


_AnUpdate = TypeVar("_AnUpdate", bound=_Placed)


def corrections(updates: Iterable[_AnUpdate]) -> list[_AnUpdate]:
    """Return those of *updates* that are corrections or notes."""
    return [one for one in updates if one.kind in CORRECTING]


def last_of(made: list[_AnUpdate]) -> _AnUpdate:
    """Return the last of the corrections *made*, oldest first; a stated time goes before none."""
    dated = [one for one in made if one.precision is not Precision.ORDER]
    return (dated or made)[-1]


def correction(entry: StoryEntry, record: StoryRecord, authority: str) -> StoryEntry:
    """Return *entry*, the story of *record*, as one that tells how it was corrected.

    It is an entry of its own, of the time of the last correction or note, so that readers who
    have seen the story are told. Where none states a time, it has the story's latest.
    """
    made = corrections(record.updates)
    last = last_of(made)
    when = moment_of(last.time, record.timezone) if last.time else entry.updated
    newest_first = [last, *(one for one in reversed(made) if one is not last)]
    told = "".join(_told(one, entry.url) for one in newest_first)
    return replace(
        entry,
        id=tag_uri(authority, as_named(record.url), last.anchor),
        url=f"{entry.url}#{last.anchor}",
        title=clean(f"{last.opening}: {record.title}"),
        summary="",
        content=f"{clean(told)}<hr>\n{entry.content}",
        text=clean("\n\n".join([*map(_said, newest_first), entry.text])),
        published=when,
        updated=when,
    )


def _told(one: UpdateRecord, page: str) -> str:
    """Return the HTML of a correction or a note, its opening linked to where it stands."""
    link = f'<p><a href="{escape(page)}#{escape(one.anchor)}">{escape(one.opening)}</a></p>\n'
    said = "".join(f"<p>{escape(text, quote=False)}</p>\n" for text in one.text.split("\n\n"))
    return link + (said if one.text else "")


def _said(one: UpdateRecord) -> str:
    return "\n\n".join(part for part in (one.opening, one.text) if part)
