"""Errors for people: file, line, what is wrong, what to do."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class BackfileError(Exception):
    """The base of every error meant for people; its text is one sentence with the remedy."""


class UsageError(BackfileError):
    """A call that cannot be carried out: exit status 2."""


class BuildError(BackfileError):
    """A build that did not come to its end."""


class FieldError(BackfileError):
    """A field that cannot stand; `field` is its name in lower case."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class RefusedError(BackfileError):
    """One thing of many that cannot be worked on, and why; nothing was written for it."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with the content: where it stands and what to do about it.

    `path` is as the reader of the message would type it; `line` counts from 1 and is 0 where the
    whole file is meant. `code` names the kind of fault for machines (`unknown-partner`).
    """

    path: str
    line: int
    code: str
    message: str

    def __str__(self) -> str:
        """Return the fault as compilers print theirs: `path:line: message`."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}"


class ContentError(BackfileError):
    """Content at fault, so that nothing is published: `faults`, and *lines* that tell of them."""

    def __init__(self, faults: Iterable[Fault], lines: Iterable[str] = ()) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(dict.fromkeys(lines or map(str, self.faults))))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean "x"?` with the known word nearest to *word*, or an empty string."""
    near = nearest(word, known)
    return f'; did you mean "{near}"?' if near else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word nearest to *word*, or an empty string where none is near."""
    import difflib  # noqa: PLC0415 (needed only for a fault)

    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.5)
    return near[0] if near else ""


def say(message: str) -> None:
    """Print *message* for people, on standard error, so that output can be piped."""
    sys.stderr.write(f"{message}\n")
