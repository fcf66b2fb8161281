"""The glue between stories and listings: fills the catalogue, makes the pages of a year."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pelican.generators import Generator, PelicanTemplateNotFound

from backfile.catalogue.catalogue import Catalogue
from backfile.pages.calendars import first_weekday
from backfile.pages.cards import CardMaker
from backfile.pages.partners import PartnersGenerator
from backfile.pages.related import among
from backfile.pages.shelves import Archive, around
from backfile.pages.story_rows import story_rows
from backfile.reading.site import site_of

if TYPE_CHECKING:
    from jinja2 import Template
    from pelican import Pelican
    from pelican.writers import Writer

    from backfile.pages.shelves import Shelf

FILE = "catalogue.db"
# The settings of a term's pages by year begin with its name in Pelican's settings.
KINDS = {
    "partners": "PARTNER",
    "categories": "CATEGORY",
    "tags": "TAG",
    "authors": "AUTHOR",
}


class ListingsGenerator(Generator):
    """Fills the catalogue when the articles are known, and makes what no page of Pelican's has."""

    def generate_context(self) -> None:
        """Give each article its `card`, and the templates the listed stories.

        They get `cards` by date, the `archive` that cuts them, and `related`, which tells where an
        article leads.
        """
        site = site_of(self.settings)
        make_card = CardMaker()
        for article in site.articles:
            article.card = make_card(article)
        # Beside the caches of the stories, which are kept apart by Backfile's settings.
        site.catalogue = Catalogue(
            Path(self.settings["CACHE_PATH"]).parent / FILE,
            newest_first=self.settings["NEWEST_FIRST_ARCHIVES"],
        )
        site.catalogue.fill(story_rows(site.articles, self.context["articles"]))
        self.cards = site.catalogue.listed.by_instant()
        self.archive = Archive(
            site.catalogue, first_weekday=first_weekday(self.settings["DEFAULT_LANG"])
        )
        self.related = among(site.catalogue)
        self._update_context(("cards", "archive", "related"))

    def generate_output(self, writer: Writer) -> None:
        """Write a page for each year of each term, where the theme has a template for it."""
        try:
            template = self.get_template("term_year")
        except PelicanTemplateNotFound:
            return
        for kind, name in KINDS.items():
            if self.settings[f"BACKFILE_{name}_YEAR_SAVE_AS"]:
                for shelf in self.archive.shelves(kind):
                    self._write_years(writer, template, kind, shelf)

    def _write_years(self, writer: Writer, template: Template, kind: str, shelf: Shelf) -> None:
        for year in shelf.years:
            place = {"slug": shelf.term.slug, "year": year.num[0]}
            writer.write_file(
                self.settings[f"BACKFILE_{KINDS[kind]}_YEAR_SAVE_AS"].format(**place),
                template,
                self.context,
                kind=kind,
                term=shelf.term,
                year=year,
                neighbours=around(shelf.cards, year.num),
                relative_urls=self.settings["RELATIVE_URLS"],
                url=self.settings[f"BACKFILE_{KINDS[kind]}_YEAR_URL"].format(**place),
            )


def generators(_pelican: Pelican) -> list[type[Generator]]:
    """Return our generators (get_generators)."""
    return [PartnersGenerator, ListingsGenerator]


def keep_catalogue(pelican: Pelican) -> None:
    """Let the next build find the catalogue as this one has made it (finalized)."""
    site_of(pelican.settings).catalogue.keep()
