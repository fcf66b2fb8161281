"""The card images of a build: one for the site, one for each partner.

A card is drawn once and kept in the cache, under the digest of all that stands on it, until
`make clean`.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING, cast

import PIL
from pelican.generators import Generator

from backfile.files import write_atomically
from backfile.pages.cards import plain
from backfile.pages.language import gettext
from backfile.pages.sharing.card_image import RECIPE, CardImage, draw, missing
from backfile.pages.sharing.card_strip import Axis
from backfile.pages.sharing.social import CARDS, partner_card, site_card

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2.runtime import Context
    from pelican.writers import Writer

    from backfile.pages.shelves import Archive
    from backfile.partners.registry import Partner

log = logging.getLogger(__name__)


class CardImagesGenerator(Generator):
    """Writes the card images below `cards/`."""

    def generate_output(self, _writer: Writer) -> None:
        """Write the card of the site and those of the partners. Raises FontError."""
        # Beside the caches of the stories, which are kept apart by Backfile's settings.
        cache = Path(self.settings["CACHE_PATH"]).parent / CARDS
        lacking: dict[str, None] = {}
        for path, card in self._cards():
            lacking |= dict.fromkeys(missing(card))
            file = Path(self.output_path) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(drawn(card, cache))
        if lacking:
            log.warning(
                "card images: Source Serif 4 has no characters for %s, so names with them are "
                "left out; write the names in Latin, Greek or Cyrillic letters to include them",
                " ".join(list(lacking)[:20]),
            )

    def _cards(self) -> Iterator[tuple[str, CardImage]]:
        """Go through the cards, each with its path in the output."""
        archive: Archive = self.context["archive"]
        name, subtitle = (
            plain(str(self.settings.get(key) or "")) for key in ("SITENAME", "SITESUBTITLE")
        )
        days = list(archive.cards.days())
        axis = Axis(days) if days else None
        yield site_card(), CardImage(name, subtitle, strip=axis.strip(days) if axis else None)
        for page in self.context["partners"]:
            partner: Partner = page.partner
            shelf = archive.shelf("partners", partner.slug)
            own = list(shelf.cards.days()) if shelf else []
            strip = axis.strip(own) if axis else None
            years = lifetime(cast("Context", self.context), partner)
            yield partner_card(partner.slug), CardImage(partner.title, years, name, strip)


def lifetime(context: Context, partner: Partner) -> str:
    """Return from when to when *partner* published, as its record prints it and its page says."""
    if partner.founded and partner.closed:
        return f"{partner.founded}–{partner.closed}"
    if partner.founded and partner.status == "active":
        return gettext(context, "Since %(year)s") % {"year": partner.founded}
    return partner.founded or partner.closed


def drawn(card: CardImage, cache: Path) -> bytes:
    """Return the PNG of *card*, drawn where *cache* does not hold it. Raises FontError."""
    said = f"{RECIPE} {PIL.__version__} {card}".encode(errors="replace")
    kept = cache / f"{hashlib.sha256(said).hexdigest()}.png"
    if not kept.is_file():
        write_atomically(kept, draw(card))
    return kept.read_bytes()
