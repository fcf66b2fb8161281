"""Feeds written out: as Atom 1.0 (RFC 4287) and as JSON Feed 1.1 (jsonfeed.org)."""

from __future__ import annotations

import io
import json
from html import escape
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from feedgenerator import Atom1Feed
from feedgenerator.django.utils.encoding import iri_to_uri
from feedgenerator.django.utils.feedgenerator import Stylesheet
from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator

from backfile.outputs.feeds.entry import ATOM, FOLDER, JSON
from backfile.text.language_tags import locale_of, text_direction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backfile.outputs.feeds.entry import Feed, Person, StoryEntry

STYLE_SHEET = f"{FOLDER}/feed.css"
_DC = "http://purl.org/dc/elements/1.1/"
_DC_TERMS = "https://www.dublincore.org/specifications/dublin-core/dcmi-terms/"
_XHTML = "http://www.w3.org/1999/xhtml"
_JSON_FEED = "https://jsonfeed.org/version/1.1"


def atom(feed: Feed) -> str:
    """Return *feed* as Atom."""
    atom_feed = _Atom(
        title=feed.title,
        link=feed.address(feed.page),
        feed_url=feed.address(feed.path + ATOM),
        feed_guid=feed.id_in(ATOM),
        description=feed.subtitle,
        language=feed.lang,
        author_name=feed.author,
        author_link=feed.address(""),
        feed=feed,
    )
    for entry in feed.entries:
        atom_feed.add_item(
            title=entry.title,
            link=entry.url,
            unique_id=entry.id,
            description=escape(entry.summary, quote=False) or None,
            content=entry.content,
            pubdate=entry.published,
            updateddate=entry.updated,
            item_copyright=entry.rights or None,
            entry=entry,
        )
    out = io.StringIO()
    atom_feed.write(out, "utf-8")
    return out.getvalue()


class _Atom(Atom1Feed):
    """Pelican's Atom, with what it lacks: a style sheet, languages, several authors, more links."""

    def write(self, outfile: io.StringIO, encoding: str) -> None:
        handler = SimplerXMLGenerator(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        # A relative address works wherever the site is served.
        up = "../" * self.feed["feed"].path.count("/")
        sheet = Stylesheet(up + STYLE_SHEET, "text/css", media=None)
        handler.processingInstruction("xml-stylesheet", str(sheet))
        handler.ignorableWhitespace("\n")
        handler.startElement("feed", self.root_attributes())
        self.add_root_elements(handler)
        self.write_items(handler)
        handler.endElement("feed")

    def root_attributes(self) -> dict[str, str]:
        """Return the attributes of the feed; without identifiers, no name of Dublin Core's."""
        attributes: dict[str, str] = super().root_attributes()
        feed: Feed = self.feed["feed"]
        has_any = any(one.identifiers for one in feed.entries)
        return {**attributes, "xmlns:dc": _DC} if has_any else attributes

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Add what the feed says of itself, and a note for people who open it in a browser.

        Elements of other vocabularies are allowed there (RFC 4287, section 6); feed readers ignore
        them.
        """
        super().add_root_elements(handler)
        feed: Feed = self.feed["feed"]
        handler.startElement("p", {"xmlns": _XHTML})
        if feed.about:
            handler.addQuickElement("a", feed.note, {"href": iri_to_uri(feed.address(feed.about))})
        else:
            handler.characters(feed.note)
        handler.endElement("p")

    def write_items(self, handler: SimplerXMLGenerator) -> None:
        for item in self.items:
            handler.ignorableWhitespace("\n")
            handler.startElement("entry", {"xml:lang": item["entry"].lang})
            _add_heading(handler, item["entry"], self.feed["feed"].lang)
            self.add_item_elements(handler, item)
            handler.endElement("entry")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: StoryEntry = item["entry"]
        for name, people in (("author", entry.authors), ("contributor", entry.contributors)):
            for person in people:
                _add_person(handler, name, person)
        for category in entry.categories:
            attributes = {
                "term": category.term,
                "scheme": category.scheme,
                "label": category.label,
            }
            handler.addQuickElement("category", "", attributes)
        for link in _links(entry):
            handler.addQuickElement("link", "", link)
        for identifier in entry.identifiers:
            handler.addQuickElement("dc:identifier", identifier)


def _add_heading(handler: SimplerXMLGenerator, entry: StoryEntry, lang: str) -> None:
    """Add the headline as a link, and the day as words of *lang*, for people in a browser.

    Style sheets make neither of an Atom element. Elements of other vocabularies are allowed in an
    entry (RFC 4287, section 6.3); feed readers ignore them.
    """
    day = format_date(entry.day, "long", locale=locale_of(lang))
    handler.startElement("div", {"xmlns": _XHTML})
    handler.startElement("h2", {})
    handler.addQuickElement("a", entry.title, {"href": iri_to_uri(entry.url)})
    handler.endElement("h2")
    said_in = {"xml:lang": lang, "dir": text_direction(lang)} if lang != entry.lang else {}
    handler.addQuickElement("time", day, {"datetime": entry.day.isoformat(), **said_in})
    handler.endElement("div")


def _add_person(handler: SimplerXMLGenerator, name: str, person: Person) -> None:
    handler.startElement(name, {})
    handler.addQuickElement("name", person.name)
    if person.url:
        handler.addQuickElement("uri", iri_to_uri(person.url))
    handler.endElement(name)


def _links(entry: StoryEntry) -> Iterable[dict[str, str]]:
    """Go through the links of *entry* beyond that to its page.

    A translation is `related` and not `alternate`, which feed readers take for the page itself.
    """
    for other in entry.translations:
        yield {"rel": "related", "href": iri_to_uri(other.url), "hreflang": other.lang}
    if entry.via:
        yield {"rel": "via", "href": iri_to_uri(entry.via)}
    if entry.archived:
        yield {"rel": "related", "href": iri_to_uri(entry.archived)}
    if entry.license:
        yield {"rel": "license", "href": iri_to_uri(entry.license)}  # RFC 4946


def json_feed(feed: Feed) -> str:
    """Return *feed* as JSON Feed."""
    fields = {
        "version": _JSON_FEED,
        "title": feed.title,
        "home_page_url": iri_to_uri(feed.address(feed.page)),
        "feed_url": iri_to_uri(feed.address(feed.path + JSON)),
        "description": feed.subtitle,
        "language": feed.lang,
        "authors": [{"name": feed.author, "url": iri_to_uri(feed.address(""))}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(_without_empty(fields), ensure_ascii=False, indent=1) + "\n"


def _item(entry: StoryEntry) -> dict[str, Any]:
    fields = _without_empty(
        {
            "id": entry.id,
            "url": iri_to_uri(entry.url),
            "external_url": iri_to_uri(entry.via),
            "title": entry.title,
            "summary": entry.summary,
            "content_text": entry.text,
            "date_published": entry.published.isoformat(),
            "date_modified": entry.updated.isoformat(),
            "authors": [
                _without_empty({"name": one.name, "url": iri_to_uri(one.url)})
                for one in entry.authors
            ],
            "tags": list(entry.tags),
            "language": entry.lang,
            "_dublin_core": entry.identifiers
            and {"about": _DC_TERMS, "identifier": list(entry.identifiers)},
        }
    )
    return {**fields, "content_html": entry.content}


def _without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}
