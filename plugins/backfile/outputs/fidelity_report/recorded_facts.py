"""What a story states beside its words, compared with what its ledger recorded at the import.

Each fact is a place of its own, and is compared, reported and accepted like words.
Rules: docs/fidelity.md, "What else is compared".
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.fidelity.account import CREDIT, SUMMARY, TITLE
from backfile.fidelity.facts import (
    CREDIT_NAME,
    HIDING,
    LINKS,
    ORDER,
    SOURCE_ORDER,
    STRUCK,
    line_of,
    sides,
    stated,
)
from backfile.fidelity.ledger import LedgerError
from backfile.fidelity.proof import Place
from backfile.outputs.fidelity_report.moved_links import as_recorded
from backfile.partners.credit import recognise_credit
from backfile.story.chronology import order_updates
from backfile.text.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backfile.fidelity.account import Span
    from backfile.fidelity.ledger import Ledger
    from backfile.partners.registry import Partner
    from backfile.story.model import Story, Update

TIME, PICTURE = "time ", "picture "


class FactKind(StrEnum):
    """What kind of fact differs; the values are the codes of the faults."""

    FIELD = "field-changed"
    PARTNER = "partner-changed"
    LINK = "link-changed"
    PICTURE = "picture-changed"
    TIME = "time-changed"
    STRUCK = "words-struck"
    HIDDEN = "words-hidden"


_KINDS = {
    LINKS: FactKind.LINK,
    STRUCK: FactKind.STRUCK,
    HIDING: FactKind.HIDDEN,
    ORDER: FactKind.TIME,
    SOURCE_ORDER: FactKind.TIME,
    CREDIT_NAME: FactKind.PARTNER,
    "Partner": FactKind.PARTNER,
    "Partner_Lost": FactKind.PARTNER,
}


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """What is known of a story beside its words: its file's text, and the partner it credits.

    `content` is the folder that it lies in; `partner` is None where the page credits nobody.
    """

    source: Path
    content: Path
    text: str
    is_edited: bool
    story: Story
    partner: Partner | None


def read_facts(
    source: str, content: Path, ledger: Ledger, story: Story, partner: Partner | None
) -> StoryFacts | None:
    """Return the facts of the story file *source*, None if it cannot be read."""
    try:
        data = Path(source).read_bytes()
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    is_edited = hashlib.sha256(data).hexdigest() != ledger.story_sha256
    return StoryFacts(Path(source), content, text, is_edited, story, partner)


def fact_places(
    facts: StoryFacts, ledger: Ledger, made: Sequence[Place], changed: Iterable[tuple[Span, str]]
) -> list[Place]:
    """Return the places of the facts that can differ from what *ledger* recorded.

    *made* are the places of the words, *changed* the stretches of the original that the page does
    not show as they were. A file that is as it was imported can differ in its partner's record and
    in its pictures alone. Raises LedgerError for a record that is damaged.
    """
    accepted = {one.place for one in ledger.edits} - {one.name for one in made}
    found = list(_pictures(facts, ledger))
    if facts.is_edited or accepted:
        found += _of_file(facts, ledger, {one.name for one in made}, accepted)
        found += _times(facts.story, ledger, made, accepted)
    if all(one.original == one.shown for one in found if one.name == "Partner"):
        found += _credit(facts, ledger, changed, accepted)
    return found


def fact_kind(name: str) -> FactKind | None:
    """Return the kind of fact that the place *name* is of, None for a place of words."""
    if name.startswith(TIME):
        return FactKind.TIME
    if name.startswith(PICTURE):
        return FactKind.PICTURE
    return _KINDS.get(name, FactKind.FIELD if name[:1].isupper() else None)


def change_message(name: str) -> str:
    """Return what is wrong where the place *name* differs."""
    if name.startswith(TIME):
        return "the time of this update was changed"
    messages = {
        LINKS: "where its links lead was changed",
        STRUCK: "the words that it strikes out were changed",
        HIDING: "it has styles that hide words",
        ORDER: "the order of its updates in time was changed",
        CREDIT_NAME: "its partner is not the one that its original credits",
    }
    return messages.get(name, f"its {name} was changed")


def fact_line(facts: StoryFacts | None, name: str, after: Iterable[str]) -> int:
    """Return the line of the story file that states the fact *name* as *after*."""
    if facts is None:
        return 1
    place = {CREDIT_NAME: "Partner", ORDER: "Date"}.get(name, name)
    return line_of(facts.text, place, after)


def _of_file(
    facts: StoryFacts, ledger: Ledger, places: set[str], accepted: set[str]
) -> Iterator[Place]:
    """Go through the fields, links and struck words; what stood in the text is compared there."""
    if ledger.stated is None:
        return
    in_text = {"Title": TITLE in places, "Summary": SUMMARY in places}
    try:
        now = stated(facts.text)
        if LINKS not in accepted:
            now["links"] = list(_links(facts, ledger.story, ledger.stated["links"], now["links"]))
        for name, before, after in sides(ledger.stated, now):
            if not in_text.get(name):
                yield Place(name, before, after)
    except (AttributeError, TypeError):
        raise LedgerError("is damaged; restore it, or import the original again") from None


def _links(
    facts: StoryFacts, was: str, recorded: Sequence[str], now: Sequence[str]
) -> Iterator[str]:
    """Go through the addresses of the links, those of stories that were moved as recorded."""
    story = Path(os.path.relpath(facts.source, facts.content)).as_posix()
    return as_recorded(recorded, now, facts.content, was, story)


def _pictures(facts: StoryFacts, ledger: Ledger) -> Iterator[Place]:
    for name, sha256 in ledger.pictures.items():
        folders = (facts.source.with_suffix(""), facts.source.parent / Path(ledger.story).stem)
        files = [one / name for one in folders if (one / name).is_file()]
        now = hashlib.sha256(files[0].read_bytes()).hexdigest() if files else ""
        yield Place(f"{PICTURE}{name}", [sha256], [now] if now else [])


def _times(
    story: Story, ledger: Ledger, made: Sequence[Place], accepted: set[str]
) -> Iterator[Place]:
    """Go through the updates' times and their order.

    What today's rules make of the printed stamps is as good as what was recorded: they may have
    become better since, and `check --fix` writes it into the file.
    """
    by_anchor = {one.anchor: one for one in story.updates}
    known = {one.number: by_anchor[one.anchor] for one in made if one.anchor and one.is_stamp}
    numbers = {update.source: number for number, update in known.items()}
    today = _from_stamps(story)
    times = {one.source: one.machine_time for one in today.updates}
    for number, update in known.items():
        name, now, derived = f"{TIME}{number}", update.machine_time, times[update.source]
        recorded = _recorded(ledger, number, update, derived)
        before = now if now == derived and name not in accepted else recorded
        yield Place(name, [before] if before else [], [now] if now else [])
    order, derived_order = (_order(one.updates, numbers) for one in (story, today))
    recorded_order = [str(one) for one in ledger.order if one in known]
    if ledger.stated is not None:
        same = order == derived_order and ORDER not in accepted
        yield Place(ORDER, order if same else recorded_order, order)
        yield from _direction(story, today)


def _direction(story: Story, today: Story) -> Iterator[Place]:
    """Compare the direction that the file states with the one in which its stamps are read."""
    both = zip(today.directions, story.dateline.source_order, strict=True)
    pairs = [(str(read or given), str(given or read)) for read, given in both if read or given]
    yield Place(SOURCE_ORDER, [read for read, _ in pairs], [given for _, given in pairs])


def _recorded(ledger: Ledger, number: int, update: Update, derived: str) -> str:
    """Return the time that the ledger recorded for an update.

    Where none was recorded, a time that was written into the file may say another day than the
    rules would infer, but no other time of day than was printed.
    """
    if number <= len(ledger.times):
        return ledger.times[number - 1]
    now = update.machine_time
    same_clock = now.partition("T")[2] == derived.partition("T")[2]
    return now if not derived or same_clock else derived


def _from_stamps(story: Story) -> Story:
    """Return *story* as ordered by its printed stamps alone, without the dates editors wrote."""
    in_file = sorted(story.updates, key=lambda one: one.source)
    sections = [replace(one.section, settled=None) for one in in_file]
    return order_updates(sections, replace(story.dateline, source_order=(None, None)))


def _order(updates: Iterable[Update], numbers: dict[int, int]) -> list[str]:
    return [str(numbers[one.source]) for one in updates if one.source in numbers]


def _credit(
    facts: StoryFacts,
    ledger: Ledger,
    changed: Iterable[tuple[Span, str]],
    accepted: set[str],
) -> Iterator[Place]:
    """Compare the partner that the original printed with the one that the page credits.

    Where whoever imported the story named another one, the ledger has it among its repairs.
    """
    known = [facts.partner] if facts.partner else []
    credited = facts.partner.title if facts.partner else ""
    printed = [_name(stretch, known) for span, stretch in changed if span.to == CREDIT]
    names = [one for one in printed if one]
    replaced = {one.after for one in ledger.credits}
    agreed = credited and (
        credited.casefold() in [one.casefold() for one in names]
        or any(credited == _name(one, known) for one in replaced)
    )
    before = credited if agreed or not names else names[0]
    if names or CREDIT_NAME in accepted:
        yield Place(CREDIT_NAME, words(before), words(credited))


def _name(sentence: str, known: Sequence[Partner]) -> str:
    found = recognise_credit(sentence, known)
    return found.partner if found else ""
