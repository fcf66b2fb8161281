"""Divides the blocks of a received story into its lead, its updates and its credit lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from backfile.importers.html.body import blocks as kinds
from backfile.importers.html.body.blocks import LISTS, Block
from backfile.importers.html.body.inline_text import Run, cut, first_line, lines, text_of
from backfile.importers.html.liveblog.machine_times import moment
from backfile.importers.html.liveblog.time_markers import stamp_in
from backfile.importers.html.metadata.people import without_by
from backfile.importers.update_markers import (
    FirstLine,
    headline_end,
    is_programme,
    opening_of,
    openings_among,
    stamp_in_lead,
    updates_among,
)
from backfile.partners.credit import recognise_credit, split_credit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backfile.importers.html.liveblog.time_markers import PrintedTime
    from backfile.importers.options import Call
    from backfile.partners.credit import CreditLine
    from backfile.partners.registry import Partner
    from backfile.story.opening import Opening

_STAMPED = frozenset({kinds.PARAGRAPH, "h2", "h3", "h4"})
# A longer paragraph is no credit line.
LONGEST_CREDIT = 1000
# How many blocks below the line that begins one of a live blog its parts can stand.
_NEAR = 3
_SPACES = " \t\r\n\u00a0\u2009\u202f"


@dataclass(frozen=True, slots=True)
class Signed:
    """A field of an update: what the story file says, and the runs of the original that say it."""

    text: str = ""
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceivedUpdate:
    """One update: its opening as the heading prints it, and what it holds.

    `opening` are the runs of the original that opened it, with separators and list mark; `printed`
    is what the heading says, which is theirs or, where nothing readable was printed, made from
    `datetime`; `replaces` tells that. `datetime` is an instant with its offset, or empty. `unread`
    are other times printed beside the opening. `by` is its author, `key` its mark as a key event,
    `anchor` the `id` that it had.
    """

    printed: str
    opening: tuple[Run, ...]
    headline: tuple[Run, ...]
    blocks: tuple[Block, ...]
    bullet: str = ""
    datetime: str = ""
    replaces: bool = False
    unread: tuple[Run, ...] = ()
    by: Signed = Signed()
    key: Signed = Signed()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A body told apart, its parts in the order of the original."""

    lead: tuple[Block, ...]
    updates: tuple[ReceivedUpdate, ...]
    credits: tuple[CreditLine, ...]
    credit_runs: tuple[Run, ...]


def tell_apart(blocks: Sequence[Block], call: Call) -> Told:
    """Tell the parts of the *blocks* of a body apart."""
    known = call.partners
    open_ = list(_opened(blocks, call))
    open_ = _with_last_credit_apart(open_, known)
    starts = _starts(open_, call)
    first = min(starts, default=len(open_))
    found = {at: credit for at in range(first) if (credit := _credit(open_[at], known))}
    last = len(open_) - 1
    if open_ and last not in starts and (credit := _credit(open_[last], known)):
        found[last] = credit
    text = [None if at in found else block for at, block in enumerate(open_)]
    ends = [*sorted(starts), len(open_)]
    updates = (starts[at].take([one for one in text[at:end] if one]) for at, end in pairwise(ends))
    return Told(
        lead=_without_last_rule([one for one in text[:first] if one]),
        updates=tuple(updates),
        credits=tuple(found.values()),
        credit_runs=tuple(run for at in found for run in open_[at].runs),
    )


def _credit(block: Block, partners: Iterable[Partner]) -> CreditLine | None:
    text = block.text if block.kind == kinds.PARAGRAPH else ""
    return recognise_credit(text, partners) if 0 < len(text) < LONGEST_CREDIT else None


def _with_last_credit_apart(blocks: list[Block], partners: Sequence[Partner]) -> list[Block]:
    """Let a credit sentence at the end of the last paragraph stand by itself."""
    if not blocks or blocks[-1].kind != kinds.PARAGRAPH:
        return blocks
    before, credit = split_credit(blocks[-1].text, partners)
    if not credit:
        return blocks
    head, tail = cut(blocks[-1].runs, len(before))
    return [*blocks[:-1], replace(blocks[-1], runs=head), Block(kinds.PARAGRAPH, _trimmed(tail))]


