"""Judges the files of a site that are data: XML, JSON, tables, robots.txt and redirect rules."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from backfile.publish.gates.feeds import ATOM, FEED, JSON_FEED, atom_flaws, json_feed_flaws
from backfile.publish.gates.flaws import Flaw
from backfile.publish.gates.html_reader import read_tags
from backfile.publish.gates.references import LinkUse, Reference, page_references
from backfile.publish.gates.site_addresses import LinkPlace
from backfile.publish.gates.sitemaps import ROOTS, sitemap_flaws, sitemaps_of_robots
from backfile.publish.gates.xml_reader import XmlError, read_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.publish.gates.site_addresses import SiteAddresses
    from backfile.publish.gates.xml_reader import XmlDocument

# Elements of an Atom feed that hold HTML as text.
_HTML = frozenset((f"{ATOM}content", f"{ATOM}summary", f"{ATOM}title"))
_RULE = re.compile(r"^(?P<old>[^#\s]\S*)\s+(?P<new>\S+)", re.MULTILINE)

# Where a rule puts a part of the old address into the new one.
_PLACEHOLDER = re.compile(r"/:[A-Za-z]")


def xml_flaws(data: bytes, addresses: SiteAddresses) -> Iterator[Flaw | Reference]:
    """Go through what is wrong with an XML file, a feed or a sitemap among others."""
    try:
        document = read_xml(data)
    except XmlError as error:
        yield Flaw(error.line, "bad-xml", f"{error}; correct it, or build the site again")
        return
    if document.root.name == FEED:
        yield from atom_flaws(document.root)
    elif document.root.name in ROOTS:
        yield from sitemap_flaws(document.root, addresses)
    yield from _xml_references(document, addresses)


def _xml_references(document: XmlDocument, addresses: SiteAddresses) -> Iterator[Reference]:
    """Go through the addresses of the site that an XML file states, and those of style sheets."""
    for written, line in document.style_sheets:
        yield Reference(written, line, LinkUse.LOADS)
    for element in document.root.every():
        for value in (element.text.strip(), *element.attributes.values()):
            if _is_own(value, addresses):
                yield Reference(value, element.line, LinkUse.LEADS)
        if element.name in _HTML and element.attributes.get("type") == "html":
            for one in page_references(read_tags(element.text)):
                # Where a relative address would lead depends on who shows the feed.
                if _is_own(one.written, addresses):
                    yield one._replace(line=element.line + one.line - 1)


def json_flaws(data: bytes, addresses: SiteAddresses) -> Iterator[Flaw | Reference]:
    """Go through what is wrong with a JSON file, a feed among others."""
    try:
        read = json.loads(data)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        yield Flaw(line, "bad-json", f"it cannot be read: {error}; build the site again")
        return
    if isinstance(read, dict) and str(read.get("version", "")).startswith(JSON_FEED):
        yield from json_feed_flaws(read)
    yield from json_references(read, addresses)


def json_references(read: Any, addresses: SiteAddresses, line: int = 0) -> Iterator[Reference]:
    """Go through the addresses of the site among the strings of *read*, which JSON held.

    An `@id` of JSON-LD names a thing, and not a place of a page: its fragment is left out.
    """
    waiting: list[tuple[str, Any]] = [("", read)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.items())
        elif isinstance(value, list):
            waiting.extend((name, one) for one in value)
        elif isinstance(value, str) and _is_own(value, addresses):
            written = value.partition("#")[0] if name == "@id" else value
            yield Reference(written, line, LinkUse.LEADS)


def csv_references(text: str, addresses: SiteAddresses) -> Iterator[Reference]:
    """Go through the addresses of the site that are whole cells of a table."""
    if not addresses.address:
        return
    cell = re.compile(
        rf'(?:^|,)"?({re.escape(addresses.address)}/[^\s",]*)"?(?=,|\r?$)', re.MULTILINE
    )
    line, counted = 1, 0
    for found in cell.finditer(text):
        line += text.count("\n", counted, found.start(1))
        counted = found.start(1)
        yield Reference(found[1], line, LinkUse.LEADS)


def robots_references(text: str) -> Iterator[Reference]:
    """Go through the addresses that a robots.txt states."""
    for written, line in sitemaps_of_robots(text):
        yield Reference(written, line, LinkUse.LEADS)


def rule_references(text: str, addresses: SiteAddresses) -> Iterator[Reference]:
    """Go through the addresses of the site to which the rules of a `_redirects` lead.

    The rules are those of a host, which may have more than this site.
    """
    for found in _RULE.finditer(text):
        new = found["new"]
        is_beside = addresses.target(new, "").place is LinkPlace.BESIDE
        if not is_beside and not _PLACEHOLDER.search(new):
            yield Reference(new, text.count("\n", 0, found.start()) + 1, LinkUse.LEADS)


def rule_sources(text: str) -> dict[str, str]:
    """Return where the rules of a `_redirects` lead, by the addresses that they answer."""
    rules = (found.group("old", "new") for found in _RULE.finditer(text))
    return {old: new for old, new in rules if old.startswith("/")}


def _is_own(value: str, addresses: SiteAddresses) -> bool:
    has_address = bool(addresses.address) and value.startswith(f"{addresses.address}/")
    return has_address and not any(map(str.isspace, value))
