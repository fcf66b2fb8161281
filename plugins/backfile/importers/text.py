"""Divides a received plain text into title, standfirst, credit lines, lead and updates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from backfile.errors import BackfileError
from backfile.fidelity.account import (
    CREDIT,
    DROPPED,
    LEAD,
    SUMMARY,
    TITLE,
    Span,
    merged,
    section,
    signs,
    stamp,
)
from backfile.fidelity.ledger import Dropped
from backfile.importers.update_markers import (
    SENTENCE_END,
    FirstLine,
    headline_end,
    opening_of,
    stamp_in_lead,
    updates_among,
)
from backfile.partners.credit import CreditLine, recognise_credit, split_credit
from backfile.story.languages import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backfile.partners.registry import Partner
    from backfile.story.opening import Opening

LONGEST_TITLE = 300
# A shorter line that is followed by another was not wrapped by a program.
WRAPPED = 60
# A line that only parts the updates of an agency's story.
_RULE = re.compile(r"_{3,}|[-=~]{3,}|(?:\*\s*){3,}|(?:_\s){3,}")
_RULE_INSIDE = re.compile(r"\s+(_{3,})(?:\s+|$)")
_OPENS_BRACKET = ("[", "(")


class NotAStoryError(BackfileError):
    """A text in which no title can be found."""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines that stand together in the received text; `line` is the first one's, from 1."""

    lines: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        """Return the lines as they stand."""
        return "\n".join(self.lines)

    @property
    def is_rule(self) -> bool:
        """Tell whether it only parts other blocks."""
        return len(self.lines) == 1 and _RULE.fullmatch(self.lines[0]) is not None


@dataclass(frozen=True, slots=True)
class TextUpdate:
    """One update of a received text: its opening as printed, headline, paragraphs, first line."""

    opening: Opening
    headline: str
    paragraphs: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class ReceivedStory:
    """A received text told apart. `credits` are the credit lines of its head and its foot.

    `spans` account for each sign of the text, `dropped` lists what the story does not have.
    """

    title: str
    standfirst: str
    lead: tuple[str, ...]
    updates: tuple[TextUpdate, ...]
    credits: tuple[CreditLine, ...]
    spans: tuple[Span, ...] = ()
    dropped: tuple[Dropped, ...] = ()


class _Way(NamedTuple):
    """How stamps are read: whether 4/5 is 4 May, and the language of the story."""

    day_first: bool | None
    lang: str

    def opening(self, line: str) -> Opening | None:
        return opening_of(line, day_first=self.day_first, lang=self.lang)


def title_of(
    text: str, partners: Iterable[Partner], *, day_first: bool | None = None, lang: str = ENGLISH
) -> str:
    """Return the title of *text*, and read no more of it; see `recognise`.

    Raises NotAStoryError where no title can be found.
    """
    known, way = tuple(partners), _Way(day_first, lang)
    return _title(list(islice(_blocks(text, known, way), 1)), known, way)[0]


def recognise(
    text: str,
    partners: Iterable[Partner],
    title: str = "",
    *,
    day_first: bool | None = None,
    lang: str = ENGLISH,
) -> ReceivedStory:
    """Tell the parts of *text* apart; *title* is for a text that does not begin with its own.

    *lang* is its language; *day_first* reads 4/5 as 4 May, and None leaves that to the language.
    Raises NotAStoryError where no title can be found.
    """
    known = tuple(partners)
    way = _Way(day_first, lang)
    blocks = list(_blocks(text, known, way))
    title_signs = 0
    if not title:
        title, blocks = _title(blocks, known, way)
        title_signs = signs(title)
    blocks = _with_last_credit_apart(blocks, known)
    blocks = [piece for block in blocks for piece in _pieces(block, way)]
    openings = _openings(blocks, way)
    first = min(openings, default=len(blocks))
    head = [index for index in range(first) if _credit(blocks[index], known)]
    last = len(blocks) - 1
    foot = [last] if blocks and last not in head and _credit(blocks[last], known) else []
    credits_ = tuple(c for index in [*head, *foot] if (c := _credit(blocks[index], known)))
    # A story whose one paragraph stands above its credit line has a body, not a standfirst.
    body = set(range(len(blocks))) - {0, *head, *foot}
    has_standfirst = len(head) > 0 and head[0] == 1 and len(body) > 0
    rules = {at for at, block in enumerate(blocks) if block.is_rule and at >= first - 1}
    skipped = {*head, *foot, *rules} | ({0} if has_standfirst else set())
    lead = tuple(blocks[index].text for index in range(first) if index not in skipped)
    places = dict.fromkeys([*head, *foot], CREDIT)
    if has_standfirst:
        places[0] = SUMMARY
    places |= dict.fromkeys(rules, DROPPED)
    return ReceivedStory(
        title=title,
        standfirst=" ".join(blocks[0].lines) if has_standfirst else "",
        lead=lead,
        updates=_updates(blocks, openings, skipped),
        credits=credits_,
        spans=merged([Span(title_signs, TITLE), *_spans(blocks, openings, places)]),
        dropped=tuple(
            Dropped("separator", "it parts the updates", blocks[at].text) for at in sorted(rules)
        ),
    )


def _spans(
    blocks: Sequence[TextBlock], openings: dict[int, Opening], places: dict[int, str]
) -> Iterator[Span]:
    """Say where each block went: to its place, else to the lead or the update that it follows."""
    number = 0
    for index, block in enumerate(blocks):
        if index in openings:
            number += 1
            opening, below = openings[index], signs("\n".join(block.lines[1:]))
            rest, closing = signs(opening.rest), signs(opening.closing)
            yield Span(signs(block.lines[0]) - rest - closing, stamp(number))
            yield Span(rest, section(number))
            yield Span(closing, stamp(number))
            yield Span(below, section(number))
        else:
            place = places.get(index, section(number) if number else LEAD)
            why = "separator" if place == DROPPED else ""
            yield Span(signs(block.text), place, why)


