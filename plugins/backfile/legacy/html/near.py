"""What a page shows right above and below its title: who wrote the story, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.fidelity.visible import pieces
from backfile.legacy.html.extract import ids_above, key

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

SHOWN_DATES = '[itemprop="datePublished"], time, .date, .published, .entry-date, .post-date'
# What is looked at where these say nothing: other names for dates, then every short line.
MORE_DATES = '[class*="publish" i], [class*="posted" i], [class*="date" i], [class*="time" i]'
LINES = "p, div, span, li, small, td, address, em, i, h4, h5, h6"
SHOWN_AUTHORS = '[itemprop="author"], a[rel~="author"], .byline, .author, .author-name'
# How many signs below the title are near it, and how many above.
_BELOW, _ABOVE = 400, 250
# A date or a name stands in no deeper nest of its own than this.
_NEST = 6
_HEADINGS = frozenset(("h2", "h3", "h4"))


def near_title(root: LexborNode, selector: str) -> list[LexborNode]:
    """Return the elements of *selector* around the page's first h1: those below it first.

    What stands below the heading of another story, which is a link to it, is not near.
    """
    wanted = {node.mem_id: node for node in root.css(selector)}
    title = root.css_first("h1")
    if title is None or not wanted:
        return []
    others = _headings_of_others(root)
    begins: dict[int, int] = {}
    at, end = 0, -1
    for text, node in pieces(root):
        if node is None or not text.strip():
            continue
        above = ids_above(node, _NEST)
        if end >= 0 and not others.isdisjoint(above):
            break
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


def _headings_of_others(root: LexborNode) -> set[int]:
    """Return the headings that are links, but for that of the page itself."""
    shown = root.css_first("head > title")
    own = key(shown.text(deep=True) or "") if shown is not None else ""
    found = set()
    for link in root.css("h2 a[href], h3 a[href], h4 a[href], a[href] h2, a[href] h3, a[href] h4"):
        if (said := key(link.text(deep=True) or "")) and said not in own:
            heading = link
            while heading.tag not in _HEADINGS and heading.parent is not None:
                heading = heading.parent
            found.add(heading.mem_id)
    return found
