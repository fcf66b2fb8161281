"""The blocks that a story's body consists of: paragraphs, lists, pictures and the like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.importers.html.body.inline_text import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backfile.importers.html.body.inline_text import Run

PARAGRAPH, RULE, CODE, MISSING = "p", "hr", "pre", "missing"
PICTURE, CAPTION, FIGURE = "picture", "caption", "figure"
ENTRY, TIME, HEADLINE, BY, KEY = "entry", "time", "headline", "by", "key"
# The parts of a block of a live blog.
LIVE = frozenset({TIME, HEADLINE, BY, KEY})
LISTS = ("ul", "ol")


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture that is shown: its address as the Markdown has it, what it shows in words."""

    address: str
    alt: str


@dataclass(frozen=True, slots=True)
class LiveEntry:
    """What the element of a live blog's block says for programs.

    `machine` is its `datetime`, `anchor` its `id`, `author` who wrote it by the page's metadata;
    `is_key` tells that it is marked as a key event. What is not said is empty.
    """

    machine: str = ""
    anchor: str = ""
    author: str = ""
    is_key: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the story, in the order of the original.

    `kind` is the name of its element (`p`, `h3`, `ul`, `li`, `blockquote`, `table`, `tr`, `td`,
    `dl`, `pre`, `hr` …), or one of ours: `picture`, `caption` and `figure`, `missing` for words
    about a picture that is not there, `entry` where a block of a live blog begins, and for the
    parts of such a block `time`, `headline`, `by` (its author) and `key` (its mark as a key event).
    It holds either `runs` or `blocks`. `attribute` is a list's first number or the language of
    code. No update begins in a `quiet` block, whatever it opens with.
    """

    kind: str
    runs: tuple[Run, ...] = ()
    blocks: tuple[Block, ...] = ()
    pictures: tuple[ShownPicture, ...] = ()
    attribute: str = ""
    entry: LiveEntry = LiveEntry()
    quiet: bool = False

    @property
    def text(self) -> str:
        """Return the text of its own runs, with a line feed where a line ends."""
        return text_of(self.runs)

    @property
    def is_heading(self) -> bool:
        """Tell whether this is a heading of any level."""
        return len(self.kind) == 2 and self.kind[0] == "h" and self.kind != RULE


def all_runs(blocks: Sequence[Block]) -> Iterator[Run]:
    """Go through the runs of *blocks* and of the blocks in them."""
    waiting = list(reversed(blocks))
    while waiting:
        block = waiting.pop()
        yield from block.runs
        waiting.extend(reversed(block.blocks))
