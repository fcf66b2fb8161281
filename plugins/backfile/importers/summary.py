"""The summary of an import: counts of what was done, for people and for programs."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import asdict, dataclass, field
from html import escape
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from backfile.fidelity.originals import FOLDER
from backfile.files.writing import write_atomically
from backfile.importers.story_writer import Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from backfile.importers.convert import Done
    from backfile.importers.dump_items import LeftOutItem
    from backfile.importers.quarantine import Held


# Left out that are pages, of which each is listed; of other things the kinds alone are counted.
PAGES = ("page", "another address of a page")
_SHOWN = 20


@dataclass
class ImportSummary:
    """The account of one source. It grows with the import."""

    source: str
    format: str
    items: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    left_out: Counter[tuple[str, str]] = field(default_factory=Counter)
    pages: list[LeftOutItem] = field(default_factory=list)
    warned: list[tuple[str, str]] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)

    @property
    def stories(self) -> int:
        """Return how many items have a story in the archive."""
        return self.outcomes.total()

    @property
    def is_well(self) -> bool:
        """Tell whether nothing is left for a person to look at."""
        return not self.held and not self.outcomes[Outcome.BESIDE.value]

    def add(self, done: Done) -> None:
        """Count what came of an item."""
        self.outcomes[done.outcome.value] += 1
        self.tally.update(done.tally)
        self.warned += [(done.story, line) for line in done.warned]
        if done.outcome is Outcome.BESIDE:
            self.edited.append(done.story)

    def leave_out(self, one: LeftOutItem) -> None:
        """Count a thing that is no story and is not meant to be one; keep the address of a page."""
        self.left_out[one.kind, one.why] += 1
        if one.kind in PAGES:
            self.pages.append(one)

    def told(self) -> dict[str, Any]:
        """Return the summary as JSON holds it: what the archive has now, whoever imported when."""
        return {
            "source": self.source,
            "format": self.format,
            "items": self.items,
            "stories": self.stories,
            "left_out": [
                {"kind": kind, "why": why, "count": count}
                for (kind, why), count in sorted(self.left_out.items())
            ],
            "pages_left_out": [
                {"page": _place(one), "why": one.why}
                for one in sorted(self.pages, key=lambda one: (one.source, _natural(one.place)))
            ],
            "warned": [{"story": story, "warning": line} for story, line in sorted(self.warned)],
            "quarantined": [asdict(one) for one in self._held()],
            "edited": sorted(self.edited),
            "ledgers": dict(sorted(self.tally.items())),
        }

    def lines(self) -> list[str]:
        """Return the summary in lines for people."""
        outcomes = ", ".join(f"{count:,} {what}" for what, count in sorted(self.outcomes.items()))
        counts = f"{_counted(self.items, 'item', 'items')}, "
        counts += _counted(self.stories, "story", "stories")
        lines = [f"{self.source} ({self.format}): {counts}"]
        lines += [f"  stories     {outcomes}"] if outcomes else []
        lines += [
            f"  left out    {count:,} {kind}: {why}"
            for (kind, why), count in sorted(self.left_out.items())
        ]
        lines += self._pages()
        lines += [f"  look at     {story}: {line}" for story, line in sorted(self.warned)]
        lines += [f"  {_in_columns(name)} {count:,}" for name, count in sorted(self.tally.items())]
        lines += [
            f"  beside      {story}.new: the story was edited since; merge the two by hand"
            for story in sorted(self.edited)
        ]
        lines += [
            f"  quarantine  {f'{one.source} {one.place}'.strip()}: {one.why}"
            for one in self._held()
        ]
        return lines

    def _pages(self) -> list[str]:
        """Return the addresses of the first pages that were left out; the account has all."""
        shown = sorted(self.pages, key=lambda one: (one.source, _natural(one.place)))[:_SHOWN]
        lines = [f"  no story    {_place(one)}: {one.why}" for one in shown]
        more = len(self.pages) - len(shown)
        return [*lines, f"  no story    and {more:,} pages more; the account lists them"][
            : len(lines) + (more > 0)
        ]

    def _held(self) -> list[Held]:
        return sorted(self.held, key=lambda one: (one.source, _natural(one.place), one.why))


def _place(one: LeftOutItem) -> str:
    """Return what a person calls a page: its address, else its file and its place in it."""
    address = one.place.rpartition(" ")[2]
    return address if "://" in address else f"{PurePath(one.source).name} {one.place}".strip()


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _in_columns(name: str) -> str:
    first, _, rest = name.partition(" ")
    return f"{first:<11} {rest or 'lines'}:"


def _natural(place: str) -> list[tuple[int, str]]:
    """Let item 9 come before item 10."""
    parts = re.findall(r"\d+|\D+", place)
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def write_summary(summary: ImportSummary, content: Path) -> Path:
    """Write the summary as HTML and JSON; return the path of the HTML."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", summary.source).strip(".-") or "dump"
    path = content / FOLDER / "imports" / f"{name}.{summary.format}.html"
    told = summary.told()
    text = json.dumps(told, ensure_ascii=False, indent=2)
    write_atomically(path.with_suffix(".json"), f"{text}\n".encode())
    write_atomically(path, _page(told).encode())
    return path


def _page(told: dict[str, Any]) -> str:
    """Return a page that stands by itself, for whoever opens it from a disk in twenty years."""
    title = f"Import of {escape(told['source'])}"
    counts = [
        ("Items", told["items"]),
        ("Stories", told["stories"]),
        ("Quarantined", len(told["quarantined"])),
    ]
    left_out = [(one["kind"], one["why"], one["count"]) for one in told["left_out"]]
    held = [
        (f"{one['source']} {one['place']}".strip(), one["why"], one["kept"])
        for one in told["quarantined"]
    ]
    parts = [
        _table(("What", "Count"), counts),
        "<h2>Left out</h2>" if left_out else "",
        _table(("What", "Why", "Count"), left_out),
        "<h2>Pages left out</h2>" if told["pages_left_out"] else "",
        _table(("Page", "Why"), [tuple(one.values()) for one in told["pages_left_out"]]),
        "<h2>To look at</h2>" if told["warned"] else "",
        _table(("Story", "What"), [tuple(one.values()) for one in told["warned"]]),
        "<h2>Quarantined</h2>" if held else "",
        _table(("Where", "Why", "Kept as"), held),
        "<h2>Edited since; the new version was put beside the story</h2>" if told["edited"] else "",
        _table(("Story",), [(one,) for one in told["edited"]]),
        "<h2>In the ledgers</h2>" if told["ledgers"] else "",
        _table(("What", "Count"), list(told["ledgers"].items())),
    ]
    style = "body{font:1rem/1.5 serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    style += "td,th{text-align:left;vertical-align:top;padding:.2rem 1rem .2rem 0}"
    head = f'<meta charset="utf-8"><title>{title}</title><style>{style}</style>'
    body = "\n".join(part for part in [f"<h1>{title}</h1>", *parts] if part)
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body>\n{body}\n</body></html>\n'


def _table(names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    if not rows:
        return ""
    head = "".join(f"<th>{name}</th>" for name in names)
    lines = ["".join(f"<td>{escape(_shown(cell))}</td>" for cell in row) for row in rows]
    return (
        f"<table><tr>{head}</tr>\n" + "".join(f"<tr>{line}</tr>\n" for line in lines) + "</table>"
    )


def _shown(cell: object) -> str:
    return f"{cell:,}" if isinstance(cell, int) else str(cell)