def _without_last_rule(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Leave out the rules at the end, which parted this from what follows."""
    end = len(blocks)
    while end and blocks[end - 1].kind == kinds.RULE:
        end -= 1
    return tuple(blocks[:end])


# Where updates can begin


def _opened(blocks: Iterable[Block], call: Call) -> Iterator[Block]:
    """Cut paragraphs before lines that open updates, and let go of lists of updates."""
    for block in blocks:
        if block.quiet:
            yield block
        elif block.kind in LISTS:
            yield from _opened_list(block, call)
        elif block.kind == kinds.PARAGRAPH and "\n" in block.text:
            yield from _opened_paragraph(block, call)
        elif block.kind == kinds.PARAGRAPH:
            yield from _with_stamp_apart(block, call)
        else:
            yield block


def _with_stamp_apart(block: Block, call: Call) -> Iterator[Block]:
    """Let the stamp of the newest update, at the end of the lead, begin a block of its own."""
    at = stamp_in_lead(text_of(block.runs), day_first=call.day_first, lang=call.language)
    if at is None:
        yield block
        return
    lead, stamped = cut(block.runs, at)
    yield replace(block, runs=_trimmed(lead))
    yield replace(block, runs=_trimmed(stamped))


def _opened_list(block: Block, call: Call) -> Iterator[Block]:
    """Give the items of a list from the first that opens an update on, if one does."""
    openings = {
        at: opening
        for at, item in enumerate(block.blocks)
        if (opening := _opening(item.blocks[0], call))
    }
    texts = [item.text for item in block.blocks]
    sure = openings_among(openings)
    if not sure or is_programme(texts, openings):
        yield block
        return
    first = min(sure)
    if first:
        yield replace(block, blocks=block.blocks[:first])
    for item in block.blocks[first:]:
        yield from _opened(item.blocks, call)


def _opened_paragraph(block: Block, call: Call) -> Iterator[Block]:
    """Cut a paragraph before each of its lines that surely opens an update."""
    taken: list[Run] = []
    for line in lines(block.runs):
        opening = _read(text_of(line), call) if taken else None
        if opening and opening.opens_paragraph and opening.separated:
            yield replace(block, runs=_trimmed(taken))
            taken = []
        taken += line
    yield replace(block, runs=_trimmed(taken))


def _opening(block: Block, call: Call) -> Opening | None:
    if block.kind not in _STAMPED or not block.runs or block.quiet:
        return None
    return _read(text_of(first_line(block.runs)[0]), call)


def _read(line: str, call: Call) -> Opening | None:
    return opening_of(line, day_first=call.day_first, lang=call.language)


def _line(block: Block, *, is_covered: bool) -> FirstLine:
    """Return the first line of *block*, as the decision about updates wants it."""
    if block.kind not in _STAMPED or not block.runs or block.quiet or is_covered:
        return FirstLine("", may_open=False, parts=block.kind == kinds.RULE)
    line, below = first_line(block.runs)
    return FirstLine(text_of(line), has_more=bool(below))


@dataclass(frozen=True, slots=True)
class _Start:
    """The opening of an update, and how many of its blocks it has used up."""

    update: ReceivedUpdate
    used: int
    first: tuple[Block, ...]

    def take(self, blocks: Sequence[Block]) -> ReceivedUpdate:
        """Return the update with all its *blocks*, the ones used up among them."""
        following = [*self.first, *blocks[self.used :]]
        return replace(self.update, blocks=_without_last_rule(following))


def _starts(blocks: Sequence[Block], call: Call) -> dict[int, _Start]:
    """Return where in *blocks* updates begin: those with a time of their own, then the printed."""
    starts: dict[int, _Start] = {}
    covered: set[int] = set()
    for at, block in enumerate(blocks):
        if block.kind == kinds.ENTRY:
            live = _live(blocks, at, call)
            if live is not None:
                starts[at] = live
                covered.update(range(at, at + live.used))
    listed = [_line(block, is_covered=at in covered) for at, block in enumerate(blocks)]
    chosen = updates_among(listed, day_first=call.day_first, lang=call.language)
    ends = {*chosen, *starts, len(blocks)}
    for at in chosen:
        more = at + 1 not in ends and blocks[at + 1].kind != kinds.RULE
        starts[at] = _printed(blocks[at], chosen[at], more=more)
        if more and _is_bare(blocks[at], chosen[at]) and blocks[at + 1].is_heading:
            starts[at] = _headed(starts[at], blocks[at + 1])
    return starts


def _is_bare(block: Block, opening: Opening) -> bool:
    """Tell whether *block* is a time of day and nothing else, no heading of an hour's own."""
    timed = opening.stamp is not None and opening.stamp.clock is not None
    return timed and not opening.rest and not block.is_heading and "\n" not in block.text


def _headed(start: _Start, heading: Block) -> _Start:
    """Let the *heading* right below a bare stamp be the headline of its update."""
    return replace(start, update=replace(start.update, headline=heading.runs), used=2)


def _printed(block: Block, opening: Opening, *, more: bool) -> _Start:
    """Take an update apart that opens with a printed label or stamp; *more* blocks follow."""
    line, below = first_line(block.runs)
    whole = len(text_of(line).rstrip(_SPACES)) - len(opening.closing)
    inside, closing = cut(line, whole)
    at = len(text_of(inside).rstrip(_SPACES)) - len(opening.rest)
    opened, rest = cut(inside, at)
    end = len(opening.rest)
    if not block.is_heading:
        separator = text_of(opened).partition(opening.printed)[2].strip()
        more = more or bool(below)
        end = _bold_end(opened, rest, more=more)
        end = end or headline_end(opening.rest, separator, more=more)
    headline, own = cut(rest, end)
    own = _trimmed((*own, *block.runs[len(line) :]))
    paragraph = (Block(kinds.PARAGRAPH, own),) if own else ()
    opened = (*opened, *closing)
    return _Start(
        ReceivedUpdate(opening.printed, opened, _trimmed(headline), (), opening.mark), 1, paragraph
    )


def _bold_end(opened: Sequence[Run], rest: Sequence[Run], *, more: bool) -> int:
    """Return where the headline ends that is set in the same bold type as the stamp before it."""
    bold = {mark for run in opened for mark in run.marks if mark.tag == "strong"}
    end = 0
    for run in rest:
        if not bold.intersection(run.marks):
            break
        end += len(run.text)
    phrase, after = text_of(rest)[:end], text_of(rest)[end:]
    if not phrase.strip() or len(phrase.split()) > 15:
        return 0
    parted = phrase[-1].isspace() or after[:1].isspace()
    return end if (after.strip() and parted) or (not after.strip() and more) else 0


def _trimmed(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return *runs* without white space and ends of lines at either end."""
    start, end = 0, len(runs)
    while start < end and not runs[start].text.strip():
        start += 1
    while start < end and not runs[end - 1].text.strip():
        end -= 1
    kept = list(runs[start:end])
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return tuple(kept)


def _live(blocks: Sequence[Block], at: int, call: Call) -> _Start | None:
    """Take a block of a live blog apart, None where it states no time.

    Its time, its author and its mark can stand anywhere in it. Its headline is a heading with
    nothing but these above it: below a paragraph a heading is one of the text's own.
    """
    inside = _inside(blocks, at)
    entry = blocks[at].entry
    made, machine = moment(entry.machine, call.zone)
    times = [one for one in inside if one.kind == kinds.TIME]
    stamp = _stamp(times, call)
    if stamp is None and not made:
        return None
    named = stamp.author if stamp else ()
    text = [one for one in inside if one.kind not in (kinds.TIME, kinds.BY, kinds.KEY)]
    by = (*named, *(run for one in inside if one.kind == kinds.BY for run in one.runs))
    headline = _headline(text)
    update = ReceivedUpdate(
        printed=stamp.printed if stamp else made,
        opening=stamp.runs if stamp else tuple(run for one in times for run in one.runs),
        headline=headline.runs if headline else (),
        blocks=(),
        datetime=machine,
        replaces=stamp is None,
        unread=stamp.unread if stamp else (),
        by=Signed(without_by(text_of(by)) or entry.author, by),
        key=_key_mark(inside, is_key=entry.is_key),
        anchor=entry.anchor,
    )
    left = tuple(one for one in text if one is not headline)
    return _Start(update, 1 + len(inside), left)


def _inside(blocks: Sequence[Block], at: int) -> list[Block]:
    """Return what stands in the block of a live blog that begins at *at*.

    Of one that is a line, that is what stands right below it, as far as its parts go.
    """
    found: list[Block] = []
    for block in blocks[at + 1 :]:
        if block.kind == kinds.ENTRY or (found and found[0].quiet and not block.quiet):
            break
        if not block.quiet and len(found) >= _NEAR:
            break
        found.append(block)
    return found


def _headline(text: Sequence[Block]) -> Block | None:
    for one in text:
        if one.is_heading or one.kind == kinds.HEADLINE:
            return one
        if one.kind not in (kinds.PICTURE, kinds.FIGURE, kinds.MISSING):
            return None
    return None


def _key_mark(inside: Sequence[Block], *, is_key: bool) -> Signed:
    runs = tuple(run for one in inside if one.kind == kinds.KEY for run in one.runs)
    return Signed(text_of(runs) or ("yes" if is_key else ""), runs)


@dataclass(frozen=True, slots=True)
class _PrintedStamp:
    """The stamp that a block of a live blog prints; `unread` are other times beside it."""

    printed: str
    runs: tuple[Run, ...]
    author: tuple[Run, ...] = ()
    unread: tuple[Run, ...] = ()


def _stamp(times: Sequence[Block], call: Call) -> _PrintedStamp | None:
    """Read the *times* that a block of a live blog prints, None where none can be read.

    A day that stands beside the time is part of the stamp.
    """
    read = [one for one in times if _clock(one.runs, call)]
    if not read:
        return None
    best = read[0]
    day = next((one for one in times if one is not best and one not in read), None)
    for joined in _joined(best, day) if day else ():
        found = _clock(joined, call)
        if found and found.end - found.start == len(_line_said(joined)):
            others = [one for one in times if one not in (best, day)]
            return _PrintedStamp(found.printed, joined, unread=tuple(_runs(others)))
    found = _clock(best.runs, call)
    if found is None:
        return None
    text = text_of(best.runs)
    indent = len(text) - len(text.lstrip(_SPACES))
    inside, after = cut(best.runs, indent + found.end)
    before, opened = cut(inside, indent + found.start) if found.start else ((), inside)
    others = [one for one in times if one is not best]
    return _PrintedStamp(found.printed, opened, _trimmed((*before, *after)), tuple(_runs(others)))


def _joined(time: Block, day: Block) -> Iterator[tuple[Run, ...]]:
    """Go through the ways to read *time* and *day* as one stamp, in the order of the page."""
    first, last = sorted((time, day), key=lambda one: one.runs[0].start)
    for between in (" ", ", "):
        gap = Run(between, last.runs[0].start, 0, added="spacing")
        yield (*first.runs, gap, *last.runs)


def _clock(runs: Sequence[Run], call: Call) -> PrintedTime | None:
    """Return the time of day that *runs* print, alone or beside its author's name."""
    return stamp_in(_line_said(runs), day_first=call.day_first, lang=call.language)


def _line_said(runs: Sequence[Run]) -> str:
    return text_of(runs).strip(_SPACES)


def _runs(blocks: Iterable[Block]) -> Iterator[Run]:
    return (run for one in blocks for run in one.runs)
