"""The places of all pages of a site, and the links to them, in a temporary file."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from backfile.publish.gates.links import Jump

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType
    from typing import Self

    from backfile.publish.gates.file_judge import FileReport

_LAYOUT = """
CREATE TABLE anchors (page TEXT, anchor TEXT, PRIMARY KEY (page, anchor)) WITHOUT ROWID;
CREATE TABLE jumps (source TEXT, line INTEGER, page TEXT, anchor TEXT);
CREATE TABLE forgotten (page TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE redirects (page TEXT PRIMARY KEY, target TEXT) WITHOUT ROWID;
"""
_DEAD = """
SELECT source, line, page, anchor FROM jumps WHERE NOT EXISTS
(SELECT 1 FROM anchors WHERE anchors.page = jumps.page AND anchors.anchor = jumps.anchor)
"""
_LONGEST_CHAIN = 10  # redirects that lead on to one another


class AnchorIndex:
    """Which ids pages have. It grows with the number of ids on disk, and not in memory."""

    def __init__(self) -> None:
        """Open an empty index; `with` closes it, and with it the file is gone."""
        self._database = sqlite3.connect("")
        self._database.executescript(_LAYOUT)

    def __enter__(self) -> Self:
        """Return this index."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the index."""
        self._database.close()

    def add(self, report: FileReport) -> None:
        """Take in the places of a page, its links to places, and where it leads by itself."""
        path, database = report.path, self._database
        anchors = [(path, anchor) for anchor in report.anchors]
        database.executemany("INSERT OR IGNORE INTO anchors VALUES (?, ?)", anchors)
        jumps = [(path, *jump) for jump in report.jumps]
        database.executemany("INSERT INTO jumps VALUES (?, ?, ?, ?)", jumps)
        if report.is_to_be_forgotten:
            database.execute("INSERT OR IGNORE INTO forgotten VALUES (?)", [path])
        if report.leads_to:
            database.execute(
                "INSERT OR IGNORE INTO redirects VALUES (?, ?)", (path, report.leads_to)
            )

    def dead(self) -> Iterator[tuple[str, Jump]]:
        """Go through the links to places that are not there, each with the file that has it."""
        for source, line, page, anchor in self._database.execute(_DEAD):
            yield source, Jump(line, page, anchor)

    def lacking(self, page: str, anchors: Iterable[str]) -> list[str]:
        """Return those of *anchors* that *page* has not, nor the page to which it leads on."""
        page = self._end_of(page)
        question = "SELECT anchor FROM anchors WHERE page = ?"
        known = {anchor for (anchor,) in self._database.execute(question, [page])}
        return [anchor for anchor in anchors if anchor not in known]

    def is_to_be_forgotten(self, page: str) -> bool:
        """Tell whether *page* asks search engines not to list it."""
        question = "SELECT 1 FROM forgotten WHERE page = ?"
        return self._database.execute(question, [page]).fetchone() is not None

    def _end_of(self, page: str) -> str:
        for _ in range(_LONGEST_CHAIN):
            found = self._database.execute(
                "SELECT target FROM redirects WHERE page = ?", [page]
            ).fetchone()
            if found is None:
                break
            page = found[0]
        return page
