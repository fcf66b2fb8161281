"""Finds which update a correction or a note concerns.

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


def link_corrections(story: Story) -> Story:
    """Return *story* with each correction and note linked to the update that it concerns.

    Never raises: a heading that names no update becomes a Trouble of the returned story.
    """
    if not any(update.kind in CORRECTING or update.section.corrects for update in story.updates):
        return story
    troubles = list(story.troubles)
    updates = []
    for update in story.updates:
        try:
            updates.append(replace(update, corrects=_target(update, story.updates)))
        except _CorrectsError as error:
            troubles.append(Trouble(update.section.line, "bad-corrects", str(error)))
            updates.append(update)
    return replace(story, updates=tuple(updates), troubles=tuple(troubles))


class _CorrectsError(ValueError):
    """A heading whose `corrects` names no update, or that is no correction."""


def _target(update: Update, updates: Iterable[Update]) -> str:
    """Return the anchor of what *update* concerns, an empty string for the whole story."""
    others = [other for other in updates if other is not update]
    stated = update.section.corrects
    if stated:
        if update.kind not in CORRECTING:
            raise _CorrectsError('only a "Correction" or an "Editor\'s note" can say corrects')
        return _named(stated, others)
    return next((other.anchor for other in others if other.source == update.after), "")


def _named(stated: str, others: list[Update]) -> str:
    """Return the anchor of the one update whose anchor or stamp is *stated*."""
    found = [
        other.anchor for other in others if stated in (other.anchor, other.stamp, *other.former)
    ]
    if not found:
        known = {name for other in others for name in (other.anchor, other.stamp) if name}
        hint = did_you_mean(stated, known) or "; write its stamp, or its address on the page"
        raise _CorrectsError(f'there is no update "{stated}" to correct{hint}')
    if len(found) > 1:
        raise _CorrectsError(f'several updates are stamped "{stated}"; write {" or ".join(found)}')
    return found[0]
