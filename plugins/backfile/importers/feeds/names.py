"""The names of a feed's elements, whatever prefixes it writes them with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backfile.importers.wordpress.xml import Element

# The prefix that each namespace has here. RSS itself has none, and is written without one.
_PREFIXES = {
    "http://www.w3.org/2005/atom": "atom:",
    "http://purl.org/atom/ns#": "atom:",  # Atom 0.3
    "http://www.w3.org/2007/app": "app:",
    "http://purl.org/atom/app#": "app:",
    "http://purl.org/rss/1.0": "",
    "http://purl.org/rss/1.0/modules/content": "content:",
    "http://purl.org/dc/elements/1.1": "dc:",
    "http://purl.org/dc/terms": "dcterms:",
    "http://search.yahoo.com/mrss": "media:",
    "http://schemas.google.com/blogger/2018": "blogger:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://purl.org/syndication/thread/1.0": "thr:",
}
_DECLARED = re.compile(rb"""\bxmlns(?::([\w.-]{1,40}))?\s*=\s*["']([^"'<>]{1,200})["']""")


def prefixes_in(head: bytes) -> dict[str, str]:
    """Return what each prefix that the *head* of a feed declares stands for here.

    An element without a prefix has the empty one.
    """
    declared = (
        (prefix.decode("ascii", "replace"), address.decode("ascii", "replace"))
        for prefix, address in _DECLARED.findall(head)
    )
    return {prefix: own for prefix, address in declared if (own := _own(address)) is not None}


def renamed(element: Element, prefixes: Mapping[str, str]) -> None:
    """Give *element* and all in it the names that they have here."""
    here = dict(prefixes)
    for name, value in element.attributes.items():
        prefix = "" if name == "xmlns" else name.removeprefix("xmlns:")
        if name.startswith("xmlns") and (own := _own(value)) is not None:
            here[prefix] = own
    prefix, colon, local = element.name.rpartition(":")
    element.name = here.get(prefix, f"{prefix}{colon}") + local
    for child in element.children:
        renamed(child, here)


def _own(address: str) -> str | None:
    return _PREFIXES.get(address.strip().lower().removesuffix("/"))
