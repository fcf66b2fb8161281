"""Finds the blocks of a live blog: the parts of a page that each state when they were written.

The sources of a block's instant, the most trusted first: `datetime`, attributes for programs, the
page's JSON-LD, the printed time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from selectolax.lexbor import SelectolaxError

from backfile.errors import RefusedError
from backfile.fidelity.account import signs
from backfile.importers.html.body.blocks import LiveEntry
from backfile.importers.html.body.extract import ids_above, key, stretches
from backfile.importers.html.body.media_sources import attribute
from backfile.importers.html.liveblog import time_markers as sources
from backfile.importers.html.liveblog.block_parts import is_key_event, parts_of
from backfile.importers.html.liveblog.exclusions import quiet_parts
from backfile.importers.html.liveblog.machine_times import stated_time
from backfile.importers.html.liveblog.time_markers import (
    TimeMarker,
    brief,
    line_of,
    markers,
    said_below,
)
from backfile.importers.html.metadata.jsonld import StatedUpdate, Statements
from backfile.importers.recipe import selector_and_attribute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from selectolax.lexbor import LexborNode

    from backfile.importers.options import Call
    from backfile.importers.recipe import HtmlRecipe

# How far above its time a block of a live blog can begin.
_STEPS = 8
_CONTAINERS = frozenset({"article", "div", "li", "section", "tr", "dt", "p"})
# Elements that are a line each: the text of a block that begins with one stands below it.
_LINES = frozenset(("dt", "h2", "h3", "h4", "h5", "h6", "p", "time", "span"))
# An element of the importer's own around a block that comes from elsewhere.
OURS = "backfile-live"
_DIGITS = re.compile(r"\d")
# A block with this many characters outside of links, or a sentence of this many, is prose.
_PROSE, _SENTENCE = 120, 25
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s|$|[^\W\d_])|[。！？]")
# Boxes without a class name are alike by chance where there are fewer.
_FEWEST_UNNAMED = 3
_LONGEST_HEADING = 160
# Many characters of the text of a block are enough to know it by.
_TELLING = 25


@dataclass(frozen=True, slots=True)
class LiveBlog:
    """The blocks of a live blog, by `mem_id`: what they say for programs, and the kinds of parts.

    No update begins inside the elements `quiet`. `unseen` are blocks that the page's data alone
    have. `nodes` are the elements of the blocks.
    """

    entries: Mapping[int, LiveEntry] = field(default_factory=dict)
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
    quiet = quiet_parts(root)
    stated = _stated_updates(root)
    if own:
        found = [_own(node) for node in own]
    elif call.recipe.html.update:
        found = _of_recipe(root, call)
    else:
        found, others = _alike(root, stated, call, quiet)
        quiet |= others
    shown = _shown(found, stated) if stated else {}
    entries: dict[int, LiveEntry] = {}
    parts: dict[int, str] = {}
    for block in found:
        said = shown.get(block.node.mem_id)
        entries[block.node.mem_id] = _entry(block, said)
        author = said.author if said else ""
        for one in (block.node, *block.below):
            parts |= parts_of(one, block.markers, author, call, by=block.by)
    inside = {block.node.mem_id for block in found if block.is_container and block.markers}
    inside |= {one.mem_id for block in found if block.below for one in (block.node, *block.below)}
    unseen = _unseen(root, stated, shown.values()) if stated else ()
    nodes = tuple(block.node for block in found)
    return LiveBlog(entries, parts, quiet | inside, unseen, nodes)


def may_be_in_block(node: LexborNode) -> bool:
    """Tell whether an element around *node* has one like it at its side, as all blocks have."""
    above: LexborNode | None = node
    for _ in range(_STEPS):
        if above is None or above.tag in ("body", "main"):
            return False
        kind = (above.tag, _name(above))
        beside = (_sibling(above, after=True), _sibling(above, after=False))
        if any(one is not None and (one.tag, _name(one)) == kind for one in beside):
            return True
        above = above.parent
    return False


@dataclass(frozen=True, slots=True)
class _LiveBlock:
    """An element that is a block, and what says when it was written.

    `below` are the elements behind it that are part of it, where none is around all of them. `by`
    is the element that prints its author, `author` and `anchor` its author and its id as its
    attributes have them.
    """

    node: LexborNode
    markers: Sequence[TimeMarker]
    below: tuple[LexborNode, ...] = ()
    by: LexborNode | None = None
    author: str = ""
    anchor: str = ""

    @property
    def is_container(self) -> bool:
        """Tell whether the text of the block stands in its element, and not below it."""
        if self.node.tag == "p":
            said = line_of(self.node)
            return all(line_of(one.node) != said for one in self.markers)
        return self.node.tag not in _LINES


def _entry(block: _LiveBlock, said: StatedUpdate | None) -> LiveEntry:
    best = min(
        (one for one in block.markers if one.machine), key=lambda one: one.source, default=None
    )
    machine = best.machine if best else ""
    if said and said.date and (best is None or best.source >= sources.DATA):
        machine = said.date
    return LiveEntry(
        machine=machine,
        anchor=block.anchor or attribute(block.node, "id").strip(),
        author=block.author or (said.author if said else ""),
        is_key=is_key_event(block.node),
    )


def _own(node: LexborNode) -> _LiveBlock:
    """Return the block in an element of the importer's own."""
    marker = TimeMarker(node, stated_time(node), sources.DATETIME)
    return _LiveBlock(node, [marker], author=attribute(node, "by"))


