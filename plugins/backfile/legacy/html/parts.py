"""The parts of a block of a live blog: its time, its author, its mark as a key event, its headline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.legacy.html import blocks as kinds
from backfile.legacy.html.embeds import attribute
from backfile.legacy.html.markers import class_names, line_of, stamp_in
from backfile.legacy.openings import SENTENCE_END, opening_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selectolax.lexbor import LexborNode

    from backfile.legacy.call import Call
    from backfile.legacy.html.markers import Marker

_AUTHORS = (
    '[itemprop="author"], [rel~="author"], [class*="author"], [class*="byline"], [class~="by"],'
    ' [class*="writer"], [class*="reporter"], [class~="name"], [class*="user-name"], mark, cite,'
    " address"
)
_KEYS = '[class*="key"], [class*="flag"], [class*="badge"], [class*="label"], [class*="mark"]'
_KEY_WORDS = re.compile(
    r"(?:key|top|breaking|important|major|pinned|wichtig|höhepunkt|à\s+retenir|important|clave|importante)"
    r"(?:\s+(?:event|moment|point|update|news|post|entry|development|meldung))?",
    re.IGNORECASE,
)
_KEY_CLASS = re.compile(r"(?:^|\s)(?:[\w-]*[-_])?key(?:[-_](?:event|moment|update|entry|post))(?:\s|$)")
_BY = re.compile(
    r"(?:(?:posted|written|reported|text)\s+)?(?:by|von|por|par|di|af|av|door|från|fra)\s+", re.I
)
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:(?:\s+|,\s*|\s*[;&]\s*)[^\W\d_][\w.'’-]*){0,9}")
_PARTICLES = frozenset("de del der den di da du la le van von y und and et e en i og och al el bin".split())
_LONGEST_NAME, _LONGEST_KEY = 70, 30
_LONGEST_TIME = 40
# How many lines of a block are above its text.
_HEADLINES = "h1, h2, h3, h4, h5, h6"
# Elements that are a line each, where they begin a block: its text stands below them.
_LINES = frozenset(("dt", "p", "time", "span", "h2", "h3", "h4", "h5", "h6"))
_TITLES = '[class~="title"], [class~="headline"], [class*="headline"], [itemprop="headline"]'


def parts_of(
    node: LexborNode, found: Sequence[Marker], author: str, call: Call
) -> dict[int, str]:
    """Return the kinds of the parts of the block *node*, by the `mem_id` of their elements.

    *found* says when it was written; *author* is the name of the one who did, as the page's data
    have it, or empty.
    """
    parts: dict[int, str] = {}
    time = _time(node, found, call)
    if time is not None:
        parts[time.mem_id] = kinds.TIME
        for beside in _beside(time):
            if _is_day(line_of(beside), call):
                parts[beside.mem_id] = kinds.TIME
    for one in _first(node, _AUTHORS):
        if _may_be(one, parts) and is_name(line_of(one), author):
            parts[one.mem_id] = kinds.BY
            break
    for one in _first(node, _KEYS):
        if _may_be(one, parts) and is_key_mark(line_of(one), named=True):
            parts[one.mem_id] = kinds.KEY
            break
    if node.css_first(_HEADLINES) is None:
        for one in _first(node, _TITLES):
            if _may_be(one, parts) and 0 < len(line_of(one)) < 200:
                parts[one.mem_id] = kinds.HEADLINE
                break
    return parts


def is_key_event(node: LexborNode) -> bool:
    """Tell whether the element *node* says of itself that it is a key event."""
    return bool(_KEY_CLASS.search(class_names(node))) or any(
        attribute(node, name).strip().lower() in ("true", "1", "yes")
        for name in ("data-key-event", "data-is-key-event", "data-key")
    )


def without_by(text: str) -> str:
    """Return the name in *text* without the "By" before it."""
    return _BY.sub("", text.strip(), count=1).strip(" ,;:|·•—–-")


def is_name(text: str, author: str = "") -> bool:
    """Tell whether *text* is the name of a person, or of several; it may be that of *author*."""
    name = without_by(text)
    if not name or len(name) > _LONGEST_NAME or "\n" in text:
        return False
    if author and name.casefold() == author.casefold():
        return True
    if _NAME.fullmatch(name) is None or any(map(str.isdigit, name)):
        return False
    words = re.split(r"[\s,;&]+", name)
    return all(one[0].isupper() or one.lower() in _PARTICLES or not one[0].isascii() for one in words)


def is_key_mark(text: str, *, named: bool = False) -> bool:
    """Tell whether *text* marks a block as a key event; *named* tells that its class says so."""
    text = text.strip()
    if not text or len(text) > _LONGEST_KEY:
        return False
    if _KEY_WORDS.fullmatch(text):
        return True
    return named and text.isupper() and len(text.split()) <= 3 and not any(map(str.isdigit, text))


def _time(node: LexborNode, found: Sequence[Marker], call: Call) -> LexborNode | None:
    """Return the element that prints the time of the block *node*, None where none does."""
    known = {one.node.mem_id: one for one in found if one.source != 2}
    inline = node.tag in _LINES
    if node.mem_id in known and not inline and not _prints(node, call):
        del known[node.mem_id]
    inside = [one for one in known.values() if line_of(one.node)]
    for one in inside:
        if _prints(one.node, call):
            return _smallest(one.node, call)
    return next((one.node for one in inside if len(line_of(one.node)) <= _LONGEST_TIME), None)


def _prints(node: LexborNode, call: Call) -> bool:
    return stamp_in(line_of(node), day_first=call.day_first) is not None


def _smallest(node: LexborNode, call: Call) -> LexborNode:
    """Return the smallest element in *node* that prints all of its time."""
    del call
    child = node
    while True:
        inner = [one for one in _children(child) if line_of(one)]
        if len(inner) != 1 or line_of(inner[0]) != line_of(child):
            return child
        child = inner[0]


def _beside(node: LexborNode) -> Iterator[LexborNode]:
    """Go through the elements right beside *node*."""
    for other in (node.prev, node.next):
        step = other
        while step is not None and step.is_text_node and not (step.text_content or "").strip(" ,|·•\n\t"):
            step = step.prev if other is node.prev else step.next
        if step is not None and step.is_element_node:
            yield step


def _is_day(text: str, call: Call) -> bool:
    if not text or len(text) > _LONGEST_TIME:
        return False
    opening = opening_of(text, day_first=call.day_first)[1]
    return bool(opening and opening.stamp and opening.stamp.clock is None and not opening.rest)


def _first(node: LexborNode, selector: str) -> list[LexborNode]:
    """Return the elements of *selector* in *node*, without those around others of them."""
    found = [one for one in node.css(selector) if one.mem_id != node.mem_id]
    return [one for one in found if line_of(one)]


def _may_be(node: LexborNode, parts: dict[int, str]) -> bool:
    """Tell whether *node* holds none of the *parts*, stands in none, and in no sentence."""
    if SENTENCE_END.search(line_of(node)) and not line_of(node).endswith("."):
        return False
    above = node
    while above is not None and above.tag != "body":
        if above.mem_id in parts or above.tag in ("blockquote", "figure", "figcaption"):
            return False
        above = above.parent
    if any(one.mem_id in parts for one in node.css("*")):
        return False
    line = node
    while line.tag in _INLINE and line.parent is not None:
        line = line.parent
    return len(line_of(line)) <= 2 * _LONGEST_NAME


_INLINE = frozenset("a span mark cite em strong b i small time".split())


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        if child.is_element_node:
            yield child
        child = child.next
