"""Structured data for templates: what a page says, as the JSON-LD of its one script element.

Each function returns the text for `<script type="application/ld+json">`, or an empty string where
there is no data. It goes into HTML as it is: no text of a story can end the element.
How a theme calls them: docs/structured-data.md, "In another theme".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context

from backfile.outputs.structured_data.archive import (
    Host,
    archive_node,
    listing_node,
    partner_node,
    site_node,
    trail_nodes,
)
from backfile.outputs.structured_data.story import Running, story_nodes
from backfile.reading.cards import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from jinja2.runtime import Context
    from pelican.generators import Generator

    from backfile.outputs.listings.partners import PartnerPage
    from backfile.outputs.structured_data.archive import Node
    from backfile.reading.cards import Card, Term

    Steps = Sequence[tuple[Any, str]]

# What could end the script element or begin a comment in it (WHATWG HTML, "Restrictions for
# contents of script elements"), and what ends a line in older JavaScript.
_HARMLESS = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def script(nodes: Sequence[Node]) -> str:
    """Return *nodes* as one graph of JSON-LD that is safe within a script element."""
    graph = {"@context": "https://schema.org", "@graph": nodes}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    # `str.translate` takes fifteen times as long, because few texts have any of these.
    for character, escape in _HARMLESS.items():
        text = text.replace(character, escape)
    return text


@pass_context
def story_data(context: Context, article: Any, steps: Steps = ()) -> str:
    """Return the data of a Pelican *article*, nothing of one that is not listed.

    *steps* is the trail that its page shows, as for trail_nodes.
    """
    if article.status != "published":
        return ""
    host = _host(context)
    record = context["record"](article)
    nodes = story_nodes(record, host, _has_page(context), _running(context, article))
    return script([*nodes, *trail_nodes(steps, host)])


@pass_context
def listing_data(  # noqa: PLR0913, PLR0917 (what a page of a list shows)
    context: Context, name: object, url: str, cards: Iterable[Card], count: int, steps: Steps = ()
) -> str:
    """Return the data of the page *name* at *url*, which lists *count* stories and shows *cards*.

    *name* is HTML, as the page prints it.
    """
    host = _host(context)
    listing = listing_node(plain(str(name)), url, cards, count, host)
    return script([listing, *trail_nodes(steps, host)])


@pass_context
def partner_data(
    context: Context, page: PartnerPage, cards: Iterable[Card], count: int, steps: Steps = ()
) -> str:
    """Return the data of a partner's *page*, which lists *count* stories and shows *cards*."""
    host = _host(context)
    partner = partner_node(page.partner, page.url, host)
    listing = listing_node(page.partner.title, page.url, cards, count, host)
    about = {"about": {"@id": partner["@id"]}}
    return script([partner, listing | about, *trail_nodes(steps, host)])


@pass_context
def site_data(context: Context, search_url: str = "") -> str:
    """Return the data of the home page; *search_url* is the page of the search, if there is one."""
    host = _host(context)
    subtitle = plain(str(context.get("SITESUBTITLE") or ""))
    return script([site_node(host, subtitle, search_url), archive_node(host)])


def connect(generator: Generator) -> None:
    """Give the templates of *generator* the functions above (generator_init)."""
    functions = (story_data, listing_data, partner_data, site_data)
    generator.env.globals.update({function.__name__: function for function in functions})


def _host(context: Context) -> Host:
    return Host(plain(context["SITENAME"]), context["SITEURL"], context["DEFAULT_LANG"])


def _has_page(context: Context) -> Callable[[Term], bool]:
    """Return a function that says whether an author has a page; a draft's author may have none."""
    if not context["AUTHOR_SAVE_AS"]:
        return lambda _author: False
    return lambda author: bool(context["archive"].shelf("authors", author.slug))


def _running(context: Context, article: Any) -> Running | None:
    """Return the running story of *article*; a translation stands for the part that is listed."""
    parts = context["related"](article).parts
    versions = {one.url for one in (article, *article.translations)}
    places = [place for place, card in enumerate(parts, 1) if card.url in versions]
    return Running(parts, places[0]) if places else None
