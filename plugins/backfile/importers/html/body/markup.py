"""Converts blocks to simple, well-formed HTML, from which Markdown is made."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from backfile.importers.html.body import blocks as kinds
from backfile.importers.html.body.blocks import LISTS, Block, ShownPicture

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backfile.importers.html.body.inline_text import InlineMark, Run

_VERBATIM = ("code", "kbd")


def html_of(block: Block, number: int = 0) -> Iterator[str]:
    """Give the HTML of *block* in pieces; blocks are never nested deep. Items have a *number*."""
    if block.kind == kinds.RULE:
        yield "<hr>"
    elif block.kind == "table" and is_simple(block):
        yield from _table(block)
    elif block.blocks or block.kind in ("td", "th"):
        yield f"<{block.kind}{_attributes(block, number)}>"
        first = int(block.attribute or 1) if block.kind == "ol" else 1
        for at, one in enumerate(block.blocks, start=first):
            alone = block.kind in ("td", "th") and len(block.blocks) == 1 and not one.blocks
            yield from (inline_html(one.runs),) if alone else html_of(one, at)
        yield f"</{block.kind}>"
    else:
        inner = "".join(map(_img, block.pictures)) or inline_html(block.runs)
        yield f"<p><strong>{inner}</strong></p>" if block.is_heading else f"<p>{inner}</p>"


def _attributes(block: Block, number: int) -> str:
    if block.kind in LISTS and _is_loose(block):
        return ' data-loose=""'
    if block.kind == "li":
        return f' value="{number}"'
    return f" {block.attribute}" if block.kind in ("td", "th") and block.attribute else ""


def _is_loose(block: Block) -> bool:
    """Tell whether blank lines have to stand between the items of a list."""
    return any(
        sum(one.kind not in LISTS for one in item.blocks) > 1
        or any(one.kind in LISTS and _is_loose(one) for one in item.blocks)
        for item in block.blocks
    )


def _img(picture: ShownPicture) -> str:
    return f'<img src="{escape(picture.address)}" alt="{escape(picture.alt)}">'


def _table(block: Block) -> Iterator[str]:
    yield "<table>"
    for number, row in enumerate(block.blocks):
        cell = "td" if number else "th"
        cells = ("".join(inline_html(one.runs) for one in held.blocks) for held in row.blocks)
        yield f"<tr>{''.join(f'<{cell}><p>{text}</p></{cell}>' for text in cells)}</tr>"
    yield "</table>"


def inline_html(runs: Sequence[Run]) -> str:
    """Return *runs* as inline HTML."""
    parts: list[str] = []
    open_: tuple[InlineMark, ...] = ()
    for run, marks in zip(runs, _marks(runs), strict=True):
        kept = len(_common(open_, marks))
        parts += [f"</{mark.tag}>" for mark in reversed(open_[kept:])]
        parts += [_start(mark) for mark in marks[kept:]]
        open_ = marks
        parts.append("<br>" if run.is_break else escape(run.text, quote=False))
    parts += [f"</{mark.tag}>" for mark in reversed(open_)]
    return "".join(parts)


def _marks(runs: Sequence[Run]) -> list[tuple[InlineMark, ...]]:
    """Return the marks of each run; white space has those that stand on both sides of it."""
    after: list[tuple[InlineMark, ...]] = []
    following: tuple[InlineMark, ...] = ()
    for run in reversed(runs):
        after.append(following)
        following = run.marks if run.text.strip() else following
    found: list[tuple[InlineMark, ...]] = []
    for run, following in zip(runs, reversed(after), strict=True):
        if run.text.strip():
            found.append(run.marks)
            continue
        both = _common(found[-1] if found else (), following)
        # A line of code ends outside its marks, which show nothing but what stands in them.
        found.append(tuple(one for one in both if not (run.is_break and one.tag in _VERBATIM)))
    return found


def _common(one: tuple[InlineMark, ...], other: tuple[InlineMark, ...]) -> tuple[InlineMark, ...]:
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return one[:count]


def _start(mark: InlineMark) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in mark.attributes)
    return f"<{mark.tag}{attributes}>"


def is_simple(table: Block) -> bool:
    """Tell whether *table* fits the lines and bars of Markdown."""
    cells = [cell for row in table.blocks for cell in row.blocks]
    plain = all(
        not cell.attribute
        and len(cell.blocks) < 2
        and all(one.kind in (kinds.PARAGRAPH, kinds.MISSING) for one in cell.blocks)
        for cell in cells
    )
    return plain and len({len(row.blocks) for row in table.blocks}) == 1
