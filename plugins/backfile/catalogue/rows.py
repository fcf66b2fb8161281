"""The rows of the catalogue: what listings, feeds and sitemaps need to know of a story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_TIME = timedelta()


@dataclass(frozen=True, slots=True)
class Term:
    """What a story is filed under: a partner, section, topic or author. `url` is below SITEURL."""

    name: str
    slug: str
    url: str


@dataclass(frozen=True, slots=True)
class PictureLink:
    """A picture that a story shows, as far as it can be told before pages are made.

    `file` is its file below the content, empty where only its address is known. `path` is its
    address below SITEURL, not encoded, empty where it is wherever the site publishes the file.
    """

    file: str
    path: str


@dataclass(frozen=True, slots=True)
class Card:
    """One story in a listing.

    `title` is HTML as Pelican has it, `summary` plain text, `url` below SITEURL. `day` is the
    story's date in its own zone, by which it is listed; `moment` its date as an instant, by which
    it is sorted. `updates` counts what was added to the first report; `lasted` is how long that
    went on, None where it is not known. `continues` is the
    `url` of the listed story that this one continues, if it does. `pictures` are the first ones
    that it shows.
    """

    url: str
    title: str
    lang: str
    day: date
    moment: datetime
    summary: str = ""
    updates: int = 0
    lasted: timedelta | None = None
    partner: Term | None = None
    section: Term | None = None
    topics: tuple[Term, ...] = ()
    authors: tuple[Term, ...] = ()
    continues: str = ""
    pictures: tuple[PictureLink, ...] = ()

    @property
    def place(self) -> tuple[datetime, str]:
        """Return what stories are sorted by: their date, then their address."""
        return self.moment, self.url

    @property
    def standing(self) -> tuple[object, ...]:
        """Return what decides in which listings the story is, and where."""
        return self.place, self.day, tuple(self.terms), self.continues

    @property
    def rank(self) -> tuple[object, ...]:
        """Return what sorts stories from the greatest coverage down.

        The story with the most updates comes first, then the one that was updated for longer, then
        the older one.
        """
        return -self.updates, -(self.lasted or _NO_TIME), self.place

    @property
    def terms(self) -> Iterator[tuple[str, Term]]:
        """Go through the terms of the story, each with Pelican's name of its kind."""
        if self.partner:
            yield "partners", self.partner
        if self.section:
            yield "categories", self.section
        for topic in self.topics:
            yield "tags", topic
        for author in self.authors:
            yield "authors", author


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """One update of a story as timelines show it; texts are plain.

    `anchor` is its `id` on the story's page, empty for the first publication of a story that has no
    Original Post. `time` is its instant on the clock of the story's own zone, with the offset, or
    its day, or empty at precision `order`. `label` is as printed and may be empty; `headline` is
    its own, `beginning` the first words of its text where it has none. `is_inferred` tells whether
    anything of the time was worked out.
    """

    anchor: str
    kind: str
    time: str
    label: str = ""
    headline: str = ""
    beginning: str = ""
    is_inferred: bool = False

    @property
    def instant(self) -> datetime | None:
        """Return the moment, at the offset of the story's own zone; None where no hour is known."""
        return datetime.fromisoformat(self.time) if "T" in self.time else None

    @property
    def day(self) -> date | None:
        """Return the day in the story's own zone, None where it is not known."""
        return date.fromisoformat(self.time[:10]) if self.time else None


@dataclass(frozen=True, slots=True)
class StoryRow:
    """All that the catalogue keeps of a published story.

    `source` is its file below the content folder; `corrected` is when it was last corrected.
    `is_listed` tells whether it is in listings itself, or translates a story that is. `latest` is
    when it last changed, in as many digits as are known, and `changed` that moment. `versions` are
    the language and the address of each of its languages that search engines may list, none where
    that is one; `is_canonical` tells whether its page is the one that search engines are to show.
    `updates` are in order of time; there are none of a story that was never added to.
    """

    source: str
    card: Card
    corrected: datetime | None = None
    is_listed: bool = True
    latest: str = ""
    changed: datetime | None = None
    versions: tuple[tuple[str, str], ...] = ()
    is_canonical: bool = True
    updates: tuple[UpdateRow, ...] = ()

    @property
    def timed_days(self) -> tuple[date, ...]:
        """Return the days, in the story's own zone, on which an update has a time of day."""
        return tuple(sorted({one.day for one in self.updates if one.day and "T" in one.time}))


@dataclass(frozen=True, slots=True)
class StoryChange:
    """What happened to a story between two builds: its card as it was and as it is, None for none.

    `was_corrected` tells whether it had a correction, `is_later` whether it changed last at another
    time than before.
    """

    before: Card | None
    after: Card | None
    was_corrected: bool = False
    is_later: bool = False

    @property
    def cards(self) -> tuple[Card, ...]:
        """Return the cards that there are."""
        return tuple(one for one in (self.before, self.after) if one)

    @property
    def moves(self) -> bool:
        """Tell whether the story comes, goes, or stands elsewhere in listings."""
        if self.before is None or self.after is None:
            return True
        return self.before.standing != self.after.standing
