"""Writes a draft into the archive: original, pictures, partner's record, story, ledger."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from backfile import __version__
from backfile.fidelity.account import merged
from backfile.fidelity.facts import stated
from backfile.fidelity.ledger import Ledger, amend, find_ledger, write_ledger
from backfile.fidelity.originals import ledger_path, new_version, original_place, text_place
from backfile.files.writing import is_whole, write_whole
from backfile.importers.attribution import Attribution, attribute, record_of
from backfile.importers.day_headers import with_day_headers
from backfile.importers.draft import Notes
from backfile.importers.story_file import story_file
from backfile.reading.dateline import limits
from backfile.story.chronology import order_updates
from backfile.story.dates import offset_needed
from backfile.story.languages import language_of
from backfile.story.model import Dateline
from backfile.story.stated_zones import with_zone, zone_of_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from backfile.importers.destination import ImportTarget
    from backfile.importers.draft import Draft
    from backfile.importers.dump_items import Facts, Item
    from backfile.importers.options import Call
    from backfile.story.model import Story

# The order of the metadata in a story file; what else a draft states follows these.
_FIELDS = (
    "Date",
    "Modified",
    "Captured",
    "Timezone",
    "Lang",
    "Status",
    "Partner",
    "Partner_Lost",
    "Authors",
    "Category",
    "Tags",
    "Slug",
    "Original_URL",
    "Redirect_From",
    "Original_File",
    "Original_SHA256",
)


class Outcome(StrEnum):
    """What an import did to the story file."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    KEPT = "edited since and kept"
    BESIDE = "edited since; the new version was put beside it"


@dataclass(frozen=True, slots=True)
class StoryPlace:
    """Where a story goes, below the content folder.

    `before` is the SHA-256 of the original that the story there was made of, empty for a new one.
    """

    path: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What came of one item: the story's file, what was done to it, and its notes."""

    story: Path
    outcome: Outcome
    digest: str
    notes: Notes
    ledger: Ledger
    new_partner: Path | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """An item, what is known of it, the draft made of it, and the files that this shows by name."""

    item: Item
    facts: Facts
    draft: Draft
    files: Mapping[str, bytes]


def write_story(
    taken: Taken, place: StoryPlace, archive: ImportTarget, call: Call, *, dry_run: bool
) -> Written:
    """Put the story of *taken* at *place*.

    Writes, each whole or not at all: the original, the files that the story shows, the partner's
    record where there is none, the story, and the ledger, which vouches for the story, last. A
    story that was edited since its import is never overwritten. Raises RefusedError, with nothing
    written, or OSError.
    """
    item, draft = taken.item, taken.draft
    draft = replace(draft, body=with_day_headers(draft.body))
    digest = sha256(item.data)
    original = original_place(digest, item.suffix)
    lang = call.stated_lang or draft.fields.get("Lang", "") or call.lang
    attribution = attribute(draft.body.credits, call, archive, lang)
    fields = _fields(taken, call, attribution)
    fields |= {"Original_File": original, "Original_SHA256": digest}
    ordered = {name: fields[name] for name in [*_FIELDS, *fields] if fields.get(name)}
    text = story_file(draft.title, draft.summary, draft.body, ordered).encode()
    story = archive.content / place.path
    outcome = _outcome(story, text, archive, place, digest)
    told = _told(draft, call, taken.facts)
    seen = draft.text.encode()
    notes = (
        Notes(inferred=tuple(_inferences(told)))
        + draft.notes
        + Notes(repaired=attribution.repaired)
        + draft.body.notes
    )
    own_text = sha256(seen)
    known = find_ledger(archive.content, digest)
    ledger = Ledger(
        sha256=digest,
        how=draft.how,
        spans=merged(draft.body.spans),
        file=original,
        story=place.path,
        story_sha256=sha256(text),
        recognised=notes.recognised,
        inferred=notes.inferred,
        repaired=notes.repaired,
        dropped=notes.dropped,
        warned=notes.warned,
        stated=stated(text.decode()),
        order=tuple(one.source + 1 for one in told.updates),
        times=tuple(_times(told)),
        pictures={name: sha256(data) for name, data in taken.files.items()},
        # A text that is its own original is not kept twice.
        text_file=original if own_text == digest else text_place(digest),
        text_sha256=own_text,
        edits=known.edits if known else (),
        # The same bytes under another name are the same original.
        identity=(known and known.identity) or taken.facts.identity,
        name=(known and known.name) or (item.name or item.source).rpartition("/")[2],
        # In a newer dump the same bytes may stand elsewhere.
        place=(known and known.place) or item.place,
    )
    ledger = replace(ledger, importer=_importer(ledger, known))
    record = archive.content / attribution.partner.source if attribution.partner else None
    is_new = attribution.is_new and outcome in (Outcome.WRITTEN, Outcome.BESIDE)
    written = Written(story, outcome, digest, notes, ledger, record if is_new else None)
    if not dry_run:
        _put(taken, archive, written, text, attribution)
        _keep_text(archive, written, seen)
        _keep_ledger(archive, written)
        _retire(archive, place.before, digest, outcome)
    return written


def _importer(ledger: Ledger, known: Ledger | None) -> str:
    """Return the program that made the story of *ledger*.

    A newer one that makes the same of it changes nothing in the ledger that is *known*.
    """
    if known and known.row() == replace(ledger, importer=known.importer).row():
        return known.importer
    return f"Backfile {__version__}"


