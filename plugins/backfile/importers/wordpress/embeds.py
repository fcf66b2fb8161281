"""Embeds of WordPress: an address alone on its line, and the copy that the export has of it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from backfile.importers.wordpress.attachments import text_of_html
from backfile.importers.wordpress.html_segments import HtmlSegment, is_block, neighbours
from backfile.importers.wordpress.shortcodes import added

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_ADDRESS_LINE = re.compile(r"""(?m:^)[ \t]*+(?P<address>https?://[^\s"<>\[\]]++)[ \t]*+(?m:$)""")
# Text begins at the beginning, after a line's end or after markup: few posts have such a line.
_MAY_BE_LINE = re.compile(r"(?:\A|[\n>])[ \t]*+https?://")
_ADDRESS = re.compile(r"""https?://[^\s"'<>]++""")


def linked_lines(html: str, kept: Sequence[str]) -> str:
    """Return *html* with a link for each address that has a line to itself.

    WordPress showed there what it leads to (wp-includes/class-wp-embed.php, autoembed), and kept
    it: *kept* is HTML of that kind. Where it is a quotation, such as a tweet, its words are added.
    """
    if not _MAY_BE_LINE.search(html):
        return html
    known = {_way(unescape(address)): one for one in kept for address in _ADDRESS.findall(one)}

    def linked(found: re.Match[str]) -> str:
        address = found["address"]
        link = f'<p><a href="{address}">{address}</a></p>'
        quoted = _quotation(known.get(_way(unescape(address)), ""))
        if quoted:
            link = f"<blockquote><p>{added(quoted, 'embed')}</p>{link}</blockquote>"
        return found.group().replace(address, link)

    return "".join(
        piece.source if piece.name else _with_lines(before, piece.source, after, linked)
        for before, piece, after in neighbours(html)
    )


def _with_lines(
    before: HtmlSegment | None,
    text: str,
    after: HtmlSegment | None,
    linked: Callable[[re.Match[str]], str],
) -> str:
    """Return *text*, which stands between two pieces, with its lines that are addresses linked."""

    def whole_line(found: re.Match[str]) -> str:
        begins = found.start() > 0 or _is_edge(before)
        ends = found.end() < len(text) or _is_edge(after)
        return linked(found) if begins and ends else found.group()

    return _ADDRESS_LINE.sub(whole_line, text) if "://" in text else text


def _way(address: str) -> str:
    """Return what stays of *address* where a host has changed and a query only tracks."""
    return address.partition("?")[0].rstrip("/").partition("://")[2].partition("/")[2]


def _quotation(html: str) -> str:
    """Return the words of the first quotation in *html*."""
    start = html.find("<blockquote")
    end = html.find("</blockquote>", start)
    return text_of_html(html[start:end]) if 0 <= start < end else ""


def _is_edge(piece: HtmlSegment | None) -> bool:
    """Tell whether a line ends at *piece*: a block, a comment, or the end of it all."""
    return is_block(piece) or (piece is not None and piece.name == "!")
