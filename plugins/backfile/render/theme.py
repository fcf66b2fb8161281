"""Tells whether the theme of a site has a template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pelican.generators import PelicanTemplateNotFound

if TYPE_CHECKING:
    from pelican.generators import Generator


def has_template(generator: Generator, name: str) -> bool:
    """Tell whether the theme of *generator*'s site has the template *name*."""
    try:
        generator.get_template(name)
    except PelicanTemplateNotFound:
        return False
    return True
