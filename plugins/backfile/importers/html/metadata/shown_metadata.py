"""The metadata that a page shows to its readers: title, standfirst, byline and date."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from backfile.fidelity.account import DROPPED, FIELD, SUMMARY, TITLE
from backfile.importers.html.body.extract import Stretch, ids_above, key
from backfile.importers.html.liveblog.blocks import NO_BLOCKS
from backfile.importers.html.metadata.dates import moment
from backfile.importers.html.metadata.title import kicker
from backfile.importers.html.metadata.title_vicinity import (
    SHOWN_AUTHORS,
    SHOWN_DATES,
    Near,
    outside,
)
from backfile.importers.update_markers import opening_of
from backfile.text.html_text import BLOCKS, visible_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selectolax.lexbor import LexborNode

    from backfile.importers.html.liveblog.blocks import LiveBlog
    from backfile.importers.html.metadata.page_metadata import PageFacts
    from backfile.importers.options import Call

# Where the words of elements go, by `mem_id`: the place and the reason of a span.
Marks = dict[int, tuple[str, str]]
_LONGEST_DATE = 80
# What parts the date of the first version from that of the last one.
# What stands before a date that is the page's own.
_DATELINE = re.compile(
    r"^(?:(?:first|last|originally|original|published|posted|updated|modified|created|on|at)\W+)+",
    re.IGNORECASE,
)
_ALNUM = re.compile(r"[^\W_]")
_WORD = re.compile(r"[^\W_]+")
# In a line with more words beside it a date is one of them; a role, a place and a count are less.
_FEW_WORDS = 6
_IN_TEXT = frozenset({"blockquote", "dl", "figure", "li", "table"})
# A zone behind a time, which the grammar of stamps may not know.
_ZONE = re.compile(r"\(?[A-Z]{1,5}\)?")
_PARTS = re.compile(r"\s*[/|•·;]\s+|\n")
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
    live: LiveBlog = NO_BLOCKS,
) -> Said:
    """Find what the page *root*, of the stretches *found*, shows of its *facts*.

    The story's text is in *body* and begins with the stretch number *first*. What stands in the
    blocks of its *live* blog says nothing of the page.
    """
    reader = _ShownReader(root, found, facts, call, live)
    reader.mark(body, first)
    return Said(reader.marks, reader.title, reader.summary)


class _ShownReader:
    def __init__(
        self,
        root: LexborNode,
        found: Sequence[Stretch],
        facts: PageFacts,
        call: Call,
        live: LiveBlog,
    ) -> None:
        self.root, self.stretches, self.facts, self.call = root, found, facts, call
        self.blocks = live.entries
        # In how many stretches each element has a part.
        self.holds = Counter(chain.from_iterable([one.above for one in found]))
        self.marks: Marks = {}
        self.title = self.summary = ""

    def mark(self, body: LexborNode, first: int) -> None:
        self._mark_title(first)
        self._mark_summary(body, first)
        html = self.call.recipe.html
        begin = self._without_datelines(first, body)
        near = Near(self.root)
        names, dates = (
            outside(near.elements(kind), self.blocks) for kind in (SHOWN_AUTHORS, SHOWN_DATES)
        )
        dates = [one for one in dates if self._is_apart(one, begin, body)]
        own = {one.mem_id for one in names}
        first = begin
        for node in (*self._all(html.byline), *names, *self._above_the_text(first)):
            line = self._byline(node) if self._names_authors(_text(node)) else None
            if line and (node.mem_id not in own or self._is_apart(line, begin, body)):
                self.marks.setdefault(line.mem_id, (FIELD, "Authors"))
        above = [one for one in self._above_the_text(first) if self._is_line(one, body)]
        for node in (*self._all(html.date), *dates, *above):
            if field := self._names_day(node):
                self.marks.setdefault(node.mem_id, (FIELD, field))
        for node in self._above_the_text(first + 1):
            if self.facts.section and key(_text(node)) == key(self.facts.section):
                self.marks.setdefault(node.mem_id, (FIELD, "Category"))

    def _without_datelines(self, first: int, body: LexborNode) -> int:
        """Return where the text begins, if its first lines are the page's dates and authors."""
        while first < len(self.stretches) - 1:
            owner = self._owner(self.stretches[first])
            if owner is None or not self._is_line(owner, body):
                break
            if not (self._names_day(owner) or self._is_byline(_text(owner))):
                break
            first += 1
        return first

    def _is_line(self, node: LexborNode, body: LexborNode) -> bool:
        """Tell whether *node* is none of the text's lists, tables and figures, and no heading."""
        if (node.tag or "") in _TITLES.split(", "):
            return False
        above: LexborNode | None = node
        while above is not None and above.mem_id != body.mem_id:
            if above.tag in _IN_TEXT and body.mem_id in ids_above(above):
                return False
            if above.mem_id in self.blocks:
                return False
            above = above.parent
        return True

    def _is_apart(self, node: LexborNode, first: int, body: LexborNode) -> bool:
        """Tell whether *node* stands above the text, in a line that says little else."""
        for at, one in enumerate(self.stretches):
            if node.mem_id in one.above:
                line = " ".join("".join(two.text_content or "" for two in one.nodes).split())
                rest = line.replace(_text(node), " ")
                for name in self.facts.authors:
                    rest = rest.replace(name, " ")
                others = _WORD.findall(_BY.sub(" ", rest))
                return at < first and len(others) <= _FEW_WORDS and self._is_line(node, body)
        return True

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
            if said in line and not self._is_byline(line):
                return None
        return block if len(lines) == 1 else node

    def _is_byline(self, line: str) -> bool:
        """Tell whether *line* has no words but the authors' names and a date."""
        rest = self._without_authors(line)
        if rest == line:
            return False
        rest = _BY.sub(" ", rest).strip(" ,|–—-•·")
        return not any(sign.isalnum() for sign in rest) or self._day(rest) is not None

    def _without_authors(self, text: str) -> str:
        for name in self.facts.authors:
            text = text.replace(name, " ")
        return text

    def _names_day(self, node: LexborNode) -> str:
        """Return which of the story's dates the element *node* says, and nothing else."""
        text = _text(node)
        if not text or len(text) > 2 * _LONGEST_DATE:
            return ""
        stated = self._stated_days(text, node)
        for field, when in (("Date", self.facts.date), ("Modified", self.facts.modified)):
            if when is not None and when.day in stated:
                return field
        return ""

    def _stated_days(self, text: str, node: LexborNode) -> set[date]:
        """Return the days that *text*, that of *node*, says if it says nothing else."""
        parts = [text] if self._day(text) else _PARTS.split(text)
        found = [self._day(one) for one in parts]
        time = node if node.tag == "time" else node.css_first("time")
        if time is not None and not _ALNUM.search(_BY.sub(" ", text.replace(_text(time), " "))):
            found = [*filter(None, found), self._day(_datetime(time))]
        return {one for one in found if one} if all(found) else set()

    def _day(self, text: str) -> date | None:
        """Return the day that *text* says and nothing else; a zone behind its time is no more."""
        if found := moment(text, self.call.zone, day_first=self.call.dates_day_first):
            return found.day
        line = _DATELINE.sub("", text, count=1)
        opening = opening_of(line, day_first=self.call.day_first, lang=self.call.language)
        alone = opening and (not opening.rest or _ZONE.fullmatch(opening.rest))
        day = opening.stamp.day if opening and alone and opening.stamp else None
        if day is None or None in (day.year, day.month, day.day):
            return None
        return date(day.year, day.month, day.day)  # type: ignore[arg-type]

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
    return node.attributes.get("datetime") or ""


def _text(node: LexborNode) -> str:
    return " ".join(visible_text(node).split())
