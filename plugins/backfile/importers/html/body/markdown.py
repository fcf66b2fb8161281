"""Converts blocks to Markdown that shows their words and is pleasant to edit.

Blocks of plain words are escaped at once; all others become HTML first, which is converted.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from backfile.importers.html.body import blocks as kinds
from backfile.importers.html.body.blocks import LISTS, Block
from backfile.importers.html.body.convert import clean, converted, picture_markdown
from backfile.importers.html.body.inline_text import BREAK, Run, text_of
from backfile.importers.html.body.markup import html_of, inline_html, is_simple
from backfile.importers.markdown import escape_end, escape_inline, escape_paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Of two lists or two quotations without words between them Markdown would make one.
_BETWEEN = "<!-- -->"
_RUNNING_ON = (re.compile(r"(?:-|\d+\.) "), re.compile(r"> "))
_CREDITS = ("cite", "small")
_FENCE = re.compile(r"`+")


def markdown_of(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return *blocks* as Markdown, each a string without a line feed at its end."""
    made: list[str] = []
    for block in blocks:
        text = _block(block)
        if made and _runs_on(made[-1], text):
            made.append(_BETWEEN)
        made.append(text)
    return tuple(made)


def inline_markdown(runs: Sequence[Run]) -> str:
    """Return *runs*, one line, as Markdown for a heading, which is bold by itself."""
    if all(_has(run, "strong") for run in runs if run.text.strip()):
        runs = [_bare(run, "strong") for run in runs]
    if not any(run.marks for run in runs):
        return escape_inline(text_of(runs))
    return escape_end(converted(f"<p>{inline_html(runs)}</p>"))


def _runs_on(above: str, below: str) -> bool:
    """Tell whether Markdown would make one list or one quotation of two that stand together."""
    return any(one.match(above) and one.match(below) for one in _RUNNING_ON)


def _block(block: Block) -> str:
    form = _FORMS.get(block.kind)
    if form is not None:
        return form(block)
    if block.is_heading:
        return f"{'#' * int(block.kind[1])} {inline_markdown(block.runs)}"
    return _nested(block) if block.blocks else _paragraph(block.runs)


def _paragraph(runs: Sequence[Run]) -> str:
    if any(run.marks for run in runs):
        return converted(f"<p>{inline_html(runs)}</p>")
    return escape_paragraph(text_of(runs)).replace("\n", "  \n")


def _figure(block: Block) -> str:
    """Return pictures, a line each, above their caption; its credit is the last line, in italics.

    A caption that is all in italics would be read as a credit; it becomes plain.
    """
    lines = [picture_markdown(one) for one in block.pictures]
    runs = block.runs
    if all(_has(run, "em") for run in runs if run.text.strip()):
        runs = tuple(_bare(run, "em") for run in runs)
    if runs:
        lines += _paragraph(_with_credit(runs)).split("  \n")
    return "\n".join(lines)


def _with_credit(runs: Sequence[Run]) -> Sequence[Run]:
    """Put a credit that ends a caption, which pages set apart, on a line of its own."""
    at = len(runs)
    while at and any(_has(runs[at - 1], tag) for tag in _CREDITS):
        at -= 1
    caption, credit = list(runs[:at]), runs[at:]
    if not caption or not credit or not caption[-1].text[-1].isspace():
        return runs
    if not caption[-1].is_break:
        caption.append(Run(BREAK, credit[0].start, 0))
    mark = next(mark for mark in credit[0].marks if mark.tag in _CREDITS)
    return [*caption, *(replace(run, marks=(replace(mark, tag="em"),)) for run in credit)]


def _has(run: Run, tag: str) -> bool:
    return any(mark.tag == tag for mark in run.marks)


def _bare(run: Run, tag: str) -> Run:
    return replace(run, marks=tuple(mark for mark in run.marks if mark.tag != tag))


def _fenced(block: Block) -> str:
    """Return code between fences that are longer than any in it."""
    text = block.text.strip("\n")
    longest = max(map(len, _FENCE.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{block.attribute or 'text'}\n{text}\n{fence}"


def _nested(block: Block) -> str:
    if block.kind in LISTS and _is_plain(block):
        return _plain_list(block)
    html = "".join(html_of(block))
    if block.kind == "table" and not is_simple(block):
        return clean(html)
    return converted(html)


def _is_plain(listing: Block) -> bool:
    """Tell whether the items of a list are plain words, a paragraph each."""
    return all(
        len(item.blocks) == 1
        and item.blocks[0].kind == kinds.PARAGRAPH
        and not any(run.marks for run in item.blocks[0].runs)
        for item in listing.blocks
    )


def _plain_list(block: Block) -> str:
    made = []
    for number, item in enumerate(block.blocks, start=int(block.attribute or 1)):
        mark = "-" if block.kind == "ul" else f"{number}."
        made.append(f"{mark} " + _paragraph(item.blocks[0].runs).replace("\n", "\n    "))
    return "\n".join(made)


def _missing(block: Block) -> str:
    return f"{_paragraph(block.runs)}\n{{: .missing-picture }}"


_FORMS: dict[str, Callable[[Block], str]] = {
    kinds.RULE: lambda _: "---",
    kinds.CODE: _fenced,
    kinds.PICTURE: _figure,
    kinds.FIGURE: _figure,
    kinds.MISSING: _missing,
}
