"""Which update a correction or a note concerns.

Rules: docs/stories.md, "Corrections and notes".
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backfile.errors import did_you_mean
from backfile.story.model import Story, Trouble, Update
from backfile.story.opening import CORRECTING

if TYPE_CHECKING:
    from collections.abc import Iterable


def aim(story: Story) -> Story:
    """Tell for each correction and note of *story* which update it concerns.

    Never raises: a heading that names no update becomes a Trouble of the returned story.
    """
    if not any(one.kind in CORRECTING or one.section.corrects for one in story.updates):
        return story
    troubles = list(story.troubles)
    updates = []
    for one in story.updates:
        try:
            updates.append(replace(one, corrects=_target(one, story.updates)))
        except _UnaimedError as error:
            troubles.append(Trouble(one.section.line, "bad-corrects", str(error)))
            updates.append(one)
    return replace(story, updates=tuple(updates), troubles=tuple(troubles))


class _UnaimedError(ValueError):
    """A heading that says `corrects` and cannot mean it."""


def _target(one: Update, updates: Iterable[Update]) -> str:
    """Return the anchor of the update that *one* concerns, an empty string for the whole story."""
    others = [other for other in updates if other is not one]
    stated = one.section.corrects
    if stated:
        if one.kind not in CORRECTING:
            raise _UnaimedError('only a "Correction" or an "Editor\'s note" can say corrects')
        return _named(stated, others)
    return next((other.anchor for other in others if other.source == one.after), "")


def _named(stated: str, others: list[Update]) -> str:
    """Return the anchor of the one update whose anchor or stamp is *stated*."""
    found = [
        other.anchor for other in others if stated in (other.anchor, other.stamp, *other.former)
    ]
    if not found:
        known = {name for other in others for name in (other.anchor, other.stamp) if name}
        hint = did_you_mean(stated, known) or "; write its stamp, or its address on the page"
        raise _UnaimedError(f'there is no update "{stated}" to correct{hint}')
    if len(found) > 1:
        raise _UnaimedError(f'several updates are stamped "{stated}"; write {" or ".join(found)}')
    return found[0]
