"""Cards and times as SQLite stores them: cards as JSON, sortable times as whole numbers.

They are not pickled: a cache may come from anywhere, and reading it must not run code.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from backfile.catalogue.rows import Card, PictureLink, Term, UpdateRow

if TYPE_CHECKING:
    from collections.abc import Iterable

_CARDS_AT_HAND = 2000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def instant(moment: datetime) -> int:
    """Return *moment*, which has a zone, as microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def day_number(day: date) -> int:
    """Return *day* as a number, 16 June 2014 as 20140616; a month or a year is a range."""
    return (day.year * 100 + day.month) * 100 + day.day


def month_day_number(day: date) -> int:
    """Return the month and the day of *day* as a number, 16 June as 616."""
    return day.month * 100 + day.day


def day_of(number: int) -> date:
    """Return the day that `day_number` made *number* of."""
    return date(number // 10_000, number // 100 % 100, number % 100)


def microseconds(length: timedelta) -> int:
    """Return *length* as a whole number."""
    return length // _MICROSECOND


def card_text(card: Card) -> str:
    """Return *card* as JSON."""
    return json.dumps(
        (
            card.url,
            card.title,
            card.lang,
            card.day.isoformat(),
            _moment_text(card.moment),
            card.summary,
            card.updates,
            None if card.lasted is None else microseconds(card.lasted),
            _term_values(card.partner),
            _term_values(card.section),
            [_term_values(topic) for topic in card.topics],
            [_term_values(author) for author in card.authors],
            card.continues,
            [(one.file, one.path) for one in card.pictures],
        ),
        separators=(",", ":"),
    )


@lru_cache(_CARDS_AT_HAND)  # neighbouring pages share most of their cards
def card_of(text: str) -> Card:
    """Return the card that `card_text` made *text* of."""
    (url, title, lang, day, moment, summary, updates, lasted, *terms) = json.loads(text)
    partner, section, topics, authors, continues, pictures = terms
    return Card(
        url=url,
        title=title,
        lang=lang,
        day=date.fromisoformat(day),
        moment=_moment(moment),
        summary=summary,
        updates=updates,
        lasted=None if lasted is None else timedelta(microseconds=lasted),
        partner=partner and Term(*partner),
        section=section and Term(*section),
        topics=_terms(topics),
        authors=_terms(authors),
        continues=continues,
        pictures=tuple(PictureLink(*one) for one in pictures),
    )


def updates_text(updates: Iterable[UpdateRow]) -> str:
    """Return *updates* as JSON, empty for none."""
    values = [_values_of_update(one) for one in updates]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) if values else ""


def updates_of(text: str) -> tuple[UpdateRow, ...]:
    """Return the updates that `updates_text` made *text* of."""
    return tuple(UpdateRow(*one) for one in json.loads(text or "[]"))


def _values_of_update(one: UpdateRow) -> tuple[object, ...]:
    words = one.label, one.headline, one.beginning
    return one.anchor, one.kind, one.time, *words, one.is_inferred


def _term_values(term: Term | None) -> tuple[str, str, str] | None:
    return (term.name, term.slug, term.url) if term else None


def _terms(values: Iterable[Any]) -> tuple[Term, ...]:
    return tuple(Term(*one) for one in values)


def _moment_text(moment: datetime) -> str:
    """Return *moment* with the name of its zone, where it has one (RFC 9557, section 3.1)."""
    zone = moment.tzinfo.key if isinstance(moment.tzinfo, ZoneInfo) else ""
    return f"{moment.isoformat()}[{zone}]" if zone else moment.isoformat()


def _moment(text: str) -> datetime:
    stamp, _, zone = text.rstrip("]").partition("[")
    moment = datetime.fromisoformat(stamp)
    if not zone:
        return moment
    placed = moment.replace(tzinfo=ZoneInfo(zone))
    # Where clocks are set back, a time occurs twice; the offset decides which one is meant.
    return placed if placed.utcoffset() == moment.utcoffset() else placed.replace(fold=1)
