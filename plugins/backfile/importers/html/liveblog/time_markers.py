"""Elements of a page that say when a block of a live blog was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from backfile.importers.html.body.media_sources import attribute
from backfile.importers.html.liveblog.machine_times import stated_time
from backfile.importers.html.metadata.people import is_signed, names_at_start, signature_in
from backfile.importers.update_markers import SENTENCE_END, opening_of
from backfile.story.languages import ENGLISH
from backfile.text.html_text import BLOCKS, UNSEEN, text_pieces

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from selectolax.lexbor import LexborNode

    from backfile.story.opening import Opening

# How sources of an instant are trusted, the best first.
DATETIME, ATTRIBUTE, DATA, PRINTED = range(4)
# The longest line that can be a stamp, with "Posted at" before it and a name after it.
_LONGEST = 80
_LONGEST_AROUND = 60
# More text beside a time is not looked at.
_LONGEST_LINE = 500
# How far above its text the element can stand that holds a printed stamp alone.
_CLIMB = 4
_BLOCKS = ", ".join(sorted(BLOCKS))
_ELSEWHERE = frozenset({"blockquote", "figcaption", "figure", "aside", "nav", "pre", "form"})
_TOO_LARGE = frozenset({"body", "html", "main", "article", "section", "ul", "ol", "table", "tr"})
_CLOCK = re.compile(r"\d|noon|midnight", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TimeMarker:
    """An element that says when: `machine` for programs, and `source`, how it is trusted."""

    node: LexborNode
    machine: str
    source: int


@dataclass(frozen=True, slots=True)
class PrintedTime:
    """A time of day as a line prints it, and where in the line; what else stands there is a name.

    What parts the two belongs to the name before the time, and to the time before the name.
    """

    printed: str
    start: int
    end: int


def markers(
    root: LexborNode, *, day_first: bool | None = None, lang: str = ENGLISH
) -> list[TimeMarker]:
    """Return the elements below *root* that say when something was written, in their order.

    Those in the middle of a sentence, in quotations and below pictures say when something was.
    """
    found: list[TimeMarker] = []
    seen: set[int] = set()
    for node in root.css("*"):
        machine = stated_time(node)
        if machine:
            is_time = node.tag == "time"
            found.append(TimeMarker(node, machine, DATETIME if is_time else ATTRIBUTE))
            seen.add(node.mem_id)
    stated = found
    printed = (
        _printed(text, day_first=day_first, lang=lang)
        for text in _texts(root)
        if _may_be_time(text)
    )
    found = [*stated, *(TimeMarker(one, "", PRINTED) for one in printed if one is not None)]
    chosen: dict[int, TimeMarker] = {}
    for one in found:
        if stands_apart(one.node):
            chosen.setdefault(one.node.mem_id, one)
    return list(chosen.values())


def _texts(root: LexborNode) -> Iterator[LexborNode]:
    """Go through the text nodes below *root* that a reader sees."""
    return (node for _, node in text_pieces(root) if node is not None)


def said_below(root: LexborNode, left_out: Collection[int]) -> str:
    """Return the text below *root*, a line a block, without the elements *left_out*."""
    said: list[str] = []
    node: LexborNode | None = root
    end = root.mem_id
    while node is not None:
        down = None
        if node.is_text_node:
            said.append(node.text_content or "")
        elif node.is_element_node and node.tag not in UNSEEN and node.mem_id not in left_out:
            said.append("\n" if node.tag in BLOCKS else "")
            down = node.first_child
        while down is None and node is not None:
            if node.mem_id == end:
                return "".join(said)
            down = node.next
            if down is None:
                node = node.parent
        node = down
    return "".join(said)


def _may_be_time(text: LexborNode) -> bool:
    said = text.text_content or ""
    return len(said) <= _LONGEST and _CLOCK.search(said) is not None


def _printed(text: LexborNode, *, day_first: bool | None, lang: str) -> LexborNode | None:
    """Return the largest element around *text* that prints a time of day and nothing else."""
    found: LexborNode | None = None
    node = text.parent
    for _ in range(_CLIMB):
        if node is None or node.tag in _TOO_LARGE:
            break
        said = brief(node)
        if not said:
            break
        if stamp_in(said, day_first=day_first, lang=lang):
            found = node
        elif found is not None or node.tag in BLOCKS:
            break
        node = node.parent
    return found


def brief(node: LexborNode, most: int = _LONGEST) -> str:
    """Return the text of *node* on one line, nothing where it has more than *most* characters."""
    said, size = [], 0
    for one in _texts(node):
        text = one.text_content or ""
        said.append(text)
        size += len(text.strip())
        if size > most:
            return ""
    line = " ".join("".join(said).split())
    return line if len(line) <= most else ""


def line_of(node: LexborNode) -> str:
    """Return the text of *node* on one line."""
    return " ".join((node.text(deep=True) or "").split())


@lru_cache(maxsize=4096)
def stamp_in(line: str, *, day_first: bool | None, lang: str = ENGLISH) -> PrintedTime | None:
    """Return the time of day that *line* prints alone, or beside its author's name."""

    def read(text: str) -> Opening | None:
        opening = opening_of(text, day_first=day_first, lang=lang)
        timed = (
            opening is not None and opening.stamp is not None and opening.stamp.clock is not None
        )
        # 2020 is a year as well
        return opening if opening and timed and not opening.is_bare_number else None

    opening = read(line)
    if opening is not None and not opening.is_named:
        if opening.rest and not is_signed(opening.rest):
            return None
        return PrintedTime(opening.printed, 0, len(line) - len(opening.rest))
    for at in names_at_start(line):
        if (stamp := read(line[at:])) and not stamp.rest:
            return PrintedTime(stamp.printed, at, len(line))
    # "Posted at 6:20 p.m. by Ada Lind" opens no paragraph, but is the foot of a block.
    at = signature_in(line)
    if at and (stamp := read(line[:at].rstrip())) and not stamp.rest:
        return PrintedTime(stamp.printed, 0, at)
    return None