def _fields(taken: Taken, call: Call, attribution: Attribution) -> dict[str, str]:
    further = [one for one in taken.facts.addresses[1:] if " " not in one]
    lang = call.stated_lang or taken.draft.fields.get("Lang", "")
    # A site in English does not keep its American stories apart.
    is_own = lang.partition("-")[0].lower() == call.lang.partition("-")[0].lower()
    return {
        **taken.draft.fields,
        "Date": _date(taken, call),
        "Lang": "" if is_own else lang,
        "Timezone": call.zone.key,
        "Partner": attribution.partner.slug if attribution.partner else "",
        "Partner_Lost": attribution.lost,
        "Redirect_From": " ".join(further),
    }


def _times(story: Story) -> list[str]:
    """Return the machine times of the updates in the order of the file, empty for none."""
    in_file = sorted(story.updates, key=lambda one: one.source)
    return [one.machine_time for one in in_file]


def _date(taken: Taken, call: Call) -> str:
    """Return the date of the draft, with its offset where the same time came twice."""
    date, facts = taken.draft.fields.get("Date", ""), taken.facts
    if not date or facts.day is None or facts.clock is None:
        return date
    return date + offset_needed(datetime.combine(facts.day, facts.clock, call.zone))


def _told(draft: Draft, call: Call, facts: Facts) -> Story:
    """Return the story of *draft* in its chronology."""
    dateline = Dateline(
        zone=call.zone,
        day=facts.day,
        clock=facts.clock,
        default_source_order=call.source_order,
        day_first=call.day_first,
        limits=limits({name.lower(): said for name, said in draft.fields.items()}, call.zone),
    )
    sections = [part.section for part in draft.body.updates if part.section]
    lang = language_of(draft.fields.get("Lang") or call.language)
    if zone := zone_of_text(" ".join(draft.body.lead.blocks), lang):
        sections = with_zone(sections, zone)
    return order_updates(sections, dateline, has_lead=bool(draft.body.lead.blocks))


def _inferences(story: Story) -> Iterator[str]:
    """Go through what the chronology inferred; troubles are for `check` and the build as well."""
    yield from (f"{doubt.reason} [{doubt.code}]" for doubt in story.doubts)
    for update in story.updates:
        yield from (f"{one.reason} [{one.code}]" for one in update.inferences)
    yield from (f"{trouble.message} [{trouble.code}]" for trouble in story.troubles)


def _outcome(
    story: Path, text: bytes, archive: ImportTarget, place: StoryPlace, digest: str
) -> Outcome:
    """Say what is to be done at *story*, where *text* is to stand."""
    current = story.read_bytes() if story.exists() else b""
    if not is_whole(current):
        return Outcome.WRITTEN
    if current == text:
        return Outcome.UNCHANGED
    before = find_ledger(archive.content, place.before or digest)
    as_written = before.story_sha256 if before else ""
    if as_written == sha256(current):
        return Outcome.WRITTEN
    nothing_new = as_written == sha256(text)
    return Outcome.KEPT if nothing_new else Outcome.BESIDE


def _put(
    taken: Taken, archive: ImportTarget, written: Written, text: bytes, attribution: Attribution
) -> None:
    """Write what the story names before the story, and the ledger last."""
    content, outcome = archive.content, written.outcome
    kept = content / written.ledger.file
    if not kept.exists() or kept.read_bytes() != taken.item.data:
        write_whole(kept, taken.item.data)
    if outcome is Outcome.KEPT:
        return
    if attribution.partner and written.new_partner and not written.new_partner.exists():
        write_whole(written.new_partner, record_of(attribution.partner))
    beside = outcome is Outcome.BESIDE
    folder = written.story.with_suffix("")
    for name, data in taken.files.items():
        path = folder / name
        if not path.exists() or (path.read_bytes() != data and not beside):
            write_whole(path, data)
    if beside:
        write_whole(new_version(written.story), text)
    elif outcome is Outcome.WRITTEN:
        write_whole(written.story, text)


def _keep_text(archive: ImportTarget, written: Written, seen: bytes) -> None:
    """Keep the text that was *seen* in an original, where it is not the original itself."""
    path = archive.content / written.ledger.text_file
    if written.ledger.text_sha256 == written.digest:
        return
    if not path.exists() or path.read_bytes() != seen:
        write_whole(path, seen)


def _keep_ledger(archive: ImportTarget, written: Written) -> None:
    """Write the ledger last, where it is another.

    One that stands vouches for the story as it was written: where a new version stands beside an
    edited story, it stays. Where the import would write what it wrote before, it is brought up to
    date.
    """
    known = find_ledger(archive.content, written.digest)
    if not (known and written.outcome is Outcome.BESIDE):
        write_ledger(ledger_path(archive.content, written.digest), written.ledger)


def _retire(archive: ImportTarget, before: str, digest: str, outcome: Outcome) -> None:
    """Say in the ledger of the original *before* that a newer one has taken its place."""
    if before in ("", digest) or outcome is not Outcome.WRITTEN:
        return
    old = find_ledger(archive.content, before)
    if old and old.superseded_by != digest:
        amend(ledger_path(archive.content, before), superseded_by=digest)


def sha256(data: bytes) -> str:
    """Return the SHA-256 of *data* in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
