"""What a page shows right above and below its title: who wrote the story, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.importers.html.body.extract import ids_above, key
from backfile.text.html_text import text_pieces

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

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


class Near:
    """What stands around the first h1 of the page *root*.

    What stands below the heading of another story, which is a link to it, is not near.
    """

    def __init__(self, root: LexborNode) -> None:
        self._root = root
        self._end = -1
        # At which sign of the page each element begins.
        self._begins: dict[int, int] = {}
        self._title = root.css_first("h1")

    def elements(self, selector: str) -> list[LexborNode]:
        """Return the elements of *selector* that are near: those below the title first."""
        wanted = {node.mem_id: node for node in self._root.css(selector)}
        if self._title is None or not wanted:
            return []
        if not self._begins:
            self._read(self._title.mem_id)
        begins = [(one, at) for one, at in self._begins.items() if one in wanted]
        below = [one for one, at in begins if 0 <= self._end <= at]
        over = [one for one, at in begins if self._end - _ABOVE < at < self._end]
        return [wanted[one] for one in (*below, *over)]

    def _read(self, title: int) -> None:
        others = _headings_of_others(self._root)
        at = 0
        for text, node in text_pieces(self._root):
            size = len(text.strip())
            if node is None or not size:
                continue
            above = ids_above(node, _NEST)
            if self._end >= 0 and not others.isdisjoint(above):
                return
            for one in above:
                self._begins.setdefault(one, at)
            at += size
            self._end = at if title in above else self._end
            if 0 <= self._end < at - _BELOW:
                return


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


def outside(found: Iterable[LexborNode], blocks: Collection[int]) -> list[LexborNode]:
    """Return what of *found* stands in none of the elements *blocks*, which are by `mem_id`."""
    inside = set(blocks)
    return [one for one in found if inside.isdisjoint((one.mem_id, *ids_above(one)))]
