"""What a worker does with one item of a dump: it surveys it, converts it, and writes the story."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.fidelity.ledger import Dropped, Ledger, find_ledger
from backfile.importers.draft import Notes
from backfile.importers.formats.format import format_called
from backfile.importers.media import MediaLocator, MediaStore, fetch, is_media
from backfile.importers.options import LinkResolver
from backfile.importers.plan import Lookup
from backfile.importers.quarantine import release
from backfile.importers.story_writer import Outcome, Taken, sha256, write_story
from backfile.text.web_addresses import safe_link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backfile.importers.destination import ImportTarget
    from backfile.importers.draft import Draft
    from backfile.importers.dump_items import Facts, Item
    from backfile.importers.options import Call
    from backfile.importers.plan import Planned


@dataclass(frozen=True, slots=True)
class WorkerContext:
    """What every worker of an import has before it.

    `plan` is the file of the finished plan, `root` the folder that is imported, None for a file.
    """

    archive: ImportTarget
    call: Call
    plan: Path
    root: Path | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """An item with what was planned for it; `done` tells that an earlier run has converted it."""

    item: Item
    planned: Planned
    done: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one item.

    `story` is below the content folder. `tally` counts what its ledger holds: by `recognised`,
    `inferred`, and the kinds of what was repaired and dropped. `warned` is what a
    person should look at.
    """

    story: str
    outcome: Outcome
    digest: str
    tally: Mapping[str, int]
    notes: Notes = field(default_factory=Notes)
    new_partner: Path | None = None
    warned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConvertedItem:
    """The draft that was made of an item, and the bytes of the files that it shows, by name."""

    draft: Draft
    files: Mapping[str, bytes]


def survey(call: Call, item: Item) -> Facts:
    """Return what must be known of *item* before any story is written. Raises RefusedError."""
    facts = format_called(item.format).facts(item, call)
    if not facts.identity.startswith("file:"):
        return facts
    # Two dumps may have files of one name; one that tells another story is another.
    return replace(facts, identity=f"{facts.identity} {facts.day or ''} {facts.title}")


def convert(context: WorkerContext, task: Task) -> ConvertedItem:
    """Make a draft of an item. Raises RefusedError."""
    planned = task.planned
    album = _album(context, task.item, planned.facts, Path(planned.place.path))
    lookup = _lookup(context.plan)

    def link(href: str) -> str:
        full = safe_link(href, album.base)
        imported = lookup.story(full) if full else None
        if imported:
            return f"{{filename}}/{imported}"
        return (album.show(href) or full) if is_media(href) else full

    draft = format_called(task.item.format).draft(
        task.item, context.call, LinkResolver(link, album.show)
    )
    refused = [Dropped("picture", why, src) for src, why in album.refused.items()]
    draft = replace(draft, notes=draft.notes + Notes(dropped=tuple(refused)))
    return ConvertedItem(draft, {name: fetch(where) for name, where in album.files.items()})


def write(context: WorkerContext, task: Task, made: ConvertedItem) -> Done:
    """Write the story that was *made* of an item. Raises RefusedError, with nothing written."""
    archive, planned = context.archive, task.planned
    taken = Taken(task.item, planned.facts, made.draft, made.files)
    written = write_story(taken, planned.place, archive, context.call, dry_run=context.dry_run)
    if not context.dry_run:
        release(archive.content, written.digest)
    return Done(
        story=planned.place.path,
        outcome=written.outcome,
        digest=written.digest,
        tally=tally(written.ledger),
        notes=written.notes,
        new_partner=written.new_partner,
        warned=written.notes.warned,
    )


def tally(ledger: Ledger) -> dict[str, int]:
    """Count what a *ledger* holds."""
    counts = Counter(recognised=len(ledger.recognised), inferred=len(ledger.inferred))
    counts.update(f"repaired {one.kind}" for one in ledger.repaired)
    counts.update(f"dropped {one.kind}" for one in ledger.dropped)
    return {name: count for name, count in sorted(counts.items()) if count}


def as_it_was(content: Path, task: Task) -> Done | None:
    """Return what an earlier run made of an item, if all of it still stands as it was written."""
    planned = task.planned
    if not task.done:
        return None
    ledger = find_ledger(content, planned.digest)
    if ledger is None or ledger.text_sha256 is None:
        return None  # an older importer recorded less
    written = {
        ledger.text_file: ledger.text_sha256,
        ledger.file: planned.digest,
        planned.place.path: ledger.story_sha256,
    }
    for name, digest in written.items():
        path = content / name
        if not path.is_file() or sha256(path.read_bytes()) != digest:
            return None
    return Done(
        planned.place.path,
        Outcome.UNCHANGED,
        planned.digest,
        tally(ledger),
        warned=ledger.warned,
    )


def _album(context: WorkerContext, item: Item, facts: Facts, story: Path) -> MediaStore:
    finder = MediaLocator(
        _lookup(context.plan).file, context.root, tuple(map(Path, context.call.media))
    )
    base = item.extra.get("address") or next(iter(facts.addresses), "")
    return MediaStore(finder, story.stem, base, item.extra.get("folder", ""))


@lru_cache(maxsize=1)
def _lookup(plan: Path) -> Lookup:
    """Open the plan once in each process."""
    return Lookup(plan)
