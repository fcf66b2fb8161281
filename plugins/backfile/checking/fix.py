"""`invoke check --fix`: writes inferred dates into the stories; their pages stay the same.

A story with an error, or with a doubt whose code is in `UNSETTLED`, is not changed: its inferences
may be wrong, and a date that is written is never checked again.
"""

from __future__ import annotations

import difflib
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.errors import Fault
from backfile.files.writing import write_atomically
from backfile.reading.reader import StoryReader, shown_path
from backfile.reading.severities import Severity
from backfile.reading.source import parse_source
from backfile.story.model import Precision, Story, Update

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pelican.contents import Article

    from backfile.checking.archive_reader import CheckedArchive
    from backfile.checking.check import Finding

_BOM = b"\xef\xbb\xbf"
_ATTRIBUTES = re.compile(r"\s*\{:?(?P<attributes>[^{}]*)\}\s*$")
_CLOSING_HASHES = re.compile(r"\s+#+\s*$")


# Doubts that make the other inferences of a story doubtful, as every error does.
UNSETTLED = frozenset({"near-miss-opening", "unknown-zone"})


@dataclass(frozen=True, slots=True)
class Change:
    """One story file as it is and as it would be; `path` is as a person would type it."""

    path: str
    before: bytes
    after: bytes

    def diff(self) -> str:
        """Return the change as a unified diff, as `patch` and `git apply` read it."""
        old, new = (
            io.StringIO(text.decode("utf-8"), newline="").readlines()
            for text in (self.before, self.after)
        )
        names = (f"a/{self.path}", f"b/{self.path}")
        lines = difflib.unified_diff(old, new, *names)
        missing = "\n\\ No newline at end of file\n"
        return "".join(line if line.endswith("\n") else line + missing for line in lines)


@dataclass(frozen=True, slots=True)
class Fixes:
    """The changes to be written, and why some stories are not changed."""

    changes: tuple[Change, ...]
    refused: tuple[Fault, ...]


def plan_fixes(archive: CheckedArchive, findings: Iterable[Finding]) -> Fixes:
    """Work out what of *archive* is to be written into its story files; write nothing.

    A heading gets ` {: datetime=… }`, with the flags kept in `inferred="…"`; a story whose order
    depends on its direction gets `Source_Order`. A file is changed only if its page stays the
    same to the byte, and none of the *findings* about it speaks against it.
    """
    against = _against(findings)
    changes: list[Change] = []
    refused: list[Fault] = []
    for article in archive.articles:
        if not _leaves_to_infer(article.story):
            continue
        path = Path(article.source_path)
        shown = shown_path(path)
        before = path.read_bytes()
        after = settled_source(before, article.story)
        if shown in against:
            refused.append(_refusal(against[shown]))
        elif _same_page(archive, article, before, after):
            changes.append(Change(shown, before, after))
        else:
            reason = "its inferred dates were not written, because the page would change"
            refused.append(Fault(shown, 0, "not-fixed", reason))
    return Fixes(tuple(changes), tuple(refused))


def write_fixes(changes: Collection[Change]) -> None:
    """Write the *changes*, each file whole or not at all. Raises OSError."""
    for change in changes:
        write_atomically(Path(change.path), change.after)


def _against(findings: Iterable[Finding]) -> Mapping[str, Finding]:
    """Return, by file, the first finding that speaks against writing dates into it."""
    grave = [
        finding
        for finding in findings
        if finding.severity is Severity.ERROR or finding.code in UNSETTLED
    ]
    return {finding.path: finding for finding in sorted(grave, reverse=True)}


def _refusal(finding: Finding) -> Fault:
    reason = (
        "its inferred dates were not written, because they may be wrong until line "
        f"{finding.line} is settled [{finding.code}]; correct that first"
    )
    return Fault(finding.path, finding.line, "not-fixed", reason)


def settled_source(source: bytes, story: Story) -> bytes:
    """Return the story file *source* with the inferences of *story* written into it.

    Byte-order mark and line ends stay as they are.
    """
    mark = _BOM if source.startswith(_BOM) else b""
    text = source.removeprefix(_BOM).decode("utf-8")
    lines = io.StringIO(text, newline="").readlines()
    for update in story.updates:
        if update.inferences and update.precision is not Precision.ORDER:
            index = update.section.line - 1
            lines[index] = _settled_heading(lines[index], update)
    stated = parse_source(text)
    if story.doubts or (_has_ties(story) and "source_order" not in stated.fields):
        field = f"Source_Order: {_source_order(story)}"
        place = stated.line_of("date")
        lines.insert(place, field + _line_end(lines[place - 1]))
    return mark + "".join(lines).encode("utf-8")


def _leaves_to_infer(story: Story) -> bool:
    return bool(story.doubts) or any(update.inferences for update in story.updates)


def _has_ties(story: Story) -> bool:
    """Tell whether updates have the same time, so that their order hangs on the direction.

    What their stamps tell of it may be lost once each has a date.
    """
    times = [one.machine_time for one in story.updates if one.precision is Precision.MINUTE]
    return any(story.directions) and len(set(times)) < len(times)


def _settled_heading(line: str, update: Update) -> str:
    end = _line_end(line)
    text = _CLOSING_HASHES.sub("", line.rstrip())
    stated = _ATTRIBUTES.search(text)
    attributes = stated["attributes"].strip() + " " if stated else ""
    if stated:
        text = text[: stated.start()]
    inferred = f' inferred="{" ".join(update.flags)}"' if update.flags else ""
    return f"{text} {{: {attributes}datetime={update.machine_time}{inferred} }}{end}"


def _line_end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _source_order(story: Story) -> str:
    above, below = (
        direction or story.dateline.default_source_order for direction in story.directions
    )
    if story.directions[1] is None:
        return above.value
    return f"{above.value}, {below.value}"


def _same_page(archive: CheckedArchive, article: Article, before: bytes, after: bytes) -> bool:
    """Return whether *after* gives the same story HTML as *before*."""
    reader = StoryReader(article.settings, archive.site.settings)
    path = str(article.source_path)
    old, new = (reader.convert(path, data.decode("utf-8-sig")) for data in (before, after))
    return old.html == new.html and not new.troubles
