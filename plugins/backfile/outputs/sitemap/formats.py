"""Sitemaps in the format of sitemaps.org: the addresses of pages, divided to fit its limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    # From a path below the site's address to the address in full.
    InFull = Callable[[str], str]

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_URLSET = f'{_HEAD}<urlset {_XMLNS} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
_URLSET_END = "</urlset>\n"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a sitemap may hold: addresses, bytes, and characters in one address (sitemaps.org)."""

    addresses: int = 50_000
    size: int = 52_428_800
    length: int = 2_047


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One page. `url` is below the site's address; `latest` a W3C date or date-time, or empty.

    `languages` are pairs of a language and an address, of the page itself and its translations;
    empty where there are none.
    """

    url: str
    latest: str = ""
    languages: tuple[tuple[str, str], ...] = ()


def sitemaps(
    entries: Iterable[SitemapEntry], in_full: InFull, limits: Limits = LIMITS
) -> Iterator[str]:
    """Return the texts of as many sitemaps as *entries* need.

    A page whose address is too long for the protocol is left out.
    """
    lines: list[str] = []
    size = start = len(_URLSET) + len(_URLSET_END)
    for entry in entries:
        if len(in_full(entry.url)) > limits.length:
            continue
        line = _url(entry, in_full)
        bytes_of_line = len(line.encode())
        if lines and (len(lines) == limits.addresses or size + bytes_of_line > limits.size):
            yield "".join([_URLSET, *lines, _URLSET_END])
            lines, size = [], start
        lines.append(line)
        size += bytes_of_line
    if lines:
        yield "".join([_URLSET, *lines, _URLSET_END])


def sitemap_index(paths: Iterable[str], in_full: InFull) -> str:
    """Return the text of the index of the sitemaps at *paths*.

    It has no dates: they would be those of the files, not of what is in them.
    """
    lines = (f"<sitemap><loc>{escape(in_full(path))}</loc></sitemap>\n" for path in paths)
    return "".join([_HEAD, f"<sitemapindex {_XMLNS}>\n", *lines, "</sitemapindex>\n"])


def robots(in_full: InFull) -> str:
    """Return a robots.txt (RFC 9309) that forbids nothing and names the sitemap."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {in_full('sitemap.xml')}\n"


def _url(entry: SitemapEntry, in_full: InFull) -> str:
    latest = f"<lastmod>{escape(entry.latest)}</lastmod>" if entry.latest else ""
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(lang)} href={quoteattr(in_full(url))}/>'
        for lang, url in entry.languages
    )
    return f"<url><loc>{escape(in_full(entry.url))}</loc>{latest}{others}</url>\n"