def _of_recipe(root: LexborNode, call: Call) -> list[_LiveBlock]:
    recipe = call.recipe.html
    try:
        return [_named(node, recipe) for node in root.css(recipe.update)]
    except SelectolaxError:
        named = (recipe.update, recipe.update_time, recipe.update_author, recipe.update_id)
        listed = ", ".join(f'"{one}"' for one in named if one)
        raise RefusedError(f"a selector of the recipe cannot be read: {listed}") from None


def _named(node: LexborNode, recipe: HtmlRecipe) -> _LiveBlock:
    """Return the block *node* with its time, its author and its id as the *recipe* names them."""
    time, stated = _found_at(node, recipe.update_time or "time[datetime], [data-timestamp]")
    said = []
    if time is not None:
        value = stated_time(time) if stated is None else stated
        said.append(TimeMarker(time, value, sources.DATETIME))
    if stated is None and (value := stated_time(node)):
        said.append(TimeMarker(node, value, sources.ATTRIBUTE))
    by, author = _found_at(node, recipe.update_author)
    place, anchor = _found_at(node, recipe.update_id)
    if place is not None and anchor is None:
        anchor = attribute(place, "id")
    return _LiveBlock(
        node,
        said,
        by=by if author is None else None,
        author=author or "",
        anchor=(anchor or "").rpartition("#")[2],  # a link to a block has its id at the end
    )


def _found_at(block: LexborNode, path: str) -> tuple[LexborNode | None, str | None]:
    """Return the element in *block* at *path*, and its attribute; None where *path* names none."""
    selector, name = selector_and_attribute(path)
    node = block.css_first(selector) if selector else block if name else None
    if not name:
        return node, None
    return node, attribute(node, name).strip() if node is not None else ""


# Elements that are alike


def _alike(
    root: LexborNode, stated: Sequence[StatedUpdate], call: Call, quiet: frozenset[int]
) -> tuple[list[_LiveBlock], set[int]]:
    """Return the elements that are alike and say each when they were written.

    And those, by `mem_id`, which are alike and lead to other stories, or are such.
    """
    found = markers(root, day_first=call.day_first, lang=call.language)
    if stated:
        found += _by_their_data(root, stated)
    others: set[int] = set()
    if len(found) < 2:
        return [], others
    groups = _groups(root, found)
    groups.sort(key=len, reverse=True)
    page = _own_address(root)
    for group in groups:
        if len(group) < 2:
            continue
        told = [one.node.mem_id for one in group if _is_other_story(one.node, root, page)]
        if len(told) * 2 > len(group):
            others.update(told)
        elif _are_blocks(group, quiet | others):
            return group, others
    return _below_each_other(found, quiet | others), others


def _groups(root: LexborNode, found: Iterable[TimeMarker]) -> list[list[_LiveBlock]]:
    """Gather the elements around the markers *found* by their likeness, the outermost first.

    Those are alike that have the same tag and class, in boxes that are alike side by side: a live
    blog may have a box for each day.
    """
    groups: dict[tuple[object, ...], dict[int, _LiveBlock]] = {}
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
            block = group.setdefault(node.mem_id, _LiveBlock(node, []))
            block.markers.append(marker)  # type: ignore[attr-defined]
            if kind not in depths:
                depths[kind] = len(ids_above(node))
    ordered = sorted(groups, key=lambda kind: depths[kind])
    return [_in_order(list(groups[kind].values())) for kind in ordered]


def _in_order(blocks: list[_LiveBlock]) -> list[_LiveBlock]:
    """Return *blocks* without those that stand in another of them."""
    ids = {one.node.mem_id for one in blocks}
    return [one for one in blocks if not ids.intersection(ids_above(one.node, _STEPS))]


def _name(node: LexborNode) -> str:
    """Return the first class name without a number in it: `post-123` is the name of one."""
    return _without_number(attribute(node, "class"))


@lru_cache(maxsize=4096)
def _without_number(classes: str) -> str:
    return next((one for one in classes.split() if not _DIGITS.search(one)), "")


