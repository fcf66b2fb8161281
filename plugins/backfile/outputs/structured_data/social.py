"""The metadata of a page for link previews: its picture and its locale.

The templates get the global `shared_image` and the filter `og_locale`. Rules: docs/sharing.md;
Open Graph protocol (https://ogp.me/).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin

from babel.core import UnknownLocaleError, parse_locale
from jinja2 import pass_context

from backfile.reading.cards import plain
from backfile.render.html_filters import PICTURES
from backfile.render.pictures import FOLDER, WIDTHS
from backfile.text.addresses import quoted
from backfile.text.html_images import images_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2.runtime import Context
    from pelican.generators import Generator

    from backfile.partners.registry import Partner
    from backfile.render.pictures import Picture, Pictures

CARDS = "cards"  # the folder of the card images, in the output and in the cache
CARD_WIDTH, CARD_HEIGHT = 1200, 630
# Smaller pictures are shown in a corner, and not above the words (Facebook's rule).
LEAST_WIDTH, LEAST_HEIGHT = 600, 315
# Formats that other sites show.
_RASTER = (".gif", ".jpeg", ".jpg", ".png", ".webp")
_NOWHERE = "https://here.invalid"  # of a site without an address, to compare others with


@dataclass(frozen=True, slots=True)
class SharedImage:
    """The picture of a page: `url` in full, its size in pixels, `alt` as plain text or empty."""

    url: str
    width: int
    height: int
    alt: str


@pass_context
def shared_image(context: Context, article: Any, partner: Partner | None) -> SharedImage | None:
    """Return the picture that a link to the page that is being made is shown with.

    It is the first large picture of *article*, else the card of *partner*, else the site's; either
    may be None. There is none where the site has no address yet, or has no cards.
    """
    site = str(context["SITEURL"])
    if not site.startswith("http"):
        return None
    if article and "<img" in article.content:
        own = _first_picture(context, article.content, site)
        if own:
            return own
    if not context["BACKFILE_CARD_IMAGES"]:
        return None
    path = partner_card(partner.slug) if partner else site_card()
    names = [partner.title if partner else "", plain(context["SITENAME"])]
    alt = ", ".join(name for name in names if name)
    return SharedImage(f"{site}/{quoted(path)}", CARD_WIDTH, CARD_HEIGHT, alt)


def site_card() -> str:
    """Return where the site's card is, below the output and below SITEURL."""
    return f"{CARDS}/site.png"


def partner_card(slug: str) -> str:
    """Return where the card of the partner called *slug* is, in the same way."""
    return f"{CARDS}/partners/{slug}.png"


@cache
def og_locale(tag: str) -> str:
    """Return language *tag* (BCP 47) as Open Graph writes it: `en_GB` for `en-GB`.

    Empty where it names no territory, since Open Graph knows no language without one.
    """
    try:
        language, territory, *_ = parse_locale(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return ""
    return f"{language}_{territory}" if territory and territory.isalpha() else ""


def connect(generator: Generator) -> None:
    """Give the templates of *generator* what this module offers them (generator_init)."""
    generator.env.globals["shared_image"] = shared_image
    generator.env.filters["og_locale"] = og_locale


def _first_picture(context: Context, html: str, site: str) -> SharedImage | None:
    """Return the first picture of this archive in *html* that is large enough."""
    pictures: Pictures = context[PICTURES]
    here = urljoin(f"{site}/", str(context["output_file"]))
    for tag in images_in(html):
        path = _path(tag.src, here, f"{site}/")
        picture = pictures.find(path) if path.lower().endswith(_RASTER) else None
        if picture and picture.width >= LEAST_WIDTH and picture.height >= LEAST_HEIGHT:
            width, height = picture.width, picture.height
            if WIDTHS[-1] in picture.smaller:  # a scan may be too large for other sites
                width, height = WIDTHS[-1], round(height * WIDTHS[-1] / width)
                path = f"{FOLDER}/{width}/{path}"
            alt = " ".join(tag.alt.split())
            return SharedImage(f"{site}/{quoted(path)}", width, height, alt)
    return None


def pictures_in(
    html: str, context: Mapping[str, Any], output_file: str
) -> Iterator[tuple[str, Picture | None]]:
    """Go through the pictures of this archive in *html*, with what is known of each.

    *html* stands on the page *output_file*.
    """
    site = context["SITEURL"] if str(context["SITEURL"]).startswith("http") else _NOWHERE
    for tag in images_in(html):
        path = _path(tag.src, urljoin(f"{site}/", output_file), f"{site}/")
        yield path, context[PICTURES].find(path) if path else None


def _path(address: str, here: str, site: str) -> str:
    """Return the path of *address* below *site*, empty where it is not below it."""
    try:
        full = re.split("[?#]", urljoin(here, address.strip()))[0]
    except ValueError:
        return ""
    return unquote(full.removeprefix(site)) if full.startswith(site) else ""
