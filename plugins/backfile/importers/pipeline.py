"""The import of one source from its first item to its last: surveyed, planned, converted."""

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
from backfile.importers.convert import Desk, Task, convert, survey
from backfile.importers.dump_items import Item, LeftOut, NoStoryError, Quarantined
from backfile.importers.journal import Journal
from backfile.importers.lock import alone_in
from backfile.importers.originals import source_module
from backfile.importers.plan import Plan
from backfile.importers.quarantine import hold
from backfile.importers.story_writer import sha256
from backfile.importers.summary import Summary
from backfile.inside import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from backfile.importers.convert import Done
    from backfile.importers.destination import Archive
    from backfile.importers.dump_items import Facts
    from backfile.importers.options import Call
    from backfile.workers.pool import Workers


@dataclass(frozen=True, slots=True)
class Source:
    """A dump: its path, the format that it is read as, and what of its folder is never read."""

    path: Path
    format: str
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Manner:
    """How an import goes about it: by which workers, watched by whom, with a journal where.

    `watch` is told the phase, how many items are through it, and of how many, None while that is
    not known. `tell` is told what came of each item.
    """

    workers: Workers
    watch: Callable[[str, int, int | None], None]
    tell: Callable[[Item, Done], None]
    journals: Path
    dry_run: bool = False


def run(source: Source, call: Call, archive: Archive, manner: Manner) -> Summary:
    """Import all of *source*; return what came of it.

    Killed at any moment it leaves whole stories, and called again it goes on where it was: items
    that are done are not converted again, and the bytes are those of one undisturbed run. Raises
    OSError where something cannot be written, RefusedError while another import is at work.
    """
    with (
        alone_in(archive.content, manner.journals),
        tempfile.TemporaryDirectory(prefix="backfile-import-") as folder,
        closing(Plan(Path(folder) / "plan.sqlite", archive)) as plan,
    ):
        one = _Run(source, call, archive, manner, plan)
        one.survey()
        one.convert()
        return one.summary


class _Run:
    """One import under way."""

    def __init__(
        self, source: Source, call: Call, archive: Archive, manner: Manner, plan: Plan
    ) -> None:
        self.source, self.call, self.archive, self.manner = source, call, archive, manner
        self.plan = plan
        self.module = source_module(source.format)
        self.summary = Summary(printable(source.path.name), source.format)

    def survey(self) -> None:
        """Find out what all items are, and plan where they will stand."""
        for one in self.source.left_out:
            self.summary.items += 1
            self.summary.leave_out(one)
        for address, where in self.module.files(self.source.path, self.call):
            self.plan.add_file(address, where)
        work = partial(survey, self.call)
        jobs = self._counted(self._items())
        with closing(self.manner.workers.each(work, jobs)) as surveyed:
            for number, (item, facts) in enumerate(surveyed):
                self.manner.watch("surveyed", number + 1, None)
                self._plan(number, item, facts)
        self.plan.finish()

    def convert(self) -> None:
        """Make a story of each item that was planned."""
        total = self.plan.count()
        root = self.source.path if self.source.path.is_dir() else self.source.path.parent
        desk = Desk(self.archive, self.call, self.plan.path, root, self.manner.dry_run)
        with (
            closing(Journal(self.manner.journals, self._name())) as journal,
            closing(self.manner.workers.each(partial(convert, desk), self._tasks(journal))) as made,
        ):
            for number, (task, done) in enumerate(made, start=1):
                self.manner.watch("imported", number, total)
                if isinstance(done, RefusedError):
                    self._hold(task.item, done)
                    continue
                self.summary.add(done)
                self.manner.tell(task.item, done)
                if not self.manner.dry_run:
                    journal.add(done.digest)

    def _plan(self, number: int, item: Item, facts: Facts | RefusedError) -> None:
        """Plan where *item* will stand, or note why it will not."""
        try:
            if isinstance(facts, RefusedError):
                raise facts
            self.plan.add_story(number, sha256(item.data), facts, _shown(item))
        except NoStoryError as error:
            self.summary.leave_out(_left_out(item, error))
        except RefusedError as error:
            self._hold(item, error)

    def _items(self) -> Iterator[Item | LeftOut | Quarantined]:
        items: Iterator[Item | LeftOut | Quarantined]
        items = self.module.items(self.source.path, self.call)
        return items

    def _counted(self, things: Iterator[Item | LeftOut | Quarantined]) -> Iterator[Item]:
        """Go through the items alone; count what is none."""
        for one in things:
            self.summary.items += 1
            if isinstance(one, LeftOut):
                self.summary.leave_out(one)
            elif isinstance(one, Quarantined):
                held = hold(self.archive.content, one, dry_run=self.manner.dry_run)
                self.summary.held.append(held)
            else:
                yield one

    def _tasks(self, journal: Journal) -> Iterator[Task]:
        items = (one for one in self._items() if isinstance(one, Item))
        for number, item in enumerate(items):
            planned = self.plan.planned(number)
            if planned is None:
                continue
            if sha256(item.data) != planned.digest:
                raise RefusedError(
                    f"{self.source.path}: changed while it was read; import it again"
                )
            yield Task(item, planned, journal.has(planned.digest))

    def _hold(self, item: Item, error: RefusedError) -> None:
        one = Quarantined(item.source, item.place, str(error), item.data, item.suffix)
        self.summary.held.append(hold(self.archive.content, one, dry_run=self.manner.dry_run))

    def _name(self) -> str:
        """Name the journal after what a conversion depends on beside its item."""
        said = f"{__version__} {replace(self.call, partners=())} {self.plan.addresses()}"
        partners = f"{self.call.partner} {self.archive}"
        return hashlib.sha256(f"{said} {partners}".encode("utf-8", "replace")).hexdigest()[:32]


def _left_out(item: Item, error: NoStoryError) -> LeftOut:
    """Return *item* as left out; what names a page is its address."""
    address = item.extra.get("address", "")
    kind = "page" if item.format in ("html", "warc") else "item"
    return LeftOut(item.source, f"{item.place} {address}".strip(), kind, str(error))


def _shown(item: Item) -> str:
    return f"{Path(item.source).name} {item.place}".strip()
