"""Reduces blocks to what Markdown can express; what it cannot is replaced by its parts."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from backfile.importers.html.body import blocks as kinds
from backfile.importers.html.body.blocks import LISTS, Block
from backfile.importers.html.body.embeds_render import NOT_KEPT
from backfile.importers.html.body.inline_text import BREAK, Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TEXT = frozenset({kinds.PARAGRAPH, kinds.MISSING})
_IN_LISTS = _TEXT | frozenset(LISTS)
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_IN_QUOTES = _IN_LISTS | _HEADINGS | {"blockquote", kinds.RULE, kinds.PICTURE}
# Parts of a list or a table that stand where there is none.
_STRAY = ("li", "tr", "td", "th", "dt", "dd")
_IN_CELLS = _IN_LISTS
_LIVE = kinds.LIVE | {kinds.ENTRY}


def shaped(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return *blocks* with lists, quotations and tables that Markdown can hold, and figures.

    The words stand in the order in which they stood.
    """
    return _without(_shaped(blocks), *_STRAY)


def _shaped(blocks: Iterable[Block]) -> tuple[Block, ...]:
    return tuple(_with_figures(chain.from_iterable(map(_shape, blocks))))


def _shape(block: Block) -> Sequence[Block]:
    if not block.blocks:
        return (block,)
    inner = _shaped(block.blocks)
    judge = _JUDGES.get(block.kind)
    if any(one.kind in _LIVE for one in inner):
        return inner
    # Parts of a list or a table are judged with it.
    return judge(block, inner) if judge else (replace(block, blocks=inner),)


def _quotation(block: Block, inner: Sequence[Block]) -> Sequence[Block]:
    """Return a quotation of what can stand behind its marks, else what it holds."""
    kept = all(one.kind in _IN_QUOTES for one in inner)
    return (replace(block, blocks=tuple(inner)),) if kept else inner


def _list(block: Block, inner: Sequence[Block]) -> Sequence[Block]:
    """Return a list whose items hold lines and lists alone, else what they hold."""
    items: list[Block] = []
    for one in inner:
        own = one.blocks if one.kind == "li" else (one,)
        if own and own[0].kind in LISTS and items:
            items[-1] = replace(items[-1], blocks=(*items[-1].blocks, *own))
        elif own and own[0].kind in LISTS:
            items += [*own[0].blocks, *(Block("li", blocks=(rest,)) for rest in own[1:])]
        else:
            items.append(Block("li", blocks=tuple(own)))
    plain = all(one.kind in _IN_LISTS for item in items for one in item.blocks)
    if plain and all(item.blocks[0].kind in _TEXT for item in items):
        return (replace(block, blocks=tuple(items)),)
    return _without(inner, "li")


def _without(blocks: Iterable[Block], *containers: str) -> tuple[Block, ...]:
    """Return *blocks* with what the *containers* among them hold in their place."""
    found: list[Block] = []
    waiting = list(reversed(list(blocks)))
    while waiting:
        block = waiting.pop()
        if block.kind in containers:
            waiting.extend(reversed(block.blocks))
        else:
            found.append(block)
    return tuple(found)


def _table(block: Block, inner: Sequence[Block]) -> Sequence[Block]:
    """Return a table of data behind its caption, or what a table for the layout holds."""
    rows = [one for one in inner if one.kind == "tr"]
    others = tuple(one for one in inner if one.kind != "tr")
    cells = [cell for row in rows for cell in row.blocks]
    wide = max((len(row.blocks) for row in rows), default=0)
    data = len(rows) > 1 and wide > 1 and all(cell.kind in ("td", "th") for cell in cells)
    small = all(
        len(cell.blocks) < 4 and all(one.kind in _IN_CELLS for one in cell.blocks) for cell in cells
    )
    above = all(one.kind == "tr" for one in inner[len(others) :])
    if data and small and above:
        return (*others, replace(block, blocks=tuple(rows)))
    return _without(inner, "tr", "td", "th")


def _definitions(block: Block, inner: Sequence[Block]) -> Sequence[Block]:
    """Return a list of terms of one line and definitions of one paragraph, else what it holds."""
    simple = inner[0].kind == "dt" and all(
        one.kind in ("dt", "dd")
        and len(one.blocks) == 1
        and one.blocks[0].kind == kinds.PARAGRAPH
        and not (one.kind == "dt" and "\n" in one.blocks[0].text)
        for one in inner
    )
    closed = inner[-1].kind == "dd"
    return (
        (replace(block, blocks=tuple(inner)),) if simple and closed else _without(inner, "dt", "dd")
    )


def _with_figures(blocks: Iterable[Block]) -> list[Block]:
    """Put captions below the pictures above them; other captions are paragraphs."""
    made: list[Block] = []
    for block in blocks:
        last = made[-1] if made else None
        if last and block.kind == last.kind == kinds.MISSING and block.text == last.text:
            continue  # one notice for several pictures of which nothing is known
        if last and last.kind == kinds.MISSING and _repeats(block.text, last.text):
            made[-1] = _without_words(last)
        if block.kind != kinds.CAPTION:
            made.append(block)
        elif last and last.pictures:
            ended = (Run(BREAK, block.runs[0].start, 0),) if last.runs else ()
            made[-1] = replace(last, kind=kinds.FIGURE, runs=(*last.runs, *ended, *block.runs))
        elif last and last.kind == kinds.MISSING:
            made[-1] = _without_words(last)
            made.append(replace(block, kind=kinds.PARAGRAPH))
        else:
            made.append(replace(block, kind=kinds.PARAGRAPH))
    return made


def _without_words(notice: Block) -> Block:
    """Return the *notice* of a picture without the words for it, which follow."""
    return replace(notice, runs=(replace(notice.runs[0], text=f"{NOT_KEPT}:"),))


def _repeats(text: str, notice: str) -> bool:
    """Tell whether *text* begins with what a *notice* says that a picture showed."""
    said = notice.removeprefix(f"{NOT_KEPT}: ").rstrip(".")
    return said != notice.rstrip(".") and text.startswith(said)


_JUDGES = {
    **dict.fromkeys(LISTS, _list),
    "blockquote": _quotation,
    "dl": _definitions,
    "table": _table,
}
