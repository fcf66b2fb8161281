"""Live blogs: blocks that carry their own machine-readable time, found before their text is."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from selectolax.lexbor import SelectolaxError

from backfile.fidelity.account import signs
from backfile.legacy.html.embeds import attribute
from backfile.legacy.items import RefusedError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from selectolax.lexbor import LexborNode

    from backfile.legacy.call import Call

# How far above its time a block of a live blog can begin.
_STEPS = 6
_CONTAINERS = frozenset({"article", "div", "li", "section"})
# Blocks with less text of their own are teasers or pictures.
_LEAST = 40
_MACHINE = ("datetime", "data-timestamp", "data-time", "data-date", "content")


def live_blocks(body: LexborNode, call: Call) -> tuple[dict[int, str], frozenset[int]]:
    """Return the blocks of a live blog in *body* with their `datetime`, and the times in them.

    Both by `mem_id`. The recipe's selectors come first; else elements that are alike, two at the
    least, with a `<time datetime>` and text of their own. Raises RefusedError for a selector that
    cannot be read.
    """
    recipe = call.recipe.html
    found: list[tuple[LexborNode, LexborNode | None]]
    try:
        if recipe.update:
            found = [(node, _time(node, recipe.update_time)) for node in body.css(recipe.update)]
        else:
            found = [*_alike(body)]
    except SelectolaxError:
        message = (
            f'the recipe\'s selectors "{recipe.update}" and "{recipe.update_time}" cannot be read'
        )
        raise RefusedError(f"{message}; correct them") from None
    entries = {node.mem_id: _machine(time) if time else "" for node, time in found}
    return entries, frozenset(time.mem_id for _, time in found if time)


def _time(node: LexborNode, selector: str) -> LexborNode | None:
    return node.css_first(selector or "time[datetime], [data-timestamp]")


def _machine(node: LexborNode) -> str:
    return next((value for name in _MACHINE if (value := attribute(node, name).strip())), "")


def _alike(body: LexborNode) -> list[tuple[LexborNode, LexborNode]]:
    """Return the elements that are alike and hold a time each, with the first time in them."""
    groups: dict[tuple[int, str, str], dict[int, tuple[LexborNode, LexborNode]]] = defaultdict(dict)
    for time in body.css("time[datetime]"):
        node = time.parent
        for _ in range(_STEPS):
            if node is None or node.mem_id == body.mem_id or node.parent is None:
                break
            if node.tag in _CONTAINERS:
                kind = (node.parent.mem_id, node.tag or "", _first_class(node))
                groups[kind].setdefault(node.mem_id, (node, time))
            node = node.parent
    best = max(groups.values(), key=len, default={})
    blocks = [one for one in best.values() if _is_text(*one)]
    return blocks if len(blocks) > 1 else []


def _first_class(node: LexborNode) -> str:
    return next(iter(attribute(node, "class").split()), "")


def _is_text(node: LexborNode, time: LexborNode) -> bool:
    """Tell whether *node* holds text of its own, and is no teaser, no comment."""
    if "comment" in f"{attribute(node, 'class')} {attribute(node, 'id')}".lower():
        return False
    linked = sum(signs(link.text() or "") for link in node.css("a"))
    own = signs(node.text() or "") - signs(time.text() or "")
    return own >= _LEAST and linked * 2 < own


def moment(machine: str, zone: ZoneInfo) -> tuple[str, str]:
    """Read the `datetime` *machine* of a block.

    Returns it as a stamp that can be printed, in *zone* where it has an offset, and the `datetime`
    of the heading, empty where there is no offset; both empty for what is no date.
    """
    try:
        when = _read(machine)
    except (ValueError, OverflowError, OSError):
        return "", ""
    if not isinstance(when, datetime):
        return when.isoformat(), ""
    if when.utcoffset() is None:
        return f"{when:%Y-%m-%d %H:%M}", ""
    told = when.astimezone(zone)
    return f"{told:%Y-%m-%d %H:%M}", when.isoformat(timespec="seconds")


def _read(machine: str) -> datetime | date:
    if machine.isascii() and machine.isdigit() and len(machine) in (10, 13):
        seconds = int(machine) / (1000 if len(machine) == 13 else 1)
        return datetime.fromtimestamp(int(seconds), UTC)
    if len(machine) == len("2014-06-16"):
        return date.fromisoformat(machine)
    when = datetime.fromisoformat(machine)
    return when.replace(microsecond=0)
