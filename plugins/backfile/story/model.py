"""What a story is once it is read: its dateline, its updates in order, what was inferred."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from backfile.story.stamp import WEEKDAYS, spoken_date

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from backfile.story.opening import Kind, Opening
    from backfile.story.stamp import PartialDate


class Precision(StrEnum):
    """How exactly an update's time is known; the values stand in the page."""

    MINUTE = "minute"
    DAY = "day"
    ORDER = "order"


class Order(StrEnum):
    """A reading direction: of a source from top to bottom, or of a page."""

    NEWEST_FIRST = "newest-first"
    OLDEST_FIRST = "oldest-first"


# What marks an update as a key event where its heading says `key=yes`.
KEY_EVENT = "Key event"
# What readers and machines are told of an inference: the values of `data-inferred`.
FLAGS = (
    "next-day",
    "out-of-order",
    "dated-from-end",
    "meridiem-inferred",
    "zone-contradiction",
    "zone-from-text",
    "clock-change",
)


class Phrase(NamedTuple):
    """A sentence not yet put into words: its pattern, and the facts for the places in it.

    Few readers ask for a reason and every story has many, so that the words wait for one.
    """

    pattern: str
    facts: tuple[object, ...] = ()

    def __str__(self) -> str:
        """Return the sentence; days are spelled out."""
        return self.pattern.format(*map(_spelled, self.facts))


class Weekday(NamedTuple):
    """A weekday as a fact of a sentence; `number` is 0 for Monday."""

    number: int


def _spelled(fact: object) -> object:
    if isinstance(fact, Weekday):
        return WEEKDAYS[fact.number]
    if isinstance(fact, date):
        return spoken_date(fact)
    return fact.strftime("%H:%M") if isinstance(fact, time) else fact


class Inference(NamedTuple):
    """One thing that was not printed and had to be worked out."""

    code: str
    said: Phrase

    @property
    def reason(self) -> str:
        """Return why, in a sentence."""
        return str(self.said)


def inferred(code: str, pattern: str, *facts: object) -> Inference:
    """Return the inference *code* whose reason is *pattern* with *facts* in its places."""
    return Inference(code, Phrase(pattern, facts))


class Limit(NamedTuple):
    """A moment after which nothing was added to the page; `field` is the field that states it.

    `moment` is zone-aware; of a day without a time of day it is the last minute.
    """

    field: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a story says of its own time.

    `day` and `clock` are its date in `zone`; `clock` is None where only a day was stated, `day`
    where nothing was (a draft). `source_order` states the direction of the updates above and
    below the Original Post, None where it is to be read from the stamps. `limits` are when the
    page was last changed and when it was saved, as far as that is stated.
    """

    zone: ZoneInfo
    day: date | None = None
    clock: time | None = None
    page_order: Order = Order.NEWEST_FIRST
    default_source_order: Order = Order.NEWEST_FIRST
    source_order: tuple[Order | None, Order | None] = (None, None)
    day_first: bool | None = None
    limits: tuple[Limit, ...] = ()

    @property
    def instant(self) -> datetime | None:
        """Return the moment of publication, None where no time of day was stated."""
        if self.day is None or self.clock is None:
            return None
        return datetime.combine(self.day, self.clock, self.zone)

    @property
    def machine_time(self) -> str:
        """Return the HTML `datetime` of the story in as many digits as are known."""
        return machine_time(self.instant, self.day)


def machine_time(instant: datetime | None, day: date | None = None) -> str:
    """Return an HTML `datetime` of *instant*, else of *day*, else an empty string.

    HTML's offsets have no seconds, so that an instant in a zone of local mean time is given in
    UTC (WHATWG HTML, "Dates and times").
    """
    if instant is None:
        return day.isoformat() if day else ""
    offset = instant.utcoffset()
    whole = offset is not None and offset.total_seconds() % 60 == 0
    return (instant if whole else instant.astimezone(UTC)).isoformat()


@dataclass(frozen=True, slots=True)
class Settled:
    """A date written into the source by `check --fix`: its instant or day, and the flags kept."""

    when: datetime | date
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One update section as it stands in the source; `line` counts from 1 in the file.

    `corrects` is the update that its heading says it corrects, as it was written there. `under` is
    the day header that it stands below. `former` are the anchors that it once had. `by` is who
    wrote it, and `key` the words that mark it as a key event; both may be empty.
    """

    opening: Opening
    line: int
    settled: Settled | None = None
    corrects: str = ""
    under: DayHeader | None = None
    former: tuple[str, ...] = ()
    by: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class DayHeader:
    """A heading that says only a day, which it gives to the stamps below it.

    `printed` is the heading as it was printed, `day` what it says, `line` where it stands.
    """

    printed: str
    day: PartialDate
    line: int


