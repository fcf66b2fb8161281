"""Where each character of a document goes: into its story, to another place, or nowhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backfile.fidelity.account import DROPPED, Span, signs
from backfile.fidelity.ledger import Dropped
from backfile.importers.html.body import elements
from backfile.text.words import words

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from backfile.importers.html.metadata.shown_metadata import Marks

FURNITURE = "page furniture"
_BEGINNING = 80
# So many words of sentences may be a part of the story, but for what never is one.
_MANY_WORDS = 100
_NEVER = re.compile(
    r"comments|cookie|footer|newsletter|subscription|search|dialog|the recipe|browser|printers"
    r"|again|about the author|tools|navigation|related"
)
# A line with a sentence in it, and what only lawyers and browsers read.
_SENTENCE = re.compile(r"^[^{}<>|]{60,}$(?<=[.!?。！？\"”»’])")
_LEGAL = re.compile(
    r"©|copyright|rights reserved|cookies?|privacy|terms of|javascript|browser|subscri|newsletter"
    r"|datenschutz|impressum|mentions légales|derechos|diritti|direitos",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PlacedSpan:
    """A span of the original from its sign *start*."""

    start: int
    span: Span


@dataclass
class _Leaving:
    """What is left out inside one element, as far as the walk has come."""

    to: str
    kind: str
    why: str
    texts: list[str] = field(default_factory=list)


class Ways:
    """Counts the signs of a document, and places those that are not the story's.

    *marks* has the places and reasons of elements by `mem_id`. All outside the element *body* that
    has none is furniture. `at` is the number of the next sign; what is `dropped` is noted whole, of
    furniture the beginning.
    """

    def __init__(self, body: int, marks: Marks) -> None:
        self._body, self._marks = body, marks
        self.at = 0
        self.placed: list[PlacedSpan] = []
        self.dropped: list[Dropped] = []
        self.warned: list[str] = []
        # Whether the walk is inside the story: asked for at each node.
        self.is_story = False
        # The innermost last; None stands for the story's own.
        self._open: list[tuple[int, _Leaving | None]] = [
            (0, _Leaving(DROPPED, "furniture", FURNITURE))
        ]

    def enter(self, node: LexborNode, tag: str) -> None:
        """Change the way, where *node* begins another."""
        me = node.mem_id
        if me == self._body:
            self._open.append((me, None))
            self.is_story = True
        elif me in self._marks:
            to, why = self._marks[me]
            self._open.append((me, _Leaving(to, "furniture", why)))
            self.is_story = False
        elif self.is_story and (reason := elements.left_out(node, tag)):
            self._open.append((me, _Leaving(DROPPED, *reason)))
            self.is_story = False

    def leave(self, me: int) -> None:
        """Go on as before the element *me*, if a way began with it."""
        if self._open[-1][0] == me:
            leaving = self._open.pop()[1]
            self.is_story = bool(self._open) and self._open[-1][1] is None
            if leaving is not None and leaving.to == DROPPED:
                self._note(leaving)

    def end(self) -> None:
        """End all ways, after the last sign."""
        while self._open:
            self.leave(self._open[-1][0])

    def count(self, text: str) -> tuple[int, int]:
        """Take the signs of the story's *text*; return the number of the first, and how many."""
        start, number = self.at, signs(text)
        self.at += number
        return start, number

    def leave_out(self, text: str) -> None:
        """Place *text*, which stands outside the story."""
        leaving = self._open[-1][1]
        if leaving is not None:
            self._place(text, leaving.to, leaving.why)
            leaving.texts.append(text)

    def drop(self, text: str, kind: str, why: str, said: str) -> None:
        """Leave *text* out of the story, noted as *said*."""
        self._place(text, DROPPED, why)
        self.dropped.append(Dropped(kind, why, said))

    def _place(self, text: str, to: str, why: str) -> None:
        start, number = self.count(text)
        if number:
            self.placed.append(PlacedSpan(start, Span(number, to, why)))

    def _note(self, leaving: _Leaving) -> None:
        text = " ".join("".join(leaving.texts).split())
        if leaving.kind == "furniture" and not _NEVER.search(leaving.why):
            self._warn(leaving)
        if leaving.kind == "furniture" and len(text) > _BEGINNING:
            text = f"{text[:_BEGINNING]} …"
        if text:
            self.dropped.append(Dropped(leaving.kind, leaving.why, text))

    def _warn(self, leaving: _Leaving) -> None:
        """Warn of sentences that were taken for furniture and may be a part of the story."""
        lines = (" ".join(text.split()) for text in leaving.texts)
        said = [line for line in lines if _SENTENCE.search(line) and not _LEGAL.search(line)]
        count = sum(len(words(one)) for one in said)
        if count > _MANY_WORDS:
            self.warned.append(
                f'{count} words in sentences left out as {leaving.why}: "{said[0][:_BEGINNING]} …"'
            )
