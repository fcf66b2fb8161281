"""Corrects what was taken for the story: removes passages that are none of it, adds others.

The story has a core, the element in which most of its sentences stand. Elements of the same shape
beside it are parts of the story too. What stands elsewhere is the story's as well, unless the box
that holds it says otherwise: it stands above the title, has the name of furniture, or is full of
links. Lists of other stories are known by the words above them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from backfile.fidelity.account import DROPPED
from backfile.importers.html.body.extract import children
from backfile.importers.html.body.furniture import is_stray_kind
from backfile.importers.html.body.furniture_lines import LONGEST_LINE, Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selectolax.lexbor import LexborNode

    from backfile.importers.html.body.extract import Stretch
    from backfile.importers.html.metadata.shown_metadata import Marks

_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\)|all rights reserved).{0,300}", re.IGNORECASE)
# A stretch of this length is a sentence.
_SENTENCE = 60
_INLINE = frozenset(
    ("a", "b", "blockquote", "em", "figure", "font", "i", "li", "ol", "p", "span", "strong", "ul")
)
_MOST_LINKED, _ALL_LINKED = 0.3, 0.7
# A box with more of the story's signs than that is no stray, whatever it is called.
_SHARE = 0.2
# A link of this length is a headline.
_TEASER = 20
# How far up elements of the same shape have their common ancestor.
_HIGHEST = 4
_RELATED = (DROPPED, "page furniture: related stories")
_LABEL = (DROPPED, "page furniture: advertisement")
_CALL = (DROPPED, "page furniture: call to readers")
_MACHINERY = (DROPPED, "page furniture: for browsers")


class Apart:
    """The stretches of a page told apart; `marks` has the lists of other stories, by `mem_id`.

    *found* are all stretches, *text* those that were taken for the story, *title* is its title as
    a key, and *address* the page's, empty where it is not known.
    """

    def __init__(
        self, found: Sequence[Stretch], text: Sequence[Stretch], title: str, address: str = ""
    ) -> None:
        self.found = found
        self.host = urlsplit(address).netloc
        self.marks: Marks = {}
        self._links = _Links(found)
        core = _core(text)
        taken = {id(one) for one in text}
        if core is not None:
            taken |= {id(one) for one in self._beside(core)}
            text = [one for one in found if id(one) in taken]
            boxes = _Boxes(self, text, core, title)
            text = [one for one in text if not boxes.is_stray(one)] or text
        self.text = self._without_lists(text)

    def signs_in(self, element: int) -> int:
        """Return how many signs *element* has."""
        return self._links.signs[element]

    def share_of_links(self, element: int) -> float:
        """Return which part of the signs in *element* stands in links."""
        return self._links.linked[element] / max(1, self._links.signs[element])

    def _beside(self, core: LexborNode) -> Iterator[Stretch]:
        """Go through the stretches in elements of the same shape as *core*, beside it."""
        shape, path = _shape(core), []
        node: LexborNode | None = core
        others: set[int] = set()
        for _ in range(_HIGHEST):
            if node is None or node.parent is None or not shape[1] or node.tag == "article":
                break
            path.append(_shape(node))
            for sibling in children(node.parent):
                if sibling.mem_id != node.mem_id and _shape(sibling) == path[-1]:
                    others |= set(_below(sibling, path[-2::-1]))
            node = node.parent
        for one in self.found:
            if not others.isdisjoint(one.above) and self._links.share[id(one)] < _ALL_LINKED:
                yield one

    def _without_lists(self, text: Sequence[Stretch]) -> list[Stretch]:
        """Return *text* without the lists of other stories, which are marked."""
        story = {
            element
            for one in text
            if len(one.key) >= _SENTENCE and self._links.share[id(one)] < _ALL_LINKED
            for element in one.above
        }
        taken = {id(one) for one in text}
        for one in self.found:
            if len(one.key) > LONGEST_LINE:
                continue
            owner = owner_of(one)
            if owner is None or owner.mem_id in self.marks:
                continue
            line = Line(_said(one))
            linked = self._links.share[id(one)]
            whole = self._links.signs[owner.mem_id] == len(one.key)
            if whole and line.is_label:
                self.marks[owner.mem_id] = _LABEL
            if line.is_heading:
                self._mark_list(owner, len(one.key), story)
            elif whole and linked and line.points_away:
                self.marks[owner.mem_id] = _RELATED
            elif whole and linked >= _ALL_LINKED and line.calls:
                self.marks[owner.mem_id] = _CALL
            elif whole and id(one) not in taken and self._leads_to_another(owner, one):
                self.marks[owner.mem_id] = _RELATED
            elif whole and (line.warns or (line.is_control and id(one) not in taken)):
                self.marks[owner.mem_id] = _MACHINERY
        kept = [one for one in text if self.marks.keys().isdisjoint(one.above)]
        return kept or list(text)

    def _leads_to_another(self, owner: LexborNode, stretch: Stretch) -> bool:
        """Tell a paragraph that is nothing but a link to another page of the site."""
        if owner.tag != "p" or len(stretch.key) < _TEASER or self._links.share[id(stretch)] < 1:
            return False
        links = owner.css("a[href]")
        hosts = {_host(one.attributes.get("href") or "", self.host) for one in links}
        return bool(self.host) and hosts == {self.host}

    def _mark_list(self, heading: LexborNode, size: int, story: set[int]) -> None:
        """Mark the box that *heading*, of *size* signs, stands in, or the links that follow it."""
        box = heading
        while box.parent is not None and box.parent.mem_id not in story:
            box = box.parent
        if box.tag in ("body", "html", "main", "article"):
            return
        follows: list[LexborNode] = []
        if self._links.signs[box.mem_id] == size:
            follows = list(self._links_behind(box))
            if not any(self._links.signs[one.mem_id] or _shows_link(one) for one in follows):
                return
        for one in (box, *follows):
            self.marks.setdefault(one.mem_id, _RELATED)

    def _links_behind(self, box: LexborNode) -> Iterator[LexborNode]:
        """Go through the elements behind *box* that are links, or lists of links."""
        node = box.next
        while node is not None:
            if node.is_element_node:
                linked = self.share_of_links(node.mem_id) >= _ALL_LINKED
                if self._links.signs[node.mem_id] and not linked and not _is_list_of_links(node):
                    return
                yield node
            node = node.next


class _Links:
    """How many signs each element has, and how many of them in links.

    `share` has the part of each stretch, by its `id`, that stands in links.
    """

    def __init__(self, found: Sequence[Stretch]) -> None:
        self.signs: dict[int, int] = defaultdict(int)
        self.linked: dict[int, float] = defaultdict(int)
        self.share: dict[int, float] = {}
        for one in found:
            share = self.share[id(one)] = _linked(one)
            size = len(one.key)
            linked = share * size
            for element in one.above:
                self.signs[element] += size
                self.linked[element] += linked


class _Boxes:
    """The elements outside the core that hold stretches, and what they look like."""

    def __init__(self, page: Apart, text: Sequence[Stretch], core: LexborNode, title: str) -> None:
        me = core.mem_id
        inside = [at for at, one in enumerate(page.found) if me in one.above]
        titles = [at for at, one in enumerate(page.found[: inside[0]]) if one.key == title]
        self.page = page
        self.core = me
        self.top = titles[-1] if titles else -1
        self.places = {id(one): at for at, one in enumerate(page.found)}
        self.around = page.found[inside[0]].above
        self.all_signs = sum(len(one.key) for one in text)
        self.signs: dict[int, int] = defaultdict(int)
        for one in text:
            size = len(one.key)
            for element in one.above:
                self.signs[element] += size
        self.judged: dict[int, bool] = {}

    def is_stray(self, stretch: Stretch) -> bool:
        """Tell whether *stretch* is no part of the story."""
        inside = self.core in stretch.above
        above = self.places[id(stretch)] < self.top
        if not inside and (above or _COPYRIGHT.match(_said(stretch))):
            return True
        node = stretch.nodes[0].parent
        while node is not None and node.mem_id not in self.around:
            me = node.mem_id
            if me not in self.judged:
                self.judged[me] = self._is_box_of_others(node, inside=inside)
            if self.judged[me]:
                return True
            node = node.parent
        return False

    def _is_box_of_others(self, box: LexborNode, *, inside: bool) -> bool:
        me = box.mem_id
        if self.signs[me] > _SHARE * self.all_signs or box.tag in _INLINE - {"ul", "ol"}:
            return False
        share = self.page.share_of_links(me)
        if is_stray_kind(box, self.page.signs_in(me), share):
            return True
        return not inside and (share >= _MOST_LINKED or box.css_first("form, input") is not None)


def _core(text: Sequence[Stretch]) -> LexborNode | None:
    """Return the element in which most sentences of *text* stand, None where there are none."""
    weights: Counter[int] = Counter()
    nodes: dict[int, LexborNode] = {}
    for one in text:
        if len(one.key) < _SENTENCE:
            continue
        node, share = one.nodes[0].parent, 2
        while node is not None and share:
            if node.tag not in _INLINE:
                weights[node.mem_id] += share * len(one.key)
                nodes[node.mem_id] = node
                share -= 1
            node = node.parent
    return nodes[weights.most_common(1)[0][0]] if weights else None


def _shape(node: LexborNode) -> tuple[str, frozenset[str]]:
    return node.tag or "", frozenset((node.attributes.get("class") or "").split())


def _below(node: LexborNode, path: Sequence[tuple[str, frozenset[str]]]) -> Iterator[int]:
    """Go through the elements that stand below *node* in the shapes of *path*, outer ones first."""
    if not path:
        yield node.mem_id
        return
    for child in children(node):
        if _shape(child) == path[0]:
            yield from _below(child, path[1:])


def _is_list_of_links(node: LexborNode) -> bool:
    items = [one for one in children(node) if one.tag == "li"]
    return bool(items) and all(one.css_first("a[href]") is not None for one in items)


def _shows_link(node: LexborNode) -> bool:
    return node.css_first("a[href] img") is not None


def owner_of(stretch: Stretch) -> LexborNode | None:
    """Return the innermost block that holds all of *stretch*."""
    node = stretch.nodes[0].parent
    shared = set(stretch.above)
    while node is not None and (node.tag in ("a", "b", "em", "font", "i", "span", "strong")):
        node = node.parent
    return node if node is not None and node.mem_id in shared else None


def _said(stretch: Stretch) -> str:
    return " ".join("".join(node.text_content or "" for node in stretch.nodes).split())


def _host(href: str, own: str) -> str:
    """Return the host that *href* leads to, *own* where it names none."""
    try:
        return urlsplit(href).netloc or own
    except ValueError:
        return ""


def _linked(stretch: Stretch) -> float:
    """Return which part of the signs of *stretch* stand in links."""
    sizes = [len((node.text_content or "").strip()) for node in stretch.nodes]
    linked = sum(size for size, node in zip(sizes, stretch.nodes, strict=True) if _in_link(node))
    return linked / max(1, sum(sizes))


def _in_link(node: LexborNode) -> bool:
    parent = node.parent
    for _ in range(4):
        if parent is None:
            return False
        if parent.tag == "a":
            return True
        parent = parent.parent
    return False
