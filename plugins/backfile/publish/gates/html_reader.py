"""Reads the tags of a page with their lines, once, for all gates that judge the page."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MARKUP = re.compile(
    r"<!--(?P<comment>.*?)(?:--!?>|\Z)|<!(?P<declaration>[^>]*)>"
    r"|<(?P<slash>/?)(?P<name>[a-zA-Z][^\s/>]*)"
    r"""(?P<attributes>[^"'>]*+(?:"[^"]*+"[^"'>]*+|'[^']*+'[^"'>]*+)*+)>""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""", re.DOTALL
)
# Elements whose text holds no tags (WHATWG HTML, "Elements": raw text, escapable raw text).
_RAW_TEXT = "script style textarea title iframe noembed noframes xmp"
_RAW = frozenset(_RAW_TEXT.split())
_KEPT = 8192  # most tags of a site are those of its theme, and the same on all pages


class HtmlTag(NamedTuple):
    """A tag of a page, in small letters. Pages have thousands, and a dataclass takes twice as long.

    `name` is that of the element, `!doctype` for the document type and `!comment` for a comment.
    `attributes` are unescaped; one without a value has an empty one. `repeated` are the names that
    stand more than once. `text` is that of a comment, or of an element that holds no tags, such as
    a script. `closes_itself` tells `<path/>`.
    """

    name: str
    line: int
    is_end: bool = False
    attributes: Mapping[str, str] = {}
    repeated: tuple[str, ...] = ()
    text: str = ""
    closes_itself: bool = False


def read_tags(html: str) -> Iterator[HtmlTag]:
    """Go through the tags of *html* and its comments, from first to last.

    Raises nothing: what is no tag is text. Source: WHATWG HTML, "Tokenization".
    """
    line, counted, place = 1, 0, 0
    while found := _MARKUP.search(html, place):
        begin, place = found.span()
        line += html.count("\n", counted, begin)
        counted = begin
        name = found["name"]
        if name is None:
            yield _declaration(found, line)
            continue
        name = name.lower()
        if found["slash"]:
            yield HtmlTag(name, line, is_end=True)
            continue
        written = found["attributes"]
        attributes, repeated = attributes_of(written)
        text = ""
        if name in _RAW:
            end = _end_of_text(html, name, place)
            text, place = html[place:end], end
        yield HtmlTag(
            name,
            line,
            attributes=attributes,
            repeated=repeated,
            text=text,
            closes_itself=written.endswith("/"),
        )


@lru_cache(maxsize=_KEPT)
def attributes_of(written: str) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """Return the attributes in *written*, the part of a tag behind its name, and repeated names.

    Of several attributes of one name the first counts.
    """
    attributes: dict[str, str] = {}
    repeated = []
    for name, quoted, single, bare in _ATTRIBUTE.findall(written):
        key = name.lower()
        if key in attributes:
            repeated.append(key)
        else:
            attributes[key] = unescape(quoted or single or bare)
    return attributes, tuple(repeated)


def _declaration(found: re.Match[str], line: int) -> HtmlTag:
    declared = found["declaration"]
    if declared is not None and declared.lower().startswith("doctype"):
        return HtmlTag("!doctype", line, text=declared)
    return HtmlTag("!comment", line, text=found["comment"] or "")


def _end_of_text(html: str, name: str, place: int) -> int:
    found = _end_tag(name).search(html, place)
    return found.start() if found else len(html)


@lru_cache
def _end_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
