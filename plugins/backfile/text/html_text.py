"""The text of an HTML document that a reader can come to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

# Browsers show none of their text (WHATWG HTML, "Hidden elements", "The noscript element").
_UNSEEN = "audio canvas head iframe noscript object script style template title video"
# Elements that begin and end a line (WHATWG HTML, "Flow content" as its default styles lay it out).
_BLOCKS = """
    address article aside blockquote body br button caption center dd details dialog dir div dl
    dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu
    nav ol optgroup option p pre search section select summary table tbody td textarea tfoot th
    thead tr ul"""
UNSEEN, BLOCKS = frozenset(_UNSEEN.split()), frozenset(_BLOCKS.split())


def parse(html: str) -> LexborNode:
    """Return the root of *html* as a browser would read it (WHATWG HTML, "Parsing")."""
    root = LexborHTMLParser(html).root
    if root is None:
        raise ValueError("no HTML")
    return root


def text_pieces(root: LexborNode) -> Iterator[tuple[str, LexborNode | None]]:
    """Go through the visible text below *root*, with a line break around every block.

    Each piece comes with the text node that holds it, the break between blocks with None.
    """
    node: LexborNode | None = root
    end = root.mem_id  # nodes compare by their HTML, which takes as long as the page is
    while node is not None:
        if node.is_text_node:
            yield node.text_content or "", node
        elif node.tag in BLOCKS:
            yield "\n", None
        down = node.first_child if node.is_element_node and node.tag not in UNSEEN else None
        while down is None and node is not None:
            if node.tag in BLOCKS and node.is_element_node:
                yield "\n", None
            if node.mem_id == end:
                return
            down = node.next
            if down is None:
                node = node.parent
        node = down


def visible_text(root: LexborNode) -> str:
    """Return the visible text below *root*, in document order."""
    return "".join([text for text, _ in text_pieces(root)])
