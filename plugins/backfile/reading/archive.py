"""The whole archive read as a build reads it, with nothing written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pelican import Pelican
from pelican.generators import ArticlesGenerator, PagesGenerator

from backfile.pages.partners import PartnersGenerator
from backfile.reading.articles import all_articles, check_addresses
from backfile.reading.pelican_log import listening
from backfile.reading.site import Site, site_of
from backfile.reading.withheld import links_to_drafts

if TYPE_CHECKING:
    from pelican.contents import Article


@dataclass(frozen=True, slots=True)
class Archive:
    """What a build would publish: the site with its faults, and every article that can be read.

    `complaints` are the errors that Pelican itself has logged, about pages for example.
    """

    site: Site
    articles: tuple[Article, ...]
    complaints: tuple[str, ...] = ()


def read_archive(pelican_settings: dict[str, Any]) -> Archive:
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
        archive = _read(settings)
    return replace(archive, complaints=tuple(heard.errors))


def _read(settings: dict[str, Any]) -> Archive:
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
        for generator in (ArticlesGenerator, PagesGenerator, PartnersGenerator)
    ]
    for generator in generators:
        generator.generate_context()
    check_addresses(generators)
    contents = list(context["generated_content"].values())
    drafts = [one for one in contents if one is not None and one.status == "draft"]
    site_of(settings).faults += links_to_drafts(contents, drafts)
    articles = sorted(all_articles(generators[0]), key=lambda one: str(one.source_path))
    return Archive(site_of(settings), tuple(articles))
