"""Keeps Pelican, in a build that revises a site, to the stories of its scope."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from pelican.generators import ArticlesGenerator, StaticGenerator

from backfile.reading.scope import KnownContents
from backfile.reading.site import site_of

if TYPE_CHECKING:
    from pelican.generators import Generator

    from backfile.catalogue.catalogue import Catalogue

_KINDS = ("categories", "tags", "authors")


def narrow(generator: Generator) -> None:
    """Let a *generator* of stories read those of the scope alone, and copy no files.

    Links may lead to all others. Without a scope, everything stays as it is.
    """
    scope = site_of(generator.settings).scope
    if scope is None:
        return
    if isinstance(generator, ArticlesGenerator):
        generator.context["generated_content"] = KnownContents(scope.find)
        generator.get_files = lambda *_, **__: dict.fromkeys(sorted(scope.stories)).keys()
    elif isinstance(generator, StaticGenerator):
        generator.generate_output = lambda _writer: None


def narrow_lists(generator: ArticlesGenerator) -> None:
    """Let the *generator* write those lists alone that have an edited story."""
    site = site_of(generator.settings)
    if site.scope is None:
        return
    edited = {id(one) for one in site.edited}

    def has_any(articles: list[Any]) -> bool:
        return any(id(one) in edited for one in articles)

    generator.tags = {term: listed for term, listed in generator.tags.items() if has_any(listed)}
    for kind in ("categories", "authors"):
        setattr(generator, kind, [one for one in getattr(generator, kind) if has_any(one[1])])
    generator.period_archives = {
        granularity: [one for one in periods if has_any(one["articles"])]
        for granularity, periods in generator.period_archives.items()
    }


def fill_lists(context: Any, catalogue: Catalogue) -> None:
    """Let *context* have a term of each kind that the site has, as all pages ask for that."""
    for kind in _KINDS:
        context[kind] = context[kind] or list(islice(catalogue.terms(kind), 1))
