"""Day headers: lines with nothing but a day, which date the times below them.

Rules: docs/stories.md, "Day headers".
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backfile.fidelity.account import merged, section, stamp
from backfile.story.model import DayHeader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.importers.draft import DraftBody, Part


def with_day_headers(body: DraftBody) -> DraftBody:
    """Return *body* with each part that is a day header put above the part that follows it.

    The account is renumbered: the words of a header go with the stamp of the update below it.
    """
    headers = [
        number
        for number, (one, after) in enumerate(zip(body.updates, body.updates[1:], strict=False))
        if _is_day(one) and _has_time(after)
    ]
    if not headers:
        return body
    places = _places(headers, len(body.updates))
    return replace(
        body,
        updates=tuple(_updates(body.updates, headers)),
        spans=merged(replace(one, to=places.get(one.to, one.to)) for one in body.spans),
    )


def _is_day(part: Part) -> bool:
    if part.section is None or part.blocks or part.section.settled:
        return False
    opening, says = part.section.opening, part.section.opening.stamp
    is_plain = not opening.labelled and part.heading == opening.printed
    return is_plain and says is not None and says.clock is None and says.day is not None


def _has_time(part: Part) -> bool:
    says = part.section.opening.stamp if part.section else None
    return says is not None and says.clock is not None


def _updates(updates: Sequence[Part], headers: Sequence[int]) -> list[Part]:
    kept: list[Part] = []
    header: DayHeader | None = None
    above = ""
    for number, one in enumerate(updates):
        says = one.section.opening.stamp if one.section else None
        if number in headers and one.section and says and says.day:
            header = DayHeader(one.section.opening.printed, says.day, one.section.line)
            above = one.heading
        else:
            dated = replace(one.section, under=header) if one.section else None
            kept.append(replace(one, section=dated, above=above))
            above = ""
    return kept


def _places(headers: Sequence[int], count: int) -> dict[str, str]:
    """Return the new names of the places of *count* updates, those of *headers* being none."""
    renamed: dict[str, str] = {}
    new = 1
    for number in range(count):
        if number in headers:
            renamed |= {place(number + 1): stamp(new) for place in (stamp, section)}
        else:
            renamed |= {place(number + 1): place(new) for place in (stamp, section)}
            new += 1
    return renamed
