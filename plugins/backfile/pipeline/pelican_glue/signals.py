"""Pelican's signals, in the order in which a build sends them, and what we do at each."""

from __future__ import annotations

import hashlib
import logging
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.generators import ArticlesGenerator

from backfile import __version__
from backfile.config.read_settings import CACHE, DEFAULTS, read_settings
from backfile.errors import ContentError, Fault
from backfile.files.writing import DISK_FULL
from backfile.outputs.brand import publish_files
from backfile.outputs.provenance import provenance
from backfile.outputs.structured_data import json_ld as structured
from backfile.outputs.structured_data import social
from backfile.pipeline.address_claims import note_climbing
from backfile.pipeline.build_files import BEFORE, begin_files, files_of, others_in
from backfile.pipeline.faults import all_faults
from backfile.pipeline.last_build import WITHDRAWN, begin_build, last_build_of
from backfile.pipeline.pelican_glue import revising, withheld
from backfile.pipeline.pelican_glue.ending import ending_pelican
from backfile.pipeline.pelican_glue.partners import PartnersGenerator
from backfile.pipeline.pelican_glue.sharing import note_attached
from backfile.pipeline.pelican_glue.story_pages import share_pages
from backfile.pipeline.reading_ahead import read_ahead
from backfile.pipeline.revision import check_old_addresses, check_revision, note_all, note_revision
from backfile.pipeline.site_manifest import revise_manifest, write_manifest
from backfile.pipeline.story_cache import keep_stories
from backfile.reading import articles, record
from backfile.reading.articles import all_contents
from backfile.reading.document import MARK
from backfile.reading.packed import begin_file
from backfile.reading.reader import shown_path
from backfile.reading.site import open_site, site_of
from backfile.reading.terms import name_terms
from backfile.render import (
    addresses,
    html_filters,
    language,
    listed_pictures,
    permalinks,
    replay,
    template_cache,
    timeline,
    timeline_labels,
    update_list,
)
from backfile.render.theme import has_template
from backfile.text.addresses import whole_years

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pelican import Pelican
    from pelican.contents import Content
    from pelican.generators import Generator, PagesGenerator, StaticGenerator
    from pelican.writers import Writer

    from backfile.config.settings import Settings
    from backfile.reading.site import Site

log = logging.getLogger(__name__)

# What every generator, or its templates, gets of us.
_GIVEN = (
    withheld.hide_files,
    revising.narrow,
    template_cache.connect,
    language.install,
    addresses.connect,
    html_filters.connect,
    listed_pictures.connect,
    permalinks.connect,
    update_list.connect,
    record.connect,
    timeline.connect,
    replay.connect,
    timeline_labels.connect,
    social.connect,
    structured.connect,
    provenance.connect,
)
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


def connect() -> None:
    """Connect one receiver to each signal: blinker calls several in no order that lasts."""
    signals.initialized.connect(prepare)
    signals.get_generators.connect(offer_generators)
    signals.get_writer.connect(offer_writer)
    signals.generator_init.connect(equip)
    signals.content_object_init.connect(name_content)
    signals.article_generator_init.connect(read_stories)
    signals.article_generator_context.connect(articles.gather_stories)
    signals.article_generator_pretaxonomy.connect(withheld.withhold_stories)
    signals.article_generator_finalized.connect(finish_stories)
    signals.page_generator_init.connect(articles.read_pages)
    signals.page_generator_context.connect(articles.gather_pages)
    signals.page_generator_finalized.connect(finish_pages)
    signals.static_generator_finalized.connect(finish_files)
    signals.all_generators_finalized.connect(finish)
    signals.finalized.connect(lead_on)


@ending_pelican()
def prepare(pelican: Pelican) -> None:
    """Check the settings and keep partner records out of the articles (initialized)."""
    settings: dict[str, Any] = pelican.settings
    for name, value in DEFAULTS.items():
        settings.setdefault(name, value)
    backfile = read_settings(settings)
    begin_file()
    publish_files(settings)
    last = begin_build(settings, backfile.cache)
    begin_files(settings, last, anew=others_see_files())
    settings |= whole_years(settings)
    for kind in ("ARTICLE_EXCLUDES", "PAGE_EXCLUDES"):
        settings[kind] = [*settings[kind], backfile.partner_path, "originals"]
    # One spelling of the site's address, in templates too.
    settings["SITEURL"] = backfile.address
    settings[CACHE] = str(backfile.cache)
    settings["CACHE_PATH"] = str(backfile.cache / _fingerprint(backfile))


def offer_generators(_pelican: Pelican) -> list[type[Generator]]:
    """Return our generators (get_generators)."""
    from backfile.pipeline.pelican_glue.outputs import SiteGenerator  # noqa: PLC0415 (takes a while)

    return [PartnersGenerator, SiteGenerator]


def offer_writer(_pelican: Pelican) -> type[Writer]:
    """Return our writer (get_writer)."""
    from backfile.pipeline.pelican_glue.outputs import KeyedWriter  # noqa: PLC0415 (takes a while)

    return KeyedWriter


def equip(generator: Generator) -> None:
    """Hide files from a *generator*, and give its templates what we offer them (generator_init).

    That of the articles is the first of a build.
    """
    if isinstance(generator, ArticlesGenerator):
        open_site(generator.settings)
    for give in _GIVEN:
        give(generator)


