"""Slugs as Pelican makes them, shortened to what can be a part of an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify

from backfile.text.addresses import file_slug, readable

if TYPE_CHECKING:
    from collections.abc import Sequence

    Substitutions = Sequence[tuple[str, str]]

# By Pelican's class: what we call it in an address that has no name.
KINDS = {"Tag": "topic", "Category": "section", "Author": "author"}


def title_slug(title: str, *, substitutions: Substitutions, japanese: bool) -> str:
    """Return the slug of *title*, fit for the name of a file; empty where none can be made.

    *substitutions* are Pelican's SLUG_REGEX_SUBSTITUTIONS; `readable` explains *japanese*.
    """
    return file_slug(slugify(readable(title, japanese=japanese), substitutions))


def better_slug(slug: str, kind: str) -> str:
    """Return a slug to use instead of *slug*; *kind* is a word for what it names, as in "story"."""
    return file_slug(slugify(slug, DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"])) or f"{kind}-1"
