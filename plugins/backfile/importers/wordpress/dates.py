"""When a post was published and changed, in the time zone of its story."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from backfile.importers.moment import Moment, date_of_mail
from backfile.story.dates import happened, offset_needed

if TYPE_CHECKING:
    from backfile.importers.options import Call
    from backfile.importers.wordpress.item import Post

_FORM = "%Y-%m-%d %H:%M:%S"
_YEAR = re.compile(r"\w \d{4} ")


class Published(NamedTuple):
    """When a post was published, None where that is not known, and how it was found out."""

    when: Moment | None
    inferred: tuple[str, ...] = ()


def published(post: Post, call: Call) -> Published:
    """Return when *post* was published: as the call says, else by its GMT time, the exact one.

    A draft has none in GMT; its site's own clock is then taken for the story's zone.
    """
    if call.day is not None:
        return Published(Moment(call.day, call.clock))
    exact = _read(post.time("date_gmt"))
    shown = _read(post.time("date"))
    if exact:
        told = exact.replace(tzinfo=UTC).astimezone(call.zone)
        return Published(Moment.at(told), _other_clock(told, shown, call))
    if shown:
        why = f"date: the site's own clock said {Moment.at(shown)}; {call.zone} is assumed"
        known = Moment.at(shown) if happened(shown, call.zone) else Moment(shown.date())
        return Published(known, (why,))
    sent = _sent(post.element.get("pubDate"))
    if sent:
        moment = Moment.at(sent.astimezone(call.zone))
        return Published(moment, ("date: taken from the feed's pubDate",))
    return Published(None, inferred=("date: the export has none",))


def modified(post: Post, call: Call) -> str:
    """Return when *post* was last changed, empty if that was not after it was published."""
    before, after = _read(post.time("date_gmt")), _read(post.time("modified_gmt"))
    if not before or not after or after - before < timedelta(minutes=1):
        return ""
    told = after.replace(tzinfo=UTC).astimezone(call.zone)
    return f"{Moment.at(told)}{offset_needed(told)}"


def in_zone(printed: str, call: Call) -> datetime | None:
    """Return the GMT time *printed* in the zone of the call, None for none."""
    read = _read(printed)
    return read.replace(tzinfo=UTC).astimezone(call.zone) if read else None


def _other_clock(told: datetime, shown: datetime | None, call: Call) -> tuple[str, ...]:
    """Say so where the site went by another clock than the story will."""
    if shown is None or told.replace(tzinfo=None) == shown:
        return ()
    here = f"{Moment.at(told)} in {call.zone}"
    return (f"date: {here}; the site's own clock said {Moment.at(shown)}",)


# The times of one post are asked for in its survey, for its fields and for its notes.
@lru_cache(maxsize=64)
def _read(printed: str) -> datetime | None:
    try:
        read = datetime.strptime(printed, _FORM)  # noqa: DTZ007 (the field says which zone)
    except ValueError:
        return None
    # Near the ends of the calendar no zone can be told.
    return read if 1 < read.year < 9999 else None


def _sent(printed: str) -> datetime | None:
    """Return the time of a feed (RFC 822, §5), None for none.

    Of a draft it is in the year -0001.
    """
    read = date_of_mail(printed) if _YEAR.search(printed) else None
    if read is None:
        return None
    aware = read if read.tzinfo else read.replace(tzinfo=UTC)
    return aware if 1 < aware.year < 9999 else None
