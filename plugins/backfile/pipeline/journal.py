"""The journal of a revision: what is left to do when its files are made, so that a kill is no loss.

The files are in a folder beside the site, and wait to be put in place. From the moment when the
journal is in the database of the last build, the revision is certain: if the build is killed, the
next one puts the rest of the files in place.
"""

from __future__ import annotations

import json
import logging
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from backfile.files.locks import holding
from backfile.outputs.keys import made_by
from backfile.pipeline.build_files import are_as_noted
from backfile.pipeline.exchange import put_in_place
from backfile.pipeline.last_build import JOURNAL

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from backfile.pipeline.last_build import LastBuild

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RevisionJournal:
    """A revision whose files are made: the `folder` beside the site that has them, by its name.

    `files` are their paths below the site, `removed` the paths of those that go. `program` is the
    digest of the program that made them.
    """

    folder: str
    files: tuple[str, ...]
    removed: tuple[str, ...]
    program: str

    @classmethod
    def of(cls, folder: Path, removed: Iterable[str]) -> RevisionJournal:
        """Return the journal of a revision that has made the files in *folder*."""
        files = (one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file())
        return cls(folder.name, tuple(sorted(files)), tuple(sorted(removed)), made_by())


def begin_journal(last: LastBuild, journal: RevisionJournal) -> None:
    """Keep the *journal* in *last*, with all that was put there."""
    last.put_facts({JOURNAL: json.dumps(asdict(journal))})
    last.commit()


def finish_revision(last: LastBuild, output: Path) -> None:
    """Finish the revision of the site at *output* that was killed, if the journal tells of one.

    Where that cannot be done, the mark of *last* stays away, so that everything is made again.
    """
    told = last.fact(JOURNAL)
    if not told:
        return
    journal = RevisionJournal(**json.loads(told))
    folder = output.parent / journal.folder
    with suppress(OSError), holding(folder) as is_free:
        if is_free and journal.program == made_by() and output.is_dir():
            put_in_place(folder, output, journal.removed)
    if _is_done(journal, last, output):
        _LOG.debug("the build before was killed; its last files are in place now")
        last.complete()
    else:
        last.begin()
    shutil.rmtree(folder, ignore_errors=True)


def _is_done(journal: RevisionJournal, last: LastBuild, output: Path) -> bool:
    """Tell whether the site at *output* is what the revision was to make of it."""
    noted = {path: one for path in journal.files if (one := last.get(path))}
    are_gone = not any((output / one).exists() for one in journal.removed)
    is_ours = journal.program == made_by() and len(noted) == len(journal.files)
    return is_ours and are_gone and are_as_noted(output, noted)
