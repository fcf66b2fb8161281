"""Whether feeds have what readers need, and name each entry by an id of its own.

Sources: RFC 4287 (Atom), sections 4.1.1 and 4.1.2; JSON Feed 1.1, "Top-level" and "Items".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from backfile.publish.gates.flaws import Flaw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backfile.publish.gates.xml_reader import XmlElement

ATOM = "http://www.w3.org/2005/Atom "
FEED = f"{ATOM}feed"
JSON_FEED = "https://jsonfeed.org/version/"
# RFC 3339, section 5.6, as Atom takes it: with a T and a zone.
_MOMENT = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    r"T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)"
)


def atom_flaws(feed: XmlElement) -> Iterator[Flaw]:
    """Go through what is wrong with an Atom *feed*."""
    yield from _atom_lacks(feed, "the feed")
    entries = list(feed.all(f"{ATOM}entry"))
    has_author = feed.first(f"{ATOM}author") is not None
    if not has_author and any(one.first(f"{ATOM}author") is None for one in entries):
        yield Flaw(
            feed.line, "bad-feed", "neither the feed nor each entry has an <author>; add one"
        )
    seen: dict[str, int] = {}
    for entry in entries:
        yield from _atom_lacks(entry, "the entry")
        named = entry.text_of(f"{ATOM}id")
        if named and named in seen:
            yield _named_twice(entry.line, named, f"on line {seen[named]}")
        seen.setdefault(named, entry.line)


def _atom_lacks(element: XmlElement, what: str) -> Iterator[Flaw]:
    for name in ("id", "title", "updated"):
        if not element.text_of(f"{ATOM}{name}"):
            yield Flaw(element.line, "bad-feed", f"{what} has no <{name}>; add it")
    for name in ("updated", "published"):
        stated = element.text_of(f"{ATOM}{name}")
        if stated and not _MOMENT.fullmatch(stated):
            message = f"{what} has <{name}>{stated}; write it as 2014-06-16T11:02:00Z"
            yield Flaw(element.line, "bad-feed", message)


def json_feed_flaws(feed: Mapping[str, Any]) -> Iterator[Flaw]:
    """Go through what is wrong with a JSON Feed; its lines are not known."""
    if not isinstance(feed.get("title"), str) or not feed["title"]:
        yield Flaw(0, "bad-feed", "the feed has no title; add it")
    items = feed.get("items")
    if not isinstance(items, list):
        yield Flaw(0, "bad-feed", "the feed has no list of items; add it, if only an empty one")
        return
    seen: dict[str, int] = {}
    for number, item in enumerate(items, start=1):
        named = item.get("id") if isinstance(item, dict) else None
        if not isinstance(named, str) or not named:
            yield Flaw(0, "bad-feed", f"item {number} has no id; add it")
            continue
        if named in seen:
            yield _named_twice(0, named, f"in item {seen[named]}")
        seen.setdefault(named, number)
        if not (item.get("content_html") or item.get("content_text")):
            message = f"item {number} has neither content_html nor content_text; add one"
            yield Flaw(0, "bad-feed", message)
        for name in ("date_published", "date_modified"):
            stated = item.get(name)
            if stated is not None and not (isinstance(stated, str) and _MOMENT.fullmatch(stated)):
                message = f"item {number} has {name} {stated}; write it as 2014-06-16T11:02:00Z"
                yield Flaw(0, "bad-feed", message)


def _named_twice(line: int, named: str, where: str) -> Flaw:
    message = f"the id {named} stands {where} too; readers show only one of the two: change one"
    return Flaw(line, "bad-feed", message)
