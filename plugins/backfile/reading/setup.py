"""The first and the last word of a build's reading: settings in, faults out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backfile.reading.site import site_of, stop_on
from backfile.settings import DEFAULTS, SettingsError, read_settings

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
        where = settings.get("BACKFILE_CONF", "pelicanconf.py")
        stop_on(f"{where}: {problem}" for problem in error.problems)
    for kind in ("ARTICLE_EXCLUDES", "PAGE_EXCLUDES"):
        settings[kind] = [*settings[kind], backfile.partner_path, "originals"]


def stop_at_faults(generators: list[Generator]) -> None:
    """End the build before anything is written, if any content is at fault."""
    stop_on(sorted(site_of(generators[0].settings).faults))
