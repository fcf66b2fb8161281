"""Runs of text, each with its place in the original and with its inline formatting."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backfile.fidelity.account import signs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# White space but the spaces that do not break, which are printed as they stand.
_SPACE = re.compile("[ \t\n\r\f\x0b\x1c-\x1f\x85\u2028\u2029]+")
BREAK = "\n"


@dataclass(frozen=True, slots=True)
class InlineMark:
    """An inline element around some runs; `key` tells it from another of the same kind."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    key: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text: the *count* signs of the original from *start*, with *marks* around it.

    White space is no sign. `added` is the kind of words that the original does not have; they
    stand before the sign *start*.
    """

    text: str
    start: int
    count: int
    marks: tuple[InlineMark, ...] = ()
    added: str = ""

    @property
    def is_break(self) -> bool:
        """Tell whether this is the end of a line within its paragraph."""
        return self.text == BREAK


def text_of(runs: Iterable[Run]) -> str:
    """Return the text of *runs*, with a line feed where a line ends."""
    return "".join([run.text for run in runs])


def tightened(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return *runs* with white space as a browser shows it: one space, none at a line's ends."""
    made: list[Run] = []
    for run in runs:
        if run.is_break:
            _trim_end(made)
            made.append(run)
            continue
        text = _SPACE.sub(" ", run.text)
        if text.startswith(" ") and (not made or made[-1].text[-1] in " \n"):
            text = text[1:]
        if text:
            made.append(run if text == run.text else replace(run, text=text))
    _trim_end(made)
    return tuple(made)


def _trim_end(runs: list[Run]) -> None:
    """Take the space off the end of *runs*: there is one at the most."""
    if runs and runs[-1].text.endswith(" "):
        last = runs.pop()
        if len(last.text) > 1:
            runs.append(replace(last, text=last.text[:-1]))


def paragraphs(runs: Sequence[Run]) -> list[tuple[Run, ...]]:
    """Cut *runs* where two lines or more end in one place; breaks at the ends of parts go."""
    parts: list[list[Run]] = [[]]
    breaks: list[Run] = []
    for run in tightened(runs):
        if run.is_break:
            breaks.append(run)
            continue
        if len(breaks) > 1 and parts[-1]:
            parts.append([])
        elif breaks and parts[-1]:
            parts[-1].append(breaks[0])
        breaks = []
        parts[-1].append(run)
    return [tuple(part) for part in parts if part]


def cut(runs: Sequence[Run], at: int) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Cut *runs* at the place *at* of their text."""
    for index, run in enumerate(runs):
        if at < len(run.text):
            head, tail = run.text[:at], run.text[at:]
            count = signs(head) if run.count else 0
            before = (replace(run, text=head, count=count),) if head else ()
            after = replace(run, text=tail, start=run.start + count, count=run.count - count)
            return (*runs[:index], *before), (after, *runs[index + 1 :])
        at -= len(run.text)
    return tuple(runs), ()


def first_line(runs: Sequence[Run]) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Return the first line of *runs*, and the lines below it."""
    at = next((index for index, run in enumerate(runs) if run.is_break), len(runs))
    return tuple(runs[:at]), tuple(runs[at + 1 :])


def lines(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Give the lines of *runs*, each with the end that it has."""
    line: list[Run] = []
    for run in runs:
        line.append(run)
        if run.is_break:
            yield line
            line = []
    if line:
        yield line
