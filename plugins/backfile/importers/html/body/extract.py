"""Finds the passages of a page's text that belong to its story, with trafilatura.

trafilatura's own output is not stable from one version to the next, and no word of a story comes
from it: it only tells which of the page's own stretches are story.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from backfile.errors import RefusedError
from backfile.text.html_text import text_pieces
from backfile.text.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

# A shorter stretch may stand in a story by chance; it counts only as a whole paragraph of it.
_TELLING = 25
_DEEPEST = 10_000
# How often the same beginning is looked at; a page that repeats one more often is built to tire.
_TRIES = 100
# Elements around all stretches together: a long live blog has a million.
_MOST_HELD = 3_000_000
# Real pages are some 40 elements deep. What stands deeper is not kept for its neighbours.
_DEEP, _MOST_KNOWN = 100, 20_000
# Where a word may break, and which way it runs: no words differ by these.
_UNSEEN = re.compile("[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff]+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of text without a break between blocks in it.

    `key` is its words in the form in which they are compared, without white space. `above` has the
    `mem_id` of each element around any of it.
    """

    key: str
    nodes: tuple[LexborNode, ...]
    above: frozenset[int]


def stretches(root: LexborNode) -> list[Stretch]:
    """Return the visible text of the document *root*, stretch by stretch.

    Raises RefusedError for a page in which too much text stands too deep to be held.
    """
    found: list[Stretch] = []
    around: dict[int, frozenset[int]] = {}
    run: list[tuple[str, LexborNode]] = []
    held = 0
    for text, node in chain(text_pieces(root), (("", None),)):
        if node is not None:
            run.append((text, node))
        elif run:
            made = _stretch(run, around)
            held += sum([len(one.above) for one in made])
            if held > _MOST_HELD:
                raise RefusedError("its text is in too many elements, one inside the other")
            found += made
            run = []
    return found


def of_the_story(html: str, found: list[Stretch], stated: str = "") -> list[Stretch]:
    """Return those of the stretches *found* that trafilatura takes for the story of *html*.

    *stated* is the text of the story as the page gives it to programs: what stands in it is story
    as well.
    """
    import trafilatura  # noqa: PLC0415 (takes half a second, and is needed for pages alone)

    document = trafilatura.bare_extraction(html, include_comments=False, with_metadata=False)
    text = str(getattr(document, "text", "") or "")
    paragraphs = {key(line) for line in text.split("\n")}
    within = _within(key(text), found) | _within(key(stated), found)
    mine = [one for one in found if one.key in paragraphs or one.key in within]
    telling = [at for at, one in enumerate(mine) if len(one.key) >= _TELLING]
    # "News" in the menu is not the crosshead that says the same.
    return mine[telling[0] : telling[-1] + 1] if telling else mine


def _within(whole: str, found: list[Stretch]) -> set[str]:
    """Return the keys of those stretches that stand in the text *whole*, in one walk through it."""
    begun: dict[str, set[str]] = defaultdict(set)
    for one in found:
        if len(one.key) >= _TELLING:
            begun[one.key[:_TELLING]].add(one.key)
    tries = dict.fromkeys(begun, _TRIES)
    inside: set[str] = set()
    for at in range(len(whole) - _TELLING + 1):
        head = whole[at : at + _TELLING]
        if head in begun and tries[head]:
            tries[head] -= 1
            inside |= {one for one in begun[head] - inside if whole.startswith(one, at)}
    return inside


def key(text: str) -> str:
    """Return *text* in the form in which its words are compared, without white space."""
    return "".join(words(_UNSEEN.sub("", text))).casefold()


def _stretch(run: list[tuple[str, LexborNode]], around: dict[int, frozenset[int]]) -> list[Stretch]:
    words_ = key("".join([text for text, _ in run]))
    if not words_:
        return []
    nodes = tuple([node for text, node in run if text.strip()])
    above = _ids_around(nodes[0], around)
    for node in nodes[1:]:
        above |= _ids_around(node, around)
    return [Stretch(words_, nodes, above)]


def _ids_around(node: LexborNode, known: dict[int, frozenset[int]]) -> frozenset[int]:
    """Return the `mem_id` of the elements around *node*; *known* has those of other elements.

    Neighbours stand in the same elements, which are gone through once.
    """
    path: list[int] = []
    parent = node.parent
    while parent is not None and parent.mem_id not in known:
        path.append(parent.mem_id)
        parent = parent.parent
    ids = known[parent.mem_id] if parent is not None else frozenset()
    if len(ids) + len(path) > _DEEP or len(known) > _MOST_KNOWN:
        return ids.union(path)
    for one in reversed(path):
        ids = known[one] = ids | {one}
    return ids


def ids_above(node: LexborNode, most: int = _DEEPEST) -> list[int]:
    """Return the `mem_id` of the elements around *node*, the nearest first, *most* of them."""
    found: list[int] = []
    parent = node.parent
    for _ in range(most):
        if parent is None:
            break
        found.append(parent.mem_id)
        parent = parent.parent
    return found


def children(node: LexborNode) -> Iterator[LexborNode]:
    """Go through the elements right in *node*."""
    child = node.first_child
    while child is not None:
        if child.is_element_node:
            yield child
        child = child.next
