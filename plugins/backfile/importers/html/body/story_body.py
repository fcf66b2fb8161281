"""Converts the body of received HTML to the Markdown of a story, with an account of its words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from backfile.errors import RefusedError
from backfile.fidelity.account import (
    CREDIT,
    DROPPED,
    LEAD,
    Span,
    by,
    key,
    merged,
    section,
    stamp,
)
from backfile.fidelity.ledger import Repair
from backfile.importers.draft import DraftBody, Notes, Part
from backfile.importers.html.body import blocks as kinds
from backfile.importers.html.body.blocks import Block, all_runs
from backfile.importers.html.body.inline_text import Run, cut, text_of
from backfile.importers.html.body.markdown import inline_markdown, markdown_of
from backfile.importers.html.body.normalise_blocks import shaped
from backfile.importers.html.body.provenance import PlacedSpan
from backfile.importers.html.body.tree_walk import WalkPlan, read_blocks
from backfile.importers.html.body.updates import ReceivedUpdate, Signed, tell_apart
from backfile.importers.html.liveblog.blocks import live_blog
from backfile.importers.html.liveblog.machine_times import moment
from backfile.importers.story_file import heading as story_heading
from backfile.importers.story_file import heading_attributes
from backfile.story.model import Section, Settled
from backfile.story.opening import parse_opening
from backfile.story.stamp import StampError
from backfile.text.html_text import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from selectolax.lexbor import LexborNode

    from backfile.importers.html.body.tree_walk import Read
    from backfile.importers.html.body.updates import Told
    from backfile.importers.html.liveblog.blocks import LiveBlog
    from backfile.importers.html.metadata.jsonld import StatedUpdate
    from backfile.importers.html.metadata.shown_metadata import Marks
    from backfile.importers.options import Call, LinkResolver

# An `id` that can stand in an address as it is.
_ANCHOR = re.compile(r"[A-Za-z][\w.:-]{0,79}", re.ASCII)


def read_fragment(html: str, ground: LinkResolver, call: Call, base: str) -> DraftBody:
    """Read *html* that is a body by itself, with *base* as the address it stood at.

    Its text is all that `text.html_text` sees in it, without elements `backfile-added`. Raises
    RefusedError.
    """
    root = parse(html)
    body = root.css_first("body")
    return read_body(root, body if body is not None else root, ground, call, {}, base)


def read_body(  # noqa: PLR0913, PLR0917 (what decides about a body is known in six places)
    root: LexborNode,
    body: LexborNode,
    ground: LinkResolver,
    call: Call,
    marks: Marks,
    base: str,
    live: LiveBlog | None = None,
) -> DraftBody:
    """Read the element *body* of the document *root* as the text of a story.

    *marks* says by `mem_id` where the signs of other elements go, as (place, why) of a span; all
    that is neither below *body* nor marked is dropped as page furniture. *base* is the address of
    the page, *live* what is known of its live blog. Raises RefusedError where the recipe's
    selectors cannot be read, or the account does not cover the document.
    """
    live = (live_blog(body, call) if live is None else live).within(body)
    read = read_blocks(
        root, body, WalkPlan(marks, live.entries, live.parts, live.quiet), ground, base
    )
    told = tell_apart(shaped(read.blocks), call)
    told = replace(told, updates=(*told.updates, *_of_data(live.unseen, read, call)))
    lead_blocks, repaired = _blocks(told.lead, call.language)
    parts, spans = [], list(_placed(all_runs(told.lead), LEAD))
    for number, update in enumerate(told.updates, start=1):
        blocks, mended = _blocks(update.blocks, call.language)
        parts.append(_part(update, blocks, number, call))
        repaired += [*_stamp_repairs(update), *mended]
        spans += _update_spans(update, number)
    spans += _placed(told.credit_runs, CREDIT)
    notes = Notes(
        recognised=tuple(_recognised(told, lead_blocks)),
        repaired=tuple(repaired),
        dropped=read.dropped,
        warned=read.warned,
    )
    return DraftBody(
        lead=Part(lead_blocks),
        updates=tuple(parts),
        spans=_account([*read.placed, *spans], read),
        credits=told.credits,
        notes=notes,
    )


# Markdown


def _blocks(blocks: Iterable[Block], lang: str) -> tuple[tuple[str, ...], list[Repair]]:
    """Return *blocks* as Markdown; a heading that would begin an update goes down a level."""
    plain = [_plain(block) for block in blocks if block.kind != kinds.ENTRY]
    made, repaired = [], []
    for text in markdown_of(plain):
        if text.startswith("## ") and _reads_as_update(text[3:], lang):
            repaired.append(Repair("heading-level", text, f"#{text}"))
            made.append(f"#{text}")
        else:
            made.append(text)
    return tuple(made), repaired


def _plain(block: Block) -> Block:
    """Return a part of a live blog's block that has no other place as a paragraph."""
    return Block(kinds.PARAGRAPH, block.runs) if block.kind in kinds.LIVE else block


def _reads_as_update(heading: str, lang: str) -> bool:
    try:
        return any(
            parse_opening(heading, day_first=one, lang=lang) is not None for one in (False, True)
        )
    except StampError:
        return True


