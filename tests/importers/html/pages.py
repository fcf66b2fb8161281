"""Pages as news sites make them, for tests to save, to read and to spoil."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from backfile.importers.options import Call, LinkResolver
from backfile.importers.recipe import Recipe
from backfile.story.model import Order

CALL = Call(zone=ZoneInfo("America/Halifax"), recipe=Recipe(), source_order=Order.NEWEST_FIRST)
GROUND = LinkResolver(
    link=lambda href: href, picture=lambda src: f"{{attach}}{src.rpartition('/')[2]}"
)

TITLE = "Swing bridge at Port Amity stuck open"
STANDFIRST = "Nobody can cross; the ferry runs every half hour."
TEXT = (
    "The bridge was closed again at ten the next morning, after a night of hammering.",
    "The span stopped halfway, with a dredger under it, and would move neither way.",
    "The harbour office runs the Mary Ann all night, and asks people to bring a coat.",
)
LD = """{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "%s",
"datePublished": "2011-03-04T22:30:00Z", "author": {"@type": "Person", "name": "A. Writer"}}"""


def page(body: str, head: str = "", lang: str = "en") -> str:
    """Return a page with *head* and *body*; without a head of its own it states its facts."""
    stated = head or f'<script type="application/ld+json">{LD % TITLE}</script>'
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">{stated}</head>'
        f"<body>{body}</body></html>"
    )


def paragraphs(*texts: str) -> str:
    """Return *texts*, or the story's own, as paragraphs."""
    return "".join(f"<p>{text}</p>" for text in texts or TEXT)