@dataclass(frozen=True, slots=True)
class Update:
    """A section in its place. `source` is the section's position in the file, from 0.

    `instant` is zone-aware, in the zone that was printed or else the story's, and None at every
    precision but minute; `day` is None at precision order. `after` is the `source` of the section
    that an unstamped correction or note stays with, -1 for the lead, None for all others.
    `corrects` is the anchor of the update that a correction or note concerns, empty where it
    concerns the story as a whole. `former` are the anchors that it once had.
    """

    section: Section
    source: int
    precision: Precision
    instant: datetime | None = None
    day: date | None = None
    inferences: tuple[Inference, ...] = ()
    after: int | None = None
    anchor: str = ""
    corrects: str = ""
    former: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """Return what the section is: an update, a correction, a note, the Original Post."""
        return self.section.opening.kind

    @property
    def printed(self) -> str:
        """Return the whole opening as it was printed."""
        return self.section.opening.printed

    @property
    def label(self) -> str:
        """Return the label where it says more than "Update", else an empty string."""
        return self.section.opening.label

    @property
    def stamp(self) -> str:
        """Return the stamp as it was printed, empty where none was."""
        stamp = self.section.opening.stamp
        return stamp.printed if stamp else ""

    @property
    def headline(self) -> str:
        """Return the update's own headline as the source has it (Markdown), or an empty string."""
        return self.section.opening.rest

    @property
    def authors(self) -> tuple[str, ...]:
        """Return who wrote the update, where its heading says so."""
        return tuple(name for one in self.section.by.split(";") if (name := one.strip()))

    @property
    def key_mark(self) -> str:
        """Return the words that mark the update as a key event, empty where it is none."""
        key = self.section.key
        return KEY_EVENT if key.lower() in ("yes", "true") else key

    @property
    def flags(self) -> tuple[str, ...]:
        """Return the flags that the page shows, in the order of the rules."""
        if self.section.settled:
            return self.section.settled.flags
        codes = {inference.code for inference in self.inferences}
        return tuple(flag for flag in FLAGS if flag in codes)

    @property
    def machine_time(self) -> str:
        """Return the HTML `datetime` in as many digits as are known, or an empty string."""
        return machine_time(self.instant, self.day)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A section whose stamp cannot be true: its line, the kind of fault and the sentence."""

    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Story:
    """A story read: its dateline, its updates from oldest to newest, and what to doubt.

    `directions` are the reading directions of the runs above and below the Original Post, None
    for a run with nothing to order. `doubts` are inferences about the story as a whole, `remarks`
    what a person should look at: paragraphs that open like updates, zones that are not known.
    """

    dateline: Dateline
    updates: tuple[Update, ...] = ()
    directions: tuple[Order | None, Order | None] = (None, None)
    doubts: tuple[Inference, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    remarks: tuple[Trouble, ...] = ()

    @property
    def on_page(self) -> tuple[Update, ...]:
        """Return the updates as the page shows them from top to bottom."""
        return self.page_in(self.dateline.page_order)

    def page_in(self, order: Order) -> tuple[Update, ...]:
        """Return the updates as a page in *order* shows them from top to bottom.

        An unstamped correction stays below the section it follows in either direction; one that
        follows the lead comes first. Rules: docs/stories.md, "Order on the page".
        """
        groups: list[list[Update]] = []
        with_lead = [update for update in self.updates if update.after == -1]
        for update in self.updates:
            if update.after is None:
                groups.append([update])
            elif update.after >= 0:
                groups[-1].append(update)
        if order is Order.NEWEST_FIRST:
            groups.reverse()
        return tuple(with_lead) + tuple(update for group in groups for update in group)

    @property
    def shown_days(self) -> dict[str, DayHeader]:
        """Return the day header that the page shows at each update, by the update's anchor.

        It stands at the first of its updates on the page, whichever way that runs.
        """
        shown: dict[int, tuple[str, DayHeader]] = {}
        for one in self.on_page:
            header = one.section.under
            if header is not None and one.stamp:
                shown.setdefault(header.line, (one.anchor, header))
        return dict(shown.values())

    @property
    def timeline(self) -> tuple[Update, ...]:
        """Return the updates with a place of their own in time, oldest first.

        Unstamped corrections and notes have none: nothing tells when they were made.
        Rule: docs/stories.md, "Reading a story as it stood".
        """
        return tuple(update for update in self.updates if update.after is None)

    @property
    def has_key_updates(self) -> bool:
        """Tell whether there is a short history: an update among several is marked as key.

        Corrections belong to it, but alone they are none.
        """
        return len(self.updates) > 1 and any(one.key_mark for one in self.updates)

    def published_at(self, update: Update) -> datetime | None:
        """Return the moment of publication where *update* is the Original Post that had it.

        None for all others, for an Original Post with a stamp of its own, for any but the first
        of several, and where the story states no time of day.
        """
        first = next((one for one in self.updates if one.kind == "original"), None)
        return self.dateline.instant if update == first and not update.stamp else None

    @property
    def last_added(self) -> Update | None:
        """Return the last update with a time, None where that is the first report."""
        dated = [update for update in self.updates if update.day]
        return dated[-1] if dated and dated[-1].kind != "original" else None

    @property
    def modified(self) -> str:
        """Return when the story was last added to, as an HTML `datetime`; empty if it never was."""
        return self.last_added.machine_time if self.last_added else ""

    @property
    def latest(self) -> str:
        """Return `modified`, or else when the story was published."""
        return self.modified or self.dateline.machine_time

    @property
    def instants(self) -> tuple[datetime, ...]:
        """Return the instants of the updates from first to last."""
        return tuple(update.instant for update in self.updates if update.instant is not None)
