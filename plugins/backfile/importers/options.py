"""The options of an import, and what the conversion of one item may ask about the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backfile.story.languages import MONTH_FIRST, language_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, time
    from zoneinfo import ZoneInfo

    from backfile.importers.recipe import Recipe
    from backfile.partners.registry import Partner
    from backfile.story.model import Order


@dataclass(frozen=True, slots=True)
class Call:
    """What the person who imports says, the same for every item of the call.

    `lang` is the site's own language; `stated_lang` that of the stories, where the command line
    or the recipe states it. `day_first` is None where the language of a story decides. `day` and
    `clock` override the items' own; `partner` is a slug, `media` are folders in which the files
    that stories show may lie. `partners` are those with a record.
    """

    zone: ZoneInfo
    recipe: Recipe
    source_order: Order
    lang: str = "en"
    stated_lang: str = ""
    day: date | None = None
    clock: time | None = None
    day_first: bool | None = None
    partner: str = ""
    title: str = ""
    encoding: str = ""
    partners: tuple[Partner, ...] = ()
    comments: bool = False
    private: bool = False
    media: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        """Return the language in which stories are read."""
        return self.stated_lang or self.lang

    @property
    def dates_day_first(self) -> bool:
        """Say whether 4/5/2014 is 4 May: as is stated, else as the language has it."""
        if self.day_first is not None:
            return self.day_first
        return language_of(self.language) not in MONTH_FIRST

    def in_language(self, own: str) -> Call:
        """Return the call for a story that says its language is *own*, which may be nothing."""
        return replace(self, stated_lang=self.stated_lang or own)


@dataclass(frozen=True, slots=True)
class LinkResolver:
    """What the conversion of one item may ask of the rest of the archive.

    `link` turns an address as it is written into what the Markdown is to say: a Pelican link to an
    imported story, the address in full, or nothing for one that must not be linked. `picture` does
    the same for the address of a file to show, and returns None where the file is missing.
    """

    link: Callable[[str], str]
    picture: Callable[[str], str | None]
