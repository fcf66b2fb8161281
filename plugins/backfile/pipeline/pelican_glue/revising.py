"""Keeps Pelican, in a build that revises a site, to the stories of its scope."""

from __future__ import annotations

from itertools import islice
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from pelican.generators import ArticlesGenerator, StaticGenerator
from pelican.urlwrappers import Author, Category, Tag

from backfile.pipeline.pelican_glue.late_templates import compile_late
from backfile.reading.scope import KnownContents
from backfile.reading.site import site_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from pelican.generators import Generator

    from backfile.catalogue.archives import Archive, Period
    from backfile.catalogue.catalogue import Catalogue
    from backfile.outputs.listings.revising import Revised

_TERMS = {"categories": Category, "tags": Tag, "authors": Author}


def narrow(generator: Generator) -> None:
    """Let a *generator* of stories read those of the scope alone, copy no files, compile late.

    Links may lead to all others. Without a scope, everything stays as it is.
    """
    scope = site_of(generator.settings).scope
    if scope is None:
        return
    compile_late(generator)
    if isinstance(generator, ArticlesGenerator):
        generator.context["generated_content"] = KnownContents(scope.find)
        generator.get_files = lambda *_, **__: dict.fromkeys(sorted(scope.stories)).keys()
    elif isinstance(generator, StaticGenerator):
        generator.generate_output = lambda _writer: None


def narrow_lists(generators: Iterable[Generator], revised: Revised, archive: Archive) -> None:
    """Let the generator of stories write those lists alone that show what is *revised*.

    They have no articles of Pelican's, for which our templates do not ask.
    """
    (stories,) = (one for one in generators if isinstance(one, ArticlesGenerator))
    terms: dict[str, list[tuple[Any, list[Any]]]] = {kind: [] for kind in _TERMS}
    for kind, slug in sorted(revised.terms):
        if kind in _TERMS and (shelf := archive.shelf(kind, slug)):
            terms[kind].append((_TERMS[kind](shelf.term.name, stories.settings), []))
    stories.tags = dict(terms["tags"])
    stories.categories, stories.authors = terms["categories"], terms["authors"]
    days = [SimpleNamespace(date=one) for one in _days(revised, archive)]
    stories.period_archives = stories._build_period_archives(days, [], stories.settings)  # noqa: SLF001


def _days(revised: Revised, archive: Archive) -> list[date]:
    """Return a day of each period whose page shows what is revised, or leads to its period."""
    found = set()
    for day in {card.day for card in revised.cards}:
        for num in ((day.year,), (day.year, day.month), (day.year, day.month, day.day)):
            near = [archive.period(*num), *archive.around(*num)]
            found |= {_a_day_of(one) for one in near if one and one.cards}
    return sorted(found)


def _a_day_of(period: Period) -> date:
    return next(period.cards.days())


def fill_lists(context: Any, catalogue: Catalogue) -> None:
    """Let *context* have a term of each kind that the site has, and a year.

    All pages ask whether there is any.
    """
    for kind in _TERMS:
        context[kind] = context[kind] or list(islice(catalogue.terms(kind), 1))
    if context["YEAR_ARCHIVE_SAVE_AS"]:
        years = context["period_archives"].get("year") or catalogue.listed[:1]
        context["period_archives"] = {**context["period_archives"], "year": years}
