"""Updates that can be read, but that a person should look at, such as empty or very long ones.

Rules: docs/check.md, "Warnings".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backfile.story.model import Trouble
from backfile.story.opening import Kind, parse_opening
from backfile.story.stamp import StampError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backfile.story.model import Section

# A shorter update may well be most of a short story.
_MANY_WORDS = 300


class Measured(NamedTuple):
    """A section, and how many words stand below its heading."""

    section: Section
    words: int


def doubts(measured: Sequence[Measured], lead_words: int, lang: str) -> Iterator[Trouble]:
    """Yield a Trouble for each doubtful section of a story, in the order of the file.

    *lead_words* is how many words stand above the first one.
    """
    for at, one in enumerate(measured):
        is_last = at == len(measured) - 1
        if _is_empty(one, is_last=is_last):
            yield _doubt(one, "empty-update", "has no words; delete it, or write what it says")
        if _is_stamp(one.section.opening.rest, lang):
            said = f'has the headline "{one.section.opening.rest}", which is a stamp as well'
            yield _doubt(one, "stamp-as-headline", f"{said}; write both as one stamp")
    if len(measured) == 1 and not lead_words and _is_update(measured[0]) and measured[0].words:
        said = "is the only update, and nothing stands above it"
        fix = "if this is the date of the whole page, delete the heading"
        yield _doubt(measured[0], "empty-lead", f"{said}; {fix}")
    total = lead_words + sum(one.words for one in measured)
    for one in measured:
        if _is_update(one) and one.words > _MANY_WORDS and one.words * 2 > total:
            said = f"holds {one.words:,} of the {total:,} words of the story"
            fix = "see whether other updates, or the story's first text, begin within it"
            yield _doubt(one, "long-update", f"{said}; {fix}")


def _doubt(one: Measured, code: str, said: str) -> Trouble:
    return Trouble(one.section.line, code, f'"{one.section.opening.printed}" {said}')


def _is_update(one: Measured) -> bool:
    return one.section.opening.kind is Kind.UPDATE


def _is_empty(one: Measured, *, is_last: bool) -> bool:
    """Return whether an update says nothing; a day alone is the header of the times below it."""
    opening = one.section.opening
    is_day = opening.stamp is not None and opening.stamp.clock is None and not opening.labelled
    says = one.words or opening.rest
    return _is_update(one) and not says and not (is_day and not is_last)


def _is_stamp(headline: str, lang: str) -> bool:
    if not headline:
        return False
    try:
        opening = parse_opening(headline, lang=lang)
    except StampError:
        return False
    return opening is not None and opening.stamp is not None and not opening.rest
