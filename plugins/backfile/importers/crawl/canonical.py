"""The canonical address that a page of a crawl states, found without parsing the page."""

from __future__ import annotations

import re

# Tags longer than that are no publisher's; the bounds keep the search linear.
_LINK = re.compile(r"<link\s([^<>]{1,4000})>", re.IGNORECASE)
_REL = re.compile(r"""(rel|href)\s*=\s*(?:["']([^"']*)["']|([^\s"'>]+))""", re.IGNORECASE)
_MOST_TAGS = 500


def canonical(html: str) -> str:
    """Return the address that a page gives for its own, as it is written there, or nothing."""
    for tag in _LINK.findall(html)[:_MOST_TAGS]:
        said = {name.lower(): value or other for name, value, other in _REL.findall(tag)}
        if said.get("rel", "").lower() == "canonical":
            return str(said.get("href", ""))
    return ""
