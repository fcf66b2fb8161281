"""The first and the last word of a build's reading: settings in, faults out."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile import __version__
from backfile.reading.articles import check_addresses
from backfile.reading.site import site_of, stop_on
from backfile.reading.withheld import links_to_drafts
from backfile.settings import DEFAULTS, Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from pelican import Pelican
    from pelican.generators import Generator


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
    site = site_of(generators[0].settings)
    contents = generators[0].context["generated_content"].values()
    stop_on(sorted([*site.faults, *links_to_drafts(contents, site.withheld)]))