def stands_apart(node: LexborNode) -> bool:
    """Tell whether *node* is at the head or the foot of its line, and not within a sentence."""
    above: LexborNode | None = node
    while above is not None and above.tag != "body":
        if above.tag in _ELSEWHERE and above.mem_id != node.mem_id:
            return False
        above = above.parent
    line = block_around(node)
    if line.mem_id == node.mem_id or line.tag == "body":
        return True
    before, after = beside(line, node)
    return _may_stand_beside(before, after)


def block_around(node: LexborNode) -> LexborNode:
    """Return the innermost block that holds *node*, or is it."""
    while node.tag not in BLOCKS:
        above = node.parent
        if above is None:
            break
        node = above
    return node


def beside(line: LexborNode, node: LexborNode) -> tuple[str, str]:
    """Return the text before and after the element *node* in its *line*, up to the next blocks."""
    before, after = "", ""
    inner: LexborNode | None = node
    while inner is not None and inner.mem_id != line.mem_id:
        if not before.endswith("\n"):
            before += _up_to_block(inner.prev, after=False)
        if not after.endswith("\n"):
            after += _up_to_block(inner.next, after=True)
        inner = inner.parent
    in_order = "".join(reversed(before.split("\0")))
    return " ".join(in_order.split()), " ".join(after.replace("\0", "").split())


def _up_to_block(node: LexborNode | None, *, after: bool) -> str:
    """Return the text from *node* on up to the next block, its pieces parted by NUL.

    A line feed at its end tells that there was one.
    """
    said = ""
    while node is not None and len(said) < _LONGEST_LINE:
        if node.is_text_node:
            said += f"{node.text_content or ''}\0".replace("\n", " ")
        elif node.is_element_node:
            if node.tag in BLOCKS or node.css_first(_BLOCKS) is not None:
                return f"{said}\n"
            said += f"{node.text(deep=True) or ''}\0".replace("\n", " ")
        node = node.next if after else node.prev
    return said


def _may_stand_beside(before: str, after: str) -> bool:
    if not before:
        return not after or not (after[0].islower() or after[0] in ",;")
    if len(before) + len(after) <= _LONGEST_AROUND and not SENTENCE_END.search(after or "a"):
        return True
    return not after and bool(SENTENCE_END.search(before))


def class_names(node: LexborNode) -> str:
    """Return the class names and the `id` of *node*, in small letters."""
    return f"{attribute(node, 'class')} {attribute(node, 'id')}".lower()
