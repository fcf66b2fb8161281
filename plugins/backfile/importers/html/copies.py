"""Decodes received pages, and undoes what the Wayback Machine changed in its copies.

What it adds are a banner that readers of the story never saw, scripts, and its own address before
every other. All of that is taken off; the bytes that are kept have it still.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

from backfile.fidelity.ledger import Dropped
from backfile.importers.draft import Notes
from backfile.importers.html.charset import decode_again, decode_page
from backfile.importers.html.depth_guard import check_depth
from backfile.importers.wayback import FORM, HOST, Capture, capture, moment, own_address
from backfile.text.html_text import parse, visible_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# One of these stands in every page that it shows, and in no other.
_SIGNS = re.compile(
    r"<!-- BEGIN WAYBACK TOOLBAR INSERT -->"
    r"|^[ \t]{0,20}FILE ARCHIVED ON \d\d:\d\d:\d\d \w{3} \d\d, \d{4}"
    r"|<script[^<>]{0,500}archive\.org/_static/js/|\b__wm\.(?:wombat|init)\("
    r"|<!-- saved from url=\(\d{4}\)https?://web\.archive\.org/web/\d{4,14}"
    r"""|<div\b[^<>]{0,300}\bid=["']wm-ipp(?:-base)?["']""",
    re.IGNORECASE | re.MULTILINE,
)
# Looked for first: few pages have one of these.
_QUICK_SIGNS = ("archive.org", "WAYBACK TOOLBAR", "FILE ARCHIVED ON", "__wm.", "wm-ipp")
_BANNERS = (
    ("<!-- BEGIN WAYBACK TOOLBAR INSERT -->", "<!-- END WAYBACK TOOLBAR INSERT -->"),
    ("<!-- BEGIN WAYBACK TOOLBAR INSERT -->", "<!-- END WAYBACK TOOLBAR INSERT-->"),
)
# Where the comments around the banner are lost, as when a browser saved the page.
_BANNER = "#wm-ipp-base, #wm-ipp, #wm-ipp-print, #wm-toolbar, #donato, #wm-disclaim"
_BANNER_IDS = re.compile(r"""\bid=["']?(?:wm-(?:ipp|toolbar|disclaim)|donato\b)""")
_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_SCRIPT = re.compile(r"<script\b[^<>]*>[^<]*(?:<(?!/script)[^<]*)*", re.IGNORECASE)
_PREFIX = re.compile(
    rf"""(?P<before>["'=\s,(]){HOST}?/web/\d{{14}}{FORM}?/(?=(?:https?:)?//|mailto:|javascript:|#)"""
)
_IN_SCRIPT = re.compile(
    rf"{HOST.replace('/', chr(92) + chr(92) + '?/')}\\?/web\\?/\d{{14}}{FORM}?\\?/(?=https?:)"
)
_WOMBAT = re.compile(r"""__wm\.wombat\(\s*["']([^"'\s]{1,2000})["']\s*,\s*["'](\d{14})["']""")
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d{4}\)(\S{1,2000}) -->")
_FIELD = re.compile(
    r"""<input\b[^<>]{0,300}\bid=["']wmtbURL["'][^<>]{0,2000}\bvalue=["']([^"'<>\s]+)"""
)
_OWN = re.compile(
    r"""<(?:link|meta)\b[^<>]{0,300}\b(?:canonical|og:url)\b[^<>]{0,300}\b(?:href|content)=["']([^"'<>\s]+)"""
)
_FILED = re.compile(r"FILE ARCHIVED ON (\d\d:\d\d:\d\d) (\w{3}) (\d\d), (\d{4})", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_STAMPS = re.compile(r"/web/(\d{14})")
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Received:
    """A page as HTML, how to come by it again, and what it is a copy of, None for no copy."""

    html: str
    how: Mapping[str, Any]
    notes: Notes
    capture: Capture | None = None


def receive(data: bytes, declared: str = "", named: str = "") -> Received:
    """Decode the page *data* as `decode_page` does, and undo what the Wayback Machine did to it.

    Raises RefusedError.
    """
    page = decode_page(data, declared, named)
    if not (any(one in page.html for one in _QUICK_SIGNS) and _SIGNS.search(page.html)):
        return Received(page.html, page.how, page.notes)
    found = _capture(page.html)
    html, banner = _undone(page.html)
    line = f"a copy by the Wayback Machine of {found.address or 'a page'}, {found.moment}"
    dropped = (Dropped("banner", "the Wayback Machine added it", banner[:_SHOWN]),)
    notes = Notes(recognised=(line.rstrip(", "),), dropped=dropped if banner else ())
    return Received(html, {**page.how, "copy": "wayback"}, page.notes + notes, found)


def receive_again(data: bytes, how: Mapping[str, Any]) -> str:
    """Return the HTML of the page *data*, as `receive` did, by what its ledger says."""
    html = decode_again(data, how)
    return _undone(html)[0] if how.get("copy") == "wayback" else html


def _capture(html: str) -> Capture:
    """Return of what *html* is a copy."""
    found = list(_claims(html))
    moments = [one.moment for one in found if one.moment] or [*_filed(html), *_commonest(html)]
    return Capture(next((one.address for one in found if one.address), ""), next(iter(moments), ""))


def _claims(html: str) -> Iterator[Capture]:
    if script := _WOMBAT.search(html):
        yield Capture(own_address(script[1]), moment(script[2]))
    if (saved := _SAVED_FROM.search(html)) and (claim := capture(saved[1])):
        yield claim
    if field := _FIELD.search(html):
        yield Capture(own_address(unescape(field[1])), "")
    for own in _OWN.finditer(html):
        if claim := capture(unescape(own[1])):
            yield claim


def _filed(html: str) -> Iterator[str]:
    """Go through the moments that the comment below a copy gives."""
    for clock, month, day, year in _FILED.findall(html):
        if month.lower() in _MONTHS:
            number = _MONTHS.index(month.lower()) + 1
            yield moment(f"{year}{number:02}{day}{clock.replace(':', '')}")


def _commonest(html: str) -> Iterator[str]:
    """Give the moment that most addresses of the page have."""
    counts = Counter(_STAMPS.findall(html))
    yield from (moment(one) for one, _ in counts.most_common(1))


def _undone(html: str) -> tuple[str, str]:
    """Return *html* without the banner and the foreign addresses, and the words of the banner."""
    parts: list[str] = []
    for begin, end in _BANNERS:
        start = html.find(begin)
        stop = html.find(end, start) if start >= 0 else -1
        if stop >= 0:
            parts.append(html[start : stop + len(end)])
            html = html[:start] + html[stop + len(end) :]
    if _BANNER_IDS.search(html):
        html, more = _without_elements(html)
        parts += more
    html = _SCRIPT.sub(lambda one: _IN_SCRIPT.sub("", one[0]), html)
    html = _TAG.sub(lambda one: _PREFIX.sub(r"\g<before>", one[0]), html)
    return html, " ".join(_words(" ".join(parts)).split())


def _without_elements(html: str) -> tuple[str, list[str]]:
    check_depth(html)
    root = parse(html)
    parts = []
    for element in root.css(_BANNER):
        parts.append(element.html or "")
        element.decompose()
    return root.html or "", parts


def _words(html: str) -> str:
    check_depth(html)
    return visible_text(parse(html))
