"""The zone that a sentence states for all times of a story, and zones by the story's country.

Rules: docs/stories.md, "Zones".
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from backfile.story import messages
from backfile.story.languages import ENGLISH
from backfile.story.model import Inference, Phrase, Section, Trouble
from backfile.story.spoken_zones import ends_of_all_times
from backfile.story.zones import END, OffsetError, PrintedZone, in_story, read_zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from zoneinfo import ZoneInfo

    from backfile.story.stamp import Stamp

_ALL_TIMES = re.compile(
    r"(?<!\bat )(?<!\bnot )(?<!\bof )(?<!\bfor )\ball\s+times\s+"
    r"(?:listed\s+|given\s+|shown\s+|here\s+|below\s+)?(?:are\s+|is\s+|in\s+|:\s*)*"
    r"(?:given\s+in\s+|in\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"local\b", re.IGNORECASE)
# What may follow the zone: "unless noted", "angegeben".
_QUALIFIED = re.compile(r"\s+(?:unless|except|if\s+not)\b.*|\s+angegeben\b", re.IGNORECASE)
_LOWER_CASE = re.compile(r"[a-z]{2,5}")


def zone_of_text(text: str, language: str = ENGLISH) -> PrintedZone | None:
    """Return the zone that a sentence of *text* gives to all stamps ("all times EDT"), or None.

    The sentence is in English, or in *language*.
    """
    for found in _ALL_TIMES.finditer(text):
        if _LOCAL.match(text, found.end()):
            return PrintedZone("local time", None, from_text=True)
        if read := _zone_at_start(_rest(text, found.end()), ENGLISH):
            return replace(read[0], from_text=True)
    for place in ends_of_all_times(text, language):
        said = _rest(text, place)
        read = _zone_at_start(said, language)
        # Their words for "all times" also mean "always", and "est" and "et" are words.
        if read and END.match(said, read[1]) and not _LOWER_CASE.fullmatch(said, 0, read[1]):
            return replace(read[0], from_text=True)
    return None


def _rest(text: str, place: int) -> str:
    """Return *text* from *place* on, without what qualifies the zone there."""
    return _QUALIFIED.sub("", text[place:])


def _zone_at_start(said: str, language: str) -> tuple[PrintedZone, int] | None:
    """Return the zone with which *said* begins and where it ends; None for an impossible offset."""
    try:
        return read_zone(said, 0, language)
    except OffsetError:
        return None


def with_zone(sections: Iterable[Section], zone: PrintedZone) -> list[Section]:
    """Return *sections* with *zone* for the stamps that print a time and no zone."""
    return [_with_zone(one, zone) for one in sections]


def _with_zone(section: Section, zone: PrintedZone) -> Section:
    stamp = section.opening.stamp
    if stamp is None or stamp.clock is None or stamp.zone is not None:
        return section
    return replace(section, opening=replace(section.opening, stamp=replace(stamp, zone=zone)))


def with_known_zones(sections: Iterable[Section], home: ZoneInfo) -> list[Section]:
    """Return *sections* with the zones that their stamps name in a story of the zone *home*."""
    return [_with_known_zone(one, home) for one in sections]


def _with_known_zone(section: Section, home: ZoneInfo) -> Section:
    stamp = section.opening.stamp
    if stamp is None or stamp.zone is None:
        return section
    zone = in_story(stamp.zone, home)
    if zone is stamp.zone:
        return section
    return replace(section, opening=replace(section.opening, stamp=replace(stamp, zone=zone)))


def zone_inferences(stamp: Stamp) -> list[Inference]:
    """Return the inference of a zone that a sentence of the lead gives to *stamp*, if one does."""
    if stamp.zone is None or not stamp.zone.from_text:
        return []
    said = Phrase(messages.ZONE_OF_TEXT, (stamp.printed, stamp.zone.name))
    return [Inference("zone-from-text", said)]


def unknown_zones(sections: Iterable[Section]) -> Iterator[Trouble]:
    """Yield a Trouble for each stamp whose zone is not known."""
    for section in sections:
        stamp = section.opening.stamp
        if stamp is not None and stamp.zone is not None and stamp.zone.is_unknown:
            message = (
                f'"{stamp.zone.name}" in "{section.opening.printed}" is a zone that is not known, '
                "or that means several places; the update gets its day and no time. Write the "
                "offset instead, such as +09:00"
            )
            yield Trouble(section.line, "unknown-zone", message)
