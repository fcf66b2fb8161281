"""Walks through received HTML: makes blocks of it, and accounts for each of its characters."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from backfile.importers.html.body import blocks as kinds
from backfile.importers.html.body import elements, media_sources
from backfile.importers.html.body.blocks import Block
from backfile.importers.html.body.embeds_render import CONTROL, EmbedRenderer
from backfile.importers.html.body.inline_text import BREAK, InlineMark, Run, paragraphs, tightened
from backfile.importers.html.body.provenance import Ways
from backfile.text.html_text import BLOCKS, UNSEEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode

    from backfile.fidelity.ledger import Dropped
    from backfile.importers.html.body.blocks import LiveEntry
    from backfile.importers.html.body.provenance import PlacedSpan
    from backfile.importers.html.metadata.shown_metadata import Marks
    from backfile.importers.options import LinkResolver

# Blocks within blocks, beyond which the inner ones dissolve: Markdown indents each.
DEEPEST = 12
_WHITE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Read:
    """A document read: its blocks, what is not in them, how many signs it has, and warnings."""

    blocks: tuple[Block, ...]
    placed: tuple[PlacedSpan, ...]
    dropped: tuple[Dropped, ...]
    signs: int
    warned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WalkPlan:
    """What is known before the walk, by `mem_id`.

    `marks` are elements decided; `entries` the blocks of a live blog; `parts` the kinds of the
    parts in those (`time`, `by` …); no update begins inside the elements `quiet`.
    """

    marks: Marks = field(default_factory=dict)
    entries: Mapping[int, LiveEntry] = field(default_factory=dict)
    parts: Mapping[int, str] = field(default_factory=dict)
    quiet: frozenset[int] = frozenset()


def read_blocks(
    root: LexborNode, body: LexborNode, plan: WalkPlan, ground: LinkResolver, base: str
) -> Read:
    """Go through the document *root* and return the blocks of *body*, one of its elements.

    Everything outside *body* that *plan* does not place is dropped.
    """
    flow = _Flow(Ways(body.mem_id, plan.marks), plan, EmbedRenderer(ground, base))
    node: LexborNode | None = root
    while node is not None:
        down = node.first_child if flow.enter(node) else None
        while down is None and node is not None:
            if node.is_element_node:
                flow.leave(node)
            if node.mem_id == root.mem_id:
                return flow.result()
            down = node.next
            if down is None:
                node = node.parent
        node = down
    return flow.result()


@dataclass
class _OpenBlock:
    """A block that holds blocks, as far as the walk has come; `me` is its element."""

    me: int
    kind: str = ""
    attribute: str = ""
    blocks: list[Block] = field(default_factory=list)


class _Flow:
    """The state of a walk: the way that signs go, the blocks and the marks that are open."""

    def __init__(self, ways: Ways, plan: WalkPlan, shown: EmbedRenderer) -> None:
        self.ways, self.plan, self.shown = ways, plan, shown
        self.open = [_OpenBlock(0)]
        # What a paragraph is where the walk stands: a heading in `<h2>`, a caption, code.
        self.kinds = [(0, kinds.PARAGRAPH)]
        self.marks: list[tuple[int, InlineMark]] = []
        self.runs: list[Run] = []
        self.after: list[Block] = []
        self.language = ""
        self.quiet: list[int] = []

    @property
    def in_code(self) -> bool:
        return self.kinds[-1][1] == kinds.CODE

    def result(self) -> Read:
        """Return all that was read, at the end of the walk."""
        self._close()
        self.ways.end()
        dropped = (*self.ways.dropped, *self.shown.dropped)
        warned = tuple(self.ways.warned)
        return Read(
            tuple(self.open[0].blocks), tuple(self.ways.placed), dropped, self.ways.at, warned
        )

    # The walk

    def enter(self, node: LexborNode) -> bool:
        """Take in *node*; return whether to go into it."""
        if node.is_text_node:
            self._text(node.text_content or "")
            return False
        if not node.is_element_node:
            return node.is_document_node
        tag, was_story = node.tag or "", self.ways.is_story
        if tag == elements.ADDED:
            self._added(node)
            return False
        self.ways.enter(node, tag)
        if self.ways.is_story:
            self._element(node, tag)
        elif tag in BLOCKS:
            self._close() if was_story else self._gap()
        return tag not in UNSEEN

    def leave(self, node: LexborNode) -> None:
        """End what *node* has begun."""
        tag, me = node.tag or "", node.mem_id
        was_story = self.ways.is_story
        self.ways.leave(me)
        if not was_story:
            if tag in BLOCKS:
                self._gap()
            return
        self._end_parts(tag, me)
        if self.quiet and self.quiet[-1] == me:
            self._close()
            self.quiet.pop()

    def _end_parts(self, tag: str, me: int) -> None:
        """End the mark, the paragraph and the nested block that the element *me* has begun."""
        if self.marks and self.marks[-1][0] == me:
            self.marks.pop()
        if self.kinds[-1][0] == me:
            self._close()
            self.kinds.pop()
        elif (tag in BLOCKS and tag != "br") or not self.ways.is_story:
            self._end()
        if self.open[-1].me == me:
            self._shut()

    # Text

    def _text(self, text: str) -> None:
        if not self.ways.is_story:
            self.ways.leave_out(text)
            if _WHITE.search(text):
                self._gap()
            return
        marks = tuple(mark for _, mark in self.marks)
        end = 0
        for found in CONTROL.finditer(text):
            self._run(text[end : found.start()], marks)
            code = f"U+{ord(found.group()[0]):04X}"
            self.ways.drop(found.group(), "control character", "no reader sees it", code)
            end = found.end()
        self._run(text[end:], marks)

    def _run(self, text: str, marks: tuple[InlineMark, ...]) -> None:
        if text:
            self.runs.append(Run(text, *self.ways.count(text), marks))

    def _gap(self) -> None:
        """Let what was left out within a line part the words around it, as it did."""
        if self.runs:
            self.runs.append(Run(" ", self.ways.at, 0))

    # Elements

    def _element(self, node: LexborNode, tag: str) -> None:
        self._live(node.mem_id)
        if node.mem_id in self.plan.parts:
            self._close()
            self.kinds.append((node.mem_id, self.plan.parts[node.mem_id]))
        elif tag == "br":
            self.runs.append(Run(BREAK, self.ways.at, 0))
        elif tag in BLOCKS:
            self._block(node, tag)
        elif tag == "script":
            self.shown.script(node)
        elif tag == "img":
            self._picture(node)
        elif tag == "noscript":
            for block in self.shown.late_pictures(node, self.ways.at):
                self._stand(block)
        elif tag in media_sources.FRAMES or tag in media_sources.PLAYERS:
            self._stand(self.shown.embed(node, tag, self.ways.at))
        else:
            self._mark(node)

    def _live(self, me: int) -> None:
        """Begin the block of a live blog, or a part without updates, that the element *me* is."""
        if me in self.plan.entries:
            self._close()
            self._stand(Block(kinds.ENTRY, entry=self.plan.entries[me]))
        if me in self.plan.quiet:
            self._close()
            self.quiet.append(me)

    def _mark(self, node: LexborNode) -> None:
        """Set a mark on the words in *node*, unless it is one that they have already."""
        mark = elements.mark_of(node)
        around = {one.tag for _, one in self.marks}
        if mark is None or self.in_code or around & {mark[0], "code", "kbd"}:
            return
        name, attributes = mark
        if name == "a":
            href = self.shown.link(media_sources.attribute(node, "href"))
            if not href:
                return
            attributes = (("href", href),)
        self.marks.append((node.mem_id, InlineMark(name, attributes, next(self.shown.keys))))

    def _block(self, node: LexborNode, tag: str) -> None:
        self._end()
        me = node.mem_id
        if self.in_code:
            return
        if tag in elements.HEADINGS:
            self.kinds.append((me, elements.HEADINGS[tag]))
        elif tag == "hr":
            self._stand(Block(kinds.RULE))
        elif tag == "pre":
            self.kinds.append((me, kinds.CODE))
            self.language = elements.language(node)
        elif elements.is_caption(node):
            self.kinds.append((me, kinds.CAPTION))
        elif tag in elements.NESTING and len(self.open) <= DEEPEST:
            self.open.append(_OpenBlock(me, elements.NESTING[tag], elements.said(node, tag)))

    def _end(self) -> None:
        """End the paragraph at the edge of a block; in code that is the end of a line."""
        if self.in_code:
            self.runs.append(Run(BREAK, self.ways.at, 0))
        else:
            self._close()

    def _close(self) -> None:
        """End the paragraph that is open, if there is one."""
        runs, self.runs = self.runs, []
        kind, quiet = self.kinds[-1][1], bool(self.quiet)
        inside = self.open[-1].blocks
        if kind == kinds.CODE:
            code = any(run.count for run in runs)
            inside += [Block(kind, tuple(runs), attribute=self.language)] if code else []
        else:
            inside += [Block(kind, part, quiet=quiet) for part in _parts(kind, runs)]
        inside += [_moved(block, self.ways.at) for block in self.after]
        self.after = []

    def _shut(self) -> None:
        """End the nested block that is open; an empty one was none, but in a table."""
        done = self.open.pop()
        if done.blocks or done.kind in elements.CELLS:
            block = Block(done.kind, blocks=tuple(done.blocks), attribute=done.attribute)
            self.open[-1].blocks.append(block)

    # Things that are shown

    def _stand(self, block: Block | None) -> None:
        """Put *block* before the paragraph that is open, or after it if it has words already."""
        if block is None:
            return
        block = replace(block, quiet=bool(self.quiet))
        if any(run.count or run.added for run in self.runs):
            self.after.append(block)
        else:
            self.open[-1].blocks.append(block)

    def _picture(self, img: LexborNode) -> None:
        sign = media_sources.emoji(img)
        if sign:
            self._say(f" {sign} ", "emoji")
        else:
            self._stand(self.shown.picture(img, self.ways.at))

    def _added(self, node: LexborNode) -> None:
        """Take in words that a part of the importer has put there; the original has them not."""
        text = " ".join((node.text() or "").split())
        if not text or not self.ways.is_story:
            return
        href = self.shown.link(media_sources.attribute(node, "href"))
        marks = (InlineMark("a", (("href", href),), next(self.shown.keys)),) if href else ()
        self._say(" ", "")
        self._say(text, media_sources.attribute(node, "kind") or "embed", marks)
        self._say(" ", "")

    def _say(self, text: str, kind: str, marks: tuple[InlineMark, ...] = ()) -> None:
        around = tuple(mark for _, mark in self.marks)
        known = {mark.tag for mark in around}
        new = tuple(mark for mark in marks if mark.tag not in known)
        self.runs.append(Run(text, self.ways.at, 0, (*around, *new), kind))


def _moved(block: Block, at: int) -> Block:
    """Return *block*, which holds added words alone, as standing before the sign *at*."""
    return replace(block, runs=tuple(replace(run, start=at) for run in block.runs))


def _parts(kind: str, runs: list[Run]) -> list[tuple[Run, ...]]:
    """Cut *runs* into the paragraphs of a block of *kind*: a heading is one line."""
    if not runs:
        return []
    if kind in elements.HEADINGS.values() or kind in kinds.LIVE:
        line = [Run(" ", run.start, 0) if run.is_break else run for run in runs]
        return [whole] if (whole := tightened(line)) else []
    return paragraphs(runs)
