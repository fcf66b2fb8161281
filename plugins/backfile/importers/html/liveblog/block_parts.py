"""The parts of a block of a live blog: its time, its author, its key mark, its headline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.importers.html.body import blocks as kinds
from backfile.importers.html.body.extract import children
from backfile.importers.html.body.media_sources import attribute
from backfile.importers.html.liveblog.time_markers import (
    DATA,
    beside,
    block_around,
    brief,
    class_names,
    line_of,
    stamp_in,
)
from backfile.importers.html.metadata.people import (
    is_printed_name,
    is_signed,
    signature_in,
    without_by,
)
from backfile.importers.update_markers import SENTENCE_END, opening_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from selectolax.lexbor import LexborNode

    from backfile.importers.html.liveblog.time_markers import TimeMarker
    from backfile.importers.options import Call

_AUTHORS = (
    '[itemprop="author"], [rel~="author"], [class*="author"], [class*="byline"], [class~="by"],'
    ' [class*="writer"], [class*="reporter"], [class~="name"], [class*="user-name"], mark, cite,'
    " address"
)
# What may name an author, and other things as well.
_MAY_BE_AUTHORS = ", ".join(
    f'[class*="{name}" i]'
    for name in ("meta", "info", "sign", "editor", "autor", "auteur", "redak", "journal")
)
_MAY_BE_AUTHORS += ', [class~="who"], [class*="contributor"], [class*="person"]'
_LINES_OF_BLOCK = "p, div, span, small, b, strong, em, i"
_KEYS = '[class*="key"], [class*="flag"], [class*="badge"], [class*="label"], [class*="mark"]'
_KEY_CLASS = re.compile(r"(?:^|[\s_-])key[-_](?:event|moment|update|entry|post)(?=$|\s)")
_KEY_WORDS = re.compile(
    r"(?:key|top|breaking|important|major|pinned|wichtig|höhepunkt|à\s+retenir|clave|importante)"
    r"(?:\s+(?:event|moment|point|update|news|post|entry|development|meldung))?",
    re.IGNORECASE,
)
_LONGEST_KEY, _MOST_KEY_WORDS = 30, 3
_LONGEST_LINE = 140
_LONGEST_TIME = 40
# How many lines of a block are above its text.
_INLINE = frozenset(["a", "b", "cite", "em", "i", "mark", "small", "span", "strong", "time"])
_HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HEADLINES = ", ".join(sorted(_HEADING_TAGS))
# Elements that are a line each, where they begin a block: its text stands below them.
_LINES = frozenset(("dt", "p", "time", "span", "h2", "h3", "h4", "h5", "h6"))
_TITLES = ", ".join(
    f'[class*="{name}" i]'
    for name in ("title", "headline", "heading", "titel", "titre", "titul", "titol", "rubrik")
)
_OTHER_TITLE = re.compile(r"sub|author|job|user|unter|sous|section", re.IGNORECASE)


def parts_of(
    node: LexborNode,
    found: Sequence[TimeMarker],
    author: str,
    call: Call,
    by: LexborNode | None = None,
) -> dict[int, str]:
    """Return the kinds of the parts of the block *node*, by the `mem_id` of their elements.

    *found* says when it was written; *author* is the name of the one who did, as the page's data
    have it, or empty; *by* is the element that prints it, where the recipe names one.
    """
    parts: dict[int, str] = {}
    time = _time(node, found, call)
    if time is not None:
        parts[time.mem_id] = kinds.TIME
        days = (one.mem_id for one in _beside(time) if _is_day(line_of(one), call))
        parts |= dict.fromkeys(days, kinds.TIME)
    if by is not None:
        parts[by.mem_id] = kinds.BY
    else:
        _take_author(parts, node, author)
    _take(parts, kinds.KEY, _with_text(node, _KEYS), _is_key_mark)
    if node.css_first(_HEADLINES) is None:
        titles = (one for one in _with_text(node, f"{_TITLES}, [itemprop=headline]"))
        titles = (one for one in titles if not _OTHER_TITLE.search(attribute(one, "class")))
        _take(parts, kinds.HEADLINE, titles, lambda line: len(line) < 200)
    return parts


def _take(
    parts: dict[int, str], kind: str, found: Iterable[LexborNode], judge: Callable[[str], bool]
) -> None:
    """Put the first of the elements *found* that is one by its text into *parts*, as *kind*."""
    for one in found:
        if judge(line_of(one)) and _may_be(one, parts):
            parts[one.mem_id] = kind
            return


def _take_author(parts: dict[int, str], node: LexborNode, author: str) -> None:
    """Put the element that names the author of the block *node* into *parts*, the surest first."""
    for selector, judge in (
        (_AUTHORS, lambda line: is_printed_name(line, author)),
        (_MAY_BE_AUTHORS, _has_two_names),
        (_LINES_OF_BLOCK, _is_byline),
    ):
        if kinds.BY not in parts.values():
            _take(parts, kinds.BY, _with_text(node, selector), judge)


def is_key_event(node: LexborNode) -> bool:
    """Tell whether the element *node* says of itself that it is a key event."""
    return bool(_KEY_CLASS.search(class_names(node))) or any(
        attribute(node, name).strip().lower() in ("true", "1", "yes")
        for name in ("data-key-event", "data-is-key-event", "data-key")
    )


def _has_two_names(text: str) -> bool:
    """Tell a first name and a last one from a word or two that mark a block."""
    name = without_by(text)
    return len(name.split()) > 1 and is_printed_name(name) and not _is_key_mark(name)


def _is_byline(text: str) -> bool:
    return is_signed(text) and _has_two_names(text)


def _is_key_mark(text: str) -> bool:
    """Tell whether *text*, which its element calls a mark, marks a block as a key event."""
    if len(text) > _LONGEST_KEY:
        return False
    in_capitals = text.isupper() and len(text.split()) <= _MOST_KEY_WORDS
    return bool(_KEY_WORDS.fullmatch(text)) or (in_capitals and text.replace(" ", "").isalpha())


def _time(node: LexborNode, found: Sequence[TimeMarker], call: Call) -> LexborNode | None:
    """Return the element that prints the time of the block *node*, None where none does."""
    known = {one.node.mem_id: one for one in found if one.source != DATA}
    inline = node.tag in _LINES
    if node.mem_id in known and not inline and not _prints(node, call):
        del known[node.mem_id]
    inside = [one for one in known.values() if line_of(one.node)]
    for one in inside:
        if _prints(one.node, call):
            return _whole_line(_smallest(one.node), node, call)
    unread = (one.node for one in inside if len(line_of(one.node)) <= _LONGEST_TIME)
    lines = (_line_of_unread(one, node, call) for one in unread)
    return next((one for one in lines if one is not None), None)


def _line_of_unread(time: LexborNode, block: LexborNode, call: Call) -> LexborNode | None:
    """Return *time*, which cannot be read, or its line where that has a label beside it.

    None where more stands there than an author's name: "Posted at 3 hours ago by Ada Lind" is a
    sentence, and stays as it was printed.
    """
    if signature_in(line_of(time)):
        return None
    line = block_around(time)
    rest = " ".join(beside(line, time)).strip()
    if line.mem_id == block.mem_id or line.tag in _HEADING_TAGS or not _has_letters(rest):
        return time
    named = {line_of(one) for one in _with_text(block, _AUTHORS)}
    if rest in named or _has_two_names(rest):
        return time
    label = stamp_in(f"{rest} 18:20", day_first=call.day_first, lang=call.language)
    return line if label is not None and not label.start else None


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _prints(node: LexborNode, call: Call) -> bool:
    return stamp_in(line_of(node), day_first=call.day_first, lang=call.language) is not None


def _whole_line(time: LexborNode, block: LexborNode, call: Call) -> LexborNode:
    """Return the line around *time* where it is a stamp with "Posted at" before it, else *time*."""
    line = time.parent
    if time.tag not in _INLINE or line is None or line.mem_id == block.mem_id:
        return time
    said = line_of(line)
    found = stamp_in(said, day_first=call.day_first, lang=call.language)
    begins_before = not said.startswith(line_of(time))
    return line if begins_before and found is not None and not found.start else time


def _smallest(node: LexborNode) -> LexborNode:
    """Return the smallest element in *node* that prints all of its time."""
    child = node
    while True:
        inner = [one for one in children(child) if line_of(one)]
        if len(inner) != 1 or line_of(inner[0]) != line_of(child):
            return child
        child = inner[0]


def _beside(node: LexborNode) -> Iterator[LexborNode]:
    """Go through the elements right beside *node*."""
    for other in (node.prev, node.next):
        step, back = other, other is node.prev
        while step is not None and step.is_text_node and not _has_words(step):
            step = step.prev if back else step.next
        if step is not None and step.is_element_node:
            yield step


def _has_words(text: LexborNode) -> bool:
    return any(map(str.isalnum, text.text_content or ""))


def _is_day(text: str, call: Call) -> bool:
    if not text or len(text) > _LONGEST_TIME:
        return False
    opening = opening_of(text, day_first=call.day_first, lang=call.language)
    return bool(opening and opening.stamp and opening.stamp.clock is None and not opening.rest)


def _with_text(node: LexborNode, selector: str) -> Iterator[LexborNode]:
    """Go through the elements of *selector* in *node* that have a text."""
    return (one for one in node.css(selector) if one.mem_id != node.mem_id and line_of(one))


def _may_be(node: LexborNode, parts: dict[int, str]) -> bool:
    """Tell whether *node* holds none of the *parts*, stands in none, and in no sentence."""
    if SENTENCE_END.search(line_of(node)) and not line_of(node).endswith("."):
        return False
    above: LexborNode | None = node
    while above is not None and above.tag != "body":
        if above.mem_id in parts or above.tag in ("blockquote", "figure", "figcaption"):
            return False
        above = above.parent
    if any(one.mem_id in parts for one in node.css("*")):
        return False
    return bool(brief(_line_around(node), _LONGEST_LINE))


def _line_around(node: LexborNode) -> LexborNode:
    while node.tag in _INLINE:
        above = node.parent
        if above is None:
            break
        node = above
    return node
