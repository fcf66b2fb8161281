"""A story as parts: the HTML of its lead, of each update and of its notes, links still symbolic.

Markdown and typogrify work on a story as one text. The elements that the reader makes are marked
in it, so that the text can be cut at these and at none that an author wrote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markdown.util import STX

from backfile.story.opening import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from backfile.story.model import Story

# An attribute of the elements that are ours, and what follows those that are parts of a page.
# Python-Markdown takes it out of what authors write. End tags stay as TYPOGRIFY_IGNORE_TAGS wants.
MARK = STX
_MARKED = f' {MARK}=""'
_LEAD = f'<div{_MARKED} class="lead">', f"</div>{MARK}"
_SECTION = f"<section{_MARKED}", f"</section>{MARK}"
# A stamp holds text, and spans that typogrify has put around parts of it.
_STAMP = re.compile(
    rf"<(?P<name>time|span){_MARKED}(?P<rest>[^>]*>(?:[^<]|<span[^>]*>[^<]*</span>)*+</(?P=name)>)"
)
_HEADING_END = "</h2>"


@dataclass(frozen=True, slots=True)
class SectionHtml:
    """The HTML of one update.

    `anchor` is its `id`, `tag` its start tag, `heading` its `h2` as a whole, `stamp` the element in
    the heading that holds the stamp, empty where none is printed, and `body` what stands below.
    """

    anchor: str
    tag: str
    heading: str
    stamp: str
    body: str

    @property
    def html(self) -> str:
        """Return the whole section."""
        return f"{self.tag}{self.heading}{self.body}</section>"


@dataclass(frozen=True, slots=True)
class Document:
    """A story file that was read: its chronology, and its HTML in parts.

    `lead` is what stands above the updates, or all of a story without any; `sections` are in the
    order of the page; `notes` is what Markdown puts below them. `credit` is the attribution line,
    `credited_at` where it goes: "head", "foot", "both" or "none".
    """

    story: Story
    lead: str
    sections: tuple[SectionHtml, ...] = ()
    notes: str = ""
    credit: str = ""
    credited_at: str = "both"

    @property
    def html(self) -> str:
        """Return the content of the page, the same in any theme (docs/themes.md).

        Each section begins on a line of its own, for whoever reads the page's source.
        """
        lead = f'<div class="lead">{self.lead}</div>' if self.lead and self.sections else self.lead
        content = "".join([lead, *(f"\n{one.html}" for one in self.sections), self.notes])
        head = f"{self.credit}\n" if self.credit and self.credited_at in ("both", "head") else ""
        foot = f"\n{self.credit}" if self.credit and self.credited_at in ("both", "foot") else ""
        return f"{head}{content}{foot}"

    @property
    def has_then_and_now(self) -> bool:
        """Tell whether the first report can stand beside what was finally known."""
        kinds = {one.kind for one in self.story.updates}
        is_known = bool(self.lead) or Kind.CORRECTION in kinds
        return len(self.story.updates) > 1 and Kind.ORIGINAL in kinds and is_known

    def changed(self, change: Callable[[str], str]) -> Document:
        """Return the document with the links in each part as *change* makes them."""
        sections = tuple(
            replace(one, heading=change(one.heading), body=change(one.body))
            for one in self.sections
        )
        return replace(self, lead=change(self.lead), sections=sections, notes=change(self.notes))


def document_of(marked: str, story: Story) -> Document:
    """Cut the HTML *marked* of *story*, as the reader returns it, into its parts.

    It stays whole, as a lead, where its sections are not the story's: a story at fault has none.
    """
    before, *chunks = marked.split(_SECTION[0])
    if len(chunks) != len(story.updates):
        return Document(story, marked.replace(_MARKED, "").replace(MARK, ""))
    lead = before.replace(_LEAD[0], "").replace(_LEAD[1], "")
    sections, notes = [], ""
    for update, chunk in zip(story.on_page, chunks, strict=True):
        inner, _, after = chunk.partition(_SECTION[1])
        sections.append(_section(update.anchor, inner))
        notes += after
    return Document(story, lead, tuple(sections), notes)


def _section(anchor: str, inner: str) -> SectionHtml:
    attributes, _, rest = inner.partition(">")
    heading, end, body = rest.partition(_HEADING_END)
    stamp = _STAMP.search(heading)
    return SectionHtml(
        anchor,
        tag=f"<section{attributes}>",
        heading=f"{heading.replace(_MARKED, '')}{end}",
        stamp=f"<{stamp['name']}{stamp['rest']}" if stamp else "",
        body=body,
    )
