"""A received plain text told apart: title, standfirst, credit lines, lead, updates."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from backfile.errors import BackfileError
from backfile.fidelity.account import (
    CREDIT,
    LEAD,
    SUMMARY,
    TITLE,
    Span,
    merged,
    section,
    signs,
    stamp,
)
from backfile.legacy.openings import SENTENCE_END, headline_end, opening_of, openings_among
from backfile.partners.credit import CreditLine, recognise_credit, split_credit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backfile.partners.registry import Partner
    from backfile.story.opening import Opening

LONGEST_TITLE = 300
# A shorter line that is followed by another was not wrapped by a program.
WRAPPED = 60


class NotAStoryError(BackfileError):
    """A text in which no title can be found."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together in the received text; `line` is the first one's, from 1."""

    lines: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        """Return the lines as they stand."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class ReceivedUpdate:
    """One update of a received text: its opening as printed, headline, paragraphs, first line.

    `bullet` is the list mark that stood before the stamp, else empty.
    """

    opening: Opening
    headline: str
    paragraphs: tuple[str, ...]
    line: int
    bullet: str = ""


@dataclass(frozen=True, slots=True)
class ReceivedStory:
    """A received text told apart. `credits` are the credit lines of its head and its foot.

    `spans` account for each sign of the text.
    """

    title: str
    standfirst: str
    lead: tuple[str, ...]
    updates: tuple[ReceivedUpdate, ...]
    credits: tuple[CreditLine, ...]
    spans: tuple[Span, ...] = ()


def recognise(
    text: str, partners: Iterable[Partner], title: str = "", *, day_first: bool = False
) -> ReceivedStory:
    """Tell the parts of *text* apart; *title* is for a text that does not begin with its own.

    *day_first* reads 4/5 as 4 May. Raises NotAStoryError where no title can be found.
    """
    known = tuple(partners)
    blocks = _blocks(text, known)
    title_signs = 0
    if not title:
        title, blocks = _title(blocks, known)
        title_signs = signs(title)
    blocks = _with_last_credit_apart(blocks, known)
    openings = _openings(blocks, day_first=day_first)
    first = min(openings, default=len(blocks))
    head = [index for index in range(first) if _credit(blocks[index], known)]
    last = len(blocks) - 1
    foot = [last] if blocks and last not in head and _credit(blocks[last], known) else []
    credits_ = tuple(c for index in [*head, *foot] if (c := _credit(blocks[index], known)))
    # A story whose one paragraph stands above its credit line has a body, not a standfirst.
    body = set(range(len(blocks))) - {0, *head, *foot}
    has_standfirst = len(head) > 0 and head[0] == 1 and len(body) > 0
    skipped = {*head, *foot} | ({0} if has_standfirst else set())
    lead = tuple(blocks[index].text for index in range(first) if index not in skipped)
    places = dict.fromkeys([*head, *foot], CREDIT)
    if has_standfirst:
        places[0] = SUMMARY
    return ReceivedStory(
        title=title,
        standfirst=" ".join(blocks[0].lines) if has_standfirst else "",
        lead=lead,
        updates=_updates(blocks, openings, skipped),
        credits=credits_,
        spans=merged([Span(title_signs, TITLE), *_spans(blocks, openings, places)]),
    )


def _spans(
    blocks: Sequence[Block], openings: dict[int, tuple[str, Opening]], places: dict[int, str]
) -> Iterator[Span]:
    """Say where each block went: to its place, else to the lead or the update that it follows."""
    number = 0
    for index, block in enumerate(blocks):
        if index in openings:
            number += 1
            rest = signs("\n".join([openings[index][1].rest, *block.lines[1:]]))
            yield Span(signs(block.text) - rest, stamp(number))
            yield Span(rest, section(number))
        else:
            here = section(number) if number else LEAD
            yield Span(signs(block.text), places.get(index, here))


def _blocks(text: str, partners: Sequence[Partner]) -> list[Block]:
    """Cut *text* at blank lines, around credit lines, and before lines that open an update."""
    blocks: list[Block] = []
    lines: list[str] = []
    start = 0

    def close() -> None:
        if lines:
            blocks.append(Block(tuple(lines), start))
            lines.clear()

    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        if not line:
            close()
            continue
        if recognise_credit(line, partners):
            close()
            blocks.append(Block((line,), number))
            continue
        if lines and _breaks_in(line, lines[-1]):
            close()
        if not lines:
            start = number
        lines.append(line)
    close()
    return blocks


def _with_last_credit_apart(blocks: list[Block], partners: Sequence[Partner]) -> list[Block]:
    """Let a credit sentence at the end of the last paragraph stand by itself."""
    if not blocks:
        return blocks
    before, credit = split_credit(blocks[-1].text, partners)
    if not credit:
        return blocks
    lines = tuple(before.split("\n"))
    first = blocks[-1].line
    return [*blocks[:-1], Block(lines, first), Block((credit,), first + len(lines) - 1)]


def _breaks_in(line: str, above: str) -> bool:
    """Tell whether *line* opens an update right below the line *above*, and is not wrapped text."""
    bullet, opening = opening_of(line, day_first=False)
    if opening is None or not opening.opens_paragraph or not opening.separated:
        return False
    return bool(bullet or SENTENCE_END.search(above) or len(above) < WRAPPED)


def _title(blocks: list[Block], partners: Sequence[Partner]) -> tuple[str, list[Block]]:
    if not blocks:
        raise NotAStoryError("there is no text in the file")
    first = blocks[0]
    title = first.lines[0]
    opening = opening_of(title, day_first=False)[1]
    opens = opening is not None and opening.opens_paragraph
    if len(title) > LONGEST_TITLE or opens or recognise_credit(title, partners):
        raise NotAStoryError("line 1 is no title; name one with --title")
    rest = [Block(first.lines[1:], first.line + 1)] if len(first.lines) > 1 else []
    return title, [*rest, *blocks[1:]]


def _openings(blocks: Sequence[Block], *, day_first: bool) -> dict[int, tuple[str, Opening]]:
    """Return the blocks that open updates, each with the list mark before its opening."""
    found = {
        index: (bullet, opening)
        for index, block in enumerate(blocks)
        for bullet, opening in [opening_of(block.lines[0], day_first=day_first)]
        if opening is not None
    }
    sure = openings_among({index: opening for index, (_, opening) in found.items()})
    return {index: found[index] for index in sorted(sure)}


def _credit(block: Block, partners: Sequence[Partner]) -> CreditLine | None:
    return recognise_credit(" ".join(block.lines), partners)


def _updates(
    blocks: Sequence[Block], openings: dict[int, tuple[str, Opening]], skipped: set[int]
) -> tuple[ReceivedUpdate, ...]:
    updates = []
    starts = sorted(openings)
    for start, end in pairwise([*starts, len(blocks)]):
        bullet, opening = openings[start]
        following = [blocks[i].text for i in range(start + 1, end) if i not in skipped]
        headline, own = _headline(blocks[start], opening, following)
        paragraphs = tuple(one for one in [own, *following] if one)
        updates.append(ReceivedUpdate(opening, headline, paragraphs, blocks[start].line, bullet))
    return tuple(updates)


def _headline(block: Block, opening: Opening, following: Sequence[str]) -> tuple[str, str]:
    """Return the update's headline, and what of its first block is its first paragraph."""
    rest, below = opening.rest, "\n".join(block.lines[1:])
    wrapped = bool(below) and len(block.lines[0]) >= WRAPPED
    more = bool(following or below) and not wrapped
    end = headline_end(rest, _separator(block.lines[0], opening), more=more)
    own = rest[end:].strip()
    return rest[:end], f"{own}\n{below}".strip() if below else own


def _separator(line: str, opening: Opening) -> str:
    return line.partition(opening.printed)[2][: -len(opening.rest)].strip()