def _blocks(text: str, partners: Sequence[Partner], way: _Way) -> Iterator[TextBlock]:
    """Cut *text* at blank lines and rules, around credit lines, and before openings."""
    lines: list[str] = []
    start = 0
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        alone = bool(line and (recognise_credit(line, partners) or _RULE.fullmatch(line)))
        if lines and (not line or alone or _breaks_in(line, lines[-1], way)):
            yield TextBlock(tuple(lines), start)
            lines = []
        if alone:
            yield TextBlock((line,), number)
        elif line:
            start = start if lines else number
            lines.append(line)
    if lines:
        yield TextBlock(tuple(lines), start)


def _with_last_credit_apart(
    blocks: list[TextBlock], partners: Sequence[Partner]
) -> list[TextBlock]:
    """Let a credit sentence at the end of the last paragraph stand by itself."""
    if not blocks:
        return blocks
    before, credit = split_credit(blocks[-1].text, partners)
    if not credit:
        return blocks
    lines = tuple(before.split("\n"))
    first = blocks[-1].line
    return [*blocks[:-1], TextBlock(lines, first), TextBlock((credit,), first + len(lines) - 1)]


def _pieces(block: TextBlock, way: _Way) -> Iterator[TextBlock]:
    """Cut *block* at rules inside its lines, and before a stamp at the end of its lead."""
    if _RULE_INSIDE.search(block.text):
        for number, line in enumerate(block.lines, start=block.line):
            for piece in _RULE_INSIDE.split(line):
                if piece.strip():
                    yield from _with_stamp_apart(TextBlock((piece.strip(),), number), way)
    elif block.lines[0].startswith(_OPENS_BRACKET) and len(block.lines) > 1:
        yield _in_one_line(block, way)
    else:
        yield from _with_stamp_apart(block, way)


def _in_one_line(block: TextBlock, way: _Way) -> TextBlock:
    """Return a block whose brackets hold a whole update in one line, as they are read."""
    line = " ".join(block.lines)
    found = way.opening(line)
    return TextBlock((line,), block.line) if found and found.closing else block


def _with_stamp_apart(block: TextBlock, way: _Way) -> Iterator[TextBlock]:
    """Let the stamp of the newest update, at the end of the lead, begin a block of its own."""
    for at, line in enumerate(block.lines):
        cut = stamp_in_lead(line, day_first=way.day_first, lang=way.lang)
        if cut is not None:
            number = block.line + at
            yield TextBlock((*block.lines[:at], line[:cut].strip()), block.line)
            yield TextBlock((line[cut:].strip(), *block.lines[at + 1 :]), number)
            return
    yield block


def _breaks_in(line: str, above: str, way: _Way) -> bool:
    """Tell whether *line* opens an update right below the line *above*, and is not wrapped text."""
    found = way.opening(line)
    if found is None or not found.opens_paragraph or not found.separated:
        return False
    return bool(found.mark or SENTENCE_END.search(above) or len(above) < WRAPPED)


def _title(
    blocks: list[TextBlock], partners: Sequence[Partner], way: _Way
) -> tuple[str, list[TextBlock]]:
    if not blocks:
        raise NotAStoryError("there is no text in the file")
    first = blocks[0]
    title = first.lines[0]
    found = way.opening(title)
    opens = found is not None and found.opens_paragraph
    if len(title) > LONGEST_TITLE or opens or recognise_credit(title, partners):
        raise NotAStoryError("line 1 is no title; name one with --title")
    rest = [TextBlock(first.lines[1:], first.line + 1)] if len(first.lines) > 1 else []
    return title, [*rest, *blocks[1:]]


def _openings(blocks: Sequence[TextBlock], way: _Way) -> dict[int, Opening]:
    """Return the blocks that open updates, each with the list mark before its opening."""
    lines = [
        FirstLine(block.lines[0], not block.is_rule, len(block.lines) > 1, block.is_rule)
        for block in blocks
    ]
    return updates_among(lines, day_first=way.day_first, lang=way.lang)


def _credit(block: TextBlock, partners: Sequence[Partner]) -> CreditLine | None:
    return recognise_credit(" ".join(block.lines), partners)


def _updates(
    blocks: Sequence[TextBlock], openings: dict[int, Opening], skipped: set[int]
) -> tuple[TextUpdate, ...]:
    updates = []
    starts = sorted(openings)
    for start, end in pairwise([*starts, len(blocks)]):
        opening = openings[start]
        following = [blocks[i].text for i in range(start + 1, end) if i not in skipped]
        headline, own = _headline(blocks[start], opening, following)
        paragraphs = tuple(one for one in [own, *following] if one)
        updates.append(TextUpdate(opening, headline, paragraphs, blocks[start].line))
    return tuple(updates)


def _headline(block: TextBlock, opening: Opening, following: Sequence[str]) -> tuple[str, str]:
    """Return the update's headline, and what of its first block is its first paragraph."""
    rest, below = opening.rest, "\n".join(block.lines[1:])
    wrapped = bool(below) and len(block.lines[0]) >= WRAPPED
    more = bool(following or below) and not wrapped
    end = headline_end(rest, _separator(block.lines[0], opening), more=more)
    own = rest[end:].strip()
    return rest[:end], f"{own}\n{below}".strip() if below else own


def _separator(line: str, opening: Opening) -> str:
    behind = line.partition(opening.printed)[2]
    return behind[: len(behind) - len(opening.rest) - len(opening.closing)].strip(" \t\u00a0*_")
