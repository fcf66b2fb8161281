"""The glue between stories and listings: gives each article its card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pelican.generators import Generator

from backfile.pages.cards import card_of
from backfile.pages.partners import PartnersGenerator
from backfile.reading.site import site_of

if TYPE_CHECKING:
    from pelican import Pelican


class ListingsGenerator(Generator):
    """Makes the cards when the articles are known, and from them what no page of Pelican's has."""

    def generate_context(self) -> None:
        """Give each article its `card`, and the templates the listed stories' `cards` by date."""
        for article in site_of(self.settings).articles:
            article.card = card_of(article)
        listed = [article.card for article in self.context["articles"]]
        self.cards = sorted(listed, key=lambda card: card.place)
        self._update_context(("cards",))


def generators(_pelican: Pelican) -> list[type[Generator]]:
    """Return our generators (get_generators)."""
    return [PartnersGenerator, ListingsGenerator]
