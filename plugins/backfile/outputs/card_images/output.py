"""The card images of a build: one for the site, one for each partner.

A card is drawn once and kept in the cache, under the digest of all that stands on it, until
`make clean`.
"""

from __future__ import annotations

import hashlib
import logging
from functools import partial
from typing import TYPE_CHECKING

import PIL

from backfile.files.writing import write_atomically
from backfile.outputs.artifacts import artifact
from backfile.outputs.card_images.card_image import RECIPE, CardImage, draw, missing_letters
from backfile.outputs.card_images.card_strip import Axis
from backfile.outputs.structured_data.social import CARDS, partner_card, site_card
from backfile.reading.cards import plain
from backfile.render.language import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from jinja2.runtime import Context

    from backfile.catalogue.archives import Archive
    from backfile.config.settings import Settings
    from backfile.outputs.artifacts import Artifact
    from backfile.partners.registry import Partner

log = logging.getLogger(__name__)


def card_files(
    archive: Archive, partners: Iterable[Partner], settings: Settings, context: Context
) -> Iterator[Artifact]:
    """Go through the card images; *context* is that of any page. To make one raises FontError."""
    cards = dict(_cards(archive, partners, settings, context))
    if lacking := dict.fromkeys(one for card in cards.values() for one in missing_letters(card)):
        log.warning(
            "card images: Source Serif 4 has no characters for %s, so names with them are "
            "left out; write the names in Latin, Greek or Cyrillic letters to include them",
            " ".join(list(lacking)[:20]),
        )
    for path, card in cards.items():
        yield artifact(path, (RECIPE, card), partial(_pieces, card, settings.cache / CARDS))


def _cards(
    archive: Archive, partners: Iterable[Partner], settings: Settings, context: Context
) -> Iterator[tuple[str, CardImage]]:
    """Go through the cards, each with its path in the output."""
    name, subtitle = plain(settings.name), plain(settings.subtitle)
    days = list(archive.cards.days())
    axis = Axis(days) if days else None
    yield site_card(), CardImage(name, subtitle, strip=axis.strip(days) if axis else None)
    for partner in partners:
        shelf = archive.shelf("partners", partner.slug)
        own = list(shelf.cards.days()) if shelf else []
        strip = axis.strip(own) if axis else None
        years = lifetime(context, partner)
        yield partner_card(partner.slug), CardImage(partner.title, years, name, strip)


def lifetime(context: Context, partner: Partner) -> str:
    """Return from when to when *partner* published, as its record prints it and its page says."""
    if partner.founded and partner.closed:
        return f"{partner.founded}–{partner.closed}"
    if partner.founded and partner.status == "active":
        return gettext(context, "Since %(year)s") % {"year": partner.founded}
    return partner.founded or partner.closed


def _pieces(card: CardImage, cache: Path) -> list[bytes]:
    return [card_png(card, cache)]


def card_png(card: CardImage, cache: Path) -> bytes:
    """Return the PNG of *card*, drawn where *cache* does not hold it. Raises FontError."""
    said = f"{RECIPE} {PIL.__version__} {card}".encode(errors="replace")
    kept = cache / f"{hashlib.sha256(said).hexdigest()}.png"
    if not kept.is_file():
        write_atomically(kept, draw(card))
    return kept.read_bytes()
