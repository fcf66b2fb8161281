"""The first and the last word of a build's reading: settings in, faults out."""

from __future__ import annotations

import hashlib
import logging
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile import __version__
from backfile.addresses import whole_years
from backfile.build.claims import note_climbing
from backfile.errors import Fault
from backfile.pages import addresses
from backfile.pages.brand import publish_files
from backfile.reading import articles, withheld
from backfile.reading.document import MARK
from backfile.reading.faults import all_faults
from backfile.reading.reader import shown_path
from backfile.reading.site import print_lines, site_of, stop_on
from backfile.reading.terms import name_terms
from backfile.settings import DEFAULTS, Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pelican import Pelican
    from pelican.contents import Content
    from pelican.generators import Generator, PagesGenerator, StaticGenerator

    from backfile.reading.site import Site

log = logging.getLogger(__name__)

# What a published page would show in the wrong place, or not at all.
_SHOWN_WRONG = (
    "unresolved-link",
    "unsafe-link",
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
        print_lines([str(error)])
        raise SystemExit(1) from None
    publish_files(settings)
    settings |= whole_years(settings)
    for kind in ("ARTICLE_EXCLUDES", "PAGE_EXCLUDES"):
        settings[kind] = [*settings[kind], backfile.partner_path, "originals"]
    settings["CACHE_PATH"] = str(
        Path(settings["CACHE_PATH"]) / _fingerprint(backfile, settings["DEFAULT_LANG"])
    )


def name_content(content: Content) -> None:
    """See to the names that addresses are made of, and to a story's parts (content_object_init)."""
    if isinstance(getattr(content, "slug", None), str):
        # A system that parts letters from their accents, as macOS does, changes no address.
        content.slug = unicodedata.normalize("NFC", content.slug)
    name_terms(content)
    note_climbing(content)
    articles.take_apart(content)


def _fingerprint(backfile: Settings, lang: str) -> str:
    """Name the cache after what a cached story depends on beside its file.

    Pelican keeps a story until its file changes, and would show it in the order of old settings.
    Its HTML has the marks at which it is cut.
    """
    said = f"{__version__} {MARK!r} {backfile} {lang}".encode()
    return f"backfile-{hashlib.sha256(said).hexdigest()[:12]}"


def finish_pages(generator: PagesGenerator) -> None:
    """Take out drafts, then give each page its address (page_generator_finalized)."""
    withheld.withhold_pages(generator)
    articles.finish_pages(generator)


def finish_files(generator: StaticGenerator) -> None:
    """Take out what only drafts use, then write addresses (static_generator_finalized)."""
    withheld.withhold_files(generator)
    addresses.encode_addresses(generator)


def finish(generators: list[Generator]) -> None:
    """End the build before anything is written, if any content is at fault.

    What readers would see in the wrong place, or not at all, is logged as a warning. A build with
    drafts has what links to drafts lead to.
    """
    settings = generators[0].settings
    faults, previewed = all_faults(generators), []
    if settings["BACKFILE_DRAFTS"]:
        previewed = [one for one in faults if one.code == "draft-link"]
    stop_on([one for one in faults if one not in previewed])
    site = site_of(settings)
    remarks = (*site.remarks, *_remarks_of_stories(site))
    shown = {one for one in remarks if one.code in _SHOWN_WRONG}
    for doubt in sorted(shown.union(previewed)):
        log.warning("%s", doubt)


def _remarks_of_stories(site: Site) -> Iterator[Fault]:
    """Go through the remarks that stories keep themselves."""
    for article in site.articles:
        for one in article.story.remarks:
            yield Fault(shown_path(article.source_path), one.line, one.code, one.message)