def _are_blocks(group: Sequence[_LiveBlock], quiet: frozenset[int]) -> bool:
    """Tell whether the elements of *group* are blocks of a live blog, and no list, no timetable."""
    if len(group) < _FEWEST_UNNAMED and group[0].node.tag == "div" and not _name(group[0].node):
        return False
    for one in group:
        if one.node.mem_id in quiet or quiet.intersection(ids_above(one.node)):
            return False
        if one.node.tag != "dt" and one.node.css_first("h1") is not None:
            return False  # a story, with its title
    if group[0].node.tag == "tr" and any(_is_timetable(one) for one in group):
        return False
    texts = [_own_text(one) for one in group]
    prose = sum(map(_is_prose, texts))
    return prose > 0 and prose * 4 >= len(group)


def _is_timetable(block: _LiveBlock) -> bool:
    """Tell whether the row *block* has a time in several cells."""
    times = {one.node.mem_id for one in block.markers}
    cells = block.node.css("td, th")
    marked = [one for one in cells if times & {one.mem_id, *(x.mem_id for x in one.css("*"))}]
    return len(marked) > 1


def _own_text(block: _LiveBlock) -> str:
    """Return the text of a block without its time and its links."""
    if block.node.tag == "dt":
        node = block.node.next
        while node is not None and node.tag != "dd":
            node = node.next
        return line_of(node) if node is not None else ""
    me = block.node.mem_id
    if any(one.node.mem_id == me and one.source == sources.PRINTED for one in block.markers):
        return ""
    left_out = {one.mem_id for one in block.node.css("a")}
    left_out |= {one.node.mem_id for one in block.markers if one.source != sources.DATA}
    left_out.discard(me)
    return " ".join(said_below(block.node, left_out).split())


def _is_prose(text: str) -> bool:
    size = signs(text)
    return size >= _PROSE or (size >= _SENTENCE and _SENTENCE_END.search(text) is not None)


def _is_other_story(node: LexborNode, root: LexborNode, page: str) -> bool:
    """Tell whether *node* is another story below the first of the page, or leads to one."""
    title, own = root.css_first("h1"), node.css_first("h1")
    if title is not None and own is not None and own.mem_id != title.mem_id:
        return True
    return _is_teaser(node, page)


def _is_teaser(node: LexborNode, page: str) -> bool:
    """Tell whether *node* leads to another story: its heading is a link away from this *page*."""
    if node.tag == "a":
        return True
    heading = node.css_first("h2, h3, h4, h5")
    if heading is None:
        return False
    link = heading.css_first("a[href]") or _link_around(heading, node)
    href = attribute(link, "href") if link is not None else ""
    whole = link is not None and line_of(link) == line_of(heading)
    return bool(href) and "#" not in href and whole and not _is_below(href, page)


def _is_below(href: str, page: str) -> bool:
    """Tell whether *href* is the address of a part of the *page*: it begins with its path."""
    path = urlsplit(page).path.rstrip("/").removesuffix(".html")
    try:
        return len(path) > 1 and urlsplit(href).path.startswith(path)
    except ValueError:
        return False


def _own_address(root: LexborNode) -> str:
    """Return the address that the page states as its own, empty where it states none."""
    link = root.css_first('link[rel~="canonical" i][href], meta[property="og:url"][content]')
    if link is None:
        return ""
    address = attribute(link, "href") or attribute(link, "content")
    return address if address.startswith(("http://", "https://")) else ""


def _link_around(node: LexborNode, top: LexborNode) -> LexborNode | None:
    above = node.parent
    while above is not None and above.mem_id != top.mem_id:
        if above.tag == "a":
            return above
        above = above.parent
    return None


# Blocks that stand one below the other, without an element around each


def _below_each_other(found: Sequence[TimeMarker], quiet: frozenset[int]) -> list[_LiveBlock]:
    """Return the lines that begin a block each, where times for programs stand by themselves.

    A heading above each time begins its block.
    """
    lines: dict[int, dict[int, tuple[LexborNode, TimeMarker]]] = defaultdict(dict)
    for one in sorted(found, key=lambda one: one.source):
        line = _line(one.node)
        if line is None or line.parent is None or quiet.intersection(ids_above(line)):
            continue
        lines[line.parent.mem_id].setdefault(line.mem_id, (line, one))
    best = max(lines.values(), key=len, default={})
    children = _children(best)
    at = sorted(
        (index, *best[one.mem_id]) for index, one in enumerate(children) if one.mem_id in best
    )
    return _parted(children, [(index, marker) for index, _, marker in at]) if len(at) > 1 else []


def _children(lines: Mapping[int, tuple[LexborNode, TimeMarker]]) -> list[LexborNode]:
    """Return the elements side by side, of which some are the *lines*."""
    first = next((line for line, _ in lines.values()), None)
    box = first.parent if first is not None else None
    found = []
    node = box.first_child if box is not None else None
    while node is not None:
        if node.is_element_node:
            found.append(node)
        node = node.next
    return found


