"""What a page shows of the facts that it states: its title, standfirst, byline and date."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.fidelity.account import DROPPED, FIELD, SUMMARY, TITLE
from backfile.fidelity.visible import BLOCKS, visible_text
from backfile.legacy.html.extract import Stretch, ids_above, key
from backfile.legacy.html.moments import moment
from backfile.legacy.html.near import SHOWN_AUTHORS, SHOWN_DATES, Near
from backfile.legacy.html.title import kicker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selectolax.lexbor import LexborNode

    from backfile.legacy.call import Call
    from backfile.legacy.html.facts import PageFacts

Marks = dict[int, tuple[str, str]]
_LONGEST_DATE = 80
# How many stretches above the text may be a byline or a date.
_NEAR = 8
_TITLES = "h1, h2, h3, h4"
_BY = re.compile(
    r"\b(?:by|and|von|und|por|y|par|et|di|e|text|published|updated|posted)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Said:
    """Elements that say the facts, as marks by `mem_id`; title and standfirst as they stand there.

    `title` and `summary` are empty where the page does not show them.
    """

    marks: Marks
    title: str
    summary: str


def said_in(  # noqa: PLR0913, PLR0917 (a page, its stretches, and what is known of them)
    root: LexborNode,
    found: Sequence[Stretch],
    first: int,
    body: LexborNode,
    facts: PageFacts,
    call: Call,
) -> Said:
    """Find what the page *root*, of the stretches *found*, shows of its *facts*.

    The story's text is in *body* and begins with the stretch number *first*.
    """
    reader = _Reader(root, found, facts, call)
    reader.mark(body, first)
    return Said(reader.marks, reader.title, reader.summary)


class _Reader:
    def __init__(
        self, root: LexborNode, found: Sequence[Stretch], facts: PageFacts, call: Call
    ) -> None:
        self.root, self.stretches, self.facts, self.call = root, found, facts, call
        # In how many stretches each element has a part.
        self.holds = Counter(one for stretch in found for one in stretch.above)
        self.marks: Marks = {}
        self.title = self.summary = ""

    def mark(self, body: LexborNode, first: int) -> None:
        self._mark_title(first)
        self._mark_summary(body, first)
        html = self.call.recipe.html
        near = Near(self.root)
        names, dates = near.elements(SHOWN_AUTHORS), near.elements(SHOWN_DATES)
        for node in (*self._all(html.byline), *names, *self._above_the_text(first)):
            line = self._byline(node) if self._names_authors(_text(node)) else None
            if line is not None:
                self.marks.setdefault(line.mem_id, (FIELD, "Authors"))
        for node in (*self._all(html.date), *dates, *self._above_the_text(first)):
            if field := self._names_day(node):
                self.marks.setdefault(node.mem_id, (FIELD, field))
        for node in self._above_the_text(first + 1):
            if self.facts.section and key(_text(node)) == key(self.facts.section):
                self.marks.setdefault(node.mem_id, (FIELD, "Category"))

    def _mark_title(self, first: int) -> None:
        """Mark the heading that is the title, the nearest to the text; others repeat it."""
        recipe = self._all(self.call.recipe.html.title)[:1]
        wanted = key(self.facts.title)
        headings = [(one, _text(one)) for one in self.root.css(_TITLES)]
        shown = [one for one, text in headings if key(text) == wanted]
        shown = shown or [one for one, text in headings if kicker(text, self.facts.title)]
        if not shown:
            owners = (self._owner(one) for one in self.stretches if one.key == wanted)
            shown = [one for one in owners if one is not None]
        begins = {
            one: at for at, run in reversed([*enumerate(self.stretches)]) for one in run.above
        }
        places = {one.mem_id: begins.get(one.mem_id, 0) for one in shown}
        shown.sort(key=lambda one: (places[one.mem_id] > first, abs(first - places[one.mem_id])))
        for node in shown:
            self.marks[node.mem_id] = (DROPPED, "the title again")
        for node in (recipe or shown)[:1]:
            self.marks[node.mem_id] = (TITLE, "")
            self.title = _text(node)

    def _mark_summary(self, body: LexborNode, first: int) -> None:
        """Mark the standfirst: what the page says of itself, printed above its text."""
        wanted = {key(summary) for summary in self.facts.summaries}
        owners = [self._owner(one) for one in self.stretches[:first] if one.key in wanted]
        recipe = self._all(self.call.recipe.html.summary)[:1]
        for node in (*recipe, *owners[::-1]):
            if node is not None and node.mem_id not in (body.mem_id, *self.marks):
                self.marks[node.mem_id] = (SUMMARY, "")
                self.summary = _text(node)
                return

    def _above_the_text(self, first: int) -> Iterator[LexborNode]:
        """Go through what stands by itself right above the text."""
        for one in self.stretches[max(0, first - _NEAR) : first]:
            owner = self._owner(one)
            if owner is not None:
                yield owner

    def _names_authors(self, text: str) -> bool:
        """Tell whether *text* says who wrote the story, and nothing else."""
        rest = self._without_authors(text)
        return rest != text and not any(sign.isalnum() for sign in _BY.sub(" ", rest))

    def _byline(self, node: LexborNode) -> LexborNode | None:
        """Return the byline that *node* is, or stands in; None where it is a part of a sentence.

        A byline has no words but the authors' names and a date.
        """
        block = node
        while block.tag not in BLOCKS and block.parent is not None:
            block = block.parent
        said = _text(node)
        lines = [" ".join(line.split()) for line in visible_text(block).split("\n")]
        lines = list(filter(None, lines))
        for line in lines:
            rest = _BY.sub(" ", self._without_authors(line)).strip(" ,|–—-•·")
            is_more = any(sign.isalnum() for sign in rest) and not moment(rest, self.call.zone)
            if said in line and is_more:
                return None
        return block if len(lines) == 1 else node

    def _without_authors(self, text: str) -> str:
        for name in self.facts.authors:
            text = text.replace(name, " ")
        return text

    def _names_day(self, node: LexborNode) -> str:
        """Return which of the story's dates the element *node* says, and nothing else."""
        text = _text(node)
        stated = (moment(text, self.call.zone), moment(_datetime(node), self.call.zone))
        if not text or len(text) > _LONGEST_DATE or not any(stated):
            return ""
        days = {one.day for one in stated if one}
        for field, date in (("Date", self.facts.date), ("Modified", self.facts.modified)):
            if date is not None and date.day in days:
                return field
        return ""

    def _owner(self, stretch: Stretch) -> LexborNode | None:
        """Return the largest element that holds all of *stretch* and no other text."""
        node, owner = stretch.nodes[0].parent, None
        while node is not None and self.holds[node.mem_id] == 1:
            node, owner = node.parent, node
        if owner is None or any(owner.mem_id not in ids_above(one) for one in stretch.nodes):
            return None
        return owner

    def _all(self, selector: str) -> list[LexborNode]:
        return self.root.css(selector) if selector else []


def _datetime(node: LexborNode) -> str:
    inner = node if node.tag == "time" else node.css_first("time")
    return (inner.attributes.get("datetime") or "") if inner is not None else ""


def _text(node: LexborNode) -> str:
    return " ".join(visible_text(node).split())