def _part(update: ReceivedUpdate, blocks: tuple[str, ...], number: int, call: Call) -> Part:
    """Return the update with the heading that reads as its opening did."""
    heading = story_heading(update.printed, inline_markdown(update.headline), call.language)
    opening = parse_opening(heading, day_first=call.day_first, lang=call.language)
    if opening is None:
        raise RefusedError(f'update {number} opens with "{update.printed}", which cannot be kept')
    settled = Settled(datetime.fromisoformat(update.datetime)) if update.datetime else None
    heading += heading_attributes(
        {
            "datetime": update.datetime,
            "by": update.by.text,
            "key": update.key.text,
            "former": update.anchor if _ANCHOR.fullmatch(update.anchor) else "",
        }
    )
    section_ = Section(opening, number, settled, by=update.by.text, key=update.key.text)
    return Part(blocks, heading, section_)


# What the page's data alone have


def _of_data(unseen: Iterable[StatedUpdate], read: Read, call: Call) -> Iterator[ReceivedUpdate]:
    """Go through the updates that the page does not show, and its JSON-LD has whole."""
    for one in unseen:
        made, machine = moment(one.date, call.zone)
        if not made:
            continue
        blocks = [Block(kinds.PARAGRAPH, (_added(text, read),)) for text in one.paragraphs]
        headline = (_added(one.headline, read),) if one.headline else ()
        yield ReceivedUpdate(
            printed=made,
            opening=(),
            headline=headline,
            blocks=tuple(blocks),
            datetime=machine,
            replaces=True,
            by=Signed(one.author),
        )


def _added(text: str, read: Read) -> Run:
    return Run(text, read.signs, 0, added="JSON-LD")


# Notes


def _stamp_repairs(update: ReceivedUpdate) -> Iterator[Repair]:
    if update.bullet:
        yield Repair("list-mark", f"{update.bullet} {update.printed}", update.printed)
    if update.replaces:
        yield Repair("stamp", text_of(update.opening), update.printed)


def _recognised(told: Told, lead: Sequence[str]) -> Iterator[str]:
    for credit in told.credits:
        yield f"credit line: {credit.sentence}"
    if lead:
        yield f"lead: {len(lead)} block{'' if len(lead) == 1 else 's'}"
    for number, update in enumerate(told.updates, start=1):
        headline = f", headline: {text_of(update.headline)}" if update.headline else ""
        yield f"update {number}: {update.printed}{headline}"


# The account


def _placed(runs: Iterable[Run], place: str) -> Iterator[PlacedSpan]:
    for run in runs:
        if run.added:
            yield PlacedSpan(run.start, Span(0, place, run.added, f" {run.text} "))
        elif run.count:
            yield PlacedSpan(run.start, Span(run.count, place))


def _update_spans(update: ReceivedUpdate, number: int) -> Iterator[PlacedSpan]:
    inside = tuple(chain(update.headline, all_runs(update.blocks)))
    if update.replaces:
        yield from _replaced(update, stamp(number), inside)
    else:
        yield from _placed(update.opening, stamp(number))
    yield from _left_out(update.unread, "stamp")
    start = min((run.start for run in (*update.opening, *inside) if run.count), default=-1)
    yield from _signed(update.by, by(number), start if start >= 0 else inside[0].start)
    yield from _signed(update.key, key(number), start)
    yield from _placed(inside, section(number))


def _signed(field: Signed, place: str, start: int) -> Iterator[PlacedSpan]:
    """Place what the original says of a *field*; what only its data say is added before *start*."""
    at = text_of(field.runs).find(field.text) if field.text else -1
    if field.runs and at >= 0:
        before, said = cut(field.runs, at)
        said, after = cut(said, len(field.text))
        yield from _placed(said, place)
        yield from _left_out((*before, *after), "byline")
    elif field.text and field.text != "yes":
        first = next((run.start for run in field.runs if run.count), start)
        yield PlacedSpan(first, Span(0, place, "metadata", field.text))
        yield from _left_out(field.runs, "byline")


def _left_out(runs: Iterable[Run], why: str) -> Iterator[PlacedSpan]:
    return (PlacedSpan(run.start, Span(run.count, DROPPED, why)) for run in runs if run.count)


def _replaced(update: ReceivedUpdate, place: str, inside: Sequence[Run]) -> Iterator[PlacedSpan]:
    """Let the stamp that is made of a `datetime` stand for the words that cannot be read."""
    words = [run for run in update.opening if run.count]
    start = min((run.start for run in words or inside), default=0)
    yield PlacedSpan(start, Span(0, place, "stamp", update.printed))
    for run in words:
        yield PlacedSpan(run.start, Span(run.count, DROPPED, "stamp"))


def _account(placed: Sequence[PlacedSpan], read: Read) -> tuple[Span, ...]:
    """Put spans in the order of the original. Raises RefusedError unless they fill it exactly."""
    ordered = sorted(placed, key=lambda one: (one.start, one.span.count > 0))
    ends = [0, *accumulate(one.span.count for one in ordered)]
    starts = [one.start for one in ordered]
    if ends != [*starts, read.signs]:
        raise RefusedError("its words cannot be accounted for; please report this page")
    return merged(one.span for one in ordered)
