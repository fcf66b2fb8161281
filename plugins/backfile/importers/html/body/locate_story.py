"""Finds where in a page its story is, and what else of the page the archive keeps."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from backfile.errors import RefusedError
from backfile.fidelity.account import DROPPED, TITLE, signs
from backfile.importers.html.body.extract import (
    Stretch,
    children,
    ids_above,
    key,
    of_the_story,
    stretches,
)
from backfile.importers.html.body.furniture import furniture
from backfile.importers.html.body.strays import Apart, owner_of
from backfile.importers.html.liveblog.blocks import NO_BLOCKS
from backfile.importers.html.metadata.shown_metadata import Marks, said_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selectolax.lexbor import LexborNode

    from backfile.importers.html.liveblog.blocks import LiveBlog
    from backfile.importers.html.metadata.page_metadata import PageFacts
    from backfile.importers.options import Call

# How much of the text must stand in an element that the story may be looked for in it alone.
_NEARLY_ALL = 0.9
# A lost stretch of this length is a sentence.
_SENTENCE = 30
# The shortest news has some 12 words.
_SHORTEST = 60
# The story is more than one paragraph of it, or one list.
_NO_BODY = frozenset(
    ("a", "blockquote", "dl", "figure", "h1", "h2", "h3", "ol", "p", "pre", "span", "table", "ul")
)
_CAPTION = re.compile(r"caption|credit|legend", re.IGNORECASE)
# What is furniture of a page, and in a block of a live blog its head or its text.
_FURNITURE_OF_PAGES = frozenset(
    f"page furniture: {kind}" for kind in ("header", "footer", "list of links")
)
# Shorter lines may stand on a page twice.
_REPEATED = 15
_CUT = re.compile(r"[.…]*(?:more)?$")
_AGAIN = "page furniture: said again"
_AROUND = "page furniture: around the story"


@dataclass(frozen=True, slots=True)
class LocatedStory:
    """The element of a story's text, and where other elements go, by `mem_id`, as (place, why).

    What is below a marked element goes with it, unless it is marked itself; what is neither below
    `body` nor marked is furniture. `title` and `summary` are as the page shows them, empty where
    it does not. `live` are the blocks of its live blog. `where` says how the story was found.
    """

    body: LexborNode
    marks: Marks
    title: str
    summary: str
    where: str
    live: LiveBlog = NO_BLOCKS


def find_story(
    root: LexborNode, html: str, facts: PageFacts, call: Call, live: LiveBlog = NO_BLOCKS
) -> LocatedStory:
    """Find the story in the page *root*, which was parsed from *html* and says *facts*.

    The blocks of its *live* blog are part of it, and what stands in them is no furniture.
    Raises RefusedError where there is none, or the recipe's selector finds none.
    """
    page = _MarkedPage(root, facts, call)
    if call.recipe.html.body:
        text, body = page.selected(call.recipe.html.body)
        where = f"story: {call.recipe.html.body} (recipe)"
    else:
        text = page.without_title(of_the_story(html, page.stretches, facts.article_body))
        address = next(iter(facts.addresses), "")
        apart = Apart(page.stretches, text, key(facts.title), address)
        text = apart.text
        page.marks.update(apart.marks)
        body = page.deepest(text)
        live = live if _outside(body, live) else NO_BLOCKS
        body = page.holding(body, text, live)
        where = f"story: {_called(body)}"
        page.check(text, live)
    text = [one for one in text if body.mem_id in one.above]
    mine = {id(one) for one in text}
    blocks = live.within(body)
    first = next(
        at
        for at, one in enumerate(page.stretches)
        if id(one) in mine or not one.above.isdisjoint(blocks.entries)
    )
    said = said_in(root, page.stretches, first, body, facts, call, blocks)
    page.marks.update(said.marks)
    around = page.with_pictures(body, text)
    page.mark_furniture(body, text, blocks)
    page.keep_blocks(blocks)
    return LocatedStory(around, page.marks, said.title, said.summary, where, blocks)


def _outside(body: LexborNode, live: LiveBlog) -> bool:
    """Tell whether *body* is more than one of the blocks.

    Where it is in one that has most of the text, they are stories, and that is the one.
    """
    around = {body.mem_id, *ids_above(body)}
    mine = [one for one in live.nodes if one.mem_id in around]
    sizes = {one.mem_id: signs(one.text() or "") for one in live.nodes} if mine else {}
    return all(sizes[one.mem_id] * 2 < sum(sizes.values()) for one in mine)


class _MarkedPage:
    """A page while its elements are marked."""

    def __init__(self, root: LexborNode, facts: PageFacts, call: Call) -> None:
        self.root, self.facts, self.call = root, facts, call
        self.stretches = stretches(root)
        self.marks: Marks = {}
        self.kept: set[int] = set()
        # In how many stretches each element has a part.
        self.holds = Counter(chain.from_iterable([one.above for one in self.stretches]))
        self.said = {key(text) for text in (facts.title, *facts.summaries, *facts.authors)}

    def selected(self, selector: str) -> tuple[list[Stretch], LexborNode]:
        """Return what the recipe's *selector* finds: its text, and the element that holds it."""
        body = self.root.css_first(selector)
        text = [one for one in self.stretches if body is not None and body.mem_id in one.above]
        if body is None or not text:
            raise RefusedError(
                f'[html] body = "{selector}" of the recipe selects no text in this page'
            )
        return text, body

    def without_title(self, text: list[Stretch]) -> list[Stretch]:
        """Return *text* without the title, which is marked apart, unless that is all."""
        return [one for one in text if one.key != key(self.facts.title)] or text

    def deepest(self, text: Sequence[Stretch]) -> LexborNode:
        """Return the deepest element that holds nearly all of *text*, and no less than it must.

        A sentence that stands elsewhere may be lost only if it is one of the facts.
        """
        above: dict[str, set[int]] = {}
        for one in [one for one in text if one.key not in self.said] or text:
            above.setdefault(one.key, set()).update(one.above)
        signs: dict[int, int] = defaultdict(int)
        sentences: dict[int, int] = defaultdict(int)
        for said, elements in above.items():
            size = len(said)
            for element in elements:
                signs[element] += size
                if size >= _SENTENCE:
                    sentences[element] += 1
        node = self.root.css_first("body") or self.root
        all_signs, all_sentences = signs[node.mem_id], sentences[node.mem_id]
        while True:
            inner = [
                child
                for child in children(node)
                if child.tag not in _NO_BODY
                and sentences[child.mem_id] == all_sentences
                and signs[child.mem_id] >= _NEARLY_ALL * all_signs
            ]
            if not inner or not all_signs:
                return node
            node = inner[0]

    def holding(self, body: LexborNode, text: Sequence[Stretch], live: LiveBlog) -> LexborNode:
        """Return the element around *body* and the blocks of the *live* blog.

        Blocks elsewhere that are less than the *text* are those of another story.
        """
        inside = live.within(body).entries
        if len(inside) == len(live.entries):
            return body
        size = sum(len(one.key) for one in text)
        blocks = sum(
            len(one.key) for one in self.stretches if not one.above.isdisjoint(live.entries)
        )
        if not inside and blocks < size:
            return body
        shared = set.intersection(*(set(ids_above(one)) for one in live.nodes))
        node = body
        while node.mem_id not in shared and node.parent is not None and node.tag != "body":
            node = node.parent
        return node

    def keep_blocks(self, live: LiveBlog) -> None:
        """Take the blocks of the *live* blog, and their parts, off the furniture."""
        kept = set(live.entries) | set(live.parts)
        for node in live.nodes:
            kept.update(ids_above(node))
            for inner in node.css("*"):
                me = inner.mem_id
                if me in live.parts:
                    kept.update(ids_above(inner))
                if self.marks.get(me, ("", ""))[1] in _FURNITURE_OF_PAGES:
                    kept.add(me)
        for me in kept:
            place, why = self.marks.get(me, ("", ""))
            if place == DROPPED and why.startswith("page furniture"):
                del self.marks[me]

    def check(self, text: Sequence[Stretch], live: LiveBlog) -> None:
        """Refuse a page whose story is not in it, but comes with a program or after a payment."""
        prose = [one for one in text if not _is_caption(one)]
        signs = sum(len(one.key) for one in prose)
        if signs < _SHORTEST and not live.entries and not live.unseen:
            raise RefusedError(
                "the page holds next to no text of its story, which may have come with a script; "
                "if it is there, name its place in the recipe: [html] body"
            )
        whole = len(key(self.facts.article_body))
        if whole > 2 * signs + 500 and not live.entries and not live.unseen:
            raise RefusedError(
                f"the page shows {signs:,} signs of its story, and its metadata have {whole:,}: "
                "most of it came with a script; save the page as the browser shows it, or name "
                "its place in the recipe: [html] body"
            )

    def with_pictures(self, body: LexborNode, text: Sequence[Stretch]) -> LexborNode:
        """Return the element that holds *body* and the figures between the title and the text.

        All else in that element is marked as furniture.
        """
        figures = [] if self.call.recipe.html.body else self._lead_pictures(body, text)
        if not figures:
            return body
        chains = [[one.mem_id, *ids_above(one)] for one in (body, *figures)]
        shared = set(chains[0]).intersection(*chains[1:])
        top: LexborNode | None = body
        while top is not None and top.mem_id not in shared:
            top = top.parent
        if top is None:
            return body
        self.kept = {one for chain in chains for one in chain} - {chain[0] for chain in chains}
        waiting = [top]
        while waiting:
            for child in children(waiting.pop()):
                if child.mem_id in self.kept:
                    waiting.append(child)
                elif child.mem_id not in {chain[0] for chain in chains}:
                    self.marks.setdefault(child.mem_id, (DROPPED, _AROUND))
        return top

    def _lead_pictures(self, body: LexborNode, text: Sequence[Stretch]) -> list[LexborNode]:
        """Return the figures between the title and the text, no pictures of other stories."""
        found: list[LexborNode] = []
        begun = False
        first = text[0].nodes[0].parent
        for node in self.root.css("*"):
            me = node.mem_id
            if self.marks.get(me) == (TITLE, ""):
                begun, found = True, []
            elif me == body.mem_id or (first is not None and me == first.mem_id):
                return found if begun else []
            elif begun and node.tag == "figure" and not self._is_elsewhere(node):
                found.append(node)
        return []

    def _is_elsewhere(self, figure: LexborNode) -> bool:
        """Tell whether *figure* stands in a link, or in what is no part of a story."""
        node = figure.parent
        while node is not None:
            if node.tag in ("a", "aside", "figure", "footer", "li", "nav"):
                return node.tag != "li" or figure.css_first("a[href]") is not None
            node = node.parent
        return False

    def mark_furniture(self, body: LexborNode, text: Sequence[Stretch], live: LiveBlog) -> None:
        """Mark what is no part of the story, in it and around it."""
        for selector in self.call.recipe.html.drop:
            for node in body.css(selector):
                self.marks[node.mem_id] = (DROPPED, f"the recipe drops {selector}")
        self._mark_repeats(body, text, live)
        for one, mark in furniture(self.root, body, self.stretches, text).items():
            if one not in self.kept:
                self.marks.setdefault(one, mark)

    def _mark_repeats(self, body: LexborNode, text: Sequence[Stretch], live: LiveBlog) -> None:
        """Mark what a gallery or a player says once more: captions, also cut short, and the title.

        What was taken for the story may repeat itself, unless it is a caption; so may each block of
        the *live* blog what another says.
        """
        taken = {id(one) for one in text}
        said: dict[tuple[str, frozenset[int]], str] = {}
        captions: set[tuple[str, frozenset[int]]] = set()
        for one in self.stretches:
            inside = body.mem_id in one.above and self.marks.keys().isdisjoint(one.above)
            if not inside or len(one.key) < _REPEATED:
                continue
            begin = (one.key[:_REPEATED], one.above.intersection(live.entries))
            before = said.setdefault(begin, one.key)
            if before is one.key and _is_caption(one):
                captions.add(begin)
            again = before is not one.key and before.startswith(_CUT.sub("", one.key))
            owner = owner_of(one)
            alone = owner is not None and self.holds[owner.mem_id] == 1
            if (
                owner is not None
                and alone
                and again
                and (begin in captions or id(one) not in taken)
            ):
                self.marks[owner.mem_id] = (DROPPED, _AGAIN)


def _is_caption(stretch: Stretch) -> bool:
    """Tell whether a stretch stands below a picture."""
    node = stretch.nodes[0].parent
    for _ in range(4):
        if node is None:
            return False
        classes = node.attributes.get("class")  # the document itself stands above all elements
        if node.tag in ("figure", "figcaption") or (classes and _CAPTION.search(classes)):
            return True
        node = node.parent
    return False


def _called(node: LexborNode) -> str:
    """Return how a recipe would call *node*, for the notes."""
    given = node.attributes
    name = f"#{given['id']}" if given.get("id") else ""
    classes = "".join(f".{one}" for one in (given.get("class") or "").split()[:3])
    return f"{node.tag}{name or classes}"
