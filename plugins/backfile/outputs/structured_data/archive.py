"""The archive as structured data: its host, its partners, the listings, and breadcrumbs.

Nodes are mappings for JSON-LD, in the vocabulary of https://schema.org. A thing has the address of
its page as `@id`: a story, an update, a partner, the archive. A page that is about a thing has only
its `url`, so that the two are not taken for one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from backfile.reading.cards import plain
from backfile.text.addresses import in_full

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backfile.partners.registry import Partner
    from backfile.reading.cards import Card, Term

Node = dict[str, Any]
# schema.org, Date: ISO 8601, which may leave out the day, or the month as well.
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Host:
    """The archive that keeps the stories.

    `site` is SITEURL as the page at hand has it, without a slash at its end: absolute, relative,
    or empty. `lang` is the language of its lists.
    """

    name: str
    site: str
    lang: str

    def address(self, url: str = "") -> str:
        """Return the address of the page at *url*, which is below SITEURL."""
        return in_full(self.site, url)

    @property
    def reference(self) -> Node:
        """Return what stands for the archive in the nodes of other things."""
        return {"@id": self.address()}


def stated(node: Node) -> Node:
    """Return *node* without the properties of which nothing is known."""
    return {name: value for name, value in node.items() if value}


def archive_node(host: Host) -> Node:
    """Return the archive itself."""
    home = host.address()
    return {"@type": "ArchiveOrganization", "@id": home, "name": host.name, "url": home}


def site_node(host: Host, description: str, search_url: str) -> Node:
    """Return the site, and how to search it, where *search_url* is the page that does."""
    return stated(
        {
            "@type": "WebSite",
            "url": host.address(),
            "name": host.name,
            "description": description,
            "inLanguage": host.lang,
            "publisher": host.reference,
            "potentialAction": _search(host.address(search_url)) if search_url else None,
        }
    )


def _search(address: str) -> Node:
    # schema.org/docs/actions.html, "Input and Output constraints"
    return {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{address}?q={{words}}"},
        "query-input": "required name=words",
    }


def named_partner(partner: Term, host: Host) -> Node:
    """Return a *partner* as a story names it: its page says the rest."""
    return {
        "@type": "NewsMediaOrganization",
        "@id": host.address(partner.url),
        "name": partner.name,
    }


def partner_node(partner: Partner, url: str, host: Host) -> Node:
    """Return a *partner* as its own page at *url* shows it.

    A home page that was left may be anybody's now, and is not given as the partner's.
    """
    return stated(
        {
            "@type": "NewsMediaOrganization",
            "@id": host.address(url),
            "name": partner.title,
            "url": partner.homepage if partner.status == "active" else "",
            "foundingDate": machine_date(partner.founded),
            "dissolutionDate": machine_date(partner.closed),
        }
    )


def machine_date(printed: str) -> str:
    """Return *printed* where it is a year, a month or a day of ISO 8601, else an empty string."""
    if not _DATE.fullmatch(printed):
        return ""
    try:
        date.fromisoformat(f"{printed}-01-01"[:10])
    except ValueError:
        return ""
    return printed


def listing_node(name: str, url: str, cards: Iterable[Card], count: int, host: Host) -> Node:
    """Return the page at *url* that lists *count* stories and shows those of *cards*.

    schema.org, numberOfItems: it is the number of the entire list, also where not all of it is
    described.
    """
    shown = [
        {
            "@type": "ListItem",
            "position": place,
            "url": host.address(card.url),
            "name": plain(card.title),
        }
        for place, card in enumerate(cards, 1)
    ]
    stories = stated({"@type": "ItemList", "numberOfItems": count, "itemListElement": shown})
    return {
        "@type": "CollectionPage",
        "url": host.address(url),
        "name": name,
        "inLanguage": host.lang,
        "isPartOf": {"@type": "WebSite", "url": host.address(), "name": host.name},
        "mainEntity": stories,
    }


def trail_nodes(steps: Sequence[tuple[Any, str]], host: Host) -> list[Node]:
    """Return the trail that a page shows, no node where it shows none.

    *steps* are pairs of a name, in HTML as the page prints it, and an address below SITEURL, from
    the widest down.
    """
    if not steps:
        return []
    crumbs = [
        {
            "@type": "ListItem",
            "position": place,
            "name": plain(str(name)),
            "item": host.address(url),
        }
        for place, (name, url) in enumerate(steps, 1)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": crumbs}]
