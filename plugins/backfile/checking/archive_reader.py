"""Reads the whole archive as a build does, and writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pelican import Pelican
from pelican.generators import ArticlesGenerator, PagesGenerator, StaticGenerator

from backfile.pipeline.faults import all_faults
from backfile.pipeline.pelican_glue.ending import running_pelican
from backfile.pipeline.pelican_glue.partners import PartnersGenerator
from backfile.reading.articles import all_articles, all_contents
from backfile.reading.log_capture import HEARD, complaint_fault, listening
from backfile.reading.reader import shown_path
from backfile.reading.site import Site, site_of

if TYPE_CHECKING:
    from pelican.contents import Article


@dataclass(frozen=True, slots=True)
class CheckedArchive:
    """What a build would publish: the site with its faults, and every article that can be read.

    `files` are all that was read or should have been, stories, pages and partner records.
    `complaints` are the errors that Pelican itself has logged, of which no file is known.
    """

    site: Site
    articles: tuple[Article, ...]
    files: frozenset[str] = frozenset()
    complaints: tuple[str, ...] = ()

    @property
    def stories(self) -> list[str]:
        """Return the story files, those included whose faults leave them without an address."""
        read = [one.source_path for one in self.articles]
        return [shown_path(one) for one in (*read, *(one.path for one in self.site.unread))]


def read_archive(pelican_settings: dict[str, Any]) -> CheckedArchive:
    """Read everything that a build with *pelican_settings* would read.

    Faults are in the result, not raised. Pelican's content cache is neither read nor written.
    """
    settings = {
        **pelican_settings,
        "CACHE_CONTENT": False,
        "LOAD_CONTENT_CACHE": False,
        "BACKFILE_DRAFTS": True,
    }
    with listening() as heard:
        archive = _read({**settings, HEARD: heard})
    placeless = [
        error
        for error, complaint in zip(heard.errors, heard.complaints, strict=True)
        if not list(complaint_fault(complaint, archive.site.settings.content))
    ]
    return replace(archive, complaints=tuple(placeless))


def _read(settings: dict[str, Any]) -> CheckedArchive:
    with running_pelican():
        Pelican(settings)
    context = {
        **settings,
        "generated_content": {},
        "static_links": set(),
        "static_content": {},
        "localsiteurl": settings["SITEURL"],
    }
    generators = [
        generator(
            context=context,
            settings=settings,
            path=settings["PATH"],
            theme=settings["THEME"],
            output_path=settings["OUTPUT_PATH"],
        )
        for generator in (ArticlesGenerator, PagesGenerator, PartnersGenerator, StaticGenerator)
    ]
    for generator in generators:
        generator.generate_context()
    faults = all_faults(generators)
    articles = sorted(all_articles(generators[0]), key=lambda one: str(one.source_path))
    contents = [one for generator in generators for one in all_contents(generator)]
    files = {shown_path(one.source_path) for one in contents} | {one.path for one in faults}
    return CheckedArchive(site_of(settings), tuple(articles), frozenset(files))
