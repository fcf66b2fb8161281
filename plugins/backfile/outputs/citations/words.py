"""The note of a citation in the words of the story's language, as the theme translates them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backfile.outputs.citations.citation import Subject
from backfile.render.language import moment_in_full

if TYPE_CHECKING:
    from backfile.outputs.citations.citation import Citation
    from backfile.reading.record import UpdateRecord
    from backfile.render.language import Languages

# Words of the theme's templates, which its catalogues translate.
_STOOD_ON = "As it stood on %(when)s"
_STOOD_WITH = "As it stood with “%(update)s”"
_ORIGINAL = "Original address"
_IDENTIFIER = "Identifier"


class CitationWords:
    """Writes the notes of citations of stories in language *tag* whose zone is *zone*."""

    def __init__(self, languages: Languages, tag: str, zone: str) -> None:
        self._languages, self._tag, self._zone = languages, tag, ZoneInfo(zone)
        self._words = languages.speak(tag).words

    def note(self, citation: Citation, update: UpdateRecord | None) -> str:
        """Return the note of *citation*: its state, first address, identifiers and digest."""
        parts = []
        if update and citation.subject is Subject.STATE:
            parts.append(self._state(citation, update))
        if citation.original:
            parts.append(f"{self._words.gettext(_ORIGINAL)}: {citation.original}")
        if citation.identifiers:
            known = ", ".join(citation.identifiers)
            parts.append(f"{self._words.gettext(_IDENTIFIER)}: {known}")
        parts.append(f"SHA-256: {citation.digest}")
        return " ".join(part if part.endswith((".", "。")) else f"{part}." for part in parts)

    def _state(self, citation: Citation, update: UpdateRecord) -> str:
        if not citation.published:
            return self._words.gettext(_STOOD_WITH) % {"update": update.printed}
        if "T" in citation.published:
            moment = datetime.fromisoformat(citation.published).astimezone(self._zone)
            when = moment_in_full(self._languages, self._tag, moment)
        else:
            when = moment_in_full(self._languages, self._tag, date.fromisoformat(citation.day))
        return self._words.gettext(_STOOD_ON) % {"when": when}