def read_stories(generator: ArticlesGenerator) -> None:
    """Let stories be read by our reader, where they have changed (article_generator_init)."""
    articles.read_stories(generator)
    site = site_of(generator.settings)
    kept = keep_stories(generator, site.settings.cache, are_all=site.scope is None)
    if kept:
        read_ahead(generator, kept, site.settings)
    share_pages(generator)


def name_content(content: Content) -> None:
    """See to the names that addresses are made of, and to a story's parts (content_object_init)."""
    if isinstance(getattr(content, "slug", None), str):
        # A system that parts letters from their accents, as macOS does, changes no address.
        content.slug = unicodedata.normalize("NFC", content.slug)
    name_terms(content)
    note_climbing(content)
    note_attached(content)
    articles.take_apart(content)


def finish_stories(generator: ArticlesGenerator) -> None:
    """Complete the stories; withdrawn ones get the theme's own page (article_generator_finalized).

    A theme without such a page shows them as it shows any story.
    """
    articles.finish_articles(generator)
    withdrawn = [one for one in site_of(generator.settings).articles if one.withdrawal]
    if withdrawn and has_template(generator, WITHDRAWN):
        for article in withdrawn:
            article.template = WITHDRAWN


def finish_pages(generator: PagesGenerator) -> None:
    """Take out drafts, then give each page its address (page_generator_finalized)."""
    withheld.withhold_pages(generator)
    articles.finish_pages(generator)


def finish_files(generator: StaticGenerator) -> None:
    """Take out what only drafts use, then write addresses (static_generator_finalized)."""
    withheld.withhold_files(generator)
    addresses.encode_addresses(generator)


@ending_pelican()
def finish(generators: list[Generator]) -> None:
    """Raise ContentError, before anything is written, if any content is at fault.

    What readers would see in the wrong place, or not at all, is logged as a warning. A build with
    drafts has what links to drafts lead to.
    """
    settings = generators[0].settings
    site, last = site_of(settings), last_build_of(settings)
    faults, previewed = all_faults(generators), []
    if site.settings.drafts:
        previewed = [one for one in faults if one.code == "draft-link"]
    if stopping := [one for one in faults if one not in previewed]:
        raise ContentError(stopping)
    remarks = (*site.remarks, *_remarks_of_stories(site))
    shown = {one for one in remarks if one.code in _SHOWN_WRONG}
    for doubt in sorted(shown.union(previewed)):
        log.warning("%s", doubt)
    context, files = generators[0].context, files_of(settings)
    files.frame = files.pages.framed(context)
    if site.scope:
        files.stories = check_revision(site.scope, site, last, files.frame)
        revising.narrow_lists(generators, site.revised, context["archive"])
    stories = set(map(id, site.articles))
    contents = (one for generator in generators for one in all_contents(generator))
    site.others = [one for one in contents if id(one) not in stories]
    if not site.scope:
        last.begin()


@ending_pelican()
def lead_on(pelican: Pelican) -> None:
    """Write what leads on from old addresses, when all other files are written (finalized)."""
    from backfile.pipeline.order import last_files  # noqa: PLC0415 (the same)

    settings = pelican.settings
    site, files, last = site_of(settings), files_of(settings), last_build_of(settings)
    if site.scope:
        output = Path(pelican.output_path)
        made = (one.relative_to(output).as_posix() for one in output.rglob("*") if one.is_file())
        changed = {*made, *files.removed}
        check_old_addresses(site, last, changed)
        note_revision(last, site, files, dict(others_in(output, files.made)))
        revise_manifest(settings, last, files, changed)
        return
    on_pages = len(site.heard.warnings)
    for one in last_files(site):
        try:
            files.write(one, Path(pelican.output_path))
        except OSError as error:
            if error.errno in DISK_FULL:
                raise
            log.warning("no redirect page %s could be written: %s", one.path, error.strerror)
    others = dict(others_in(Path(pelican.output_path), files.made))
    with last.noting():
        note_all(last, site, files, others, on_pages)
    write_manifest(settings, last, {**files.made, **others})
    if BEFORE not in settings:  # by hand: nobody else ends the build
        last.commit()
        last.close()


def others_see_files() -> bool:
    """Tell whether another plugin is told of files when they are written, and may change them."""
    listening = (signals.content_written, signals.finalized)
    receivers = (one for signal in listening for one in signal.receivers_for(None))
    return any(one is not lead_on for one in receivers)


def _fingerprint(backfile: Settings) -> str:
    """Name the cache after what a cached story depends on beside its file.

    Pelican keeps a story until its file changes, and would show it in the order of old settings.
    Its HTML has the marks at which it is cut.
    """
    said = f"{__version__} {MARK!r} {backfile.reading}".encode()
    return f"backfile-{hashlib.sha256(said).hexdigest()[:12]}"


def _remarks_of_stories(site: Site) -> Iterator[Fault]:
    """Go through the remarks that stories keep themselves."""
    for article in site.articles:
        for one in article.story.remarks:
            yield Fault(shown_path(article.source_path), one.line, one.code, one.message)
