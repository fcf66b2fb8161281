"""The head of a feed: which kind it is, and what its entries inherit from it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backfile.errors import RefusedError
from backfile.importers.feeds.names import prefixes_in, renamed
from backfile.importers.wordpress.channel import encoding_of, without_prolog
from backfile.importers.wordpress.export import marks_of
from backfile.importers.wordpress.xml import read_element
from backfile.text.decoding import utf16_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backfile.importers.wordpress.export import Marks
    from backfile.importers.wordpress.xml import Element

_ROOT = re.compile(rb"<(?:[\w.-]{1,20}:)?(?P<root>rss|RDF|feed)(?P<attributes>[\s][^<>]*)?>")
_PREFIX = rb"(?:[\w.-]{1,20}:)?"
_LANGUAGE = re.compile(rb"""\bxml:lang\s*=\s*["']([\w-]{1,40})["']""")
_BASE = re.compile(rb"""\bxml:base\s*=\s*["']([^"'<>\s]{1,500})["']""")
_ELEMENTS = re.compile(
    rb"<(?P<name>(?:[\w.-]{1,20}:)?(?:link|language|author))(?:\s[^<>]*?)?"
    rb"(?:/>|>.{0,2000}?</(?P=name)\s*>)",
    re.DOTALL,
)
# The head of a feed has a title, links, a picture; what is longer is searched no further.
_LONGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class FeedHead:
    """What a feed says above its first entry.

    `base` is the address of its site, `author` the one of all entries that name none. `prefixes`
    are those of `names.prefixes_in`.
    """

    is_atom: bool
    encoding: str = "utf-8"
    base: str = ""
    lang: str = ""
    author: str = ""
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def extra(self) -> dict[str, str]:
        """Return what an entry must know of it, as an item carries it along."""
        known = {
            "encoding": self.encoding,
            "base": self.base,
            "lang": self.lang,
            "author": self.author,
            "prefixes": json.dumps(self.prefixes, sort_keys=True),
        }
        return {name: value for name, value in known.items() if value}


def root_of(start: bytes) -> str:
    """Return the name of the first element of a feed, `rss`, `RDF` or `feed`, else nothing."""
    if utf16_of(start):
        start = start.decode("utf-16", "ignore").encode()
    found = _ROOT.match(without_prolog(start))
    return found["root"].decode() if found else ""


def entries_of(start: bytes) -> Marks:
    """Return the marks by which a feed that begins with *start* is cut into its entries.

    Raises RefusedError for what is no feed.
    """
    root = root_of(start)
    if not root:
        raise RefusedError("this is no feed: it begins with neither <feed>, <rss> nor <rdf:RDF>")
    return marks_of(_PREFIX + (b"entry" if root == "feed" else b"item"))


def read_head(head: bytes, encoding: str = "") -> FeedHead:
    """Return what *head*, the bytes above the first entry, says; it names its own *encoding*.

    Raises RefusedError.
    """
    head = head[:_LONGEST]
    encoding = encoding or encoding_of(head)
    prefixes = prefixes_in(head)
    elements = list(_read(head, encoding, prefixes))
    lang, base = _LANGUAGE.search(head), _BASE.search(head)
    texts = {one.name: " ".join(one.text.split()) for one in reversed(elements)}
    return FeedHead(
        is_atom=root_of(head) == "feed",
        encoding=encoding,
        base=base[1].decode("ascii", "replace") if base else _site(elements),
        lang=lang[1].decode() if lang else texts.get("language", ""),
        author=next((one.get("atom:name") for one in elements if one.name == "atom:author"), ""),
        prefixes=prefixes,
    )


def _read(head: bytes, encoding: str, prefixes: Mapping[str, str]) -> Iterator[Element]:
    """Go through the elements of *head* that are of use; damaged ones are done without."""
    for found in _ELEMENTS.finditer(head):
        try:
            element, _ = read_element(found.group(), encoding)
        except RefusedError:
            continue
        renamed(element, prefixes)
        yield element


def _site(elements: list[Element]) -> str:
    """Return the address of the site that a feed is of."""
    links = [one for one in elements if one.name == "atom:link"]
    shown = [one for one in links if one.attributes.get("rel", "alternate") == "alternate"]
    stated = [one.text.strip() for one in elements if one.name == "link"]
    return next(filter(None, [*(one.attributes.get("href", "") for one in shown), *stated]), "")
