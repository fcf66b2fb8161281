"""The import of one source in four stages: its items are surveyed, planned, converted, written."""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from backfile import __version__
from backfile.errors import RefusedError
from backfile.files.containment import printable
from backfile.importers.convert import Task, WorkerContext, as_it_was, convert, survey, write
from backfile.importers.dump_items import Item, LeftOutItem, NoStoryError, Quarantined
from backfile.importers.formats.format import format_called
from backfile.importers.journal import Journal
from backfile.importers.lock import alone_in
from backfile.importers.plan import ImportPlan
from backfile.importers.quarantine import hold
from backfile.importers.story_writer import sha256
from backfile.importers.summary import ImportSummary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from backfile.importers.convert import Done
    from backfile.importers.destination import ImportTarget
    from backfile.importers.dump_items import Facts
    from backfile.importers.formats.format import Format
    from backfile.importers.options import Call
    from backfile.workers.pool import Workers


@dataclass(frozen=True, slots=True)
class DumpSource:
    """A dump: its path, the format that it is read as, and what of its folder is never read."""

    path: Path
    format: str
    left_out: tuple[LeftOutItem, ...] = ()


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How an import goes about it: by which workers, watched by whom, with a journal where.

    `watch` is told the phase, how many items are through it, and of how many, None while that is
    not known. `tell` is told what came of each item.
    """

    workers: Workers
    watch: Callable[[str, int, int | None], None]
    tell: Callable[[Item, Done], None]
    journals: Path
    dry_run: bool = False


def run(
    source: DumpSource, call: Call, archive: ImportTarget, options: RunOptions
) -> ImportSummary:
    """Import all of *source*; return what came of it.

    Killed at any moment it leaves whole stories, and called again it goes on where it was: items
    that are done are not converted again, and the bytes are those of one undisturbed run. Raises
    OSError where something cannot be written, RefusedError while another import is at work.
    """
    with (
        alone_in(archive.content, options.journals),
        tempfile.TemporaryDirectory(prefix="backfile-import-") as folder,
        closing(ImportPlan(Path(folder) / "plan.sqlite", archive)) as plan,
    ):
        summary = ImportSummary(printable(source.path.name), source.format)
        job = _Import(source, call, archive, options, plan, format_called(source.format), summary)
        _plan(job, _survey(job))
        _convert_and_write(job)
        return job.summary


@dataclass(frozen=True, slots=True)
class _Import:
    """One import under way; its `plan` and its `summary` grow."""

    source: DumpSource
    call: Call
    archive: ImportTarget
    options: RunOptions
    plan: ImportPlan
    format: Format
    summary: ImportSummary

    def items(self) -> Iterator[Item | LeftOutItem | Quarantined]:
        """Go through all that the source holds."""
        return self.format.items(self.source.path, self.call)

    def hold(self, one: Quarantined) -> None:
        """Keep what could not become a story."""
        held = hold(self.archive.content, one, dry_run=self.options.dry_run)
        self.summary.held.append(held)


def _survey(job: _Import) -> Iterator[tuple[Item, Facts | RefusedError]]:
    """Find out what all items are, in the workers; count what is none."""
    for other in job.source.left_out:
        job.summary.items += 1
        job.summary.leave_out(other)
    with closing(job.options.workers.each(partial(survey, job.call), _counted(job))) as surveyed:
        for number, one in enumerate(surveyed, start=1):
            job.options.watch("surveyed", number, None)
            yield one


def _plan(job: _Import, surveyed: Iterable[tuple[Item, Facts | RefusedError]]) -> None:
    """Plan where each story will stand, or note why an item will be none."""
    for address, where in job.format.files(job.source.path, job.call):
        job.plan.add_file(address, where)
    for number, (item, facts) in enumerate(surveyed):
        try:
            if isinstance(facts, RefusedError):
                raise facts
            job.plan.add_story(number, sha256(item.data), facts, _shown(item))
        except NoStoryError as error:
            job.summary.leave_out(_left_out(item, error))
        except RefusedError as error:
            job.hold(_quarantined(item, error))
    job.plan.finish()


def _convert_and_write(job: _Import) -> None:
    """Make a story of each item that was planned, in the workers; note what came of it."""
    options, total = job.options, job.plan.count()
    path = job.source.path
    root = path if path.is_dir() else path.parent
    context = WorkerContext(job.archive, job.call, job.plan.path, root, options.dry_run)
    with (
        closing(Journal(options.journals, _journal_name(job))) as journal,
        closing(options.workers.each(partial(_made, context), _tasks(job, journal))) as made,
    ):
        for number, (task, done) in enumerate(made, start=1):
            options.watch("imported", number, total)
            if isinstance(done, RefusedError):
                job.hold(_quarantined(task.item, done))
                continue
            job.summary.add(done)
            options.tell(task.item, done)
            if not options.dry_run:
                journal.add(done.digest)


def _made(context: WorkerContext, task: Task) -> Done:
    """Convert and write one item, unless its story stands as an earlier run wrote it."""
    known = as_it_was(context.archive.content, task)
    return known or write(context, task, convert(context, task))


def _counted(job: _Import) -> Iterator[Item]:
    """Go through the items alone; count what is none."""
    for one in job.items():
        job.summary.items += 1
        if isinstance(one, LeftOutItem):
            job.summary.leave_out(one)
        elif isinstance(one, Quarantined):
            job.hold(one)
        else:
            yield one


def _tasks(job: _Import, journal: Journal) -> Iterator[Task]:
    items = (one for one in job.items() if isinstance(one, Item))
    for number, item in enumerate(items):
        planned = job.plan.planned(number)
        if planned is None:
            continue
        if sha256(item.data) != planned.digest:
            raise RefusedError(f"{job.source.path}: changed while it was read; import it again")
        yield Task(item, planned, journal.has(planned.digest))


def _journal_name(job: _Import) -> str:
    """Name the journal after what a conversion depends on beside its item."""
    said = f"{__version__} {replace(job.call, partners=())} {job.plan.addresses()}"
    partners = f"{job.call.partner} {job.archive}"
    return hashlib.sha256(f"{said} {partners}".encode("utf-8", "replace")).hexdigest()[:32]


def _quarantined(item: Item, error: RefusedError) -> Quarantined:
    return Quarantined(item.source, item.place, str(error), item.data, item.suffix)


def _left_out(item: Item, error: NoStoryError) -> LeftOutItem:
    """Return *item* as left out; what names a page is its address."""
    address = item.extra.get("address", "")
    kind = "page" if item.format in ("html", "warc") else "item"
    return LeftOutItem(item.source, f"{item.place} {address}".strip(), kind, str(error))


def _shown(item: Item) -> str:
    return f"{Path(item.source).name} {item.place}".strip()