def _parted(
    children: Sequence[LexborNode], times: Sequence[tuple[int, TimeMarker]]
) -> list[_LiveBlock]:
    """Cut *children* into blocks by the *times* among them, each with its place.

    Rules between the blocks say where each begins and that its time may stand at its foot; else a
    heading above each time begins its block. Times that are printed alone, and nothing of this,
    are left to the text, and so is a time with sentences of its block both above and below it.
    """
    starts = _between_rules(children, [at for at, _ in times])
    by_rules = any(start != at for start, (at, _) in zip(starts, times, strict=False))
    above = [at > 0 and _is_heading(children[at - 1]) for at, _ in times]
    below = [at + 1 < len(children) and _is_heading(children[at + 1]) for at, _ in times]
    if not starts and all(_ends_heading(children[at], marker) for at, marker in times):
        starts, by_rules = [at for at, _ in times], True
    elif not starts and all(above) and not any(below):
        starts, by_rules = [at - 1 for at, _ in times], True
    stated = sum(bool(one.machine) for _, one in times) * 2 > len(times)
    if not (stated or by_rules):
        return []
    starts = starts or [at for at, _ in times]
    found = []
    for start, end, (at, marker) in zip(starts, [*starts[1:], len(children)], times, strict=True):
        part = children[start : _end(children, start, end)]
        if _has_sentence(part[: at - start]) and _has_sentence(part[at - start + 1 :]):
            return []
        found.append(_LiveBlock(part[0], [marker], tuple(part[1:])))
    texts = [" ".join(map(line_of, (one.node, *one.below))) for one in found]
    return found if any(map(_is_prose, texts)) else []


def _has_sentence(lines: Iterable[LexborNode]) -> bool:
    return any(_SENTENCE_END.search(line_of(one)) for one in lines)


def _end(children: Sequence[LexborNode], start: int, end: int) -> int:
    """Return where the block from *start* on ends, at *end* at the latest: before a rule."""
    rules = (at for at in range(start + 1, end) if children[at].tag == "hr")
    return next(rules, end)


def _between_rules(children: Sequence[LexborNode], times: Sequence[int]) -> list[int]:
    """Return where each of the blocks begins that rules part; nothing where they part none.

    What stands above the first rule before a time is no part of a block.
    """
    rules = [at for at, one in enumerate(children) if one.tag == "hr"]
    if len(rules) + 1 < len(times):
        return []
    starts = []
    for number, at in enumerate(times):
        before = [rule for rule in rules if rule < at]
        if number and (not before or before[-1] < times[number - 1]):
            return []
        starts.append(before[-1] + 1 if before else _first_of(children, at))
    return starts


def _first_of(children: Sequence[LexborNode], at: int) -> int:
    """Return where the first block begins, whose time stands at *at*: right above its foot."""
    foot = at + 1 < len(children) and children[at + 1].tag == "hr"
    begin = at - 1 if foot and at else at
    return begin - 1 if begin and begin < at and _is_heading(children[begin - 1]) else begin


def _line(node: LexborNode) -> LexborNode | None:
    """Return the element that is the line of *node*, None where more stands in it."""
    said = brief(node)
    line: LexborNode = node
    if not said:
        return None
    while (outer := line.parent) is not None and brief(outer) == said:
        if outer.tag in ("body", "main", "article", "html"):
            break
        line = outer
    above = line.parent
    if above is not None and _is_heading(above) and brief(above, _LONGEST_HEADING).endswith(said):
        return above
    return line


def _sibling(node: LexborNode, *, after: bool) -> LexborNode | None:
    other = node.next if after else node.prev
    while other is not None and not other.is_element_node:
        other = other.next if after else other.prev
    return other


def _ends_heading(node: LexborNode, marker: TimeMarker) -> bool:
    """Tell whether *node* is a heading that has words of its own before the time."""
    return _is_heading(node) and line_of(node) != line_of(marker.node)


def _is_heading(node: LexborNode | None) -> bool:
    return node is not None and node.tag in ("h2", "h3", "h4", "h5", "h6")


# What the page's data say


def _stated_updates(root: LexborNode) -> list[StatedUpdate]:
    scripts = root.css('script[type*="ld+json" i]')
    if not any("liveBlogUpdate" in one.text(deep=True) for one in scripts):
        return []
    return [one for one in Statements(root).updates() if one.paragraphs or one.headline]


def _by_their_data(root: LexborNode, stated: Sequence[StatedUpdate]) -> Iterator[TimeMarker]:
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
            yield TimeMarker(node, update.date, sources.DATA)


def _shown(blocks: Iterable[_LiveBlock], stated: Sequence[StatedUpdate]) -> dict[int, StatedUpdate]:
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
