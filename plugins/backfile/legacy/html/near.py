"""What a page shows right above and below its title: who wrote the story, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.fidelity.visible import pieces
from backfile.legacy.html.extract import ids_above

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from selectolax.lexbor import LexborNode

SHOWN_DATES = '[itemprop="datePublished"], time, .date, .published, .entry-date, .post-date'
SHOWN_AUTHORS = '[itemprop="author"], a[rel~="author"], .byline, .author, .author-name'
# How many signs below the title are near it, and how many above.
_BELOW, _ABOVE = 400, 250
# A date or a name stands in no deeper nest of its own than this.
_NEST = 6


def near_title(root: LexborNode, selector: str) -> list[LexborNode]:
    """Return the elements of *selector* around the page's first h1: those below it first."""
    wanted = {node.mem_id: node for node in root.css(selector)}
    title = root.css_first("h1")
    if title is None or not wanted:
        return []
    begins: dict[int, int] = {}
    at, end = 0, -1
    for text, node in pieces(root):
        if node is None or not text.strip():
            continue
        above = ids_above(node, _NEST)
        for one in above:
            if one in wanted:
                begins.setdefault(one, at)
        at += len(text.strip())
        end = at if title.mem_id in above else end
        if 0 <= end < at - _BELOW:
            break
    below = [one for one, begin in begins.items() if 0 <= end <= begin]
    over = [one for one, begin in begins.items() if end - _ABOVE < begin < end]
    return [wanted[one] for one in (*below, *over)]


def outside(found: Iterable[LexborNode], blocks: Collection[int]) -> list[LexborNode]:
    """Return what of *found* stands in none of the elements *blocks*, which are by `mem_id`."""
    inside = set(blocks)
    return [one for one in found if inside.isdisjoint((one.mem_id, *ids_above(one)))]
