"""Former anchors of updates, which stay as second ids so that old links still lead to them.

Rules: docs/stories.md, "Order on the page".
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from backfile.errors import did_you_mean
from backfile.story.model import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backfile.story.model import Story, Update

_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]*")
_PAIR = re.compile(r"\s*(?:=|→|->)\s*")
# What names the time of day at the end of an anchor.
_CLOCK = re.compile(r"-\d{4}(?:-\d+)?$")
_HOW = "write the former anchor, an equals sign, and the anchor or the stamp of its update"


class _FormerError(ValueError):
    """A former anchor that no update can have."""


def with_former_anchors(story: Story, field: str = "", line: int = 1) -> Story:
    """Give the updates of *story* their former anchors: those of their headings and of *field*.

    *field* is the value of `Former_Anchors`, on *line* of the file: pairs such as
    `update-2014-06-17-1820 = update-2014-06-16-1820`, with commas between. Never raises: what
    cannot be an id of the page becomes a Trouble of the returned story.
    """
    if not field.strip() and not any(one.section.former for one in story.updates):
        return story
    given: dict[str, list[str]] = defaultdict(list)
    taken = {one.anchor for one in story.updates}
    troubles = []
    for former, update, at in _stated(story, field, line):
        try:
            given[_target(update, former, story.updates)].append(_checked(former, taken))
        except _FormerError as error:
            troubles.append(Trouble(at, "bad-former", str(error)))
        taken.add(former)
    updates = [replace(one, former=tuple(given[one.anchor])) for one in story.updates]
    return replace(story, updates=tuple(updates), troubles=(*story.troubles, *troubles))


def _stated(story: Story, field: str, line: int) -> Iterator[tuple[str, Update | str, int]]:
    """Go through the former anchors: each with its update, or what names that, and its line."""
    for one in story.updates:
        yield from ((former, one, one.section.line) for former in one.section.former)
    for part in filter(None, (part.strip() for part in field.split(","))):
        former, *named = _PAIR.split(part, maxsplit=1)
        yield former, named[0] if named else "", line


def _checked(former: str, taken: set[str]) -> str:
    if not _ANCHOR.fullmatch(former):
        raise _FormerError(f'"{former}" cannot be an anchor; {_HOW}')
    if former in taken:
        raise _FormerError(
            f'the former anchor "{former}" is the anchor of another update as well; '
            "each address on the page leads to one update, so delete it from the wrong one"
        )
    return former


def _target(named: Update | str, former: str, updates: Iterable[Update]) -> str:
    """Return the anchor of the update that once had the anchor *former*."""
    if not isinstance(named, str):
        return named.anchor
    if not named:
        return _of_the_same_clock(former, updates)
    found = [one.anchor for one in updates if named in (one.anchor, one.stamp)]
    if not found:
        known = {name for one in updates for name in (one.anchor, one.stamp) if name}
        hint = did_you_mean(named, known) or f"; {_HOW}"
        raise _FormerError(f'there is no update "{named}" that was once "{former}"{hint}')
    if len(found) > 1:
        raise _FormerError(f'several updates are stamped "{named}"; write {" or ".join(found)}')
    return found[0]


def _of_the_same_clock(former: str, updates: Iterable[Update]) -> str:
    """Return the anchor that says the same time of day on another day, if only one does."""
    clock = _CLOCK.search(former)
    same = [one.anchor for one in updates if clock and one.anchor.endswith(clock.group())]
    if len(same) != 1:
        raise _FormerError(f'which update was once "{former}" cannot be told; {_HOW}')
    return same[0]
