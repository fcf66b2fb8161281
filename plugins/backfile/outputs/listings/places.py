"""The listings that have a story: their files in the output, and what they list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.catalogue.catalogue import Catalogue
    from backfile.catalogue.rows import Card
    from backfile.config.settings import Settings


@dataclass(frozen=True, slots=True)
class ListingPlace:
    """A listing: its `file` in the output, and which stories it has.

    They are those of the term that has `kind` and `slug`, of all terms of a kind where the slug is
    empty, of the archive where both are; and of the period `num`, or of the day of the year `day`,
    a month and a day, if it names one.
    """

    file: str
    kind: str = ""
    slug: str = ""
    num: tuple[int, ...] = ()
    day: tuple[int, ...] = ()

    @property
    def url(self) -> str:
        """Return its address: that of the file, as the page itself states it."""
        folder, _, name = self.file.rpartition("/")
        return self.file if name != "index.html" else f"{folder}/" if folder else ""

    def last_change(self, catalogue: Catalogue) -> str:
        """Return when its stories changed last, as far as it is known; empty without stories."""
        if self.day:
            return catalogue.last_change_of_day(*self.day)
        return catalogue.last_change(self.kind, self.slug, self.num)


@dataclass(frozen=True, slots=True)
class ListingPlaces:
    """The places that *settings* make.

    `has_years` tells whether a year of a term has a page, `has_days` whether a day of the year has.
    """

    settings: Settings
    has_years: bool
    has_days: bool

    def of(self, card: Card) -> Iterator[ListingPlace]:
        """Go through the listings that have the story of *card*."""
        return (one for one in self._all(card) if one.file)

    def _all(self, card: Card) -> Iterator[ListingPlace]:
        """Go through these listings, also those of which a setting makes no file."""
        settings = self.settings
        date = card.moment
        yield ListingPlace(settings.lists.get("index", ""))
        for length, pattern in enumerate(settings.periods, 1):
            num = (date.year, date.month, date.day)[:length]
            yield ListingPlace(pattern.format(date=date), num=num)
        if self.has_days:
            day = (card.day.month, card.day.day)
            yield ListingPlace(settings.calendar_page.save_as)
            yield ListingPlace(settings.day_page(*day).save_as, day=day)
        for kind, term in card.terms:
            slug = term.slug
            if kind == "partners":
                yield ListingPlace(settings.partners_page.save_as, kind)
                yield ListingPlace(settings.partner_page.of(slug=slug).save_as, kind, slug)
            elif slug:
                yield ListingPlace(settings.lists.get(kind, ""), kind)
                page = settings.term_pages[kind].of(slug=slug, name=term.name)
                yield ListingPlace(page.save_as, kind, slug)
            if slug and self.has_years:
                page = settings.term_years[kind].of(slug=slug, year=date.year)
                yield ListingPlace(page.save_as, kind, slug, (date.year,))
