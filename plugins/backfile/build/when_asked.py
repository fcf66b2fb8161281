"""Parts of a build that are not even loaded unless a setting asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pelican import Pelican
    from pelican.generators import Generator


def check_words(pelican: Pelican) -> type[Generator] | None:
    """Return the generator that compares pages with their originals, with BACKFILE_VERIFY."""
    if not pelican.settings["BACKFILE_VERIFY"]:
        return None
    from backfile.build.fidelity import FidelityGenerator  # noqa: PLC0415 (takes a while to load)

    return FidelityGenerator


def search_stories(pelican: Pelican) -> type[Generator] | None:
    """Return the generator that makes the search, with BACKFILE_SEARCH."""
    if not pelican.settings["BACKFILE_SEARCH"]:
        return None
    from backfile.build.search.pages import SearchGenerator  # noqa: PLC0415 (the same)

    return SearchGenerator


def write_data(pelican: Pelican) -> type[Generator] | None:
    """Return the generator that writes the archive as data, with BACKFILE_DATA."""
    if not pelican.settings["BACKFILE_DATA"]:
        return None
    from backfile.build.data import DataGenerator  # noqa: PLC0415 (the same)

    return DataGenerator


def write_feeds(pelican: Pelican) -> type[Generator] | None:
    """Return the generator that writes the feeds, with BACKFILE_FEEDS."""
    if not pelican.settings["BACKFILE_FEEDS"]:
        return None
    from backfile.build.feeds import FeedsGenerator  # noqa: PLC0415 (the same)

    return FeedsGenerator


def map_the_site(pelican: Pelican) -> type[Generator] | None:
    """Return the generator that writes the sitemap, with BACKFILE_SITEMAP."""
    if not pelican.settings["BACKFILE_SITEMAP"]:
        return None
    from backfile.build.sitemap import SitemapGenerator  # noqa: PLC0415 (the same)

    return SitemapGenerator


def card_images(pelican: Pelican) -> type[Generator] | None:
    """Return the generator that draws the card images, with BACKFILE_CARD_IMAGES."""
    if not pelican.settings["BACKFILE_CARD_IMAGES"]:
        return None
    from backfile.build.card_images import CardImagesGenerator  # noqa: PLC0415 (the same)

    return CardImagesGenerator


def lead_on(pelican: Pelican) -> None:
    """Write what leads on from old addresses, with REDIRECTS (finalized)."""
    if not pelican.settings["BACKFILE_REDIRECTS"]:
        return
    from backfile.build.redirects import write_redirects  # noqa: PLC0415 (the same)

    write_redirects(pelican)
