"""What was asked and found, kept in the cache so that an interrupted run goes on where it was."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Lock
from typing import TYPE_CHECKING

from backfile.link_check.verdict import Verdict
from backfile.partners.original import OriginalStatus

if TYPE_CHECKING:
    from pathlib import Path

NAME = "originals-asked.jsonl"  # in the folder of the caches


@dataclass(frozen=True, slots=True)
class Answered:
    """The verdict on an address, the copy of it in a web archive, if one was found, and when."""

    verdict: Verdict
    archived_url: str
    day: date


@dataclass
class Asked:
    """The addresses that were asked, in the `file`, one a line; a later line replaces another."""

    file: Path
    found: dict[str, Answered] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def read(self) -> None:
        """Read what the file has. A line that is not whole, as of a killed run, is passed over."""
        if not self.file.is_file():
            return
        for line in self.file.read_text("utf-8", "replace").splitlines():
            try:
                self.found.update([_from_json(json.loads(line))])
            except (ValueError, LookupError, TypeError):
                continue

    def is_fresh(self, url: str, today: date, days: int) -> bool:
        """Tell whether *url* was asked in the last *days* with an answer that settles it."""
        found = self.found.get(url)
        return bool(found and found.verdict.settled and today - found.day < timedelta(days=days))

    def note(self, url: str, found: Answered) -> None:
        """Keep what was *found* at *url*, at once. Raises OSError."""
        line = json.dumps(_to_json(url, found), ensure_ascii=False)
        with self._lock:
            self.found[url] = found
            self.file.parent.mkdir(parents=True, exist_ok=True)
            begins = "\n" if self._ends_within_a_line() else ""
            with self.file.open("a", encoding="utf-8") as file:
                file.write(f"{begins}{line}\n")

    def _ends_within_a_line(self) -> bool:
        if not self.file.is_file() or not self.file.stat().st_size:
            return False
        with self.file.open("rb") as file:
            file.seek(-1, 2)
            return file.read(1) != b"\n"


def _to_json(url: str, found: Answered) -> dict[str, object]:
    verdict = found.verdict
    return {
        "url": url,
        "day": found.day.isoformat(),
        "status": verdict.status.value if verdict.status else None,
        "note": verdict.note,
        "settled": verdict.settled,
        "archived_url": found.archived_url,
    }


def _from_json(told: dict[str, str]) -> tuple[str, Answered]:
    status = OriginalStatus(told["status"]) if told["status"] else None
    verdict = Verdict(status, told["note"], settled=bool(told["settled"]))
    return told["url"], Answered(verdict, told["archived_url"], date.fromisoformat(told["day"]))
