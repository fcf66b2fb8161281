"""Bodies of received HTML, read and shown as the site shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from markdown import Markdown
from pelican.readers import MarkdownReader
from pelican.settings import read_settings
from typogrify.filters import typogrify

from backfile.fidelity.account import apportion
from backfile.importers.html.body.story_body import read_body, read_fragment
from backfile.importers.options import Call, LinkResolver
from backfile.importers.recipe import Recipe
from backfile.partners.registry import Partner
from backfile.story.model import Order
from backfile.text.html_text import parse, visible_text
from backfile.text.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backfile.importers.draft import DraftBody

SETTINGS = read_settings()
MarkdownReader(SETTINGS)  # puts the default extensions into the settings
MARKDOWN = Markdown(**SETTINGS["MARKDOWN"])
BASE = "https://amity.example/2011/03/bridge/"
WIRE = Partner(slug="wire", title="The Wire", source="partners/wire.md")
CALL = Call(ZoneInfo("America/Halifax"), Recipe(), Order.NEWEST_FIRST, partners=(WIRE,))


def _link(href: str) -> str:
    return href if href.startswith(("https://", "http://", "mailto:")) else ""


def _picture(src: str) -> str | None:
    return f"{{attach}}bridge/{src.rpartition('/')[2]}" if "here" in src else None


GROUND = LinkResolver(_link, _picture)


def read(html: str, call: Call = CALL) -> DraftBody:
    return read_fragment(html, GROUND, call, BASE)


def read_within(
    html: str, selector: str, marks: dict[str, tuple[str, str]]
) -> tuple[DraftBody, str]:
    """Return the body that *selector* names in a page, and the page's text."""
    root = parse(html)
    decided = {root.css_first(one).mem_id: way for one, way in marks.items()}
    body = read_body(root, root.css_first(selector), GROUND, CALL, decided, BASE)
    return body, visible_text(root)


def markdown_of(html: str) -> str:
    """Return the Markdown of a body, updates and all, as it stands in a story file."""
    body = read(html)
    parts = [*body.lead.blocks]
    for update in body.updates:
        parts += [f"## {update.heading}", *update.blocks]
    return "\n\n".join(parts)


def page(blocks: Iterable[str]) -> str:
    """Return *blocks* of Markdown as the HTML of a page."""
    return str(typogrify(MARKDOWN.reset().convert("Title: x\n\n" + "\n\n".join(blocks) + "\n")))


def words_shown(blocks: Iterable[str]) -> list[str]:
    return words(visible_text(parse(page(blocks))))


def words_due(text: str, body: DraftBody) -> dict[str, list[str]]:
    """Return the words that each place must show, by the account."""
    due = {place: words(said) for place, said in apportion(text, body.spans).items()}
    places = (place for place in due if place.startswith(("lead", "section")))
    return {place: due[place] for place in places}


def words_there(body: DraftBody) -> dict[str, list[str]]:
    """Return the words that the lead and the sections show."""
    there = {"lead": words_shown(body.lead.blocks)}
    for number, update in enumerate(body.updates, start=1):
        assert update.section is not None
        rest = update.section.opening.rest
        headline = words_shown([rest]) if rest else []
        there[f"section {number}"] = headline + words_shown(update.blocks)
    return {place: said for place, said in there.items() if said}
