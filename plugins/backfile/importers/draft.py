"""The draft of a story: what an item of any format becomes before its story file is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backfile.fidelity.account import Span
    from backfile.fidelity.ledger import Dropped, Repair
    from backfile.partners.credit import CreditLine
    from backfile.story.model import Section


@dataclass(frozen=True, slots=True)
class Notes:
    """What was recognised, inferred, repaired and dropped on the way to a draft.

    `warned` is what a person should look at: words that may have been the story's, and are not in
    it.
    """

    recognised: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    repaired: tuple[Repair, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    warned: tuple[str, ...] = ()

    def __add__(self, other: Notes) -> Notes:
        return Notes(
            self.recognised + other.recognised,
            self.inferred + other.inferred,
            self.repaired + other.repaired,
            self.dropped + other.dropped,
            self.warned + other.warned,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """The lead, or one update: its heading (Markdown, after `## `; empty for the lead), its blocks.

    `section` is the heading as the rules read it, None for the lead. `above` is the day header
    that stands right above it.
    """

    blocks: tuple[str, ...]
    heading: str = ""
    section: Section | None = None
    above: str = ""


@dataclass(frozen=True, slots=True)
class DraftBody:
    """The text of a received thing told apart.

    `lead` and `updates` stand in the order of the original; `spans` account for each of its signs,
    in places `lead`, `stamp N`, `section N`, `credit`, `dropped` and, for a text whose title and
    standfirst are part of it, `title` and `summary`. `pictures` are the addresses of the files that
    the blocks show, as their Markdown has them.
    """

    lead: Part
    updates: tuple[Part, ...]
    spans: tuple[Span, ...]
    credits: tuple[CreditLine, ...] = ()
    notes: Notes = field(default_factory=Notes)


@dataclass(frozen=True, slots=True)
class Draft:
    """A story as it will stand in its file.

    `title` and `summary` are plain text. `fields` are the metadata that the received thing itself
    states (`Date`, `Modified`, `Authors`, `Category`, `Tags`, `Lang`, `Status`, `Original_URL` …),
    in the order of the file. `text` is all that a reader could see in the original, and `how` says
    how to work it out anew from its bytes: see `format.original_text`.
    """

    title: str
    summary: str
    body: DraftBody
    fields: Mapping[str, str]
    text: str
    how: Mapping[str, object]
    notes: Notes = field(default_factory=Notes)
