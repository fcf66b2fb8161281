"""The proofs of the last build, kept in the cache: a revision proves the edited stories alone.

They are kept as JSON. A cache may come from anywhere, and reading it must not run code.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from backfile.errors import Fault
from backfile.fidelity.ledger import Edit, Repair
from backfile.outputs.fidelity_report.verify import PAGE, Claim, Proof, Report
from backfile.reading.scope import NotARevisionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from backfile.files.cache_files import CacheFiles

FILE = "proofs.db"
_LAYOUT = """
CREATE TABLE proofs (source TEXT PRIMARY KEY, proof TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE counts (written_here INTEGER NOT NULL, unaccounted INTEGER NOT NULL);
"""


def keep_report(report: Report, cache: Path) -> None:
    """Keep *report*, of a build of everything, in the *cache*. Raises OSError, sqlite3.Error."""
    path = cache / FILE
    cache.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database:
        database.executescript(_LAYOUT)
        _put(database, report.proofs)
        counts = report.written_here, report.unaccounted
        database.execute("INSERT INTO counts VALUES (?, ?)", counts)
        database.commit()


def revised_report(
    proofs: Mapping[str, Proof | None], more: int, cache: Path, caches: CacheFiles
) -> Report | None:
    """Return the report of the last build with *proofs*, by their stories, in the place of theirs.

    The archive has *more* stories without originals than before. The report is kept in the *cache*
    when *caches* are committed.
    None where it says what the old one said. Raises NotARevisionError where another number of
    stories has a proof, and sqlite3.Error.
    """
    database = caches.add(sqlite3.connect(cache / FILE))
    known = {source: _known(database, source) for source in proofs}
    told = {source: _as_text(one) if one else "" for source, one in proofs.items()}
    if known == told and not more:
        return None
    if any(bool(known[source]) != bool(text) for source, text in told.items()):
        raise NotARevisionError("another number of stories has a proof")
    _put(database, [one for one in proofs.values() if one])
    database.execute("UPDATE counts SET written_here = written_here + ?", [more])
    rows = database.execute("SELECT proof FROM proofs ORDER BY source").fetchall()
    written_here, unaccounted = database.execute("SELECT * FROM counts").fetchone()
    return Report(tuple(_from_text(text) for (text,) in rows), written_here, unaccounted)


def _put(database: sqlite3.Connection, proofs: Iterable[Proof]) -> None:
    rows = [(one.claim.source, _as_text(one)) for one in proofs]
    database.executemany("INSERT OR REPLACE INTO proofs VALUES (?, ?)", rows)


def _known(database: sqlite3.Connection, source: str) -> str:
    row = database.execute("SELECT proof FROM proofs WHERE source = ?", [source]).fetchone()
    return row[0] if row else ""


def _as_text(proof: Proof) -> str:
    """Return *proof*, which holds, as JSON; a report asks nothing of the story itself."""
    claim = {name: value for name, value in _fields(proof.claim).items() if name != "story"}
    told = {**_fields(replace(proof, claim=_NONE)), "claim": claim}
    return json.dumps(told, default=asdict, ensure_ascii=False)


def _from_text(text: str) -> Proof:
    told: dict[str, Any] = json.loads(text)
    return Proof(
        **{
            **told,
            "claim": Claim(**told["claim"], story=PAGE),
            "order": tuple(told["order"]),
            "repairs": tuple(Repair(**one) for one in told["repairs"]),
            "edits": tuple(Edit(**one) for one in told["edits"]),
            "notices": tuple(Fault(**one) for one in told["notices"]),
            "faults": (),
        }
    )


def _fields(one: Claim | Proof) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


_NONE = Claim("", "", "", "", "", "", "", "", "", PAGE)
