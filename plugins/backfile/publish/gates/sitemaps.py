"""Whether sitemaps are as search engines want them.

Source: sitemaps.org, "Sitemaps XML format".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.publish.gates.flaws import Flaw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.publish.gates.site_addresses import SiteAddresses
    from backfile.publish.gates.xml_reader import XmlElement

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9 "
ROOTS = {f"{SITEMAP}urlset": f"{SITEMAP}url", f"{SITEMAP}sitemapindex": f"{SITEMAP}sitemap"}
_MOST = 50_000
_LONGEST = 2_047
# W3C, "Date and Time Formats": a day, or a moment with a zone.
_LASTMOD = re.compile(
    r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)?)?"
)
_ROBOTS = re.compile(r"^\s*sitemap:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


def sitemap_flaws(root: XmlElement, addresses: SiteAddresses) -> Iterator[Flaw]:
    """Go through what is wrong with a sitemap or a list of sitemaps.

    Whether its addresses lead to files is asked of all addresses alike, see `data_references`.
    """
    rows = list(root.all(ROOTS[root.name]))
    if len(rows) > _MOST:
        message = f"it has {len(rows):,} addresses, and {_MOST:,} are allowed; divide it"
        yield Flaw(root.line, "bad-sitemap", message)
    seen: dict[str, int] = {}
    for row in rows:
        stated = row.text_of(f"{SITEMAP}loc")
        if not stated:
            yield Flaw(row.line, "bad-sitemap", "an entry has no <loc>; add its address")
            continue
        if not stated.startswith(f"{addresses.address}/") or len(stated) > _LONGEST:
            message = f"{stated} is no address of this site in full; write it as its pages have it"
            yield Flaw(row.line, "bad-sitemap", message)
        if stated in seen:
            message = f"{stated} stands on line {seen[stated]} too; delete one"
            yield Flaw(row.line, "bad-sitemap", message)
        seen.setdefault(stated, row.line)
        changed = row.text_of(f"{SITEMAP}lastmod")
        if changed and not _LASTMOD.fullmatch(changed):
            message = f"<lastmod>{changed} is no date; write it as 2014-06-16"
            yield Flaw(row.line, "bad-sitemap", message)


def sitemaps_of_robots(text: str) -> Iterator[tuple[str, int]]:
    """Go through the addresses of sitemaps that a robots.txt states, each with its line."""
    for found in _ROBOTS.finditer(text):
        yield found[1], text.count("\n", 0, found.start(1)) + 1
