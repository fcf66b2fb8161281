"""The words of a book in the language of its stories: those of the theme, and a few of its own."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backfile.packaged import theme_folder
from backfile.render.language import FOLDER, Languages, moment_in_full

if TYPE_CHECKING:
    from collections.abc import Mapping

# By language, what no page of the theme says.
_OWN = {"es": {"Contents": "Contenido", "Read online": "Leer en línea"}}


class BookWords:
    """What a book says to its readers in language *tag*, and how it writes moments."""

    def __init__(self, tag: str) -> None:
        self._languages = Languages(tag, theme_folder() / FOLDER)
        self._tag = tag

    def say(self, message: str, **facts: object) -> str:
        """Return the English *message* in the language, its places filled with *facts*."""
        spoken = self._languages.speak(self._tag)
        own = _OWN.get(spoken.tag.partition("-")[0], {})
        return (own.get(message) or spoken.words.gettext(message)) % facts

    def count(self, one: str, many: str, number: int) -> str:
        """Return *one* or *many*, whichever is said of so many things: `3 stories`."""
        return self._languages.speak(self._tag).words.ngettext(one, many, number) % {"num": number}

    def moment(self, known: Mapping[str, str | None], zone: str) -> str:
        """Return a time of a story's data in full, with its zone; empty where none is known."""
        if known["instant"] and known["utc"]:
            when = datetime.fromisoformat(known["utc"]).astimezone(ZoneInfo(zone))
            return moment_in_full(self._languages, self._tag, when)
        if known["day"]:
            return moment_in_full(self._languages, self._tag, date.fromisoformat(known["day"]))
        return ""
