"""Live blogs: the blocks of a page that say each when it was written, and the parts of a block.

The sources of a block's instant, the most trusted first: `datetime`, attributes for programs, the
page's JSON-LD, the printed time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from selectolax.lexbor import SelectolaxError

from backfile.fidelity.account import signs
from backfile.legacy.html import markers as sources
from backfile.legacy.html.blocks import Entry
from backfile.legacy.html.embeds import attribute
from backfile.legacy.html.extract import ids_above, key, stretches
from backfile.legacy.html.jsonld import StatedUpdate, Statements
from backfile.legacy.html.machine import stated_time
from backfile.legacy.html.markers import Marker, line_of, markers
from backfile.legacy.html.never import quiet_parts
from backfile.legacy.html.parts import is_key_event, parts_of
from backfile.legacy.items import RefusedError
from backfile.legacy.recipe import selector_and_attribute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from selectolax.lexbor import LexborNode

    from backfile.legacy.call import Call

# How far above its time a block of a live blog can begin.
_STEPS = 8
_CONTAINERS = frozenset({"article", "div", "li", "section", "tr", "dt"})
# An element of the importer's own around a block that comes from elsewhere.
OURS = "backfile-live"
_DIGITS = re.compile(r"\d")
# A block with this many characters outside of links, or a sentence of this many, is prose.
_PROSE, _SENTENCE = 120, 25
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s|$|[^\W\d_])|[。！？]")
# Many characters of the text of a block are enough to know it by.
_TELLING = 25


@dataclass(frozen=True, slots=True)
class LiveBlog:
    """The blocks of a live blog, by `mem_id`: what they say for programs, and the kinds of parts.

    No update begins inside the elements `quiet`. `unseen` are blocks that the page's data alone
    have. `nodes` are the elements of the blocks.
    """

    entries: Mapping[int, Entry] = field(default_factory=dict)
    parts: Mapping[int, str] = field(default_factory=dict)
    quiet: frozenset[int] = frozenset()
    unseen: tuple[StatedUpdate, ...] = ()
    nodes: tuple[LexborNode, ...] = ()

    def within(self, body: LexborNode) -> LiveBlog:
        """Return it without the blocks that are not below *body*."""
        me = body.mem_id
        kept = [one for one in self.nodes if me == one.mem_id or me in ids_above(one)]
        if len(kept) == len(self.nodes):
            return self
        ids = {one.mem_id for one in kept}
        entries = {one: said for one, said in self.entries.items() if one in ids}
        return LiveBlog(entries, self.parts, self.quiet, self.unseen, tuple(kept))


NO_BLOCKS = LiveBlog()


def live_blog(root: LexborNode, call: Call) -> LiveBlog:
    """Find the blocks of a live blog below *root*.

    The recipe's selectors come first; else elements that are alike, two at the least, which say
    each when they were written and are together more than a list. Raises RefusedError for a
    selector that cannot be read.
    """
    own = root.css(OURS)
    stated = _stated_updates(root)
    if own:
        found = [_Block(node, [Marker(node, stated_time(node), sources.DATETIME)]) for node in own]
    elif call.recipe.html.update:
        found = _of_recipe(root, call)
    else:
        found = _alike(root, stated, call)
    quiet = quiet_parts(root)
    shown = _shown(found, stated) if stated else {}
    entries, parts = {}, {}
    for block in found:
        said = shown.get(block.node.mem_id)
        entries[block.node.mem_id] = _entry(block, said)
        parts |= parts_of(block.node, block.markers, said.author if said else "", call)
    inside = {block.node.mem_id for block in found if block.is_container and block.markers}
    unseen = _unseen(root, stated, shown.values()) if stated else ()
    nodes = tuple(block.node for block in found)
    return LiveBlog(entries, parts, quiet | inside, unseen, nodes)


@dataclass(frozen=True, slots=True)
class _Block:
    """An element that is a block, and what says when it was written."""

    node: LexborNode
    markers: Sequence[Marker]

    @property
    def is_container(self) -> bool:
        """Tell whether the text of the block stands in its element, and not below it."""
        return self.node.tag not in ("dt", "h2", "h3", "h4", "h5", "h6", "p", "time", "span")


def _entry(block: _Block, said: StatedUpdate | None) -> Entry:
    best = min(
        (one for one in block.markers if one.machine), key=lambda one: one.source, default=None
    )
    machine = best.machine if best else ""
    if said and said.date and (best is None or best.source >= sources.DATA):
        machine = said.date
    author = attribute(block.node, "by") if block.node.tag == OURS else ""
    return Entry(
        machine=machine,
        anchor=attribute(block.node, "id").strip(),
        author=author or (said.author if said else ""),
        is_key=is_key_event(block.node),
    )


def _of_recipe(root: LexborNode, call: Call) -> list[_Block]:
    recipe = call.recipe.html
    selector, name = selector_and_attribute(recipe.update_time)
    try:
        found = []
        for node in root.css(recipe.update):
            times = node.css(selector)[:1] if selector else []
            if not recipe.update_time:
                times = node.css("time[datetime], [data-timestamp]")[:1]
            said = []
            for time in times or ([node] if name and not selector else []):
                value = attribute(time, name).strip() if name else stated_time(time)
                said.append(Marker(time, value, sources.DATETIME))
            if not name and (value := stated_time(node)):
                said.append(Marker(node, value, sources.ATTRIBUTE))
            found.append(_Block(node, said))
    except SelectolaxError:
        message = (
            f'the recipe\'s selectors "{recipe.update}" and "{recipe.update_time}" cannot be read'
        )
        raise RefusedError(f"{message}; correct them") from None
    return found


# Elements that are alike


def _alike(root: LexborNode, stated: Sequence[StatedUpdate], call: Call) -> list[_Block]:
    """Return the elements that are alike and say each when they were written."""
    found = markers(root, day_first=call.day_first)
    if stated:
        found += _by_their_data(root, stated)
    if len(found) < 2:
        return []
    groups = _groups(root, found)
    groups.sort(key=len, reverse=True)
    quiet: frozenset[int] | None = None
    for group in groups:
        if len(group) < 2:
            break
        if quiet is None:
            quiet = quiet_parts(root)
        if _are_blocks(group, quiet):
            return group
    return _below_each_other(found, quiet or frozenset())


def _groups(root: LexborNode, found: Iterable[Marker]) -> list[list[_Block]]:
    """Gather the elements around the markers *found* by their likeness, the outermost first.

    Those are alike that have the same tag and class, in boxes that are alike side by side: a live
    blog may have a box for each day.
    """
    groups: dict[tuple[object, ...], dict[int, _Block]] = {}
    depths: dict[tuple[object, ...], int] = {}
    for marker in found:
        chain: list[LexborNode] = []
        node: LexborNode | None = marker.node
        while node is not None and len(chain) < _STEPS and node.tag not in ("body", "html", "main"):
            chain.append(node)
            node = node.parent
        for node in chain:
            parent = node.parent
            if node.tag not in _CONTAINERS or parent is None or node.mem_id == root.mem_id:
                continue
            box = (parent.tag, _name(parent), parent.parent.mem_id if parent.parent else 0)
            if parent.tag in ("body", "main", "article"):
                box = ("", "", parent.mem_id)
            kind = (*box, node.tag, _name(node))
            group = groups.setdefault(kind, {})
            block = group.setdefault(node.mem_id, _Block(node, []))
            block.markers.append(marker)  # type: ignore[attr-defined]
            depths.setdefault(kind, len(ids_above(node)))
    ordered = sorted(groups, key=lambda kind: depths[kind])
    return [_in_order(list(groups[kind].values())) for kind in ordered]


def _in_order(blocks: list[_Block]) -> list[_Block]:
    """Return *blocks* without those that stand in another of them."""
    ids = {one.node.mem_id for one in blocks}
    return [one for one in blocks if not ids.intersection(ids_above(one.node, _STEPS))]


def _name(node: LexborNode) -> str:
    """Return the first class name without a number in it: `post-123` is the name of one."""
    return next((one for one in attribute(node, "class").split() if not _DIGITS.search(one)), "")


def _are_blocks(group: Sequence[_Block], quiet: frozenset[int]) -> bool:
    """Tell whether the elements of *group* are blocks of a live blog, and no list, no timetable."""
    for one in group:
        if one.node.mem_id in quiet or quiet.intersection(ids_above(one.node)):
            return False
    if group[0].node.tag == "tr" and any(_is_timetable(one) for one in group):
        return False
    texts = [_own_text(one) for one in group]
    prose = sum(map(_is_prose, texts))
    if not prose or prose * 4 < len(group):
        return False
    return sum(_is_teaser(one.node) for one in group) * 2 <= len(group)


def _is_timetable(block: _Block) -> bool:
    """Tell whether the row *block* has several times, or nothing but short cells."""
    return len({one.node.mem_id for one in block.markers}) > 1


def _own_text(block: _Block) -> str:
    """Return the text of a block without its time and its links."""
    if block.node.tag == "dt":
        node = block.node.next
        while node is not None and node.tag != "dd":
            node = node.next
        return line_of(node) if node is not None else ""
    text = line_of(block.node)
    for link in block.node.css("a"):
        text = text.replace(line_of(link), " ", 1)
    for one in block.markers:
        if one.source != sources.DATA and one.node.mem_id != block.node.mem_id:
            text = text.replace(line_of(one.node), " ", 1)
    return " ".join(text.split())


def _is_prose(text: str) -> bool:
    size = signs(text)
    return size >= _PROSE or (size >= _SENTENCE and _SENTENCE_END.search(text) is not None)


def _is_teaser(node: LexborNode) -> bool:
    """Tell whether *node* leads to another story: its heading is a link away from this page."""
    if node.tag == "a":
        return True
    heading = node.css_first("h2, h3, h4, h5")
    if heading is None:
        return False
    link = heading.css_first("a[href]") or _link_around(heading, node)
    href = attribute(link, "href") if link is not None else ""
    away = bool(href) and "#" not in href and line_of(link) == line_of(heading)
    return away and signs(line_of(node)) < 400


def _link_around(node: LexborNode, top: LexborNode) -> LexborNode | None:
    above = node.parent
    while above is not None and above.mem_id != top.mem_id:
        if above.tag == "a":
            return above
        above = above.parent
    return None


# Blocks that stand one below the other, without an element around each


def _below_each_other(found: Sequence[Marker], quiet: frozenset[int]) -> list[_Block]:
    """Return the lines that begin a block each, where times for programs stand by themselves.

    A heading above each time begins its block.
    """
    lines: dict[int, list[tuple[LexborNode, Marker]]] = defaultdict(list)
    for one in found:
        line = _line(one.node)
        if line is None or line.parent is None or quiet.intersection(ids_above(line)):
            continue
        lines[line.parent.mem_id].append((line, one))
    best = max(lines.values(), key=len, default=[])
    if len(best) < 2:
        return []
    above = [_sibling(line, after=False) for line, _ in best]
    below = [_sibling(line, after=True) for line, _ in best]
    headed = all(_is_heading(one) for one in above) and not any(_is_heading(one) for one in below)
    stated = sum(bool(one.machine) for _, one in best) * 2 > len(best)
    if not (stated or headed) or not any(_prose_below(one) for one, _ in best):
        return []
    if headed and not any(_is_heading(line) for line, _ in best):
        pairs = zip(above, best, strict=True)
        return [_Block(head, [one]) for head, (_, one) in pairs if head is not None]
    return [_Block(line, [one]) for line, one in best]


def _line(node: LexborNode) -> LexborNode | None:
    """Return the element that is the line of *node*, None where more stands in it."""
    said = line_of(node)
    line = node
    if node.tag in _CONTAINERS and len(said) > 80:
        return None
    while line.parent is not None and line_of(line.parent) == said:
        if line.parent.tag in ("body", "main", "article", "html"):
            break
        line = line.parent
    return line


def _sibling(node: LexborNode, *, after: bool) -> LexborNode | None:
    other = node.next if after else node.prev
    while other is not None and not other.is_element_node:
        other = other.next if after else other.prev
    return other


def _is_heading(node: LexborNode | None) -> bool:
    return node is not None and node.tag in ("h2", "h3", "h4", "h5", "h6")


def _prose_below(line: LexborNode) -> bool:
    node = _sibling(line, after=True)
    for _ in range(4):
        if node is None:
            return False
        if _is_prose(line_of(node)):
            return True
        node = _sibling(node, after=True)
    return False


# What the page's data say


def _stated_updates(root: LexborNode) -> list[StatedUpdate]:
    scripts = root.css('script[type*="ld+json" i]')
    if not any("liveBlogUpdate" in one.text(deep=True) for one in scripts):
        return []
    return [one for one in Statements(root).updates() if one.paragraphs or one.headline]


def _by_their_data(root: LexborNode, stated: Sequence[StatedUpdate]) -> Iterator[Marker]:
    """Go through the elements that show the beginning of what the page's data have a date for."""
    shown = stretches(root)
    whole = {one.key: one for one in reversed(shown)}
    begun = {one.key[:_TELLING]: one for one in reversed(shown) if len(one.key) >= _TELLING}
    for update in stated:
        found = whole.get(key(update.headline)) if update.headline else None
        if found is None and update.paragraphs:
            text = key(update.paragraphs[0])
            found = begun.get(text[:_TELLING]) or whole.get(text)
        node = found.nodes[0].parent if found else None
        if node is not None and update.date:
            yield Marker(node, update.date, sources.DATA)


