"""The settings of a site that a build has begun, for what asks them of a generator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pelican.settings import DEFAULT_CONFIG

from backfile.reading.site import open_site

if TYPE_CHECKING:
    from pathlib import Path


def opened(content: Path, **given: Any) -> dict[str, Any]:
    """Return Pelican's settings with *given* ones, once the site of *content* is opened."""
    settings = {**DEFAULT_CONFIG, "PATH": str(content), **given}
    open_site(settings)
    return settings
