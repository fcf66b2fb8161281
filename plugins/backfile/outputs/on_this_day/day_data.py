"""What the first page is told of a day of the year, in JSON: see docs/data.md, "On this day"."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from backfile.reading.cards import plain
from backfile.render.language import FILTERS, gettext
from backfile.render.listed_pictures import listed_picture
from backfile.text.language_tags import text_direction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backfile.catalogue.days_of_year import DayOfYear
    from backfile.catalogue.rows import Card

# Characters: the file of a day stays small, whatever its stories say.
LONGEST_TITLE, LONGEST_SUMMARY = 160, 240


def days_json(days: Iterable[tuple[int, ...]]) -> str:
    """Return the days of the year that have stories, as `["04-15", "07-20"]`."""
    return f"{json.dumps(['{:02}-{:02}'.format(*num) for num in days])}\n"


def day_json(day: DayOfYear, url: str, context: Any) -> str:
    """Return the few greatest stories of *day*, whose page is at *url*, and words to say of it.

    Addresses are below SITEURL; the words are in the language of the site.
    """
    name = FILTERS["day_and_month"](context, day.first)
    told = {
        "day": "{:02}-{:02}".format(*day.num),
        "url": url,
        "name": name,
        "all": gettext(context, "All stories of %(day)s") % {"day": name},
        "nearest": gettext(
            context,
            "Nothing in the archive began on today’s date. The nearest day with a story: %(day)s.",
        )
        % {"day": name},
        "count": len(day.cards),
        "stories": _stories(day.greatest, context),
    }
    return f"{json.dumps(told, ensure_ascii=False, separators=(',', ':'))}\n"


def _stories(cards: tuple[Card, ...], context: Any) -> list[dict[str, Any]]:
    """Return what is told of *cards*; a story that is alone is told with summary and picture."""
    told = [_headline(card) for card in cards]
    if len(cards) > 1:
        return told
    return [one | _more(card, context) for one, card in zip(told, cards, strict=True)]


def _headline(card: Card) -> dict[str, Any]:
    return {
        "url": card.url,
        "title": _cut(plain(card.title), LONGEST_TITLE),
        "lang": card.lang,
        "dir": text_direction(card.lang),
        "date": card.day.isoformat(),
        "partner": card.partner.name if card.partner else "",
    }


def _more(card: Card, context: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"summary": _cut(card.summary, LONGEST_SUMMARY)}
    if picture := listed_picture(context, card):
        small = picture.versions[0]
        told["picture"] = {"url": small.url, "width": small.width, "height": small.height}
    return told


def _cut(text: str, length: int) -> str:
    """Return *text*, at the end of a word if it is cut to *length* characters."""
    if len(text) <= length:
        return text
    beginning = text[:length]
    return f"{beginning.rpartition(' ')[0] or beginning}…"
