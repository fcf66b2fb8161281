"""Captures the errors that Pelican only logs: it goes on without the story.

Where it names the file, the error becomes a fault like any other, with the line of the field that
is to blame, if one is.
"""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican.log import LimitFilter

from backfile.errors import Fault, did_you_mean
from backfile.reading.reader import shown_path, unreadable_file
from backfile.reading.source import Source, parse_source, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where a build keeps what it has heard, among its settings.
HEARD = "_BACKFILE_HEARD"
# The beginnings of Pelican's messages about one file (pelican/generators.py, pelican/contents.py).
_UNREADABLE = "Could not process %s"
_LACKING = "Skipping %s: could not find information about"
_OUTSIDE = "Skipping %s: file %r would be written outside"
_STATUS = "Unknown status '%s' for file %s"


@dataclass(frozen=True, slots=True)
class Complaint:
    """An error as Pelican logged it: its words, what they are about, the exception behind it."""

    words: str
    about: tuple[Any, ...] = ()
    reason: BaseException | None = None


@dataclass
class Heard:
    """What Pelican has logged, an entry a message; `complaints` has the errors in their parts."""

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)


class _Listener(logging.Handler):
    def __init__(self, heard: Heard) -> None:
        super().__init__(logging.WARNING)
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        message = " ".join(record.getMessage().split())
        if record.levelno < logging.ERROR:
            self.heard.warnings.append(message)
            return
        # Pelican logs "Could not process" while it handles the reason, and leaves that out.
        reason = sys.exc_info()[1]
        self.heard.errors.append(f"{message}: {reason}" if reason else message)
        about = record.args if isinstance(record.args, tuple) else ()
        self.heard.complaints.append(Complaint(str(record.msg), about, reason))


@contextmanager
def listening() -> Iterator[Heard]:
    """Hear what Pelican logs as errors and warnings, instead of printing it."""
    heard = Heard()
    # Pelican logs a warning once in the life of a program, which may build more than once.
    LimitFilter._raised_messages.clear()  # noqa: SLF001
    LimitFilter._group_count.clear()  # noqa: SLF001
    with handled_by(_Listener(heard)):
        yield heard


@contextmanager
def handled_by(handler: logging.Handler) -> Iterator[None]:
    """Let *handler* alone have what the block logs."""
    log = logging.getLogger()
    before, log.handlers[:] = log.handlers[:], [handler]
    try:
        yield
    finally:
        log.handlers[:] = before


def complaint_fault(complaint: Complaint, content: Path) -> Iterator[Fault]:
    """Yield the fault that a *complaint* is, if it names a file; *content* is the folder of all."""
    if complaint.words.startswith(_UNREADABLE):
        path = str(content / str(complaint.about[0]))
        yield unreadable_content(path, complaint.reason)
    elif complaint.words.startswith(_LACKING):
        yield _lacking(str(complaint.about[0]), str(complaint.about[1]))
    elif complaint.words.startswith(_OUTSIDE):
        path, place = map(str, complaint.about)
        message = f'its page would be written outside the site, at "{place}"; correct Save_as'
        yield Fault(shown_path(path), _source(path).line_of("save_as"), "bad-address", message)
    elif complaint.words.startswith(_STATUS):
        stated, path = map(str, complaint.about[:2])
        known = [str(one) for one in complaint.about[2]]
        hint = did_you_mean(stated, known) or f"; use one of {', '.join(known)}"
        message = f'unknown Status "{stated}"{hint}'
        yield Fault(shown_path(path), _source(path).line_of("status"), "bad-status", message)


def unreadable_content(path: str, reason: BaseException | None) -> Fault:
    """Return the fault of the file at *path*, on which Pelican failed for a *reason*."""
    if isinstance(reason, UnicodeDecodeError):
        return unreadable_file(path, reason)
    why = " ".join(str(reason).split()) if reason else "no reason is known"
    message = f"Pelican cannot read it ({why}); correct this line, or the file"
    return Fault(shown_path(path), _line_named(path, why), "pelican", message)


def _lacking(path: str, name: str) -> Fault:
    if name == "title":
        message = 'this page has no title; begin the file with "Title: …"'
        return Fault(shown_path(path), 1, "missing-title", message)
    if name == "date":
        message = "this story has no date; add one such as 2014-06-16 18:20"
        return Fault(shown_path(path), 1, "missing-date", message)
    message = f"it states no {name}, without which Pelican makes no page; add it"
    return Fault(shown_path(path), 1, "pelican", message)


def _line_named(path: str, why: str) -> int:
    """Return the line of the field whose value the reason *why* names, or 1."""
    fields = _source(path).fields.values()
    return next((one.line for one in fields if len(one.value) > 1 and one.value in why), 1)


def _source(path: str) -> Source:
    try:
        return parse_source(read_text(Path(path)))
    except (OSError, UnicodeDecodeError):
        return Source(())