def _shown(
    blocks: Iterable[_Block], stated: Sequence[StatedUpdate]
) -> dict[int, StatedUpdate]:
    """Return which of the updates *stated* each of the *blocks* shows, by `mem_id`."""
    found: dict[int, StatedUpdate] = {}
    left = list(stated)
    for block in blocks:
        text = key(line_of(block.node)) if block.is_container else key(_following(block.node))
        mine = next((one for one in left if _is_in(one, text)), None)
        if mine is not None:
            found[block.node.mem_id] = mine
            left.remove(mine)
    return found


def _following(node: LexborNode) -> str:
    texts = [line_of(node)]
    other = _sibling(node, after=True)
    while other is not None and len(texts) < 5:
        texts.append(line_of(other))
        other = _sibling(other, after=True)
    return " ".join(texts)


def _is_in(update: StatedUpdate, text: str) -> bool:
    """Tell whether *text*, a key, holds the beginning of *update*, or its headline alone."""
    if update.paragraphs:
        first = key(update.paragraphs[0])[:80]
        if len(first) >= _TELLING or not update.headline:
            return bool(first) and first in text
    return bool(update.headline) and key(update.headline) in text


def _unseen(
    root: LexborNode, stated: Sequence[StatedUpdate], shown: Iterable[StatedUpdate]
) -> tuple[StatedUpdate, ...]:
    """Return the updates that the page's data alone have, with their dates."""
    seen = set(shown)
    left = [one for one in stated if one not in seen and one.date and one.paragraphs]
    text = key(" ".join(line_of(one) for one in root.css("body"))) if left else ""
    return tuple(one for one in left if not _is_in(one, text))
