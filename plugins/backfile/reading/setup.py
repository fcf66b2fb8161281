"""The first and the last word of a build's reading: settings in, faults out."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile import __version__
from backfile.errors import Fault
from backfile.reading.articles import check_addresses
from backfile.reading.links import check_links
from backfile.reading.pages import check_pages
from backfile.reading.reader import shown_path
from backfile.reading.site import site_of, stop_on
from backfile.settings import DEFAULTS, Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pelican import Pelican
    from pelican.generators import Generator

    from backfile.reading.site import Site

log = logging.getLogger(__name__)

_SHOWN_WRONG = (
    "near-miss-opening",
    "unclosed-inline-tag",
    "unknown-tag",
    "undefined-note",
    "unused-note",
    "duplicate-abbreviation",
)


def prepare(pelican: Pelican) -> None:
    """Check the settings and keep partner records out of the articles (initialized)."""
    settings: dict[str, Any] = pelican.settings
    for name, value in DEFAULTS.items():
        settings.setdefault(name, value)
    try:
        backfile = read_settings(settings)
    except SettingsError as error:
        stop_on([str(error)])
    for kind in ("ARTICLE_EXCLUDES", "PAGE_EXCLUDES"):
        settings[kind] = [*settings[kind], backfile.partner_path, "originals"]
    settings["CACHE_PATH"] = str(Path(settings["CACHE_PATH"]) / _fingerprint(backfile))


def _fingerprint(backfile: Settings) -> str:
    """Name the cache after what a cached story depends on beside its file.

    Pelican keeps a story until its file changes, and would show it in the order of old settings.
    """
    said = f"{__version__} {backfile}".encode()
    return f"backfile-{hashlib.sha256(said).hexdigest()[:12]}"


def finish(generators: list[Generator]) -> None:
    """End the build before anything is written, if any content is at fault."""
    check_addresses(generators)
    check_pages(generators)
    check_links(generators)
    site = site_of(generators[0].settings)
    stop_on(sorted(site.faults))
    for doubt in sorted({*site.doubts, *_doubts_of_stories(site)}):
        log.warning("%s", doubt)


def _doubts_of_stories(site: Site) -> Iterator[Fault]:
    """Go through what a published page would show in the wrong place, or not at all."""
    for article in site.articles:
        for one in article.story.remarks:
            if one.code in _SHOWN_WRONG:
                yield Fault(shown_path(article.source_path), one.line, one.code, one.message)
