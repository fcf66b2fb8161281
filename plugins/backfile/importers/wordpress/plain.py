"""The plain texts of an export that WordPress keeps as HTML: names, titles, excerpts."""

from __future__ import annotations

import re
from html import unescape

# The elements of HTML, of today and of old (WHATWG HTML, "Index"); all else in brackets is text.
_NAMES = """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink
    blockquote body br button canvas caption center cite code col colgroup data datalist dd del
    details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame
    frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend
    li link main map mark marquee math menu meta meter nav nobr noembed noframes noscript object ol
    optgroup option output p param picture pre progress q rp rt ruby s samp script search section
    select slot small source span strike strong style sub summary sup svg table tbody td template
    textarea tfoot th thead time title tr track tt u ul var video wbr xmp"""
_ELEMENTS = frozenset(_NAMES.split())
_BRACKET = re.compile(r"<(?!!--)(/?)([^\s<>/]*)")


def name_of(html: str) -> str:
    """Return a name that WordPress keeps as HTML (`Arts &amp; Culture`) as it was shown."""
    return " ".join(unescape(html).split())


def readable(html: str) -> str:
    """Return *html* with what stands in brackets and is no element as text: `<REDACTED>`."""
    return _BRACKET.sub(
        lambda found: found[0] if found[2].lower() in _ELEMENTS else f"&lt;{found[0][1:]}", html
    )
